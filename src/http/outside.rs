//! What a request is for that nothing else answers: somebody at the wrong path of the right hub.

use axum::http::request::Parts;
use axum::http::{Method, StatusCode};

use super::answer::lead;
use super::pages::Pages;
use super::refusal::Refusal;
use super::served::Served;
use crate::config::Config;

const ADD_SLASH: &str = "jupyterhub.handlers.base.AddSlashHandler";
const PREFIX: &str = "jupyterhub.handlers.base.PrefixRedirectHandler";

/// Lead from `/hub` to `/hub/`, and from `/user/ada` to `/user/ada/` (`AddSlashHandler`).
pub(super) async fn add_slash(pages: &Pages, parts: &Parts) -> Served {
    let path = parts.uri.path();
    let to = match parts.uri.query() {
        Some(query) => format!("{path}/?{query}"),
        None => format!("{path}/"),
    };
    redirect(pages, parts, ADD_SLASH, (StatusCode::MOVED_PERMANENTLY, to)).await
}

/// Lead from outside the hub to the same path inside it (`PrefixRedirectHandler`).
pub(super) async fn lead_inside(pages: &Pages, parts: &Parts) -> Served {
    let to = (StatusCode::FOUND, led_inside(parts, &pages.hub().config()));
    redirect(pages, parts, PREFIX, to).await
}

fn led_inside(parts: &Parts, config: &Config) -> String {
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
    inside(config, below)
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

async fn redirect(
    pages: &Pages,
    parts: &Parts,
    label: &'static str,
    (status, to): (StatusCode, String),
) -> Served {
    if parts.method != Method::GET {
        return pages
            .refuse(label, parts, Refusal::method_not_allowed())
            .await;
    }
    match lead(status, &to) {
        Ok(answer) => Served::page(label, answer),
        Err(refusal) => pages.refuse(label, parts, refusal).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn led(base_url: &str, asked: &str) -> String {
        let mut config = Config::default();
        config.hub.base_url = base_url.parse().unwrap();
        let (parts, ()) = Request::get(asked).body(()).unwrap().into_parts();
        led_inside(&parts, &config)
    }

    /// GHSA-3vff-hjqv-m7h8
    #[test]
    fn no_path_leads_to_another_host() {
        assert_eq!(led("/", "//example.com"), "/hub/example.com");
        assert_eq!(led("/", "///example.com/%2f.."), "/hub/example.com/%2f..");
        assert_eq!(led("/b/", "//example.com"), "/b/hub/example.com");
        assert_eq!(led("/b/", "/b///example.com/"), "/b/hub/example.com/");
    }

    #[test]
    fn what_is_outside_is_led_inside() {
        assert_eq!(led("/", "/"), "/hub/");
        assert_eq!(led("/", "/foo?next=//x"), "/hub/foo?next=//x");
        assert_eq!(led("/b/", "/"), "/b/hub/");
        assert_eq!(led("/b/", "/b"), "/b/hub/");
        assert_eq!(led("/b/", "/b/tree?x=1"), "/b/hub/tree?x=1");
        assert_eq!(led("/b/", "/foo?x=1"), "/b/hub/foo");
    }
}
