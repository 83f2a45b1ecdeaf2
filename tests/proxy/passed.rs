//! The headers that pass, and those that are for one hop.

use hubctl::config::Config;
use hubctl::http::Limits;

use crate::backend::Backend;
use crate::hub::{Serving, answer, header};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

fn said(head: &str, name: &str) -> Option<String> {
    header(head, name)
}

#[test]
fn what_is_for_one_hop_does_not_pass() {
    let backend = Backend::answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive, X-Ours\r\nKeep-Alive: timeout=5\r\n\
         X-Ours: 1\r\nX-Theirs: 2\r\nUpgrade: h2c\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n",
    );
    let hub = Serving::of(&backend);
    let mut stream = hub.send(
        "GET /user/ada/ HTTP/1.1\nHost: hub\nConnection: keep-alive, X-Mine, Upgrade, HTTP2-Settings\nKeep-Alive: 5\n\
         X-Mine: 1\nX-Yours: 2\nUpgrade: h2c\nHTTP2-Settings: AAMAAABkAAQAAP__\nTE: gzip, trailers\nProxy-Connection: close\n\
         Cookie: a=1; b=2\nAuthorization: token x",
    );
    let head = backend.heard();
    for gone in [
        "connection",
        "keep-alive",
        "x-mine",
        "upgrade",
        "http2-settings",
        "proxy-connection",
    ] {
        assert_eq!(said(&head, gone), None, "{head}");
    }
    assert_eq!(said(&head, "te").unwrap(), "trailers");
    for (name, value) in [
        ("x-yours", "2"),
        ("cookie", "a=1; b=2"),
        ("authorization", "token x"),
        ("host", "hub"),
    ] {
        assert_eq!(said(&head, name).as_deref(), Some(value), "{head}");
    }
    let (head, _) = answer(&mut stream);
    for gone in ["connection", "keep-alive", "x-ours", "upgrade"] {
        assert_eq!(said(&head, gone), None, "{head}");
    }
    assert_eq!(said(&head, "x-theirs").unwrap(), "2");
    assert_eq!(head.matches("set-cookie: ").count(), 2, "{head}");
}

#[test]
fn connection_takes_away_neither_the_host_nor_where_a_body_ends() {
    let backend = Backend::new(|talk| {
        talk.head();
        let said = talk.read(2);
        talk.tell(said);
        talk.say(OK);
    });
    let hub = Serving::of(&backend);
    let head = "POST /user/ada/ HTTP/1.1\nHost: hub\nConnection: close, Host, Content-Length\nContent-Length: 2\n\nhi";
    let mut stream = hub.send(head);
    let head = backend.heard();
    assert_eq!(said(&head, "host").unwrap(), "hub");
    assert_eq!(said(&head, "content-length").unwrap(), "2");
    assert_eq!(backend.heard(), "hi");
    assert!(answer(&mut stream).0.starts_with("HTTP/1.1 200"));
}

/// As configurable-http-proxy says it, which passes on whatever anybody says.
#[test]
fn who_asks_is_told_and_what_a_trusted_proxy_says_is_kept() {
    let backend = Backend::answering(OK);
    let hub = Serving::of(&backend);
    let head = hub.passed(
        &backend,
        "GET /user/ada/ HTTP/1.1\nHost: hub.example.org:8443",
    );
    for (name, value) in [
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-host", "hub.example.org:8443"),
        ("x-forwarded-port", "8443"),
        ("x-forwarded-proto", "http"),
    ] {
        assert_eq!(said(&head, name).as_deref(), Some(value), "{head}");
    }
    let believing = |config: &mut Config, _: &mut Limits| {
        config.hub.trusted_downstream_ips = vec!["127.0.0.1".parse().unwrap()];
    };
    let hub = Serving::with(believing, None);
    hub.lead("/user/ada/", &backend.url());
    let head = hub.passed(
        &backend,
        "GET /user/ada/ HTTP/1.1\nHost: inside\nX-Forwarded-For: 10.1.1.1\nX-Forwarded-For: 10.2.2.2\n\
         X-Forwarded-Host: hub.example.org\nX-Forwarded-Port: 443\nX-Forwarded-Proto: https\nX-Real-IP: 10.1.1.1\n\
         X-Scheme: https",
    );
    for (name, value) in [
        ("host", "inside"),
        ("x-forwarded-for", "10.1.1.1,10.2.2.2,127.0.0.1"),
        ("x-forwarded-host", "hub.example.org"),
        ("x-forwarded-port", "443,80"),
        ("x-forwarded-proto", "https,http"),
        ("x-real-ip", "10.1.1.1"),
        ("x-scheme", "https"),
    ] {
        assert_eq!(said(&head, name).as_deref(), Some(value), "{head}");
    }
}

#[test]
fn what_anybody_else_says_about_who_asks_does_not_pass() {
    let backend = Backend::answering(OK);
    let configure = |config: &mut Config, _: &mut Limits| config.hub.trusted_downstream_ips.clear();
    let hub = Serving::with(configure, None);
    hub.lead("/user/ada/", &backend.url());
    let head = hub.passed(
        &backend,
        "GET /user/ada/ HTTP/1.1\nHost: hub\nX-Forwarded-For: 10.1.1.1\nX-Forwarded-Proto: https\nX-Real-IP: 10.1.1.1",
    );
    assert_eq!(said(&head, "x-forwarded-for").unwrap(), "127.0.0.1");
    assert_eq!(said(&head, "x-forwarded-proto").unwrap(), "http");
    assert_eq!(said(&head, "x-real-ip"), None);
}

#[test]
fn cookies_and_hosts_of_any_bytes_pass() {
    let backend = Backend::answering(OK);
    let hub = Serving::of(&backend);
    let head = hub.passed(
        &backend,
        "GET http://else.example.org/user/ada/?x HTTP/1.1\nHost: hub\nCookie: a=\u{e9}",
    );
    assert_eq!(head.lines().next().unwrap(), "GET /user/ada/?x HTTP/1.1");
    assert_eq!(said(&head, "host").unwrap(), "else.example.org");
    assert_eq!(said(&head, "cookie").unwrap(), "a=\u{e9}");
}

#[test]
fn a_head_that_is_too_long_is_refused() {
    let configure = |_: &mut Config, limits: &mut Limits| limits.head_bytes = 16 << 10;
    let hub = Serving::with(configure, None);
    let long = "x".repeat(20 << 10);
    let all = hub.ask(&format!(
        "GET /user/ada/ HTTP/1.1\nHost: hub\nX-Long: {long}"
    ));
    assert!(all.starts_with("HTTP/1.1 431 "), "{all}");
}
