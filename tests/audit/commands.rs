//! What is written down of commands, and how the log is read by them.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::hub;
use super::rows::{ADA, BOB, Hub};

fn hubctl(hub: &Hub, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubctl"));
    command
        .args(["--db", hub.database().to_str().unwrap()])
        .args(line.split(' '));
    command
}

fn said(hub: &Hub, line: &str) -> String {
    printed(hubctl(hub, line))
}

/// What both doors print, which is the same.
fn listed(hub: &Hub, line: &str) -> String {
    let here = said(hub, line);
    let mut remote = Command::new(env!("CARGO_BIN_EXE_hubctl"));
    remote
        .args(["--hub", hub.url()])
        .args(line.split(' '))
        .env("HUBCTL_TOKEN", ADA);
    assert_eq!(printed(remote), here, "{line}");
    here
}

fn printed(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn commands_are_told_as_done_by_the_user_of_the_system() {
    let hub = Hub::serve();
    let last = hub.last();
    said(&hub, "users add eve zoë");
    said(&hub, "users add kim --dry-run");
    said(&hub, "groups add g");
    said(&hub, "groups rename g h");
    let rows = hub.rows(last);
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.operation.as_str(), row.target.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("POST /users/{user}", "user=eve"),
            ("POST /users/{user}", "user=zoë"),
            ("POST /groups/{group}", "group=g"),
            ("rename group", "group=g"),
        ]
    );
    let sql = "SELECT uid FROM hubctl_audit WHERE door = 'cli' AND who_kind = 'operator' AND who <> '' LIMIT 1";
    let uid: u32 = hub.sql().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(uid, rustix::process::getuid().as_raw());
}

#[test]
fn a_database_that_no_hub_of_hubctl_served_stays_without_one() {
    let hub = hub::Hub::recorded();
    hub.succeed("users add somebody-new");
    let tables = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'hubctl%'";
    assert_eq!(hub.stored(tables), "0");
    assert_eq!(hub.json("audit list"), serde_json::json!([]));
}

#[test]
fn the_log_is_listed_and_chosen_from() {
    let hub = Hub::serve();
    let last = hub.last();
    hub.ask(ADA, "PATCH /users/bob", r#"{"admin": true}"#);
    hub.ask(ADA, "PATCH /users/bob", r#"{"admin": false}"#);
    hub.ask(BOB, "DELETE /users/ada", "");
    while hub.rows(last).len() < 3 {
        std::thread::yield_now();
    }
    let of = |line: &str| -> Vec<Value> {
        serde_json::from_str(&listed(&hub, &format!("audit list -o json {line}"))).unwrap()
    };
    assert_eq!(of("--target user=bob").len(), 2);
    assert_eq!(of("--who bob").len(), 1);
    assert_eq!(of("--who user=bob --refused")[0]["allowed"], false);
    assert_eq!(of("--operation PATCH --limit 1").len(), 1);
    assert_eq!(of("--until 1d").len(), 0);
    assert!(of("--since 1d").len() >= 3);
    let table = listed(&hub, "audit list --target user=bob");
    assert!(table.contains("admin: false → true"), "{table}");
}

#[test]
fn the_log_is_followed() {
    let hub = Hub::serve();
    let mut follow = hubctl(&hub, "audit follow -o json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    let mut stderr = BufReader::new(follow.stderr.take().unwrap());
    stderr.read_line(&mut ready).unwrap();
    hub.ask(ADA, "POST /users/eve", "");
    hub.ask(ADA, "DELETE /users/eve", "");
    let lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    let told: Vec<String> = lines
        .take(2)
        .map(|line| {
            let row: Value = serde_json::from_str(&line.unwrap()).unwrap();
            row["operation"].as_str().unwrap().to_owned()
        })
        .collect();
    follow.kill().unwrap();
    follow.wait().unwrap();
    assert_eq!(told, ["POST /users/{user}", "DELETE /users/{user}"]);
}
