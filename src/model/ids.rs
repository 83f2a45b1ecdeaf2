//! Keys of rows, each of its own type so that none is taken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::error::{Error, Result};

macro_rules! id {
    ($($(#[$doc:meta])* $type:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $type(pub i64);

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

/// The key of a token, written `a12` as in the REST API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub i64);

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a{}", self.0)
    }
}

impl Serialize for TokenId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads `a12` and `12`.
impl FromStr for TokenId {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        given
            .strip_prefix('a')
            .unwrap_or(given)
            .parse()
            .map(Self)
            .map_err(|_| {
                Error::invalid(format!("`{given}` is not the id of a token"))
                    .hint("ids look like `a12`; see `hubctl token list`")
            })
    }
}

id!(
    /// The key of a user.
    UserId,
    /// The key of a group.
    GroupId,
    /// The key of a role.
    RoleId,
    /// The key of a service.
    ServiceId,
    /// The key of a user's server, running or not (JupyterHub's `spawners`).
    SpawnerId,
    /// The key of a share.
    ShareId,
    /// The key of a share code.
    ShareCodeId,
);
