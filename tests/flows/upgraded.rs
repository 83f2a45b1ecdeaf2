//! Databases that the real JupyterHub upgraded itself, which keep the rules of old releases: some
//! have no `ON DELETE` where 6.1.1 counts on it. `tests/fixtures/db/stopped/README.md` says what each is.

use insta::assert_snapshot;

use crate::support::hub::Hub;

const UPGRADED: [&str; 4] = ["0.5.0", "0.7.2", "0.8.1", "1.0.0"];

fn upgraded(release: &str) -> Hub {
    let hub = Hub::copy_of(&format!("fixtures/db/stopped/{release}-upgraded.sqlite"));
    // As a hub does when it starts.
    hub.write("INSERT INTO oauth_clients (identifier) VALUES ('jupyterhub')");
    hub
}

/// Two users who share their servers with each other and a group, a service, a role, and a client;
/// everything that can hang on one of them does.
const FILLING: &str = "
    INSERT INTO roles (id, name, scopes, managed_by_auth) VALUES (1000, 'tutor', '[]', 0);
    INSERT INTO groups (id, name) VALUES (1000, 'class');
    INSERT INTO servers (id, base_url) VALUES (1000, '/user/gone/'), (1001, '/services/desk/');
    INSERT INTO oauth_clients (identifier, allowed_scopes) VALUES
        ('client-of-server', '[]'), ('client-of-service', '[]'), ('tool', '[]');
    INSERT INTO users (id, name, admin, cookie_id) VALUES
        (1000, 'gone', 0, 'cookie 1000'), (1001, 'stays', 0, 'cookie 1001');
    INSERT INTO spawners (id, user_id, name, server_id, oauth_client_id) VALUES
        (1000, 1000, '', 1000, 'client-of-server'), (1001, 1001, '', NULL, NULL);
    INSERT INTO services (id, name, admin, timeout, from_config, _server_id, oauth_client_id) VALUES
        (1000, 'desk', 0, 30, 0, 1001, 'client-of-service');
    INSERT INTO user_role_map VALUES (1000, 1000, 0), (1001, 1000, 0);
    INSERT INTO group_role_map VALUES (1000, 1000, 0);
    INSERT INTO service_role_map VALUES (1000, 1000, 0);
    INSERT INTO user_group_map (user_id, group_id) VALUES (1000, 1000), (1001, 1000);
    INSERT INTO oauth_codes (user_id, client_id) VALUES
        (1000, 'tool'), (1001, 'client-of-server'), (1001, 'client-of-service'), (1001, 'tool');
    INSERT INTO shares (id, owner_id, spawner_id, user_id, group_id, created_at, scopes) VALUES
        (1000, 1000, 1000, 1001, NULL, '2026-01-01 00:00:00.000001', '[]'),
        (1001, 1001, 1001, 1000, NULL, '2026-01-01 00:00:00.000001', '[]'),
        (1002, 1001, 1001, NULL, 1000, '2026-01-01 00:00:00.000001', '[]'),
        (1003, 1001, 1001, NULL, 1000, '2026-01-01 00:00:00.000001', '[]');
    INSERT INTO share_codes (owner_id, spawner_id, created_at) VALUES
        (1000, 1000, '2026-01-01 00:00:00.000001'), (1001, 1001, '2026-01-01 00:00:00.000001');
    INSERT INTO api_tokens (id, user_id, service_id, client_id, hashed) VALUES
        (1000, 1000, NULL, 'jupyterhub', 'a'), (1001, NULL, 1000, 'jupyterhub', 'b'),
        (1002, 1001, NULL, 'client-of-server', 'c'), (1003, 1001, NULL, 'client-of-service', 'd'),
        (1004, 1001, NULL, 'tool', 'e'), (1005, 1001, NULL, 'jupyterhub', 'f');";

/// How many rows each table has.
fn counts(hub: &Hub) -> String {
    let tables = hub.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    tables
        .lines()
        .map(|table| {
            let count = hub.stored(&format!("SELECT count(*) FROM \"{table}\""));
            format!("{table} {count}")
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn what_is_deleted_takes_along_all_that_hangs_on_it() {
    for release in UPGRADED {
        let hub = upgraded(release);
        let (before, found) = (counts(&hub), hub.run("db check"));
        hub.write(FILLING);
        for delete in [
            "token revoke a1005 --yes",
            "shares revoke 1003 --yes",
            "users delete gone --force --yes",
            "groups delete class --yes",
            "services delete desk --yes",
            "roles delete tutor --yes",
            "oauth-clients delete tool --yes",
            "users delete stays --yes",
        ] {
            let said = hub.run(delete);
            assert!(!said.contains("exit"), "{release}: {delete}: {said}");
            assert_eq!(
                hub.query("PRAGMA foreign_key_check"),
                "",
                "{release}: {delete}"
            );
            assert_eq!(hub.run("db check"), found, "{release}: {delete}");
        }
        assert_eq!(counts(&hub), before, "{release}");
    }
}

#[test]
fn what_was_there_before_an_upgrade_can_be_deleted() {
    for release in UPGRADED {
        let hub = upgraded(release);
        for noun in ["services", "oauth-clients", "groups", "users"] {
            for name in hub.succeed(&format!("{noun} list -o name")).0.lines() {
                let force = match noun {
                    _ if name == "jupyterhub" => continue,
                    "users" | "oauth-clients" => "--force",
                    _ => "",
                };
                let name = name.replace(' ', "␣");
                hub.succeed(&format!("{noun} delete {name} --yes {force}"));
            }
        }
        assert_eq!(hub.query("PRAGMA foreign_key_check"), "", "{release}");
        assert_eq!(
            hub.stored("SELECT count(*) FROM user_group_map"),
            "0",
            "{release}"
        );
        assert_eq!(
            hub.stored("SELECT count(*) FROM oauth_codes"),
            "0",
            "{release}"
        );
    }
}

#[test]
fn before_the_hub_made_the_default_roles_it_is_said_that_it_will() {
    let hub = upgraded("1.0.0");
    assert_snapshot!(hub.run("users add newcomer --admin -o name"), @"
    newcomer
    ! added 1 user
    ! note: nobody holds a role yet · the hub makes the default roles and grants them when it next starts
    ");
    assert_snapshot!(hub.run("users set-admin plain -o name"), @"
    plain
    ! set the admin flag of 1 user
    ! note: nobody holds a role yet · the hub makes the default roles and grants them when it next starts
    ");
    assert_snapshot!(hub.succeed("token new newcomer --inherit").1, @"note: nobody holds a role yet · the hub makes the default roles and grants them when it next starts");
    assert_snapshot!(hub.run("token new newcomer --role server"), @"
    ! error: no role named `server` · start the hub once: it makes the default roles and grants them
    exit 3
    ");
    assert_snapshot!(hub.run("token new newcomer --scope list:users"), @"
    ! error: user `newcomer` does not hold `list:users`, and a token cannot hold more than its owner · start the hub once: it makes the default roles and grants them
    exit 5
    ");
    assert_snapshot!(hub.run("roles list"), @"
    NAME  DESCRIPTION  SCOPES  MANAGED  HELD BY
    ! note: nobody holds a role yet · the hub makes the default roles and grants them when it next starts
    ");
    assert_snapshot!(hub.run("roles explain user zoë"), @"
    user `zoë` may:
    nothing: no role, no share
    ! note: nobody holds a role yet · the hub makes the default roles and grants them when it next starts
    ");
    assert_snapshot!(hub.run("can zoë self"), @"
    no
    ! note: nobody holds a role yet · the hub makes the default roles and grants them when it next starts
    exit 1
    ");
    assert_snapshot!(hub.run("explain GET /users --as zoë"), @"
    no: user `zoë` asks to list users
    GET /users needs `list:users`
    any one of these would change it:
      · create a role with `list:users` and grant it to user `zoë`
    ! note: nobody holds a role yet · the hub makes the default roles and grants them when it next starts
    exit 1
    ");
    assert_snapshot!(hub.run("roles create tutor --scope list:users"), @"
    ! error: a role made now would keep the hub from granting the default roles to its users · start the hub once first: it makes and grants them where it finds no roles
    exit 5
    ");
    assert_snapshot!(hub.run("roles grant user --user zoë"), @"
    ! error: no role named `user` · start the hub once: it makes the default roles and grants them
    exit 3
    ");
}

#[test]
fn where_there_are_roles_or_no_users_nothing_is_said_of_roles_to_come() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("users add newcomer -o name"), @"
    newcomer
    ! added 1 user
    ");
    hub.write("DELETE FROM roles; DELETE FROM users");
    assert_snapshot!(hub.run("roles create tutor --scope list:users -o name"), @"
    tutor
    ! created 1 role
    ! `tutor` lasts until JupyterHub's next start, unless `load_roles` has it · `hubctl roles edit tutor --managed` keeps it · `hubctl roles show tutor --config-snippet` prints what to configure
    ");
}
