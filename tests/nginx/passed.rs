//! What passes nginx, and how.

use std::io::{Read, Write};

use crate::backend::Backend;
use crate::hub::{Serving, header};
use crate::nginx::{NAME, Nginx, read, read_head};

fn as_it_is(configuration: String) -> String {
    configuration
}

#[test]
fn a_server_is_told_who_asks_and_by_what() {
    let backend = Backend::answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    let hub = Serving::of(&backend);
    let Some(nginx) = Nginx::before(hub.address(), as_it_is) else {
        return;
    };
    let mut stream = nginx.send(&format!("GET /user/ada/a%2Fb?c HTTP/1.1\nHost: {NAME}"));
    let head = read_head(&mut stream);
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(read(&mut stream, 2), "hi");
    let head = backend.heard();
    assert!(
        head.starts_with("GET /user/ada/a%2Fb?c HTTP/1.1\r\n"),
        "{head}"
    );
    for (name, value) in [
        ("host", NAME),
        ("x-forwarded-for", "127.0.0.1,127.0.0.1"),
        ("x-forwarded-host", NAME),
        ("x-forwarded-proto", "https,http"),
    ] {
        assert_eq!(header(&head, name).as_deref(), Some(value), "{head}");
    }
}

#[test]
fn a_websocket_passes() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        );
        let mut bytes = [0; 256];
        while let Ok(read @ 1..) = talk.stream.read(&mut bytes) {
            talk.stream.write_all(&bytes[..read]).unwrap();
        }
    });
    let hub = Serving::of(&backend);
    let Some(nginx) = Nginx::before(hub.address(), as_it_is) else {
        return;
    };
    let mut stream = nginx.send(&format!(
        "GET /user/ada/ws HTTP/1.1\nHost: {NAME}\nConnection: Upgrade\nUpgrade: websocket"
    ));
    let head = read_head(&mut stream);
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    for said in ["one", "two"] {
        stream.write_all(said.as_bytes()).unwrap();
        assert_eq!(read(&mut stream, said.len()), said);
    }
}

#[test]
fn an_event_is_shown_when_it_happens() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        talk.say("3\r\none\r\n");
        // The second happens when the first was shown.
        let go = talk.read(1);
        talk.say(&format!("1\r\n{go}\r\n0\r\n\r\n"));
    });
    let hub = Serving::of(&backend);
    let Some(nginx) = Nginx::before(hub.address(), as_it_is) else {
        return;
    };
    let mut stream = nginx.send(&format!(
        "POST /user/ada/events HTTP/1.1\nHost: {NAME}\nContent-Length: 1"
    ));
    read_head(&mut stream);
    assert_eq!(read(&mut stream, 8), "3\r\none\r\n");
    stream.write_all(b"!").unwrap();
    assert_eq!(read(&mut stream, 6), "1\r\n!\r\n");
}

/// A path is led to under the name that people know.
#[test]
fn the_hub_leads_people_where_they_are() {
    let hub = Serving::new();
    let Some(nginx) = Nginx::before(hub.address(), as_it_is) else {
        return;
    };
    for path in ["/", "/user/nobody/"] {
        let mut stream = nginx.send(&format!("GET {path} HTTP/1.1\nHost: {NAME}"));
        let head = read_head(&mut stream);
        let to = header(&head, "location").unwrap_or_default();
        let stays = to.starts_with("/hub/") || to.starts_with(&format!("https://{NAME}/hub/"));
        assert!(stays, "{head}");
    }
}
