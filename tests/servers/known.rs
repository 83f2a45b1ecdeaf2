//! What the authenticator has to do with the starts and stops of servers.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use hubctl::config::{AuthenticatorClass, CommandLine, Config, Seconds};
use hubctl::model::Secret;
use serde_json::{Value, json};

use crate::hub::{CREATED, Place};
use crate::recorder::Recorder;

const NULL: Value = Value::Null;

/// A configuration under which whoever asks waits for what they asked for.
fn patient(place: &Place) -> Config {
    let mut config = place.config();
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::new(20);
    config.hub.tornado_settings.slow_stop_timeout = Seconds::new(20);
    config
}

fn shell(script: &str) -> CommandLine {
    CommandLine::new(["sh", "-c", script])
}

#[tokio::test]
async fn what_is_known_of_a_person_is_told_first_and_their_groups_come_over_it() {
    let place = Place::new();
    let told = place.folder().join("told");
    let mut config = patient(&place);
    config.crypt.keys = vec![Secret::new("0123456789abcdef0123456789abcdef")];
    config.spawner.auth_state_hook = Some(shell(&format!(
        r#"cat > {}; echo '{{"environment": {{"A": "known", "B": "known"}}}}'"#,
        told.display()
    )));
    let overrides = json!({ "x": { "groups": ["lab"], "spawner_override": { "environment": { "B": "lab" } } } });
    config
        .spawner
        .overrule("group_overrides", &overrides)
        .unwrap();
    place.sql(
        "INSERT INTO groups (id, name, properties) VALUES (7, 'lab', '{}');
         INSERT INTO user_group_map SELECT id, 7 FROM users WHERE name = 'bob'",
    );
    let recorder = Arc::new(Recorder::default());
    let hub = place.hub_with(config, Arc::clone(&recorder) as _);
    let known = json!({ "auth_state": { "token": "t" } });
    assert_eq!(hub.status("PATCH /users/bob", known).await, 200);
    assert_eq!(
        hub.status("POST /users/bob/servers/nb", NULL).await,
        CREATED
    );
    let environment = recorder.last().environment;
    assert_eq!([&environment["A"], &environment["B"]], ["known", "lab"]);
    let told: Value = serde_json::from_slice(&fs::read(told).unwrap()).unwrap();
    assert_eq!(told["option"], "spawner.auth_state_hook");
    assert_eq!(told["auth_state"], json!({ "token": "t" }));
    assert_eq!(told["user"], json!({ "name": "bob", "groups": ["lab"] }));
}

/// A hub that asks anew before each start and stop, by what is in the file `answer`.
fn asking(place: &Place, is_strict: bool) -> Config {
    let answer = place.folder().join("answer");
    let mut config = patient(place);
    config.auth.refresh_user = Some(shell(&format!("cat {}", answer.display())));
    config.auth.auth_refresh_age = Seconds::new(0);
    config.auth.refresh_pre_spawn = true;
    config.auth.refresh_pre_stop = true;
    config.auth.auth_refresh_strict = is_strict;
    config
}

fn answers(place: &Place, answer: &str) {
    fs::write(place.folder().join("answer"), answer).unwrap();
}

#[tokio::test]
async fn who_must_sign_in_anew_starts_and_stops_nothing_where_that_is_strict() {
    let place = Place::new();
    let hub = place.hub_with(asking(&place, true), Arc::new(Recorder::default()));
    answers(&place, "true");
    assert_eq!(
        hub.ask("bob", "POST /users/bob/servers/nb", NULL)
            .await
            .status,
        CREATED
    );
    answers(&place, "false");
    let refused = hub.ask("bob", "DELETE /users/bob/servers/nb", NULL).await;
    assert_eq!(refused.status, 403, "{refused:?}");
    assert!(refused.message().contains("signed in anew"), "{refused:?}");
    assert_eq!(hub.phase("nb").await, "ready");
    assert_eq!(
        hub.status("DELETE /users/bob/servers/nb", NULL).await,
        204,
        "an admin can"
    );
    assert_eq!(
        hub.status("POST /users/bob/servers/nb", NULL).await,
        403,
        "nor for anybody"
    );
    assert_eq!(
        hub.status("GET /users/bob", NULL).await,
        200,
        "and else nobody is asked about"
    );
}

#[tokio::test]
async fn who_cannot_sign_in_there_and_then_goes_on_where_that_is_not_strict() {
    let place = Place::new();
    let hub = place.hub_with(asking(&place, false), Arc::new(Recorder::default()));
    answers(&place, "false");
    assert_eq!(
        hub.ask("bob", "POST /users/bob/servers/nb", NULL)
            .await
            .status,
        CREATED
    );
    assert_eq!(
        hub.ask("bob", "DELETE /users/bob/servers/nb", NULL)
            .await
            .status,
        204
    );
}

fn executable(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// What PAM was asked to do, of whom; by a stand-in for the Python that asks it, which answers `answer`.
async fn asked_of_pam(answer: &str) -> Vec<Value> {
    let place = Place::new();
    let folder = place.folder();
    fs::create_dir(folder.join("bin")).unwrap();
    let (python, told) = (folder.join("bin/python3"), folder.join("told"));
    let keep = format!("cat >> {0}; echo >> {0}", told.display());
    executable(
        &python,
        &format!("#!/bin/sh\n{keep}\nprintf '%s' '{answer}'\n"),
    );
    let server = folder.join("jupyterhub-singleuser");
    executable(&server, &format!("#!{}\n", python.display()));
    let mut config = patient(&place);
    config.hub.authenticator_class = AuthenticatorClass::Pam;
    config.auth.open_sessions = true;
    config.spawner.cmd = CommandLine::new([server.to_str().unwrap()]);
    let hub = place.hub_with(config, Arc::new(Recorder::default()));
    for _ in 0..2 {
        assert_eq!(
            hub.status("POST /users/bob/servers/nb", NULL).await,
            CREATED
        );
        assert_eq!(hub.status("DELETE /users/bob/servers/nb", NULL).await, 204);
    }
    let lines = fs::read_to_string(told).unwrap();
    let asked = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let of_sessions = asked.filter(|asked: &Value| asked["do"] != json!([]));
    of_sessions
        .map(|asked| json!([asked["do"][0], asked["name"]]))
        .collect()
}

#[tokio::test]
async fn a_session_is_opened_before_a_start_and_closed_after_the_stop() {
    let once = [json!(["open", "bob"]), json!(["close", "bob"])];
    assert_eq!(asked_of_pam("{}").await, [once.clone(), once].concat());
    let refuses = r#"{"refused": "[PAM Error 14] Cannot make a session", "step": "session"}"#;
    assert_eq!(
        asked_of_pam(refuses).await,
        [json!(["open", "bob"])],
        "the first failure ends that"
    );
}
