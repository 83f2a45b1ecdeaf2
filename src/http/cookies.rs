//! Cookies, as browsers send them and as the hub sets them.

use std::borrow::Cow;
use std::fmt::Write as _;

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use chrono::{DateTime, TimeDelta, Utc};

use crate::config::{CookieOptions, SameSite};
use crate::model::Timestamp;

/// The cookie that ties together what one browser does (`handlers.base.SESSION_COOKIE_NAME`).
pub(super) const SESSION: &str = "jupyterhub-session-id";

/// The values of the cookie `name`, in the order in which they were sent: a browser that has it for
/// several paths sends it several times.
pub(super) fn all<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.split_once('='))
        .filter(move |(key, _)| key.trim() == name)
        .map(|(_, value)| unquoted(value.trim()))
}

/// The value of the cookie `name` that counts where only one can: the last, unless it is empty.
pub(super) fn one<'a>(headers: &'a HeaderMap, name: &'a str) -> Option<&'a str> {
    all(headers, name).last().filter(|value| !value.is_empty())
}

/// Python puts what is empty, or has a `=` in it, between quotes.
fn quoted(value: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        value.into()
    } else {
        format!("\"{value}\"").into()
    }
}

/// What Python put between quotes.
pub(super) fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix('"');
    inner
        .and_then(|inner| inner.strip_suffix('"'))
        .unwrap_or(value)
}

/// A cookie that the hub sets.
#[derive(Debug)]
pub(super) struct SetCookie<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its value.
    pub(super) value: &'a str,
    /// Its attributes.
    pub(super) options: CookieOptions,
    /// How long it lasts, in seconds; with none it lasts as long as its options say.
    pub(super) max_age: Option<u32>,
}

impl SetCookie<'_> {
    /// As a header, at `now`; `None` where it cannot stand in one.
    pub(super) fn header(&self, now: Timestamp) -> Option<HeaderValue> {
        let mut text = format!("{}={}", self.name, quoted(self.value));
        let options = &self.options;
        // Browsers take this prefix only from the whole of the host, over TLS.
        let of_host = self.name.starts_with("__Host-");
        let path = if of_host {
            Some("/")
        } else {
            options.path.as_deref()
        };
        if let Some(age) = self.max_age {
            let _ = write!(text, "; Max-Age={age}");
        } else if let Some(days) = options.expires_days {
            let _ = write!(text, "; expires={}", days_from(now, days));
        }
        let domain = options.domain.as_deref().filter(|_| !of_host);
        for (attribute, value) in [("Domain", domain), ("Path", path)] {
            if let Some(value) = value {
                let _ = write!(text, "; {attribute}={value}");
            }
        }
        if options.httponly == Some(true) {
            text += "; HttpOnly";
        }
        if of_host || options.secure == Some(true) {
            text += "; Secure";
        }
        if let Some(site) = options.samesite {
            let _ = write!(text, "; SameSite={}", same_site(site));
        }
        HeaderValue::try_from(text).ok()
    }
}

/// Have browsers forget the cookie `name` of `path` and `domain`: they have several of one name where these
/// differ.
pub(super) fn forget(
    name: &str,
    path: &str,
    domain: Option<&str>,
    now: Timestamp,
) -> Option<HeaderValue> {
    let options = CookieOptions {
        path: Some(path.to_owned()),
        domain: domain.map(str::to_owned),
        expires_days: Some(-365.0),
        ..CookieOptions::default()
    };
    let (value, max_age) = ("", None);
    SetCookie {
        name,
        value,
        options,
        max_age,
    }
    .header(now)
}

/// `first`, and where it says nothing, `second`.
pub(super) fn either(first: CookieOptions, second: &CookieOptions) -> CookieOptions {
    CookieOptions {
        domain: first.domain.or_else(|| second.domain.clone()),
        path: first.path.or_else(|| second.path.clone()),
        secure: first.secure.or(second.secure),
        httponly: first.httponly.or(second.httponly),
        samesite: first.samesite.or(second.samesite),
        expires_days: first.expires_days.or(second.expires_days),
    }
}

fn same_site(site: SameSite) -> &'static str {
    match site {
        SameSite::Strict => "Strict",
        SameSite::Lax => "Lax",
        SameSite::None => "None",
    }
}

fn days_from(now: Timestamp, days: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole second is near enough"
    )]
    let seconds = (days * 86_400.0) as i64;
    let span = TimeDelta::try_seconds(seconds).unwrap_or_default();
    let end: DateTime<Utc> = now.plus(span).unwrap_or(now).into();
    end.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(header: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static(header));
        headers
    }

    #[test]
    fn quotes_are_not_part_of_a_value_and_the_last_of_a_name_counts() {
        let headers = sent(r#"a=1; b="2|x=="; a = 3 ;c; =d; a"#);
        assert_eq!(one(&headers, "a"), Some("3"));
        assert_eq!(one(&headers, "b"), Some("2|x=="));
        assert_eq!(one(&headers, "c"), None);
        assert_eq!(all(&headers, "a").collect::<Vec<_>>(), ["1", "3"]);
    }

    #[test]
    fn a_cookie_of_the_host_has_its_path_and_no_domain() {
        let now: Timestamp = "2026-01-01 00:00:00.000000".parse().unwrap();
        let gone = forget("__Host-x", "/hub/", Some("hub"), now).unwrap();
        assert_eq!(
            gone.to_str().unwrap(),
            r#"__Host-x=""; expires=Wed, 01 Jan 2025 00:00:00 GMT; Path=/; Secure"#
        );
    }
}
