//! Names of things, each of its own type.
//!
//! `From<String>` and serde take a name that refers to something, and may name nothing. `new` checks one that
//! something is about to be given, by the rules of JupyterHub 6.1.1; what the database already holds
//! may have been let in by looser ones.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The width of JupyterHub's name columns, in characters.
const LONGEST: usize = 255;

macro_rules! name {
    ($(#[$doc:meta])* $type:ident, $check:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(transparent)]
        #[schemars(inline)]
        pub struct $type(String);

        impl $type {
            /// A name for something new, refused where JupyterHub would refuse it.
            pub fn new(given: &str) -> Result<Self> {
                $check(given)?;
                Ok(Self(given.to_owned()))
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $type {
            fn from(name: String) -> Self {
                Self(name)
            }
        }

        impl From<&str> for $type {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }

        impl FromStr for $type {
            type Err = Infallible;

            fn from_str(name: &str) -> Result<Self, Infallible> {
                Ok(Self::from(name))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

name!(
    /// The name of a user.
    UserName, check_user
);
name!(
    /// The name of a group.
    GroupName, check_group
);
name!(
    /// The name of a role.
    RoleName, check_role
);
name!(
    /// The name of a service.
    ServiceName, check_service
);
name!(
    /// The name of one of a user's servers; empty for the default server.
    ServerName, check_server
);

/// As `Authenticator.validate_username` does, which keeps names usable as one segment of a URL.
fn check_user(name: &str) -> Result<()> {
    let dots_only = |name: &str| name.chars().all(|c| c == '.');
    let refused = if name.is_empty() {
        "is empty"
    } else if name.contains('/') {
        "contains `/`"
    } else if dots_only(name) || dots_only(&name.replace("%2e", ".").replace("%2E", ".")) {
        "is only dots"
    } else if name.trim() != name {
        "starts or ends with a space"
    } else if name.contains(char::is_control) {
        "contains a control character"
    } else {
        return check_length(name);
    };
    Err(Error::invalid(format!(
        "the user name `{}` {refused}",
        name.escape_debug()
    )))
}

/// JupyterHub takes any group name; an empty one, or one with `/`, could never be reached by URL.
fn check_group(name: &str) -> Result<()> {
    if name.is_empty() || name.contains('/') || name.contains(char::is_control) {
        return Err(
            Error::invalid(format!("`{}` cannot name a group", name.escape_debug()))
                .hint("a group name is not empty and has no `/` and no control characters"),
        );
    }
    check_length(name)
}

/// As `roles._validate_role_name` does.
fn check_role(name: &str) -> Result<()> {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let fits = (3..=LONGEST).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.ends_with(edge)
        && name.chars().all(|c| edge(c) || "-_~.".contains(c));
    if fits {
        return Ok(());
    }
    Err(Error::invalid(format!("`{}` cannot name a role", name.escape_debug())).hint(
        "a role name has 3 to 255 lower-case letters, digits and `-_~.`, starts with a letter, and ends with a letter or digit",
    ))
}

/// As `Service._validate_service_name` does, which keeps names usable as one segment of a URL.
fn check_service(name: &str) -> Result<()> {
    let fits = !name.is_empty()
        && name.trim() == name
        && !name.contains(['/', '%'])
        && !name.contains(char::is_control)
        && !name.chars().all(|c| c == '.');
    if fits {
        return check_length(name);
    }
    Err(
        Error::invalid(format!("`{}` cannot name a service", name.escape_debug()))
            .hint("a service name has no `/`, no `%`, no space at its ends, and is not only dots"),
    )
}

/// As `slugs.is_valid_safe_slug` does for a server that does not exist yet; 6.1.1 keeps starting those
/// that older releases gave other names.
fn check_server(name: &str) -> Result<()> {
    const LONGEST_SERVER: usize = 30;
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let fits = name.len() <= LONGEST_SERVER
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .split('-')
            .all(|part| !part.is_empty() && part.chars().all(inner));
    if name.is_empty() || fits {
        return Ok(());
    }
    Err(
        Error::invalid(format!("`{}` cannot name a new server", name.escape_debug())).hint(
            "a server name has 1 to 30 lower-case letters, digits and single `-`, starts with a letter, and ends with a letter or digit",
        ),
    )
}

fn check_length(name: &str) -> Result<()> {
    if name.chars().count() > LONGEST {
        return Err(Error::invalid(format!(
            "a name has at most {LONGEST} characters"
        )));
    }
    Ok(())
}

/// One server of one user, written `user/server`; `user/` is the default server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerRef {
    /// Whose server.
    pub user: UserName,
    /// Which one; empty for the default server.
    pub server: ServerName,
}

impl ServerRef {
    /// What the notes of servers' own tokens begin with (`User.spawn`).
    pub const NOTE: &str = "Server at ";

    /// What the hub notes of a server that it starts at `path`, of its token and of its OAuth client (`User.spawn`).
    pub fn note(path: &str) -> String {
        format!("{}{path}", Self::NOTE)
    }

    /// The server of `owner` that the hub made a token for, which it says only in the token's
    /// [note](Self::note).
    pub fn noted(owner: &UserName, note: &str) -> Option<Self> {
        Self::at(note.strip_prefix(Self::NOTE)?, owner)
    }

    /// The server of `user` that `url` leads to, as JupyterHub notes it of a server's token; whatever
    /// the base URL, it ends with `user/NAME/` or `user/NAME/SERVER/`.
    pub fn at(url: &str, user: &UserName) -> Option<Self> {
        let segments: Vec<_> = url
            .trim_end_matches('/')
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy())
            .collect();
        let server = match segments.as_slice() {
            [.., word, name, server] if word == "user" && name == user.as_str() => server,
            [.., word, name] if word == "user" && name == user.as_str() => "",
            _ => return None,
        };
        Some(Self {
            user: user.clone(),
            server: server.into(),
        })
    }
}

impl fmt::Display for ServerRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.user, self.server)
    }
}

impl Serialize for ServerRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ServerRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Reads `user` and `user/` as the default server, `user/name` as a named one.
impl FromStr for ServerRef {
    type Err = Infallible;

    fn from_str(given: &str) -> Result<Self, Infallible> {
        let (user, server) = given.split_once('/').unwrap_or((given, ""));
        Ok(Self {
            user: user.into(),
            server: server.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_are_those_jupyterhub_takes() {
        for good in ["ada", "zoë", "a@b.edu", "with space", "o'brien", "..a"] {
            assert!(UserName::new(good).is_ok(), "{good}");
        }
        for bad in ["", ".", "..", "%2e%2E", "a/b", " ada", "ada ", "a\nb"] {
            assert!(UserName::new(bad).is_err(), "{bad:?}");
        }
        assert!(UserName::new(&"x".repeat(256)).is_err());
    }

    #[test]
    fn role_names_are_those_jupyterhub_takes() {
        for good in ["user", "a-b_c~d.e1", "abc"] {
            assert!(RoleName::new(good).is_ok(), "{good}");
        }
        for bad in ["ab", "Abc", "1bc", "abc-", "a b c", "abcé"] {
            assert!(RoleName::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn server_names_are_those_jupyterhub_takes() {
        for good in ["", "lab", "a", "gpu-2", &"x".repeat(30)] {
            assert!(ServerName::new(good).is_ok(), "{good}");
        }
        for bad in [
            "Lab",
            "2gpu",
            "a--b",
            "-a",
            "a-",
            "a_b",
            "a b",
            "é",
            "a/b",
            &"x".repeat(31),
        ] {
            assert!(ServerName::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_server_is_named_by_its_user_and_its_name() {
        let default: ServerRef = "ada".parse().unwrap();
        assert_eq!(default.to_string(), "ada/");
        let named: ServerRef = "ada/lab".parse().unwrap();
        assert_eq!((named.user.as_str(), named.server.as_str()), ("ada", "lab"));
    }

    #[test]
    fn a_server_is_known_by_its_url() {
        for (url, user, server) in [
            ("/user/ada/", "ada", Some("")),
            ("/user/zo%C3%AB/D%C3%A2ta%20lab/", "zoë", Some("Dâta lab")),
            ("/user/zoë/lab", "zoë", Some("lab")),
            ("/user/user/user/", "user", Some("user")),
            ("/user/x/user/ada/lab/", "ada", Some("lab")),
            ("/user/x/user/x/", "x", Some("")),
            ("/user/ada/", "eve", None),
            ("/services/ada/", "ada", None),
            ("", "ada", None),
        ] {
            let found = ServerRef::at(url, &user.into());
            assert_eq!(found.as_ref().map(|s| s.server.as_str()), server, "{url}");
        }
    }
}
