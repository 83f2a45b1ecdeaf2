//! What a hub says, and what it does not.

use crate::hub::Hub;
use crate::served::{Served, file, folder};

#[test]
fn each_request_has_a_line_with_the_name_that_its_answer_has() {
    let folder = folder();
    let mut hub = Served::start(folder.path(), &[]);
    let answer = hub.get("/hub/api");
    let line = hub.wait_until(|line| line["path"] == "/hub/api");
    assert_eq!(
        Some(line["request"].as_str().unwrap()),
        answer.header("x-request-id")
    );
    assert_eq!(line["status"], 200);
    assert_eq!(line["method"], "GET");
    assert_eq!(line["from"], "127.0.0.1");
    assert_eq!(line["level"], "info");
    assert!(line["ms"].is_number(), "{line}");
    let other = hub.get("/hub/api");
    assert_ne!(answer.header("x-request-id"), other.header("x-request-id"));
}

#[test]
fn a_proxy_that_is_named_names_requests_and_says_for_whom_it_asks() {
    let folder = folder();
    let said = "hub.trusted_downstream_ips = [\"127.0.0.1\"]";
    let config = file(folder.path(), "hubctl.toml", said);
    let mut hub = Served::start(folder.path(), &["--config", config.to_str().unwrap()]);
    let answer =
        hub.ask("GET /hub/api HTTP/1.1\nx-request-id: trace-1\nx-forwarded-for: 203.0.113.9");
    assert_eq!(answer.header("x-request-id"), Some("trace-1"));
    let line = hub.wait_until(|line| line["request"] == "trace-1");
    assert_eq!(line["from"], "203.0.113.9");
    let answer = hub.ask("GET /hub/api HTTP/1.1\nx-request-id: not \"sound\"");
    assert!(!answer.head.contains("sound"), "{answer:?}");
}

#[test]
fn nobody_else_on_this_machine_names_requests_or_says_for_whom_they_ask() {
    let folder = folder();
    let mut hub = Served::start(folder.path(), &[]);
    let answer =
        hub.ask("GET /hub/api HTTP/1.1\nx-request-id: trace-1\nx-forwarded-for: 203.0.113.9");
    assert_ne!(answer.header("x-request-id"), Some("trace-1"));
    let line = hub.wait_until(|line| line["path"] == "/hub/api");
    assert_eq!(line["from"], "127.0.0.1");
}

#[test]
fn who_asks_is_said_and_their_secrets_are_not() {
    let database = Hub::fresh();
    database.run("users add ada");
    let token = database.run("token new ada --inherit");
    let token = token.lines().next().unwrap().trim();
    let mut hub = Served::start(database.path().parent().unwrap(), &["--log-level", "trace"]);
    let answer = hub.ask(&format!(
        "GET /hub/api/user?token={token}&_xsrf={token} HTTP/1.1\nauthorization: token {token}\ncookie: a={token}"
    ));
    assert_eq!(answer.status, 200, "{answer:?}");
    let line = hub.wait_until(|line| line["who"] == "ada" && line["status"] == 200);
    assert_eq!(line["path"], "/hub/api/user?token=[secret]&_xsrf=[secret]");
    hub.ask(&format!(
        "GET /hub/api/authorizations/token/{token} HTTP/1.1"
    ));
    hub.signal("TERM");
    for line in hub.all() {
        assert!(!line.to_string().contains(token), "{line}");
    }
}

#[test]
fn what_is_too_long_is_cut_and_what_is_no_text_cannot_break_a_line() {
    let folder = folder();
    let mut hub = Served::start(folder.path(), &["--log-level", "debug"]);
    hub.get(&format!("/hub/{}", "x".repeat(20_000)));
    let line = hub.wait_until(|line| line["status"] == 404);
    assert_eq!(line["path"].as_str().unwrap().chars().count(), 500);
    hub.get("/hub/%0A%22\"}");
    hub.wait_until(|line| line["path"] == "/hub/%0A%22\"}");
}

#[test]
fn health_is_asked_for_too_often_to_be_told() {
    let folder = folder();
    let mut hub = Served::start(folder.path(), &["--log-level", "debug"]);
    hub.get("/hub/health");
    let line = hub.wait_until(|line| line["path"] == "/hub/health");
    assert_eq!(line["level"], "debug");
    hub.get("/hub/nothing");
    let line = hub.wait_until(|line| line["path"] == "/hub/nothing");
    assert_eq!(line["level"], "warning");
}
