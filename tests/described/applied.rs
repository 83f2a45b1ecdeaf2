//! What a person sees of applying a file, and what comes of it.

use std::fs;

use insta::assert_snapshot;

use super::both::Hub;
use super::files::COURSE;
use super::meaning;

fn course() -> Hub {
    let hub = Hub::fresh();
    hub.put("course.toml", COURSE);
    hub
}

#[test]
fn a_rehearsal_prints_the_plan_and_changes_nothing() {
    let hub = course();
    let before = fs::read(hub.path()).unwrap();
    assert_snapshot!(hub.run("apply -f course.toml --dry-run"), @r#"
    + user ada
        admin: true
    + user bob
    + user eve
    + group class
        properties: {"room":"B12"}
        users: bob, eve
    + service marks
        oauth_no_confirm: true
        url: "http://127.0.0.1:10101"
    + role grader
        description: "Sees the servers of the class"
        groups: class
        scopes: read:servers!group=class
        services: marks
        users: bob
    ! dry run, nothing was changed: would have created 6
    "#);
    assert_eq!(fs::read(hub.path()).unwrap(), before);
    assert_snapshot!(hub.run("drift -f course.toml -o name"), @"
    user ada
    user bob
    user eve
    group class
    service marks
    role grader
    exit 1
    ");
    assert_eq!(fs::read(hub.path()).unwrap(), before);
}

#[test]
fn applied_again_nothing_changes_and_nothing_is_written() {
    let hub = course();
    hub.succeed("apply -f course.toml");
    let after = fs::read(hub.path()).unwrap();
    assert_snapshot!(hub.run("apply -f course.toml"), @"! nothing to change");
    assert_snapshot!(hub.run("apply -f course.toml --prune"), @"! nothing to change");
    assert_snapshot!(hub.run("drift -f course.toml"), @"! nothing to change");
    assert_eq!(fs::read(hub.path()).unwrap(), after);
}

#[test]
fn what_is_otherwise_is_changed_and_the_rest_stays() {
    let hub = course();
    hub.succeed("apply -f course.toml");
    hub.succeed("users add kim");
    hub.succeed("groups add-user class kim");
    hub.succeed("groups set-properties class --json {}");
    hub.do_apart("roles edit grader --set-scopes read:hub");
    hub.succeed("roles revoke grader --service marks");
    hub.succeed("users set-admin ada --remove");
    hub.succeed("services edit marks --url http://127.0.0.1:1 --env A=1");
    let drift = hub.run("drift -f course.toml");
    assert_snapshot!(drift, @r#"
    ~ user ada
        admin: false → true
    ~ group class
        properties: {} → {"room":"B12"}
    ~ service marks
        url: "http://127.0.0.1:1" → "http://127.0.0.1:10101"
    ~ role grader
        scopes: + read:servers!group=class - read:hub
        services: + marks
    exit 1
    "#);
    assert_snapshot!(hub.run("apply -f course.toml -o json"), @r#"
    {"changes":[{"action":"change","kind":"user","name":"ada","parts":{"admin":{"before":false,"after":true}}},{"action":"change","kind":"group","name":"class","parts":{"properties":{"before":{},"after":{"room":"B12"}}}},{"action":"change","kind":"service","name":"marks","parts":{"url":{"before":"http://127.0.0.1:1","after":"http://127.0.0.1:10101"}}},{"action":"change","kind":"role","name":"grader","parts":{"scopes":{"added":["read:servers!group=class"],"removed":["read:hub"]},"services":{"added":["marks"],"removed":[]}}}],"left":[],"notes":[]}
    ! changed 4
    "#);
    assert_eq!(hub.stored("SELECT count(*) FROM user_group_map"), "3");
    assert_snapshot!(hub.run("drift -f course.toml"), @"! nothing to change");
}

#[test]
fn several_files_are_one() {
    let hub = course();
    hub.put(
        "more.yaml",
        "users:\n- name: kim\ngroups:\n- {name: class, users: [kim]}\n",
    );
    hub.succeed("apply -f course.toml -f more.yaml");
    assert_eq!(hub.stored("SELECT count(*) FROM user_group_map"), "3");
    hub.put(
        "other.yaml",
        "groups:\n- {name: class, properties: {room: C1}}\n",
    );
    assert_snapshot!(hub.run("apply -f course.toml -f other.yaml"), @"
    ! error: the group `class` is described twice, with one `properties` and another
    exit 2
    ");
}

#[test]
fn stdin_is_a_file_too() {
    let hub = Hub::fresh();
    assert_snapshot!(hub.run_with("apply -f -", "[[users]]\nname = \"ada\"\n"), @"
    + user ada
    ! created 1
    ");
    assert_snapshot!(hub.run_with("apply -f - --format yaml", "users: [{name: bob}]"), @"
    + user bob
    ! created 1
    ");
    assert_snapshot!(hub.run_with("apply -f - --prune", "[[users]]\nname = \"ada\"\n"), @r#"
    ! error: a description without a name put nothing there that is known by it · write `name = "…"` at its beginning
    exit 2
    "#);
    assert_snapshot!(hub.run_with("apply -f - --prune", "name = \"people\"\n[[users]]\nname = \"kim\"\n"), @"
    + user kim
    ! created 1
    ");
}

#[test]
fn what_is_refused_changes_nothing() {
    let hub = course();
    let before = meaning::of_both(&hub);
    let refused = |text: &str| {
        hub.put("bad.toml", text);
        hub.run("apply -f bad.toml")
    };
    assert_snapshot!(refused("[[users]]\nname = \"kim\"\n[[roles]]\nname = \"new\"\nscopes = [\"read:hubs\"]"), @"
    ! error: role `new`: no scope named `read:hubs` · did you mean `read:hub`? · see `hubctl scopes list`
    exit 3
    ");
    assert_snapshot!(refused("[[users]]\nname = \"kim\"\n[[roles]]\nname = \"new\"\nservices = [\"mark\"]"), @"
    ! error: role `new`: no service named `mark` · see `hubctl services list`
    exit 3
    ");
    assert_snapshot!(refused("[[users]]\nname = \"kim\"\n[[roles]]\nname = \"admin\"\nscopes = []"), @"
    ! error: role `admin`: the role `admin` cannot be redefined · create another role for other scopes
    exit 5
    ");
    assert_snapshot!(refused("[[users]]\nname = \"kim\"\nadmin = false\n[[roles]]\nname = \"admin\"\nusers = [\"kim\"]"), @"
    ! error: the user `kim` is to have the role `admin`, and to be no admin
    exit 2
    ");
    assert_snapshot!(refused("[[users]]\nname = \"kim\"\n[[services]]\nname = \"x\"\nurl = \"nowhere\""), @"
    ! error: service `x`: that is no URL of a service · write `http://host:port` or `https://host:port`
    exit 2
    ");
    assert_eq!(meaning::of_both(&hub), before);
    assert_snapshot!(hub.run("apply -f nowhere.toml"), @"
    ! error: `nowhere.toml` could not be read: No such file or directory (os error 2)
    exit 2
    ");
    assert_snapshot!(hub.run("apply -f course.conf"), @"
    ! error: `course.conf` could not be read: No such file or directory (os error 2)
    exit 2
    ");
}

#[test]
fn what_is_the_configurations_is_left_alone() {
    let hub = Hub::recorded();
    let refused = |text: &str| {
        hub.put("other.toml", text);
        hub.run("apply -f other.toml")
    };
    assert_snapshot!(refused("[[services]]\nname = \"announce\"\nurl = \"http://127.0.0.1:1\""), @"
    ! error: the service `announce` is the configuration's, and is otherwise · change it there, or leave out of the description what it says
    exit 5
    ");
    assert_snapshot!(refused("[[roles]]\nname = \"managed-role\"\nscopes = []"), @"
    ! error: the role `managed-role` is the authenticator's, and is otherwise · change it there, or leave `description` and `scopes` out
    exit 5
    ");
}
