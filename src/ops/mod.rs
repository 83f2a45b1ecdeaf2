//! The desk: one operation, one struct, written once behind every door.
//!
//! One file a noun. An operation says in its [`Request`] which scopes allow it and where the REST
//! API has it; [`rbac::authorize`](crate::rbac::authorize) turns it into an [`Allowed`], which is
//! the only thing that `run` takes. `explain` and `scopes show` read the same [`requests`].
//!
//! To add an operation: 1. its struct, with a doc comment that says what it does; 2. its
//! [`Request`] in the noun's `REQUESTS`, where the REST API has one; 3. [`Needs`] and [`Operation`];
//! 4. where it writes, [`audit::Change`], which says what of it is written down.

pub mod accounts;
pub mod apply;
pub mod audit;
pub mod authorizations;
pub mod beside;
pub mod database;
pub mod environment;
pub mod explain;
mod find;
pub mod groups;
pub mod hub;
mod in_seconds;
pub mod live;
pub mod oauth;
pub mod oauth_clients;
pub mod request;
pub mod roles;
pub mod scopes;
pub mod sent;
pub mod servers;
pub mod services;
pub mod sessions;
pub mod shares;
pub mod sign_in;
pub mod start;
pub mod tokens;
pub mod users;
pub mod who;

pub use request::{Request, requests};

use crate::error::Result;
use crate::rbac::{Allowed, Caller, Needs, authorize};
use crate::store::Tx;

/// Something to be done with a hub's people, groups, roles, services, servers, tokens or shares.
pub trait Operation: Needs + Sized {
    /// What it answers.
    type Output;

    /// Do it, in one transaction, for a caller that may.
    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Self::Output>;
}

/// Do `operation` as the operator of the database, who needs no scope.
pub fn operate<O: Operation>(operation: O, tx: &Tx<'_>) -> Result<O::Output> {
    O::run(authorize(&Caller::Operator, operation, tx)?, tx)
}
