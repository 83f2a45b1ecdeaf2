//! Keys of rows, each of its own type so that none is taken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let given = String::deserialize(deserializer)?;
                given.parse().map_err(serde::de::Error::custom)
            }
        }

        /// Reads the number with what is written before it, and without.
        ///
        /// What was given is not repeated where it is refused: it may be the secret itself.
        impl FromStr for $type {
            type Err = Error;

            fn from_str(given: &str) -> Result<Self> {
                let number = given.strip_prefix($prefix).unwrap_or(given);
                match number.parse() {
                    Ok(key) if number.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(key)),
                    _ => Err(Error::invalid(concat!("what was given is not the id of a ", $what))
                        .hint(concat!("ids look like `", $prefix, "12`; see `hubctl ", $see, "`"))),
                }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_with_and_without_its_letter() {
        for given in ["a12", "12"] {
            assert_eq!(given.parse::<TokenId>().unwrap().to_string(), "a12");
        }
        for bad in ["", "a", "aa1", "a-1", "+1", "a99999999999999999999"] {
            assert!(bad.parse::<TokenId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_value_given_for_an_id_is_not_repeated() {
        let value = "0123456789abcdef0123456789abcdef";
        let error = value.parse::<TokenId>().unwrap_err().to_string();
        assert!(!error.contains(value));
    }
}
