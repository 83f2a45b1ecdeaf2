//! What the REST API can be asked, and which scopes each request needs.
//!
//! JupyterHub 6.1.1's own, from its handlers' `needs_scope` and the checks in their bodies. Each
//! noun's file declares its own; operations point into these declarations.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{groups, hub, servers, services, shares, tokens, users};
use crate::error::Error;
use crate::rbac::Scope;

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

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        })
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Method {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self, Error> {
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
        }
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

/// Everything the REST API can be asked.
pub fn requests() -> impl Iterator<Item = &'static Request> {
    [
        hub::REQUESTS,
        users::REQUESTS,
        tokens::REQUESTS,
        servers::REQUESTS,
        groups::REQUESTS,
        services::REQUESTS,
        shares::REQUESTS,
    ]
    .into_iter()
    .flatten()
}
