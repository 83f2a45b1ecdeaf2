use std::fs::File;
use std::process::Command;

use insta::assert_snapshot;

use crate::both::Hub;

#[test]
fn users_are_listed_by_what_is_asked_of_them() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run_here("users list --running -o name"), @"
    a@b.edu
    plain
    zoë
    ");
    assert_snapshot!(hub.run("users list --group étudiants -o name"), @"
    plain
    uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu
    with space
    ");
    assert_snapshot!(hub.run("users list --role admin"), @"
    NAME       ADMIN  ROLES                     GROUPS  SERVERS  LAST ACTIVITY        CREATED
    ada-admin  yes    user, admin, grader-role                   2024-03-05 06:07:09  2023-11-25 06:07:08
    ");
    assert_snapshot!(hub.run("users list --role group-reader -o name"), @"zoë");
    assert_snapshot!(hub.run("users list --inactive-since 2024-03-05T06:07:10Z -o name"), @"
    a@b.edu
    ada-admin
    never-active
    ");
    assert_snapshot!(hub.run("users list --active-since yesterday"), @"
    ! error: invalid value 'yesterday' for '--active-since <WHEN>': `yesterday` is neither a time nor a span · write `2026-01-31`, `2026-01-31T12:00:00Z` or `30d`
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn a_user_is_shown_with_their_stopped_servers() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run_here("users show zoë"), @r#"
    name           zoë
    roles          user, group-reader
    groups         instructors
    servers        (default), data-lab
    user info      {"profile":"p-zoë","l":[1,null]}
    last activity  2024-03-05 06:07:15
    created        2023-11-19 06:07:08
    "#);
    assert_snapshot!(hub.run("users show zoe"), @"
    ! error: no user named `zoe` · did you mean `zoë`? · see `hubctl users list`
    exit 3
    ");
}

#[test]
fn a_new_user_gets_the_default_roles() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("users add grace --admin -o name"), @"
    grace
    ! added 1 user
    ");
    assert_snapshot!(hub.json_here("users show grace")["roles"], @r#"["user","admin"]"#);
    assert_snapshot!(hub.run("users set-admin grace --remove --dry-run -o name"), @"
    grace
    ! dry run, nothing was changed: would have cleared the admin flag of 1 user
    ");
    assert_snapshot!(hub.run("users set-admin grace --remove -o name"), @"
    grace
    ! cleared the admin flag of 1 user
    ");
    assert_snapshot!(hub.json_here("users show grace")["roles"], @r#"["user"]"#);
}

#[test]
fn of_several_users_all_are_added_or_none() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run_with("users add -", "one\ntwo\nzoë\n"), @"
    ! error: a user named `zoë` exists already
    exit 5
    ");
    assert_snapshot!(hub.run("users show one"), @"
    ! error: no user named `one` · see `hubctl users list`
    exit 3
    ");
    assert_snapshot!(hub.run_with("users add - -o name", "one\n\n two \none\n"), @"
    one
    two
    ! added 2 users
    ");
}

#[test]
fn a_rehearsal_changes_nothing() {
    let hub = Hub::recorded();
    let before = std::fs::read(hub.path()).unwrap();
    assert_snapshot!(hub.run("users add grace --dry-run -o name"), @"
    grace
    ! dry run, nothing was changed: would have added 1 user
    ");
    assert_snapshot!(hub.run("users delete plain --dry-run --force"), @"! dry run, nothing was changed: would have deleted 1 user");
    assert_snapshot!(hub.run("users rename never-active idle --dry-run"), @"! dry run, nothing was changed: would have renamed `never-active` to `idle`");
    assert_eq!(std::fs::read(hub.path()).unwrap(), before);
}

#[test]
fn deleting_asks_and_takes_all_that_was_theirs() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("users delete zoë --force"), @"
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    // A hub that runs stops it first.
    assert_snapshot!(hub.run_here("users delete zoë --yes"), @"
    ! error: `zoë` has a running server, and cannot be deleted while it runs · stop it in the hub first, or say `--force` if the hub is gone
    exit 5
    ");
    assert_snapshot!(hub.run("users delete zoë never-active --yes --force"), @"! deleted 2 users");
    assert_snapshot!(hub.run("users list --group instructors -o name"), @"a@b.edu");
}

#[test]
fn a_bad_name_is_refused_with_a_sentence() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("users add a/b"), @"
    ! error: the user name `a/b` contains `/`
    exit 2
    ");
    assert_snapshot!(hub.run("users add .."), @"
    ! error: the user name `..` is only dots
    exit 2
    ");
    assert_snapshot!(hub.run("users rename plain zoë"), @"
    ! error: a user named `zoë` exists already
    exit 5
    ");
    assert_snapshot!(hub.run("users rename nobody somebody"), @"
    ! error: no user named `nobody` · see `hubctl users list`
    exit 3
    ");
}

#[test]
fn that_results_cannot_be_written_is_no_bug() {
    let hub = Hub::recorded();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut listing = Command::new(env!("CARGO_BIN_EXE_hubctl"));
    listing.args(["users", "list", "--db"]).arg(hub.path());
    let output = listing.stdout(full).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: results cannot be written: No space left"),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(6));
}
