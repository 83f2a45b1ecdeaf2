//! The rule of provenance: the configuration takes back what it gave, and nothing else.

use hubctl::ops::groups::{ChangeMembers, MemberChange};
use hubctl::ops::roles::GrantRole;
use hubctl::rbac::Holder;
use serde_json::{Value, json};

use super::declared::declared;
use super::tables::Database;

/// Start with the options of `config`; what that changed.
fn start(database: &Database, config: &Value) -> Vec<String> {
    let started = database.start(declared(config).unwrap()).unwrap();
    started.changes.iter().map(ToString::to_string).collect()
}

fn holders(database: &Database, role: &str) -> Vec<Value> {
    let sql = format!(
        "SELECT u.name FROM user_role_map m JOIN users u ON u.id = m.user_id \
         JOIN roles r ON r.id = m.role_id WHERE r.name = '{role}' ORDER BY u.name"
    );
    database.rows(&sql)
}

const GRANT_BOB: &str = "INSERT INTO user_role_map SELECT u.id, r.id, 0 FROM users u, roles r \
    WHERE u.name = 'bob' AND r.name = 'grader'";

fn grader(users: &[&str]) -> Value {
    json!({"load_roles": [{"name": "grader", "scopes": ["list:users"], "users": users}]})
}

#[test]
fn what_others_gave_stays_and_what_the_configuration_gave_goes_with_it() {
    let database = Database::new();
    start(
        &database,
        &json!({"allowed_users": ["bob"], "load_roles": grader(&["ada"])["load_roles"]}),
    );
    database.execute(GRANT_BOB);
    assert_eq!(
        start(&database, &grader(&["eve"])),
        [
            "added the user `eve`",
            "granted the role `grader · user eve`",
            "took back the role `grader · user ada`"
        ]
    );
    assert_eq!(
        holders(&database, "grader"),
        [json!(["bob"]), json!(["eve"])]
    );
}

#[test]
fn what_a_command_gave_stays_though_the_configuration_lists_it_for_a_while() {
    let database = Database::new();
    start(
        &database,
        &json!({"allowed_users": ["bob"], "load_groups": {"staff": []}, "load_roles": grader(&[])["load_roles"]}),
    );
    let grant = |role: &str| GrantRole {
        role: role.into(),
        to: Holder::User("bob".into()),
        managed: false,
    };
    assert!(database.operate(grant("grader")).unwrap());
    assert!(database.operate(grant("admin")).unwrap());
    let join = ChangeMembers {
        group: "staff".into(),
        users: vec!["bob".into()],
        change: MemberChange::Add,
    };
    database.operate(join).unwrap();
    let listed = json!({
        "admin_users": ["bob"],
        "load_groups": {"staff": ["bob"]},
        "load_roles": grader(&["bob"])["load_roles"],
    });
    assert!(start(&database, &listed).is_empty());
    assert!(start(&database, &json!({"load_roles": grader(&[])["load_roles"]})).is_empty());
    assert_eq!(holders(&database, "grader"), [json!(["bob"])]);
    assert_eq!(holders(&database, "admin"), [json!(["bob"])]);
    assert_eq!(database.tables()["members"], [json!(["staff", "bob"])]);
}

#[test]
fn a_grant_that_jupyterhub_made_is_the_configurations_once_that_lists_it() {
    let database = Database::new();
    start(
        &database,
        &json!({"allowed_users": ["bob"], "load_roles": grader(&[])["load_roles"]}),
    );
    database.execute(GRANT_BOB);
    assert!(start(&database, &grader(&["bob"])).is_empty());
    assert_eq!(
        start(&database, &grader(&[])),
        ["took back the role `grader · user bob`"]
    );
}

#[test]
fn what_is_noted_goes_with_what_it_tells_of_whoever_deletes_that() {
    let database = Database::new();
    let noted = |database: &Database| database.rows("SELECT count(*) FROM hubctl_provenance");
    let site = json!({
        "load_roles": [{"name": "grader", "users": ["ada"], "groups": ["staff"]}],
        "load_groups": {"staff": {"users": ["ada"]}},
        "api_tokens": {"a-token-of-ada": "ada"},
        "admin_users": ["ada"],
    });
    start(&database, &site);
    assert_eq!(noted(&database), [json!([7])]);
    database.execute("DELETE FROM users; DELETE FROM groups; DELETE FROM roles");
    assert_eq!(noted(&database), [json!([0])]);
}

#[test]
fn a_role_made_anew_by_hand_is_not_taken_for_the_configurations() {
    let database = Database::new();
    start(&database, &grader(&[]));
    database.execute(
        "DELETE FROM roles WHERE name = 'grader'; \
         INSERT INTO roles (name, scopes, managed_by_auth) VALUES ('grader', '[]', 0)",
    );
    assert!(start(&database, &json!({})).is_empty());
    assert_eq!(
        database.rows("SELECT 1 FROM roles WHERE name = 'grader'"),
        [json!([1])]
    );
}

#[test]
fn a_group_stays_while_somebody_else_uses_it() {
    let database = Database::new();
    let site = json!({"load_groups": {"staff": {"users": ["ada"]}}, "allowed_users": ["bob"]});
    start(&database, &site);
    database.execute(
        "INSERT INTO user_group_map SELECT u.id, g.id FROM users u, groups g WHERE u.name = 'bob'",
    );
    assert_eq!(
        start(&database, &json!({})),
        ["took out of the group `staff · user ada`"]
    );
    assert_eq!(database.tables()["members"], [json!(["staff", "bob"])]);
    // it is nobody's now: empty or not, it stays
    database.execute("DELETE FROM user_group_map");
    assert!(start(&database, &json!({})).is_empty());
}

#[test]
fn a_token_that_is_revoked_comes_back_only_by_the_configuration() {
    let database = Database::new();
    let site = json!({"services": [{"name": "s", "api_token": "token-number-1"}]});
    start(&database, &site);
    database.execute("DELETE FROM api_tokens");
    assert_eq!(start(&database, &site).len(), 1);
    assert_eq!(
        start(&database, &json!({"services": [{"name": "s"}]})).len(),
        1
    );
    assert!(database.tables()["tokens"].is_empty());
}

#[test]
fn a_start_that_is_refused_says_where_and_changes_nothing() {
    let refusal = |config: Value| {
        let database = Database::new();
        let error = declared(&config)
            .and_then(|declared| database.start(declared))
            .unwrap_err();
        assert!(database.tables()["roles"].is_empty());
        error.to_string()
    };
    let said = [
        refusal(json!({"load_roles": [{"name": "grader", "scopes": ["list:user"]}]})),
        refusal(json!({"load_roles": [{"name": "Grader"}]})),
        refusal(json!({"load_roles": [{"name": "grader"}, {"name": "grader"}]})),
        refusal(
            json!({"load_roles": [{"name": "grader", "services": ["cull"]}], "services": [{"name": "culler"}]}),
        ),
        refusal(json!({"load_roles": [{"name": "admin", "scopes": ["self"]}]})),
        refusal(json!({"admin_users": ["a/b"]})),
        refusal(json!({"load_groups": {"staff": ["a/b"]}})),
        refusal(json!({"load_groups": {"staff": []}, "manage_groups": true})),
        refusal(
            json!({"load_roles": [{"name": "grader", "users": ["ada"]}], "manage_roles": true}),
        ),
        refusal(json!({"services": [{"name": "s", "url": "ftp://localhost"}]})),
        refusal(json!({"services": [{"name": "s", "oauth_client_id": "other"}]})),
        refusal(json!({"services": [{"name": "s", "oauth_no_confirm": true}]})),
        refusal(json!({"services": [{"name": "s", "api_token": "short"}]})),
        refusal(json!({"api_tokens": {"short": "ada"}})),
    ];
    insta::assert_snapshot!(said.join("\n"), @"
    role `grader` in `[[roles]]`: no scope named `list:user` · did you mean `list:users`? · see `hubctl scopes list`
    role `Grader` in `[[roles]]`: `Grader` cannot name a role · a role name has 3 to 255 lower-case letters, digits and `-_~.`, starts with a letter, and ends with a letter or digit
    the role `grader` is in `[[roles]]` twice
    role `grader` in `[[roles]]`: no service named `cull` · did you mean `culler`? · define it in `[[services]]`
    role `admin` in `[[roles]]`: the role `admin` cannot be redefined · create another role for other scopes
    `auth.admin_users`: the user name `a/b` contains `/`
    group `staff` in `[[groups]]`: the user name `a/b` contains `/`
    `[[groups]]`: the authenticator says who is in which group (`auth.manage_groups`) · leave out the groups, or the option
    role `grader` in `[[roles]]`: the authenticator says who holds which role (`auth.manage_roles`) · leave out its `users` and `groups`
    service `s` in `[[services]]`: that is no URL of a service · write `http://host:port` or `https://host:port`
    service `s` in `[[services]]`: the OAuth client of a service cannot be called `other` · its name must begin with `service-`
    service `s` in `[[services]]`: people who sign in to a service without a URL must be sent back somewhere · say where with `--redirect-uri`, in a configuration with `oauth_redirect_uri`
    a token of the service `s`: a token has at least 8 characters, and this one has 5
    a token of the user `ada` in `hub.api_tokens`: a token has at least 8 characters, and this one has 5
    ");
}
