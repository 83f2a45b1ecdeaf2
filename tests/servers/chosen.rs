//! What one server is otherwise: for the groups of its person, by a profile, by what they chose, by commands.

use std::collections::BTreeMap;
use std::sync::Arc;

use hubctl::config::{CommandLine, Config, Limit, OrCommand, Seconds};
use hubctl::model::Secret;
use serde_json::{Value, json};

use crate::hub::{Answer, CREATED, Place};
use crate::recorder::{Recorder, Told};

const NULL: Value = Value::Null;

/// The part `[spawner]` of a configuration.
fn spawner(config: &mut Config, text: &str) {
    let table: toml::Table = text.parse().unwrap();
    for (name, value) in table {
        let value = serde_json::to_value(value).unwrap();
        config.spawner.overrule(&name, &value).unwrap();
    }
}

/// A configuration under which whoever asks for a start waits for it.
fn patient(place: &Place) -> Config {
    let mut config = place.config();
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::new(20);
    config
}

/// A shell script in place of a value.
fn says<T>(script: &str) -> OrCommand<T> {
    let command = CommandLine::new(["sh", "-c", script]);
    OrCommand::Command { command }
}

/// What bob's server is started with, who is in the group `lab`; or the refusal.
async fn start(place: &Place, config: Config, options: Value) -> Result<Told, Answer> {
    let recorder = Arc::new(Recorder::default());
    let hub = place.hub_with(config, Arc::clone(&recorder) as _);
    place.sql(
        "INSERT OR IGNORE INTO groups (id, name, properties) VALUES (7, 'lab', '{}');
         INSERT OR IGNORE INTO user_group_map SELECT id, 7 FROM users WHERE name = 'bob'",
    );
    let answer = hub
        .admin(
            "POST /users/bob/servers/nb",
            json!({ "user_options": options }),
        )
        .await;
    if answer.status == CREATED {
        Ok(recorder.last())
    } else {
        Err(answer)
    }
}

#[tokio::test]
async fn groups_have_settings_of_their_own_in_the_order_of_their_names() {
    let place = Place::new();
    let mut config = patient(&place);
    spawner(
        &mut config,
        r#"
        environment = { A = "all", B = "all", C = "all" }
        [group_overrides.2-more]
        groups = ["lab", "other"]
        spawner_override = { mem_limit = "2G", environment = { B = "lab 2" } }
        [group_overrides.1-first]
        groups = ["lab"]
        spawner_override = { mem_limit = "1G", environment = { A = "lab", B = "lab 1" } }
        [group_overrides.3-not]
        groups = ["other"]
        spawner_override = { mem_limit = "3G" }
        "#,
    );
    let told = start(&place, config, json!({})).await.unwrap();
    assert_eq!(told.environment["MEM_LIMIT"], (2_u64 << 30).to_string());
    let [a, b, c] = ["A", "B", "C"].map(|name| told.environment[name].as_str());
    assert_eq!([a, b, c], ["lab", "lab 2", "all"]);
}

const PROFILES: &str = r#"
    [[profiles]]
    slug = "small"
    display_name = "Small"
    spawner_override = { cpu_limit = 1 }
    [[profiles]]
    slug = "large"
    display_name = "Large"
    default = true
    spawner_override = { cpu_limit = 4, args = ["--large"], port = 4444 }
"#;

#[tokio::test]
async fn a_profile_is_chosen_by_its_name_or_is_the_default() {
    let place = Place::new();
    let config = |place: &Place| {
        let mut config = patient(place);
        spawner(&mut config, PROFILES);
        config
    };
    let told = start(&place, config(&place), json!({})).await.unwrap();
    assert_eq!(told.environment["CPU_LIMIT"], "4.0");
    assert_eq!(told.command.last().unwrap(), "--large");
    assert_eq!(told.listen.port, 4444, "and listens where it says");
    assert!(told.environment["JUPYTERHUB_SERVICE_URL"].contains(":4444/"));
    let place = Place::new();
    let told = start(&place, config(&place), json!({ "profile": "small" })).await;
    assert_eq!(told.unwrap().environment["CPU_LIMIT"], "1.0");
    let place = Place::new();
    let refused = start(&place, config(&place), json!({ "profile": "smal" })).await;
    let refused = refused.err().unwrap();
    assert_eq!(refused.status, 400);
    assert_eq!(refused.message(), "there is no profile `smal`");
    assert!(
        refused.text.contains("did you mean `small`?"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn options_change_what_they_are_declared_to_and_nothing_else() {
    let place = Place::new();
    let mut config = patient(&place);
    spawner(
        &mut config,
        r#"apply_user_options = { cores = "cpu_limit" }"#,
    );
    let told = start(
        &place,
        config,
        json!({ "cores": "2.5", "cmd": "evil", "port": 1 }),
    )
    .await;
    let told = told.unwrap();
    assert_eq!(told.environment["CPU_LIMIT"], "2.5");
    assert_eq!(told.command, ["jupyterhub-singleuser"]);
    assert_eq!(told.settings.port, 0);
}

/// GHSA-hx46-2cv3-mh6g: what anybody may choose must not bring the hub to its limit of failures.
#[tokio::test]
async fn options_that_do_not_go_are_refused_and_are_no_failure_of_the_hub() {
    for (options, script) in [
        (json!({ "cores": "many" }), None),
        (json!({ "cores": { "a": [null] } }), None),
        (json!({ "page": "/a\0b" }), None),
        (json!({ "profile": ["large", "small"] }), None),
        (json!({ "cores": 1 }), Some("exit 1")),
        (
            json!({ "cores": 1 }),
            Some(r#"echo '{"cpu_limit": "much"}'"#),
        ),
        (
            json!({ "cores": 1 }),
            Some(r#"echo '{"error": "too many"}'"#),
        ),
    ] {
        let place = Place::new();
        let mut config = patient(&place);
        spawner(&mut config, PROFILES);
        spawner(
            &mut config,
            r#"apply_user_options = { cores = "cpu_limit", page = "default_url" }"#,
        );
        if let Some(script) = script {
            config.spawner.apply_user_options = Some(says(script));
        }
        let hub = place.hub_with(config, Arc::<Recorder>::default());
        let body = json!({ "user_options": options });
        let answer = hub.ask("bob", "POST /users/bob/server", body).await;
        assert_eq!(answer.status, 400, "{options}: {answer:?}");
        assert_eq!(*hub.hub.servers().failures().borrow(), 0, "{options}");
    }
}

#[tokio::test]
async fn what_a_command_says_stands_where_a_value_would() {
    let place = Place::new();
    let mut config = patient(&place);
    let name = |script: &str| {
        format!("python3 -c 'import json, sys; told = json.load(sys.stdin); {script}'")
    };
    config.spawner.environment = BTreeMap::from([(
        "WHO".to_owned(),
        says::<Secret>(&name(
            "print(json.dumps(told[\"user\"][\"name\"] + told[\"server\"][\"url\"]))",
        )),
    )]);
    config.spawner.oauth_client_allowed_scopes = says(r#"echo '["read:users!user=bob"]'"#);
    config.spawner.server_token_scopes = says(r#"echo '["users:activity!user"]'"#);
    config.hub.named_server_limit_per_user = says::<Limit>("echo 1");
    config.spawner.group_overrides =
        says(r#"echo '{"a": {"groups": ["lab"], "spawner_override": {"debug": true}}}'"#);
    let told = start(&place, config, json!({})).await.unwrap();
    assert_eq!(told.environment["WHO"], "bob/user/bob/nb/");
    assert_eq!(told.environment["JUPYTERHUB_DEBUG"], "1");
    assert_eq!(
        told.environment["JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES"],
        r#"["read:users!user=bob"]"#
    );
    let client =
        place.rows("SELECT allowed_scopes FROM oauth_clients WHERE identifier LIKE '%bob%'");
    assert!(client.contains("read:users!user=bob"), "{client}");
}

#[tokio::test]
async fn a_command_that_fails_makes_the_start_fail_and_says_why() {
    let place = Place::new();
    let mut config = patient(&place);
    config.spawner.pre_spawn_hook =
        Some(CommandLine::new(["sh", "-c", "echo no disk >&2; exit 4"]));
    let failed = start(&place, config, json!({})).await.err().unwrap();
    assert_eq!(failed.status, 500);
    assert_eq!(
        failed.message(),
        "the command of `spawner.pre_spawn_hook` failed: exit status 4"
    );
    assert!(failed.text.contains("it said: no disk"), "{failed:?}");
    assert_eq!(
        place.rows("SELECT count(*) FROM servers"),
        "0",
        "and leaves nothing"
    );
}

#[tokio::test]
async fn a_hook_before_the_start_may_change_it() {
    let place = Place::new();
    let mut config = patient(&place);
    let hook = r#"grep -q '"option":"spawner.pre_spawn_hook"' && echo '{"args": ["--hooked"], "http_timeout": 7}'"#;
    config.spawner.pre_spawn_hook = Some(CommandLine::new(["sh", "-c", hook]));
    let told = start(&place, config, json!({})).await.unwrap();
    assert_eq!(told.command, ["jupyterhub-singleuser", "--hooked"]);
    assert_eq!(told.settings.http_timeout.duration().as_secs(), 7);
}

#[tokio::test]
async fn a_defect_in_a_spawner_ends_that_start() {
    let place = Place::new();
    let hub = place.hub_with(patient(&place), Arc::new(Recorder::broken()));
    let answer = hub.admin("POST /users/bob/server", NULL).await;
    assert_eq!(answer.status, 500, "{answer:?}");
    assert_eq!(hub.phase("").await, "stopped");
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "0");
    assert_eq!(*hub.hub.servers().failures().borrow(), 1);
}
