//! What a person sees of `hubctl upgrade-db` and `hubctl db`.

use insta::assert_snapshot;

use crate::hub::Hub;

/// A copy of the database that `release` left, at a place whose name says nothing.
fn hub(release: &str) -> Hub {
    let hub = Hub::recorded();
    std::fs::copy(crate::fixture::Fixture::of(release).path(), hub.path()).unwrap();
    hub
}

/// `text` without the time in the name of a backup.
fn timeless(text: &str) -> String {
    let Some((before, after)) = text.split_once("jupyterhub.sqlite.20") else {
        return text.to_owned();
    };
    let folder_end = before.rfind('`').unwrap();
    format!(
        "{}`…/jupyterhub.sqlite.TIME{}",
        &before[..folder_end],
        &after["261122T035651Z".len()..]
    )
}

#[test]
fn an_old_database_is_planned() {
    let hub = hub("1.0.0");
    assert_snapshot!(hub.run("db status"), @"
    database    jupyterhub.sqlite
    JupyterHub  1.0–1.5
    revision    4dc2d5a8c53c
    state       old: must be upgraded
    rows        53
    bytes       102400
    ! bring it up to date with `hubctl upgrade-db`; `--plan` shows what it would do
    ");
    assert_snapshot!(hub.run("upgrade-db --plan"), @"
    REVISION      JUPYTERHUB  BRINGS                                      ROWS
    833da8570507  2.0–2.3     roles                                       services 3, spawners 8, api_tokens 10, oauth_access_tokens 3
    651f5419b74d  3.0–3.1     tokens with scopes of their own             api_tokens 10, oauth_clients 6, oauth_codes 3
    0eee8c825d24  4.0–4.1     properties of groups                        groups 3
    3c2384c5aae1  before 5.0  services made while the hub runs            services 3
    4621fec11365  5.0–5.5     roles managed by the authenticator, shares
    be8ecf03ddac  before 6.0  how long a service may take to start        services 3
    afd65840b69e  before 6.0  OAuth codes with a proof key                oauth_codes 3
    ff1860e38070  before 6.0  what the authenticator says of users        users 9
    f460b0348206  6.0–6.1     names of servers to show                    spawners 8
    ! from JupyterHub 1.0–1.5 (revision 4dc2d5a8c53c) to 6.1 (revision f460b0348206)
    ! tables brought to the form of a new database: api_tokens 10, groups 3, oauth_clients 6, oauth_codes 3, servers 5, services 3, spawners 8, user_group_map 5, users 9
    ! will be lost: 10 API tokens, 3 OAuth tokens
    ! API tokens stay valid with `--keep-tokens`; JupyterHub would drop them
    ");
    assert_snapshot!(hub.run("upgrade-db --plan --keep-tokens -o name"), @"
    833da8570507
    651f5419b74d
    0eee8c825d24
    3c2384c5aae1
    4621fec11365
    be8ecf03ddac
    afd65840b69e
    ff1860e38070
    f460b0348206
    ! from JupyterHub 1.0–1.5 (revision 4dc2d5a8c53c) to 6.1 (revision f460b0348206)
    ! tables brought to the form of a new database: api_tokens 10, groups 3, oauth_clients 6, oauth_codes 3, servers 5, services 3, spawners 8, user_group_map 5, users 9
    ! will be lost: 3 OAuth tokens
    ");
}

#[test]
fn an_old_database_is_rehearsed_and_upgraded() {
    let hub = hub("1.0.0");
    assert_snapshot!(hub.run("upgrade-db --dry-run"), @"
    ! will be lost: 10 API tokens, 3 OAuth tokens
    ! API tokens stay valid with `--keep-tokens`; JupyterHub would drop them
    ! dry run, nothing was changed: would have upgraded from JupyterHub 1.0–1.5 (revision 4dc2d5a8c53c) to 6.1 (revision f460b0348206)
    ");
    assert_snapshot!(hub.run("upgrade-db"), @"
    ! will be lost: 10 API tokens, 3 OAuth tokens
    ! API tokens stay valid with `--keep-tokens`; JupyterHub would drop them
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run("upgrade-db --yes --dry-run --keep-tokens"), @"
    ! will be lost: 3 OAuth tokens
    ! dry run, nothing was changed: would have kept 10 API tokens
    ! dry run, nothing was changed: would have upgraded from JupyterHub 1.0–1.5 (revision 4dc2d5a8c53c) to 6.1 (revision f460b0348206)
    ");
    assert_snapshot!(timeless(&hub.run("upgrade-db --yes")), @"
    ! will be lost: 10 API tokens, 3 OAuth tokens
    ! API tokens stay valid with `--keep-tokens`; JupyterHub would drop them
    ! backed up to `…/jupyterhub.sqlite.TIME.4dc2d5a8c53c` (102400 bytes, verified)
    ! upgraded from JupyterHub 1.0–1.5 (revision 4dc2d5a8c53c) to 6.1 (revision f460b0348206)
    ");
    assert_snapshot!(hub.run("upgrade-db"), @"! `jupyterhub.sqlite` is as JupyterHub 6.1 makes it (revision f460b0348206): there is nothing to do");
    assert_snapshot!(hub.run("db status"), @"
    database    jupyterhub.sqlite
    JupyterHub  6.0–6.1
    revision    f460b0348206
    state       current
    rows        43
    bytes       151552
    ");
    assert_snapshot!(hub.run("db check"), @"
    SEVERITY  CHECK    FINDING
    notice    orphans  4 OAuth clients of servers that are gone
    ");
}

#[test]
fn tokens_are_kept_without_a_question() {
    let hub = hub("0.8.1");
    assert_snapshot!(timeless(&hub.run("db upgrade --keep-tokens")), @"
    ! will be lost: 3 OAuth tokens
    ! backed up to `…/jupyterhub.sqlite.TIME.3ec6993fe20c` (94208 bytes, verified)
    ! kept 10 API tokens
    ! upgraded from JupyterHub 0.8 (revision 3ec6993fe20c) to 6.1 (revision f460b0348206)
    ");
}

#[test]
fn a_program_reads_the_same_as_json() {
    let hub = hub("3.1.1");
    let plan = hub.json("upgrade-db --plan");
    assert_eq!(plan["state"], "old");
    assert_eq!(plan["revision"], "651f5419b74d");
    assert_eq!(plan["target"], "f460b0348206");
    assert_eq!(plan["steps"].as_array().unwrap().len(), 7);
    assert_eq!(hub.json("db status")["revision"], plan["revision"]);
    let done = hub.json("upgrade-db");
    assert_eq!(done["plan"], plan);
    assert!(done["backup"]["bytes"].as_u64().unwrap() > 0);
    assert_eq!(hub.json("upgrade-db")["state"], "current");
    assert!(hub.json("db check").is_array());
}

#[test]
fn expired_rows_are_purged_after_a_rehearsal() {
    let hub = hub("6.1.1");
    assert_snapshot!(hub.run("db purge --dry-run"), @"
    EXPIRED      COUNT
    API tokens   2
    OAuth codes  3
    shares       0
    share codes  1
    ! dry run, nothing was changed: would have deleted 6 expired rows
    ");
    assert_snapshot!(hub.run("db purge"), @"
    EXPIRED      COUNT
    API tokens   2
    OAuth codes  3
    shares       0
    share codes  1
    ! deleted 6 expired rows
    ");
    assert_snapshot!(hub.run("db purge"), @"
    EXPIRED      COUNT
    API tokens   0
    OAuth codes  0
    shares       0
    share codes  0
    ! deleted 0 expired rows
    ");
}

#[test]
fn a_check_tells_faults_from_what_one_may_want_to_know() {
    let hub = hub("6.1.1");
    assert_snapshot!(hub.run("db check"), @"
    SEVERITY  CHECK  FINDING
    notice    roles  nobody has the role `custom-scope-role`
    notice    roles  nobody has the role `unassigned-role`
    ");
    crate::canonical::alter(&hub.path())
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             INSERT INTO user_group_map (user_id, group_id) VALUES (900, 1);
             INSERT INTO api_tokens (hashed, prefix) VALUES ('sha512:1:a:b', 'aaaa');
             INSERT INTO servers (ip, port) VALUES ('127.0.0.1', 1);
             INSERT INTO roles (name, scopes, managed_by_auth)
             VALUES ('nobodys', '[\"read:everything\", \"custom:mine\", \"users\"]', 0);",
        )
        .unwrap();
    assert_snapshot!(hub.run("db check"), @"
    SEVERITY  CHECK       FINDING
    fault     references  1 row of `user_group_map` refers to rows of `users` that are not there
    fault     owners      1 API token without owner
    fault     owners      1 API token without OAuth client, which JupyterHub refuses
    notice    orphans     1 address in `servers` that no server or service has
    notice    scopes      unknown scope `read:everything` in role `nobodys`
    notice    roles       nobody has the role `custom-scope-role`
    notice    roles       nobody has the role `nobodys`
    notice    roles       nobody has the role `unassigned-role`
    exit 1
    ");
}

#[test]
fn a_backup_is_made_once() {
    let hub = hub("6.1.1");
    assert_snapshot!(hub.run("db backup copy.sqlite"), @"! backed up to `copy.sqlite` (151552 bytes, verified)");
    assert_snapshot!(hub.run("db backup copy.sqlite"), @"
    ! error: `copy.sqlite` exists · name a file that does not, or move this one away
    exit 5
    ");
    assert_snapshot!(hub.run("db status --db copy.sqlite"), @"
    database    copy.sqlite
    JupyterHub  6.0–6.1
    revision    f460b0348206
    state       current
    rows        96
    bytes       151552
    ");
}
