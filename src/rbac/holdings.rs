//! The facts that decide what somebody may do, as the database holds them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Filter;
use crate::model::{GroupName, RoleName, ServerRef, ServiceName, TokenOwner, UserName};

/// Who holds roles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A user.
    User(UserName),
    /// A group, by itself.
    Group(GroupName),
    /// A service.
    Service(ServiceName),
}

impl Holder {
    /// What kind of thing it is: `user`, `group` or `service`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Group(_) => "group",
            Self::Service(_) => "service",
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::User(name) => name.as_str(),
            Self::Group(name) => name.as_str(),
            Self::Service(name) => name.as_str(),
        }
    }

    /// The filter that means just this holder.
    pub fn filter(&self) -> Filter {
        match self {
            Self::User(name) => Filter::User(name.clone()),
            Self::Group(name) => Filter::Group(name.clone()),
            Self::Service(name) => Filter::Service(name.clone()),
        }
    }
}

impl From<&TokenOwner> for Holder {
    fn from(owner: &TokenOwner) -> Self {
        match owner {
            TokenOwner::User(name) => Self::User(name.clone()),
            TokenOwner::Service(name) => Self::Service(name.clone()),
        }
    }
}

/// ``user `ada` ``
impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind(), self.name())
    }
}

/// `user=ada`
impl Serialize for Holder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.filter().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Holder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Filter::deserialize(deserializer)? {
            Filter::User(name) => Ok(Self::User(name)),
            Filter::Group(name) => Ok(Self::Group(name)),
            Filter::Service(name) => Ok(Self::Service(name)),
            Filter::Server(_) | Filter::Unmatchable(_) => {
                Err(serde::de::Error::custom("it holds no roles"))
            }
        }
    }
}

/// How something came to a holder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// It is the holder's own.
    Direct,
    /// It is that of a group the user is in.
    Group(GroupName),
}

/// The name of the group, or null where it is the holder's own.
impl Serialize for Via {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Direct => serializer.serialize_none(),
            Self::Group(name) => name.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Via {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let group = Option::deserialize(deserializer)?;
        Ok(group.map_or(Self::Direct, Self::Group))
    }
}

/// A role, and how it came to its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// Its name.
    pub name: RoleName,
    /// Its scopes, as stored.
    pub scopes: Vec<String>,
    /// How it came to the holder.
    pub via: Via,
}

/// A server shared with somebody, and how the share came to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldShare {
    /// The server, by the names that it and its owner have now.
    pub server: ServerRef,
    /// What is shared, as stored; whatever the filters there, only `server` is meant.
    pub scopes: Vec<String>,
    /// How it came to the holder.
    pub via: Via,
}

/// All that somebody holds.
///
/// A user holds their own roles and shares and those of their groups; a group and a service hold
/// only their own. A share past its date counts until it is purged, as in JupyterHub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    /// Who.
    pub holder: Holder,
    /// Their roles.
    pub roles: Vec<HeldRole>,
    /// The servers shared with them.
    pub shares: Vec<HeldShare>,
}

/// The OAuth client that a token was issued to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Client {
    /// The hub itself, `jupyterhub`: tokens made by hand or by API.
    Hub,
    /// That of a user's server.
    Server(ServerRef),
    /// That of a service.
    Service(ServiceName),
    /// One whose server or service is gone.
    Orphan,
    /// None at all, as left by databases before 2.0; 6.1.1 deletes such a token when it is used.
    Missing,
}

/// What there is to know about a token, besides its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFacts {
    /// Its own scopes, as stored.
    pub scopes: Vec<String>,
    /// Whom it was issued to.
    pub client: Client,
    /// The server that the hub made it for, and that has it as `JUPYTERHUB_API_TOKEN`; such a token is
    /// issued to the hub itself.
    pub server: Option<ServerRef>,
    /// Whether its time is over.
    pub expired: bool,
}
