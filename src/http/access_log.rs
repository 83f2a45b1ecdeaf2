//! A line in the log for each request, without the secrets in it (`jupyterhub.log`).

use std::borrow::Cow;
use std::time::{Duration, Instant};

use axum::http::header::LOCATION;
use axum::http::{Method, StatusCode, Uri};
use percent_encoding::percent_decode_str;
use tracing::{Level, Span};

use super::answer::Answer;
use super::peer::Origin;
use crate::hub::Identity;

/// What is said in the place of a secret.
const SECRET: &str = "[secret]";

/// Whatever is asked by a parameter that has one of these in its name is a secret.
const SECRETS: [&str; 5] = ["token", "auth", "key", "code", "_xsrf"];

/// So is what has this in its name, where it is OAuth's: listings of the API are asked for servers in a state.
const OAUTH_SECRET: &str = "state";

/// Below these, a path ends with a secret.
const SECRET_PATHS: [&str; 3] = [
    "/api/authorizations/cookie/",
    "/api/authorizations/token/",
    "/hub/invite/",
];

/// An answer that took so long is worth a line.
const SLOW: Duration = Duration::from_secs(1);

/// A request that is being answered, as its line will tell of it.
pub(super) struct Access {
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) origin: Origin,
    pub(super) begun: Instant,
}

/// Everything of a request says what is recorded here.
pub(super) fn span(id: &str) -> Span {
    tracing::error_span!("request", request = id, who = tracing::field::Empty)
}

/// Note in each line of this request who it is from.
pub(super) fn is_from(identity: &Identity) {
    Span::current().record("who", identity.holder().name());
}

impl Access {
    /// Say how the request was answered.
    pub(super) fn log(&self, answer: &Answer) {
        macro_rules! line {
            ($level:expr) => {
                tracing::event!(
                    $level,
                    status = answer.status().as_u16(),
                    method = self.method.as_str(),
                    path = &*scrubbed(asked(&self.uri)),
                    from = %self.origin,
                    ms = milliseconds(self.begun.elapsed()),
                    location = location(answer),
                )
            };
        }
        let level = level(answer.status(), self.uri.path(), self.begun.elapsed());
        match level {
            Level::ERROR => line!(Level::ERROR),
            Level::WARN => line!(Level::WARN),
            Level::INFO => line!(Level::INFO),
            _ => line!(Level::DEBUG),
        }
    }
}

/// What is asked for, without the host that HTTP/2 says before it.
fn asked(uri: &Uri) -> &str {
    let asked = uri.path_and_query();
    asked.map_or_else(|| uri.path(), |asked| asked.as_str())
}

/// How grave an answer is: what asks often whether the hub is there is told to nobody.
fn level(status: StatusCode, path: &str, took: Duration) -> Level {
    let often = path.ends_with("/health") || path.contains("/hub/static/");
    match status.as_u16() {
        500.. => Level::ERROR,
        400.. => Level::WARN,
        _ if took >= SLOW => Level::INFO,
        304 => Level::DEBUG,
        ..300 if often => Level::DEBUG,
        _ => Level::INFO,
    }
}

/// Where an answer sends whoever asked.
fn location(answer: &Answer) -> Option<String> {
    let moved = [StatusCode::FOUND, StatusCode::MOVED_PERMANENTLY].contains(&answer.status());
    let to = answer.headers().get(LOCATION).filter(|_| moved)?;
    Some(scrubbed(to.to_str().ok()?).into_owned())
}

/// With three digits after the point.
#[expect(clippy::cast_precision_loss, reason = "no request takes centuries")]
fn milliseconds(took: Duration) -> f64 {
    took.as_micros() as f64 / 1000.0
}

/// `uri` without the secrets in it. A name that hides behind `%` is found too, in whatever case.
fn scrubbed(uri: &str) -> Cow<'_, str> {
    let (path, query) = match uri.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (uri, None),
    };
    let ends_secret = SECRET_PATHS.iter().any(|secret| path.contains(secret));
    if query.is_none() && !ends_secret {
        return Cow::Borrowed(uri);
    }
    // A slash after it, as a link that was copied may have, makes it no less secret.
    let mut shown = match path.trim_end_matches('/').rsplit_once('/') {
        Some((before, _)) if ends_secret => format!("{before}/{SECRET}"),
        _ => path.to_owned(),
    };
    for (at, pair) in query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .enumerate()
    {
        shown.push(if at == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((name, _)) if is_secret(name, path) => {
                shown.extend([name, "=", SECRET]);
            }
            _ => shown.push_str(pair),
        }
    }
    Cow::Owned(shown)
}

fn is_secret(name: &str, path: &str) -> bool {
    let name = percent_decode_str(name)
        .decode_utf8_lossy()
        .to_ascii_lowercase();
    let lists = path.contains("/hub/api/") && !path.contains("/hub/api/oauth2/");
    SECRETS.iter().any(|secret| name.contains(secret)) || name.contains(OAUTH_SECRET) && !lists
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_said() {
        for (uri, shown) in [
            ("/hub/api/users?limit=5", "/hub/api/users?limit=5"),
            (
                "/hub/api/users?token=abc&limit=5",
                "/hub/api/users?token=[secret]&limit=5",
            ),
            (
                "/hub/login?_xsrf=2|a&next=%2F",
                "/hub/login?_xsrf=[secret]&next=%2F",
            ),
            (
                "/hub/oauth_callback?code=a=b&state=c",
                "/hub/oauth_callback?code=[secret]&state=[secret]",
            ),
            (
                "/hub/x?%74oken=abc&Auth_key=d",
                "/hub/x?%74oken=[secret]&Auth_key=[secret]",
            ),
            (
                "/hub/api/authorizations/token/abc",
                "/hub/api/authorizations/token/[secret]",
            ),
            (
                "/hub/api/authorizations/cookie/a/b?x=1",
                "/hub/api/authorizations/cookie/a/[secret]?x=1",
            ),
            (
                "/a/hub/api/users?state=ready&token=abc",
                "/a/hub/api/users?state=ready&token=[secret]",
            ),
            (
                "/hub/api/oauth2/authorize?client_id=a&state=c",
                "/hub/api/oauth2/authorize?client_id=a&state=[secret]",
            ),
            ("/a/hub/invite/abc", "/a/hub/invite/[secret]"),
            ("/a/hub/invite/abc/", "/a/hub/invite/[secret]"),
            ("/hub/x?code", "/hub/x?code"),
        ] {
            assert_eq!(scrubbed(uri), shown);
        }
    }

    #[test]
    fn a_path_is_the_same_whatever_is_spoken() {
        for uri in ["/hub/x?a=b", "https://hub.test:8000/hub/x?a=b"] {
            assert_eq!(asked(&uri.parse().unwrap()), "/hub/x?a=b");
        }
        assert_eq!(asked(&"hub.test:443".parse().unwrap()), "");
        assert_eq!(asked(&"*".parse().unwrap()), "*");
    }

    #[test]
    fn a_line_is_as_grave_as_its_answer() {
        let quick = Duration::from_millis(5);
        for (status, path, took, grave) in [
            (200, "/hub/api/", quick, Level::INFO),
            (302, "/hub/", quick, Level::INFO),
            (304, "/hub/static/a.js", quick, Level::DEBUG),
            (200, "/hub/static/a.js", quick, Level::DEBUG),
            (200, "/hub/health", quick, Level::DEBUG),
            (200, "/hub/health", SLOW, Level::INFO),
            (404, "/hub/static/a.js", quick, Level::WARN),
            (503, "/hub/health", quick, Level::ERROR),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(level(status, path, took), grave, "{status} {path}");
        }
    }
}
