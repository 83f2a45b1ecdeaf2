//! Accounts of the hub's own.

use std::time::{Duration, Instant};

use crate::hub::Hub;

const WRONG: &str = "The name or the password is wrong.";

fn hub_of_ada() -> Hub {
    let hub = Hub::new("");
    hub.write("INSERT INTO users (name, cookie_id) VALUES ('ada', 'a'), ('bob', 'b')");
    hub.account("ada", "correct horse");
    hub
}

#[test]
fn an_account_is_opened_by_its_password() {
    let hub = hub_of_ada();
    assert_eq!(hub.tells("ADA", "correct horse"), "ada");
    for (name, password) in [
        ("ada", "correct horsE"),
        ("ada", ""),
        ("eve", ""),
        ("bob", ""),
    ] {
        assert_eq!(hub.tells(name, password), WRONG, "{name}");
    }
    assert_eq!(hub.stored("SELECT count(*) FROM users"), "2");
}

#[test]
fn it_takes_as_long_to_refuse_a_stranger_as_a_wrong_password() {
    let hub = hub_of_ada();
    let time = |name: &str| {
        let began = Instant::now();
        hub.sign_in(name, "wrong").unwrap_err();
        began.elapsed()
    };
    time("the first of all");
    let (known, unknown): (Vec<_>, Vec<_>) = (0..5).map(|_| (time("ada"), time("nobody"))).unzip();
    let least = |times: Vec<Duration>| times.into_iter().min().unwrap();
    let (known, unknown) = (least(known), least(unknown));
    // without hashing, a stranger is refused a hundred times faster
    assert!(unknown > known / 5, "{known:?} {unknown:?}");
}

#[test]
fn an_account_goes_with_its_user_and_stays_through_a_new_name() {
    let hub = hub_of_ada();
    hub.write("UPDATE users SET name = 'countess' WHERE name = 'ada'");
    assert_eq!(hub.tells("countess", "correct horse"), "countess");
    hub.write("PRAGMA foreign_keys = ON; DELETE FROM users WHERE name = 'countess'");
    assert_eq!(hub.stored("SELECT count(*) FROM hubctl_accounts"), "0");
    assert_eq!(hub.tells("countess", "correct horse"), WRONG);
}

#[test]
fn a_hash_of_older_days_is_replaced_when_its_password_is_given() {
    let hub = hub_of_ada();
    // `correct horse`, with 8 KiB and one pass
    let weak = weak_hash();
    hub.write(&format!("UPDATE hubctl_accounts SET password = '{weak}'"));
    assert_eq!(hub.tells("ada", "wrong"), WRONG);
    assert_eq!(hub.stored("SELECT password FROM hubctl_accounts"), weak);
    assert_eq!(hub.tells("ada", "correct horse"), "ada");
    let kept = hub.stored("SELECT substr(password, 1, 30) FROM hubctl_accounts");
    assert_eq!(kept, "$argon2id$v=19$m=19456,t=2,p=1");
    assert_eq!(hub.tells("ada", "correct horse"), "ada");
}

fn weak_hash() -> String {
    use argon2::password_hash::phc::PasswordHash;
    use argon2::{Argon2, Params, PasswordHasher};
    let hasher = Argon2::from(Params::new(8, 1, 1, None).unwrap());
    let hash = hasher.hash_password_with_salt(b"correct horse", &[7; 16]);
    let hash: PasswordHash = hash.unwrap();
    hash.to_string()
}
