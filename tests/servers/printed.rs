//! What servers print, and who may read it; and the hooks around a server.

use std::path::Path;
use std::sync::Arc;

use hubctl::config::{CommandLine, Config, Seconds};
use hubctl::spawn::launch::Launcher;
use hubctl::spawn::local::{Local, Whose};
use serde_json::{Value, json};

use crate::hub::{Asked, CREATED, Place};
use crate::recorder::Recorder;

const NULL: Value = Value::Null;

/// A hub whose servers say something and end.
fn hub(place: &Place) -> Asked<'_> {
    let mut config = place.config();
    config.spawner.cmd = CommandLine::new(["sh", "-c", "echo one; echo two >&2; exit 1"]);
    config.spawner.home_dir_template = format!("{}/home", place.folder().display());
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::new(20);
    let local = Local::new(Whose::Anybody, place.folder().join("output"));
    let local = local.with(Launcher::through(env!("CARGO_BIN_EXE_hubctl")));
    place.hub_with(config, Arc::new(local))
}

#[tokio::test]
async fn a_person_reads_what_their_server_printed_and_no_other_does() {
    let place = Place::new();
    let hub = hub(&place);
    assert_eq!(hub.status("POST /users/bob/servers/lab", NULL).await, 500);
    let read = "GET /users/bob/servers/lab/logs";
    let mine = hub.ask("bob", read, NULL).await;
    assert_eq!(
        mine.json(),
        json!({ "server": "bob/lab", "lines": ["one", "two"] })
    );
    let last = hub.admin(&format!("{read}?lines=1"), NULL).await.json();
    assert_eq!(last["lines"], json!(["two"]));
    let others = hub.ask("bob", "GET /users/ada/server/logs", NULL).await;
    assert_eq!(others.status, 404, "as all that is not one's own");
    let missing = hub.admin("GET /users/bob/servers/other/logs", NULL).await;
    assert_eq!(missing.status, 404);
    let nothing = hub.admin("GET /users/ada/server/logs", NULL).await.json();
    assert_eq!(nothing["lines"], json!([]));
}

/// A configuration whose hooks write down what they are told.
fn hooked(place: &Place) -> Config {
    let mut config = place.config();
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::new(20);
    config.hub.tornado_settings.slow_stop_timeout = Seconds::new(20);
    let writes = |name: &str| {
        let told = place.folder().join(name);
        CommandLine::new(["sh", "-c", "cat > \"$0\"", told.to_str().unwrap()])
    };
    config.spawner.post_stop_hook = Some(writes("stopped"));
    let ready = r#"python3 -c 'import json, sys; told = json.load(sys.stdin)["event"]; told["url"] = "/elsewhere"; print(json.dumps(told))'"#;
    config.spawner.progress_ready_hook = Some(CommandLine::new(["sh", "-c", ready]));
    config
}

fn told(file: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[tokio::test]
async fn hooks_hear_of_a_server_that_is_ready_and_of_one_that_has_stopped() {
    let place = Place::new();
    let hub = place.hub_with(hooked(&place), Arc::<Recorder>::default());
    let options = json!({ "user_options": { "a": 1 } });
    assert_eq!(hub.status("POST /users/bob/server", options).await, CREATED);
    let progress = hub.admin("GET /users/bob/server/progress", NULL).await.text;
    assert!(progress.contains(r#""url": "/elsewhere""#), "{progress}");
    assert!(progress.contains(r#""ready": true"#), "{progress}");
    assert_eq!(hub.status("DELETE /users/bob/server", NULL).await, 204);
    let told = told(&place.folder().join("stopped"));
    assert_eq!(told["option"], "spawner.post_stop_hook");
    assert_eq!(told["user"]["name"], "bob");
    assert_eq!(told["user_options"], json!({ "a": 1 }));
}

#[tokio::test]
async fn what_servers_do_is_written_as_jupyter_events_are() {
    let place = Place::new();
    let mut config = hooked(&place);
    let file = place.folder().join("events");
    config.log.events = Some(file.clone());
    let hub = place.hub_with(config, Arc::<Recorder>::default());
    assert_eq!(
        hub.status("POST /users/bob/servers/lab", NULL).await,
        CREATED
    );
    assert_eq!(hub.status("DELETE /users/bob/servers/lab", NULL).await, 204);
    let written = std::fs::read_to_string(file).unwrap();
    let lines: Vec<Value> = written
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "{written}");
    for (line, action) in lines.iter().zip(["start", "stop"]) {
        assert_eq!(
            line["__schema__"],
            "https://schema.jupyter.org/jupyterhub/events/server-action"
        );
        assert_eq!(
            (&line["__schema_version__"], &line["__metadata_version__"]),
            (&"1".into(), &1.into())
        );
        assert!(
            line["__timestamp__"].as_str().unwrap().ends_with('Z'),
            "{line}"
        );
        assert_eq!(line["action"], action);
        assert_eq!(
            (&line["username"], &line["servername"]),
            (&"bob".into(), &"lab".into())
        );
    }
}
