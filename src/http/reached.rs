//! How a browser reached the hub: by which scheme and at which host.
//!
//! Only proxies that the configuration names are believed what they say of that
//! (`hub.trusted_downstream_ips`), and whoever may open a Unix socket of the hub's: anybody else could
//! say anything. Behind configurable-http-proxy, JupyterHub believes everybody.

use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};

use super::peer::Peer;
use crate::config::Config;

/// The connection on which a request came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Connection {
    /// The other end.
    pub(super) peer: Peer,
    /// Whether it is one by TLS.
    pub(super) is_secure: bool,
}

/// What proxies say of the scheme, in the order in which it counts.
pub(super) const SCHEMES: [&str; 2] = ["X-Scheme", "X-Forwarded-Proto"];

/// The connection of the request with this head.
pub(super) fn connection(parts: &Parts) -> Option<Connection> {
    parts.extensions.get().copied()
}

/// Whether what the request says about how it was reached is believed.
pub(super) fn is_believed(config: &Config, parts: &Parts) -> bool {
    let proxies = &config.hub.trusted_downstream_ips;
    connection(parts).is_some_and(|connection| connection.peer.is_trusted(proxies))
}

/// `https` or `http`: what a proxy before the hub says that is believed, else how the hub itself was reached
/// (`utils.get_browser_protocol`).
pub(super) fn scheme(config: &Config, parts: &Parts) -> &'static str {
    let said = || SCHEMES.iter().find_map(|name| said(&parts.headers, name));
    let said = if is_believed(config, parts) {
        said()
    } else {
        None
    };
    match said {
        Some("https") => "https",
        Some("http") => "http",
        _ if is_secure(config, parts) => "https",
        _ => "http",
    }
}

/// Whether the hub itself is reached by TLS.
fn is_secure(config: &Config, parts: &Parts) -> bool {
    let by_tls = connection(parts).map(|connection| connection.is_secure);
    by_tls.unwrap_or(config.hub.bind_url.tls)
}

/// The host that a browser asked, with its port: of several proxies' words, what the first says.
pub(super) fn host<'a>(config: &Config, parts: &'a Parts) -> Option<&'a str> {
    let header = config.hub.forwarded_host_header.as_deref();
    let header = header.filter(|_| is_believed(config, parts));
    let forwarded = header.and_then(|header| said(&parts.headers, header));
    forwarded.or_else(|| said(&parts.headers, HOST.as_str()))
}

/// The first of what the header `name` says.
pub(super) fn said<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let said = headers.get(name).map(HeaderValue::to_str)?.ok()?;
    let first = said.split(',').next()?.trim();
    (!first.is_empty()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::get("/hub/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(Connection {
            peer: Peer::at("10.0.0.1".parse().unwrap()),
            is_secure: false,
        });
        parts
    }

    fn behind_a_proxy() -> Config {
        let mut config = Config::default();
        config.hub.trusted_downstream_ips = vec!["10.0.0.0/24".parse().unwrap()];
        config.hub.forwarded_host_header = Some("x-forwarded-host".to_owned());
        config
    }

    #[test]
    fn a_proxy_that_is_named_says_how_the_browser_came() {
        let config = behind_a_proxy();
        let scheme = |headers: &[_]| scheme(&config, &parts(headers));
        assert_eq!(scheme(&[("x-forwarded-proto", "https")]), "https");
        assert_eq!(scheme(&[("x-forwarded-proto", "https, http")]), "https");
        let both = [("x-scheme", "http"), ("x-forwarded-proto", "https")];
        assert_eq!(scheme(&both), "http");
        assert_eq!(scheme(&[("x-scheme", "gopher")]), "http");
        let said = parts(&[
            ("host", "inside:8000"),
            ("x-forwarded-host", "hub.example.org"),
        ]);
        assert_eq!(host(&config, &said), Some("hub.example.org"));
    }

    #[test]
    fn nobody_else_is_believed() {
        let mut config = behind_a_proxy();
        config.hub.trusted_downstream_ips.clear();
        let said = parts(&[
            ("host", "inside:8000"),
            ("x-scheme", "https"),
            ("x-forwarded-host", "hub.example.org"),
        ]);
        assert_eq!(scheme(&config, &said), "http");
        assert_eq!(host(&config, &said), Some("inside:8000"));
    }
}
