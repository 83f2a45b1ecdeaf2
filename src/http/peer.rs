//! From where a request comes.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};

use crate::config::Network;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");

/// The other end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peer {
    /// None on a Unix socket.
    ip: Option<IpAddr>,
}

/// From where a request comes: the other end, or whom a proxy there speaks for. None is a Unix socket,
/// and whoever may open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin(pub(super) Option<IpAddr>);

impl Peer {
    pub(super) fn at(ip: IpAddr) -> Self {
        Self {
            ip: Some(ip.to_canonical()),
        }
    }

    pub(super) fn on_this_machine() -> Self {
        Self { ip: None }
    }

    /// Its address; none on a Unix socket.
    pub(super) fn ip(self) -> Option<IpAddr> {
        self.ip
    }

    /// Whether what it says about where a request comes from is believed: it may open a Unix socket of the
    /// hub's, or is one of the proxies of `trusted_downstream_ips`. Anybody else could say anything; so
    /// could anybody on this machine, where people's servers run.
    pub(super) fn is_trusted(self, proxies: &[Network]) -> bool {
        self.ip.is_none_or(|ip| is_one_of(proxies, ip))
    }

    /// From where a request with `headers` comes (`HTTPServerRequest` of Tornado with `xheaders`).
    pub(super) fn origin(self, headers: &HeaderMap, proxies: &[Network]) -> Origin {
        if !self.is_trusted(proxies) {
            return Origin(self.ip);
        }
        let said = |name| {
            headers
                .get_all(name)
                .iter()
                .filter_map(|value| value.to_str().ok())
        };
        let real = said(REAL_IP).next().and_then(ip);
        let forwarded = || {
            let hops = said(FORWARDED_FOR).rev().flat_map(|hops| hops.rsplit(','));
            // Beyond a hop that is no proxy of ours, or cannot be read, anybody could have written anything.
            let mut unproven = hops
                .map(ip)
                .skip_while(|hop| hop.is_some_and(|ip| is_one_of(proxies, ip)));
            unproven.next().flatten()
        };
        let said = real.or_else(forwarded);
        Origin(said.map(|ip| ip.to_canonical()).or(self.ip))
    }
}

/// The address that `text` says, with or without a port.
fn ip(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse::<SocketAddr>().ok().map(|at| at.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    text.parse().ok().or_else(with_port).or_else(bracketed)
}

fn is_one_of(proxies: &[Network], ip: IpAddr) -> bool {
    proxies.iter().any(|network| network.contains(ip))
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(ip) => ip.fmt(f),
            None => f.write_str("unix"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(peer: &str, headers: &[(HeaderName, &str)], proxies: &[&str]) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(name, value.parse().unwrap());
        }
        let proxies: Vec<Network> = proxies.iter().map(|ip| ip.parse().unwrap()).collect();
        let peer = Peer::at(peer.parse().unwrap());
        peer.origin(&map, &proxies).to_string()
    }

    #[test]
    fn a_proxy_is_believed_and_a_stranger_is_not() {
        let said = [(FORWARDED_FOR, "1.1.1.1, 2.2.2.2, 10.0.0.1")];
        assert_eq!(origin("10.0.0.1", &said, &["10.0.0.1"]), "2.2.2.2");
        assert_eq!(origin("9.9.9.9", &said, &["10.0.0.1"]), "9.9.9.9");
        let with_port = [(FORWARDED_FOR, "1.1.1.1, 2.2.2.2:5555")];
        assert_eq!(origin("10.0.0.1", &with_port, &["10.0.0.1"]), "2.2.2.2");
        let bracketed = [(FORWARDED_FOR, "1.1.1.1, [2001:db8::1]:5555")];
        assert_eq!(origin("10.0.0.1", &bracketed, &["10.0.0.1"]), "2001:db8::1");
        let unreadable = [(FORWARDED_FOR, "1.1.1.1, unknown")];
        assert_eq!(origin("10.0.0.1", &unreadable, &["10.0.0.1"]), "10.0.0.1");
        let real = |ip| [(REAL_IP, ip)];
        let named = ["127.0.0.1"];
        assert_eq!(origin("127.0.0.1", &real("3.3.3.3"), &named), "3.3.3.3");
        assert_eq!(origin("127.0.0.1", &real("nonsense"), &named), "127.0.0.1");
        // People's servers run on this machine, too.
        assert_eq!(origin("127.0.0.1", &real("3.3.3.3"), &[]), "127.0.0.1");
        assert_eq!(origin("::ffff:9.9.9.9", &[], &[]), "9.9.9.9");
    }
}
