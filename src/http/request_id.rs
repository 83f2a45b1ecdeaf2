//! A name for each request, by which its lines in the log are found.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::clock::Clock;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest that is taken from a proxy.
const LONGEST: usize = 64;

/// Names requests. No two of one hub are the same, and those of two hubs hardly ever.
pub(super) struct RequestIds {
    begin: u64,
    drawn: AtomicU64,
}

impl RequestIds {
    pub(super) fn new() -> Self {
        Self {
            begin: u64::from_ne_bytes(Clock::system().random()),
            drawn: AtomicU64::new(0),
        }
    }

    /// What the proxy of a request with `headers` calls it, if it is `trusted` and that is a name; else
    /// a new one.
    pub(super) fn of(&self, headers: &HeaderMap, trusted: bool) -> HeaderValue {
        let named = headers.get(REQUEST_ID).filter(|_| trusted);
        match named.filter(|name| is_sound(name.as_bytes())) {
            Some(name) => name.clone(),
            None => self.draw(),
        }
    }

    /// Sixteen hexadecimal digits. An odd factor takes different numbers to different ones.
    fn draw(&self) -> HeaderValue {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        let id = self.begin.wrapping_add(number).wrapping_mul(ODD);
        HeaderValue::try_from(format!("{id:016x}")).unwrap_or(HeaderValue::from_static("-"))
    }
}

/// What no log could misread.
fn is_sound(id: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    (1..=LONGEST).contains(&id.len()) && id.iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(id: &str, trusted: bool) -> String {
        let headers = HeaderMap::from_iter([(REQUEST_ID, id.parse().unwrap())]);
        let named = RequestIds::new().of(&headers, trusted);
        named.to_str().unwrap().to_owned()
    }

    #[test]
    fn a_trusted_proxy_names_requests_and_nobody_else_does() {
        assert_eq!(of("trace-7.a_B", true), "trace-7.a_B");
        assert_ne!(of("trace-7.a_B", false), "trace-7.a_B");
    }

    #[test]
    fn what_is_no_name_is_not_taken() {
        for id in ["", "a b", "a\"b", &"x".repeat(65)] {
            assert_ne!(of(id, true), id);
        }
    }

    #[test]
    fn no_two_requests_have_the_same_name() {
        let ids = RequestIds::new();
        let drawn: std::collections::HashSet<_> = (0..1000).map(|_| ids.draw()).collect();
        assert_eq!(drawn.len(), 1000);
    }
}
