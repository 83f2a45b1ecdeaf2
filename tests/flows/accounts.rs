//! Accounts of the hub's own, administered through both doors.

use insta::assert_snapshot;

use crate::both::Hub;

/// A hub with `eve`, for whom nobody has chosen a password, and `kim` and `lou`, who ask for an account.
fn hub() -> Hub {
    let hub = Hub::fresh();
    hub.write(include_str!("../../migrations/hubctl.sql"));
    hub.write(
        "INSERT INTO hubctl_sign_ups (name, password, since) VALUES \
             ('kim', 'x', '2026-01-31 12:00:00.000000'), \
             ('lou', 'x', '2026-01-31 12:00:01.000000')",
    );
    hub.succeed("users add eve");
    hub
}

#[test]
fn a_password_is_set_by_the_rules_of_the_hub() {
    let hub = hub();
    assert_snapshot!(hub.run_with("users set-password eve", "correct horse\n"), @"! set the password of `eve`, and signed them out");
    assert_snapshot!(hub.run_with("users set-password eve --dry-run", "correct horse\n"), @"! dry run, nothing was changed: would have set the password of `eve`, and signed them out");
    assert_eq!(
        hub.stored("SELECT substr(password, 1, 10) FROM hubctl_accounts"),
        "$argon2id$"
    );
    assert_snapshot!(hub.run_with("users set-password eve", "password\n"), @"
    ! error: this password is one of those that many people have, and that are guessed first
    exit 2
    ");
    assert_snapshot!(hub.run_with("users set-password eva", "correct horse\n"), @"
    ! error: no user named `eva` · did you mean `eve`? · see `hubctl users list`
    exit 3
    ");
}

#[test]
fn who_is_invited_has_a_link_that_leads_to_the_hub() {
    let hub = hub();
    let link = |said: &str| said.lines().next().unwrap().to_owned();
    let here = hub.run_here("users invite newcomer --expires-in 1d");
    assert!(link(&here).starts_with("hub/invite/"), "{here}");
    let [(_, url), _] = hub.variables();
    let there = hub.run_there("users invite Other --admin --expires-in 1d");
    let prefix = format!("{url}hub/invite/");
    assert!(link(&there).starts_with(&prefix), "{there}");
    assert!(there.contains("invited `other`, once, until "), "{there}");
    assert_snapshot!(hub.run_there("users invite other --admin"), @"
    ! error: `other` is a user already · make them an admin by `hubctl users set-admin`
    exit 5
    ");
    let [_, served] = hub.databases();
    assert_eq!(
        served.stored("SELECT admin FROM users WHERE name = 'other'"),
        "1"
    );
}

#[test]
fn who_asks_for_an_account_is_let_in_or_not() {
    let hub = hub();
    assert_snapshot!(hub.run("users accounts --waiting"), @"
    NAME  ASKED
    kim   2026-01-31 12:00:00
    lou   2026-01-31 12:00:01
    ");
    assert_snapshot!(hub.run("users reject lou"), @"
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run("users reject lou --yes"), @"! rejected 1 request");
    assert_snapshot!(hub.run("users approve kim lou"), @"
    ! error: no request for an account named `lou`
    exit 3
    ");
    assert_snapshot!(hub.run("users approve kim"), @"! approved 1 account");
    assert_snapshot!(hub.run("users accounts -o name"), @"kim");
    assert_snapshot!(hub.run("users accounts --waiting -o name"), @"");
}
