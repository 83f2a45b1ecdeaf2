//! Operations that a command line sends to a hub that runs, as they are.
//!
//! JupyterHub's API has no place for half of what commands do, and cannot do several things at once
//! or only rehearse them. So a command line sends a hub of hubctl's the operation itself: its struct
//! in JSON, under its name. It meets the same scopes there as any request, because nothing else runs.
//!
//! What an operation says that a hub does not know is refused; what an answer says that a command line
//! does not know is passed over.
//!
//! To let another operation be sent: derive `Serialize` and `Deserialize` for it and its output, and
//! name it in the list below, under what only looks or under what changes something.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::accounts::{
    ApproveSignUp, Invite, ListAccounts, ListSignUps, RejectSignUp, SetPassword,
};
use super::apply::{Apply, Compare, Describe};
use super::audit::{LastAudited, ListAudit, Source, recorded};
use super::explain::{Can, DiffTokens, ExplainRequest, ExplainRole, ExplainWho, ListGrants};
use super::groups::{
    AddGroup, ChangeMembers, DeleteGroup, ListGroups, NameGroups, RenameGroup, SetProperties,
    ShowGroup,
};
use super::live::{Complete, Live};
use super::oauth_clients::{DeleteOAuthClient, ListOAuthClients, ShowOAuthClient};
use super::request::Request;
use super::roles::{
    CreateRole, DeleteRole, EditRole, GrantRole, ListRoles, RevokeRole, RolesAreKept, RolesToCome,
    ShowRole,
};
use super::scopes::{ExpandScopes, ListScopes, ShowScope};
use super::servers::{ForetellEnvironment, ListServers, ShowServer};
use super::services::{AddService, DeleteService, EditService, ListServices, ShowService};
use super::shares::{
    ListShareCodes, ListShares, RevokeShare, RevokeShareCode, ShowShare, ShowShareCode,
};
use super::tokens::{
    ChooseTokens, ListTokens, MadeToken, NewToken, ResolveTokens, ResolvedTokens, RevokeToken,
    RolesForToken, ServersOfTokens, ShowToken,
};
use super::users::{AddUser, DeleteUser, EditUser, ListUsers, NameUsers, ShowUser};
use super::{Operation, authorize};
use crate::error::{Error, Result};
use crate::model::Token;
use crate::rbac::{Caller, RawScope};
use crate::store::Tx;

/// What the REST API can be asked in operations: additions to JupyterHub's.
pub const REQUESTS: &[Request] = &[LOOK, CHANGE];

/// An operation that only looks.
pub const LOOK: Request = Request::post(
    "/operations/look",
    "do an operation of hubctl's command line that only looks",
    &[],
)
.added()
.unrecorded();
/// Operations that write, all or none of them. Each is recorded by itself.
pub const CHANGE: Request = Request::post(
    "/operations/change",
    "do operations of hubctl's command line, all or none",
    &[],
)
.added()
.unrecorded();

/// Operations that write, on their way.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// What is to be done, in this order.
    pub changes: Vec<AnyChange>,
    /// Whether to undo it all in the end.
    #[serde(default)]
    pub dry_run: bool,
}

/// An operation whose outcome finds its way back.
pub trait Sent: Operation {
    /// The outcome in JSON.
    fn tell(outcome: Self::Output) -> Result<Value>;

    /// The outcome as it was told.
    fn hear(told: Value) -> Result<Self::Output>;

    /// Add what only a running hub knows.
    fn complete(_outcome: &mut Self::Output, _live: &dyn Live) {}
}

/// `told` as the outcome of an operation.
pub fn heard<T: DeserializeOwned>(told: Value) -> Result<T> {
    serde_json::from_value(told).map_err(|error| {
        Error::unreachable(format!(
            "the hub answers what this hubctl cannot read: {error}"
        ))
        .hint("is the hub of another release of hubctl?")
    })
}

fn told<T: Serialize>(outcome: T) -> Result<Value> {
    serde_json::to_value(outcome)
        .map_err(|error| Error::internal("an outcome cannot be written").caused_by(error))
}

macro_rules! sent {
    ($operation:ident plain) => {
        sent!(@impl $operation {});
    };
    ($operation:ident live) => {
        sent!(@impl $operation {
            fn complete(outcome: &mut Self::Output, live: &dyn Live) {
                outcome.complete(live);
            }
        });
    };
    ($operation:ident own) => {};
    (@impl $operation:ident { $($complete:item)? }) => {
        impl Sent for $operation {
            fn tell(outcome: Self::Output) -> Result<Value> {
                told(outcome)
            }

            fn hear(told: Value) -> Result<Self::Output> {
                heard(told)
            }

            $($complete)?
        }
    };
}

macro_rules! operations {
    ($(#[$doc:meta])* $any:ident [$($derive:ident),*]: $($operation:ident $how:ident,)*) => {
        $(#[$doc])*
        #[derive($($derive,)* Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each is called as its operation, which is documented")]
        pub enum $any {
            $($operation($operation),)*
        }

        impl $any {
            /// The names of all of them.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($operation),)*];

            /// What it is called.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$operation(_) => stringify!($operation),)*
                }
            }
        }

        impl std::fmt::Debug for $any {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        $(
            impl From<$operation> for $any {
                fn from(operation: $operation) -> Self {
                    Self::$operation(operation)
                }
            }

            sent!($operation $how);
        )*
    };
}

macro_rules! looks {
    ($($operation:ident $how:ident,)*) => {
        operations! {
            /// An operation that only looks, whichever it is.
            AnyLook []: $($operation $how,)*
        }

        impl AnyLook {
            /// Do it for `caller`, and tell what came of it.
            pub fn run(self, caller: &Caller, live: &dyn Live, tx: &Tx<'_>) -> Result<Value> {
                match self {
                    $(Self::$operation(operation) => {
                        let mut outcome =
                            $operation::run(authorize(caller, operation, tx)?, tx)?;
                        $operation::complete(&mut outcome, live);
                        $operation::tell(outcome)
                    })*
                }
            }
        }
    };
}

macro_rules! changes {
    ($($operation:ident $how:ident,)*) => {
        operations! {
            /// An operation that writes, whichever it is.
            AnyChange [Clone]: $($operation $how,)*
        }

        impl AnyChange {
            /// Do it for `caller`, write it down, and tell what came of it.
            pub fn run(self, source: &Source, caller: &Caller, tx: &Tx<'_>) -> Result<Value> {
                match self {
                    $(Self::$operation(operation) => {
                        $operation::tell(recorded(source, caller, operation, tx)?)
                    })*
                }
            }
        }
    };
}

looks! {
    ListUsers live,
    NameUsers plain,
    ShowUser live,
    ListGroups plain,
    NameGroups plain,
    ShowGroup plain,
    ListRoles plain,
    ShowRole plain,
    RolesToCome plain,
    RolesAreKept plain,
    ListServices plain,
    ShowService plain,
    ListServers live,
    ShowServer live,
    ListShares live,
    ShowShare live,
    ListShareCodes live,
    ShowShareCode live,
    ListTokens plain,
    ResolveTokens own,
    ShowToken plain,
    ChooseTokens plain,
    ServersOfTokens plain,
    RolesForToken plain,
    ListOAuthClients plain,
    ShowOAuthClient plain,
    ListScopes plain,
    ShowScope plain,
    ExpandScopes plain,
    ExplainWho plain,
    ExplainRole plain,
    ExplainRequest plain,
    DiffTokens plain,
    Can plain,
    ListGrants plain,
    ListAudit plain,
    LastAudited plain,
    ForetellEnvironment plain,
    ListAccounts plain,
    ListSignUps plain,
    Compare plain,
    Describe plain,
}

changes! {
    AddUser plain,
    EditUser plain,
    DeleteUser plain,
    AddGroup plain,
    RenameGroup plain,
    ChangeMembers plain,
    SetProperties plain,
    DeleteGroup plain,
    CreateRole plain,
    EditRole plain,
    DeleteRole plain,
    GrantRole plain,
    RevokeRole plain,
    AddService plain,
    EditService plain,
    DeleteService plain,
    NewToken own,
    RevokeToken plain,
    RevokeShare plain,
    RevokeShareCode plain,
    DeleteOAuthClient plain,
    SetPassword plain,
    Invite plain,
    ApproveSignUp plain,
    RejectSignUp plain,
    Apply plain,
}

/// What tokens allow is worked out as they are taken.
impl Sent for ResolveTokens {
    fn tell(outcome: ResolvedTokens) -> Result<Value> {
        told(outcome.collect::<Result<Vec<Token>>>()?)
    }

    fn hear(told: Value) -> Result<ResolvedTokens> {
        heard(told).map(ResolvedTokens::known)
    }
}

/// Which of its scopes allow nothing is no part of a token.
impl Sent for NewToken {
    fn tell(mut outcome: MadeToken) -> Result<Value> {
        let idle = std::mem::take(&mut outcome.idle);
        told((outcome, idle))
    }

    fn hear(told: Value) -> Result<MadeToken> {
        let (made, idle): (MadeToken, Vec<RawScope>) = heard(told)?;
        Ok(MadeToken { idle, ..made })
    }
}
