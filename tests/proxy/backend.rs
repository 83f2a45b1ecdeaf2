//! Servers that do as they are told, byte for byte.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::hub::PATIENCE;

/// A server that does the same on each connection.
pub(crate) struct Backend {
    address: SocketAddr,
    heard: Receiver<String>,
}

/// One connection of a server.
pub(crate) struct Talk {
    pub(crate) stream: TcpStream,
    heard: Sender<String>,
}

impl Backend {
    /// A server that does `work` on each connection.
    pub(crate) fn new(work: impl Fn(&mut Talk) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (send, heard) = channel();
        let work = std::sync::Arc::new(work);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                stream.set_read_timeout(Some(PATIENCE)).unwrap();
                let (work, heard) = (work.clone(), send.clone());
                thread::spawn(move || work(&mut Talk { stream, heard }));
            }
        });
        Self { address, heard }
    }

    /// A server that answers each request with `answer`.
    pub(crate) fn answering(answer: &'static str) -> Self {
        Self::new(move |talk| {
            while talk.head().is_some() {
                talk.say(answer);
            }
        })
    }

    /// Its URL.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it heard next, or did.
    pub(crate) fn heard(&self) -> String {
        self.heard.recv_timeout(PATIENCE).unwrap()
    }

    /// Whether it has heard nothing more.
    pub(crate) fn heard_no_more(&self) -> bool {
        self.heard.try_recv().is_err()
    }
}

impl Talk {
    /// The head of the next request, told to the test too; none where the connection ends.
    pub(crate) fn head(&mut self) -> Option<String> {
        let head = read_head(&mut self.stream)?;
        let _ = self.heard.send(head.clone());
        Some(head)
    }

    pub(crate) fn say(&mut self, text: &str) {
        let _ = self.stream.write_all(text.as_bytes());
    }

    /// Tell the test something.
    pub(crate) fn tell(&self, what: impl Into<String>) {
        let _ = self.heard.send(what.into());
    }

    /// Exactly so many bytes.
    pub(crate) fn read(&mut self, length: usize) -> String {
        read(&mut self.stream, length)
    }

    /// Wait until the other end has ended the connection, in one way or the other.
    pub(crate) fn wait_for_end(&mut self) {
        let mut rest = [0; 4096];
        while self.stream.read(&mut rest).is_ok_and(|read| read > 0) {}
    }
}

/// A head, with the empty line at its end; none where there is an end before it.
pub(crate) fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => panic!("nothing comes"),
            Ok(_) | Err(_) => return None,
        }
    }
    Some(String::from_utf8(head).unwrap())
}

pub(crate) fn read(stream: &mut TcpStream, length: usize) -> String {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}
