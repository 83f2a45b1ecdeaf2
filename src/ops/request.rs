//! What the REST API can be asked, and which scopes each request needs.
//!
//! JupyterHub 6.1.1's own, from its handlers' `needs_scope` and the checks in their bodies. Each
//! noun's file declares its own; operations point into these declarations.

use std::fmt;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    accounts, apply, audit, authorizations, explain, groups, hub, oauth, roles, scopes, sent,
    servers, services, shares, tokens, users,
};
use crate::error::{Error, Kind, Result};
use crate::model::ServerRef;
use crate::rbac::{Scope, Target};

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Look.
    Get,
    /// Add, or do.
    Post,
    /// Replace.
    Put,
    /// Change.
    Patch,
    /// Remove.
    Delete,
}

impl Method {
    const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];
}

impl Method {
    /// As HTTP writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Method {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        given.parse().map_err(de::Error::custom)
    }
}

impl FromStr for Method {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|method| method.to_string().eq_ignore_ascii_case(given))
            .ok_or_else(|| {
                Error::invalid(format!("`{given}` is not a method of the REST API"))
                    .hint("it takes GET, POST, PUT, PATCH and DELETE")
            })
    }
}

/// One request of the REST API.
///
/// `{user}`, `{server}`, `{group}` and `{service}` in the path name what the scopes must reach;
/// other names in braces do not matter to them.
#[derive(Debug, Serialize)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path below `/hub/api`.
    pub path: &'static str,
    /// What it does: `delete a user`.
    pub does: &'static str,
    /// Any one of these scopes allows it; none at all means that a valid token is enough.
    pub any_of: &'static [Scope],
    /// Whether a scope with a filter is enough, because the answer is cut to what it reaches.
    pub filtered: bool,
    /// Whether it is an addition: JupyterHub has no such request.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub added: bool,
    /// Whether the audit log tells of it where it is done: not if it changes nothing, or is made all the
    /// time. That it was refused is told of every request.
    #[serde(skip)]
    pub recorded: bool,
}

impl Request {
    pub(super) const fn new(
        method: Method,
        path: &'static str,
        does: &'static str,
        any_of: &'static [Scope],
    ) -> Self {
        Self {
            method,
            path,
            does,
            any_of,
            filtered: false,
            added: false,
            recorded: !matches!(method, Method::Get),
        }
    }

    /// The same, as an addition to what JupyterHub has.
    pub(super) const fn added(mut self) -> Self {
        self.added = true;
        self
    }

    /// The same, for a caller whose scopes reach a part of what it is about.
    pub(super) const fn for_a_part(mut self) -> Self {
        self.filtered = true;
        self
    }

    /// The same, of which the audit log does not tell.
    pub(super) const fn unrecorded(mut self) -> Self {
        self.recorded = false;
        self
    }

    pub(super) const fn get(
        path: &'static str,
        does: &'static str,
        any_of: &'static [Scope],
    ) -> Self {
        Self::new(Method::Get, path, does, any_of)
    }

    pub(super) const fn post(
        path: &'static str,
        does: &'static str,
        any_of: &'static [Scope],
    ) -> Self {
        Self::new(Method::Post, path, does, any_of)
    }

    pub(super) const fn delete(
        path: &'static str,
        does: &'static str,
        any_of: &'static [Scope],
    ) -> Self {
        Self::new(Method::Delete, path, does, any_of)
    }

    /// A listing, cut to what the caller's scopes reach.
    pub(super) const fn list(
        path: &'static str,
        does: &'static str,
        any_of: &'static [Scope],
    ) -> Self {
        Self {
            filtered: true,
            ..Self::get(path, does, any_of)
        }
    }
}

/// Read back by method and path: of two releases of hubctl, each knows its own.
impl<'de> Deserialize<'de> for &'static Request {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Known {
            method: Method,
            path: String,
        }
        let Known { method, path } = Known::deserialize(deserializer)?;
        let mut known = requests();
        known
            .find(|request| request.method == method && request.path == path)
            .ok_or_else(|| de::Error::custom(format!("no request `{method} {path}` is known here")))
    }
}

/// Everything the REST API can be asked.
pub fn requests() -> impl Iterator<Item = &'static Request> {
    [
        hub::REQUESTS,
        users::REQUESTS,
        accounts::REQUESTS,
        tokens::REQUESTS,
        servers::REQUESTS,
        groups::REQUESTS,
        services::REQUESTS,
        shares::REQUESTS,
        roles::REQUESTS,
        scopes::REQUESTS,
        explain::REQUESTS,
        authorizations::REQUESTS,
        oauth::REQUESTS,
        audit::REQUESTS,
        apply::REQUESTS,
        sent::REQUESTS,
    ]
    .into_iter()
    .flatten()
}

/// A request somebody made or means to make, and what its scopes must reach.
#[derive(Debug)]
pub struct Asked {
    /// Which request it is.
    pub request: &'static Request,
    /// What it is about.
    pub target: Target,
}

/// The request that `method` and `path` make.
///
/// `path` may be whole, as a log shows it (`/base/hub/api/users/ada?x=1`), or begin below
/// `/hub/api`; its parts are percent-decoded.
///
/// # Errors
/// Where the REST API has no such request.
pub fn asked(method: Method, path: &str) -> Result<Asked> {
    let parts = segments(path);
    let fitting: Vec<_> = requests().filter(|request| request.fits(&parts)).collect();
    if let Some(request) = fitting.iter().find(|request| request.method == method) {
        return Ok(Asked {
            request,
            target: request.target(&parts),
        });
    }
    if fitting.is_empty() {
        return Err(Error::new(Kind::NotFound, format!("the REST API has no path `{path}`"))
            .hint("give it as it is below `/hub/api`: `/users/ada/server`")
            .hint("who may open a server's pages: `hubctl can WHO access:servers --on server=USER/`"));
    }
    let methods: Vec<_> = fitting
        .iter()
        .map(|request| request.method.to_string())
        .collect();
    Err(Error::invalid(format!(
        "`{path}` takes {}, not {method}",
        methods.join(", ")
    )))
}

/// The parts of a path below `/hub/api`.
fn segments(path: &str) -> Vec<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("/hub/api").map_or(path, |(_, below)| below);
    path.trim_start_matches('/')
        .split('/')
        .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
        .collect()
}

impl Request {
    /// The parts of the path: words, and names in braces.
    pub fn parts(&self) -> impl Iterator<Item = &'static str> {
        self.path.trim_start_matches('/').split('/')
    }

    /// Whether a path of these segments, decoded, makes this request, whatever its method.
    pub fn fits(&self, given: &[String]) -> bool {
        self.parts().count() == given.len()
            && self.parts().zip(given).all(|(part, given)| match part {
                // The default server has no name.
                "{server}" | "{owned}" | "{token}" => true,
                name if name.starts_with('{') => !given.is_empty(),
                word => word == given,
            })
    }

    /// What stands in a path of these segments in the place of `{name}`.
    pub fn named<'a>(&self, name: &str, given: &'a [String]) -> Option<&'a str> {
        let is_name = |part: &str| {
            part.strip_prefix('{')
                .is_some_and(|part| part.strip_suffix('}') == Some(name))
        };
        let mut pairs = self.parts().zip(given);
        pairs
            .find(|(part, _)| is_name(part))
            .map(|(_, given)| given.as_str())
    }

    /// What the scopes must reach, for a path of these segments.
    pub fn target(&self, given: &[String]) -> Target {
        let default_server = self.parts().any(|part| part == "server").then_some("");
        let user = self.named("user", given);
        let server = self.named("server", given).or(default_server);
        if let Some(user) = user {
            return match server {
                Some(server) => Target::Server(ServerRef {
                    user: user.into(),
                    server: server.into(),
                }),
                None => Target::User(user.into()),
            };
        }
        if let Some(group) = self.named("group", given) {
            Target::Group(group.into())
        } else if let Some(service) = self.named("service", given) {
            Target::Service(service.into())
        } else if self.filtered {
            Target::Listing
        } else {
            Target::Anything
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(method: &str, path: &str) -> Target {
        asked(method.parse().unwrap(), path).unwrap().target
    }

    #[test]
    fn a_path_is_found_however_it_is_written() {
        let default = |user: &str| {
            Target::Server(ServerRef {
                user: user.into(),
                server: "".into(),
            })
        };
        assert_eq!(target("get", "/users/ada/server/progress"), default("ada"));
        assert_eq!(
            target("GET", "/a/hub/api/users/ada/server/progress?_xsrf=1"),
            default("ada")
        );
        assert_eq!(
            target("POST", "users/with%20space/tokens"),
            Target::User("with space".into())
        );
        let lab = ServerRef {
            user: "ada".into(),
            server: "lab".into(),
        };
        assert_eq!(
            target("DELETE", "/users/ada/servers/lab"),
            Target::Server(lab)
        );
        assert_eq!(
            target("GET", "/groups/class"),
            Target::Group("class".into())
        );
        assert_eq!(target("GET", "/services"), Target::Listing);
        assert_eq!(target("GET", "/proxy"), Target::Anything);
    }

    #[test]
    fn what_the_api_does_not_have_is_refused() {
        let refused = |method: &str, path| asked(method.parse().unwrap(), path).unwrap_err();
        assert_eq!(refused("GET", "/nothing").kind(), Kind::NotFound);
        assert_eq!(
            refused("PUT", "/services/s").message(),
            "`/services/s` takes GET, POST, DELETE, not PUT"
        );
    }

    #[test]
    fn no_request_is_declared_twice() {
        let mut seen = std::collections::HashSet::new();
        for request in requests() {
            assert!(
                seen.insert((request.method.to_string(), request.path)),
                "{request:?}"
            );
        }
    }
}
