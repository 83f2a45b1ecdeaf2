//! Signals, and the end of a hub.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::hub::Hub;
use crate::served::{Served, file, folder, try_ask};

/// A database, and the token of somebody who may do anything.
fn hub_with_admin() -> (Hub, String) {
    let hub = Hub::fresh();
    hub.run("users add root --admin");
    let token = hub.run("token new root --scope admin:users --scope shutdown --scope read:hub");
    (hub, token.lines().next().unwrap().trim().to_owned())
}

#[test]
fn sigint_and_sigterm_end_a_hub_well() {
    for signal in ["INT", "TERM"] {
        let folder = folder();
        let hub = Served::start(folder.path(), &[]);
        hub.signal(signal);
        let (status, lines) = hub.end();
        assert!(status.success(), "{status}");
        let said: Vec<_> = lines
            .iter()
            .map(|line| line["message"].as_str().unwrap())
            .collect();
        assert_eq!(said, ["stopping", "stopped"]);
    }
}

#[test]
fn no_answered_write_is_lost_when_a_hub_stops_under_load() {
    let (database, token) = hub_with_admin();
    let folder = database.path().parent().unwrap().to_owned();
    let hub = Served::start(&folder, &[]);
    let stopped = AtomicBool::new(false);
    let mut answered = thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let (address, token, stopped) = (hub.address(), &token, &stopped);
                scope.spawn(move || {
                    let mut answered = Vec::new();
                    for number in 0.. {
                        if stopped.load(Ordering::Relaxed) {
                            return answered;
                        }
                        let name = format!("w{writer}-{number}");
                        let head = format!(
                            "POST /hub/api/users/{name} HTTP/1.1\nauthorization: token {token}"
                        );
                        if try_ask(address, &head).is_some_and(|answer| answer.status == 201) {
                            answered.push(name);
                        }
                    }
                    answered
                })
            })
            .collect();
        while database.stored("SELECT count(*) > 50 FROM users") != "1" {
            thread::yield_now();
        }
        hub.signal("TERM");
        while try_ask(hub.address(), "GET /hub/health HTTP/1.1").is_some() {
            thread::yield_now();
        }
        stopped.store(true, Ordering::Relaxed);
        let all = writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap());
        all.collect::<Vec<_>>()
    });
    let (status, _) = hub.end();
    assert!(status.success(), "{status}");
    assert!(answered.len() > 50, "{}", answered.len());
    answered.retain(|name| {
        database.stored(&format!("SELECT count(*) FROM users WHERE name = '{name}'")) != "1"
    });
    assert!(answered.is_empty(), "answered, and lost: {answered:?}");
    assert!(
        !folder.join("jupyterhub.sqlite-wal").exists(),
        "not all is in the one file"
    );
}

#[test]
fn a_second_signal_does_not_wait_for_whoever_is_slow() {
    let folder = folder();
    let mut hub = Served::start(folder.path(), &[]);
    // A request whose body never comes is one that is being answered.
    let mut slow = hub.connect();
    std::io::Write::write_all(
        &mut slow,
        b"POST /hub/api/shutdown HTTP/1.1\r\nhost: hub\r\ncontent-length: 9\r\n\r\n",
    )
    .unwrap();
    hub.signal("TERM");
    hub.wait_for("stopping");
    hub.signal("TERM");
    let begun = Instant::now();
    assert!(hub.end().0.success());
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn the_api_shuts_a_hub_down_for_whoever_may() {
    let (database, token) = hub_with_admin();
    let hub = Served::start(database.path().parent().unwrap(), &[]);
    let shutdown = |token: &str, body: &str| {
        hub.ask(&format!(
            "POST /hub/api/shutdown HTTP/1.1\nauthorization: token {token}\ncontent-type: application/json\n\n{body}"
        ))
    };
    assert_eq!(shutdown("nobody", "{}").status, 403);
    assert_eq!(shutdown(&token, r#"{"servers": "yes"}"#).status, 400);
    assert_eq!(shutdown(&token, "[1]").status, 400);
    let answer = shutdown(&token, r#"{"servers": false, "proxy": true}"#);
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (202, r#"{"message":"Shutting down Hub"}"#)
    );
    assert!(hub.end().0.success());
}

#[test]
fn sighup_takes_up_what_it_can_and_says_what_waits() {
    let folder = folder();
    file(folder.path(), "hubctl.toml", "[log]\nlevel = \"info\"\n");
    let mut hub = Served::start(folder.path(), &[]);
    hub.signal("HUP");
    hub.wait_for("the configuration is read again: nothing changed");

    file(
        folder.path(),
        "hubctl.toml",
        "[log]\nlevel = \"debug\"\n[hub]\ncookie_secret_file = \"elsewhere\"\n",
    );
    hub.signal("HUP");
    let line = hub.wait_for("the configuration is read again, and part of it waits for a restart");
    assert_eq!(line["changed"], "log.level");
    assert_eq!(line["needs_restart"], "hub.cookie_secret_file");
    hub.get("/hub/health");
    assert_eq!(
        hub.wait_until(|line| line["path"] == "/hub/health")["level"],
        "debug"
    );

    file(folder.path(), "hubctl.toml", "[log]\nlevel = \"loud\"\n");
    hub.signal("HUP");
    let line = hub.wait_for("the configuration stays as it was");
    assert!(
        line["error"].as_str().unwrap().contains("hubctl.toml:2"),
        "{line}"
    );
    hub.stop();
}
