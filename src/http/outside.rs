//! What a request is for that nothing else answers: somebody at the wrong path of the right hub.

use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};

use super::answer::Answer;
use super::page;
use super::served::Served;
use crate::config::Config;

const ADD_SLASH: &str = "jupyterhub.handlers.base.AddSlashHandler";
const PREFIX: &str = "jupyterhub.handlers.base.PrefixRedirectHandler";
const NOT_FOUND: &str = "jupyterhub.handlers.base.Template404";

/// Lead from `/hub` to `/hub/`, and from `/user/ada` to `/user/ada/` (`AddSlashHandler`).
pub(super) fn add_slash(parts: &Parts) -> Served {
    let path = parts.uri.path();
    let to = match parts.uri.query() {
        Some(query) => format!("{path}/?{query}"),
        None => format!("{path}/"),
    };
    redirect(parts, ADD_SLASH, StatusCode::MOVED_PERMANENTLY, &to)
}

/// Lead from outside the hub to the same path inside it (`PrefixRedirectHandler`).
pub(super) fn lead_inside(parts: &Parts, config: &Config) -> Served {
    let base_url = config.hub.base_url.as_str();
    let asked = parts
        .uri
        .path_and_query()
        .map_or("/", |asked| asked.as_str());
    let at_base = base_url.strip_suffix('/') == Some(asked);
    let below = match asked.strip_prefix(base_url) {
        _ if at_base => "",
        Some(below) => below,
        None => parts.uri.path(),
    };
    redirect(parts, PREFIX, StatusCode::FOUND, &inside(config, below))
}

/// The hub's own URL for `below`. However many slashes that begins with, it stays a path of this host:
/// `//example.com` would be another one.
fn inside(config: &Config, below: &str) -> String {
    let base_url = config.hub.base_url.as_str();
    let middle = below.trim_matches('/');
    let last = if below.ends_with('/') && !middle.is_empty() {
        "/"
    } else {
        ""
    };
    let path = format!("{base_url}hub/{middle}{last}");
    let site = config.hub.public_url.as_ref();
    let site = site.or(config.hub.subdomain_host.as_ref());
    match site {
        Some(site) => format!("{}{path}", site.url().origin()),
        None => path,
    }
}

/// There is no such page.
pub(super) fn not_found() -> Served {
    Served::page(NOT_FOUND, page::error(StatusCode::NOT_FOUND))
}

fn redirect(parts: &Parts, label: &'static str, status: StatusCode, to: &str) -> Served {
    if parts.method != Method::GET {
        return Served::page(label, page::error(StatusCode::METHOD_NOT_ALLOWED));
    }
    Served::page(label, led(status, to))
}

/// An answer that leads `to` another URL.
pub(super) fn led(status: StatusCode, to: &str) -> Answer {
    let Ok(to) = HeaderValue::try_from(to) else {
        return page::error(StatusCode::BAD_REQUEST);
    };
    let mut answer = Answer::new(Body::empty());
    *answer.status_mut() = status;
    answer.headers_mut().insert(LOCATION, to);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn led_from(base_url: &str, asked: &str) -> String {
        let mut config = Config::default();
        config.hub.base_url = base_url.parse().unwrap();
        let (parts, ()) = Request::get(asked).body(()).unwrap().into_parts();
        let served = lead_inside(&parts, &config);
        served.answer.headers()[LOCATION]
            .to_str()
            .unwrap()
            .to_owned()
    }

    /// GHSA-3vff-hjqv-m7h8
    #[test]
    fn no_path_leads_to_another_host() {
        assert_eq!(led_from("/", "//example.com"), "/hub/example.com");
        assert_eq!(
            led_from("/", "///example.com/%2f.."),
            "/hub/example.com/%2f.."
        );
        assert_eq!(led_from("/b/", "//example.com"), "/b/hub/example.com");
        assert_eq!(led_from("/b/", "/b///example.com/"), "/b/hub/example.com/");
    }

    #[test]
    fn what_is_outside_is_led_inside() {
        assert_eq!(led_from("/", "/"), "/hub/");
        assert_eq!(led_from("/", "/foo?next=//x"), "/hub/foo?next=//x");
        assert_eq!(led_from("/b/", "/"), "/b/hub/");
        assert_eq!(led_from("/b/", "/b"), "/b/hub/");
        assert_eq!(led_from("/b/", "/b/tree?x=1"), "/b/hub/tree?x=1");
        assert_eq!(led_from("/b/", "/foo?x=1"), "/b/hub/foo");
    }
}
