//! Bodies: they pass as they come, and only as fast as they are taken.

use std::io::{Read, Write};
use std::time::Duration;

use crate::backend::{Backend, read, read_head};
use crate::hub::{Serving, answer, header, rest};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

#[test]
fn an_answer_passes_as_it_comes() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        talk.say("3\r\none\r\n");
        // The second is said when the first has been heard.
        talk.read(0);
        let mut go = [0];
        talk.stream.read_exact(&mut go).unwrap_or(());
        talk.say("3\r\ntwo\r\n0\r\n\r\n");
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.send("POST /user/ada/ HTTP/1.1\nHost: hub\nContent-Length: 1");
    let head = read_head(&mut stream).unwrap();
    assert_eq!(header(&head, "transfer-encoding").unwrap(), "chunked");
    assert_eq!(read(&mut stream, 8), "3\r\none\r\n");
    stream.write_all(b"!").unwrap();
    assert_eq!(read(&mut stream, 13), "3\r\ntwo\r\n0\r\n\r\n");
}

#[test]
fn a_body_passes_as_it_comes() {
    let backend = Backend::new(|talk| {
        talk.head();
        let said = talk.read(8);
        talk.tell(said);
        let said = talk.read(13);
        talk.tell(said);
        talk.say(OK);
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.send("POST /user/ada/ HTTP/1.1\nHost: hub\nTransfer-Encoding: chunked");
    assert_eq!(
        header(&backend.heard(), "transfer-encoding").unwrap(),
        "chunked"
    );
    stream.write_all(b"3\r\none\r\n").unwrap();
    assert_eq!(backend.heard(), "3\r\none\r\n");
    stream.write_all(b"3\r\ntwo\r\n0\r\n\r\n").unwrap();
    assert_eq!(backend.heard(), "3\r\ntwo\r\n0\r\n\r\n");
    assert!(answer(&mut stream).0.starts_with("HTTP/1.1 200"));
}

/// Far more than anybody keeps in memory.
#[test]
fn a_large_upload_arrives_whole() {
    const LENGTH: usize = 256 << 20;
    let backend = Backend::new(|talk| {
        talk.head();
        let mut block = vec![0; 1 << 20];
        let (mut left, mut sum) = (LENGTH, 0_u64);
        while left > 0 {
            let read = talk.stream.read(&mut block).unwrap();
            assert!(read > 0, "it ends before its end");
            left -= read;
            sum += block[..read]
                .iter()
                .map(|byte| u64::from(*byte))
                .sum::<u64>();
        }
        talk.tell(sum.to_string());
        talk.say(OK);
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.send(&format!(
        "PUT /user/ada/ HTTP/1.1\nHost: hub\nContent-Length: {LENGTH}"
    ));
    backend.heard();
    let block: Vec<u8> = (0..(1_u32 << 20)).map(|at| at.to_le_bytes()[0]).collect();
    for _ in 0..LENGTH >> 20 {
        stream.write_all(&block).unwrap();
    }
    assert!(answer(&mut stream).0.starts_with("HTTP/1.1 200"));
    let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum::<u64>() * (LENGTH >> 20) as u64;
    assert_eq!(backend.heard(), sum.to_string());
}

/// What nobody takes is not taken from the server either: it would be kept in memory.
#[test]
fn a_server_is_kept_waiting_for_a_client_that_does_not_read() {
    const BLOCK: usize = 1 << 16;
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
        talk.stream
            .set_write_timeout(Some(Duration::from_millis(500)))
            .unwrap();
        let (block, mut taken) = (vec![b'x'; BLOCK], 0);
        while talk.stream.write_all(&block).is_ok() {
            taken += BLOCK;
        }
        talk.tell(taken.to_string());
    });
    let hub = Serving::of(&backend);
    let stream = hub.send("GET /user/ada/ HTTP/1.1\nHost: hub");
    backend.heard();
    let taken: usize = backend.heard().parse().unwrap();
    // What the kernel keeps of four sockets is some megabytes.
    assert!(taken < 64 << 20, "{taken} bytes were taken");
    drop(stream);
}

#[test]
fn a_client_that_waits_to_be_asked_is_asked_when_the_server_asks() {
    let backend = Backend::new(|talk| {
        let head = talk.head().unwrap();
        if head.contains("/refused") {
            talk.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
            return;
        }
        talk.say("HTTP/1.1 100 Continue\r\n\r\n");
        let said = talk.read(5);
        talk.tell(said);
        talk.say(OK);
    });
    let hub = Serving::of(&backend);
    let mut stream =
        hub.send("PUT /user/ada/ HTTP/1.1\nHost: hub\nContent-Length: 5\nExpect: 100-continue");
    assert_eq!(header(&backend.heard(), "expect").unwrap(), "100-continue");
    assert_eq!(
        read_head(&mut stream).unwrap(),
        "HTTP/1.1 100 Continue\r\n\r\n"
    );
    stream.write_all(b"bytes").unwrap();
    assert_eq!(backend.heard(), "bytes");
    assert!(answer(&mut stream).0.starts_with("HTTP/1.1 200"));

    let refused =
        "PUT /user/ada/refused HTTP/1.1\nHost: hub\nContent-Length: 5\nExpect: 100-continue";
    let (head, body) = answer(&mut hub.send(refused));
    assert!(head.starts_with("HTTP/1.1 413"), "{head}");
    assert_eq!(body, "big");
}

#[test]
fn trailers_pass_both_ways() {
    let backend = Backend::new(|talk| {
        talk.head();
        let body = "2\r\nhi\r\n0\r\nx-sum: 7\r\n\r\n";
        let said = talk.read(body.len());
        talk.tell(said);
        talk.say(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nho\r\n0\r\nX-Sum: 8\r\n\r\n",
        );
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.send(
        "POST /user/ada/ HTTP/1.1\nHost: hub\nConnection: close, TE\nTE: trailers\nTrailer: X-Sum\nTransfer-Encoding: chunked\n\n\
         2\nhi\n0\nX-Sum: 7",
    );
    backend.heard();
    assert_eq!(backend.heard(), "2\r\nhi\r\n0\r\nx-sum: 7\r\n\r\n");
    assert!(rest(&mut stream).ends_with("2\r\nho\r\n0\r\nx-sum: 8\r\n\r\n"));
}

#[test]
fn answers_without_a_body_have_none() {
    let backend = Backend::new(|talk| {
        while let Some(head) = talk.head() {
            let status = if head.contains("/204") {
                "204 No Content"
            } else if head.contains("/304") {
                "304 Not Modified"
            } else {
                "200 OK\r\nContent-Length: 7"
            };
            talk.say(&format!("HTTP/1.1 {status}\r\nETag: \"x\"\r\n\r\n"));
        }
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.connect();
    for (asked, length) in [
        ("HEAD /user/ada/", Some("7")),
        ("GET /user/ada/204", None),
        ("GET /user/ada/304", None),
    ] {
        stream
            .write_all(format!("{asked} HTTP/1.1\r\nHost: hub\r\n\r\n").as_bytes())
            .unwrap();
        let head = read_head(&mut stream).unwrap();
        assert_eq!(
            header(&head, "content-length").as_deref(),
            length,
            "{asked}: {head}"
        );
        assert_eq!(header(&head, "etag").unwrap(), "\"x\"");
    }
}

#[test]
fn connections_to_a_server_are_used_again() {
    let backend = Backend::new(|talk| {
        talk.tell("new");
        while talk.head().is_some() {
            talk.say(OK);
        }
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.connect();
    assert!(backend.heard_no_more());
    for _ in 0..3 {
        stream
            .write_all(b"GET /user/ada/ HTTP/1.1\r\nHost: hub\r\n\r\n")
            .unwrap();
        answer(&mut stream);
    }
    let heard = [
        backend.heard(),
        backend.heard(),
        backend.heard(),
        backend.heard(),
    ];
    assert_eq!(heard.iter().filter(|said| *said == "new").count(), 1);
}
