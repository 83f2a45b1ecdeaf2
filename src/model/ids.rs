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

macro_rules! written_id {
    ($($(#[$doc:meta])* $type:ident $prefix:literal $what:literal $see:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(pub i64);

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        /// Reads the number with what is written before it, and without.
        impl FromStr for $type {
            type Err = Error;

            fn from_str(given: &str) -> Result<Self> {
                let number = given.strip_prefix($prefix).unwrap_or(given);
                number.parse().map(Self).map_err(|_| {
                    Error::invalid(format!("`{given}` is not the id of a {}", $what)).hint(concat!(
                        "ids look like `", $prefix, "12`; see `hubctl ", $see, "`"
                    ))
                })
            }
        }
    )+};
}

written_id!(
    /// The key of a token, written `a12` as in the REST API.
    TokenId "a" "token" "token list",
    /// The key of a share, written `sh_12`; the REST API does not show it.
    ShareId "sh_" "share" "shares list",
    /// The key of a share code, written `sc_12` as in the REST API.
    ShareCodeId "sc_" "share code" "shares codes list",
);

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
);
