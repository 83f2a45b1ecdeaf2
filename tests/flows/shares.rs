use insta::assert_snapshot;

use crate::both::Hub;

/// The recorded hub, with its shares made at a time that does not change.
fn hub() -> Hub {
    let hub = Hub::recorded();
    hub.write(
        "UPDATE shares SET created_at = '2026-01-31 12:00:00.000000'; \
         UPDATE share_codes SET created_at = '2026-01-31 12:00:00.000000'; \
         UPDATE share_codes SET expires_at = '2086-01-31 12:00:00.000000' WHERE id = 1",
    );
    hub
}

#[test]
fn shares_are_listed_by_what_is_asked_of_them() {
    let hub = hub();
    assert_snapshot!(hub.run("shares list"), @"
    ID    SERVER    WITH               SCOPES                                                    CREATED              EXPIRES
    sh_1  plain/    user zoë           access:servers!server=plain/                              2026-01-31 12:00:00  2099-01-01 00:00:00
    sh_2  plain/    group instructors  access:servers!server=plain/, read:servers!server=plain/  2026-01-31 12:00:00
    sh_3  a@b.edu/  user with space    access:servers!server=a@b.edu/, servers!server=a@b.edu/   2026-01-31 12:00:00
    ");
    assert_snapshot!(hub.run("shares list --owner a@b.edu -o name"), @"sh_3");
    assert_snapshot!(hub.run("shares list --server plain -o name"), @"
    sh_1
    sh_2
    ");
    assert_snapshot!(hub.run("shares list --user zoë -o name"), @"sh_1");
    assert_snapshot!(hub.run("shares list --group instructors -o name"), @"sh_2");
    assert_snapshot!(hub.run("shares list --expired"), @"ID  SERVER  WITH  SCOPES  CREATED  EXPIRES");
}

#[test]
fn a_share_means_the_server_by_the_name_it_has_now() {
    let hub = hub();
    hub.write("UPDATE users SET name = 'plane' WHERE name = 'plain'");
    assert_snapshot!(hub.run_here("shares show sh_2"), @"
    id       sh_2
    server   plane/
    url      /user/plain/
    with     group instructors
    scopes   access:servers!server=plane/, read:servers!server=plane/
    created  2026-01-31 12:00:00
    ");
    assert_snapshot!(hub.json_here("shares show 2"), @r#"{"created_at":"2026-01-31T12:00:00Z","expires_at":null,"group":{"name":"instructors"},"id":"sh_2","kind":"group","scopes":["access:servers!server=plane/","read:servers!server=plane/"],"server":{"name":"","ready":true,"url":"/user/plain/","user":{"name":"plane"}},"user":null}"#);
    assert_snapshot!(hub.run("shares show 77"), @"
    ! error: no share `sh_77` · see `hubctl shares list`
    exit 3
    ");
    assert_snapshot!(hub.run("shares show x"), @"
    ! error: invalid value 'x' for '<ID>': what was given is not the id of a share · ids look like `sh_12`; see `hubctl shares list`
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn shares_are_revoked_by_id_or_by_filter() {
    let hub = hub();
    assert_snapshot!(hub.run("shares revoke"), @"
    ! error: the following required arguments were not provided:
    !   <ID>...
    ! 
    ! Usage: hubctl shares revoke [OPTIONS] <ID>...
    !        hubctl shares revoke [OPTIONS] <--owner|--server|--user|--group|--expired>
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(hub.run("shares revoke sh_1 --user zoë"), @"
    ! error: the argument '[ID]...' cannot be used with:
    !   --user <USER>
    !   --owner <USER>
    !   --server <USER/SERVER>
    !   --expired
    !   --group <GROUP>
    ! 
    ! Usage: hubctl shares revoke [OPTIONS] <ID>...
    !        hubctl shares revoke [OPTIONS] <--owner|--server|--user|--group|--expired>
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(hub.run("shares revoke sh_1"), @"
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run("shares revoke sh_1 77 --yes"), @"
    ! error: no share `sh_77` · see `hubctl shares list`
    exit 3
    ");
    assert_snapshot!(hub.run("shares revoke --owner plain --yes --dry-run"), @"! dry run, nothing was changed: would have revoked 2 shares");
    assert_snapshot!(hub.run("shares revoke --owner plain --group instructors --yes"), @"! revoked 1 share");
    assert_snapshot!(hub.run_with("shares revoke - --yes", "1\nsh_3\n"), @"! revoked 2 shares");
    assert_snapshot!(hub.run("shares revoke --owner plain --yes"), @"! revoked 0 shares");
    assert_eq!(hub.stored("SELECT count(*) FROM shares"), "0");
}

#[test]
fn share_codes_are_shown_by_their_beginning_only() {
    let hub = hub();
    assert_snapshot!(hub.run("shares codes list"), @"
    ID    CODE   SERVER    SCOPES                          EXCHANGED  LAST EXCHANGED       EXPIRES
    sc_1  X6Xa…  plain/    access:servers!server=plain/    7          2024-03-05 06:07:08  2086-01-31 12:00:00
    sc_2  DuGw…  a@b.edu/  access:servers!server=a@b.edu/  0                               2020-02-02 02:02:02
    ");
    assert_snapshot!(hub.run("shares codes list --expired -o name"), @"sc_2");
    assert_snapshot!(hub.json_here("shares codes show sc_1"), @r#"{"created_at":"2026-01-31T12:00:00Z","exchange_count":7,"expires_at":"2086-01-31T12:00:00Z","id":"sc_1","last_exchanged_at":"2024-03-05T06:07:08.123456Z","prefix":"X6Xa","scopes":["access:servers!server=plain/"],"server":{"name":"","ready":true,"url":"/user/plain/","user":{"name":"plain"}}}"#);
    assert_snapshot!(hub.run("shares codes show 1"), @"
    id              sc_1
    code            X6Xa…
    server          plain/
    url             /user/plain/
    scopes          access:servers!server=plain/
    exchanged       7
    last exchanged  2024-03-05 06:07:08
    created         2026-01-31 12:00:00
    expires         2086-01-31 12:00:00
    ");
}

#[test]
fn share_codes_are_revoked() {
    let hub = hub();
    assert_snapshot!(hub.run("shares codes revoke sc_9 --yes"), @"
    ! error: no share code `sc_9` · see `hubctl shares codes list`
    exit 3
    ");
    assert_snapshot!(hub.run("shares codes revoke --expired --yes"), @"! revoked 1 share code");
    assert_snapshot!(hub.run("shares codes revoke sc_1"), @"
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run("shares codes revoke sc_1 --yes"), @"! revoked 1 share code");
    assert_eq!(hub.stored("SELECT count(*) FROM share_codes"), "0");
    assert_eq!(hub.stored("SELECT count(*) FROM shares"), "3");
}
