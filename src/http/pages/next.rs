//! Where people go on to: only to places on this hub, whatever a link says.

use axum::http::request::Parts;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Visit;
use crate::config::Config;
use crate::http::answer::Result;
use crate::http::{query, reached};
use crate::model::{ServerRef, UserName};
use crate::ops::live::Live;

/// What Python's `quote_plus` leaves alone.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~');

/// Where this hub is, as whoever asks sees it.
struct Here {
    scheme: String,
    host: String,
    /// The host whose subdomains are this hub's too.
    subdomains: Option<String>,
}

impl Here {
    fn of(config: &Config, asked: &Parts) -> Self {
        let parts = |origin: &str| {
            let (scheme, host) = origin.split_once("://").unwrap_or(("http", origin));
            (scheme.to_owned(), host.to_owned())
        };
        let (scheme, host) = if let Some(site) = &config.hub.public_url {
            parts(site.url().origin())
        } else {
            let host = reached::host(config, asked);
            let scheme = reached::scheme(config, asked).to_owned();
            (scheme, host.unwrap_or_default().to_owned())
        };
        let subdomains = config.hub.subdomain_host.as_ref();
        Self {
            scheme,
            host,
            subdomains: subdomains.map(|site| parts(site.url().origin()).1),
        }
    }

    /// Whether `next` is at one of this hub's hosts; one that is empty is nowhere.
    fn has(&self, next: &str, host: &str) -> bool {
        let next = format!("{next}/");
        let ours = !self.host.is_empty()
            && [
                format!("{}://{}/", self.scheme, self.host),
                format!("//{}/", self.host),
            ]
            .iter()
            .any(|beginning| next.starts_with(beginning));
        let below = self.subdomains.as_ref().is_some_and(|subdomains| {
            !host.is_empty() && format!(".{host}").ends_with(&format!(".{subdomains}"))
        });
        ours || below
    }
}

/// `next` as a path of this hub; `None` where it leads anywhere else (`BaseHandler._validate_next_url`).
fn at_this_hub(next: &str, here: &Here) -> Option<String> {
    // Browsers leave out tabs and line breaks, and what was `/` and a tab before a host becomes `//`.
    if next.is_empty() || next.contains(char::is_control) {
        return None;
    }
    // Some browsers take a backslash for a slash.
    let mut next = next.replace('\\', "%5C");
    if next.starts_with("///") {
        // Of however many slashes, browsers make two.
        next = format!("//{}", next.trim_start_matches('/'));
    }
    let (host, path) = split(&next);
    if here.has(&next, host) {
        return Some(format!("/{}", path.trim_start_matches('/')));
    }
    (host.is_empty() && next.starts_with('/')).then_some(next)
}

/// The host that a URL names, and all that is after it (`urllib.parse.urlsplit`).
fn split(url: &str) -> (&str, &str) {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    let rest = match url.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ => url,
    };
    match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())),
        None => ("", rest),
    }
}

/// `url` with `arguments` after those that it has (`tornado.httputil.url_concat`).
pub(super) fn with_arguments<'a>(
    url: &str,
    arguments: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let (rest, fragment) = url
        .split_once('#')
        .map_or((url, None), |(a, b)| (a, Some(b)));
    let (path, before) = rest.split_once('?').unwrap_or((rest, ""));
    let before = query::arguments(before);
    let written = |name: &str, value: &str| format!("{}={}", plus_quoted(name), plus_quoted(value));
    let before = before.iter().map(|(name, value)| written(name, value));
    let after = arguments
        .into_iter()
        .map(|(name, value)| written(name, value));
    let all: Vec<String> = before.chain(after).collect();
    let mut url = path.to_owned();
    if !all.is_empty() {
        url = format!("{url}?{}", all.join("&"));
    }
    match fragment {
        Some(fragment) => format!("{url}#{fragment}"),
        None => url,
    }
}

/// `text` as a value in a query (`urllib.parse.quote_plus`).
pub(super) fn plus_quoted(text: &str) -> String {
    utf8_percent_encode(text, PLAIN)
        .to_string()
        .replace("%20", "+")
}

impl Visit<'_> {
    /// Where `next` says to go on to, if that is at this hub.
    pub(super) fn asked_next(&self) -> Option<String> {
        let next = self.argument("next").filter(|next| !next.is_empty())?;
        let here = Here::of(&self.hub().config(), self.parts());
        let allowed = at_this_hub(&next, &here);
        if allowed.is_none() {
            tracing::warn!(%next, "a link would have led out of the hub");
        }
        allowed
    }

    /// Where `user` goes on to, who has signed in (`BaseHandler.get_next_url`): where `next` says, or where the
    /// configuration has it, or to their server.
    ///
    /// # Errors
    /// Where the configuration has a command for that, which does not say it.
    pub(super) async fn onward(&self, user: &UserName) -> Result<String> {
        if let Some(next) = self.asked_next() {
            return Ok(next);
        }
        let configured = self.hub().default_url(Some(user)).await?;
        let url = match configured.as_str() {
            "" => &self.own_place(user),
            url => url,
        };
        Ok(self.with_query(url, &["next", "_xsrf"]))
    }

    /// The same, where the configuration says nothing.
    pub(super) fn onward_unless_configured(&self, user: &UserName) -> String {
        self.next_or(&self.own_place(user))
    }

    /// Where `next` says, or else to `default`.
    pub(super) fn next_or(&self, default: &str) -> String {
        let next = self.asked_next();
        next.unwrap_or_else(|| self.with_query(default, &["next", "_xsrf"]))
    }

    /// To their server, or to where it is started; home where the hub leads nobody there.
    fn own_place(&self, user: &UserName) -> String {
        if !self.hub().config().hub.redirect_to_server {
            return format!("{}home", self.base_url());
        }
        let default = ServerRef {
            user: user.clone(),
            server: "".into(),
        };
        let live = self.hub().server(&default);
        if live.is_some_and(crate::ops::live::LiveServer::is_active) {
            return self.hub().site().user_url(user);
        }
        format!("{}spawn", self.base_url())
    }

    /// `url` with what was asked by the query, but what is `without` (`append_query_parameters`).
    pub(super) fn with_query(&self, url: &str, without: &[&str]) -> String {
        let asked = query::arguments(self.parts().uri.query().unwrap_or_default());
        let kept: Vec<_> = asked
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, value)| !value.is_empty() && !without.contains(name))
            .collect();
        if kept.is_empty() {
            return url.to_owned();
        }
        with_arguments(url, kept)
    }

    /// The path and query that were asked for.
    pub(super) fn asked(&self) -> &str {
        let asked = self.parts().uri.path_and_query();
        asked.map_or("/", |asked| asked.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> Here {
        Here {
            scheme: "https".to_owned(),
            host: "hub.example.org".to_owned(),
            subdomains: None,
        }
    }

    /// CVE-2019-10255, GHSA-3vff-hjqv-m7h8
    #[test]
    fn no_link_leads_to_another_host() {
        for next in [
            "http://evil.example",
            "https://evil.example/hub/home",
            "//evil.example",
            "///evil.example/%2f..",
            "////evil.example",
            "//evil.example\\@hub.example.org/",
            "//hub.example.org@evil.example/",
            "//hub.example.org.evil.example/",
            "https:evil.example",
            "https:/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "evil.example",
            "@evil.example",
            "",
        ] {
            assert_eq!(at_this_hub(next, &here()), None, "{next:?}");
        }
    }

    #[test]
    fn a_backslash_is_no_slash() {
        let stays = |next| at_this_hub(next, &here()).unwrap();
        assert_eq!(stays("/\\evil.example"), "/%5Cevil.example");
        assert_eq!(at_this_hub("\\\\evil.example", &here()), None);
    }

    #[test]
    fn links_to_this_hub_become_paths() {
        for (next, path) in [
            ("/user/ada/lab?x=1#y", "/user/ada/lab?x=1#y"),
            ("https://hub.example.org/user/ada/", "/user/ada/"),
            ("https://hub.example.org", "/"),
            ("//hub.example.org//evil.example", "/evil.example"),
            (
                "https://hub.example.org///evil.example?a#b",
                "/evil.example?a#b",
            ),
        ] {
            assert_eq!(at_this_hub(next, &here()).as_deref(), Some(path), "{next}");
        }
        assert_eq!(
            at_this_hub("http://hub.example.org/", &here()),
            None,
            "another scheme"
        );
        let nobody = Here {
            host: String::new(),
            ..here()
        };
        assert_eq!(at_this_hub("https:///x", &nobody), None);
    }

    #[test]
    fn subdomains_are_this_hub_where_it_has_any() {
        let with = Here {
            subdomains: Some("hub.example.org".to_owned()),
            ..here()
        };
        let ada = "https://ada.hub.example.org/user/ada/";
        assert_eq!(at_this_hub(ada, &with).as_deref(), Some("/user/ada/"));
        assert_eq!(at_this_hub(ada, &here()), None);
        assert_eq!(at_this_hub("https://evilhub.example.org/", &with), None);
    }

    #[test]
    fn arguments_are_added_as_python_writes_them() {
        assert_eq!(
            with_arguments("/a?x=1#f", [("y", "a b&c~")]),
            "/a?x=1&y=a+b%26c~#f"
        );
        assert_eq!(with_arguments("/a", []), "/a");
    }
}
