//! Headers of every answer: JupyterHub's, those of the configuration, and whether anything changed
//! since the client last saw it.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderName,
};
use axum::http::{HeaderValue, Method, StatusCode};

use super::answer::{Answer, JUPYTERHUB};
use crate::config::Config;

const VERSION: HeaderName = HeaderName::from_static("x-jupyterhub-version");

/// What pages may load where the site has none of its own: files of the hub. Where a form may lead is left
/// open, because browsers ask that of each redirect after it, and signing in leads to the hosts of services.
const OURS_ALONE: &str =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'";

/// What an answer is for, which decides what browsers may do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Programs: JSON, nothing that a page could load.
    Api,
    /// People: HTML.
    Page,
}

impl Kind {
    const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Api => "application/json",
            Self::Page => "text/html",
        })
    }
}

/// Headers that the answers of one hub have in common.
pub(super) struct Headers {
    api_policy: HeaderValue,
    page_policy: HeaderValue,
}

impl Headers {
    /// With what `config` says of what pages may load.
    pub(super) fn new(config: &Config) -> Self {
        let base_url = &config.hub.base_url;
        let basic = format!("frame-ancestors 'none'; report-uri {base_url}hub/security/csp-report");
        let policy = |text: String| {
            HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
        };
        Self {
            api_policy: policy(format!("{basic}; default-src 'none'")),
            page_policy: policy(if config.hub.allow_inline_scripts {
                basic
            } else {
                format!("{basic}; {OURS_ALONE}")
            }),
        }
    }

    /// Set on `answer` what it lacks (`BaseHandler.set_default_headers`); what its handler set stays, and
    /// what is `configured` (`tornado_settings.headers`) comes before JupyterHub's own.
    pub(super) fn dress(
        &self,
        answer: &mut Answer,
        kind: Kind,
        configured: &BTreeMap<String, String>,
    ) {
        const ALLOWED: HeaderValue =
            HeaderValue::from_static("accept, content-type, authorization");
        let empty = [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED];
        let has_content = !empty.contains(&answer.status());
        let headers = answer.headers_mut();
        for (name, value) in configured {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), value.try_into()) {
                if name == ACCESS_CONTROL_ALLOW_ORIGIN {
                    // The one header that the API sets itself only where nothing else is configured.
                    headers.remove(&name);
                }
                headers.entry(name).or_insert(value);
            }
        }
        let policy = match kind {
            Kind::Api => &self.api_policy,
            Kind::Page => &self.page_policy,
        };
        let mut lacking = |name, value: &HeaderValue| {
            headers.entry(name).or_insert_with(|| value.clone());
        };
        lacking(VERSION, &HeaderValue::from_static(JUPYTERHUB));
        lacking(ACCESS_CONTROL_ALLOW_HEADERS, &ALLOWED);
        lacking(CONTENT_SECURITY_POLICY, policy);
        if has_content {
            lacking(CONTENT_TYPE, &kind.content_type());
        }
    }
}

/// A number that differs where `body` does. Clients only ever compare it, so it need not be the SHA-1 that
/// Tornado takes, at several times the price.
pub(super) fn digest(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    hasher.finish()
}

/// The tag that says `digest`.
pub(super) fn tag(digest: u64) -> HeaderValue {
    let tag = format!("\"{digest:016x}\"");
    HeaderValue::try_from(tag).expect("hexadecimal digits in quotes can stand in a header")
}

/// Leave out the body of `answer` where the client has it, as its `If-None-Match` says
/// (`RequestHandler.check_etag_header`); and the tag where no client keeps it.
pub(super) fn spare(answer: &mut Answer, method: &Method, known: Option<&HeaderValue>) {
    if method != Method::GET && method != Method::HEAD {
        answer.headers_mut().remove(ETAG);
        return;
    }
    let Some(tag) = answer.headers().get(ETAG) else {
        return;
    };
    if known.is_some_and(|known| names(known, tag)) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        *answer.body_mut() = Body::empty();
        answer.headers_mut().remove(CONTENT_TYPE);
    }
}

/// Whether `If-None-Match` says `tag`, weak or strong, or `*`.
fn names(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else {
        return false;
    };
    known
        .split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == "*" || one == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(known: &'static str) -> StatusCode {
        let mut answer = Answer::new(Body::from("x"));
        answer.headers_mut().insert(ETAG, tag(digest(b"x")));
        let known = HeaderValue::from_static(known);
        spare(&mut answer, &Method::GET, Some(&known));
        answer.status()
    }

    #[test]
    fn a_client_is_spared_what_it_has() {
        let tag: &'static str = tag(digest(b"x")).to_str().unwrap().to_owned().leak();
        assert_eq!(status(tag), StatusCode::NOT_MODIFIED);
        assert_eq!(status("*"), StatusCode::NOT_MODIFIED);
        assert_eq!(
            status(format!("\"a\", W/{tag}").leak()),
            StatusCode::NOT_MODIFIED
        );
        assert_eq!(status("\"other\""), StatusCode::OK);
    }
}
