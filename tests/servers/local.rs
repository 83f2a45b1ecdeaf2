//! Servers that are real processes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use hubctl::config::{CommandLine, Config, Seconds};
use hubctl::spawn::launch::Launcher;
use hubctl::spawn::local::{Local, Whose};
use serde_json::Value;

use crate::hub::{Asked, CREATED, Place};

const NULL: Value = Value::Null;

/// A server that answers with its environment, and says so when it is asked to end.
const SERVER: &str = r#"
import http.server, json, os, sys, urllib.parse
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"path": self.path, "cwd": os.getcwd(), "env": dict(os.environ)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *what):
        pass
url = urllib.parse.urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
print("listening", flush=True)
try:
    http.server.HTTPServer((url.hostname, url.port), Answer).serve_forever()
except KeyboardInterrupt:
    print("interrupted", flush=True)
"#;

fn config(place: &Place, script: &str) -> Config {
    let mut config = place.config();
    config.spawner.cmd = CommandLine::new(["python3", "-c", script]);
    config.spawner.home_dir_template = format!("{}/home/{{username}}", place.folder().display());
    config.spawner.http_timeout = Seconds::new(20);
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::new(20);
    config.hub.tornado_settings.slow_stop_timeout = Seconds::new(20);
    config
}

/// Processes that are started by hubctl, as those of a hub are.
fn local(whose: Whose, output: PathBuf) -> Local {
    Local::new(whose, output).with(Launcher::through(env!("CARGO_BIN_EXE_hubctl")))
}

fn hub<'a>(place: &'a Place, script: &str) -> Asked<'a> {
    let output = place.folder().join("output");
    place.hub_with(
        config(place, script),
        Arc::new(local(Whose::Anybody, output)),
    )
}

fn has_python() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok();
    assert!(
        found || std::env::var_os("CI").is_none_or(|ci| ci != "true"),
        "there is no python3"
    );
    found
}

fn pid(place: &Place) -> u32 {
    let state = place.rows("SELECT state FROM spawners");
    let state: Value = serde_json::from_str(&state).unwrap();
    u32::try_from(state["pid"].as_u64().unwrap()).unwrap()
}

fn runs(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    Path::new(&format!("/proc/{pid}")).exists() && !stat.contains(") Z ")
}

#[tokio::test]
async fn a_process_is_started_found_again_and_stopped() {
    if !has_python() {
        return;
    }
    let place = Place::new();
    let last = hub(&place, SERVER);
    let answer = last.admin("POST /users/bob/servers/lab", NULL).await;
    assert_eq!(answer.status, CREATED, "{answer:?}");
    let pid = pid(&place);
    assert!(runs(pid));
    drop(last);
    let next = hub(&place, SERVER);
    next.hub.adopt_servers().unwrap().await;
    assert_eq!(next.phase("lab").await, "ready");
    assert_eq!(
        next.status("DELETE /users/bob/servers/lab", NULL).await,
        204
    );
    assert!(!runs(pid));
    let printed = std::fs::read_to_string(place.folder().join("output/bob=lab.log")).unwrap();
    assert_eq!(printed, "listening\ninterrupted\n");
}

#[tokio::test]
async fn a_process_has_the_environment_of_its_server_and_no_more() {
    if !has_python() {
        return;
    }
    let place = Place::new();
    let hub = hub(&place, SERVER);
    let answer = hub.admin("POST /users/bob/servers/lab", NULL).await;
    assert_eq!(answer.status, CREATED, "{answer:?}");
    let url = hub.admin("GET /proxy", NULL).await.json()["/user/bob/lab/"]["target"].clone();
    let address = url
        .as_str()
        .unwrap()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    let told = tokio::task::spawn_blocking(move || ask(&address))
        .await
        .unwrap();
    let environment = told["env"].as_object().unwrap();
    assert_eq!(environment["JUPYTERHUB_SERVICE_PREFIX"], "/user/bob/lab/");
    assert_eq!(environment["JUPYTERHUB_SERVER_NAME"], "lab");
    assert_eq!(
        environment["JUPYTERHUB_API_URL"],
        "http://127.0.0.1:8081/hub/api"
    );
    assert_eq!(environment["USER"], "bob");
    assert_eq!(told["cwd"], environment["HOME"]);
    assert!(
        !environment.contains_key("CARGO_MANIFEST_DIR"),
        "the hub's own"
    );
    let token = environment["JUPYTERHUB_API_TOKEN"].as_str().unwrap();
    assert_eq!(token.len(), 32);
    assert_eq!(hub.status("DELETE /users/bob/servers/lab", NULL).await, 204);
}

fn ask(address: &str) -> Value {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET /user/bob/lab/ HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[tokio::test]
async fn a_process_that_ends_before_it_answers_tells_its_last_words() {
    if !has_python() {
        return;
    }
    let place = Place::new();
    let hub = hub(&place, "import sys; sys.exit('no such kernel')");
    let answer = hub.admin("POST /users/bob/server", NULL).await;
    assert_eq!(answer.status, 500);
    assert_eq!(
        answer.message(),
        "it ended with exit status 1 before it answered"
    );
    let hint = answer.json()["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("its last words: no such kernel"), "{hint}");
}

#[tokio::test]
async fn a_process_that_is_killed_is_found_dead() {
    if !has_python() {
        return;
    }
    let place = Place::new();
    let hub = hub(&place, SERVER);
    hub.admin("POST /users/bob/server", NULL).await;
    let killed = Command::new("kill")
        .args(["-9", &pid(&place).to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    for _ in 0..100 {
        hub.hub.look_at_servers().await;
        if hub.phase("").await == "stopped" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it is not found dead");
}

#[tokio::test]
async fn what_cannot_be_started_says_what_is_missing() {
    let place = Place::new();
    let mut config = config(&place, "");
    config.spawner.cmd = CommandLine::new(["no-such-program"]);
    let output = place.folder().join("output");
    let hub = place.hub_with(config, Arc::new(local(Whose::Anybody, output)));
    let answer = hub.admin("POST /users/bob/server", NULL).await;
    assert_eq!(answer.status, 500);
    assert!(
        answer
            .message()
            .starts_with("`no-such-program` cannot be started"),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_server_of_a_user_that_the_machine_does_not_have_is_not_started() {
    let place = Place::new();
    let output = place.folder().join("output");
    let local = Arc::new(local(Whose::OwnUser, output));
    let mut config = config(&place, SERVER);
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::new(20);
    let hub = place.hub_with(config, local);
    let answer = hub.admin("POST /users/bob/server", NULL).await;
    assert_eq!(answer.status, 500);
    let reasons = [
        "starts no server for `bob`",
        "this machine has no user `bob`",
    ];
    let said = answer.message();
    assert!(reasons.iter().any(|reason| said.contains(reason)), "{said}");
}
