//! What is needed of a browser: it keeps cookies by path, says what a request is for, and goes where it is led.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::TcpStream;

use crate::served::{Answer, ask_at};

/// How often it lets itself be led on.
const MOST_REDIRECTS: usize = 12;

/// A browser, which knows one host.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    address: String,
    host: String,
    /// By name and path.
    cookies: BTreeMap<(String, String), String>,
    /// Headers of all its requests.
    pub(crate) headers: Vec<(String, String)>,
}

impl Browser {
    /// One that finds the hub at `address`, `host:port`.
    pub(crate) fn at(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            host: address.to_owned(),
            cookies: BTreeMap::new(),
            headers: vec![("sec-fetch-mode".to_owned(), "navigate".to_owned())],
        }
    }

    /// No browser: it says nothing of what it asks for.
    pub(crate) fn of_a_program(address: &str) -> Self {
        Self {
            headers: Vec::new(),
            ..Self::at(address)
        }
    }

    /// The same, which calls the hub `host`.
    pub(crate) fn called(self, host: &str) -> Self {
        Self {
            host: host.to_owned(),
            ..self
        }
    }

    /// The same browser, with the same cookies, in front of what took the place of the hub.
    pub(crate) fn turned_to(&self, address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..self.clone()
        }
    }

    /// The same with one more header in all its requests.
    pub(crate) fn saying(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Put a cookie there.
    pub(crate) fn keep(&mut self, name: &str, path: &str, value: &str) {
        let key = (name.to_owned(), path.to_owned());
        self.cookies.insert(key, value.to_owned());
    }

    /// The cookie of this name, if it has one.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let mut found = self.cookies.iter().filter(|((known, _), _)| known == name);
        found.next().map(|(_, value)| value.as_str())
    }

    /// `GET path`, without being led on.
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None)
    }

    /// Send a form to `path`.
    pub(crate) fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(form).finish();
        self.send(
            "POST",
            path,
            Some(("application/x-www-form-urlencoded", &body)),
        )
    }

    /// `GET path`, and go where that leads, as long as it is to the same host; where it ended, and all the
    /// places on the way.
    pub(crate) fn visit(&mut self, path: &str) -> (Answer, Vec<String>) {
        let mut way = vec![path.to_owned()];
        loop {
            let answer = self.get(&way[way.len() - 1].clone());
            let led = answer
                .header("location")
                .filter(|_| (300..400).contains(&answer.status));
            let Some(to) = led.map(|to| self.path_of(to)) else {
                return (answer, way);
            };
            assert!(way.len() < MOST_REDIRECTS, "led around: {way:#?}");
            way.push(to);
        }
    }

    /// Ask something.
    pub(crate) fn send(&mut self, method: &str, path: &str, body: Option<(&str, &str)>) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1");
        let mut header = |name: &str, value: &str| {
            let _ = write!(head, "\n{name}: {value}");
        };
        for (name, value) in &self.headers {
            header(name, value);
        }
        let cookies = self.sent_to(path);
        if !cookies.is_empty() {
            header("cookie", &cookies);
        }
        if let Some((kind, body)) = body {
            header("content-type", kind);
            head = format!("{head}\n\n{body}");
        }
        let stream = TcpStream::connect(&self.address).unwrap();
        let answer = ask_at(stream, &self.host, &head);
        self.take_cookies(path, &answer);
        answer
    }

    fn path_of(&self, location: &str) -> String {
        for host in [&self.host, &self.address] {
            if let Some(path) = location.strip_prefix(&format!("http://{host}")) {
                return path.to_owned();
            }
        }
        assert!(location.starts_with('/'), "led elsewhere: {location}");
        location.to_owned()
    }

    /// The cookies for `path`, those of the longest paths first.
    fn sent_to(&self, path: &str) -> String {
        let path = path.split('?').next().unwrap();
        let fits = |of: &str| path.starts_with(of) || of.strip_suffix('/') == Some(path);
        let mut sent: Vec<_> = self
            .cookies
            .iter()
            .filter(|((_, of), _)| fits(of))
            .collect();
        sent.sort_by_key(|((_, of), _)| std::cmp::Reverse(of.len()));
        let pairs: Vec<_> = sent
            .iter()
            .map(|((name, _), value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn take_cookies(&mut self, asked: &str, answer: &Answer) {
        for line in answer.head.lines() {
            let Some((name, set)) = line.split_once(": ") else {
                continue;
            };
            if !name.eq_ignore_ascii_case("set-cookie") {
                continue;
            }
            let mut parts = set.split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let attributes: Vec<_> = parts.collect();
            let said = |name: &str| {
                attributes.iter().find_map(|attribute| {
                    let (known, value) = attribute.split_once('=')?;
                    known.eq_ignore_ascii_case(name).then_some(value)
                })
            };
            let default = asked.rsplit_once('/').map_or("/", |(folder, _)| folder);
            let key = (name.to_owned(), said("path").unwrap_or(default).to_owned());
            // What the hub has forgotten was set to end a year ago.
            if value == "\"\"" {
                self.cookies.remove(&key);
            } else {
                self.cookies.insert(key, value.to_owned());
            }
        }
    }
}
