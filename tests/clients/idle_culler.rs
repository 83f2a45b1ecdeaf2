//! The real `jupyterhub-idle-culler` stops and deletes what is idle, and nothing else.

use std::fs;
use std::process::{Child, Command, Stdio};

use crate::asked::serve;
use crate::hub::Hub;
use crate::served::Served;
use crate::venv;

const LATEST: [&str; 3] = [
    "jupyterhub-idle-culler==2.0.0",
    "tornado==6.6.1",
    "traitlets==5.16.1",
];

const BEFORE: [&str; 2] = ["jupyterhub-idle-culler==1.4.0", "tornado==6.6.1"];

/// What its documentation has it be given.
const SCOPES: &str = "--scope list:users --scope read:users:activity --scope read:servers \
                      --scope delete:servers --scope admin:users";

#[test]
fn version_2_stops_idle_servers() {
    stops_idle_servers("idle-culler-2.0.0", &LATEST);
}

#[test]
fn version_1_stops_idle_servers() {
    stops_idle_servers("idle-culler-1.4.0", &BEFORE);
}

#[test]
fn version_2_deletes_idle_users_and_named_servers() {
    deletes_idle_users("idle-culler-2.0.0", &LATEST);
}

#[test]
fn version_1_deletes_idle_users_and_named_servers() {
    deletes_idle_users("idle-culler-1.4.0", &BEFORE);
}

/// As its documentation has it: a service that the hub starts, with a role of its own.
#[test]
fn a_hub_runs_it_as_its_service_and_has_its_idle_servers_stopped() {
    let Some(python) = venv::python("idle-culler-2.0.0", &LATEST) else {
        return;
    };
    let database = Hub::fresh();
    database.succeed("users add boss --admin");
    let (boss, _) = database.succeed("token new boss --inherit");
    let folder = database.path().parent().unwrap().to_owned();
    let config = format!(
        r#"
        [hub]
        spawner_class = "fake"
        hub_port = 0
        allow_named_servers = true
        [auth]
        allow_all = true
        [[services]]
        name = "culler"
        command = ["{}", "-m", "jupyterhub_idle_culler", "--timeout=1", "--cull-every=1", "--concurrency=2"]
        [[roles]]
        name = "idle-culler"
        scopes = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
        services = ["culler"]
        "#,
        python.display()
    );
    let path = folder.join("hubctl.toml");
    fs::write(&path, config).unwrap();
    let mut hub = Served::start(&folder, &["--config", path.to_str().unwrap()]);
    for server in ["server", "servers/lab"] {
        let start = format!(
            "POST /hub/api/users/boss/{server} HTTP/1.1\nauthorization: token {}",
            boss.trim()
        );
        assert_eq!(hub.ask(&start).status, 201);
    }
    for _ in 0..2 {
        hub.wait_for("a server has stopped");
    }
    assert_eq!(database.query(RUNNING), "boss||0\nboss|lab|0\n");
    let asked = |line: &&serde_json::Value| line["method"] == "DELETE" && line["who"] == "culler";
    assert!(
        hub.said().iter().any(|line| asked(&line))
            || hub.wait_until(|line| asked(&line)).is_object()
    );
    hub.stop();
}

fn stops_idle_servers(name: &str, packages: &[&str]) {
    let Some(hub) = culled(name, packages, &[]) else {
        return;
    };
    assert_eq!(
        hub.query(RUNNING),
        "busy||1\nbusy|lab|1\nidle||0\nidle|lab|0\n"
    );
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "15");
}

fn deletes_idle_users(name: &str, packages: &[&str]) {
    let options = [
        "--cull-users=true",
        "--remove-named-servers=true",
        "--api-page-size=3",
    ];
    let Some(hub) = culled(name, packages, &options) else {
        return;
    };
    assert_eq!(hub.query(RUNNING), "busy||1\nbusy|lab|1\n");
    assert_eq!(
        hub.query("SELECT name FROM users ORDER BY name"),
        "boss\nbusy\n"
    );
}

const RUNNING: &str = "SELECT users.name, spawners.name, server_id IS NOT NULL FROM spawners \
                       JOIN users ON users.id = user_id ORDER BY 1, 2";

/// The database of a hub, after the culler went over it: an admin, a user `busy` whose servers are used, a
/// user `idle` whose servers are not, and a dozen who have no servers, and were never seen.
fn culled(name: &str, packages: &[&str], options: &[&str]) -> Option<Hub> {
    let python = venv::python(name, packages)?;
    let database = Hub::fresh();
    database.succeed("users add boss --admin");
    let dozen: Vec<_> = (1..=12).map(|number| format!("gone{number}")).collect();
    database.succeed(&format!("users add busy idle {}", dozen.join(" ")));
    database.succeed("services add culler");
    database.succeed(&format!("roles create idle-culler {SCOPES}"));
    database.succeed("roles grant idle-culler --service culler");
    let (token, _) = database.succeed("token new --service culler --inherit");
    let (boss, _) = database.succeed("token new boss --inherit");
    let mut hub = serve(&database);
    for server in [
        "busy/server",
        "busy/servers/lab",
        "idle/server",
        "idle/servers/lab",
    ] {
        let start = format!(
            "POST /hub/api/users/{server} HTTP/1.1\nauthorization: token {}",
            boss.trim()
        );
        let answer = hub.ask(&start);
        assert_eq!(answer.status, 201, "{server}: {answer:?}");
    }
    database.write(
        "UPDATE users SET created = '2026-01-01 00:00:00.000000'; \
         UPDATE users SET last_activity = '2026-01-01 00:00:00.000000' WHERE name = 'idle'; \
         UPDATE spawners SET started = '2026-01-01 00:00:00.000000', last_activity = \
             (SELECT last_activity FROM users WHERE users.id = user_id);",
    );
    let mut command = Command::new(python);
    command
        .args([
            "-m",
            "jupyterhub_idle_culler",
            "--timeout=3600",
            "--cull-every=1",
        ])
        .arg(format!("--url={}hub/api", hub.url()))
        .args(options);
    passes(&mut hub, command.env("JUPYTERHUB_API_TOKEN", token.trim()));
    hub.stop();
    Some(database)
}

/// Let the culler go over the hub twice: the second time it has nothing to do.
fn passes(hub: &mut Served, culler: &mut Command) {
    let running = culler.stdout(Stdio::null()).stderr(Stdio::null());
    let _culler = Running(running.spawn().unwrap());
    for _ in 0..3 {
        hub.wait_until(|line| line["path"] == "/hub/api/");
    }
}

/// A program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
