//! Who gets in, recorded of the real JupyterHub 6.1.1 (`tests/golden/sign_in/record.py`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hubctl::hub::NotSignedIn;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::hub::Hub;

/// Whether a name is none here though it is there: one with a control character, or longer than its column.
fn is_no_name(typed: &str) -> bool {
    typed.contains(char::is_control) || typed.chars().count() > 255
}

#[derive(Deserialize)]
struct Recorded {
    config: Map<String, Value>,
    existing: BTreeMap<String, bool>,
    who: BTreeMap<String, Value>,
}

fn recorded() -> Vec<Recorded> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sign_in/who.jsonl");
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A hub where everybody's password is right.
fn hub(recorded: &Recorded) -> Hub {
    let mut auth = recorded.config.clone();
    // Without, a hub does not start that lets nobody in; it decides nothing.
    auth.insert("any_allow_config".to_owned(), json!(true));
    if auth.contains_key("allowed_groups") {
        auth.entry("allow_all").or_insert(json!(false));
    }
    let file = json!({ "hub": { "authenticator_class": "dummy" }, "auth": auth });
    let hub = Hub::new(&toml::to_string(&toml::Value::try_from(file).unwrap()).unwrap());
    for (name, admin) in &recorded.existing {
        let admin = u8::from(*admin);
        hub.write(&format!(
            "INSERT OR IGNORE INTO users (name, cookie_id, admin) VALUES ('{name}', 'cookie of {name}', {admin})"
        ));
    }
    hub
}

/// Whether they are blocked by a name that is written otherwise: 6.1.1 lets `ada` in where `Ada` is blocked.
fn is_blocked(config: &Map<String, Value>, typed: &str) -> bool {
    let blocked = config.get("blocked_users").and_then(Value::as_array);
    let mut blocked = blocked.into_iter().flatten().filter_map(Value::as_str);
    blocked.any(|name| name.to_lowercase() == typed.trim().to_lowercase())
}

#[test]
fn whoever_gets_in_there_gets_in_here_and_nobody_else() {
    let mut found = Vec::new();
    for recorded in recorded() {
        let hub = hub(&recorded);
        for (at, (typed, there)) in recorded.who.iter().enumerate() {
            // From an address of their own, so that nobody's failures are held against another.
            let from = format!("192.0.2.{at}");
            let here = match hub.sign_in_from(&from, typed, "x") {
                Ok(user) => json!({ "name": user.name, "admin": user.admin }),
                Err(NotSignedIn::Wrong | NotSignedIn::NotAllowed) => Value::Null,
                Err(_) => json!("error"),
            };
            let expected = if is_no_name(typed) || is_blocked(&recorded.config, typed) {
                &Value::Null
            } else {
                there
            };
            if here != *expected {
                let config = Value::Object(recorded.config.clone());
                found.push(format!("{config} {typed:?}: {there} there, {here} here"));
            }
        }
    }
    assert_eq!(found, [""; 0]);
}
