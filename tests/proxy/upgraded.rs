//! Connections that leave HTTP for something else.

use std::io::{Read, Write};
use std::net::Shutdown;

use crate::backend::{Backend, read, read_head};
use crate::hub::{PATIENCE, Serving, answer, header, rest};

const SWITCH: &str =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: upgrade\r\nX-Key: 7\r\n\r\n";
const ASK: &str =
    "GET /user/ada/ws HTTP/1.1\nHost: hub\nConnection: keep-alive, Upgrade\nUpgrade: echo";

/// A server that says back what it hears, and then that it hears no more.
fn echo() -> Backend {
    Backend::new(|talk| {
        talk.head();
        talk.say(SWITCH);
        let mut bytes = vec![0; 1 << 16];
        loop {
            match talk.stream.read(&mut bytes) {
                Ok(0) => break,
                Ok(read) => talk.stream.write_all(&bytes[..read]).unwrap(),
                Err(_) => return,
            }
        }
        talk.say("over");
    })
}

#[test]
fn what_either_end_says_passes_and_so_does_its_silence() {
    let backend = echo();
    let hub = Serving::of(&backend);
    let mut stream = hub.send(ASK);
    let asked = backend.heard();
    assert_eq!(header(&asked, "connection").unwrap(), "upgrade");
    assert_eq!(header(&asked, "upgrade").unwrap(), "echo");
    assert_eq!(header(&asked, "x-forwarded-proto").unwrap(), "ws");
    let head = read_head(&mut stream).unwrap();
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    assert_eq!(header(&head, "connection").unwrap(), "upgrade");
    assert_eq!(header(&head, "upgrade").unwrap(), "echo");
    assert_eq!(header(&head, "x-key").unwrap(), "7");
    for said in ["hello", "again"] {
        stream.write_all(said.as_bytes()).unwrap();
        assert_eq!(read(&mut stream, said.len()), said);
    }
    stream.shutdown(Shutdown::Write).unwrap();
    assert_eq!(rest(&mut stream), "over");
}

#[test]
fn what_is_said_with_the_head_is_not_lost() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say(&format!("{SWITCH}first"));
        let said = talk.read(5);
        talk.say(&said);
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.send(&format!("{ASK}\n\nearly"));
    read_head(&mut stream).unwrap();
    // What the client said before it was asked is no body, and goes nowhere but to the server.
    assert_eq!(rest(&mut stream), "firstearly");
}

#[test]
fn a_flood_passes_in_both_directions_and_whole() {
    let backend = echo();
    let hub = Serving::of(&backend);
    let mut stream = hub.send(ASK);
    read_head(&mut stream).unwrap();
    let mut sending = stream.try_clone().unwrap();
    let all: Vec<u8> = (0..(8_u32 << 20))
        .map(|at| at.to_le_bytes()[at as usize % 3])
        .collect();
    let said = all.clone();
    let sender = std::thread::spawn(move || {
        sending.write_all(&said).unwrap();
        sending.shutdown(Shutdown::Write).unwrap();
    });
    let mut heard = Vec::new();
    stream.read_to_end(&mut heard).unwrap();
    sender.join().unwrap();
    assert!(
        heard.strip_suffix(b"over").unwrap() == all,
        "all of it, in order"
    );
}

#[test]
fn a_server_may_refuse_to_leave_http() {
    let backend = Backend::answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
    let hub = Serving::of(&backend);
    let mut stream = hub.send(ASK);
    let (head, body) = answer(&mut stream);
    assert!(head.starts_with("HTTP/1.1 403 "), "{head}");
    assert_eq!(body, "no");
}

#[test]
fn nobody_leaves_http_who_was_not_asked_to() {
    let backend = Backend::answering(SWITCH);
    let hub = Serving::of(&backend);
    let all = hub.ask("GET /user/ada/ HTTP/1.1\nHost: hub\nConnection: close");
    assert!(all.starts_with("HTTP/1.1 503 "), "{all}");
}

#[test]
fn each_end_is_told_when_the_other_is_gone() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say(SWITCH);
        talk.wait_for_end();
        talk.tell("gone");
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.send(ASK);
    read_head(&mut stream).unwrap();
    backend.heard();
    drop(stream);
    assert_eq!(backend.heard(), "gone");

    let backend = Backend::new(|talk| {
        talk.head();
        talk.say(SWITCH);
    });
    let hub = Serving::of(&backend);
    let mut stream = hub.send(ASK);
    read_head(&mut stream).unwrap();
    assert_eq!(rest(&mut stream), "");
}

#[test]
fn a_hub_that_stops_does_not_wait_for_them() {
    let backend = echo();
    let hub = Serving::of(&backend);
    let mut stream = hub.send(ASK);
    read_head(&mut stream).unwrap();
    hub.hub.stop_or_hurry();
    let begun = std::time::Instant::now();
    let _ = rest(&mut stream);
    assert!(begun.elapsed() < PATIENCE / 2);
}

#[test]
fn what_a_client_says_there_is_activity() {
    let backend = echo();
    let hub = Serving::of(&backend);
    let mut stream = hub.send(ASK);
    read_head(&mut stream).unwrap();
    let used = || {
        let routes = hub.hub.servers().proxy().routes();
        let route = routes.get(&"/user/ada/".parse().unwrap()).unwrap();
        route.last_activity()
    };
    let before = used();
    while hub.hub.now().since(before).as_millis() < 20 {
        std::thread::yield_now();
    }
    stream.write_all(b"x").unwrap();
    assert_eq!(read(&mut stream, 1), "x");
    assert!(used() > before);
}
