//! Who keeps silent, and who does not take what they are sent.

use std::time::Duration;

use hubctl::config::Config;
use hubctl::http::Limits;

use crate::backend::{Backend, read, read_head};
use crate::hub::{Serving, answer, header};

const SHORT: Duration = Duration::from_millis(300);

fn impatient(backend: &Backend) -> Serving {
    let configure = |_: &mut Config, limits: &mut Limits| {
        limits.stall = SHORT;
        limits.body = SHORT;
    };
    let hub = Serving::with(configure, None);
    hub.lead("/user/ada/", &backend.url());
    hub
}

#[test]
fn a_client_that_takes_nothing_is_let_go() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
        let block = vec![b'x'; 1 << 16];
        while std::io::Write::write_all(&mut talk.stream, &block).is_ok() {}
        talk.tell("over");
    });
    let hub = impatient(&backend);
    let _stream = hub.send("GET /user/ada/ HTTP/1.1\nHost: hub");
    backend.heard();
    assert_eq!(backend.heard(), "over");
}

/// Anybody may ask for a server's address, and leave a request half sent for ever.
#[test]
fn a_client_that_does_not_send_what_it_announced_is_let_go() {
    let backend = Backend::new(|talk| {
        talk.head();
        talk.wait_for_end();
        talk.tell("over");
    });
    let hub = Serving::with(|_, limits| limits.pause = SHORT, None);
    hub.lead("/user/ada/", &backend.url());
    for framed in [
        "Content-Length: 9\r\n\r\nhalf",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
    ] {
        let mut stream = hub.connect();
        let sent = format!("POST /user/ada/ HTTP/1.1\r\nHost: hub\r\n{framed}");
        std::io::Write::write_all(&mut stream, sent.as_bytes()).unwrap();
        let (head, _) = answer(&mut stream);
        assert!(head.starts_with("HTTP/1.1 408"), "{head}");
        assert!(header(&head, "connection").is_some_and(|said| said == "close"));
        backend.heard();
        assert_eq!(backend.heard(), "over");
    }
}

/// Event streams and long polls say nothing for as long as there is nothing to say.
#[test]
fn a_stream_that_is_merely_silent_goes_on() {
    let backend = Backend::new(|talk| {
        talk.head();
        let mut said = String::new();
        while said.len() < 2 {
            wait();
            said += &talk.read(1);
        }
        wait();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        wait();
        talk.say("2\r\nhi\r\n");
    });
    let hub = impatient(&backend);
    let mut stream = hub.send("POST /user/ada/ HTTP/1.1\nHost: hub\nContent-Length: 2");
    for _ in 0..2 {
        wait();
        std::io::Write::write_all(&mut stream, b"!").unwrap();
    }
    read_head(&mut stream).unwrap();
    assert_eq!(read(&mut stream, 7), "2\r\nhi\r\n");
}

/// Longer than any limit of these tests.
#[expect(
    clippy::disallowed_methods,
    reason = "that nothing happens meanwhile is what is tested"
)]
fn wait() {
    std::thread::sleep(SHORT * 2);
}
