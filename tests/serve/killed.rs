//! Hubs that are killed in the middle of starts and stops: the next one knows of all that runs, and of nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::served::{Served, file, folder, try_ask};

const TOKEN: &str = "a-token-of-this-test-only";

/// How long all comes to rest in at most.
const PATIENCE: Duration = Duration::from_mins(1);

/// Answers as soon as it runs, and ends when it is told to for the second time.
const SERVER: &str = r#"
import os, signal, socket
signal.signal(signal.SIGINT, signal.SIG_IGN)
host, port = os.environ["JUPYTERHUB_SERVICE_URL"].split("/")[2].rsplit(":", 1)
with socket.create_server((host, int(port))) as listener:
    while True:
        talk, _ = listener.accept()
        with talk:
            talk.recv(65536)
            talk.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
"#;

const USERS: [&str; 4] = ["ada", "bob", "eve", "joe"];

fn configure(folder: &Path) {
    file(folder, "server.py", SERVER);
    let config = format!(
        r#"
        [hub]
        authenticator_class = "null"
        spawner_class = "simple"
        hub_port = 0
        cleanup_servers = false
        [[services]]
        name = "test"
        api_token = "{TOKEN}"
        [[roles]]
        name = "test"
        scopes = ["admin:servers", "admin:users", "list:users"]
        services = ["test"]
        [spawner]
        cmd = ["python3", "-IS", "{0}/server.py"]
        home_dir_template = "{0}/homes/{{username}}"
        interrupt_timeout = 0.1
        "#,
        folder.display()
    );
    file(folder, "hubctl.toml", &config);
}

fn ask(address: &str, method: &str, path: &str) -> Option<String> {
    let head = format!("{method} /hub/api/users{path} HTTP/1.1\nauthorization: token {TOKEN}");
    try_ask(address, &head).map(|answer| answer.body)
}

/// Whose servers run, as the system knows.
fn running(folder: &Path) -> Vec<String> {
    let homes = format!("HOME={}/homes/", folder.display());
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let mut found: Vec<String> = processes
        .filter_map(|process| {
            let environment = fs::read(process.path().join("environ")).ok()?;
            let environment = String::from_utf8_lossy(&environment).into_owned();
            let home = environment
                .split('\0')
                .find_map(|one| one.strip_prefix(&homes));
            home.map(str::to_owned)
        })
        .collect();
    found.sort();
    found
}

/// Whose servers are ready, as the hub knows; none while one is in the middle of something.
fn ready(hub: &Served) -> Option<Vec<String>> {
    let users = ask(hub.address(), "GET", "")?;
    let users: Value = serde_json::from_str(&users).unwrap();
    let mut ready = BTreeSet::new();
    for user in users.as_array().unwrap() {
        for server in user["servers"].as_object().unwrap().values() {
            if server["ready"] != true {
                return None;
            }
            ready.insert(user["name"].as_str().unwrap().to_owned());
        }
    }
    Some(ready.into_iter().collect())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the moment of the kill is what is tried"
)]
fn wait(span: Duration) {
    thread::sleep(span);
}

#[test]
fn the_next_hub_knows_of_all_that_runs_and_of_nothing_else() {
    if Command::new("python3").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"));
        println!("skipped: there is no python3");
        return;
    }
    let folder = folder();
    let folder = folder.path().canonicalize().unwrap();
    configure(&folder);
    let mut hub = Served::start(&folder, &[]);
    for user in USERS {
        ask(hub.address(), "POST", &format!("/{user}")).unwrap();
    }
    for round in 0..10_u64 {
        let address = hub.address().to_owned();
        let method = if round % 3 == 2 { "DELETE" } else { "POST" };
        thread::scope(|scope| {
            for user in USERS {
                let (address, path) = (&address, format!("/{user}/server"));
                scope.spawn(move || ask(address, method, &path));
            }
            // Mostly too early for any of them to be ready.
            wait(Duration::from_millis(5 + 13 * round));
            hub.signal("KILL");
        });
        drop(hub);
        hub = Served::start(&folder, &[]);
        let begun = Instant::now();
        loop {
            let known = ready(&hub);
            let runs = running(&folder);
            if known.as_ref() == Some(&runs) {
                break;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "round {round}: {runs:?} run, and the hub knows of {known:?}"
            );
            wait(Duration::from_millis(20));
        }
    }
    for user in USERS {
        ask(hub.address(), "DELETE", &format!("/{user}/server"));
    }
    let begun = Instant::now();
    while !running(&folder).is_empty() {
        assert!(begun.elapsed() < PATIENCE, "they do not stop");
        wait(Duration::from_millis(20));
    }
    hub.stop();
}
