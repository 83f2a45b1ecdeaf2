//! What is kept of what an authenticator, and the commands beside it, tell.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use serde_json::json;
use tempfile::TempDir;

use crate::hub::Hub;

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// A command that reads what it is told, and answers `answer`.
fn command(folder: &TempDir, answer: &str) -> PathBuf {
    let path = folder.path().join("hook");
    fs::write(
        &path,
        format!(
            "#!/bin/sh\ncat > {}/told\nprintf '%s' '{answer}'\n",
            folder.path().display()
        ),
    )
    .unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn dummy(auth: &str) -> Hub {
    Hub::new(&format!(
        "[hub]\nauthenticator_class = 'dummy'\n[auth]\n{auth}"
    ))
}

#[test]
fn the_groups_of_a_password_are_those_somebody_is_in() {
    let hub = Hub::new(
        "[hub]\nauthenticator_class = 'shared-password'\n[auth]\nallow_all = true\n\
         manage_groups = true\npassword_groups = { of-the-class = ['class'] }\n\
         user_password = 'everybody'",
    );
    let groups = "SELECT group_concat(g.name) FROM user_group_map m \
        JOIN groups g ON g.id = m.group_id";
    assert_eq!(hub.tells("ada", "of-the-class"), "ada");
    assert_eq!(hub.stored(groups), "class");
    let source = "SELECT group_concat(DISTINCT source) FROM hubctl_provenance WHERE group_id > 0";
    assert_eq!(hub.stored(source), "authenticator");
    assert_eq!(hub.tells("ada", "everybody"), "ada");
    assert_eq!(hub.stored(groups), "NULL");
}

#[test]
fn a_command_sees_each_sign_in_and_changes_what_is_kept() {
    let folder = TempDir::new().unwrap();
    let answer =
        r#"{"name": "ada", "admin": true, "user_info": {"mail": "a"}, "auth_state": {"k": 1}}"#;
    let hook = command(&folder, answer);
    let hub = Hub::new(&format!(
        "[hub]\nauthenticator_class = 'dummy'\n[crypt]\nkeys = ['{KEY}']\n\
         [auth]\nenable_auth_state = true\npost_auth_hook = '{}'",
        hook.display()
    ));
    assert_eq!(hub.tells("Ada", ""), "ada, an admin");
    assert_eq!(
        hub.stored("SELECT user_info FROM users"),
        r#"{"mail": "a"}"#
    );
    let kept = hub.stored("SELECT CAST(encrypted_auth_state AS TEXT) FROM users");
    assert!(kept.starts_with("gAAAAA"), "{kept}");
    let told: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("told")).unwrap()).unwrap();
    assert_eq!(told["option"], "auth.post_auth_hook");
    assert_eq!(told["auth_model"]["name"], json!("ada"));
}

#[test]
fn what_a_command_refuses_is_told_and_nobody_signs_in() {
    let folder = TempDir::new().unwrap();
    let hook = command(&folder, r#"{"error": "the course has ended"}"#);
    let hub = dummy(&format!("post_auth_hook = '{}'", hook.display()));
    assert_eq!(hub.tells("ada", ""), "the course has ended");
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "0");
}

#[test]
fn a_command_makes_nobody_somebody_who_may_not_come_in() {
    let folder = TempDir::new().unwrap();
    let hook = command(&folder, r#"{"name": "eve"}"#);
    let hub = dummy(&format!(
        "blocked_users = ['eve']\npost_auth_hook = '{}'",
        hook.display()
    ));
    assert_eq!(hub.tells("ada", ""), "You are not allowed to use this hub.");
}

#[test]
fn state_is_forgotten_where_it_is_not_to_be_kept() {
    let hub = dummy("");
    hub.write("INSERT INTO users (name, cookie_id, encrypted_auth_state) VALUES ('ada', 'a', 'x')");
    hub.sign_in("ada", "").unwrap();
    assert_eq!(hub.stored("SELECT encrypted_auth_state FROM users"), "NULL");
}

/// Another key comes before the one there is, and that one goes at a later start.
#[test]
fn what_is_known_is_encrypted_by_a_new_key_at_the_next_start_and_the_old_one_can_go() {
    let new = "ab".repeat(32);
    let with = |keys: &[&str]| {
        Hub::new(&format!(
            "[hub]\nauthenticator_class = 'dummy'\n[crypt]\nkeys = {keys:?}\n[auth]\nenable_auth_state = true"
        ))
    };
    // As `cryptography.fernet.Fernet` encrypts `{"a": 1}` by the old key.
    let kept = "gAAAAABlU_EABwcHBwcHBwcHBwcHBwcHBxJpqOcl--R9TAsmVQ0PdWrFV-rUKSpwgvUoz-D8_te-tunrN9qQH7D2aMQXCru9gQ==";
    let keep = |hub: &Hub, state: &str| {
        hub.write(&format!(
            "INSERT INTO users (name, cookie_id, encrypted_auth_state) VALUES ('ada', 'a', CAST('{state}' AS BLOB))"
        ));
    };
    let stored = "SELECT CAST(encrypted_auth_state AS TEXT) FROM users";
    let both = with(&[new.as_str(), KEY]);
    keep(&both, kept);
    both.start_again();
    let sealed = both.stored(stored);
    assert_ne!(sealed, kept);
    both.start_again();
    assert_eq!(both.stored(stored), sealed, "once is enough");
    let later = with(&[new.as_str()]);
    keep(&later, &sealed);
    later.start_again();
    assert_eq!(later.known_of("ada"), Some(json!({ "a": 1 })));
    let without = with(&["cd".repeat(32).as_str()]);
    keep(&without, &sealed);
    without.start_again();
    assert_eq!(without.known_of("ada"), None);
    assert_eq!(
        without.stored(stored),
        sealed,
        "what no key opens is left as it is"
    );
}
