//! Requests that two servers could read differently: none of them passes.

use std::io::Write;

use crate::backend::Backend;
use crate::hub::{Serving, rest};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

/// Each is sent as it is, with a second request behind it that must not be taken for one of ours.
#[test]
fn what_could_be_read_in_two_ways_is_refused() {
    let smuggled = "GET /user/ada/smuggled HTTP/1.1\r\nHost: hub\r\n\r\n";
    for (head, body) in [
        ("Content-Length: 3\r\nContent-Length: 5", "hello"),
        ("Content-Length: 3, 5", "hello"),
        ("Content-Length: +5", "hello"),
        ("Content-Length: 0x5", "hello"),
        ("Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
        ("Transfer-Encoding: identity", "0\r\n\r\n"),
        ("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
        ("Transfer-Encoding: xchunked", "0\r\n\r\n"),
        ("Transfer-Encoding : chunked", "0\r\n\r\n"),
        (" Transfer-Encoding: chunked", "0\r\n\r\n"),
        ("X: y\r\n Content-Length: 5", "hello"),
        ("Host: other", ""),
        ("X-\u{0}: y", ""),
    ] {
        let backend = Backend::answering(OK);
        let hub = Serving::of(&backend);
        let mut stream = hub.connect();
        let all =
            format!("POST /user/ada/ HTTP/1.1\r\nHost: hub\r\n{head}\r\n\r\n{body}{smuggled}");
        stream.write_all(all.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let answer = rest(&mut stream);
        let status = answer.split(' ').nth(1).unwrap_or("000");
        assert!(
            ["400", "501", "000"].contains(&status),
            "{head:?}: {answer}"
        );
        assert!(backend.heard_no_more(), "{head:?}");
    }
}

/// `Transfer-Encoding` counts where both are there, the length does not pass, and nothing is read behind it.
#[test]
fn a_length_beside_chunks_does_not_pass() {
    for both in [
        "Transfer-Encoding: chunked\nContent-Length: 60",
        "Content-Length: 60\nTransfer-Encoding: chunked",
    ] {
        let backend = Backend::new(|talk| {
            while talk.head().is_some() {
                talk.read(5);
                talk.say(OK);
            }
        });
        let hub = Serving::of(&backend);
        let all = hub.ask(&format!(
            "POST /user/ada/ HTTP/1.1\nHost: hub\n{both}\n\n0\n\nGET /user/ada/smuggled HTTP/1.1\nHost: hub",
        ));
        assert_eq!(all.matches("HTTP/1.1 ").count(), 1, "{all}");
        if all.starts_with("HTTP/1.1 200") {
            let head = backend.heard().to_lowercase();
            assert!(!head.contains("content-length"), "{head}");
        }
        assert!(backend.heard_no_more());
    }
}

/// The head has passed already: the server must see that the body has no end.
#[test]
fn a_bad_chunk_ends_the_request_for_the_server_too() {
    for chunk in [
        "zz\r\nhi\r\n",
        "2\r\nhixx0\r\n\r\n",
        "-2\r\nhi\r\n",
        "FFFFFFFFFFFFFFFFFF\r\nhi\r\n",
        "2;\nhi\r\n",
    ] {
        let backend = Backend::new(|talk| {
            talk.head();
            talk.wait_for_end();
            talk.tell("over");
        });
        let hub = Serving::of(&backend);
        let mut stream = hub.connect();
        let head = "POST /user/ada/ HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n";
        stream
            .write_all(format!("{head}{chunk}").as_bytes())
            .unwrap();
        // Where head and chunk come at once, not even the head passes.
        while backend.heard() != "over" {}
        let answer = rest(&mut stream);
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
            "{chunk:?}: {answer}"
        );
    }
}

/// A server that says both must not make the client read on in somebody else's answer.
#[test]
fn an_answer_says_once_where_it_ends() {
    let backend = Backend::answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    );
    let hub = Serving::of(&backend);
    let all = hub.ask("GET /user/ada/ HTTP/1.1\nHost: hub\nConnection: close");
    let passes =
        !all.to_lowercase().contains("content-length") && all.ends_with("2\r\nhi\r\n0\r\n\r\n");
    assert!(passes || all.starts_with("HTTP/1.1 503"), "{all}");
}

#[test]
fn a_tunnel_is_not_opened() {
    let hub = Serving::new();
    let all = hub.ask("CONNECT example.org:443 HTTP/1.1\nHost: example.org:443\nConnection: close");
    assert!(!all.starts_with("HTTP/1.1 2"), "{all}");
}
