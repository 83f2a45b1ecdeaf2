//! People from files of comma-separated values.

use std::fmt::Write as _;

use insta::assert_snapshot;

use super::both::Hub;

fn hub_with(text: &str) -> Hub {
    let hub = Hub::fresh();
    hub.put("people.csv", text);
    hub
}

#[test]
fn people_come_with_their_flags_and_groups() {
    let hub = hub_with(
        "\u{feff}Name,admin,groups\nada,true,\nbob,,class; staff\n\"o'brien\",no,class\n\nzoë\n",
    );
    assert_snapshot!(hub.run("users add --csv people.csv --dry-run"), @"
    + user ada
        admin: true
    + user bob
    + user o'brien
    + user zoë
    + group class
        users: bob, o'brien
    + group staff
        users: bob
    ! dry run, nothing was changed: would have created 6
    ");
    assert_snapshot!(hub.run("users add --csv people.csv -o name"), @"
    user ada
    user bob
    user o'brien
    user zoë
    group class
    group staff
    ! created 6
    ");
    assert_snapshot!(hub.run("users add --csv people.csv"), @"! nothing to change");
    assert_snapshot!(hub.run("groups list"), @"
    NAME   USERS  ROLES  PROPERTIES
    class  2
    staff  1
    ");
}

#[test]
fn spreadsheets_write_other_separators_and_stdin_is_a_file() {
    let hub = hub_with("groups;username\n\"class, staff\";ada\n");
    hub.succeed("users add --csv people.csv");
    let groups = "SELECT group_concat(name) FROM (SELECT name FROM groups ORDER BY 1)";
    assert_eq!(hub.stored(groups), "class,staff");
    assert_snapshot!(hub.run_with("users add --csv -", "bob\nkim\n"), @"
    + user bob
    + user kim
    ! created 2
    ");
}

#[test]
fn all_bad_lines_are_told_and_nobody_is_added() {
    let hub =
        hub_with("name,admin,groups\nada,maybe,\na/b,,\nkim,,,\n,,\nbob,,x/y\neve,,\neve,,\n");
    assert_snapshot!(hub.run("users add --csv people.csv"), @"
    ! error: people.csv:2: `admin` is `true` or `false`, not `maybe`
    ! people.csv:3: the user name `a/b` contains `/`
    ! people.csv:4: 4 cells in 3 columns
    ! people.csv:5: the user name `` is empty
    ! people.csv:6: `x/y` cannot name a group · a group name is not empty and has no `/` and no control characters
    ! people.csv:8: `eve` is in line 7, too
    exit 2
    ");
    assert_eq!(
        hub.stored("SELECT count(*) FROM users WHERE name <> 'root'"),
        "0"
    );
    hub.put("people.csv", "name,admn\nada,true\n");
    assert_snapshot!(hub.run("users add --csv people.csv"), @"
    ! error: people.csv:1: there is no column `admn` · did you mean `admin`? · there are `name`, `admin` and `groups`
    exit 2
    ");
    hub.put("people.csv", "name,admin,Username\r\nada,true,bob\r\n");
    assert_snapshot!(hub.run("users add --csv people.csv"), @"
    ! error: people.csv:1: `Username` says the same as a column before it
    exit 2
    ");
    hub.put("people.csv", "ada,true\n");
    assert_snapshot!(hub.run("users add --csv people.csv"), @"
    ! error: people.csv:1: nothing says what the columns are · name them in the first line: `name`, and if need be `admin` and `groups`
    exit 2
    ");
    hub.put(
        "people.csv",
        &(0..30).fold(String::from("name\n"), |text, _| text + "a/b\n"),
    );
    let told = hub.run("users add --csv people.csv");
    assert!(told.ends_with("! and 10 more lines\nexit 2\n"), "{told}");
}

#[test]
fn what_is_not_in_utf_8_is_refused() {
    let hub = hub_with("");
    for database in hub.databases() {
        let latin = b"name\nzo\xeb\n";
        std::fs::write(database.path().with_file_name("people.csv"), latin).unwrap();
    }
    assert_snapshot!(hub.run("users add --csv people.csv"), @"
    ! error: `people.csv` is no text in UTF-8 · save it as that: spreadsheets ask for the character set
    exit 2
    ");
}

#[test]
fn members_come_from_a_file_too() {
    let hub = hub_with("name\nada\nbob\n");
    hub.succeed("users add ada bobby");
    hub.succeed("groups add class");
    assert_snapshot!(hub.run("groups add-members class --csv people.csv"), @"
    ! error: people.csv:3: no user named `bob` · did you mean `bobby`?
    exit 2
    ");
    hub.succeed("users add bob");
    assert_snapshot!(hub.run("groups add-members class --csv people.csv"), @"
    NAME   USERS  ROLES  PROPERTIES
    class  2
    ! added 2 users to `class`
    ");
    assert_snapshot!(hub.run("groups remove-members class --csv people.csv"), @"
    NAME   USERS  ROLES  PROPERTIES
    class  0
    ! removed 2 users from `class`
    ");
}

#[test]
fn a_school_is_added_at_once() {
    let mut text = String::from("name,groups\n");
    for number in 0..2000 {
        let _ = writeln!(text, "user-{number},class-{}", number % 7);
    }
    let hub = hub_with(&text);
    hub.succeed("users add --csv people.csv");
    assert_eq!(
        hub.stored("SELECT count(*) FROM users WHERE name <> 'root'"),
        "2000"
    );
    assert_eq!(hub.stored("SELECT count(*) FROM user_group_map"), "2000");
}
