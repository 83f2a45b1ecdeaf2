//! A running `hubctl serve`, and the little that is needed to ask it something.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// How long anything may take before a test gives it up.
const PATIENCE: Duration = Duration::from_secs(20);

/// `hubctl serve` with `arguments` in `folder`, in an environment without variables of its own.
pub(crate) fn serve(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubctl"));
    command
        .arg("serve")
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// How a hub ends that cannot serve; one that does serve fails the test.
pub(crate) fn refused(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let quiet = [&["--log-level", "error"], arguments].concat();
    let child = serve(folder, &quiet).spawn().unwrap();
    let Output { status, stderr, .. } = ended(child);
    (String::from_utf8(stderr).unwrap(), status.code())
}

/// Wait for `child`; where it does not end, kill it.
fn ended(mut child: Child) -> Output {
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
        }
        thread::yield_now();
    }
    child.wait_with_output().unwrap()
}

/// A hub that serves, on a port of its own. Dropped, it is killed.
pub(crate) struct Served {
    child: Child,
    /// The lines of its log.
    lines: Receiver<String>,
    said: Vec<Value>,
    url: String,
}

impl Served {
    /// Serve the database in `folder`.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_in(folder, arguments, &[])
    }

    /// The same, in an environment of these variables.
    pub(crate) fn start_in(
        folder: &Path,
        arguments: &[&str],
        environment: &[(&str, String)],
    ) -> Self {
        let mut all = vec!["--log-format", "json"];
        if !arguments.contains(&"--bind") {
            all.extend(["--bind", "127.0.0.1:0"]);
        }
        all.extend(arguments);
        let mut command = serve(folder, &all);
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        Self::begun(command)
    }

    /// What `command` serves, whose log is in JSON.
    pub(crate) fn begun(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (send, lines) = channel();
        thread::spawn(move || {
            for line in stderr.lines() {
                let _ = send.send(line.unwrap());
            }
        });
        let mut hub = Self {
            child,
            lines,
            said: Vec::new(),
            url: String::new(),
        };
        hub.url = text(&hub.wait_for("serving"), "url");
        hub
    }

    /// Wait until the log has a line with this message.
    pub(crate) fn wait_for(&mut self, message: &str) -> Value {
        self.wait_until(|line| line["message"] == message)
    }

    /// Wait until the log has such a line that was not waited for before.
    pub(crate) fn wait_until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no such line among {:#?}", self.said));
            let line: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
            self.said.push(line.clone());
            if wanted(&line) {
                return line;
            }
        }
    }

    /// What it said, up to what was waited for.
    pub(crate) fn said(&self) -> &[Value] {
        &self.said
    }

    /// Where it says it serves.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// `host:port`
    pub(crate) fn address(&self) -> &str {
        self.url.split('/').nth(2).unwrap()
    }

    /// The number of its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A connection.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Its answer to one request.
    pub(crate) fn ask(&self, head: &str) -> Answer {
        ask(self.connect(), head)
    }

    /// Its answer to `GET path`.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1"))
    }

    /// Send it a signal: `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let kill = Command::new("kill")
            .args([format!("-{name}"), self.pid().to_string()])
            .status();
        assert!(kill.unwrap().success());
    }

    /// Wait for its end; how it ended, and what it had said since the last wait.
    pub(crate) fn end(mut self) -> (ExitStatus, Vec<Value>) {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE, "the hub does not end");
            thread::yield_now();
        };
        let rest = std::iter::from_fn(|| self.lines.recv_timeout(PATIENCE).ok());
        let lines = rest
            // The last word of a hub that fails is for whoever started it, and no line of the log.
            .map(|line| serde_json::from_str(&line).unwrap_or(Value::String(line)))
            .collect();
        (status, lines)
    }

    /// Wait for its end; all that it said.
    pub(crate) fn all(mut self) -> Vec<Value> {
        let mut said = std::mem::take(&mut self.said);
        said.extend(self.end().1);
        said
    }

    /// Have it stop, which must go well.
    pub(crate) fn stop(self) {
        self.signal("TERM");
        let (status, lines) = self.end();
        assert!(status.success(), "{status}: {lines:#?}");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status, as 200; 0 where there was none.
    pub(crate) status: u16,
    /// All before the body.
    pub(crate) head: String,
    /// The body.
    pub(crate) body: String,
}

impl Answer {
    /// What the header `name` says.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// Ask one thing on `stream`: `head` is a request's first line, and headers in further lines, without an
/// end; a body may follow an empty line.
pub(crate) fn ask(stream: impl Read + Write, head: &str) -> Answer {
    ask_at(stream, "hub", head)
}

/// The same of the hub that is called `host`.
pub(crate) fn ask_at(mut stream: impl Read + Write, host: &str, head: &str) -> Answer {
    let (head, body) = head.split_once("\n\n").unwrap_or((head, ""));
    let length = body.len();
    let head = head.replace('\n', "\r\n");
    let request = format!(
        "{head}\r\nhost: {host}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    // A hub that refuses may not read all of it.
    let _ = stream.write_all(request.as_bytes());
    answer(stream)
}

/// The answer to one request of whoever listens at `address`; `None` where nobody does, or answers.
pub(crate) fn try_ask(address: &str, head: &str) -> Option<Answer> {
    let stream = TcpStream::connect(address).ok()?;
    Some(ask(stream, head)).filter(|answer| answer.status != 0)
}

/// All that comes on `stream`, as one answer.
pub(crate) fn answer(mut stream: impl Read) -> Answer {
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let all = String::from_utf8(all).unwrap();
    let (head, body) = all.split_once("\r\n\r\n").unwrap_or((&all, ""));
    let status = head.split(' ').nth(1).unwrap_or_default();
    Answer {
        status: status.parse().unwrap_or_default(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// `GET path` on a Unix socket.
pub(crate) fn get_by_socket(socket: &Path, path: &str) -> Answer {
    let stream = UnixStream::connect(socket).unwrap();
    ask(stream, &format!("GET {path} HTTP/1.1"))
}

/// A field of a line, as text.
pub(crate) fn text(line: &Value, field: &str) -> String {
    line[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field} in {line}"))
        .to_owned()
}

/// An empty folder to serve in.
pub(crate) fn folder() -> TempDir {
    TempDir::new().unwrap()
}

/// Write a file into `folder`.
pub(crate) fn file(folder: &Path, name: &str, content: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}
