//! Where a hub is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::error::{Error, Result};

/// The URL of a hub, up to its base URL: `https://hub.example.org/base`, or a Unix socket as
/// `http+unix://%2Frun%2Fhub.sock/base`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// With neither `/` nor `/hub/api` at its end.
    url: Url,
    socket: Option<PathBuf>,
}

impl Place {
    /// The URL of `path` below the hub's API.
    pub(super) fn api(&self, path: &str) -> String {
        format!("{}/hub/api{path}", self.base())
    }

    /// The URL of `path` on the hub's host, as the hub tells paths.
    pub fn on_host(&self, path: &str) -> String {
        let origin = self.url.origin().ascii_serialization();
        format!("{origin}{path}")
    }

    /// The URL of `path` below the base URL: `/hub/home`.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.base())
    }

    /// What people may call it: its host, and its port where it has one of its own.
    pub fn name(&self) -> String {
        match (&self.socket, self.url.port()) {
            (Some(socket), _) => socket.file_stem().unwrap_or_default().display().to_string(),
            (None, Some(port)) => format!("{}:{port}", self.host()),
            (None, None) => self.host().to_owned(),
        }
    }

    /// The Unix socket that it listens on, if it does.
    pub(super) fn socket(&self) -> Option<&Path> {
        self.socket.as_deref()
    }

    /// Whom a certificate must be for.
    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Where the hub is that leads a request here on to `location`: a hub sends what is not its own below its
    /// `/hub/`, as it was written.
    pub(super) fn base_of_hub_that_leads_to(&self, location: &str) -> Option<Self> {
        let url = self.url.join(location).ok()?;
        let asked = format!("/hub{}/hub/api/", self.url.path().trim_end_matches('/'));
        let base = url.path().strip_suffix(&asked)?.to_owned();
        if url.origin() != self.url.origin() {
            return None;
        }
        let mut found = self.clone();
        found.url.set_path(&base);
        Some(found)
    }

    fn base(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.socket {
            Some(socket) => write!(
                f,
                "http+unix://{}{}",
                socket.display(),
                self.url.path().trim_end_matches('/')
            ),
            None => f.write_str(self.base()),
        }
    }
}

/// Takes the URL of the hub, of its pages or of its API, as people have them at hand.
impl FromStr for Place {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        if let Some(rest) = given.strip_prefix("http+unix://") {
            return at_socket(rest);
        }
        let url: Url = given.parse().map_err(|_| no_url())?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(no_url());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                Error::invalid("the URL of a hub has no name and password in it")
                    .hint("give the token by `hubctl login`, or in `HUBCTL_TOKEN`"),
            );
        }
        Ok(Self {
            url: trimmed(url),
            socket: None,
        })
    }
}

fn at_socket(rest: &str) -> Result<Place> {
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (socket, path) = if host.is_empty() {
        (format!("/{path}"), "")
    } else {
        let socket = percent_decode_str(host)
            .decode_utf8()
            .map_err(|_| no_url())?;
        (socket.into_owned(), path)
    };
    let url = format!("http://localhost/{path}")
        .parse()
        .map_err(|_| no_url())?;
    Ok(Place {
        url: trimmed(url),
        socket: Some(socket.into()),
    })
}

/// The base URL that `url` is below.
fn trimmed(mut url: Url) -> Url {
    url.set_query(None);
    url.set_fragment(None);
    let path = url.path().trim_end_matches('/').to_owned();
    let below = ["/hub/api", "/hub/home", "/hub/login", "/hub/admin", "/hub"];
    let base = below.iter().find_map(|end| path.strip_suffix(end));
    url.set_path(base.unwrap_or(&path));
    url
}

// What was given is not repeated: it may have a password in it.
fn no_url() -> Error {
    Error::invalid("what was given is not the URL of a hub")
        .hint("write `https://hub.example.org`, or `http+unix://%2Frun%2Fhub.sock`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(given: &str) -> String {
        given.parse::<Place>().unwrap().api("/users")
    }

    #[test]
    fn any_url_of_a_hub_leads_to_its_api() {
        for given in [
            "https://h.example",
            "https://h.example/",
            "https://h.example/hub",
            "https://h.example/hub/api",
            "https://h.example/hub/api/",
            "https://h.example/hub/login?next=x",
        ] {
            assert_eq!(api(given), "https://h.example/hub/api/users", "{given}");
        }
        assert_eq!(
            api("http://h:8000/base/"),
            "http://h:8000/base/hub/api/users"
        );
    }

    #[test]
    fn a_socket_is_named_between_slashes_or_as_a_host() {
        for given in ["http+unix://%2Frun%2Fhub.sock", "http+unix:///run/hub.sock"] {
            let place: Place = given.parse().unwrap();
            assert_eq!(place.socket(), Some(Path::new("/run/hub.sock")));
            assert_eq!(place.to_string(), "http+unix:///run/hub.sock");
        }
        let place: Place = "http+unix://%2Frun%2Fh.sock/base/hub/api".parse().unwrap();
        assert_eq!(place.api("/"), "http://localhost/base/hub/api/");
    }

    #[test]
    fn a_hub_that_leads_on_tells_where_it_is() {
        let place: Place = "https://h.example/wrong".parse().unwrap();
        let base = |to: &str| {
            place
                .base_of_hub_that_leads_to(to)
                .map(|base| base.to_string())
        };
        assert_eq!(
            base("/hub/wrong/hub/api/").as_deref(),
            Some("https://h.example")
        );
        assert_eq!(
            base("/right/hub/wrong/hub/api/").as_deref(),
            Some("https://h.example/right")
        );
        for other in [
            "/login",
            "/hub/api/",
            "https://sso.example/hub/wrong/hub/api/",
        ] {
            assert_eq!(base(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_url_is_not_repeated() {
        for given in ["hub", "ftp://h", "https://ada:secret@h.example"] {
            let error = given.parse::<Place>().unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
