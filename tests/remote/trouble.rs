//! What can go wrong on the way to a hub: one sentence, and the exit code that a script can tell it by.

use std::io::Write;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use serde_json::Value;

use crate::scripted::{Person, Scripted, answer, root};

#[test]
fn where_nobody_listens_the_command_says_so() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("http://{free}");
    assert_snapshot!(Person::new().asks(&url, "users list"), @"
    ! error: no hub can be reached at `URL`: nobody listens there · does it run, and is the URL right?
    exit 6
    ");
}

#[test]
fn where_there_is_no_such_host_the_command_says_so() {
    assert_snapshot!(Person::new().asks("http://nowhere.invalid", "users list"), @"
    ! error: there is no host `nowhere.invalid` · is the URL right?
    exit 6
    ");
}

#[test]
fn a_proxy_that_answers_with_a_page_is_no_hub() {
    let hub = Scripted::start(Box::new(|_, _, stream| {
        answer(stream, "200 OK", "text/html", "<html><h1>Sign in</h1>");
    }));
    assert_snapshot!(Person::new().asks(hub.url(), "users list"), @"
    ! error: `URL` answers with a page that is not a hub's API (status 200) · is the URL right, and does the hub run behind it?
    exit 6
    ");
}

#[test]
fn a_proxy_that_sends_people_to_sign_in_lets_no_program_pass() {
    let hub = Scripted::start(Box::new(|_, _, stream| {
        let _ = stream.write_all(
            b"HTTP/1.1 302 Found\r\nlocation: https://sso.example/login\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        );
    }));
    assert_snapshot!(Person::new().asks(hub.url(), "groups list"), @"
    ! error: `URL` leads to `https://sso.example/login` · something before the hub asks people to sign in there, and lets no program pass
    exit 6
    ");
}

#[test]
fn a_proxy_that_does_not_reach_the_hub_or_lets_nobody_through_is_told_apart() {
    for (status, before) in [
        ("502 Bad Gateway", true),
        ("403 Forbidden", true),
        ("502 Bad Gateway", false),
        ("403 Forbidden", false),
    ] {
        let hub = Scripted::start(Box::new(move |line, _, stream| {
            if before || !root(line, stream) {
                answer(stream, status, "text/html", "<html><h1>No</h1>");
            }
        }));
        let said = Person::new().asks(hub.url(), "users list");
        let expected = if status.starts_with("502") {
            "! error: what listens at `URL` does not reach the hub behind it (status 502) · does the hub run?\nexit 6\n"
        } else {
            "! error: something before the hub at `URL` lets nobody through (status 403) · may this machine, or this network, ask it?\nexit 6\n"
        };
        assert_eq!(said, expected, "{status}, from the beginning: {before}");
    }
}

#[test]
fn what_is_no_hub_at_all_is_said_to_be_none() {
    let hub = Scripted::start(Box::new(|_, _, stream| {
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n");
    }));
    assert_snapshot!(Person::new().asks(hub.url(), "users list"), @"
    ! error: what listens at `URL` speaks no HTTP · is the URL right?
    exit 6
    ");
}

#[test]
fn a_hub_that_hangs_in_the_middle_of_its_answer_is_given_up() {
    let mut kept = Vec::new();
    let hub = Scripted::start(Box::new(move |line, _, stream| {
        if !root(line, stream) {
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n[",
            );
            kept.push(stream.try_clone().unwrap());
        }
    }));
    assert_snapshot!(Person::new().asks(hub.url(), "users list --hub-timeout 1"), @"
    ! error: `URL` says nothing for 1 s · does the hub run? `--hub-timeout SECONDS` waits longer
    exit 6
    ");
}

#[test]
fn a_hub_that_hangs_is_given_up() {
    let mut kept = Vec::new();
    let hub = Scripted::start(Box::new(move |_, _, stream| {
        kept.push(stream.try_clone().unwrap());
    }));
    let begun = Instant::now();
    assert_snapshot!(Person::new().asks(hub.url(), "users list --hub-timeout 1"), @"
    ! error: `URL` says nothing for 1 s · does the hub run? `--hub-timeout SECONDS` waits longer
    exit 6
    ");
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn a_hub_that_goes_away_in_mid_list_leaves_no_half_of_it() {
    let hub = Scripted::start(Box::new(|line, _, stream| {
        if root(line, stream) {
            return;
        }
        let page = r#"{"items": [{"kind": "user", "name": "ada"}], "_pagination": {"offset": 0, "limit": 1, "total": 2, "next": {"offset": 1, "limit": 1, "url": ""}}}"#;
        if line.contains("offset=0") {
            answer(stream, "200 OK", "application/json", page);
        } else {
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"items\": [",
            );
        }
    }));
    assert_snapshot!(Person::new().asks(hub.url(), "users list"), @"
    ! error: `URL` went away in the middle of its answer · try again
    exit 6
    ");
}

#[test]
fn a_hub_that_is_busy_is_asked_again_and_tells_who_asks() {
    let hub = Scripted::start(Box::new(|line, count, stream| {
        if root(line, stream) {
            return;
        }
        if count == 1 {
            let _ = stream.write_all(
                b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            );
        } else if count == 2 {
            answer(stream, "503 Service Unavailable", "application/json", "{}");
        } else {
            answer(
                stream,
                "200 OK",
                "application/json",
                r#"[{"kind": "user", "name": "ada"}]"#,
            );
        }
    }));
    assert_snapshot!(Person::new().asks(hub.url(), "users list -o name"), @"ada");
    let head = hub.heard().to_lowercase();
    let agent = format!("user-agent: hubctl/{}", env!("CARGO_PKG_VERSION"));
    assert!(head.contains(&agent), "{head}");
    assert!(
        head.contains("authorization: token 0123456789abcdef"),
        "{head}"
    );
}

#[test]
fn what_may_be_done_twice_alone_is_repeated() {
    let hub = Scripted::start(Box::new(|line, _, stream| {
        if !root(line, stream) {
            answer(
                stream,
                "503 Service Unavailable",
                "application/json",
                r#"{"message": "busy"}"#,
            );
        }
    }));
    assert_snapshot!(Person::new().asks(hub.url(), "users add ada"), @"
    ! error: the hub has failed: busy
    exit 6
    ");
    let asked: Vec<_> = [hub.heard(), hub.heard()]
        .map(|head| head[..4].to_owned())
        .into();
    assert_eq!(asked, ["GET ", "POST"]);
}

#[test]
fn what_a_newer_hub_says_besides_is_kept() {
    let hub = Scripted::start(Box::new(|line, _, stream| {
        if !root(line, stream) {
            let user = r#"{"kind": "user", "name": "ada", "shoe_size": 37, "servers": {"": {"name": "",
                "full_name": "ada/", "display_name": null, "last_activity": null, "started": null,
                "pending": null, "ready": true, "stopped": false, "url": "/", "user_options": {},
                "floor": {"n": [1]}}}}"#;
            answer(stream, "200 OK", "application/json", user);
        }
    }));
    let person = Person::new();
    assert_snapshot!(person.asks(hub.url(), "users show ada -o name"), @"ada");
    let shown = person.asks(hub.url(), "users show ada -o json");
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["shoe_size"], 37);
    assert_eq!(shown["servers"][""]["floor"]["n"][0], 1);
}

#[test]
fn what_a_newer_hub_says_of_services_and_tokens_is_kept_too() {
    let hub = Scripted::start(Box::new(|line, _, stream| {
        let service = r#"{"kind": "service", "name": "cull", "admin": false, "roles": [], "url": "", "prefix": "/services/cull/",
            "command": [], "pid": 0, "info": {}, "display": true, "mood": {"good": true}}"#;
        let token = r#"{"kind": "api_token", "user": "ada", "id": "a1", "roles": [], "scopes": ["self"], "note": "n",
            "created": "2026-01-31T12:00:00Z", "last_activity": null, "expires_at": null, "oauth_client": "JupyterHub",
            "session_id": null, "colour": "red"}"#;
        let body = match line.split(' ').nth(1).unwrap() {
            "/hub/api/services/cull" => service.to_owned(),
            "/hub/api/users/ada/tokens" => {
                format!("{{\"api_tokens\": [{token}], \"oauth_tokens\": []}}")
            }
            _ => {
                root(line, stream);
                return;
            }
        };
        answer(stream, "200 OK", "application/json", &body);
    }));
    let shown = Person::new().asks(hub.url(), "services show cull -o json");
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(
        (&shown["mood"]["good"], &shown["display"]),
        (&true.into(), &true.into())
    );
    let listed = Person::new().asks(hub.url(), "token list --user ada -o json");
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(
        (&listed[0]["colour"], &listed[0]["user"]),
        (&"red".into(), &"ada".into())
    );
    assert_eq!(listed[0].as_object().unwrap()["kind"], "api_token");
}

#[test]
fn a_hub_of_another_release_says_what_it_lacks() {
    let hub = Scripted::start(Box::new(|line, _, stream| {
        let _ = if line.starts_with("GET /hub/api/ ") {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-hubctl-version: 0.0.1\r\ncontent-length: 20\r\nconnection: close\r\n\r\n{\"version\": \"6.1.1\"}")
        } else {
            answer(
                stream,
                "404 Not Found",
                "application/json",
                r#"{"status": 404, "message": "Not Found"}"#,
            );
            Ok(())
        };
    }));
    assert_snapshot!(Person::new().asks(hub.url(), "roles list"), @"
    ! error: this hub is hubctl 0.0.1, which takes no operations of command lines yet · upgrade it, or use `--db` on its machine
    exit 2
    ");
}
