//! Why a request does not show that a page of the hub made it, and what mends that.
//!
//! A browser that is led by nobody keeps the hub's cookie and shows it. Where it does not, something is
//! between it and the hub, keeps cookies from it, or it has signed in or out since the page was shown.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, ORIGIN, REFERER};
use axum::http::request::Parts;

use crate::config::Config;
use crate::http::reached::{self, SCHEMES, said};

/// What became of the hub's cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// The browser sent none.
    Missing,
    /// What it sent, the hub did not make, or too long ago.
    NotOurs,
    /// It is another session's, or another sign-in's.
    Others,
    /// It is this one's.
    Ours,
}

/// Why, and what to do about it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cause {
    /// Why.
    pub(super) why: String,
    /// What to do about it.
    pub(super) mends: Vec<String>,
}

impl Cause {
    fn of(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            mends: Vec::new(),
        }
    }

    fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mends.push(mend.into());
        self
    }
}

/// The origin of the page that made the request with this head, as its browser says: `https` and
/// `hub.example.org`.
fn page(headers: &HeaderMap) -> Option<(&str, &str)> {
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    let referer = || headers.get(REFERER)?.to_str().ok();
    let url = origin.filter(|origin| *origin != "null").or_else(referer)?;
    let (scheme, rest) = url.split_once("://")?;
    Some((scheme, rest.split(['/', '?', '#']).next()?))
}

/// Why the request with this head, whose cookie is as `kept` says, is refused; `shown` is whether it shows
/// anything.
pub(super) fn of(config: &Config, parts: &Parts, kept: Kept, shown: bool) -> Cause {
    another_site(config, parts)
        .or_else(|| scheme(config, parts))
        .unwrap_or_else(|| cookie(parts, kept, shown))
}

/// The page is of another site, or a proxy changes what this one is called.
fn another_site(config: &Config, parts: &Parts) -> Option<Cause> {
    let (scheme, host) = page(&parts.headers)?;
    let ours = match &config.hub.public_url {
        Some(site) => site.url().origin().split_once("://")?.1,
        None => reached::host(config, parts)?,
    };
    if host.eq_ignore_ascii_case(ours) {
        return None;
    }
    let site = said(&parts.headers, "sec-fetch-site");
    if matches!(site, Some("cross-site" | "same-site")) {
        let why =
            format!("a page of `{scheme}://{host}`, which is another site, had the browser ask");
        return Some(Cause::of(why).mend("do it on a page of the hub's own"));
    }
    let why = format!("the browser was at `{host}`, and the hub was asked as `{ours}`");
    Some(Cause::of(why).mend(format!(
        "where `{host}` is this hub, the proxy in front changes the host: have it pass on `Host` \
         (nginx: `proxy_set_header Host $http_host`), or set `hub.public_url`"
    )))
}

/// The hub takes the browser's scheme for another one, because of what proxies say.
pub(super) fn scheme(config: &Config, parts: &Parts) -> Option<Cause> {
    let (theirs, host) = page(&parts.headers)?;
    let ours = match &config.hub.public_url {
        Some(site) => site.url().as_str().split_once("://")?.0,
        None => reached::scheme(config, parts),
    };
    match (theirs, ours) {
        ("https", "http") if config.hub.public_url.is_none() => {
            Some(taken_for_http(config, parts, host))
        }
        ("http", "https") => Some(taken_for_https(host)),
        _ => None,
    }
}

fn taken_for_http(config: &Config, parts: &Parts, host: &str) -> Cause {
    let mend = format!("or set `hub.public_url = \"https://{host}\"`");
    for name in SCHEMES {
        if said(&parts.headers, name) != Some("http") {
            continue;
        }
        let why = format!(
            "the browser came by https, and the proxy in front says `{name}: http`: TLS ends before it, \
             at another proxy, and it says how it was reached itself"
        );
        return Cause::of(why)
            .mend(format!(
                "have it pass on what it is told (nginx: `proxy_set_header {name} $http_x_forwarded_proto` in place \
                 of `$scheme`), or say `https`"
            ))
            .mend(mend);
    }
    let says = SCHEMES
        .iter()
        .any(|name| said(&parts.headers, name).is_some());
    let peer = reached::connection(parts).and_then(|connection| connection.peer.ip());
    match peer {
        Some(peer) if says && !reached::is_believed(config, parts) => Cause::of(format!(
            "the browser came by https, as the proxy at {peer} says, which the hub is not told to believe"
        ))
        .mend(format!("add it: `hub.trusted_downstream_ips = [\"{peer}\"]`"))
        .mend(mend),
        _ => Cause::of("the browser came by https, and the proxy in front does not say so")
            .mend("have it say so (nginx: `proxy_set_header X-Forwarded-Proto $scheme`)")
            .mend(mend),
    }
}

fn taken_for_https(host: &str) -> Cause {
    Cause::of(
        "the browser came by http, and the hub takes it for https: browsers do not keep the hub's cookies then",
    )
    .mend(format!("open the hub as `https://{host}`"))
    .mend("or mend `hub.public_url`, or what the proxy in front says of the scheme, which say https")
}

/// Something became of the cookie.
fn cookie(parts: &Parts, kept: Kept, shown: bool) -> Cause {
    match kept {
        Kept::Missing if is_framed(&parts.headers) => Cause::of(
            "the browser sent no cookie: the page is in a frame of another site, where it keeps cookies back",
        )
        .mend("open the hub in a tab of its own")
        .mend(
            "or set `samesite = \"None\"` and `secure = true` in `hub.tornado_settings.cookie_options`",
        ),
        Kept::Missing if !parts.headers.contains_key(COOKIE) => {
            Cause::of("the browser sent no cookies at all: it blocks those of this site, or forgot them")
                .mend("allow cookies for this site, and load the page anew")
        }
        Kept::Missing => Cause::of("the browser did not send the cookie `_xsrf`: it is past its time, or blocked")
            .mend("load the page anew"),
        Kept::NotOurs => Cause::of("the cookie `_xsrf` is too old, or of a hub with another cookie secret")
            .mend("load the page anew"),
        Kept::Others => Cause::of(
            "the page was shown before you signed in or out in another tab, or your address as the hub sees it \
             has changed since",
        )
        .mend("load the page anew")
        .mend(
            "where that does not help, proxies in front take turns: name their networks in \
             `hub.trusted_downstream_ips`, or in `hub.xsrf_anonymous_ip_cidrs`",
        ),
        Kept::Ours if shown => {
            Cause::of("the page is older than the cookie `_xsrf`: you signed in or out in another tab since")
                .mend("load the page anew")
        }
        Kept::Ours => Cause::of("the request does not show the cookie `_xsrf`").mend(
            "send its value in the header `X-XSRFToken`, or use a token in place of a sign-in",
        ),
    }
}

fn is_framed(headers: &HeaderMap) -> bool {
    matches!(said(headers, "sec-fetch-dest"), Some("iframe" | "frame"))
        || said(headers, "sec-fetch-site") == Some("cross-site")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::peer::Peer;
    use crate::http::reached::Connection;
    use axum::http::Request;

    const PROXY: &str = "10.0.0.1";

    fn why(headers: &[(&str, &str)], kept: Kept) -> Cause {
        let mut config = Config::default();
        config.hub.trusted_downstream_ips = vec![PROXY.parse().unwrap()];
        let peer = if headers.contains(&("x-peer", "stranger")) {
            "9.9.9.9"
        } else {
            PROXY
        };
        let mut request = Request::post("/hub/login").header("host", "hub.org");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(Connection {
            peer: Peer::at(peer.parse().unwrap()),
            is_secure: false,
        });
        of(&config, &parts, kept, true)
    }

    fn says(cause: &Cause, words: &str) -> bool {
        cause.why.contains(words) || cause.mends.iter().any(|mend| mend.contains(words))
    }

    #[test]
    fn a_proxy_that_says_how_it_was_reached_itself_is_named() {
        let sent = [("origin", "https://hub.org"), ("x-scheme", "http")];
        let cause = why(&sent, Kept::Ours);
        assert!(
            says(&cause, "says `X-Scheme: http`: TLS ends before it"),
            "{cause:?}"
        );
        assert!(says(
            &cause,
            "proxy_set_header X-Scheme $http_x_forwarded_proto"
        ));
        assert!(says(&cause, "hub.public_url = \"https://hub.org\""));
    }

    #[test]
    fn a_proxy_that_is_not_believed_is_named() {
        let sent = [
            ("origin", "https://hub.org"),
            ("x-forwarded-proto", "https"),
            ("x-peer", "stranger"),
        ];
        let cause = why(&sent, Kept::Ours);
        assert!(
            says(&cause, "hub.trusted_downstream_ips = [\"9.9.9.9\"]"),
            "{cause:?}"
        );
        let silent = why(&[("referer", "https://hub.org/hub/login")], Kept::Ours);
        assert!(says(&silent, "X-Forwarded-Proto $scheme"), "{silent:?}");
    }

    #[test]
    fn another_site_is_told_from_a_proxy_that_changes_the_host() {
        let evil = ("origin", "https://evil.org");
        let cause = why(&[evil, ("sec-fetch-site", "cross-site")], Kept::Ours);
        assert!(says(&cause, "another site"), "{cause:?}");
        let cause = why(&[evil, ("sec-fetch-site", "same-origin")], Kept::Ours);
        assert!(
            says(&cause, "proxy_set_header Host $http_host"),
            "{cause:?}"
        );
    }

    #[test]
    fn what_became_of_the_cookie_is_told() {
        for (headers, kept, words) in [
            (&[][..], Kept::Missing, "no cookies at all"),
            (
                &[("cookie", "a=b")],
                Kept::Missing,
                "did not send the cookie",
            ),
            (
                &[("sec-fetch-dest", "iframe")],
                Kept::Missing,
                "frame of another site",
            ),
            (&[], Kept::NotOurs, "another cookie secret"),
            (&[], Kept::Others, "in another tab"),
            (&[], Kept::Ours, "older than the cookie"),
        ] {
            let cause = why(headers, kept);
            assert!(says(&cause, words), "{cause:?}");
        }
    }

    #[test]
    fn cookies_that_browsers_do_not_keep_over_http_are_told() {
        let sent = [("origin", "http://hub.org"), ("x-forwarded-proto", "https")];
        let cause = why(&sent, Kept::Missing);
        assert!(
            says(&cause, "open the hub as `https://hub.org`"),
            "{cause:?}"
        );
    }
}
