//! What something is done to.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Filter, Holder, Membership, RawFilter, RawScope, Reach, Scope};
use crate::error::{Error, Result};
use crate::model::{GroupName, ServerRef, ServiceName, UserName};

/// What an operation is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Nothing in particular: the scope must be held on everything.
    Anything,
    /// A list, which will show as much as the caller's scopes reach (`post_filter`).
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

impl Target {
    /// Just this user, group or service.
    pub fn of(holder: &Holder) -> Self {
        match holder {
            Holder::User(name) => Self::User(name.clone()),
            Holder::Group(name) => Self::Group(name.clone()),
            Holder::Service(name) => Self::Service(name.clone()),
        }
    }

    /// The filter that means just this target, if it is one thing.
    pub fn filter(&self) -> Option<Filter> {
        match self {
            Self::Anything | Self::Listing => None,
            Self::User(name) => Some(Filter::User(name.clone())),
            Self::Server(server) => Some(Filter::Server(server.clone())),
            Self::Group(name) => Some(Filter::Group(name.clone())),
            Self::Service(name) => Some(Filter::Service(name.clone())),
        }
    }

    /// Whether `reach` goes as far as this needs.
    pub(super) fn is_within(&self, reach: &Reach, membership: &impl Membership) -> Result<bool> {
        match self {
            Self::Listing => Ok(true),
            _ => reach.includes(self.filter().as_ref(), membership),
        }
    }
}

/// `anything`, `listing`, or as a filter: `user=ada`.
impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.filter() {
            Some(filter) => filter.serialize(serializer),
            None if *self == Self::Listing => serializer.serialize_str("listing"),
            None => serializer.serialize_str("anything"),
        }
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        match given.as_str() {
            "anything" => Ok(Self::Anything),
            "listing" => Ok(Self::Listing),
            _ => given.parse().map_err(serde::de::Error::custom),
        }
    }
}

/// Reads `user=NAME`, `server=USER/NAME`, `group=NAME` or `service=NAME`.
impl FromStr for Target {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        match format!("{}!{given}", Scope::NoScope)
            .parse()
            .map(|raw: RawScope| raw.filter)
        {
            Ok(RawFilter::Named(filter)) => filter.try_into(),
            _ => Err(no_target(given)),
        }
    }
}

impl TryFrom<Filter> for Target {
    type Error = Error;

    fn try_from(filter: Filter) -> Result<Self> {
        Ok(match filter {
            Filter::User(name) => Self::User(name),
            Filter::Server(server) => Self::Server(server),
            Filter::Group(name) => Self::Group(name),
            Filter::Service(name) => Self::Service(name),
            Filter::Unmatchable(text) => return Err(no_target(&text)),
        })
    }
}

fn no_target(given: &str) -> Error {
    Error::invalid(format!(
        "`{given}` names nothing that a scope can be used on"
    ))
    .hint("write `user=NAME`, `server=USER/NAME`, `group=NAME` or `service=NAME`")
}
