//! That a request names one host, as HTTP/1.1 wants: what stands between a client and the hub may go by
//! another of several.

use axum::http::header::{CONNECTION, HOST};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, Version};

use super::answer::{Answer, empty};

/// A bare 400 where `request` names no host, or no single one; the connection is closed with it, as Tornado
/// does (`HTTPServerRequest.__init__`).
pub(super) fn refused<B>(request: &Request<B>) -> Option<Answer> {
    if names_one(request.version(), request.headers()) {
        return None;
    }
    let mut answer = empty(StatusCode::BAD_REQUEST);
    let close = HeaderValue::from_static("close");
    answer.headers_mut().insert(CONNECTION, close);
    Some(answer)
}

fn names_one(version: Version, headers: &HeaderMap) -> bool {
    let mut said = headers.get_all(HOST).iter();
    match (said.next(), said.next()) {
        // Before HTTP/1.1 it may be left out; HTTP/2 says it elsewhere.
        (None, _) => version != Version::HTTP_11,
        (Some(host), None) => is_host(host.as_bytes()),
        (Some(_), Some(_)) => false,
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

    fn passes(version: Version, hosts: &[&'static str]) -> bool {
        let mut request = Request::new(());
        *request.version_mut() = version;
        for host in hosts {
            let host = HeaderValue::from_static(host);
            request.headers_mut().append(HOST, host);
        }
        refused(&request).is_none()
    }

    #[test]
    fn a_request_names_one_host() {
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
}
