//! How somebody comes to an account, and to another password.

use hubctl::error::Kind;
use hubctl::hub::SignedUp;
use hubctl::model::{Secret, UserName};
use hubctl::ops::accounts::{ApproveSignUp, Chosen, Invite, LinkOf, SetPassword};

use crate::hub::{Hub, hash};

const WRONG: &str = "The name or the password is wrong.";
const GOOD: &str = "correct horse";

fn invite(name: &str) -> Invite {
    Invite {
        name: name.into(),
        admin: false,
        expires_in: None,
    }
}

#[test]
fn an_invitation_makes_a_user_and_is_good_once() {
    let hub = Hub::new("");
    let link = hub.operate(invite("ada")).unwrap().token;
    let whose = hub.follow(&link);
    assert_eq!(whose, Some(LinkOf::User("ada".into())));
    assert_eq!(hub.follow(&link), whose, "to look at it uses nothing up");
    let user = hub.accept(&link, "", GOOD).unwrap();
    assert_eq!((user.name.as_str(), user.admin), ("ada", false));
    assert_eq!(hub.tells("ada", GOOD), "ada");
    assert_eq!(hub.follow(&link), None);
    assert_eq!(
        hub.accept(&link, "", GOOD).unwrap_err().kind(),
        Kind::Conflict
    );
}

/// The rules are looked at before a password is hashed, and the link before the rules.
#[test]
fn nothing_is_hashed_for_whoever_has_no_link_that_is_good() {
    let hub = Hub::new("");
    let used = hub.operate(invite("ada")).unwrap().token;
    hub.accept(&used, "", GOOD).unwrap();
    for dead in [used, Secret::new("there is no such link")] {
        let refused = hub.accept(&dead, "ada", "short").unwrap_err();
        assert_eq!(refused.kind(), Kind::Conflict, "{refused}");
        assert!(refused.message().contains("used already"), "{refused}");
    }
    let good = hub.operate(invite("bob")).unwrap().token;
    let refused = hub.accept(&good, "", "short").unwrap_err();
    assert!(refused.message().contains("8 characters"), "{refused}");
    assert!(hub.follow(&good).is_some());
}

#[test]
fn what_a_link_says_is_in_no_table() {
    let hub = Hub::new("");
    let link = hub.operate(invite("ada")).unwrap().token;
    let rows = hub.stored("SELECT hashed FROM hubctl_links");
    assert!(!rows.contains(link.reveal()) && rows.len() == 64, "{rows}");
    let logged = hub.stored("SELECT group_concat(became) FROM hubctl_audit");
    assert!(!logged.contains(link.reveal()), "{logged}");
}

#[test]
fn a_link_ends_when_its_time_or_its_user_does_or_another_is_made() {
    let hub = Hub::new("");
    let make = |name| hub.operate(invite(name)).unwrap().token;
    let (first, second) = (make("ada"), make("ada"));
    assert_eq!(hub.follow(&first), None);
    assert!(hub.follow(&second).is_some());
    hub.write("UPDATE hubctl_links SET expires_at = '2020-01-01 00:00:00.000000'");
    assert_eq!(hub.follow(&second), None);
    let third = make("bob");
    hub.write("PRAGMA foreign_keys = ON; DELETE FROM users WHERE name = 'bob'");
    assert_eq!(hub.follow(&third), None);
}

#[test]
fn a_password_that_is_set_makes_an_account_and_links_to_it_useless() {
    let hub = Hub::new("");
    let link = hub.operate(invite("ada")).unwrap().token;
    let set = SetPassword {
        name: "ada".into(),
        password: Chosen::Hashed(hash(GOOD)),
    };
    hub.operate(set).unwrap();
    assert_eq!(hub.tells("ada", GOOD), "ada");
    assert_eq!(hub.follow(&link), None);
}

#[test]
fn another_password_signs_everybody_out_who_knew_the_old_one() {
    let hub = Hub::new("");
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('ada', 'a')");
    hub.account("ada", GOOD);
    let before = hub.sign_in("ada", GOOD).unwrap();
    let set = SetPassword {
        name: "ada".into(),
        password: Chosen::Hashed(hash("another horse")),
    };
    hub.operate(set).unwrap();
    let after = hub.sign_in("ada", "another horse").unwrap();
    assert_ne!(before.cookie_id, after.cookie_id);
    assert_eq!(hub.tells("ada", GOOD), WRONG);
}

#[test]
fn a_password_that_is_short_common_or_the_name_is_refused() {
    let hub = Hub::new("");
    let link = hub.operate(invite("adalovelace")).unwrap().token;
    for bad in ["short", "password1", "AdaLovelace"] {
        assert_eq!(
            hub.accept(&link, "", bad).unwrap_err().kind(),
            Kind::Invalid
        );
    }
    assert!(hub.accept(&link, "", GOOD).is_ok(), "nothing was used up");
}

#[test]
fn the_first_administrator_chooses_a_name_and_there_is_one_first() {
    let hub = Hub::new("");
    let old = hub.first_link().unwrap();
    let link = hub.first_link().unwrap();
    assert_eq!(hub.follow(&old), None, "a restart makes another");
    assert_eq!(hub.follow(&link), Some(LinkOf::FirstAdmin));
    assert_eq!(
        hub.accept(&link, "a/b", GOOD).unwrap_err().kind(),
        Kind::Invalid
    );
    let user = hub.accept(&link, " Root ", GOOD).unwrap();
    assert_eq!((user.name.as_str(), user.admin), ("root", true));
    assert_eq!(hub.tells("root", GOOD), "root, an admin");
    assert_eq!(hub.first_link(), None);
    assert_eq!(
        hub.accept(&link, "eve", GOOD).unwrap_err().kind(),
        Kind::Conflict
    );
}

#[test]
fn the_first_administrator_may_be_a_user_who_was_here_before() {
    let hub = Hub::new("");
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('ada', 'a')");
    let link = hub.first_link().unwrap();
    assert!(hub.accept(&link, "ada", GOOD).unwrap().admin);
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "1");
}

#[test]
fn a_hub_that_keeps_no_accounts_makes_no_links() {
    let hub = Hub::new("[hub]\nauthenticator_class = 'dummy'");
    assert_eq!(hub.first_link(), None);
    let link = Secret::new("x");
    assert_eq!(
        hub.accept(&link, "", GOOD).unwrap_err().kind(),
        Kind::Conflict
    );
}

#[test]
fn whoever_asks_for_an_account_waits_until_it_is_approved() {
    let hub = Hub::new("[auth]\nenable_signup = true");
    assert_eq!(hub.sign_up("Ada", GOOD), Ok(SignedUp::Waiting));
    assert_eq!(hub.tells("ada", GOOD), WRONG);
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "0");
    let again = hub.sign_up("ada", "another horse").unwrap_err();
    assert!(again.contains("taken"), "{again}");
    hub.operate(ApproveSignUp("ada".into())).unwrap();
    assert_eq!(hub.tells("ada", GOOD), "ada");
}

#[test]
fn nobody_asks_for_the_account_of_a_user_who_is_there() {
    let hub = Hub::new("[auth]\nenable_signup = true\nopen_signup = true\nadmin_users = ['ada']");
    let taken = hub.sign_up("ada", GOOD).unwrap_err();
    assert!(taken.contains("taken"), "{taken}");
    assert_eq!(hub.sign_up("bob", GOOD), Ok(SignedUp::AtOnce));
    assert_eq!(hub.tells("bob", GOOD), "bob");
}

#[test]
fn nobody_takes_the_name_of_an_administrator_or_of_a_user_of_this_machine() {
    let hub = Hub::new("[auth]\nenable_signup = true\nopen_signup = true\nadmin_users = ['ada']");
    hub.write("DELETE FROM users");
    for name in ["ada", "Ada", "root"] {
        let taken = hub.sign_up(name, GOOD).unwrap_err();
        assert!(taken.contains("taken"), "{taken}");
    }
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "0");
}

#[test]
fn a_name_is_blocked_however_it_is_written() {
    let hub = Hub::new("[auth]\nenable_signup = true\nopen_signup = true\nblocked_users = ['Eve']");
    assert!(hub.sign_up("eve", GOOD).is_err());
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('eve', 'e')");
    hub.account("eve", GOOD);
    assert!(hub.sign_in_from("192.0.2.2", "eve", GOOD).is_err());
}

#[test]
fn nobody_asks_for_an_account_where_that_is_not_said() {
    let hub = Hub::new("");
    assert!(hub.sign_up("ada", GOOD).is_err());
    assert_eq!(hub.stored("SELECT count(*) FROM hubctl_sign_ups"), "0");
}

#[test]
fn a_right_password_is_taken_within_the_limit_and_not_beyond() {
    let hub = Hub::new("[auth]\nallowed_failed_logins = 3");
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('ada', 'a')");
    hub.account("ada", GOOD);
    for _ in 0..2 {
        assert_eq!(hub.tells("ada", "guess"), WRONG);
    }
    assert_eq!(hub.tells("ada", GOOD), "ada");
    assert_eq!(hub.tells("ada", "guess"), WRONG);
    let told = hub.tells("ada", GOOD);
    assert!(told.starts_with("That was tried too often."), "{told}");
    assert!(hub.sign_in_from("192.0.2.2", "ada", GOOD).is_ok());
}

#[test]
fn nobody_opens_an_account_whose_tokens_they_could_not_make() {
    let hub = Hub::new("");
    hub.write(
        "INSERT INTO users (name, cookie_id, admin) VALUES ('ada', 'a', 1), ('bob', 'b', 0), \
         ('eve', 'e', 0)",
    );
    let set = |name: &str| SetPassword {
        name: UserName::from(name),
        password: Chosen::Hashed(hash(GOOD)),
    };
    let refused = |name, scopes: &[&str]| {
        let eve = hub.caller("eve", scopes);
        hub.operate_as(&eve, set(name))
            .map_err(|error| error.kind())
    };
    assert_eq!(refused("bob", &["admin:users"]), Err(Kind::Denied));
    assert_eq!(refused("bob", &["tokens"]), Err(Kind::Denied));
    assert_eq!(
        refused("bob", &["admin:users", "tokens!user=eve"]),
        Err(Kind::Denied)
    );
    assert_eq!(
        refused("ada", &["admin:users", "tokens"]),
        Err(Kind::Denied)
    );
    assert_eq!(refused("bob", &["admin:users", "tokens"]), Ok(()));
    assert_eq!(
        refused("bob", &["admin:users!user=bob", "tokens!user=bob"]),
        Ok(())
    );
}
