//! Taking away what earlier applies put there, and nothing else.

use insta::assert_snapshot;

use super::both::Hub;
use super::files::{COURSE, write};
use super::hub::Hub as Direct;

const LESS: &str = "[[users]]\nname = \"ada\"\n[[groups]]\nname = \"class\"\nusers = [\"bob\"]\n";

/// A hub to which the course was applied, and whose file lists less since.
fn lessened() -> Hub {
    let hub = Hub::fresh();
    hub.succeed("users add eve kim");
    hub.put("course.toml", COURSE);
    hub.succeed("apply -f course.toml");
    hub.put("course.toml", LESS);
    hub
}

#[test]
fn what_a_file_lists_no_more_stays_until_it_is_to_go() {
    let hub = lessened();
    assert_snapshot!(hub.run("apply -f course.toml"), @"
    ! nothing to change
    ! 7 things that an earlier apply put there are listed no more: role grader, service marks, user eve in group class, role admin of user ada, role grader of user bob, role grader of group class, role grader of service marks · `--prune` takes that away
    ");
    assert_snapshot!(hub.run("drift -f course.toml --prune -o name"), @"
    role admin
    group class
    role grader
    service marks
    exit 1
    ");
    assert_snapshot!(hub.run("apply -f course.toml --prune"), @"
    ~ role admin
        users: - ada
    ~ group class
        users: - eve
    - role grader
    - service marks
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run("apply -f course.toml --prune --yes"), @"
    ~ role admin
        users: - ada
    ~ group class
        users: - eve
    - role grader
    - service marks
    ! changed 2, removed 2
    ");
    assert_snapshot!(hub.run("users list -o name"), @"
    ada
    bob
    eve
    kim
    root
    ");
    assert_snapshot!(hub.run("apply -f course.toml --prune"), @"! nothing to change");
}

#[test]
fn what_others_gave_stays() {
    let hub = lessened();
    hub.succeed("groups add-user class kim");
    hub.put("course.toml", "[[users]]\nname = \"ada\"\nadmin = true\n");
    assert_snapshot!(hub.run("apply -f course.toml --prune --yes"), @"
    ~ group class
        users: - eve
    - user bob
    - role grader
    - service marks
    ! changed 1, removed 3
    ! note: the group `class` stays: it has members, roles or shares that others gave it
    ");
    assert_snapshot!(hub.run("groups show class"), @r#"
    name        class
    users       kim
    properties  room="B12"
    "#);
    hub.succeed("groups remove-user class kim");
    assert_snapshot!(hub.run("apply -f course.toml --prune --yes"), @"
    - group class
    ! removed 1
    ");
}

#[test]
fn what_another_file_lists_stays() {
    let hub = lessened();
    hub.put(
        "graders.toml",
        "[[roles]]\nname = \"grader\"\nusers = [\"bob\"]\n",
    );
    hub.succeed("apply -f graders.toml");
    hub.succeed("apply -f course.toml --prune --yes");
    assert_snapshot!(hub.run("roles show grader"), @"
    name         grader
    description  Sees the servers of the class
    scopes       read:servers!group=class
    users        bob
    ");
    hub.put("graders.toml", "");
    assert_snapshot!(hub.run("apply -f graders.toml --prune --yes"), @"
    - role grader
    ! removed 1
    ");
}

#[test]
fn a_name_of_its_own_outlives_that_of_the_file() {
    let hub = Hub::fresh();
    let named = |users: &str| format!("name = \"people\"\n{users}");
    hub.put("one.toml", &named("[[users]]\nname = \"ada\"\n"));
    hub.succeed("apply -f one.toml");
    hub.put("two.yaml", "name: people\nusers: [{name: bob}]");
    assert_snapshot!(hub.run("apply -f two.yaml --prune --yes"), @"
    + user bob
    - user ada
    ! created 1, removed 1
    ");
}

#[test]
fn what_was_made_anew_by_others_is_theirs() {
    let hub = lessened();
    hub.succeed("roles delete grader --yes");
    hub.do_apart("roles create grader --scope read:hub");
    hub.succeed("apply -f course.toml --prune --yes");
    assert_eq!(
        hub.stored("SELECT count(*) FROM roles WHERE name = 'grader'"),
        "1"
    );
}

#[test]
fn nothing_of_hubctls_is_in_the_database_until_there_is_something_to_note() {
    let hub = Direct::fresh();
    let tables =
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'hubctl_applied'";
    write(&hub, "nothing.toml", "[[roles]]\nname = \"token\"\n");
    hub.succeed("apply -f nothing.toml");
    assert_eq!(hub.stored(tables), "0");
    write(&hub, "ada.toml", "[[users]]\nname = \"ada\"\n");
    hub.succeed("apply -f ada.toml");
    assert_eq!(hub.stored(tables), "1");
}
