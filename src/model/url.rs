//! The parts of URLs that a hub is found by.

use std::fmt;
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, Result};

/// What Python's `quote` leaves alone whatever it is told.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~');

const SEGMENT: &AsciiSet = &UNRESERVED.remove(b'@');

const QUOTED: &AsciiSet = &UNRESERVED.remove(b'/');

/// `name` as one segment of a URL path, escaped as JupyterHub escapes it (`utils.url_escape_path`).
pub fn escape_segment(name: &str) -> String {
    utf8_percent_encode(name, SEGMENT).to_string()
}

/// `name` escaped as Python's `quote` does, so that it can be part of a cookie's name.
pub fn quote(name: &str) -> String {
    utf8_percent_encode(name, QUOTED).to_string()
}

/// The path below which a whole hub is served, with `/` at both ends (`JupyterHub.base_url`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The base URL of the hub that serves a server at `path`: what is before `user/` there.
    pub fn of_server(path: &str, named: bool) -> Option<Self> {
        let segments: Vec<_> = path.trim_matches('/').split('/').collect();
        let at = segments.len().checked_sub(if named { 3 } else { 2 })?;
        (segments[at] == "user").then(|| Self::from_path(&segments[..at].join("/")))
    }

    fn from_path(path: &str) -> Self {
        match path.trim_matches('/') {
            "" => Self::default(),
            inner => Self(format!("/{inner}/")),
        }
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a path, and adds the `/` it lacks.
impl FromStr for BaseUrl {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        if given.contains("://") {
            return Err(Error::invalid(format!("`{given}` is not a path"))
                .hint("a base URL is the path alone, as in `/hubs/a/`"));
        }
        Ok(Self::from_path(given))
    }
}

/// Scheme, host and port: `https://hub.example.org:8443`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Where 6.1.1 listens by default: this machine alone, without TLS.
    pub fn local(port: u16) -> Self {
        Self(format!("http://127.0.0.1:{port}"))
    }

    /// The origin as text, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The origin one label up: that of a hub, seen from a user's subdomain of it.
    pub fn parent(&self) -> Option<Self> {
        let (scheme, host) = self.0.split_once("://")?;
        let (_, parent) = host.split_once('.')?;
        Some(Self(format!("{scheme}://{parent}")))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a URL, and leaves its path out, as `JupyterHub.hub_connect_url` does.
impl FromStr for Origin {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        let parts = given.split_once("://").and_then(|(scheme, rest)| {
            let host = rest.split(['/', '?', '#']).next()?;
            let sound =
                !scheme.is_empty() && !host.is_empty() && !host.contains(char::is_whitespace);
            sound.then(|| Self(format!("{scheme}://{host}")))
        });
        parts.ok_or_else(|| {
            Error::invalid(format!("`{given}` is not a URL"))
                .hint("write it as in `http://hub.internal:8081`")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_what_is_before_the_user() {
        for (path, named, base) in [
            ("/user/ada/", false, Some("/")),
            ("/user/user/user/", true, Some("/")),
            ("/hubs/a/user/ada/lab/", true, Some("/hubs/a/")),
            ("/user/x/user/ada/", false, Some("/user/x/")),
            ("/services/grader/", false, None),
            ("/", false, None),
        ] {
            let found = BaseUrl::of_server(path, named);
            assert_eq!(found.as_ref().map(BaseUrl::as_str), base, "{path}");
        }
    }

    #[test]
    fn a_base_url_has_slashes_at_both_ends() {
        for (given, base) in [
            ("", "/"),
            ("/", "/"),
            ("hubs/a", "/hubs/a/"),
            ("/x/", "/x/"),
        ] {
            assert_eq!(given.parse::<BaseUrl>().unwrap().as_str(), base);
        }
        assert!("https://hub.example.org/".parse::<BaseUrl>().is_err());
    }

    #[test]
    fn an_origin_has_no_path() {
        let origin: Origin = "https://zoe.hub.example.org:8443/hub/".parse().unwrap();
        assert_eq!(origin.as_str(), "https://zoe.hub.example.org:8443");
        assert_eq!(
            origin.parent().unwrap().as_str(),
            "https://hub.example.org:8443"
        );
        for bad in ["hub:8081", "://x", "http://", "http:///x", "http://a b"] {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
    }
}
