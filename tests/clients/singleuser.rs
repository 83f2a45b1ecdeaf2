//! The real `jupyterhub-singleuser`, of this release and of those before: started by a hub, at its URL, and
//! heard of again.

use std::fs;
use std::net::TcpStream;
use std::path::Path;

use serde_json::Value;

use crate::hub::Hub;
use crate::served::{Served, ask};
use crate::venv;

#[test]
fn that_of_6_1_is_started_answers_and_reports() {
    is_started_answers_and_reports("6.1.1");
}

#[test]
fn that_of_5_5_is_started_answers_and_reports() {
    is_started_answers_and_reports("5.5.4");
}

#[test]
fn that_of_4_1_is_started_answers_and_reports() {
    is_started_answers_and_reports("4.1.6");
}

fn is_started_answers_and_reports(release: &str) {
    let packages = [&format!("jupyterhub=={release}"), "jupyter_server==2.21.1"];
    let name = format!("singleuser-{release}");
    let Some(python) = venv::python(&name, &packages) else {
        return;
    };
    let database = Hub::fresh();
    database.succeed("users add lmata --admin");
    let (token, _) = database.succeed("token new lmata --inherit");
    let mut hub = serve(&database, &python.with_file_name("jupyterhub-singleuser"));
    let begin = started(&hub, token.trim());
    let running = api(&hub, &token, "users/lmata");
    let server = &running["servers"]["waiide"];
    assert_eq!(server["ready"], true, "{server}");
    let environment = environment(&server["state"]["pid"]);
    assert_eq!(
        variable(&environment, "JUPYTERHUB_OAUTH_ACCESS_SCOPES"),
        r#"["access:servers!server=lmata/waiide", "access:servers!user=lmata"]"#
    );
    let url = variable(&environment, "JUPYTERHUB_SERVICE_URL");
    let address = url.split('/').nth(2).unwrap();
    let stream = TcpStream::connect(address).unwrap();
    let said = ask(stream, "GET /user/lmata/waiide/api HTTP/1.1");
    assert_eq!(said.status, 200, "{said:?}");
    assert_eq!(said.header("x-jupyterhub-version"), Some(release));
    let reported = hub.wait_until(|line| line["path"] == "/hub/api/users/lmata/activity");
    assert_eq!(
        (&reported["status"], &reported["who"]),
        (&200.into(), &"lmata".into())
    );
    let end = begin.replace("POST", "DELETE");
    assert!([202, 204].contains(&hub.ask(&end).status));
    hub.stop();
}

/// Have lmata's server started, and wait for that; the request by which it was.
pub(crate) fn started(hub: &Served, token: &str) -> String {
    let begin =
        format!("POST /hub/api/users/lmata/servers/waiide HTTP/1.1\nauthorization: token {token}");
    let answer = hub.ask(&begin);
    assert!([201, 202].contains(&answer.status), "{answer:?}");
    // It is told until it is over, however long that takes.
    let follow = begin
        .replacen("POST", "GET", 1)
        .replacen("waiide", "waiide/progress", 1);
    let progress = hub.ask(&follow).body;
    assert!(progress.contains(r#""ready": true"#), "{progress}");
    begin
}

/// Serve `database`, with `singleuser` as what people's servers are.
pub(crate) fn serve(database: &Hub, singleuser: &Path) -> Served {
    let folder = database.path().parent().unwrap().to_owned();
    let config = folder.join("hubctl.toml");
    let home = folder.join("home");
    fs::write(
        &config,
        format!(
            r#"
            [hub]
            spawner_class = "simple"
            hub_port = 0
            allow_named_servers = true
            [auth]
            allow_all = true
            [spawner]
            cmd = ["{}"]
            args = ["--allow-root"]
            http_timeout = 120
            home_dir_template = "{}/{{username}}"
            environment = {{ JUPYTERHUB_ACTIVITY_INTERVAL = "1", PATH = "/usr/bin:/bin" }}
            "#,
            singleuser.display(),
            home.display(),
        ),
    )
    .unwrap();
    Served::start(&folder, &["--config", config.to_str().unwrap()])
}

fn api(hub: &Served, token: &str, path: &str) -> Value {
    let request = format!(
        "GET /hub/api/{path} HTTP/1.1\nauthorization: token {}",
        token.trim()
    );
    serde_json::from_str(&hub.ask(&request).body).unwrap()
}

/// What the process `pid` was started with.
fn environment(pid: &Value) -> String {
    let path = format!("/proc/{pid}/environ");
    let bytes = fs::read(&path).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn variable<'a>(environment: &'a str, name: &str) -> &'a str {
    let mut variables = environment.split('\0');
    let found = variables.find_map(|variable| variable.strip_prefix(name)?.strip_prefix('='));
    found.unwrap_or_else(|| panic!("no {name} in {environment}"))
}
