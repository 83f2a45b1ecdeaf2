//! Whom a question is about.

use std::fmt;
use std::str::FromStr;

use super::{GroupName, RoleName, Secret, ServiceName, TokenId, UserName};
use crate::error::{Error, Result};

/// Whom a question is about: `NAME` or `user=NAME`, `group=NAME`, `service=NAME`, `role=NAME`, or
/// `token=a12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A user.
    User(UserName),
    /// A group.
    Group(GroupName),
    /// A service.
    Service(ServiceName),
    /// A role, whoever holds it.
    Role(RoleName),
    /// A token, by its id.
    Token(TokenId),
    /// A token, by its value.
    TokenValue(Secret),
}

impl FromStr for Who {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        let Some((kind, name)) = given.split_once('=') else {
            return Ok(Self::User(given.into()));
        };
        Ok(match kind {
            "user" => Self::User(name.into()),
            "group" => Self::Group(name.into()),
            "service" => Self::Service(name.into()),
            "role" => Self::Role(name.into()),
            "token" => Self::Token(name.parse()?),
            _ => {
                return Err(Error::invalid(format!("`{given}` names nobody")).hint(
                    "write a user's name, or `group=NAME`, `service=NAME`, `role=NAME`, `token=ID`",
                ));
            }
        })
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(name) => write!(f, "user `{name}`"),
            Self::Group(name) => write!(f, "group `{name}`"),
            Self::Service(name) => write!(f, "service `{name}`"),
            Self::Role(name) => write!(f, "role `{name}`"),
            Self::Token(id) => write!(f, "token `{id}`"),
            Self::TokenValue(_) => f.write_str("the token given"),
        }
    }
}
