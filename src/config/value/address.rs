//! Where a hub listens.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::error::{Error, Result};
use crate::model::BaseUrl;

/// A socket to listen on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A host and a port; an empty host is every interface, port 0 any free one.
    Tcp {
        /// A name, or an address without brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// A Unix socket.
    Unix(PathBuf),
}

impl Address {
    /// The path of the Unix socket, if it is one.
    pub fn socket(&self) -> Option<&Path> {
        match self {
            Self::Unix(path) => Some(path),
            Self::Tcp { .. } => None,
        }
    }
}

/// `host:port`, with brackets around an IPv6 address, or `http+unix://` with the path as one segment,
/// as JupyterHub writes it.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Unix(path) => {
                let path = path.to_string_lossy();
                write!(f, "{}", utf8_percent_encode(&path, NON_ALPHANUMERIC))
            }
        }
    }
}

/// Where a hub listens, whether by TLS, and below which path: what a `bind_url` of JupyterHub says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind {
    /// Whether the URL says `https`.
    pub tls: bool,
    /// The socket.
    pub address: Address,
    /// The path.
    pub base_url: BaseUrl,
}

impl Bind {
    /// This machine alone, without TLS, with nothing before `/hub/`.
    pub fn loopback(port: u16) -> Self {
        Self {
            tls: false,
            address: Address::Tcp {
                host: "127.0.0.1".to_owned(),
                port,
            },
            base_url: BaseUrl::default(),
        }
    }
}

impl fmt::Display for Bind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match (&self.address, self.tls) {
            (Address::Unix(_), _) => "http+unix",
            (_, true) => "https",
            (_, false) => "http",
        };
        write!(f, "{scheme}://{}{}", self.address, self.base_url)
    }
}

/// Reads `http://host:port/path`, `https://…`, `http+unix://%2Fpath`, and for short `host:port`, `:port`,
/// `port` and `unix:/path`.
impl FromStr for Bind {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        let refuse = || {
            Error::invalid(format!("`{given}` is nothing to listen on")).hint(
                "write `http://127.0.0.1:8000`, `127.0.0.1:8000`, `:8000`, or `unix:/path/of/socket`",
            )
        };
        if let Some(path) = given.strip_prefix("unix:") {
            return Ok(Self::unix(Path::new(path.trim_start_matches("//")), ""));
        }
        let (scheme, rest) = given.split_once("://").unwrap_or(("", given));
        let (host, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (tls, default_port) = match scheme {
            "http+unix" | "unix+http" => {
                let socket = percent_decode_str(host)
                    .decode_utf8()
                    .map_err(|_| refuse())?;
                return Ok(Self::unix(Path::new(socket.as_ref()), path));
            }
            "http" => (false, Some(80)),
            "https" => (true, Some(443)),
            "" if path.is_empty() => (false, None),
            _ => return Err(refuse()),
        };
        let address = tcp(host, default_port).ok_or_else(refuse)?;
        Ok(Self {
            tls,
            address,
            base_url: path.parse()?,
        })
    }
}

impl Bind {
    fn unix(socket: &Path, path: &str) -> Self {
        Self {
            tls: false,
            address: Address::Unix(socket.to_owned()),
            base_url: path.parse().unwrap_or_default(),
        }
    }
}

/// `host:port`; `host` may be empty or an IPv6 address in brackets, and a number alone is a port.
fn tcp(given: &str, default_port: Option<u16>) -> Option<Address> {
    let (host, port) = match given
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None if default_port.is_none() && !given.contains(':') => ("127.0.0.1", Some(given)),
        None => match given.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (given, None),
        },
    };
    let sound = !host.contains(|c: char| c.is_whitespace() || "/?#@[]".contains(c));
    let port = match port {
        Some(port) => port.parse().ok()?,
        None => default_port?,
    };
    sound.then(|| Address::Tcp {
        host: host.to_owned(),
        port,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bind_url_takes_is_read() {
        for (given, url) in [
            ("http://:8000", "http://:8000/"),
            (
                "http://127.0.0.1:8000/hubs/a",
                "http://127.0.0.1:8000/hubs/a/",
            ),
            ("https://hub.example.org", "https://hub.example.org:443/"),
            ("http://[::1]:80/", "http://[::1]:80/"),
            (
                "http+unix://%2Fsrv%2Fhub.sock",
                "http+unix://%2Fsrv%2Fhub%2Esock/",
            ),
            ("unix+http://%2Fsrv%2Fhub/a", "http+unix://%2Fsrv%2Fhub/a/"),
            ("unix:/srv/hub", "http+unix://%2Fsrv%2Fhub/"),
            ("unix:///srv/hub", "http+unix://%2Fsrv%2Fhub/"),
            ("0.0.0.0:80", "http://0.0.0.0:80/"),
            (":8000", "http://:8000/"),
            ("8000", "http://127.0.0.1:8000/"),
        ] {
            assert_eq!(given.parse::<Bind>().unwrap().to_string(), url, "{given}");
        }
    }

    #[test]
    fn what_cannot_be_listened_on_is_refused() {
        for given in [
            "",
            "ftp://x:1",
            "http://h:99999",
            "localhost",
            "http://a b:1",
            "h:1/x",
        ] {
            assert!(given.parse::<Bind>().is_err(), "{given}");
        }
    }
}
