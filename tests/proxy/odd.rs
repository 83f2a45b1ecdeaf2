//! Clients and servers that speak HTTP oddly, early, or hardly at all.

use std::io::Write;

use crate::backend::{Backend, read, read_head};
use crate::hub::{Serving, answer, header, rest};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

/// What a proxy has looked at in the head must not come after the body, where nobody looks.
#[test]
fn trailers_say_nothing_that_a_head_may_not() {
    let named = "X-Sum, X-Forwarded-For, X-Real-IP, Forwarded, Authorization, Cookie, Set-Cookie, Host, \
                 Content-Length, Connection";
    let trailers = "X-Sum: 7\r\nX-Forwarded-For: 6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n\
                    Authorization: token x\r\nCookie: a=b\r\nSet-Cookie: a=b\r\nHost: evil\r\nContent-Length: 9\r\n\
                    Connection: close\r\n";
    let answer = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: {named}\r\n\r\n2\r\nho\r\n0\r\n{trailers}\r\n"
    );
    let passed = "2\r\nhi\r\n0\r\nx-sum: 7\r\n\r\n";
    let backend = Backend::new(move |talk| {
        talk.head();
        let said = talk.read(passed.len());
        talk.tell(said);
        talk.say(&answer);
    });
    let hub = Serving::of(&backend);
    let asked = format!(
        "POST /user/ada/ HTTP/1.1\nHost: hub\nConnection: close, TE\nTE: trailers\nTrailer: {named}\n\
         Transfer-Encoding: chunked\n\n2\nhi\n0\n{}",
        trailers.trim().replace("\r\n", "\n")
    );
    let all = hub.ask(&asked);
    backend.heard();
    assert_eq!(backend.heard(), passed);
    assert!(all.ends_with("2\r\nho\r\n0\r\nx-sum: 7\r\n\r\n"), "{all}");
}

/// A body whose trailers are all left out ends as one that has none.
#[test]
fn trailers_of_which_none_passes_are_none() {
    let backend = Backend::new(|talk| {
        talk.head();
        let said = talk.read("2\r\nhi\r\n0\r\n\r\n".len());
        talk.tell(said);
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Set-Cookie\r\n\r\n2\r\nho\r\n0\r\nSet-Cookie: a=b\r\n\r\n");
    });
    let hub = Serving::of(&backend);
    let all = hub.ask(
        "POST /user/ada/ HTTP/1.1\nHost: hub\nConnection: close, TE\nTE: trailers\nTrailer: X-Real-IP\n\
         Transfer-Encoding: chunked\n\n2\nhi\n0\nX-Real-IP: 6.6.6.6",
    );
    backend.heard();
    assert_eq!(backend.heard(), "2\r\nhi\r\n0\r\n\r\n");
    assert!(all.ends_with("2\r\nho\r\n0\r\n\r\n"), "{all}");
}

/// A server that has seen enough says so before the body has come, and may close the connection with it.
#[test]
fn an_answer_before_the_end_of_the_body_passes() {
    for closes in [true, false] {
        let backend = Backend::new(move |talk| {
            while talk.head().is_some() {
                if closes {
                    talk.say("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
                    return;
                }
                talk.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
                talk.wait_for_end();
            }
        });
        let hub = Serving::of(&backend);
        let mut stream = hub.send("PUT /user/ada/ HTTP/1.1\nHost: hub\nContent-Length: 100000000");
        stream.write_all(&[b'x'; 1000]).unwrap();
        let (head, body) = answer(&mut stream);
        assert!(head.starts_with("HTTP/1.1 413"), "{head}");
        assert_eq!(body, "big");
        drop(stream);
        backend.heard();
        // What is left of that body is in nobody's way.
        hub.lead("/user/ada/", &Backend::answering(OK).url());
        let (head, _) = answer(&mut hub.send("GET /user/ada/ HTTP/1.1\nHost: hub"));
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    }
}

#[test]
fn a_client_of_http_1_0_is_answered_so_that_it_understands() {
    let backend = Backend::answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    );
    let hub = Serving::of(&backend);
    let all = hub.ask("GET /user/ada/ HTTP/1.0");
    let (head, body) = all.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.0 200"), "{head}");
    assert_eq!(header(head, "transfer-encoding"), None, "{head}");
    assert_eq!(body, "hi");
    let passed = backend.heard();
    assert!(passed.starts_with("GET /user/ada/ HTTP/1.1"), "{passed}");

    let backend = Backend::answering(OK);
    let hub = Serving::of(&backend);
    let leaves = "GET /user/ada/ws HTTP/1.0\nConnection: Upgrade\nUpgrade: websocket";
    let passed = hub.passed(&backend, leaves);
    assert_eq!(header(&passed, "upgrade"), None, "{passed}");
    let mut stream = hub.send("GET /user/ada/ HTTP/1.0\nConnection: keep-alive");
    for _ in 0..2 {
        let (head, body) = answer(&mut stream);
        assert_eq!(body, "hi", "{head}");
        assert_eq!(
            header(&head, "connection").as_deref(),
            Some("keep-alive"),
            "{head}"
        );
        stream
            .write_all(b"GET /user/ada/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            .unwrap();
    }
}

#[test]
fn requests_sent_at_once_are_answered_one_after_the_other() {
    let backend = Backend::new(|talk| {
        while let Some(head) = talk.head() {
            let path = head.split(' ').nth(1).unwrap().to_owned();
            let body = if head.starts_with("POST") {
                talk.read(3)
            } else {
                String::new()
            };
            let said = format!("{path}{body}");
            talk.say(&format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{said}",
                said.len()
            ));
        }
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.connect();
    let all = "GET /user/ada/1 HTTP/1.1\r\nHost: hub\r\n\r\nPOST /user/ada/2 HTTP/1.1\r\nHost: hub\r\nContent-Length: 3\r\n\r\n\
               abcGET /hub/health HTTP/1.1\r\nHost: hub\r\n\r\nGET /user/ada/4 HTTP/1.1\r\nHost: hub\r\n\r\n";
    stream.write_all(all.as_bytes()).unwrap();
    for wanted in ["/user/ada/1", "/user/ada/2abc", "", "/user/ada/4"] {
        let (head, body) = answer(&mut stream);
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert_eq!(body, wanted);
    }
}

#[test]
fn what_a_server_says_before_its_answer_is_passed_over() {
    let backend = Backend::answering(
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
    );
    let hub = Serving::of(&backend);
    let (head, body) = answer(&mut hub.send("GET /user/ada/ HTTP/1.1\nHost: hub"));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!((header(&head, "link"), body.as_str()), (None, "hi"));
}

/// Whatever a server says that is no answer, the client gets one, and only one.
#[test]
fn what_is_no_answer_is_told_as_503() {
    let long = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(1 << 20));
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X: y\r\n".repeat(5000));
    let never = "HTTP/1.1 100 Continue\r\n\r\n".repeat(50);
    for said in [
        "garbage\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi!",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\n X: folded\r\n\r\n",
        "HTTP/1.1 200 O",
        "\u{16}\u{3}\u{1}\u{0}",
        &long,
        &many,
        &never,
    ] {
        let said = said.to_owned();
        let short = said[..said.len().min(40)].to_owned();
        let backend = Backend::new(move |talk| {
            talk.head();
            talk.say(&said);
        });
        let hub = Serving::of(&backend);
        let all = hub.ask("GET /user/ada/ HTTP/1.1\nHost: hub\nConnection: close");
        assert!(all.starts_with("HTTP/1.1 503"), "{short:?}: {all:.300}");
        assert_eq!(all.matches("HTTP/1.1 ").count(), 1, "{short:?}");
    }
}

/// What a server says that nobody asked for is nobody's answer: it would be the next person's.
#[test]
fn what_a_server_says_too_much_is_nobodys() {
    for (first, asked) in [
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
            "GET",
        ),
        (
            "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil",
            "GET",
        ),
        (
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil",
            "GET",
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "HEAD"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
            "GET",
        ),
    ] {
        let backend = Backend::new(move |talk| {
            while let Some(head) = talk.head() {
                talk.say(if head.contains("/first") { first } else { OK });
            }
        });
        let hub = Serving::of(&backend);
        let mut stream = hub.connect();
        write!(
            stream,
            "{asked} /user/ada/first HTTP/1.1\r\nHost: hub\r\n\r\n"
        )
        .unwrap();
        let head = read_head(&mut stream).unwrap();
        if asked == "GET" && head.starts_with("HTTP/1.1 200") && head.contains("ength: 2") {
            read(&mut stream, 2);
        } else if head.contains("chunked") {
            read(&mut stream, 5);
        }
        for _ in 0..2 {
            let (head, body) = answer(&mut hub.send("GET /user/ada/ HTTP/1.1\nHost: hub"));
            assert_eq!(body, "hi", "{first:?}: {head}");
        }
        stream
            .write_all(b"GET /user/ada/ HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n")
            .unwrap();
        let rest = rest(&mut stream);
        assert!(
            !rest.contains("evil") && rest.ends_with("hi"),
            "{first:?}: {rest}"
        );
    }
}

#[test]
fn chunks_with_extensions_pass_without_them() {
    let backend = Backend::new(|talk| {
        talk.head();
        let said = talk.read("5\r\nhello\r\n0\r\n\r\n".len());
        talk.tell(said);
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b;c=\"d\"\r\nhi\r\n0;e\r\n\r\n");
    });
    let hub = Serving::of(&backend);
    let all = hub.ask(
        "POST /user/ada/ HTTP/1.1\nHost: hub\nConnection: close\nTransfer-Encoding: chunked\n\n5;x=y;z\nhello\n0;q",
    );
    backend.heard();
    assert_eq!(backend.heard(), "5\r\nhello\r\n0\r\n\r\n");
    assert!(all.ends_with("\r\n\r\n2\r\nhi\r\n0\r\n\r\n"), "{all}");
}

/// As long as a head may be in all; servers have limits of their own.
#[test]
fn a_long_address_passes_whole() {
    let backend = Backend::answering(OK);
    let hub = Serving::of(&backend);
    let path = format!(
        "/user/ada/{}?{}",
        "a/".repeat(10_000),
        "b=%20&".repeat(5_000)
    );
    let passed = hub.passed(&backend, &format!("GET {path} HTTP/1.1\nHost: hub"));
    assert!(passed.starts_with(&format!("GET {path} HTTP/1.1\r\n")));
}

/// Lines that end oddly are either refused, or written anew as they should be.
#[test]
fn lines_that_end_oddly_are_one_thing_for_everybody() {
    for head in [
        "GET /user/ada/ HTTP/1.1\nHost: hub\nX: y\n\n",
        "GET /user/ada/ HTTP/1.1\r\nHost: hub\nX: y\r\n\n",
        "GET /user/ada/ HTTP/1.1\r\nHost: hub\r\nX: y\rContent-Length: 7\r\n\r\n",
        "GET /user/ada/ HTTP/1.1\r\nHost: hub\r\nX: y\r\r\n\r\n",
        "\r\n\r\nGET /user/ada/ HTTP/1.1\r\nHost: hub\r\n\r\n",
    ] {
        let backend = Backend::answering(OK);
        let hub = Serving::of(&backend);
        let mut stream = hub.connect();
        stream.write_all(head.as_bytes()).unwrap();
        let (answered, _) = answer(&mut stream);
        let status = answered.split(' ').nth(1).unwrap();
        if status == "400" {
            assert!(backend.heard_no_more(), "{head:?}");
            continue;
        }
        assert_eq!(status, "200", "{head:?}");
        let passed = backend.heard();
        for line in passed.split("\r\n") {
            assert!(!line.contains(['\r', '\n']), "{head:?}: {passed:?}");
        }
        assert_eq!(header(&passed, "content-length"), None, "{head:?}");
    }
}
