//! Who may do what: pure, with no I/O. Facts come in as arguments; out go grants, decisions, and
//! their reasons.
//!
//! A *scope* names what may be done, a *filter* to what. A *role* is a named list of scopes as
//! written; *expansion* makes grants of them; a *token* may do what its own scopes and its owner's
//! grants both allow. All sets equal those of JupyterHub 6.1.1 (`jupyterhub.scopes`), which the
//! golden cases in `tests/golden/rbac` hold us to.
//!
//! ```text
//! scope catalogue filter   the words
//! roles                    the roles that every hub has
//! grants intersect         the sets
//! holdings subject         the facts
//! expand resolve trace     from facts to grants, telling each step
//! request                  what a new token, or an OAuth client, may ask for
//! bestow                   which roles somebody may hand out
//! target authorize         may this caller do this operation? the proof that it may
//! explain outline          why, and why not
//! remedy change            what would change that
//! sentence                 the same in words
//! ```

mod authorize;
mod bestow;
mod catalogue;
mod change;
mod expand;
mod explain;
mod filter;
mod grants;
mod holdings;
mod intersect;
mod outline;
mod remedy;
mod request;
pub mod resolve;
mod roles;
mod scope;
mod sentence;
mod subject;
mod target;
mod trace;

pub use authorize::{Allowed, Caller, Denied, Granted, Needs, authorize, decide, require};
pub use bestow::excess_of_role;
pub use catalogue::{Catalogue, CustomScope};
pub use change::{Change, Known};
pub use explain::{Refused, Requirement, Verdict, refused, verdict};
pub use filter::{Fault, Filter, Own, RawFilter, RawScope};
pub use grants::{Filters, Grant, Grants, Reach};
pub use holdings::{Client, HeldRole, HeldShare, Holder, Holdings, TokenFacts, Via};
pub use intersect::{Membership, NoGroups};
pub use outline::{Branch, Node, Outline, ScopeTree, Written, outline};
pub use remedy::Remedy;
pub use request::{Requested, excess_of_token, resolve_requested};
pub use roles::{DEFAULT_ROLES, DefaultRole};
pub use scope::Scope;
pub use subject::Subject;
pub use target::Target;
pub use trace::{Loss, Recorded, Silent, Source, Trace, Way, Why};
