//! A hub that says what a test has it say, and `hubctl` that asks it.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// What is done with a connection on which a request came: its first line, and which it is of all.
type Script = Box<dyn FnMut(&str, usize, &mut TcpStream) + Send>;

/// A hub that follows a script.
pub(crate) struct Scripted {
    url: String,
    heard: Receiver<String>,
}

impl Scripted {
    /// Follow `script` on a port of its own, for as long as the test runs.
    pub(crate) fn start(mut script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (tell, told) = channel();
        thread::spawn(move || {
            for (count, stream) in listener.incoming().enumerate() {
                let mut stream = stream.unwrap();
                let Some(head) = head(&stream) else { continue };
                let line = head.lines().next().unwrap_or_default().to_owned();
                let _ = tell.send(head);
                script(&line, count, &mut stream);
            }
        });
        Self { url, heard: told }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The head of the next request that came.
    pub(crate) fn heard(&self) -> String {
        self.heard.recv_timeout(Duration::from_secs(10)).unwrap()
    }
}

impl Scripted {
    /// Pass over what was asked until now.
    pub(crate) fn forget(&self) {
        while self.heard.try_recv().is_ok() {}
    }

    /// The token of the last request that came, if one with a token did.
    pub(crate) fn token_heard(&self) -> Option<String> {
        let heads = std::iter::from_fn(|| self.heard.try_recv().ok());
        let tokens = heads.filter_map(|head| {
            let mut lines = head.lines();
            lines.find_map(|line| {
                line.strip_prefix("authorization: token ")
                    .map(str::to_owned)
            })
        });
        tokens.last()
    }
}

/// All of a request before its body, which is passed over.
fn head(stream: &TcpStream) -> Option<String> {
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while reader.read_line(&mut head).ok()? > 2 {}
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.parse::<u64>().ok())?
    });
    let mut body = Vec::new();
    let _ = reader.take(length.unwrap_or(0)).read_to_end(&mut body);
    (!head.is_empty()).then_some(head)
}

/// Answer with `status` and this body, and close.
pub(crate) fn answer(stream: &mut TcpStream, status: &str, kind: &str, body: &str) {
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
}

/// The root of a JupyterHub's API, which every command asks first.
pub(crate) fn root(line: &str, stream: &mut TcpStream) -> bool {
    let is_root = line.starts_with("GET /hub/api/ ");
    if is_root {
        answer(
            stream,
            "200 OK",
            "application/json",
            r#"{"version": "6.1.1"}"#,
        );
    }
    is_root
}

/// Somebody at a command line, whose files are in a folder of their own.
pub(crate) struct Person {
    folder: TempDir,
}

impl Person {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// Where their files are.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// `hubctl` with the words of `line`, knowing nothing.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hubctl"));
        command
            .args(line.split_whitespace())
            .current_dir(self.folder.path())
            .env_clear()
            .env("XDG_CONFIG_HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap())
            .stdin(Stdio::null());
        command
    }

    /// What it says, given these variables.
    pub(crate) fn run(&self, line: &str, variables: &[(&str, &str)]) -> String {
        told(
            self.command(line)
                .envs(variables.iter().copied())
                .output()
                .unwrap(),
        )
    }

    /// What it says, given `stdin`.
    pub(crate) fn run_with(&self, line: &str, stdin: &str) -> String {
        let mut command = self.command(line);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        told(child.wait_with_output().unwrap())
    }

    /// What `hubctl` says of the hub at `url`, with some token.
    pub(crate) fn asks(&self, url: &str, line: &str) -> String {
        self.run(
            line,
            &[("HUBCTL_HUB", url), ("HUBCTL_TOKEN", "0123456789abcdef")],
        )
        .replace(url, "URL")
    }
}

/// What was said, and how it ended.
pub(crate) fn told(output: Output) -> String {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let mut told = text(output.stdout);
    for line in text(output.stderr).lines() {
        let _ = writeln!(told, "! {line}");
    }
    match output.status.code() {
        Some(0) => {}
        code => writeln!(told, "exit {}", code.unwrap()).unwrap(),
    }
    told
}
