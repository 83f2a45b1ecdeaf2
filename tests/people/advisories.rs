//! What JupyterHub once got wrong about users and tokens, each a test.

use hubctl::error::Kind;
use hubctl::ops::users::{AddUser, AddUsers, DeleteUser, EditUser, NewAuthState, ShowUser};
use rusqlite::types::Value;

use crate::hub::{Hub, refused};

/// A scope that changes any user.
const CHANGE: &[&str] = &["admin:users"];

/// GHSA-9x4q-3gxw-849f (CVE-2024-41942)
#[test]
fn a_scope_to_change_users_makes_nobody_an_admin() {
    let hub = Hub::new();
    let make_admin = || EditUser {
        admin: Some(true),
        ..EditUser::of("eve".into())
    };
    let denied = |(kind, _): (Kind, String)| assert_eq!(kind, Kind::Denied);
    denied(refused(hub.as_user("eve", CHANGE, make_admin())));
    let add = AddUser {
        name: "new".into(),
        admin: true,
    };
    denied(refused(hub.as_user("eve", CHANGE, add)));
    let add = AddUsers {
        names: vec!["new".to_owned()],
        admin: true,
    };
    denied(refused(hub.as_user("eve", CHANGE, add)));
    // an admin without the scope may not, one with it may
    denied(refused(hub.as_user("ada", &["read:users"], make_admin())));
    hub.as_user("ada", CHANGE, make_admin()).unwrap();
    assert_eq!(
        hub.value("SELECT count(*) FROM users WHERE admin AND name = 'eve'"),
        Value::Integer(1)
    );
}

/// GHSA-9x4q-3gxw-849f: who can rename an admin, or take the flag from one, stands above them.
#[test]
fn only_admins_change_an_admin() {
    let hub = Hub::new();
    for edit in [
        EditUser {
            new_name: Some("lovelace".into()),
            ..EditUser::of("ada".into())
        },
        EditUser {
            admin: Some(false),
            ..EditUser::of("ada".into())
        },
        EditUser {
            auth_state: Some(NewAuthState::Encrypted(b"state".to_vec())),
            ..EditUser::of("ada".into())
        },
    ] {
        assert_eq!(refused(hub.as_user("eve", CHANGE, edit)).0, Kind::Denied);
    }
}

/// GHSA-69wv-m5fw-2fhp
#[test]
fn a_scope_to_change_the_users_of_a_group_ends_there() {
    let hub = Hub::new();
    let rename = |name: &str| EditUser {
        new_name: Some("other".into()),
        ..EditUser::of(name.into())
    };
    let scopes = &["admin:users!group=class"];
    assert_eq!(
        refused(hub.as_user("eve", scopes, rename("eve"))).0,
        Kind::OutOfReach
    );
    let add = AddUser {
        name: "new".into(),
        admin: false,
    };
    assert_eq!(refused(hub.as_user("eve", scopes, add)).0, Kind::OutOfReach);
    let add = AddUsers {
        names: vec!["new".to_owned()],
        admin: false,
    };
    assert_eq!(refused(hub.as_user("eve", scopes, add)).0, Kind::Denied);
    hub.as_user("eve", scopes, rename("zoë")).unwrap();
}

/// Names that would lead elsewhere as a part of a URL, or do harm in a page.
const HARMFUL: [&str; 7] = ["", ".", "..", "%2e%2E", "a/../b", "new\nline", " bob"];

/// GHSA-x7xh-7hc7-9436
#[test]
fn a_user_gets_no_name_that_a_new_one_could_not_have() {
    let hub = Hub::new();
    for name in HARMFUL {
        let rename = EditUser {
            new_name: Some(name.into()),
            ..EditUser::of("eve".into())
        };
        assert_eq!(
            refused(hub.as_user("ada", CHANGE, rename)).0,
            Kind::Invalid,
            "{name:?}"
        );
    }
    let taken = EditUser {
        new_name: Some("zoë".into()),
        ..EditUser::of("eve".into())
    };
    assert_eq!(refused(hub.as_user("ada", CHANGE, taken)).0, Kind::Conflict);
}

/// GHSA-93gc-h923-mp36
#[test]
fn no_user_is_added_whose_name_is_no_part_of_a_url() {
    let hub = Hub::new();
    for name in HARMFUL {
        let add = AddUser {
            name: name.into(),
            admin: false,
        };
        assert_eq!(
            refused(hub.as_user("ada", CHANGE, add)).0,
            Kind::Invalid,
            "{name:?}"
        );
        let add = AddUsers {
            names: vec!["new".to_owned(), name.to_owned()],
            admin: false,
        };
        assert_eq!(
            refused(hub.as_user("ada", CHANGE, add)).0,
            Kind::Invalid,
            "{name:?}"
        );
    }
    assert_eq!(hub.value("SELECT count(*) FROM users"), Value::Integer(4));
}

#[test]
fn of_many_users_those_are_added_that_are_new() {
    let hub = Hub::new();
    let add = |names: &[&str]| {
        let names = names.iter().map(ToString::to_string).collect();
        hub.as_user(
            "eve",
            CHANGE,
            AddUsers {
                names,
                admin: false,
            },
        )
    };
    let added = add(&["bob", "new", "new", "other"]).unwrap();
    let names: Vec<_> = added.iter().map(|user| user.name.as_str()).collect();
    assert_eq!(names, ["new", "other"]);
    assert_eq!(refused(add(&["bob", "new"])).0, Kind::Conflict);
}

#[test]
fn a_name_that_stays_is_no_change() {
    let hub = Hub::new();
    let same = EditUser {
        new_name: Some("eve".into()),
        ..EditUser::of("eve".into())
    };
    assert_eq!(
        hub.as_user("ada", CHANGE, same).unwrap().name.as_str(),
        "eve"
    );
}

#[test]
fn nobody_deletes_themselves_or_whoever_has_a_server_running() {
    let hub = Hub::new();
    let delete = |who: &str, name: &str| {
        let delete = DeleteUser {
            name: name.into(),
            force: false,
        };
        hub.as_user(who, &["delete:users"], delete)
    };
    assert_eq!(refused(delete("eve", "eve")).0, Kind::Invalid);
    assert_eq!(refused(delete("eve", "bob")).0, Kind::Conflict);
    delete("eve", "zoë").unwrap();
    assert_eq!(refused(delete("eve", "zoë")).0, Kind::NotFound);
}

#[test]
fn who_asks_for_nobody_is_told_of_nobody_else() {
    let show = ShowUser {
        name: "bobb".into(),
        stopped_servers: false,
    };
    let error = Hub::new()
        .as_user("eve", &["read:users"], show)
        .unwrap_err();
    assert_eq!(error.to_string(), "no user named `bobb`");
}
