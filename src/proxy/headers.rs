//! The headers of requests and answers that pass: what is for one hop stays there, and who asked is told to
//! the next.

use hyper::header::{
    AUTHORIZATION, CACHE_CONTROL, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_TYPE, COOKIE, EXPECT, Entry, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION,
    PROXY_AUTHORIZATION, RANGE, SET_COOKIE, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use hyper::http::request::Parts;
use hyper::{StatusCode, Uri, Version};

use super::Client;

const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");
const HTTP2_SETTINGS: HeaderName = HeaderName::from_static("http2-settings");

const FORWARDED: HeaderName = HeaderName::from_static("forwarded");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");
const SCHEME: HeaderName = HeaderName::from_static("x-scheme");

/// What is believed of trusted proxies alone.
const SAID_BY_PROXIES: [HeaderName; 7] = [
    FORWARDED,
    FORWARDED_FOR,
    FORWARDED_HOST,
    FORWARDED_PORT,
    FORWARDED_PROTO,
    REAL_IP,
    SCHEME,
];

/// What is of no use, or of none that is good, after a body (RFC 9110, 6.5.1): whoever reads it there may take it for
/// what stood before it, where nobody has looked at it.
const NEVER_TRAILING: [HeaderName; 20] = [
    AUTHORIZATION,
    CACHE_CONTROL,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    CONTENT_TYPE,
    COOKIE,
    EXPECT,
    HOST,
    KEEP_ALIVE,
    LOCATION,
    PROXY_AUTHORIZATION,
    PROXY_CONNECTION,
    RANGE,
    SET_COOKIE,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Why a request is not passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// What it is answered.
    pub status: StatusCode,
    /// What is wrong with it.
    pub why: &'static str,
}

const fn bad(why: &'static str) -> Malformed {
    Malformed {
        status: StatusCode::BAD_REQUEST,
        why,
    }
}

/// What a request wants of the connection besides an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wants {
    /// To speak something else on it from there on.
    pub(super) upgrade: Option<HeaderValue>,
    /// To be told before it sends its body.
    pub(super) continuing: bool,
}

/// Make the head of a request that of the next hop's.
///
/// # Errors
/// Where two servers could read it differently.
pub(super) fn onward(
    head: &mut Parts,
    has_body: bool,
    client: &Client,
) -> Result<Wants, Malformed> {
    frame(&mut head.headers)?;
    host(head)?;
    let headers = &mut head.headers;
    // What came before HTTP/1.1 knows no other protocol, and HTTP/2 has no such header.
    let upgrade = match head.version {
        Version::HTTP_11 => upgrade(headers),
        _ => None,
    };
    let trailers = lists(headers, &TE, "trailers");
    drop_hop_by_hop(headers);
    headers.remove(HTTP2_SETTINGS);
    if trailers {
        headers.insert(TE, HeaderValue::from_static("trailers"));
    }
    if let Some(protocol) = &upgrade {
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, protocol.clone());
    }
    forwarded(headers, client, upgrade.is_some());
    if head.version == Version::HTTP_2 {
        join_cookies(headers);
    }
    let continuing =
        has_body && head.version == Version::HTTP_11 && lists(headers, &EXPECT, "100-continue");
    if !continuing {
        headers.remove(EXPECT);
    }
    head.uri = origin_form(&head.uri);
    Ok(Wants {
        upgrade,
        continuing,
    })
}

/// Where the body ends is said once, and by us.
fn frame(headers: &mut HeaderMap) -> Result<(), Malformed> {
    let chunked = match headers.entry(TRANSFER_ENCODING) {
        Entry::Occupied(coding) => {
            let one = coding.iter().count() == 1;
            if !one || !coding.get().as_bytes().eq_ignore_ascii_case(b"chunked") {
                return Err(Malformed {
                    status: StatusCode::NOT_IMPLEMENTED,
                    why: "the body is sent in a way that is not understood",
                });
            }
            true
        }
        Entry::Vacant(_) => false,
    };
    if chunked && headers.contains_key(CONTENT_LENGTH) {
        return Err(bad("the request says twice where its body ends"));
    }
    if headers.get_all(CONTENT_LENGTH).iter().count() > 1 {
        return Err(bad("the request says twice how long its body is"));
    }
    Ok(())
}

/// The host is in one place, and said once.
fn host(head: &mut Parts) -> Result<(), Malformed> {
    let headers = &mut head.headers;
    if headers.get_all(HOST).iter().count() > 1 {
        return Err(bad("the request names two hosts"));
    }
    match head.uri.authority() {
        Some(authority) => {
            let host = HeaderValue::from_str(authority.as_str());
            headers.insert(HOST, host.map_err(|_| bad("the request names no host"))?);
        }
        None if !headers.contains_key(HOST) && head.version == Version::HTTP_11 => {
            return Err(bad("the request names no host"));
        }
        None => {}
    }
    Ok(())
}

/// What the client would rather speak; to leave HTTP/1.1 for another HTTP is between it and us.
fn upgrade(headers: &HeaderMap) -> Option<HeaderValue> {
    if !lists(headers, &CONNECTION, "upgrade") {
        return None;
    }
    let protocol = headers.get(UPGRADE)?;
    let is_http = |word: &str| {
        let word = word.trim().to_ascii_lowercase();
        word.starts_with("h2") || word.starts_with("http/")
    };
    let text = protocol.to_str().ok()?;
    (!text.split(',').any(is_http)).then(|| protocol.clone())
}

/// Whether the list that `name` is has `word`.
fn lists(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).iter();
    let mut words = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    words.any(|found| found.trim().eq_ignore_ascii_case(word))
}

/// Take out what is for this connection alone: what RFC 9110 names, and what `Connection` does.
fn drop_hop_by_hop(headers: &mut HeaderMap) {
    if headers.contains_key(CONNECTION) {
        let named: Vec<HeaderName> = headers
            .get_all(CONNECTION)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(|name| name.trim().parse().ok())
            .filter(|name| !is_kept(name))
            .collect();
        for name in named {
            headers.remove(name);
        }
        headers.remove(CONNECTION);
    }
    for name in [KEEP_ALIVE, PROXY_CONNECTION, TE, UPGRADE] {
        headers.remove(name);
    }
}

/// What `Connection` cannot take away: where a message ends and for whom it is.
fn is_kept(name: &HeaderName) -> bool {
    *name == HOST || *name == CONTENT_LENGTH || *name == TRANSFER_ENCODING || *name == EXPECT
}

/// Say for whom the request is made, as configurable-http-proxy says it.
fn forwarded(headers: &mut HeaderMap, client: &Client, upgrades: bool) {
    if !client.is_trusted {
        drop_said_by_proxies(headers);
    }
    if let Some(ip) = &client.ip {
        append(headers, FORWARDED_FOR, ip);
    }
    let host = headers.get(HOST).cloned();
    let port = host.as_ref().and_then(port);
    let port = port.unwrap_or(HeaderValue::from_static(if client.is_secure {
        "443"
    } else {
        "80"
    }));
    append(headers, FORWARDED_PORT, &port);
    let proto = match (client.is_secure, upgrades) {
        (false, false) => "http",
        (true, false) => "https",
        (false, true) => "ws",
        (true, true) => "wss",
    };
    append(headers, FORWARDED_PROTO, &HeaderValue::from_static(proto));
    if let Some(host) = host {
        headers.entry(FORWARDED_HOST).or_insert(host);
    }
}

/// Take out what only proxies that are trusted may say: [`SAID_BY_PROXIES`], and all else of the kind, which servers of
/// people's own may believe.
pub(super) fn drop_said_by_proxies(headers: &mut HeaderMap) {
    let is_said = |name: &HeaderName| {
        SAID_BY_PROXIES.contains(name) || name.as_str().starts_with("x-forwarded-")
    };
    let said: Vec<HeaderName> = headers
        .keys()
        .filter(|name| is_said(name))
        .cloned()
        .collect();
    for name in said {
        headers.remove(name);
    }
}

/// The port that a host names.
fn port(host: &HeaderValue) -> Option<HeaderValue> {
    let (_, port) = host.to_str().ok()?.rsplit_once(':')?;
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    HeaderValue::from_str(port).ok().filter(|_| is_port)
}

/// Add to what others have said.
fn append(headers: &mut HeaderMap, name: HeaderName, last: &HeaderValue) {
    let Entry::Occupied(mut said) = headers.entry(&name) else {
        headers.insert(name, last.clone());
        return;
    };
    let mut all = Vec::new();
    for value in said.iter().chain([last]) {
        if !all.is_empty() {
            all.push(b',');
        }
        all.extend_from_slice(value.as_bytes());
    }
    if let Ok(all) = HeaderValue::from_bytes(&all) {
        said.insert(all);
    }
}

/// HTTP/2 may send cookies one by one; HTTP/1.1 has them in one header.
fn join_cookies(headers: &mut HeaderMap) {
    let Entry::Occupied(mut cookies) = headers.entry(COOKIE) else {
        return;
    };
    let all: Vec<&[u8]> = cookies.iter().map(HeaderValue::as_bytes).collect();
    if let Ok(one) = HeaderValue::from_bytes(&all.join(&b"; "[..])) {
        cookies.insert(one);
    }
}

/// The path and what is asked of it, without the host.
fn origin_form(uri: &Uri) -> Uri {
    let asked = uri.path_and_query().cloned();
    asked.map(Uri::from).unwrap_or_default()
}

/// Make the headers of an answer those of the next hop's.
pub(super) fn back(headers: &mut HeaderMap) {
    drop_hop_by_hop(headers);
    if headers.remove(TRANSFER_ENCODING).is_some() {
        // It does not count, and whoever reads it next must not think so.
        headers.remove(CONTENT_LENGTH);
    }
}

/// Make what follows a body, either way, that of the next hop's.
pub(super) fn trailing(trailers: &mut HeaderMap) {
    for name in &NEVER_TRAILING {
        trailers.remove(name);
    }
    drop_said_by_proxies(trailers);
}

#[cfg(test)]
mod tests {
    use hyper::Request;
    use proptest::prelude::*;

    use super::*;

    fn client(is_trusted: bool) -> Client {
        Client {
            ip: Some(HeaderValue::from_static("9.9.9.9")),
            is_trusted,
            is_secure: true,
            patience: std::time::Duration::MAX,
        }
    }

    fn head(headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::get("/user/ada/?x").header(HOST, "hub:8443");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn passed(headers: &[(&str, &str)], client: &Client) -> HeaderMap {
        let mut head = head(headers);
        onward(&mut head, false, client).unwrap();
        head.headers
    }

    /// Anybody could say anything.
    #[test]
    fn what_a_stranger_says_about_others_does_not_pass() {
        let said = SAID_BY_PROXIES.map(|name| (name.as_str().to_owned(), "1.1.1.1".to_owned()));
        let said: Vec<(&str, &str)> = said
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        let headers = passed(&said, &client(false));
        assert_eq!(headers[FORWARDED_FOR], "9.9.9.9");
        assert_eq!(headers[FORWARDED_HOST], "hub:8443");
        assert_eq!(headers[FORWARDED_PORT], "8443");
        assert_eq!(headers[FORWARDED_PROTO], "https");
        for gone in [FORWARDED, REAL_IP, SCHEME] {
            assert!(!headers.contains_key(gone));
        }
        let prefix = passed(&[("x-forwarded-prefix", "/elsewhere")], &client(false));
        assert!(!prefix.contains_key("x-forwarded-prefix"));
        let headers = passed(&said, &client(true));
        assert_eq!(headers[FORWARDED_FOR], "1.1.1.1,9.9.9.9");
        assert_eq!(headers[REAL_IP], "1.1.1.1");
    }

    #[test]
    fn a_websocket_is_told_by_its_scheme() {
        let asked = [("connection", "Upgrade"), ("upgrade", "websocket")];
        let headers = passed(&asked, &client(true));
        assert_eq!(headers[FORWARDED_PROTO], "wss");
        assert_eq!(headers[UPGRADE], "websocket");
        assert_eq!(headers[CONNECTION], "upgrade");
    }

    #[test]
    fn another_http_is_not_passed_on_in_a_list_either() {
        for upgrade in ["h2c", "websocket, h2c", "HTTP/2.0"] {
            let asked = [("connection", "Upgrade"), ("upgrade", upgrade)];
            assert!(
                !passed(&asked, &client(false)).contains_key(UPGRADE),
                "{upgrade}"
            );
        }
    }

    #[test]
    fn cookies_that_came_one_by_one_are_one_header() {
        let mut head = head(&[("cookie", "a=1"), ("cookie", "b=2")]);
        head.version = Version::HTTP_2;
        onward(&mut head, false, &client(true)).unwrap();
        let all: Vec<_> = head.headers.get_all(COOKIE).iter().collect();
        assert_eq!(all, ["a=1; b=2"]);
    }

    proptest! {
        /// Whatever is sent, a server is told one host, and nothing that was for one hop.
        #[test]
        fn nothing_for_one_hop_passes(
            names in prop::collection::vec("(x-[a-c]|te|upgrade|keep-alive|proxy-connection|host|cookie)", 0..6),
            named in prop::collection::vec("(X-[a-c]|close|Keep-Alive| host|[ -~]{0,5})", 0..4),
            trusted in any::<bool>(),
        ) {
            let named = named.join(",");
            let mut all: Vec<(&str, &str)> = names.iter().filter(|name| *name != "host").map(|name| (&**name, "v")).collect();
            all.push(("connection", &named));
            let mut head = head(&all);
            prop_assume!(onward(&mut head, false, &client(trusted)).is_ok());
            let headers = head.headers;
            for gone in [KEEP_ALIVE, PROXY_CONNECTION, TE, UPGRADE, CONNECTION] {
                prop_assert!(!headers.contains_key(&gone), "{}", gone);
            }
            for name in named.split(',').filter_map(|name| name.trim().parse::<HeaderName>().ok()) {
                prop_assert!(!headers.contains_key(&name) || is_kept(&name) || SAID_BY_PROXIES.contains(&name));
            }
            prop_assert_eq!(headers.get_all(HOST).iter().count(), 1);
            let kept = names.iter().filter(|name| *name == "cookie").count();
            if !named.to_lowercase().split(',').any(|name| name.trim() == "cookie") {
                prop_assert_eq!(headers.get_all(COOKIE).iter().count(), kept);
            }
        }
    }
}
