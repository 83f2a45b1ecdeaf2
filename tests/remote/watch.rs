//! What happens on a hub, as whoever watches it from the command line is told.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::live::{Running, has_python};
use crate::scripted::Person;

/// How long anything may take before a test gives it up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody who watches.
pub(crate) struct Watching {
    child: Child,
    told: Receiver<String>,
    said: Receiver<String>,
    _person: Person,
}

impl Watching {
    /// `hubctl watch` with these words, until it says that it watches.
    pub(crate) fn begin(line: &str, variables: &[(&str, &str)]) -> Self {
        let person = Person::new();
        let mut child = person
            .command(&format!("watch {line}"))
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let watching = Self {
            told: lines(child.stdout.take().unwrap()),
            said: lines(child.stderr.take().unwrap()),
            child,
            _person: person,
        };
        watching.says("watching `");
        watching
    }

    /// Wait until it says so.
    fn says(&self, wanted: &str) {
        let mut said = Vec::new();
        while !said
            .last()
            .is_some_and(|line: &String| line.contains(wanted))
        {
            let line = self.said.recv_timeout(PATIENCE);
            said.push(line.unwrap_or_else(|_| panic!("it does not say {wanted}: {said:#?}")));
        }
    }

    /// What is told up to where `wanted` is.
    pub(crate) fn until(&self, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut told: Vec<Value> = Vec::new();
        while !told.last().is_some_and(&wanted) {
            let line = self.told.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("it is not told: {told:#?}"));
            told.push(serde_json::from_str(&line).unwrap());
        }
        told
    }

    /// Wait until it ends by itself.
    fn end(mut self) -> Option<i32> {
        while self.told.recv_timeout(PATIENCE).is_ok() {}
        self.child.wait().unwrap().code()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(of: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, told) = channel();
    thread::spawn(move || {
        let lines = BufReader::new(of).lines();
        lines
            .map_while(Result::ok)
            .try_for_each(|line| tell.send(line))
    });
    told
}

pub(crate) fn is_state(line: &Value, server: &str, state: &str) -> bool {
    line["kind"] == "server" && line["server"] == server && line["state"] == state
}

fn is_change(line: &Value, target: &str) -> bool {
    line["kind"] == "audited" && line["target"] == target
}

/// The states that were told of a server.
pub(crate) fn states(told: &[Value], server: &str) -> Vec<String> {
    let of = told.iter().filter(|line| line["server"] == server);
    of.map(|line| line["state"].as_str().unwrap().to_owned())
        .collect()
}

/// A port that is free.
fn free() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

#[test]
fn servers_and_changes_are_told_as_they_happen_and_nobody_asks_for_them() {
    if !has_python() {
        return;
    }
    let hub = Running::start_at("127.0.0.1:0");
    hub.go();
    let watching = Watching::begin("-o json", &hub.variables());
    hub.run("servers start ada");
    let told = watching.until(|line| is_state(line, "ada/", "running"));
    assert_eq!(states(&told, "ada/"), ["starting", "running"]);
    // Another begins with what there is.
    let other = Watching::begin("-o json --only servers", &hub.variables());
    assert_eq!(other.until(|_| true).len(), 1);
    hub.run("users add grace");
    let told = watching.until(|line| is_change(line, "user=grace"));
    let row = told.last().unwrap();
    assert_eq!(row["who"]["name"], "ada");
    assert_eq!(row["after"]["name"], "grace");
    hub.run("servers stop ada");
    let told = watching.until(|line| is_state(line, "ada/", "stopped"));
    assert_eq!(states(&told, "ada/"), ["stopping", "stopped"]);
    let told = other.until(|line| is_state(line, "ada/", "stopped"));
    assert!(
        told.iter().all(|line| line["kind"] == "server"),
        "{told:#?}"
    );
    // What the operator of the database does is told, too.
    hub.hub.succeed("users add heidi");
    let told = watching.until(|line| is_change(line, "user=heidi"));
    assert_eq!(told.last().unwrap()["door"], "cli");
    drop(watching);
    drop(other);
    hub.served.signal("TERM");
    let asked = hub.served.all();
    let of_events = asked.iter().filter(|line| {
        let path = line["path"].as_str().unwrap_or_default();
        path.starts_with("/hub/api/events")
    });
    assert_eq!(of_events.count(), 2, "{asked:#?}");
}

#[test]
fn a_hub_that_comes_back_goes_on_where_it_left_off() {
    if !has_python() {
        return;
    }
    let hub = Running::start_at(&free());
    hub.go();
    hub.run("servers start ada");
    let watching = Watching::begin("-o json", &hub.variables());
    watching.until(|line| is_state(line, "ada/", "running"));
    hub.run("users add first");
    watching.until(|line| is_change(line, "user=first"));
    // The hub is killed; its servers go on, and somebody works on the database meanwhile.
    let hub = hub.begin_anew(|database| {
        watching.says("has gone; waiting until it is back");
        database.succeed("users add second");
    });
    watching.says("is back");
    let told = watching.until(|line| is_change(line, "user=second"));
    let rows = told.iter().filter(|line| line["kind"] == "audited");
    assert_eq!(rows.count(), 1, "{told:#?}");
    let found = states(&told, "ada/");
    assert!(!found.contains(&"stopped".to_owned()), "{found:?}");
    // Whoever was away themselves says from where on.
    let after = told.last().unwrap()["id"].as_i64().unwrap() - 1;
    let late = Watching::begin(&format!("-o json --after {after}"), &hub.variables());
    late.until(|line| is_change(line, "user=second"));
    hub.run("servers stop ada");
}

#[test]
fn whoever_watches_is_told_what_their_scopes_let_them_see() {
    if !has_python() {
        return;
    }
    let hub = Running::start_at("127.0.0.1:0");
    hub.go();
    hub.hub.succeed("users add bob grace");
    let url = hub.served.url().to_owned();
    let begin = |line: &str, scopes: &str| {
        let (token, _) = hub.hub.succeed(&format!("token new ada {scopes}"));
        let variables = [("HUBCTL_HUB", url.as_str()), ("HUBCTL_TOKEN", token.trim())];
        Watching::begin(line, &variables)
    };
    let of_bob = begin("-o json", "--scope read:servers!user=bob --note of-bob");
    let changes = begin("-o json", "--scope admin:users");
    hub.run("servers start grace");
    hub.run("servers start bob");
    let told = of_bob.until(|line| is_state(line, "bob/", "running"));
    assert_eq!(states(&told, "bob/").len(), told.len(), "{told:#?}");
    let told = changes.until(|line| is_change(line, "server=bob/"));
    assert!(
        told.iter().all(|line| line["kind"] == "audited"),
        "{told:#?}"
    );
    // Neither of the two lets somebody watch at all.
    let (token, _) = hub.hub.succeed("token new ada --scope list:users");
    let variables = [("HUBCTL_HUB", url.as_str()), ("HUBCTL_TOKEN", token.trim())];
    let said = Person::new().run("watch", &variables);
    assert!(
        said.contains("read:servers") && said.ends_with("exit 4\n"),
        "{said}"
    );
    // Whose token is revoked is told no more.
    let listed = hub.run("token list --user ada -o json");
    let listed: Vec<Value> = serde_json::from_str(listed.trim()).unwrap();
    let id = listed
        .iter()
        .find(|token| token["note"] == "of-bob")
        .unwrap()["id"]
        .clone();
    hub.run(&format!("token revoke {} --yes", id.as_str().unwrap()));
    of_bob.says("it is wrong, expired or revoked");
    assert_eq!(of_bob.end(), Some(4));
    for server in ["grace", "bob"] {
        hub.run(&format!("servers stop {server}"));
    }
}
