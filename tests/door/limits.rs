//! What clients that take their time, or come in crowds, keep from others: nothing.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use hubctl::http::Limits;
use hubctl::spawn::fake::Fake;

use crate::hub::{ADAS_TOKEN, Reply, Serving};
use crate::requests::serving_within;

const SHORT: Duration = Duration::from_millis(300);

/// Long enough that no limit but the tested one ends anything.
const LONG: Duration = Duration::from_mins(1);

fn limited(limit: impl FnOnce(&mut Limits)) -> Serving {
    let mut limits = Limits {
        connections: 100,
        head: LONG,
        head_bytes: 64 << 10,
        body: LONG,
        handshake: LONG,
        stall: LONG,
        grace: SHORT,
    };
    limit(&mut limits);
    serving_within(limits, Arc::new(Fake::default()))
}

/// Send a byte every now and then, until nobody listens any more.
#[expect(
    clippy::disallowed_methods,
    reason = "a client that takes its time is what is tested"
)]
fn trickle(mut connection: TcpStream) {
    let listens = |connection: &mut TcpStream| {
        thread::sleep(SHORT / 10);
        connection.write_all(b"x").is_ok()
    };
    while listens(&mut connection) {}
}

#[test]
fn a_head_that_trickles_ends_in_time() {
    let hub = limited(|limits| limits.head = SHORT);
    let mut connection = hub.connect();
    connection
        .write_all(b"GET /hub/health HTTP/1.1\r\nx-slow: ")
        .unwrap();
    let begun = Instant::now();
    let sending = connection.try_clone().unwrap();
    thread::spawn(move || trickle(sending));
    // However it is told, the connection is over.
    let _ = connection.read_to_end(&mut Vec::new());
    assert!(begun.elapsed() >= SHORT);
}

#[test]
fn a_connection_that_is_idle_ends_in_time() {
    let hub = limited(|limits| limits.head = SHORT);
    let mut connection = hub.connect();
    let begun = Instant::now();
    connection.read_to_end(&mut Vec::new()).unwrap();
    assert!(begun.elapsed() >= SHORT);
}

#[test]
fn a_body_that_trickles_is_refused_in_time() {
    let hub = limited(|limits| limits.body = SHORT);
    let mut connection = hub.connect();
    let head = format!(
        "POST /hub/api/users/ada/activity HTTP/1.1\r\nhost: hub\r\nauthorization: token {ADAS_TOKEN}\r\n\
         content-length: 1000000\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).unwrap();
    let sending = connection.try_clone().unwrap();
    let begun = Instant::now();
    thread::spawn(move || trickle(sending));
    let mut first = [0; 12];
    connection.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 408");
    assert!(begun.elapsed() >= SHORT);
}

/// What is made of a form takes many times its room.
#[test]
fn nobody_sends_more_than_a_form_has_before_it_is_known_who_they_are() {
    let hub = limited(|_| {});
    for (path, body) in [
        ("/hub/login", "x".repeat((64 << 10) + 1)),
        ("/hub/login", "a&".repeat(1001)),
        ("/hub/api/oauth2/token", "x".repeat((64 << 10) + 1)),
    ] {
        let mut connection = hub.connect();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        connection.write_all(head.as_bytes()).unwrap();
        // It may be refused before all of it is sent.
        let _ = connection.write_all(body.as_bytes());
        assert_eq!(Reply::of(connection).status, 413, "{path}");
    }
}

#[test]
fn whoever_takes_nothing_of_what_they_ask_for_is_let_go_in_time() {
    let hub = limited(|limits| limits.stall = SHORT);
    let mut connection = hub.connect();
    connection.set_write_timeout(Some(LONG)).unwrap();
    let begun = Instant::now();
    let request = b"GET /hub/api/openapi.json HTTP/1.1\r\nhost: hub\r\n\r\n";
    // Requests are no longer read once their answers have filled all that lies between.
    let over = loop {
        if let Err(over) = connection.write_all(request) {
            break over.kind();
        }
    };
    assert!(
        matches!(over, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        "{over:?}"
    );
    assert!(begun.elapsed() >= SHORT);
}

#[test]
fn whoever_comes_when_all_places_are_taken_waits_for_one() {
    let hub = limited(|limits| limits.connections = 2);
    let first = [hub.connect(), hub.connect()];
    // They are let in when they were answered, and stay.
    let request = b"GET /hub/health HTTP/1.1\r\nhost: hub\r\n\r\n";
    for mut connection in &first {
        connection.write_all(request).unwrap();
        connection.read_exact(&mut [0; 12]).unwrap();
    }
    let mut third = hub.connect();
    third
        .write_all(b"GET /hub/health HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n")
        .unwrap();
    third.set_read_timeout(Some(SHORT)).unwrap();
    assert!(
        third.read(&mut [0]).is_err(),
        "it was let in beside the others"
    );
    third.set_read_timeout(Some(LONG)).unwrap();
    first[0].shutdown(Shutdown::Both).unwrap();
    assert_eq!(Reply::of(third).status, 200);
}
