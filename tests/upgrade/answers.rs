//! Whose each token, share code and auth state is afterwards: as JupyterHub 6.1.1 has it, by our own
//! reading of the rows and by asking the real one.

use std::path::Path;
use std::process::Command;

use hubctl::clock::hex;
use hubctl::ops::database::Tokens;
use rusqlite::Connection;
use serde_json::{Value, json};
use sha2::{Digest, Sha512};

use crate::canonical::{all, look};
use crate::fixture::{Fixture, RELEASES, upgrade};
use crate::jupyterhub;

/// Whether `hashed` is the stored form `sha512:rounds:salt:digest` of `token`.
fn matches(hashed: &str, token: &str) -> bool {
    let parts: Vec<_> = hashed.split(':').collect();
    let [_, rounds, salt, digest] = parts[..] else {
        return false;
    };
    let mut hash = Sha512::new();
    hash.update(salt);
    for _ in 0..rounds.parse().unwrap() {
        hash.update(token);
    }
    hex(&hash.finalize()) == digest
}

/// The owner and what else `answers` says of a token, as the rows have it.
fn token(connection: &Connection, token: &str) -> Value {
    let found = all(
        connection,
        "SELECT t.hashed, t.prefix, t.client_id, t.note, t.scopes, u.name, s.name
         FROM api_tokens AS t LEFT JOIN users AS u ON u.id = t.user_id
         LEFT JOIN services AS s ON s.id = t.service_id
         WHERE t.expires_at IS NULL OR t.expires_at > '2026-01-01'",
        |row| {
            let user: Option<String> = row.get(5)?;
            let service: Option<String> = row.get(6)?;
            let mut scopes: Vec<String> = serde_json::from_str(&row.get::<_, String>(4)?).unwrap();
            scopes.sort();
            let answer = json!({
                "client_id": row.get::<_, String>(2)?,
                "note": row.get::<_, Option<String>>(3)?,
                "scopes": scopes,
                "kind": if user.is_some() { "user" } else { "service" },
                "name": user.or(service),
            });
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, answer))
        },
    );
    found
        .into_iter()
        .find(|(hashed, prefix, _)| token.starts_with(prefix) && matches(hashed, token))
        .map_or(Value::Null, |(_, _, answer)| answer)
}

fn share_code(connection: &Connection, code: &str) -> Value {
    let found = all(
        connection,
        "SELECT c.hashed, u.name, s.name FROM share_codes AS c
         JOIN users AS u ON u.id = c.owner_id JOIN spawners AS s ON s.id = c.spawner_id
         WHERE c.expires_at IS NULL OR c.expires_at > '2026-01-01'",
        |row| {
            let answer =
                json!({ "owner": row.get::<_, String>(1)?, "server": row.get::<_, String>(2)? });
            Ok((row.get::<_, String>(0)?, answer))
        },
    );
    found
        .into_iter()
        .find(|(hashed, _)| matches(hashed, code))
        .map_or(Value::Null, |(_, answer)| answer)
}

#[test]
fn every_token_and_share_code_is_whose_it_was_recorded_to_be() {
    for release in RELEASES {
        let fixture = Fixture::of(release);
        upgrade(&fixture.path(), Tokens::Drop).unwrap();
        let upgraded = look(&fixture.path());
        let answers = &fixture.expected()["answers"];
        for (value, answer) in answers["tokens"].as_object().unwrap() {
            assert_eq!(&token(&upgraded, value), answer, "{release}: {value}");
        }
        for (value, answer) in answers["codes"].as_object().unwrap() {
            assert_eq!(&share_code(&upgraded, value), answer, "{release}: {value}");
        }
    }
}

/// What the real JupyterHub answers on the database of `fixture`.
fn ask(python: &Path, fixture: &Fixture) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/upgrade/answers.py");
    let output = Command::new(python)
        .arg(script)
        .arg(fixture.path())
        .arg(fixture.recorded("sidecar.json"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_real_jupyterhub_opens_the_result_and_answers_as_recorded() {
    let Some(python) = jupyterhub::python() else {
        return;
    };
    for release in RELEASES {
        let fixture = Fixture::of(release);
        upgrade(&fixture.path(), Tokens::Drop).unwrap();
        assert_eq!(
            ask(python, &fixture),
            fixture.expected()["answers"],
            "{release}"
        );
    }
}

/// The tokens that a release below 2.0 issued and that have not expired.
fn issued(fixture: &Fixture) -> Vec<Value> {
    let sidecar = fixture.sidecar();
    let tokens = sidecar["tokens"].as_array().unwrap();
    tokens
        .iter()
        .filter(|token| token["type"] == "api" && token["expired"] != json!(true))
        .cloned()
        .collect()
}

#[test]
fn kept_tokens_stay_valid_for_the_real_jupyterhub() {
    for release in RELEASES.into_iter().take_while(|release| *release < "2") {
        let fixture = Fixture::of(release);
        let kept = upgrade(&fixture.path(), Tokens::Keep)
            .unwrap()
            .outcome
            .tokens_kept;
        let issued = issued(&fixture);
        assert!(
            kept >= issued.len() as u64 && !issued.is_empty(),
            "{release}"
        );
        check_kept(&issued, |value| token(&look(&fixture.path()), value));
        if let Some(python) = jupyterhub::python() {
            let answers = ask(python, &fixture);
            check_kept(&issued, |value| answers["tokens"][value].clone());
        }
    }
}

fn check_kept(issued: &[Value], answer: impl Fn(&str) -> Value) {
    for token in issued {
        let answer = answer(token["token"].as_str().unwrap());
        assert_eq!(answer["name"], token["owner"]);
        assert_eq!(answer["kind"], token["owner_kind"]);
        assert_eq!(answer["scopes"], json!(["inherit"]));
        assert_eq!(answer["client_id"], "jupyterhub");
    }
}

#[test]
fn the_client_of_kept_tokens_is_the_one_that_jupyterhub_makes_at_its_start() {
    let fixture = Fixture::of("1.0.0");
    upgrade(&fixture.path(), Tokens::Keep).unwrap();
    let columns = "SELECT identifier, description, secret, redirect_uri, allowed_scopes
                   FROM oauth_clients WHERE identifier = 'jupyterhub'";
    let made: Vec<Value> = all(&look(&fixture.path()), columns, |row| {
        Ok(json!({
            "identifier": row.get::<_, String>(0)?,
            "description": row.get::<_, String>(1)?,
            "secret": row.get::<_, String>(2)?,
            "redirect_uri": row.get::<_, String>(3)?,
            "allowed_scopes": row.get::<_, String>(4)?,
        }))
    });
    let expected = fixture.expected();
    let after = expected["startup"]["changes"]["oauth_clients"]["after"]
        .as_array()
        .unwrap();
    let mut started = after
        .iter()
        .find(|client| client["identifier"] == "jupyterhub")
        .unwrap()
        .clone();
    started.as_object_mut().unwrap().remove("id");
    assert_eq!(made, [started]);
}
