//! How resolution tells what it does, so that an explanation can never disagree with a decision.

use serde::{Deserialize, Serialize};

use super::{Fault, Filter, Grant, Grants, Scope, Via};
use crate::model::{RoleName, ServerRef};

/// Where a scope is written, or where it follows from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// In a role of the holder, or of the owner of the token.
    Role {
        /// Which role.
        name: RoleName,
        /// How the holder has it.
        #[serde(rename = "via_group")]
        via: Via,
    },
    /// In a share.
    Share {
        /// Of which server.
        #[serde(serialize_with = "as_text")]
        server: ServerRef,
        /// How the holder has it.
        #[serde(rename = "via_group")]
        via: Via,
    },
    /// In the token itself.
    Token,
    /// From the OAuth client of the token: each token may use the server or service it was made
    /// for, if its owner may.
    Client,
    /// From being a token: each may tell whose it is, if its owner may.
    Identity,
}

impl Source {
    /// Whether it is on the side of the token, and not on that of whoever holds roles.
    pub fn is_of_token(&self) -> bool {
        matches!(self, Self::Token | Self::Client | Self::Identity)
    }
}

/// Serialize a server as `user/server`.
pub(super) fn as_text<S: serde::Serializer>(
    server: &ServerRef,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(server)
}

/// One way to one grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// What is granted.
    pub grant: Grant,
    /// Where that comes from.
    pub source: Source,
    /// The scope as it is written there.
    pub written: String,
    /// The scopes from the written one, by way of each that brings the next with it, to the one
    /// granted; a metascope comes first.
    pub through: Vec<Scope>,
}

/// One thing that is written somewhere and not granted, or not in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// The scope that is lost, as far as it exists.
    pub scope: Option<Scope>,
    /// What it was narrowed to, as far as that is known.
    pub filter: Option<Filter>,
    /// Where it is written; `None` where two sides have to agree and one does not.
    pub source: Option<Source>,
    /// The scope as written, or as expanded where two sides have to agree.
    pub written: String,
    /// The step that lost it.
    pub why: Why,
}

/// The step that loses a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// There is no such scope.
    UnknownScope,
    /// Its filter needs a name and has none.
    NamelessFilter,
    /// `!user`, `!server` or `!service`, and there is none to put there.
    FilterWithoutTarget,
    /// `self`, held by what is not a user.
    SelfOfNoUser,
    /// It is about users and makes no sense narrowed to a server.
    NotAboutServers,
    /// A share that came by a group does not count for tokens of its users in 6.1.1.
    GroupShareInToken,
    /// What a shared scope brings with it does not count for tokens in 6.1.1.
    ShareNotExpandedInToken,
    /// The owner of the token has it, the token's own scopes do not.
    NotInToken,
    /// The token has it, its owner does not.
    NotOfOwner,
    /// The OAuth client may not ask for it.
    NotOfClient,
    /// The time of the token is over.
    Expired,
    /// The token belongs to no OAuth client, and 6.1.1 deletes it when it is used.
    NoClient,
}

impl From<Fault> for Why {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::UnknownScope(_) => Self::UnknownScope,
            Fault::NamelessFilter(_) => Self::NamelessFilter,
        }
    }
}

/// Is told each step of a resolution.
///
/// What to tell is worked out only if it is wanted.
pub trait Trace {
    /// Whether anything told is kept; where not, what serves only telling is left out.
    const RECORDS: bool;

    /// Something is granted, in this way.
    fn granted(&mut self, way: impl FnOnce() -> Way);

    /// Something is lost, for this reason.
    fn lost(&mut self, loss: impl FnOnce() -> Loss);
}

/// Keeps nothing and costs nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Trace for Silent {
    const RECORDS: bool = false;

    fn granted(&mut self, _: impl FnOnce() -> Way) {}

    fn lost(&mut self, _: impl FnOnce() -> Loss) {}
}

/// Keeps everything, in the order it was told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The ways to what is granted, on either side of a token.
    pub ways: Vec<Way>,
    /// What is lost, and why.
    pub losses: Vec<Loss>,
}

impl Trace for Recorded {
    const RECORDS: bool = true;

    fn granted(&mut self, way: impl FnOnce() -> Way) {
        self.ways.push(way());
    }

    fn lost(&mut self, loss: impl FnOnce() -> Loss) {
        self.losses.push(loss());
    }
}

/// Tell what the two sides of a token lost to each other.
pub(super) fn tell_narrowed<T: Trace>(
    owner: &Grants,
    token: &Grants,
    both: &Grants,
    trace: &mut T,
) {
    if !T::RECORDS {
        return;
    }
    for (side, why) in [(owner, Why::NotInToken), (token, Why::NotOfOwner)] {
        for grant in side.without(both).iter() {
            trace.lost(|| Loss {
                written: grant.to_string(),
                scope: Some(grant.scope),
                filter: grant.filter,
                source: None,
                why,
            });
        }
    }
}
