//! May this caller do this operation? The proof that it may.

use super::{Membership, Scope};
use crate::error::Result;
use crate::model::{GroupName, ServerRef, ServiceName, UserName};

/// What an operation needs of whoever asks for it.
pub trait Needs {
    /// Any one of these scopes.
    const ANY_OF: &'static [Scope];
    /// On what.
    fn target(&self) -> Target;
}

/// What an operation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The whole hub.
    Anything,
    /// Whatever the caller reaches.
    Listing,
    /// A user.
    User(UserName),
    /// A server.
    Server(ServerRef),
    /// A group.
    Group(GroupName),
    /// A service.
    Service(ServiceName),
}

/// Who asks.
#[derive(Debug)]
pub enum Caller {
    /// The operator of the database, who needs no scope.
    Operator,
}

/// How far the answer may go.
#[derive(Debug, Clone)]
pub enum Reach {
    /// Everything.
    All,
}

/// The proof that an operation is allowed.
#[derive(Debug)]
pub struct Allowed<O> {
    operation: O,
    reach: Reach,
}

impl<O> Allowed<O> {
    /// The operation, and how far its answer may go.
    pub fn into_parts(self) -> (O, Reach) {
        (self.operation, self.reach)
    }
}

/// The proof that `caller` may do `operation`.
pub fn authorize<O: Needs>(
    caller: &Caller,
    operation: O,
    _: &impl Membership,
) -> Result<Allowed<O>> {
    match caller {
        Caller::Operator => Ok(Allowed {
            operation,
            reach: Reach::All,
        }),
    }
}
