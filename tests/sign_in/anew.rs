//! What is known of people is asked anew.

use serde_json::{Value, json};

use crate::hub::Hub;
use crate::told::Told;

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// A hub that asks `command` anew, and has the user ada.
fn hub(command: &Told, more: &str) -> Hub {
    let hub = Hub::new(&format!(
        "[hub]\nauthenticator_class = 'dummy'\n[crypt]\nkeys = ['{KEY}']\n\
         [auth]\nenable_auth_state = true\nrefresh_user = '{}'\n{more}",
        command.path()
    ));
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('ada', 'a')");
    hub
}

#[test]
fn whoever_has_just_signed_in_is_not_asked_about() {
    let command = Told::new();
    let hub = hub(&command, "");
    hub.sign_in("ada", "").unwrap();
    assert_eq!(hub.up_to_date("ada"), Some(false));
    assert_eq!(command.times(), 0);
}

#[test]
fn after_a_start_each_person_is_asked_about_once() {
    for nothing_new in ["", "true", "null"] {
        let command = Told::new();
        command.answers(&nothing_new);
        let hub = hub(&command, "");
        for _ in 0..3 {
            assert_eq!(hub.up_to_date("ada"), Some(false));
        }
        assert_eq!(command.times(), 1);
        let told = json!({
            "option": "auth.refresh_user", "user": { "name": "ada", "groups": [] }, "auth_state": null,
        });
        assert_eq!(command.told(), told);
    }
}

#[test]
fn nobody_is_asked_about_where_no_age_is_too_old() {
    let command = Told::new();
    command.answers(&"false");
    let hub = hub(&command, "auth_refresh_age = 0");
    assert_eq!(hub.up_to_date("ada"), Some(false));
    assert_eq!(command.times(), 0);
}

#[test]
fn whoever_is_out_of_date_is_signed_out_until_they_sign_in() {
    for refusal in ["false", r#"{"error": "the course has ended"}"#] {
        let command = Told::new();
        command.answers(&refusal);
        let hub = hub(&command, "");
        assert_eq!(hub.up_to_date("ada"), None);
        assert_eq!(hub.up_to_date("ada"), None);
        assert_eq!(command.times(), 1, "the next request does not ask at once");
        hub.sign_in("ada", "").unwrap();
        assert_eq!(hub.up_to_date("ada"), Some(false));
    }
}

#[test]
fn a_token_goes_on_though_its_owner_is_out_of_date_unless_that_is_strict() {
    for (strict, goes_on) in [("", true), ("auth_refresh_strict = true", false)] {
        let command = Told::new();
        command.answers(&"false");
        let hub = hub(&command, strict);
        assert_eq!(hub.token_is_up_to_date("ada"), goes_on);
        assert_eq!(command.times(), 1);
    }
}

#[test]
fn what_is_known_anew_is_kept_and_counts_at_once() {
    let command = Told::new();
    let hub = hub(&command, "manage_groups = true\nmanage_roles = true");
    command.answers(&json!({
        "admin": true, "groups": ["staff"], "roles": [{ "name": "grader" }, { "name": "admin" }],
        "auth_state": { "k": 1 }, "user_info": { "mail": "a" },
    }));
    assert_eq!(
        hub.up_to_date("ada"),
        Some(true),
        "they are an admin in this very request"
    );
    assert_eq!(hub.stored("SELECT group_concat(name) FROM groups"), "staff");
    assert_eq!(
        hub.stored("SELECT user_info FROM users"),
        r#"{"mail": "a"}"#
    );
    assert_eq!(
        hub.stored("SELECT count(*) FROM hubctl_audit WHERE operation = 'know anew'"),
        "1"
    );
}

#[test]
fn what_is_not_said_anew_stays() {
    let command = Told::new();
    let hub = hub(&command, "manage_groups = true\nauth_refresh_age = 0.001");
    command.answers(&json!({ "groups": ["staff"], "auth_state": { "k": 1 } }));
    hub.up_to_date("ada");
    command.answers(&json!({}));
    while command.times() < 3 {
        hub.up_to_date("ada");
    }
    assert_eq!(command.told()["auth_state"], json!({ "k": 1 }));
    assert_eq!(command.told()["user"]["groups"], json!(["staff"]));
    let rows = "SELECT count(*) FROM hubctl_audit WHERE operation = 'know anew'";
    assert_eq!(hub.stored(rows), "1", "what changes nothing is no row");
}

#[test]
fn a_command_that_fails_lets_nobody_pass() {
    let command = Told::new();
    command.answers(&"no JSON");
    let hub = hub(&command, "");
    assert!(hub.is_up_to_date("ada").is_err());
    assert!(hub.is_up_to_date("ada").is_err());
    assert_eq!(command.times(), 1);
    let _: Value = command.told();
}
