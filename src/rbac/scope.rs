//! The scopes of JupyterHub 6.1.1: a closed catalogue, and custom ones.
//!
//! A scope names one thing that may be done. What it may be done *to* is a filter, which is kept
//! apart from it: see [`super::Filter`].

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, Result};

macro_rules! scopes {
    ($($variant:ident $name:literal $description:literal [$($subscope:ident)*])*) => {
        /// One thing that may be done. Ordered as in JupyterHub's catalogue, custom ones last.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Scope {
            $(#[doc = $description] $variant,)*
            /// A scope of a service's or a site's own, with its full name (`custom:…`).
            Custom(Arc<str>),
        }

        impl Scope {
            /// Every scope of the catalogue.
            pub const BUILTIN: &'static [Self] = &[$(Self::$variant),*];

            /// The name in JupyterHub's spelling.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Custom(name) => name,
                }
            }

            /// What the scope allows, in a line. Those of custom ones are in the
            /// [`Catalogue`](super::Catalogue).
            pub fn description(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($description),)*
                    Self::Custom(_) => None,
                }
            }

            /// The scopes that this one directly brings with it; those of custom ones are in the
            /// [`Catalogue`](super::Catalogue).
            pub(super) const fn builtin_subscopes(&self) -> &'static [Self] {
                match self {
                    $(Self::$variant => const { &[$(Self::$subscope),*] },)*
                    Self::Custom(_) => &[],
                }
            }

            /// The scope of the catalogue with this name.
            pub(super) fn builtin(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

scopes! {
    NoScope "(no_scope)" "learn whose credentials these are, and nothing else" []
    SelfScope "self" "what a user may do with what is their own (nothing, for a service)" []
    Inherit "inherit" "whatever the owner of the token may do, now and later" []
    AdminUi "admin-ui" "open the admin page; each action there asks for its own scope" []
    AdminUsers "admin:users"
        "everything about users, their authentication state too, but not their servers and tokens; as good as being superuser"
        [AdminAuthState Users ReadRolesUsers DeleteUsers]
    AdminAuthState "admin:auth_state" "see the authentication state of users" []
    Users "users" "see and change users, but not their servers, tokens and authentication state"
        [ReadUsers ListUsers UsersActivity]
    DeleteUsers "delete:users" "delete users" []
    ListUsers "list:users" "list users, with at least their names" [ReadUsersName]
    ReadUsers "read:users" "see users, and the address of their default server while it runs"
        [ReadUsersName ReadUsersGroups ReadUsersActivity]
    ReadUsersName "read:users:name" "see the names of users" []
    ReadUsersGroups "read:users:groups" "see which groups users are in" []
    ReadUsersActivity "read:users:activity" "see when users were last active" []
    ReadRoles "read:roles" "see who holds which role"
        [ReadRolesUsers ReadRolesServices ReadRolesGroups]
    ReadRolesUsers "read:roles:users" "see the roles of users" []
    ReadRolesServices "read:roles:services" "see the roles of services" []
    ReadRolesGroups "read:roles:groups" "see the roles of groups" []
    UsersActivity "users:activity" "report when users were active" [ReadUsersActivity]
    AdminServers "admin:servers" "everything about servers, their saved state too"
        [AdminServerState Servers]
    AdminServerState "admin:server_state" "see and change the saved state of servers" []
    Servers "servers" "start and stop servers" [ReadServers StartServers DeleteServers]
    ReadServers "read:servers" "see servers and whose they are, but not their saved state"
        [ReadUsersName]
    StartServers "start:servers" "start servers and change their options" []
    DeleteServers "delete:servers" "stop and delete servers" []
    Tokens "tokens" "see, make, change and revoke the tokens of users" [ReadTokens]
    ReadTokens "read:tokens" "see the tokens of users" []
    AdminGroups "admin:groups" "everything about groups, making and deleting them too"
        [Groups ReadRolesGroups DeleteGroups]
    Groups "groups"
        "see and change groups, and put users into them or take them out, which may change what those users may do"
        [ReadGroups ListGroups]
    ListGroups "list:groups" "list groups, with at least their names" [ReadGroupsName]
    ReadGroups "read:groups" "see groups" [ReadGroupsName]
    ReadGroupsName "read:groups:name" "see the names of groups" []
    DeleteGroups "delete:groups" "delete groups" []
    AdminServices "admin:services"
        "see, make, change and delete services, except those that the configuration defines"
        [ListServices ReadServices ReadRolesServices]
    ListServices "list:services" "list services, with at least their names" [ReadServicesName]
    ReadServices "read:services" "see services" [ReadServicesName]
    ReadServicesName "read:services:name" "see the names of services" []
    ReadHub "read:hub" "see details of the hub itself" []
    AccessServers "access:servers" "use the servers of users, by browser or API" []
    AccessServices "access:services" "use services, by browser or API" []
    UsersShares "users:shares" "see and revoke what is shared with users" [ReadUsersShares]
    ReadUsersShares "read:users:shares" "see what is shared with users" []
    GroupsShares "groups:shares" "see and revoke what is shared with groups" [ReadGroupsShares]
    ReadGroupsShares "read:groups:shares" "see what is shared with groups" []
    ReadShares "read:shares" "see with whom servers are shared" []
    Shares "shares" "share servers, and end that" [AccessServers ReadShares UsersShares GroupsShares]
    Proxy "proxy" "see the routes of the proxy, bring it up to date, and name another proxy" []
    Shutdown "shutdown" "shut the hub down" []
    ReadMetrics "read:metrics" "read the metrics for Prometheus" []
}

/// How every custom scope begins.
const CUSTOM: &str = "custom:";

impl Scope {
    /// A custom scope, if JupyterHub would take `name` for one (`scopes._custom_scope_pattern`).
    pub fn custom(name: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let own = name.strip_prefix(CUSTOM)?;
        let fits = own.len() >= 3
            && own.starts_with(plain)
            && own.ends_with(|c| plain(c) || "_*".contains(c))
            && own.chars().all(|c| plain(c) || "_-*:".contains(c));
        fits.then(|| Self::Custom(name.into()))
    }

    /// The scope called `name`, if the catalogue has it or it is a well-formed custom one.
    pub fn named(name: &str) -> Option<Self> {
        Self::builtin(name).or_else(|| Self::custom(name))
    }

    /// Whether this is a custom scope.
    pub fn is_custom(&self) -> bool {
        matches!(self, Self::Custom(_))
    }

    /// The error for a scope that does not exist, with the nearest that does.
    pub(super) fn unknown<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Error {
        let error = Error::not_found("scope", name.escape_debug());
        if name == "all" {
            return error.hint("it is called `inherit` since JupyterHub 2.0");
        }
        if name.starts_with(CUSTOM) && Self::custom(name).is_none() {
            return error.hint(CUSTOM_RULE);
        }
        error
            .did_you_mean(name, known)
            .hint("see `hubctl scopes list`")
    }
}

/// The rule of names of custom scopes.
pub(super) const CUSTOM_RULE: &str = "a custom scope is `custom:` and three or more lower-case letters, digits and `_-*:`, starting with a letter or digit and not ending with `-` or `:`";

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads a name of the catalogue, or a well-formed custom one, defined or not.
impl FromStr for Scope {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::named(name).ok_or_else(|| Self::unknown(name, Self::BUILTIN.iter().map(Self::as_str)))
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        given.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_fit_for_a_constant() {
        const ANY_OF: &[Scope] = &[Scope::ReadUsers, Scope::ReadServers];
        assert_eq!(ANY_OF[1].to_string(), "read:servers");
    }

    #[test]
    fn names_read_back_as_the_scope_they_name() {
        for scope in Scope::BUILTIN {
            assert_eq!(Scope::named(scope.as_str()).as_ref(), Some(scope));
        }
    }

    #[test]
    fn custom_names_are_those_jupyterhub_takes() {
        for good in ["custom:a:b", "custom:abc", "custom:1-*", "custom:a:_"] {
            assert!(Scope::custom(good).is_some(), "{good}");
        }
        for bad in [
            "custom:ab",
            "custom:",
            "custom:Abc",
            "custom:abc-",
            "custom:abc:",
            "custom::abc",
            "custom:é12",
            "abc",
        ] {
            assert!(Scope::custom(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_slip_is_met_with_the_right_name() {
        let error = "read:user".parse::<Scope>().unwrap_err().to_string();
        assert!(error.contains("did you mean `read:users`?"), "{error}");
        let error = "all".parse::<Scope>().unwrap_err().to_string();
        assert!(error.contains("`inherit`"), "{error}");
    }
}
