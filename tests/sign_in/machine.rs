//! The groups of the machine, and who comes in by them.

use nix::unistd::{Group, User, getegid, geteuid};

use crate::hub::Hub;

const NOT_ALLOWED: &str = "You are not allowed to use this hub.";

/// A hub of people of this machine.
fn hub(auth: &str) -> Hub {
    Hub::new(&format!(
        "[hub]\nauthenticator_class = 'dummy'\n[auth]\n{auth}"
    ))
}

/// Who runs the tests, and a group of theirs.
fn own() -> (String, String) {
    let user = User::from_uid(geteuid()).unwrap().unwrap();
    let group = Group::from_gid(user.gid).unwrap();
    let group = group.or_else(|| Group::from_gid(getegid()).unwrap());
    (user.name, group.unwrap().name)
}

#[test]
fn the_members_of_a_group_come_in_and_nobody_else() {
    let (user, group) = own();
    let hub = hub(&format!("allowed_groups = ['no-such-group', '{group}']"));
    assert_eq!(hub.tells(&user, ""), user);
    assert_eq!(hub.tells("nobody-here", ""), NOT_ALLOWED);
}

#[test]
fn whoever_is_allowed_by_name_is_so_beside_a_group() {
    let (user, group) = own();
    let hub = hub(&format!(
        "allowed_users = ['bob']\nallowed_groups = ['{group}']"
    ));
    assert_eq!(hub.tells("bob", ""), "bob");
    assert_eq!(hub.tells(&user, ""), user);
}

#[test]
fn whoever_is_blocked_stays_out_whatever_group_they_are_in() {
    let (user, group) = own();
    let hub = hub(&format!(
        "blocked_users = ['{user}']\nallowed_groups = ['{group}']"
    ));
    assert_eq!(hub.tells(&user, ""), NOT_ALLOWED);
}

#[test]
fn the_members_of_a_group_of_admins_are_admins_and_nobody_stays_one_without() {
    let (user, group) = own();
    let hub = hub(&format!(
        "admin_users = ['ada']\nadmin_groups = ['{group}']"
    ));
    hub.write("INSERT INTO users (name, cookie_id, admin) VALUES ('bob', 'b', 1)");
    assert_eq!(hub.tells(&user, ""), format!("{user}, an admin"));
    assert_eq!(hub.tells("ada", ""), "ada, an admin");
    assert_eq!(hub.tells("bob", ""), "bob");
}

#[test]
fn a_group_of_admins_that_is_not_there_takes_the_flag_from_nobody() {
    let hub = hub("admin_groups = ['no-such-group']");
    hub.write("INSERT INTO users (name, cookie_id, admin) VALUES ('bob', 'b', 1)");
    assert_eq!(
        hub.tells("bob", ""),
        "Signing in does not work at the moment."
    );
    assert_eq!(hub.stored("SELECT admin FROM users"), "1");
}
