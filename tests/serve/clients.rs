//! Clients that do not behave.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::served::{Served, answer, folder, serve, text};

#[test]
fn a_head_that_is_too_long_is_refused() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let long = "x".repeat(100_000);
    let refused = hub.ask(&format!("GET /hub/health HTTP/1.1\nx-long: {long}"));
    assert_eq!(refused.status, 431);
    assert_eq!(hub.get("/hub/health").status, 200);
}

#[test]
fn a_head_that_does_not_end_keeps_nobody_else_waiting() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let mut slow: Vec<_> = (0..100).map(|_| hub.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /hub/health HTT").unwrap();
    }
    assert_eq!(hub.get("/hub/health").status, 200);
}

#[test]
fn several_requests_go_over_one_connection() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let mut stream = hub.connect();
    let request = "GET /hub/api HTTP/1.1\r\nhost: hub\r\n\r\n";
    let last = "GET /hub/api HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n";
    stream
        .write_all([request, request, last].concat().as_bytes())
        .unwrap();
    let all = answer(stream);
    let answers = format!("{}{}", all.head, all.body)
        .matches("HTTP/1.1 200 OK")
        .count();
    assert_eq!(answers, 3);
}

#[test]
fn what_is_no_http_gets_no_answer_but_a_refusal() {
    let folder = folder();
    let hub = Served::start(folder.path(), &[]);
    let mut stream = hub.connect();
    stream
        .write_all(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        .unwrap();
    assert_eq!(answer(stream).status, 400);
    assert_eq!(hub.get("/hub/health").status, 200);
}

/// A connection that was let in, and stays.
fn stay(hub: &Served) -> TcpStream {
    let mut connection = hub.connect();
    connection
        .write_all(b"GET /hub/health HTTP/1.1\r\nhost: hub\r\n\r\n")
        .unwrap();
    connection.read_exact(&mut [0; 12]).unwrap();
    connection
}

/// A hub in `folder` that is started by a shell after `ulimit`.
pub(crate) fn limited(folder: &Path, ulimit: &str, environment: &[(&str, String)]) -> Served {
    let hub = serve(folder, &["--bind", "127.0.0.1:0", "--log-format", "json"]);
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", &format!("{ulimit}; exec \"$0\" \"$@\"")])
        .arg(hub.get_program())
        .args(hub.get_args())
        .current_dir(folder)
        .env_clear()
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    Served::begun(shell)
}

#[test]
fn a_hub_that_may_open_few_files_tells_people_and_whoever_runs_it() {
    let folder = folder();
    // Places for the fewest connections.
    let mut hub = limited(folder.path(), "ulimit -n 160", &[]);
    let staying: Vec<TcpStream> = (0..16).map(|_| stay(&hub)).collect();
    for _ in 0..3 {
        let turned_away = hub.get("/hub/login");
        assert_eq!(turned_away.status, 503, "{turned_away:?}");
        assert_eq!(turned_away.header("retry-after"), Some("5"));
    }
    let is_said =
        |line: &serde_json::Value| text(line, "message").starts_with("all connections are taken");
    let said = hub.wait_until(is_said);
    assert_eq!(said["files"], 160);
    assert!(text(&said, "mend").contains("LimitNOFILE="), "{said}");
    drop(staying);
    while hub.get("/hub/health").status != 200 {}
    hub.signal("TERM");
    let again = hub.end().1.into_iter().filter(is_said).count();
    assert_eq!(again, 0, "it is said once");
}
