use std::io::Write;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use serde_json::Value;
use sha2::{Digest, Sha512};

use crate::both::Hub;
use crate::support::jupyterhub;

/// What `token new` printed, having printed nothing else.
fn made(hub: &Hub, line: &str) -> String {
    let (text, _) = hub.succeed(&format!("token new {line}"));
    let value = text.trim_end();
    assert!(value.len() == 32 && value.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_eq!(text, format!("{value}\n"));
    value.to_owned()
}

/// What a command says beside its result.
fn said(hub: &Hub, line: &str) -> String {
    hub.succeed(line).1
}

#[test]
fn a_token_is_stored_as_jupyterhub_stores_it() {
    let hub = Hub::recorded();
    let value = made(&hub, "zoë --inherit --note for␣tests");
    let row = hub.databases()[0].query(
        "SELECT hashed, prefix, user_id, service_id, client_id, session_id, last_activity, \
         expires_at, note, scopes FROM api_tokens WHERE id = 18",
    );
    let (hashed, rest) = row.split_once('|').unwrap();
    let parts: Vec<_> = hashed.split(':').collect();
    let digest = Sha512::digest(format!("{}{value}", parts[2]));
    let digest = hubctl::clock::hex(&digest);
    assert_eq!(parts, ["sha512", "1", parts[2], digest.as_str()]);
    assert_eq!(parts[2].len(), 16);
    assert_eq!(
        rest,
        format!("{}|2||jupyterhub||||for tests|[\"inherit\"]\n", &value[..4])
    );
    assert_snapshot!(
        hub.query("SELECT created LIKE '____-__-__ __:__:__.______' FROM api_tokens WHERE id = 18"),
        @"1"
    );
    let shown = hub.run_with("token show - -o name", &value);
    assert_snapshot!(shown, @"a18");
}

#[test]
fn jupyterhub_takes_a_token_made_here_and_shows_it_alike() {
    let Some(python) = jupyterhub::python() else {
        return;
    };
    let hub = Hub::recorded();
    let values = [
        "zoë --inherit",
        "plain --role server --expires 3d",
        "ada-admin --role grader-role --scope tokens!user=zoë",
        "--service announce --scope list:users --note hé",
        "--service culler --role server",
    ]
    .map(|line| made(&hub, line));
    let mut child = Command::new(python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/flows/token_models.py"
        ))
        .arg(hub.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(values.join("\n").as_bytes()).unwrap();
    drop(stdin);
    let answer = child.wait_with_output().unwrap().stdout;
    let real: Vec<Value> = serde_json::from_slice(&answer).unwrap();
    for (value, real) in values.iter().zip(real) {
        let shown = hub.run_with("token show - -o json", value);
        let mut ours: Value = serde_json::from_str(&shown).unwrap();
        for own in ["raw_scopes", "client_id"] {
            ours.as_object_mut().unwrap().remove(own);
        }
        assert_eq!(sorted(ours), sorted(real));
    }
}

/// A model with its scopes in order, which JupyterHub gives in none.
fn sorted(mut model: Value) -> Value {
    if let Some(scopes) = model["scopes"].as_array_mut() {
        scopes.sort_by_key(Value::to_string);
    }
    model
}

#[test]
fn a_token_ends_as_long_after_it_was_made_as_was_said() {
    let hub = Hub::recorded();
    made(&hub, "plain --inherit --expires 30d");
    let days = "SELECT julianday(expires_at) - julianday(created) BETWEEN 29.9999 AND 30.0001 \
        FROM api_tokens WHERE id = 18";
    assert_eq!(hub.query(days), "1\n");
    assert_snapshot!(hub.run("token new plain --inherit --expires 9000y"), @"
    ! error: that is later than dates go · leave it out for a token that never expires
    exit 2
    ");
}

#[test]
fn a_token_gets_the_scopes_of_roles_as_they_are() {
    let hub = Hub::recorded();
    assert_snapshot!(said(&hub, "token new ada-admin --role grader-role --role server --scope read:hub"), @"note: `access:servers!server` allows nothing on a token that has no server · this one allows `list:users`, `read:users:groups!user=ada-admin`, `users:activity!user=ada-admin`, `servers`, `read:hub`");
    assert_snapshot!(hub.query("SELECT scopes FROM api_tokens WHERE id = 18"), @r#"["access:servers!server", "list:users", "read:hub", "read:users:name", "servers", "users:activity!user"]"#);
    assert_snapshot!(said(&hub, "token new --service announce --scope list:users"), @"");
    assert_snapshot!(hub.query("SELECT user_id, service_id, scopes FROM api_tokens WHERE id = 19"), @r#"|1|["list:users"]"#);
}

#[test]
fn what_stands_for_nothing_is_said_on_one_line() {
    let hub = Hub::recorded();
    assert_snapshot!(said(&hub, "token new plain --role server"), @"note: `access:servers!server` allows nothing on a token that has no server · this one allows `read:users:name!user=plain`, `read:users:groups!user=plain`, `users:activity!user=plain`");
    assert_snapshot!(said(&hub, "token new --service culler --role server"), @"note: `access:servers!server` allows nothing on a token that has no server, `users:activity!user` allows nothing on a token that has no user · this one allows nothing");
    assert_snapshot!(hub.query("SELECT scopes FROM api_tokens WHERE id > 17"), @r#"
    ["access:servers!server", "users:activity!user"]
    ["access:servers!server", "users:activity!user"]
    "#);
}

#[test]
fn a_token_holds_no_more_than_its_owner() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("token new plain --scope admin:users --role group-reader --scope self"), @"
    ! error: user `plain` does not hold `admin:users`, `read:groups`, and a token cannot hold more than its owner · see which roles grant it: `hubctl roles list --scope admin:users`
    exit 5
    ");
    assert_snapshot!(hub.run("token new plain --scope read:users!user=zoë"), @"
    ! error: user `plain` does not hold `read:users!user=zoë`, and a token cannot hold more than its owner · see which roles grant it: `hubctl roles list --scope read:users`
    exit 5
    ");
    assert_eq!(hub.query("SELECT COUNT(*) FROM api_tokens"), "17\n");
}

#[test]
fn what_a_token_may_do_is_said_and_not_guessed() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("token new plain"), @"
    ! error: what is the token to allow? · name it with `--role` or `--scope`, or say `--inherit` for whatever its owner may do
    exit 2
    ");
    assert_snapshot!(hub.run_here("token new plain --inherit --scope self"), @"
    ! error: the argument '--inherit' cannot be used with '--scope <SCOPE>'
    ! 
    ! Usage: hubctl token new --inherit <USER>
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(hub.run("token new plain --role severs"), @"
    ! error: no role named `severs` · did you mean `server`? · see `hubctl roles list`
    exit 3
    ");
    assert_snapshot!(hub.run("token new plain --role sever"), @"
    ! error: no role named `sever` · did you mean `server`? · see `hubctl roles list`
    exit 3
    ");
    assert_snapshot!(hub.run("token new plain --scope read:user"), @"
    ! error: no scope named `read:user` · did you mean `read:users`? · see `hubctl scopes list`
    exit 3
    ");
    assert_snapshot!(hub.run("token new plane --inherit"), @"
    ! error: no user named `plane` · did you mean `plain`? · see `hubctl users list`
    exit 3
    ");
    assert_snapshot!(hub.run("token new --service anounce --inherit"), @"
    ! error: no service named `anounce` · did you mean `announce`? · see `hubctl services list`
    exit 3
    ");
}

#[test]
fn a_rehearsed_token_is_not_printed() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("token new plain --role server --dry-run"), @"
    ! dry run, nothing was changed: would have made a token of user `plain` with the scopes access:servers!server, users:activity!user
    ! note: `access:servers!server` allows nothing on a token that has no server · this one allows `read:users:name!user=plain`, `read:users:groups!user=plain`, `users:activity!user=plain`
    ");
    assert_eq!(hub.query("SELECT COUNT(*) FROM api_tokens"), "17\n");
}

#[test]
fn json_has_the_value_and_the_model_of_the_api() {
    let hub = Hub::recorded();
    let mut token = hub.json("token new plain --scope read:users!user --note n");
    assert_eq!(token["token"].as_str().unwrap().len(), 32);
    token["token"] = "…".into();
    token["created"] = "…".into();
    assert_snapshot!(token, @r#"{"client_id":"jupyterhub","created":"…","expires_at":null,"id":"a18","kind":"api_token","last_activity":null,"note":"n","oauth_client":"JupyterHub","raw_scopes":["read:users!user"],"roles":[],"scopes":["read:users!user=plain","read:users:activity!user=plain","read:users:groups!user=plain","read:users:name!user=plain"],"session_id":null,"token":"…","user":"plain"}"#);
}

#[test]
fn the_client_of_the_hub_is_made_where_it_is_missing() {
    let hub = Hub::recorded();
    hub.write(
        "PRAGMA foreign_keys = off; DELETE FROM oauth_clients WHERE identifier = 'jupyterhub'",
    );
    made(&hub, "plain --inherit");
    assert_snapshot!(
        hub.query("SELECT identifier, description, secret, redirect_uri, allowed_scopes FROM oauth_clients WHERE identifier = 'jupyterhub'"),
        @"jupyterhub|JupyterHub|||[]"
    );
}

#[test]
fn tokens_are_listed_by_what_is_asked_of_them() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("token list --user plain"), @"
    ID   OWNER  NOTE     CLIENT                         SCOPES                                                           CREATED              LAST ACTIVITY        EXPIRES
    a9   plain           JupyterHub                     inherit                                                          2024-03-05 06:07:08
    a14  plain  oauth 0  Server at /user/plain/         access:servers!server=plain/, read:users:name!user=plain         2024-03-05 06:07:08  2024-03-05 06:07:08  2099-01-01 00:00:00
    a15  plain  oauth 1  Server at /user/plain/gpu-box  access:servers!server=plain/gpu-box, read:users:name!user=plain  2024-03-05 06:07:08  2024-03-05 06:07:08  2020-02-02 02:02:02
    ");
    assert_snapshot!(hub.run("token list --service announce"), @"
    ID   OWNER               NOTE                  CLIENT      SCOPES   CREATED              LAST ACTIVITY        EXPIRES
    a1   announce (service)  from config           JupyterHub  inherit  2026-11-22 01:22:51
    a10  announce (service)  second service token  JupyterHub  inherit  2024-03-05 06:07:08  2024-03-05 06:07:08  2099-01-01 00:00:00
    ");
    assert_snapshot!(hub.run("token list --oauth -o name"), @"
    a14
    a15
    a16
    ");
    assert_snapshot!(hub.run("token list --expired -o name"), @"
    a6
    a15
    ");
    assert_snapshot!(hub.run("token list --expiring 36500d -o name"), @"
    a5
    a10
    a14
    a16
    ");
    assert_snapshot!(hub.run("token list --never-expiring --user zoë -o name"), @"
    a12
    a13
    ");
    assert_snapshot!(hub.run("token list --unused-since 2024-03-05T06:07:09Z --api -o name"), @"
    a4
    a5
    a6
    a7
    a8
    a9
    a10
    a11
    a12
    a13
    a17
    ");
    assert_snapshot!(hub.run("token list --user zoe"), @"
    ! error: no user named `zoe` · did you mean `zoë`? · see `hubctl users list`
    exit 3
    ");
}

#[test]
fn a_token_is_shown_with_what_it_allows() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("token show a11"), @"
    id       a11
    owner    ada-admin
    note     scoped
    client   JupyterHub
    scopes   list:users, read:users:name
    allows   list:users, read:users:groups!user=ada-admin
    created  2024-03-05 06:07:08
    ");
    assert_snapshot!(hub.run("token show a15"), @"
    id             a15
    owner          plain
    note           oauth 1
    client         Server at /user/plain/gpu-box
    session        sess-1
    scopes         access:servers!server=plain/gpu-box, read:users:name!user=plain
    created        2024-03-05 06:07:08
    last activity  2024-03-05 06:07:08
    expires        2020-02-02 02:02:02 (expired)
    ");
    assert_snapshot!(hub.json("token show 16"), @r#"{"client_id":"jupyterhub-user-78e6907a","created":"2024-03-05T06:07:08.123456Z","expires_at":"2099-01-01T00:00:00Z","id":"a16","kind":"api_token","last_activity":"2024-03-05T06:07:08.123456Z","note":"oauth 2","oauth_client":"Server at /user/zoë/data-lab","raw_scopes":["access:servers!server=zoë/data-lab","read:users:name!user=zoë"],"roles":[],"scopes":["access:servers!server=zoë/data-lab","read:users:groups!user=zoë","read:users:name!user=zoë"],"session_id":"sess-2","user":"zoë"}"#);
    assert_snapshot!(hub.run("token show a99"), @"
    ! error: no token named `a99` · see `hubctl token list`
    exit 3
    ");
}

#[test]
fn the_value_of_a_token_is_taken_from_stdin_alone() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("token show c6dfc6dfc6dfc6dfc6dfc6dfc6dfc6df"), @"
    ! error: what was given is not the id of a token · ids look like `a12`; see `hubctl token list` · the value of a token goes to the stdin of `hubctl token show -`, never on a command line
    exit 2
    ");
    assert_snapshot!(hub.run("token diff a4 c6dfc6dfc6dfc6dfc6dfc6dfc6dfc6df"), @"
    ! error: what was given is not the id of a token · ids look like `a12`; see `hubctl token list` · the value of a token goes to the stdin of `hubctl token show -`, never on a command line
    exit 2
    ");
    assert_snapshot!(hub.run_with("token show -", "c6dfc6dfc6dfc6dfc6dfc6dfc6dfc6df\n"), @"
    ! error: no token has this value · it was revoked, purged after its end, or made by another hub
    exit 3
    ");
    assert_snapshot!(hub.run_with("token show -", ""), @"
    ! error: stdin holds no line for a token
    exit 2
    ");
}

#[test]
fn revoking_asks_and_never_takes_all() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("token revoke --yes"), @"
    ! error: which tokens? · name their ids, or choose them: `--user`, `--unused-since`, `--expired` …
    exit 2
    ");
    assert_snapshot!(hub.run("token revoke a4 --user zoë --yes"), @"
    ! error: tokens are named by their ids or chosen, not both · revoke them one after the other
    exit 2
    ");
    assert_snapshot!(hub.run("token revoke a4"), @"
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run("token revoke a4 a99 --yes"), @"
    ! error: no token named `a99` · see `hubctl token list`
    exit 3
    ");
    assert_snapshot!(hub.run("token revoke --user zoë --expired --dry-run"), @"! dry run, nothing was changed: would have revoked 1 token of user `zoë`");
    assert_eq!(hub.query("SELECT COUNT(*) FROM api_tokens"), "17\n");
    assert_snapshot!(hub.run_with("token revoke - --yes", "a12\n11\na9\n"), @"! revoked 3 tokens of user `ada-admin`, user `plain`, user `zoë`");
    assert_snapshot!(hub.run("token revoke --unused-since 2024-03-06 --service announce --yes"), @"! revoked 1 token of service `announce`");
    assert_snapshot!(hub.run("token revoke --unused-since 2024-03-06 --service announce --yes"), @"! there is no such token, and nothing was changed");
}

#[test]
fn with_a_token_of_an_oauth_client_go_its_siblings() {
    let hub = Hub::recorded();
    hub.write(
        "INSERT INTO api_tokens (user_id, hashed, prefix, client_id, scopes) \
         VALUES (6, 'x', 'x', 'jupyterhub-user-4462a0fa', '[]'), \
                (2, 'y', 'y', 'jupyterhub-user-4462a0fa', '[]')",
    );
    assert_snapshot!(hub.run("token revoke a14 --yes"), @"! revoked 2 tokens of user `plain`");
    assert_snapshot!(hub.run("token list --oauth -o name"), @"
    a15
    a16
    a19
    ");
}

#[test]
fn a_running_server_keeps_its_token_unless_it_is_forced() {
    let hub = Hub::recorded();
    made(&hub, "plain --inherit --note Server␣at␣/user/plain/");
    assert_snapshot!(hub.run("token revoke a18 --yes"), @"
    ! error: `a18` was given to the server `plain/`, which runs, and could not speak to the hub any more · stop it first, or say `--force`
    exit 5
    ");
    assert_snapshot!(hub.run("token revoke a18 --dry-run --force"), @"
    ! warning: `a18` was given to the server `plain/`, which runs; until it is started anew it cannot speak to the hub
    ! dry run, nothing was changed: would have revoked 1 token of user `plain`
    ");
}

#[test]
fn a_token_is_explained_and_compared() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("token explain a13 -o name"), @"
    read:users:name!user=zoë
    read:users:groups!user=zoë
    ");
    assert_snapshot!(hub.run("token diff a13 a7"), @"
    TOKEN  OWNER           NOTE       SCOPES   WHY NOT ALL
    a13    user `zoë`      no scopes           its own scopes leave the rest out; shares that come by a group do not count for tokens
    a7     user `a@b.edu`             inherit  shares that come by a group do not count for tokens

    only `a13` may:
      read:users:groups!user=zoë

    only `a7` may:
      list:users
      read:users!user=a@b.edu
      users:activity!user=a@b.edu
      servers
      tokens!user=a@b.edu
      read:hub
      access:servers!user=a@b.edu
      users:shares!user=a@b.edu
      read:shares!user=a@b.edu
    ");
}

#[test]
fn names_complete() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.complete("token new pl"), @"plain");
    assert_snapshot!(hub.complete("token new plain --role gr"), @"
    grader-role
    group-reader
    ");
    assert_snapshot!(hub.complete("token new plain --scope custom"), @"custom:grades:read");
    assert_snapshot!(hub.complete("token list --service an"), @"announce");
}

#[test]
fn what_tokens_of_many_owners_allow_is_listed_as_each_is_shown() {
    let hub = Hub::recorded();
    let newcomers: Vec<_> = (0..30).map(|n| format!("newcomer{n}")).collect();
    hub.succeed(&format!("users add {}", newcomers.join(" ")));
    hub.succeed("groups add-user instructors newcomer1 newcomer2");
    hub.write(
        "INSERT INTO shares (user_id, owner_id, spawner_id, scopes, created_at)
         SELECT (SELECT id FROM users WHERE name = 'newcomer3'), user_id, id,
         '[\"access:servers\"]', '2026-01-01 00:00:00.000001' FROM spawners ORDER BY id LIMIT 1;
         INSERT INTO shares (group_id, owner_id, spawner_id, scopes, created_at)
         SELECT (SELECT id FROM groups WHERE name = 'instructors'), user_id, id,
         '[\"access:servers\"]', '2026-01-01 00:00:00.000001' FROM spawners ORDER BY id LIMIT 1;
         INSERT INTO api_tokens (user_id, client_id, hashed, scopes)
         SELECT id, 'jupyterhub', 'inherit ' || name, '[\"inherit\"]' FROM users;
         INSERT INTO api_tokens (user_id, client_id, hashed, scopes)
         SELECT id, 'jupyterhub', 'few ' || name, '[\"read:users!group=instructors\", \"access:servers\"]'
         FROM users",
    );
    let listed = hub.json("token list");
    let listed = listed.as_array().unwrap();
    assert!(listed.len() > 70);
    for token in listed {
        let id = token["id"].as_str().unwrap();
        assert_eq!(*token, hub.json(&format!("token show {id}")));
    }
}
