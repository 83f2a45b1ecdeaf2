//! The services that a hub starts: what they are given, and that they are kept running and ended.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::served::{Served, file, folder};

/// What JupyterHub 6.1.1 gives the services of `tests/golden/services/record.py`.
const RECORDED: &str = include_str!("../golden/services/recorded.json");

/// Variables that are inherited, and no matter of the hub's.
const INHERITED: [&str; 5] = ["PATH", "LANG", "LC_ALL", "PWD", "SHLVL"];

fn serve(folder: &Path, hub: &str, services: &str) -> Served {
    let config = format!(
        "[hub]\nauthenticator_class = \"null\"\nspawner_class = \"simple\"\nhub_port = 0\n{hub}\n{services}"
    );
    file(folder, "hubctl.toml", &config);
    // Where it listens is said by a flag, which has the last word on the path, too.
    let path = hub
        .lines()
        .find_map(|line| line.strip_prefix("base_url = "));
    let path = path.map(|path| ["--base-url", path.trim_matches('"')]);
    Served::start(folder, path.as_ref().map_or(&[], |flag| flag))
}

/// Writes its environment to a file, and stays.
const WRITES: &str =
    r#"env -0 > "$0.partial"; pwd >> "$0.partial"; mv "$0.partial" "$0"; exec sleep 600"#;

#[test]
fn services_are_given_what_jupyterhub_gives_them() {
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    for (hub, recorded) in recorded.as_object().unwrap() {
        let folder = folder();
        let at = folder.path().display();
        let command =
            |name: &str| format!("command = [\"/bin/sh\", \"-c\", '{WRITES}', \"{at}/{name}\"]");
        let services = format!(
            r#"
            [[services]]
            name = "bare"
            cwd = "/"
            {}
            [[services]]
            name = "paged"
            url = "http://127.0.0.1:22199"
            cwd = "/usr"
            environment = {{ LISTEN = "yes", JUPYTERHUB_USER = "mine", EXTRA = "1" }}
            oauth_client_allowed_scopes = ["self"]
            {}
            [[services]]
            name = "sign in"
            cwd = "/"
            oauth_client_id = "service-other"
            oauth_redirect_uri = "https://x.example.org/cb"
            {}
            "#,
            command("bare"),
            command("paged"),
            command("sign in"),
        );
        let served = serve(folder.path(), recorded["toml"].as_str().unwrap(), &services);
        for (name, wanted) in recorded["services"].as_object().unwrap() {
            let given = given(&folder.path().join(name));
            assert_eq!(given, as_given(wanted), "{hub}: {name}");
        }
        served.stop();
    }
}

/// What a service wrote down, a line each, without what differs from run to run.
fn given(path: &Path) -> Vec<String> {
    let written = until(|| fs::read_to_string(path).ok());
    let mut parts: Vec<&str> = written.split('\0').collect();
    let folder = parts.pop().unwrap().trim();
    let mut lines: Vec<String> = parts.iter().filter_map(|line| shown(line)).collect();
    lines.sort();
    lines.push(folder.to_owned());
    lines
}

/// Wait until there is something.
fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "it does not come"
        );
        thread::yield_now();
    }
}

fn shown(variable: &str) -> Option<String> {
    let (name, value) = variable.split_once('=').unwrap();
    if INHERITED.contains(&name) || name == "_" || name == "OLDPWD" {
        return None;
    }
    let value = match name {
        "JUPYTERHUB_API_TOKEN" | "JPY_API_TOKEN" => "…",
        "JUPYTERHUB_API_URL" => port_free(value),
        _ => value,
    };
    Some(format!("{name}={value}"))
}

/// The path of a URL: the port is another at every run.
fn port_free(url: &str) -> &str {
    url.splitn(4, '/').nth(3).unwrap()
}

fn as_given(recorded: &Value) -> Vec<String> {
    let variables = recorded["environment"].as_object().unwrap().iter();
    let mut lines: Vec<String> = variables
        .filter_map(|(name, value)| shown(&format!("{name}={}", value.as_str().unwrap())))
        .collect();
    lines.sort();
    lines.push(recorded["folder"].as_str().unwrap().to_owned());
    lines
}

#[test]
fn a_service_that_ends_is_started_again_and_its_output_is_logged() {
    let folder = folder();
    let mut hub = serve(
        folder.path(),
        "",
        "[[services]]\nname = \"short\"\ncommand = [\"/bin/sh\", \"-c\", \"echo I am; exit 3\"]\n",
    );
    let said = hub.wait_for("a service says");
    assert_eq!(
        (&said["service"], &said["said"]),
        (&"short".into(), &"I am".into())
    );
    let ended = hub.wait_for("a service has ended, and is started again");
    assert_eq!(ended["ended"], "exit status: 3");
    hub.wait_for("a service is started");
    hub.stop();
}

#[test]
fn services_end_with_the_hub_and_with_all_that_they_started() {
    let folder = folder();
    let mut hub = serve(
        folder.path(),
        "",
        "[[services]]\nname = \"tree\"\ncommand = [\"/bin/sh\", \"-c\", \"sleep 611 & echo $! up; wait\"]\n",
    );
    let said = hub.wait_for("a service says");
    let child: u32 = said["said"]
        .as_str()
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!(runs(child));
    hub.stop();
    assert!(!runs(child));
}

fn runs(pid: u32) -> bool {
    let alive = Command::new("kill").args(["-0", &pid.to_string()]).output();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    alive.unwrap().status.success() && !stat.contains(") Z ")
}

#[test]
fn a_service_that_cannot_be_started_does_not_keep_the_hub_from_serving() {
    let folder = folder();
    let mut hub = serve(
        folder.path(),
        "",
        "[[services]]\nname = \"gone\"\ncommand = [\"/nowhere/at-all\"]\n",
    );
    let failed = hub.wait_for("a service cannot be started");
    let error = failed["error"].as_str().unwrap();
    assert!(
        error.starts_with("`/nowhere/at-all` cannot be started"),
        "{error}"
    );
    assert_eq!(hub.get("/hub/api/").status, 200);
    hub.stop();
}

const TOKEN: &str = "a-token-of-this-test";

const OPERATOR: &str =
    "[[services]]\nname = \"operator\"\napi_token = \"a-token-of-this-test\"\nadmin = true\n";

/// The port of a service that answers with `word`, for as long as the test runs.
fn says(word: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let length = word.len();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{word}"
            );
        }
    });
    port
}

/// What a command says to the hub that serves.
fn hubctl(hub: &Served, line: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubctl"));
    command
        .env_clear()
        .env("HUBCTL_HUB", hub.url())
        .env("HUBCTL_TOKEN", TOKEN);
    let output = command.args(line.split(' ')).output().unwrap();
    assert!(output.status.success(), "{line}: {output:?}");
}

#[test]
fn people_are_led_to_services_that_come_and_go_while_a_hub_serves() {
    let folder = folder();
    let hub = serve(folder.path(), "", OPERATOR);
    let answer = |name: &str| hub.get(&format!("/services/{name}/x"));
    let ask = |method: &str, body: &str| {
        let head = format!(
            "{method} /hub/api/services/rest HTTP/1.1\nauthorization: token {TOKEN}\n\n{body}"
        );
        hub.ask(&head).status
    };
    let (one, other) = (says("one"), says("other"));
    assert_eq!(
        ask("POST", &format!("{{\"url\": \"http://127.0.0.1:{one}\"}}")),
        201
    );
    assert_eq!(answer("rest").body, "one");
    hubctl(
        &hub,
        &format!("services add board --url http://127.0.0.1:{one}"),
    );
    assert_eq!(answer("board").body, "one");
    hubctl(
        &hub,
        &format!("services edit board --url http://127.0.0.1:{other}"),
    );
    assert_eq!(answer("board").body, "other");
    assert_eq!(answer("rest").body, "one");
    hubctl(&hub, "services delete board --yes");
    assert_eq!(answer("board").status, 302, "to the hub, which says so");
    assert_eq!(ask("DELETE", ""), 200);
    assert_eq!(answer("rest").status, 302);
    let managed = ask("POST", "{\"command\": [\"true\"]}");
    assert_eq!(
        managed, 400,
        "as in JupyterHub, which starts none at runtime"
    );
    hub.stop();
}

#[test]
fn people_are_led_to_services_that_a_description_lists() {
    let folder = folder();
    let hub = serve(folder.path(), "", OPERATOR);
    let described = folder.path().join("described.toml");
    let apply = |text: &str| {
        fs::write(&described, text).unwrap();
        hubctl(
            &hub,
            &format!("apply --yes --prune -f {}", described.display()),
        );
    };
    let at = says("listed");
    apply(&format!(
        "[[services]]\nname = \"board\"\nurl = \"http://127.0.0.1:{at}\"\n"
    ));
    assert_eq!(hub.get("/services/board/").body, "listed");
    apply("");
    assert_eq!(hub.get("/services/board/").status, 302);
    hub.stop();
}
