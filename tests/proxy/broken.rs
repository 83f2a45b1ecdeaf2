//! Servers and clients that go away, or never were there.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::backend::{Backend, read, read_head};
use crate::hub::{Serving, answer, header, rest};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

/// A port on which nobody listens.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
fn a_server_that_is_not_there_is_told_as_503_and_not_where_it_was() {
    let hub = Serving::new();
    let target = nobody();
    hub.lead("/user/ada/", &target);
    let all = hub.ask("GET /user/ada/ HTTP/1.1\nHost: hub\nConnection: close\nAccept: text/html");
    assert!(all.starts_with("HTTP/1.1 503 "), "{all}");
    assert!(all.contains("text/html"), "{all}");
    assert!(!all.contains(target.rsplit(':').next().unwrap()), "{all}");
    let all = hub
        .ask("GET /user/ada/api HTTP/1.1\nHost: hub\nConnection: close\nAccept: application/json");
    assert!(all.starts_with("HTTP/1.1 503 "), "{all}");
    assert!(all.contains("\"status\":503"), "{all}");
}

#[test]
fn a_server_that_says_nothing_and_ends_is_told_as_503() {
    for last in ["", "HTTP/1.1 2", "nonsense\r\n\r\n"] {
        let backend = Backend::new(move |talk| {
            talk.head();
            talk.say(last);
        });
        let hub = Serving::of(&backend);
        let all = hub.ask("GET /user/ada/ HTTP/1.1\nHost: hub\nConnection: close");
        assert!(all.starts_with("HTTP/1.1 503 "), "{last}: {all}");
    }
}

/// A short answer that looks whole would be taken for the whole.
#[test]
fn an_answer_that_breaks_off_is_broken_for_the_client_too() {
    for (framing, part) in [
        ("Transfer-Encoding: chunked", "3\r\none\r\n"),
        ("Content-Length: 10", "one"),
    ] {
        let backend = Backend::new(move |talk| {
            talk.head();
            talk.say(&format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n{part}"));
            // It breaks off when the client has heard so much.
            talk.read(1);
        });
        let hub = Serving::of(&backend);
        let mut stream = hub.send("POST /user/ada/ HTTP/1.1\nHost: hub\nContent-Length: 1");
        let head = read_head(&mut stream).unwrap();
        assert!(head.contains(&framing.to_lowercase()), "{head}");
        assert_eq!(read(&mut stream, part.len()), part);
        stream.write_all(b"!").unwrap();
        assert_eq!(rest(&mut stream), "");
    }
}

#[test]
fn an_answer_may_end_with_its_connection() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it");
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.send("GET /user/ada/ HTTP/1.1\nHost: hub\nConnection: close");
    let all = rest(&mut stream);
    assert!(all.starts_with("HTTP/1.1 200 "), "{all}");
    assert!(all.ends_with("9\r\nall of it\r\n0\r\n\r\n"), "{all}");
}

/// A server closes connections that wait whenever it likes; nobody is to notice.
#[test]
fn a_connection_that_was_closed_meanwhile_is_no_error() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say(OK);
        talk.tell("closed");
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.connect();
    for _ in 0..5 {
        stream
            .write_all(b"GET /user/ada/ HTTP/1.1\r\nHost: hub\r\n\r\n")
            .unwrap();
        let (head, _) = answer(&mut stream);
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        backend.heard();
        assert_eq!(backend.heard(), "closed");
    }
}

/// What was perhaps done already is not done twice.
#[test]
fn what_a_server_has_read_and_not_answered_is_asked_again_only_if_that_does_no_harm() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say(OK);
        // The next one on this connection is read, and not answered.
        if talk.head().is_some() {
            talk.tell("dropped");
        }
    });
    let hub = Serving::of(&backend);
    let first = |hub: &Serving| {
        let mut stream = hub.send("GET /user/ada/ HTTP/1.1\nHost: hub");
        assert!(answer(&mut stream).0.starts_with("HTTP/1.1 200"));
        backend.heard();
    };
    first(&hub);
    let (head, _) = answer(&mut hub.send("GET /user/ada/ HTTP/1.1\nHost: hub"));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    while backend.heard() != "dropped" {}
    backend.heard();
    let hub = Serving::of(&backend);
    first(&hub);
    let (head, _) =
        answer(&mut hub.send("POST /user/ada/ HTTP/1.1\nHost: hub\nContent-Length: 2\n\nhi"));
    assert!(head.starts_with("HTTP/1.1 503"), "{head}");
}

#[test]
fn a_server_is_told_when_the_client_is_gone() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.wait_for_end();
        talk.tell("gone");
    });
    let hub = Serving::of(&backend);
    let waiting = hub.send("GET /user/ada/ HTTP/1.1\nHost: hub");
    backend.heard();
    drop(waiting);
    assert_eq!(backend.heard(), "gone");

    let streaming = Backend::new(|talk| {
        talk.head();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
        talk.wait_for_end();
        talk.tell("gone");
    });
    let hub = Serving::of(&streaming);
    let mut stream = hub.send("GET /user/ada/ HTTP/1.1\nHost: hub");
    read_head(&mut stream).unwrap();
    streaming.heard();
    drop(stream);
    assert_eq!(streaming.heard(), "gone");
}

/// Half of a body is no body.
#[test]
fn a_server_is_told_when_a_body_breaks_off() {
    let backend = Backend::new(|talk| {
        talk.head();
        let mut rest = String::new();
        let _ = talk.stream.read_to_string(&mut rest);
        talk.tell(rest);
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.send("POST /user/ada/ HTTP/1.1\nHost: hub\nTransfer-Encoding: chunked");
    backend.heard();
    stream.write_all(b"3\r\none\r\n").unwrap();
    drop(stream);
    let rest = backend.heard();
    assert!(!rest.ends_with("0\r\n\r\n"), "{rest}");
}

#[test]
fn what_is_not_the_servers_is_answered_while_it_keeps_silent() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.wait_for_end();
    });
    let hub = Serving::of(&backend);
    let _waiting = hub.send("GET /user/ada/ HTTP/1.1\nHost: hub");
    backend.heard();
    let (head, _) = answer(&mut hub.send("GET /hub/health HTTP/1.1\nHost: hub"));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(header(&head, "x-jupyterhub-version").unwrap(), "6.1.1");
}
