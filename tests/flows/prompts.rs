//! What is asked at a terminal, and what becomes of the answers.

use std::process::Command;

use insta::assert_snapshot;

use crate::both::Hub;
use crate::support::jupyterhub::venv::skipped;

/// How `hubctl` went at a terminal where `answers` were typed, by both doors, the value of a token masked; `None`
/// where there is no Python to play the terminal.
fn at_terminal(hub: &Hub, line: &str, answers: &[&str]) -> Option<String> {
    let here = at_terminal_here(hub, line, answers)?;
    let there = played(hub, 1, &hub.variables(), line, answers)?;
    assert_eq!(
        there, here,
        "`{line}` by the remote door, and by the direct one"
    );
    Some(here)
}

/// The same by the direct door alone.
fn at_terminal_here(hub: &Hub, line: &str, answers: &[&str]) -> Option<String> {
    played(hub, 0, &[], line, answers)
}

/// How it went beside one of the two databases.
fn played(
    hub: &Hub,
    database: usize,
    variables: &[(&str, String)],
    line: &str,
    answers: &[&str],
) -> Option<String> {
    let database = hub.databases()[database].path();
    let output = Command::new("python3")
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/flows/terminal.py"
        ))
        .arg(serde_json::to_string(answers).unwrap())
        .arg(env!("CARGO_BIN_EXE_hubctl"))
        .args(line.split_whitespace())
        .env_remove("HUBCTL_DB")
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .current_dir(database.parent().unwrap())
        .output();
    let Ok(output) = output else {
        skipped("there is no Python 3");
        return None;
    };
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let masked = text
        .lines()
        .map(|line| match line.strip_prefix("stdout: ") {
            Some(value) if value.len() == 32 => "stdout: …",
            _ => line,
        });
    Some(masked.collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_deletion_asks_first() {
    let hub = Hub::recorded();
    let there = "SELECT count(*) FROM users WHERE name = 'never-active'";
    let delete = |answers: &[&str]| at_terminal(&hub, "users delete never-active", answers);
    let Some(refused) = delete(&["n\n"]) else {
        return;
    };
    assert_snapshot!(refused, @"
    Delete `never-active`, with their servers, tokens and shares? [y/N]: n
    error: nothing was changed
    stdout: 
    exit 5
    ");
    for no in ["\n", "yess\n"] {
        let refused = delete(&[no]).unwrap();
        assert!(refused.contains("nothing was changed"), "{refused}");
        assert!(refused.ends_with("exit 5"), "{refused}");
    }
    let interrupted = delete(&["\u{3}"]).unwrap();
    assert!(interrupted.ends_with("exit -2"), "{interrupted}");
    assert_eq!(hub.stored(there), "1");
    assert_snapshot!(delete(&["Y\n"]).unwrap(), @"
    Delete `never-active`, with their servers, tokens and shares? [y/N]: Y
    deleted 1 user
    stdout: 
    exit 0
    ");
    assert_eq!(hub.stored(there), "0");
}

#[test]
fn what_cannot_be_deleted_is_not_asked_about() {
    let hub = Hub::recorded();
    for (line, refusal) in [
        ("users delete nosuch", "no user named `nosuch`"),
        ("groups delete nosuch", "no group named `nosuch`"),
        ("services delete nosuch", "no service named `nosuch`"),
        (
            "oauth-clients delete jupyterhub",
            "`jupyterhub` cannot be deleted",
        ),
        ("roles delete admin", "`admin` is a default role"),
    ] {
        let Some(text) = at_terminal(&hub, line, &["n\n"]) else {
            return;
        };
        let start = format!("error: {refusal}");
        assert!(text.starts_with(&start), "{line}: {text}");
    }
    // A hub that runs stops it first.
    let refused = at_terminal_here(&hub, "users delete plain", &["n\n"]).unwrap();
    assert!(
        refused.starts_with("error: `plain` has a running server"),
        "{refused}"
    );
}

#[test]
fn a_new_token_asks_what_it_is_to_allow() {
    let hub = Hub::recorded();
    let new = |answers: &[&str]| at_terminal(&hub, "token new zoë --note asked", answers);
    let tokens = "SELECT count(*) FROM api_tokens WHERE note = 'asked'";
    let Some(made) = new(&["9\n", "role\n", "2\n"]) else {
        return;
    };
    assert_snapshot!(made, @"
    What is the token to allow?
      1  whatever user `zoë` may do, now and later
      2  role `user`: self
      3  role `server`: users:activity!user, access:servers!server
      4  role `grader-role`: read:users:name, list:users, servers
      5  role `group-reader`: read:groups, users:activity
      6  role `unassigned-role`: read:hub
      7  role `managed-role`: read:hub
      8  scopes that you name
    Number, 1 to 8: 9
    Number, 1 to 8: role
    Number, 1 to 8: 2
    stdout: …
    exit 0
    ");
    assert_snapshot!(new(&["8\n", "read:users:name!user  self\n"]).unwrap(), @"
    What is the token to allow?
      1  whatever user `zoë` may do, now and later
      2  role `user`: self
      3  role `server`: users:activity!user, access:servers!server
      4  role `grader-role`: read:users:name, list:users, servers
      5  role `group-reader`: read:groups, users:activity
      6  role `unassigned-role`: read:hub
      7  role `managed-role`: read:hub
      8  scopes that you name
    Number, 1 to 8: 8
    Scopes, with spaces between: read:users:name!user  self
    stdout: …
    exit 0
    ");
    let scopes = "SELECT scopes FROM api_tokens WHERE note = 'asked' ORDER BY id";
    assert_snapshot!(hub.query(scopes), @r#"
    ["self"]
    ["read:users:name!user", "self"]
    "#);
    assert_eq!(hub.stored(tokens), "2");
    new(&["\u{3}"]).unwrap();
    new(&["8\n", "\n"]).unwrap();
    assert_eq!(hub.stored(tokens), "2");
}
