//! Roles that the authenticator gives, and takes back.

use serde_json::{Value, json};

use crate::hub::Hub;
use crate::told::Told;

const HELD: &str = "SELECT group_concat(name) FROM (SELECT r.name || iif(m.managed_by_auth, '*', '') AS name \
    FROM user_role_map m JOIN roles r ON r.id = m.role_id JOIN users u ON u.id = m.user_id \
    WHERE u.name = 'ada' ORDER BY r.name)";
const ROLES: &str = "SELECT group_concat(name) FROM (SELECT name FROM roles WHERE managed_by_auth = 1 ORDER BY name)";
const ADMIN: &str = "SELECT admin FROM users WHERE name = 'ada'";

/// A hub whose authenticator says what `hook` answers.
fn hub(hook: &Told, more: &str) -> Hub {
    Hub::new(&format!(
        "[hub]\nauthenticator_class = 'dummy'\n[auth]\nmanage_roles = true\npost_auth_hook = '{}'\n{more}",
        hook.path()
    ))
}

fn with(roles: &Value) -> Value {
    json!({ "name": "ada", "roles": roles })
}

#[test]
fn roles_come_and_go_with_what_the_authenticator_says() {
    let hook = Told::new();
    let hub = hub(&hook, "");
    let grader = json!({ "name": "grader", "scopes": ["list:users"], "description": "Grades" });
    hook.answers(&with(&json!([grader, { "name": "reader" }])));
    assert_eq!(hub.tells("ada", ""), "ada");
    assert_eq!(hub.stored(HELD), "grader*,reader*,user");
    assert_eq!(
        hub.stored("SELECT scopes FROM roles WHERE name = 'grader'"),
        r#"["list:users"]"#
    );
    let noted =
        "SELECT count(*) FROM hubctl_provenance WHERE source = 'authenticator' AND role_id > 0";
    assert_eq!(hub.stored(noted), "4", "two roles, and who holds them");
    hook.answers(&with(
        &json!([{ "name": "grader", "scopes": ["read:users"] }]),
    ));
    assert_eq!(hub.tells("ada", ""), "ada");
    assert_eq!(
        hub.stored(HELD),
        "grader*,user",
        "the role `user` is not the authenticator's to take"
    );
    assert_eq!(
        hub.stored(ROLES),
        "grader",
        "what nobody holds any more is gone"
    );
    let is = "SELECT scopes || description FROM roles WHERE name = 'grader'";
    assert_eq!(hub.stored(is), r#"["read:users"]Grades"#);
    hook.answers(&json!({ "name": "ada" }));
    assert_eq!(hub.tells("ada", ""), "ada");
    assert_eq!(
        hub.stored(HELD),
        "grader*,user",
        "where it says nothing of roles they stay"
    );
}

#[test]
fn what_others_gave_and_define_stays_theirs() {
    let hook = Told::new();
    let hub = hub(&hook, "");
    hub.write(
        "INSERT INTO roles (name, scopes, managed_by_auth) VALUES ('grader', '[\"list:users\"]', 0), ('by-hand', '[]', 0);
         INSERT INTO users (name, cookie_id) VALUES ('ada', 'a');
         INSERT INTO user_role_map SELECT u.id, r.id, 0 FROM users u, roles r WHERE r.name = 'by-hand'",
    );
    hook.answers(&with(
        &json!([{ "name": "grader", "scopes": ["admin:users"] }]),
    ));
    assert_eq!(hub.tells("ada", ""), "ada");
    assert_eq!(hub.stored(HELD), "by-hand,grader*,user");
    assert_eq!(
        hub.stored("SELECT scopes FROM roles WHERE name = 'grader'"),
        r#"["list:users"]"#
    );
    hook.answers(&with(&json!([])));
    hub.sign_in("ada", "").unwrap();
    assert_eq!(hub.stored(HELD), "by-hand,user");
    assert_eq!(
        hub.stored("SELECT count(*) FROM roles WHERE name = 'grader'"),
        "1"
    );
}

#[test]
fn the_role_admin_makes_an_admin_for_as_long_as_it_is_given() {
    let hook = Told::new();
    let hub = hub(&hook, "");
    hook.answers(&with(&json!([{ "name": "admin" }])));
    assert_eq!(hub.tells("ada", ""), "ada, an admin");
    hook.answers(&with(&json!([])));
    assert_eq!(hub.tells("ada", ""), "ada");
    assert_eq!(hub.stored(ADMIN), "0");
    hub.write("UPDATE users SET admin = 1");
    assert_eq!(
        hub.tells("ada", ""),
        "ada, an admin",
        "who is one by others stays one"
    );
}

#[test]
fn a_role_says_who_else_holds_it() {
    let hook = Told::new();
    let hub = hub(&hook, "");
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('bob', 'b'), ('eve', 'e'); INSERT INTO groups (name) VALUES ('staff')");
    let holders = "SELECT group_concat(name) FROM (SELECT h.name FROM user_role_map m JOIN users h ON h.id = m.user_id \
        JOIN roles r ON r.id = m.role_id WHERE r.name = 'grader' UNION SELECT h.name FROM group_role_map m \
        JOIN groups h ON h.id = m.group_id JOIN roles r ON r.id = m.role_id WHERE r.name = 'grader' ORDER BY 1)";
    let grader =
        |users: Value| with(&json!([{ "name": "grader", "users": users, "groups": ["staff"] }]));
    hook.answers(&grader(json!(["bob", "eve", "nobody"])));
    hub.sign_in("ada", "").unwrap();
    assert_eq!(hub.stored(holders), "ada,bob,eve,staff");
    hook.answers(&grader(json!(["eve"])));
    hub.sign_in("ada", "").unwrap();
    assert_eq!(hub.stored(holders), "ada,eve,staff");
}

#[test]
fn a_role_that_cannot_be_gives_nothing_to_anybody() {
    let hook = Told::new();
    let hub = hub(&hook, "");
    for bad in [
        json!([{ "name": "Grader" }]),
        json!([{ "name": "grader", "scopes": ["fly"] }]),
        json!([{ "name": "admin", "scopes": ["self"] }]),
    ] {
        hook.answers(&with(&bad));
        assert!(hub.sign_in("ada", "").is_err(), "{bad}");
    }
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "0");
}

#[test]
fn roles_are_not_given_where_the_authenticator_is_not_to() {
    let hook = Told::new();
    hook.answers(&with(&json!([{ "name": "grader" }])));
    let hub = Hub::new(&format!(
        "[hub]\nauthenticator_class = 'dummy'\n[auth]\npost_auth_hook = '{}'",
        hook.path()
    ));
    assert_eq!(hub.tells("ada", ""), "ada");
    assert_eq!(hub.stored(HELD), "user");
}

#[test]
fn roles_are_loaded_at_the_start_and_stay_though_nobody_holds_them() {
    let (hook, load) = (Told::new(), Told::new());
    load.answers(&json!([{ "name": "grader", "users": ["Ada"] }, { "name": "reader" }]));
    let hub = hub(
        &hook,
        &format!(
            "load_managed_roles = '{}'\nreset_managed_roles_on_startup = true",
            load.path()
        ),
    );
    assert_eq!(load.told(), json!({ "option": "auth.load_managed_roles" }));
    assert_eq!(hub.stored(HELD), "grader*,user");
    hook.answers(&with(&json!([])));
    hub.sign_in("ada", "").unwrap();
    assert_eq!(hub.stored(HELD), "user");
    assert_eq!(hub.stored(ROLES), "grader,reader");
    load.answers(&json!([]));
    hub.start_again();
    assert_eq!(hub.stored(ROLES), "NULL");
}
