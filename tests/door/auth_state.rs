//! What is known of people in secret: who sees it, and who changes it.

use hubctl::model::Secret;

use crate::hub::{Reply, Serving};
use crate::requests::serving;

const KEY: &str = "0123456789abcdef0123456789abcdef";
const MAY: &str = "the-token-that-may-change";
const MAY_NOT: &str = "the-token-that-only-reads";

fn hub(keys: &[&str]) -> Serving {
    let keys = keys.iter().map(|key| Secret::new(*key)).collect();
    let (hub, ..) = serving(|config| config.crypt.keys = keys);
    hub.add_token(MAY, "admin:users");
    hub.add_token(MAY_NOT, "read:users");
    hub
}

fn ask(hub: &Serving, method: &str, token: &str, body: &str) -> Reply {
    let headers = [
        ("authorization".to_owned(), format!("token {token}")),
        ("content-length".to_owned(), body.len().to_string()),
    ];
    hub.send(&format!("{method} /hub/api/users/ada"), &headers, body)
}

#[test]
fn what_is_stored_comes_back_to_whoever_may_see_it() {
    let hub = hub(&[KEY]);
    let none = ask(&hub, "GET", MAY, "");
    assert!(none.body.contains(r#""auth_state":null"#), "{}", none.body);
    let state = r#""auth_state":{"grade":"a","n":[1,null]}"#;
    let stored = ask(&hub, "PATCH", MAY, &format!("{{{state}}}"));
    assert_eq!(stored.status, 200, "{}", stored.body);
    for reply in [stored, ask(&hub, "GET", MAY, "")] {
        assert!(reply.body.contains(state), "{}", reply.body);
    }
    let hidden = ask(&hub, "GET", MAY_NOT, "");
    assert_eq!(hidden.status, 200);
    assert!(!hidden.body.contains("auth_state"), "{}", hidden.body);
}

#[test]
fn nothing_is_stored_for_whoever_may_not_and_nothing_that_is_no_object() {
    let hub = hub(&[KEY]);
    let body = r#"{"auth_state": {"a": 1}}"#;
    assert_eq!(ask(&hub, "PATCH", MAY_NOT, body).status, 403);
    for body in [r#"{"auth_state": null}"#, r#"{"auth_state": "a"}"#] {
        assert_eq!(ask(&hub, "PATCH", MAY, body).status, 400, "{body}");
    }
    let kept = ask(&hub, "GET", MAY, "");
    assert!(kept.body.contains(r#""auth_state":null"#), "{}", kept.body);
}

#[test]
fn nothing_is_stored_without_a_key_and_what_another_key_encrypted_is_not_shown() {
    let hub = hub(&[]);
    hub.write(
        "UPDATE users SET encrypted_auth_state = CAST('gAAAAA' AS BLOB) WHERE name = 'ada'",
        [],
    );
    let shown = ask(&hub, "GET", MAY, "");
    assert!(
        shown.body.contains(r#""auth_state":null"#),
        "{}",
        shown.body
    );
    let refused = ask(&hub, "PATCH", MAY, r#"{"auth_state": {"a": 1}}"#);
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains("crypt.keys"), "{}", refused.body);
}
