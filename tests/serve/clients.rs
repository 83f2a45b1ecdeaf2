//! Clients that do not behave.

use std::io::Write;

use crate::served::{Served, answer, folder};

#[test]
fn a_head_that_is_too_long_is_refused() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let long = "x".repeat(100_000);
    let refused = hub.ask(&format!("GET /hub/health HTTP/1.1\nx-long: {long}"));
    assert_eq!(refused.status, 431);
    assert_eq!(hub.get("/hub/health").status, 200);
}

#[test]
fn a_head_that_does_not_end_keeps_nobody_else_waiting() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let mut slow: Vec<_> = (0..100).map(|_| hub.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /hub/health HTT").unwrap();
    }
    assert_eq!(hub.get("/hub/health").status, 200);
}

#[test]
fn several_requests_go_over_one_connection() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let mut stream = hub.connect();
    let request = "GET /hub/api HTTP/1.1\r\nhost: hub\r\n\r\n";
    let last = "GET /hub/api HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n";
    stream
        .write_all([request, request, last].concat().as_bytes())
        .unwrap();
    let all = answer(stream);
    let answers = format!("{}{}", all.head, all.body)
        .matches("HTTP/1.1 200 OK")
        .count();
    assert_eq!(answers, 3);
}

#[test]
fn what_is_no_http_gets_no_answer_but_a_refusal() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let mut stream = hub.connect();
    stream
        .write_all(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        .unwrap();
    assert_eq!(answer(stream).status, 400);
    assert_eq!(hub.get("/hub/health").status, 200);
}
