//! Who comes in, and what becomes of them.

use crate::hub::Hub;

const DUMMY: &str = "[hub]\nauthenticator_class = 'dummy'\n[auth]\n";

const WRONG: &str = "The name or the password is wrong.";
const NOT_ALLOWED: &str = "You are not allowed to use this hub.";

fn dummy(auth: &str) -> Hub {
    Hub::new(&format!("{DUMMY}{auth}"))
}

#[test]
fn whoever_was_never_here_becomes_a_user_with_the_default_role() {
    let hub = dummy("");
    let first = hub.sign_in("Ada ", "anything").unwrap();
    assert!(first.is_new && !first.admin);
    assert_eq!(first.name.as_str(), "ada");
    let again = hub.sign_in("ada", "").unwrap();
    assert!(!again.is_new);
    assert_eq!(first.cookie_id, again.cookie_id);
    let role = "SELECT r.name FROM users u JOIN user_role_map m ON m.user_id = u.id \
        JOIN roles r ON r.id = m.role_id WHERE u.name = 'ada'";
    assert_eq!(hub.stored(role), "user");
}

#[test]
fn the_one_password_is_the_right_one() {
    let hub = dummy("password = 'sesame'");
    assert_eq!(hub.tells("ada", "sesame"), "ada");
    assert_eq!(hub.tells("ada", "sesam"), WRONG);
}

#[test]
fn a_name_that_nobody_can_have_comes_in_nowhere() {
    let hub = dummy("username_pattern = '[a-z]+$'");
    for name in ["", "..", "a/b", "%2e", "a\nb", "ada1", &"x".repeat(300)] {
        assert_eq!(hub.tells(name, ""), WRONG, "{name:?}");
    }
    assert_eq!(hub.tells("ada", ""), "ada");
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "1");
}

#[test]
fn whoever_is_blocked_stays_out_whatever_else_allows_them() {
    let hub = dummy("blocked_users = ['eve']\nallow_all = true\nadmin_users = ['eve']");
    assert_eq!(hub.tells("EVE", ""), NOT_ALLOWED);
}

#[test]
fn those_who_are_allowed_come_in_and_so_do_existing_users() {
    let hub = dummy("allowed_users = ['Ada']");
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('bob', 'b')");
    assert_eq!(hub.tells("ada", ""), "ada");
    assert_eq!(hub.tells("bob", ""), "bob");
    assert_eq!(hub.tells("eve", ""), NOT_ALLOWED);
}

#[test]
fn existing_users_stay_out_where_that_is_said() {
    let hub = dummy("allowed_users = ['ada']\nallow_existing_users = false");
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('bob', 'b')");
    assert_eq!(hub.tells("bob", ""), NOT_ALLOWED);
}

#[test]
fn an_admin_of_the_configuration_is_one_and_nobody_stops_being_one() {
    let hub = dummy("admin_users = ['ada']");
    assert_eq!(hub.tells("ada", ""), "ada, an admin");
    hub.write(
        "INSERT INTO users (name, cookie_id, admin) VALUES ('bob', 'b', 1);
         INSERT INTO user_role_map SELECT u.id, r.id, 0 FROM users u, roles r \
            WHERE u.name = 'bob' AND r.name = 'admin'",
    );
    assert_eq!(hub.tells("bob", ""), "bob, an admin");
}

#[test]
fn the_admins_password_is_for_admins_however_they_write_their_names() {
    let admins = "an-admin-password-of-32-characters";
    let hub = Hub::new(&format!(
        "[hub]\nauthenticator_class = 'shared-password'\n[auth]\nallow_all = true\n\
         admin_users = ['ada']\nuser_password = 'everybody'\nadmin_password = '{admins}'",
    ));
    assert_eq!(hub.tells("ada", admins), "ada, an admin");
    assert_eq!(hub.tells("bob", "everybody"), "bob");
    for (name, password) in [
        ("ada", "everybody"),
        ("ADA", "everybody"),
        (" Ada", "everybody"),
        ("bob", admins),
        ("bob", ""),
    ] {
        assert_eq!(hub.tells(name, password), WRONG, "{name}");
    }
}

#[test]
fn a_shared_password_takes_the_admin_flag_from_others_and_brings_groups() {
    let hub = Hub::new(
        "[hub]\nauthenticator_class = 'shared-password'\n[auth]\nallow_all = true\n\
         user_password = 'everybody'",
    );
    hub.write("INSERT INTO users (name, cookie_id, admin) VALUES ('bob', 'b', 1)");
    assert_eq!(hub.tells("bob", "everybody"), "bob");
    assert_eq!(
        hub.stored("SELECT admin FROM users WHERE name = 'bob'"),
        "0"
    );
}

#[test]
fn each_sign_in_and_each_failure_is_written_down() {
    let hub = dummy("password = 'sesame'");
    hub.sign_in("ada", "sesame").unwrap();
    let long = format!("eve\n{}", "x".repeat(1000));
    hub.sign_in(&long, "guess").unwrap_err();
    let done = "SELECT who || ' ' || operation || ' ' || target || ' ' || became \
        FROM hubctl_audit WHERE operation = 'sign in' AND refused IS NULL";
    assert_eq!(
        hub.stored(done),
        r#"ada sign in user=ada {"from":"192.0.2.1"}"#
    );
    let refused = "SELECT who || ': ' || refused FROM hubctl_audit WHERE refused IS NOT NULL";
    let name = format!(r"eve\n{}… (1004 characters)", "x".repeat(12));
    hub.comes_to_store(refused, &format!("{name}: wrong name or password"));
}

#[test]
fn who_can_be_no_user_any_more_is_deleted_where_that_is_said() {
    let users = "SELECT group_concat(name) FROM (SELECT name FROM users ORDER BY name)";
    let rows = "INSERT INTO users (name, cookie_id) VALUES ('ada', 'a'), ('bob1', 'b'), ('eve2', 'e'), ('joe3', 'j');
        INSERT INTO servers (ip, port) VALUES ('', 1);
        INSERT INTO spawners (user_id, server_id, name) SELECT id, 1, '' FROM users WHERE name = 'joe3'";
    let pattern = "username_pattern = '[a-z]+$'\nblocked_users = ['eve2']";
    let warned = dummy(pattern);
    warned.write(rows);
    warned.start_again();
    assert_eq!(warned.stored(users), "ada,bob1,eve2,joe3");
    let strict = dummy(&format!("{pattern}\ndelete_invalid_users = true"));
    strict.write(rows);
    strict.start_again();
    assert_eq!(
        strict.stored(users),
        "ada,eve2,joe3",
        "not the blocked, who may be let in again, nor whoever has a server that runs"
    );
    let logged = "SELECT count(*) FROM hubctl_audit WHERE target = 'user=bob1'";
    assert_eq!(strict.stored(logged), "1");
}
