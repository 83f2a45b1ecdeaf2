//! Connections that leave HTTP, opened and left in every way over and over: nothing of them stays with a real
//! `hubctl serve`. `benches/soak.py` does the same for longer, and with more.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::backend::{Backend, read, read_head};
use crate::hub::header;
use crate::served::Served;

const LENGTH: Duration = Duration::from_secs(8);
const AT_A_TIME: usize = 50;

const ASK: &str =
    "GET /user/ada/ws HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

/// How many files the hub has open.
fn descriptors(hub: &Served) -> usize {
    let open = format!("/proc/{}/fd", hub.pid());
    fs::read_dir(open).unwrap().count()
}

/// How many kilobytes of memory the hub has.
fn memory(hub: &Served) -> usize {
    said(hub, "VmRSS:")
}

/// What the system says of the hub's memory, in kilobytes.
fn said(hub: &Served, name: &str) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", hub.pid())).unwrap();
    let said = status.lines().find_map(|line| line.strip_prefix(name));
    let said = said.unwrap().trim().trim_end_matches(" kB");
    said.parse().unwrap()
}

fn echo() -> Backend {
    Backend::new(|talk| {
        if talk.head().is_none() {
            return;
        }
        talk.say(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: upgrade\r\n\r\n",
        );
        let mut bytes = [0; 256];
        while let Ok(read) = talk.stream.read(&mut bytes) {
            if read == 0 || talk.stream.write_all(&bytes[..read]).is_err() {
                return;
            }
        }
    })
}

/// Some go before they were answered, some say that they have said all, the others are just gone.
fn come_and_go(hub: &Served, round: usize) {
    let mut all: Vec<TcpStream> = (0..AT_A_TIME).map(|_| hub.connect()).collect();
    for stream in &mut all {
        stream.write_all(ASK.as_bytes()).unwrap();
    }
    for (at, stream) in all.iter_mut().enumerate() {
        if (round + at).is_multiple_of(5) {
            continue;
        }
        read_head(stream).unwrap();
        stream.write_all(b"hello").unwrap();
        assert_eq!(read(stream, 5), "hello");
        if (round + at).is_multiple_of(3) {
            stream.shutdown(Shutdown::Write).unwrap();
            assert_eq!(stream.read(&mut [0; 8]).unwrap(), 0);
        }
    }
}

/// Wait until the hub has no more files open than `enough`.
fn settle(hub: &Served, enough: usize) {
    let begun = Instant::now();
    while descriptors(hub) > enough {
        let now = descriptors(hub);
        assert!(
            begun.elapsed() < Duration::from_mins(1),
            "{now} of {enough} descriptors are left"
        );
        std::thread::yield_now();
    }
}

fn serve(folder: &Path, backend: &Backend) -> Served {
    let route = format!(
        "[proxy.extra_routes]\n\"/user/ada/\" = \"{}\"\n",
        backend.url()
    );
    fs::write(folder.join("hubctl.toml"), route).unwrap();
    Served::start(folder, &[])
}

/// The most kilobytes that it has had.
fn most(hub: &Served) -> usize {
    said(hub, "VmHWM:")
}

#[test]
fn a_large_upload_takes_no_memory() {
    let backend = Backend::new(|talk| {
        while let Some(head) = talk.head() {
            let length = header(&head, "content-length").unwrap();
            let (mut block, mut left) = (vec![0; 1 << 16], length.parse::<usize>().unwrap());
            while left > 0 {
                left -= talk.stream.read(&mut block).unwrap();
            }
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let hub = serve(folder.path(), &backend);
    // Pages of the program that it takes are no memory that is kept of it.
    upload(&hub, 4);
    let before = most(&hub);
    upload(&hub, 384);
    let grown = most(&hub) - before;
    assert!(grown < 16 << 10, "{grown} kB more");
}

fn upload(hub: &Served, megabytes: usize) {
    let mut stream = hub.connect();
    let length = megabytes << 20;
    let head =
        format!("PUT /user/ada/big HTTP/1.1\r\nHost: hub\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let block = vec![b'x'; 1 << 20];
    for _ in 0..megabytes {
        stream.write_all(&block).unwrap();
    }
    let answer = read_head(&mut stream).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn nothing_stays_of_connections_that_are_gone() {
    let backend = echo();
    let folder = tempfile::tempdir().unwrap();
    let hub = serve(folder.path(), &backend);
    let idle = descriptors(&hub);
    come_and_go(&hub, 0);
    settle(&hub, idle);
    let before = memory(&hub);
    let begun = Instant::now();
    let mut rounds = 1;
    while begun.elapsed() < LENGTH {
        come_and_go(&hub, rounds);
        rounds += 1;
    }
    settle(&hub, idle);
    let after = memory(&hub);
    // What a kilobyte kept of each would come to.
    let leaked = rounds * AT_A_TIME;
    assert!(
        after < before + leaked.max(2000),
        "{before} kB before, {after} kB after {rounds} rounds"
    );
}
