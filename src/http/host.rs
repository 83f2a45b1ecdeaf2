//! That a request names one host, as HTTP/1.1 wants: what stands between a client and the hub may go by
//! another of several.

use axum::http::header::{CONNECTION, HOST};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, Version};
use axum::response::IntoResponse;

use super::answer::{Answer, empty};

/// A request names no host, no single one, or what can be none.
pub(super) struct NotOne;

/// A bare 400; the connection is closed with it, as Tornado does (`HTTPServerRequest.__init__`).
impl IntoResponse for NotOne {
    fn into_response(self) -> Answer {
        let mut answer = empty(StatusCode::BAD_REQUEST);
        let close = HeaderValue::from_static("close");
        answer.headers_mut().insert(CONNECTION, close);
        answer
    }
}

/// Have `request` say its host in the header `Host`, by which everything goes from here on: HTTP/2, and whoever takes the
/// hub for a proxy (`GET http://hub/ HTTP/1.1`), say it before the path.
///
/// # Errors
/// Where it does not name one.
pub(super) fn settle<B>(request: &mut Request<B>) -> Result<(), NotOne> {
    let authority = request.uri().authority().map(Authority::as_str);
    if let Some(host) = one(request.version(), request.headers(), authority)? {
        request.headers_mut().insert(HOST, host);
    }
    Ok(())
}

/// The host that a request names before its path, if it does.
fn one(
    version: Version,
    headers: &HeaderMap,
    authority: Option<&str>,
) -> Result<Option<HeaderValue>, NotOne> {
    let mut said = headers.get_all(HOST).iter();
    let (host, None) = (said.next(), said.next()) else {
        return Err(NotOne);
    };
    let are_sound = [
        host.map(HeaderValue::as_bytes),
        authority.map(str::as_bytes),
    ]
    .into_iter()
    .flatten()
    .all(is_host);
    let same = |host: &HeaderValue, authority: &str| {
        host.as_bytes().eq_ignore_ascii_case(authority.as_bytes())
    };
    match (host, authority) {
        _ if !are_sound => Err(NotOne),
        // Only before HTTP/1.1 it may be left out.
        (None, _) if version == Version::HTTP_11 => Err(NotOne),
        // In HTTP/2 it is said once (RFC 9113, 8.3.1).
        (Some(host), Some(authority)) if version == Version::HTTP_2 && !same(host, authority) => {
            Err(NotOne)
        }
        // What stands before the path counts, whatever the header says (RFC 9112, 3.2.2).
        (_, Some(authority)) => {
            let host = HeaderValue::from_str(authority);
            host.map(Some).map_err(|_| NotOne)
        }
        (_, None) => Ok(None),
    }
}

/// Whether `text` has no letter that no host and port have (RFC 3986, as loosely as Tornado reads it); a
/// comma would be between two.
fn is_host(text: &[u8]) -> bool {
    text.iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+;=[]:".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The host of a request for `uri` with these headers; `None` where it is refused.
    fn settled(version: Version, uri: &str, hosts: &[&'static str]) -> Option<String> {
        let mut request = Request::new(());
        *request.version_mut() = version;
        *request.uri_mut() = uri.parse().unwrap();
        for host in hosts {
            let host = HeaderValue::from_static(host);
            request.headers_mut().append(HOST, host);
        }
        settle(&mut request).ok()?;
        let host = request.headers().get(HOST);
        Some(host.map_or("", |host| host.to_str().unwrap()).to_owned())
    }

    #[test]
    fn a_request_names_one_host() {
        let passes = |version, hosts: &[_]| settled(version, "/hub/", hosts).is_some();
        for host in [
            "hub.test",
            "hub.test:8000",
            "127.0.0.1",
            "[::1]:8000",
            "[::1]",
            "",
        ] {
            assert!(passes(Version::HTTP_11, &[host]), "{host}");
        }
        for host in ["a,b", "a b", "hub/x", "user@hub", "<hub>"] {
            assert!(!passes(Version::HTTP_11, &[host]), "{host}");
        }
        assert!(!passes(Version::HTTP_11, &["hub", "hub"]));
        assert!(!passes(Version::HTTP_11, &[]));
        assert!(passes(Version::HTTP_10, &[]));
        assert!(passes(Version::HTTP_2, &[]));
    }

    #[test]
    fn a_host_before_the_path_is_held_to_the_same() {
        let named = |version, uri: &str, hosts: &[_]| settled(version, uri, hosts);
        let http1 = |uri: &str, hosts: &[_]| named(Version::HTTP_11, uri, hosts);
        let hub = Some("hub.test".to_owned());
        assert_eq!(http1("http://hub.test/hub/", &["hub.test"]), hub);
        assert_eq!(
            http1("http://hub.test/hub/", &["other.test"]),
            hub,
            "everything goes by the one before the path from there on"
        );
        assert_eq!(http1("http://hub.test/hub/", &["a", "b"]), None);
        assert_eq!(http1("http://hub.test/hub/", &["a,b"]), None);
        assert_eq!(http1("http://hub.test/hub/", &[]), None);
        assert_eq!(http1("http://me@hub.test/hub/", &["hub.test"]), None);
        assert_eq!(http1("http://a,b/hub/", &["a,b"]), None);
        let http2 = |hosts: &[_]| named(Version::HTTP_2, "https://hub.test/hub/", hosts);
        assert_eq!(http2(&[]), hub, "it is a header from there on");
        assert_eq!(http2(&["hub.test"]), hub);
        assert_eq!(http2(&["HUB.test"]), hub, "whatever the case");
        assert_eq!(http2(&["other.test"]), None);
        assert_eq!(named(Version::HTTP_10, "http://hub.test/hub/", &[]), hub);
    }
}
