use insta::assert_snapshot;

use crate::both::Hub;

/// What both doors say, and how long what was done lasts: on the database of a JupyterHub, and on a hub of hubctl's.
fn lasting(hub: &Hub, line: &str, stdin: &str) -> String {
    let [here, there] = hub.run_apart(line, stdin);
    let (done, lasts) = here.trim_end().rsplit_once('\n').unwrap();
    let (same, otherwise) = there.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(
        same, done,
        "`{line}` by the remote door, and by the direct one"
    );
    format!("{done}\n{lasts}\n{otherwise}\n")
}

#[test]
fn roles_are_listed_with_who_holds_them() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("roles list --scope list:users"), @"
    NAME         DESCRIPTION                            SCOPES                                                                                                                                                                                                  MANAGED  HELD BY
    admin        Elevated privileges (can do anything)  admin-ui, admin:users, admin:servers, admin:services, tokens, admin:groups, list:services, read:services, read:hub, proxy, shutdown, access:services, access:servers, read:roles, read:metrics, shares           1 user
    grader-role  Rôle one                               read:users:name, list:users, servers                                                                                                                                                                             1 user, 1 group, 1 service
    reaper-role                                         list:users, read:users:activity, servers, admin:users                                                                                                                                                            1 service
    ");
    assert_snapshot!(hub.run("roles list --managed -o json"), @r#"[{"kind":"role","name":"managed-role","description":"by auth","scopes":["read:hub"],"managed_by_auth":true,"held_by":{"users":1,"groups":1,"services":0}}]"#);
    assert_snapshot!(hub.run("roles list --unmanaged --unheld -o name"), @"
    server
    token
    unassigned-role
    custom-scope-role
    ");
    assert_snapshot!(hub.run("roles list --scope list:user"), @"
    ! error: no scope named `list:user` · did you mean `list:users`? · see `hubctl scopes list`
    exit 3
    ");
}

#[test]
fn a_role_is_shown_with_its_members_by_kind() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("roles show grader-role"), @"
    name         grader-role
    description  Rôle one
    scopes       read:users:name, list:users, servers
    users        ada-admin
    groups       instructors
    services     announce
    ");
    assert_snapshot!(hub.run("roles show managed-role"), @"
    name         managed-role
    description  by auth
    scopes       read:hub
    managed      yes
    users        a@b.edu (managed)
    groups       instructors (managed)
    ");
    assert_snapshot!(hub.run("roles show managed-role -o json"), @r#"{"kind":"role","name":"managed-role","description":"by auth","scopes":["read:hub"],"managed_by_auth":true,"users":[{"name":"a@b.edu","managed_by_auth":true}],"groups":[{"name":"instructors","managed_by_auth":true}],"services":[]}"#);
    assert_snapshot!(hub.run("roles show grader"), @"
    ! error: no role named `grader` · did you mean `grader-role`? · see `hubctl roles list`
    exit 3
    ");
}

#[test]
fn a_role_is_printed_as_configuration() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("roles show group-reader --config-snippet"), @r#"
    c.JupyterHub.load_roles += [
      {
        "name": "group-reader",
        "description": "second role",
        "scopes": [
          "read:groups",
          "users:activity"
        ],
        "users": [
          "zoë"
        ],
        "groups": [],
        "services": [
          "announce"
        ]
      }
    ]
    "#);
    assert_snapshot!(hub.run("roles show user --config-snippet"), @r#"
    c.JupyterHub.load_roles += [
      {
        "name": "user",
        "description": "Standard user privileges",
        "scopes": [
          "self"
        ],
        "groups": [],
        "services": []
      }
    ]
    "#);
    assert_snapshot!(hub.run("roles show admin --config-snippet"), @r#"
    c.JupyterHub.load_roles += [
      {
        "name": "admin",
        "users": [
          "ada-admin"
        ],
        "groups": [],
        "services": []
      }
    ]
    "#);
}

#[test]
fn creating_a_role_says_how_long_it_lasts() {
    let hub = Hub::recorded();
    assert_snapshot!(
        lasting(&hub, "roles create teacher --scope read:users!group=étudiants --scope list:users --description who␣teaches", ""),
        @"
    NAME     DESCRIPTION  SCOPES                                  MANAGED  HELD BY
    teacher  who teaches  read:users!group=étudiants, list:users
    ! created 1 role
    ! `teacher` lasts until JupyterHub's next start, unless `load_roles` has it · `hubctl roles edit teacher --managed` keeps it · `hubctl roles show teacher --config-snippet` prints what to configure
    ! `teacher` outlives restarts of `hubctl serve`, unless `[[roles]]` defines it; a JupyterHub that takes over deletes it · `hubctl roles edit teacher --managed` on the database keeps it there, too
    "
    );
    assert_snapshot!(hub.query("SELECT name, description, scopes, managed_by_auth FROM roles WHERE name = 'teacher'"), @r#"teacher|who teaches|["read:users!group=\u00e9tudiants", "list:users"]|0"#);
    assert_snapshot!(hub.run_here("roles create keeper --scope read:hub --managed -o name"), @"
    keeper
    ! created 1 role
    ! `keeper` outlives JupyterHub's restarts, unless `load_roles` or its authenticator defines it, or `reset_managed_roles_on_startup` is set
    ");
}

#[test]
fn a_role_that_jupyterhub_would_refuse_is_refused() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("roles create Teacher"), @"
    ! error: `Teacher` cannot name a role · a role name has 3 to 255 lower-case letters, digits and `-_~.`, starts with a letter, and ends with a letter or digit
    exit 2
    ");
    assert_snapshot!(hub.run("roles create user --scope self"), @"
    ! error: a role named `user` exists already · change it with `hubctl roles edit user`
    exit 5
    ");
    assert_snapshot!(hub.run("roles create teacher --scope read:user"), @"
    ! error: no scope named `read:user` · did you mean `read:users`? · see `hubctl scopes list`
    exit 3
    ");
    assert_snapshot!(hub.run("roles create teacher --scope read:users!group"), @"
    ! error: `read:users!group` has no filter that exists · filters are `!user`, `!service`, `!server`, `!user=NAME`, `!group=NAME`, `!server=USER/NAME` and `!service=NAME`
    exit 2
    ");
    assert_snapshot!(hub.run("roles edit admin --add-scope self"), @"
    ! error: the role `admin` cannot be redefined · create another role for other scopes
    exit 5
    ");
    assert_snapshot!(hub.run("roles edit grader-role"), @"
    ! error: what is to change? · see `hubctl roles edit --help`
    exit 2
    ");
    assert_snapshot!(hub.run("roles edit grader-role --remove-scope server"), @"
    ! error: the role `grader-role` does not have the scope `server` · did you mean `servers`?
    exit 5
    ");
}

#[test]
fn a_role_is_edited_by_part() {
    let hub = Hub::recorded();
    assert_snapshot!(
        hub.run_here("roles edit grader-role --add-scope read:hub --add-scope servers --remove-scope list:users --managed"),
        @"
    NAME         DESCRIPTION  SCOPES                              MANAGED  HELD BY
    grader-role  Rôle one     read:users:name, servers, read:hub  yes
    ! changed 1 role
    ! `grader-role` outlives JupyterHub's restarts, unless `load_roles` or its authenticator defines it, or `reset_managed_roles_on_startup` is set
    "
    );
    assert_snapshot!(lasting(&hub, "roles edit grader-role --set-scopes read:hub --description less -o json", ""), @r#"
    [{"kind":"role","name":"grader-role","description":"less","scopes":["read:hub"],"managed_by_auth":true}]
    ! changed 1 role
    ! `grader-role` outlives JupyterHub's restarts, unless `load_roles` or its authenticator defines it, or `reset_managed_roles_on_startup` is set
    ! `grader-role` outlives restarts, also of a JupyterHub that takes over, unless the configuration or the authenticator defines it
    "#);
    assert_snapshot!(lasting(&hub, "roles edit user --add-scope read:hub -o name", ""), @"
    user
    ! changed 1 role
    ! JupyterHub makes `user` anew at each start, as `load_roles` or its defaults have it · `hubctl roles show user --config-snippet` prints what to configure
    ! the hub makes `user` anew at each start, as `[[roles]]` or its defaults have it
    ");
}

#[test]
fn with_the_role_admin_goes_the_flag() {
    let hub = Hub::recorded();
    let admins =
        "SELECT name FROM users WHERE admin UNION ALL SELECT name FROM services WHERE admin";
    assert_snapshot!(lasting(&hub, "roles grant admin --user zoë --service announce --group empty-group", ""), @"
    ! granted `admin` to user `zoë`, group `empty-group`, service `announce`
    ! grants of `admin` outlive JupyterHub's restarts, unless `load_roles` or its authenticator lists who holds it
    ! grants of `admin` outlive restarts, also of a JupyterHub that takes over, unless its `load_roles` or the authenticator lists who holds it
    ");
    assert_snapshot!(hub.query(admins), @"
    ada-admin
    zoë
    announce
    ");
    assert_snapshot!(hub.run("roles revoke admin --user zoë ada-admin --service announce"), @"! revoked `admin` from user `zoë`, user `ada-admin`, service `announce`");
    assert_snapshot!(hub.query(admins), @"");
}

#[test]
fn roles_are_granted_to_all_named_or_none() {
    let hub = Hub::recorded();
    let holders = "SELECT user_id, managed_by_auth FROM user_role_map WHERE role_id = 8 ORDER BY 1";
    assert_snapshot!(hub.run("roles grant unassigned-role --user zoë zoe"), @"
    ! error: no user named `zoe` · did you mean `zoë`? · see `hubctl users list`
    exit 3
    ");
    assert_snapshot!(hub.query(holders), @"");
    assert_snapshot!(lasting(&hub, "roles grant unassigned-role --user -", "zoë\nplain\nada-admin\na@b.edu\n"), @"
    ! granted `unassigned-role` to 4 holders
    ! `unassigned-role` and its grants last until JupyterHub's next start, unless `load_roles` has both · `hubctl roles edit unassigned-role --managed` keeps it · `hubctl roles show unassigned-role --config-snippet` prints what to configure
    ! `unassigned-role` and its grants outlive restarts of `hubctl serve`; a JupyterHub that takes over deletes both · `hubctl roles edit unassigned-role --managed` on the database keeps them there, too
    ");
    assert_snapshot!(lasting(&hub, "roles grant unassigned-role --user zoë", ""), @"
    ! user `zoë` held `unassigned-role` already
    ! `unassigned-role` and its grants last until JupyterHub's next start, unless `load_roles` has both · `hubctl roles edit unassigned-role --managed` keeps it · `hubctl roles show unassigned-role --config-snippet` prints what to configure
    ! `unassigned-role` and its grants outlive restarts of `hubctl serve`; a JupyterHub that takes over deletes both · `hubctl roles edit unassigned-role --managed` on the database keeps them there, too
    ");
    assert_snapshot!(hub.run_here("roles grant unassigned-role --user zoë --managed"), @"
    ! granted `unassigned-role` to user `zoë`
    ! grants of `unassigned-role` outlive JupyterHub's restarts, unless `load_roles` or its authenticator lists who holds it
    ");
    assert_snapshot!(hub.query(holders), @"
    1|0
    2|1
    3|0
    6|0
    ");
    assert_snapshot!(hub.run("roles grant unassigned-role"), @"
    ! error: who? · name them with `--user`, `--group` or `--service`
    exit 2
    ");
}

#[test]
fn a_role_held_by_a_group_too_is_still_held() {
    let hub = Hub::recorded();
    assert_snapshot!(lasting(&hub, "roles grant grader-role --user zoë --dry-run", ""), @"
    ! dry run, nothing was changed: would have granted `grader-role` to user `zoë`
    ! `grader-role` and its grants last until JupyterHub's next start, unless `load_roles` has both · `hubctl roles edit grader-role --managed` keeps it · `hubctl roles show grader-role --config-snippet` prints what to configure
    ! `grader-role` and its grants outlive restarts of `hubctl serve`; a JupyterHub that takes over deletes both · `hubctl roles edit grader-role --managed` on the database keeps them there, too
    ");
    assert_snapshot!(hub.run("roles revoke grader-role --user zoë --service announce"), @"
    ! revoked `grader-role` from service `announce`
    ! user `zoë` did not hold `grader-role`
    ! user `zoë` holds `grader-role` still, by the group instructors
    ");
}

#[test]
fn deleting_a_role_says_who_loses_it() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("roles delete grader-role"), @"
    ! the role `grader-role`: 1 user, 1 group, 1 service will lose it
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run("roles delete user --yes"), @"
    ! error: `user` is a default role, and cannot be deleted · take its scopes away instead, or take it from who holds it
    exit 5
    ");
    assert_snapshot!(hub.run("roles delete grader-role unassigned-role --yes"), @"
    ! the role `grader-role`: 1 user, 1 group, 1 service will lose it
    ! the role `unassigned-role`: nobody holds it
    ! deleted 2 roles
    ");
    assert_snapshot!(hub.query("SELECT COUNT(*) FROM user_role_map WHERE role_id = 5"), @"0");
}
