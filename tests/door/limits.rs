//! What clients that take their time, or come in crowds, keep from others: nothing.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
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
        per_address: 100,
        for_want_of_files: None,
        head: LONG,
        head_bytes: 64 << 10,
        body: LONG,
        handshake: LONG,
        stall: LONG,
        pause: LONG,
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
    let begun = Instant::now();
    let mut connection = hub.connect();
    connection
        .write_all(b"GET /hub/health HTTP/1.1\r\nx-slow: ")
        .unwrap();
    let sending = connection.try_clone().unwrap();
    thread::spawn(move || trickle(sending));
    // However it is told, the connection is over.
    let _ = connection.read_to_end(&mut Vec::new());
    assert!(begun.elapsed() >= SHORT);
}

#[test]
fn a_connection_that_is_idle_ends_in_time() {
    let hub = limited(|limits| limits.head = SHORT);
    let begun = Instant::now();
    let mut connection = hub.connect();
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
    let sending = connection.try_clone().unwrap();
    let begun = Instant::now();
    connection.write_all(head.as_bytes()).unwrap();
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

/// Be let in, and stay.
fn stay(hub: &Serving) -> TcpStream {
    let mut connection = hub.connect();
    let request = b"GET /hub/health HTTP/1.1\r\nhost: hub\r\n\r\n";
    connection.write_all(request).unwrap();
    connection.read_exact(&mut [0; 12]).unwrap();
    connection
}

fn come(hub: &Serving, path: &str) -> Reply {
    let mut connection = hub.connect();
    let request = format!("GET {path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).unwrap();
    Reply::of(connection)
}

#[test]
fn whoever_comes_when_all_places_are_taken_is_told_so_and_comes_in_when_one_is_free() {
    let hub = limited(|limits| limits.connections = 2);
    let staying = [stay(&hub), stay(&hub)];
    let turned_away = come(&hub, "/hub/home");
    assert_eq!(turned_away.status, 503);
    assert_eq!(turned_away.header("retry-after"), Some("5"));
    let words = "as many connections as it can take";
    let page = turned_away.body;
    assert!(page.contains(words) && page.contains("<html"), "{page}");
    let program = come(&hub, "/hub/api/users");
    assert_eq!(program.status, 503);
    let told: serde_json::Value = serde_json::from_str(&program.body).unwrap();
    assert!(told["message"].as_str().unwrap().contains(words), "{told}");
    drop(staying);
    let begun = Instant::now();
    while come(&hub, "/hub/health").status != 200 {
        assert!(begun.elapsed() < LONG, "no place is free again");
    }
}
