//! What tells visitors apart who have not signed in.

use std::net::IpAddr;

use axum::http::HeaderValue;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use sha2::{Digest, Sha256};

use super::peer::Origin;
use crate::config::Config;

/// What Tornado takes for the address of whoever comes by a Unix socket.
const BY_SOCKET: &str = "0.0.0.0";

/// After each header: no text has this byte.
const END: [u8; 1] = [0xff];

/// An id for whoever makes the request with this head: the same for some minutes, hardly ever that of somebody
/// else (`_xsrf_utils._anonymous_xsrf_id`).
pub(super) fn id(config: &Config, parts: &Parts) -> String {
    let Origin(ip) = parts.extensions.get().copied().unwrap_or(Origin(None));
    let networks = &config.hub.xsrf_anonymous_ip_cidrs;
    let from = match ip {
        None => BY_SOCKET.to_owned(),
        // Addresses of a private network are those of proxies, which take turns.
        Some(ip) => networks
            .iter()
            .find_map(|network| around(network, ip))
            .unwrap_or_else(|| ip.to_string()),
    };
    let mut hasher = Sha256::new_with_prefix(from);
    for name in &config.hub.xsrf_anonymous_id_headers {
        let said = parts.headers.get(name.as_str());
        hasher.update(said.map(HeaderValue::as_bytes).unwrap_or_default());
        hasher.update(END);
    }
    URL_SAFE.encode(hasher.finalize())
}

/// `network`, which is written as `10.0.0.0/8`, if `ip` is in it.
fn around(network: &str, ip: IpAddr) -> Option<String> {
    let (first, bits) = match network.split_once('/') {
        Some((first, bits)) => (first, bits.parse().ok()?),
        None => (network, u32::MAX),
    };
    let first: IpAddr = first.parse().ok()?;
    let (ours, theirs, width) = match (first, ip) {
        (IpAddr::V4(first), IpAddr::V4(ip)) => (first.to_bits().into(), ip.to_bits().into(), 32),
        (IpAddr::V6(first), IpAddr::V6(ip)) => (first.to_bits(), ip.to_bits(), 128),
        _ => return None,
    };
    let bits = bits.min(width);
    let rest = |address: u128| address.checked_shr(width - bits).unwrap_or_default();
    (rest(ours) == rest(theirs)).then(|| format!("{first}/{bits}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn id_of(ip: &str, headers: &[(&str, &str)], configure: impl FnOnce(&mut Config)) -> String {
        let mut config = Config::default();
        configure(&mut config);
        let mut request = Request::get("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(Origin(ip.parse().ok()));
        id(&config, &parts)
    }

    #[test]
    fn visitors_differ_by_address_and_by_the_headers_that_count() {
        let usual = |_: &mut Config| {};
        let one = id_of("10.0.0.1", &[("user-agent", "a")], usual);
        assert_eq!(
            one,
            id_of("10.0.0.1", &[("user-agent", "a"), ("x", "b")], usual)
        );
        assert_ne!(one, id_of("10.0.0.2", &[("user-agent", "a")], usual));
        assert_ne!(one, id_of("10.0.0.1", &[("user-agent", "b")], usual));
    }

    #[test]
    fn proxies_of_one_network_are_not_told_apart() {
        let private = |config: &mut Config| {
            config.hub.xsrf_anonymous_ip_cidrs =
                vec!["fd00::/8".to_owned(), "10.0.0.0/8".to_owned()];
        };
        let one = id_of("10.0.0.1", &[], private);
        assert_eq!(one, id_of("10.9.9.9", &[], private));
        assert_ne!(one, id_of("11.0.0.1", &[], private));
        assert_eq!(
            id_of("fd01::1", &[], private),
            id_of("fd02::2", &[], private)
        );
    }

    #[test]
    fn a_network_has_the_addresses_that_begin_as_it_does() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(
            around("1.2.3.4", ip("1.2.3.4")).as_deref(),
            Some("1.2.3.4/32")
        );
        assert_eq!(around("1.2.3.4", ip("1.2.3.5")), None);
        assert_eq!(
            around("0.0.0.0/0", ip("9.9.9.9")).as_deref(),
            Some("0.0.0.0/0")
        );
        assert_eq!(around("::/0", ip("::1")).as_deref(), Some("::/0"));
        assert_eq!(around("::/0", ip("1.1.1.1")), None);
        assert_eq!(around("nonsense", ip("1.1.1.1")), None);
    }
}
