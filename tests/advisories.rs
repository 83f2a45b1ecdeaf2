//! That what JupyterHub's security advisories are about cannot be done here: those of groups,
//! services and shares. Each of the others has its test where what it is about is tested:
//!
//! | advisory | test |
//! | --- | --- |
//! | CVE-2019-10255, GHSA-3vff-hjqv-m7h8 | `src/http/pages/next.rs`, `src/http/outside.rs`: where a link leads |
//! | GHSA-7r3h-4ph8-w38g, GHSA-m68r-v472-jgq9 | `tests/door/requests.rs`, `src/http/xsrf.rs`: what other sites may have asked |
//! | GHSA-r764-xgvf-jrfj | `tests/sign_in/admitted.rs`: shared passwords, however names are written |
//! | GHSA-cw7p-q79f-m2v7 | `tests/oauth/sign_out.rs`: other tabs and browsers |
//! | GHSA-9x4q-3gxw-849f | `tests/people/advisories.rs`: nobody makes themselves an admin |
//! | GHSA-p43p-whwx-q52h | `src/hub/sign_in.rs`: a name in a log is short and in one line |
//! | GHSA-69wv-m5fw-2fhp | here, and `tests/people/advisories.rs`: what is narrowed to a group ends there |
//! | GHSA-c4gm-pwx9-9w8j, GHSA-mj6q-mp44-53v8 | here: sharing, and sharing by renamed owners |
//! | GHSA-hx46-2cv3-mh6g | `tests/servers/started.rs`, `tests/servers/chosen.rs`: options that are none |
//! | GHSA-5jhc-4h3c-q97h | `tests/servers/accounts.rs`: groups that cannot be given up |
//! | GHSA-93gc-h923-mp36 | here, `tests/people/advisories.rs`, `tests/servers/limited.rs`: names that are no part of a URL |
//! | GHSA-pvm9-48cg-w76j | `tests/people/tokens.rs`: the longest that a token lasts |
//! | GHSA-x7xh-7hc7-9436 | `tests/people/advisories.rs`: what a user is renamed to |

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(test)]
#[path = "support/desk.rs"]
mod desk;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "support/hub.rs"]
mod hub;

use chrono::TimeDelta;
use hubctl::error::{Error, Kind};
use hubctl::model::{Page, ServiceSpec};
use hubctl::ops::groups::{
    AddGroup, AddGroups, ChangeMembers, DeleteGroup, ListGroups, MemberChange,
};
use hubctl::ops::roles::{CreateRole, GrantRole};
use hubctl::ops::services::AddService;
use hubctl::ops::shares::{
    CodesToRevoke, GrantShare, NewShareCode, PageShareCodes, RevokeScopes, RevokeShareCodes,
    ShareWith, SharesOf,
};
use hubctl::ops::users::{AddUser, EditUser};
use hubctl::rbac::{Caller, Filter, Holder, NoGroups, Scope};

use self::desk::Desk;

const PAGE: Page = Page {
    offset: 0,
    limit: 50,
};

/// A hub where `ada` and `bob` have a server each, and `ada` and `zoë` have the roles named.
fn desk(ada: &[&str]) -> Desk {
    let desk = Desk::fresh();
    for name in ["ada", "bob", "zoë"] {
        let name = name.into();
        desk.operate(AddUser { name, admin: false });
    }
    for name in ["class", "staff"] {
        desk.operate(AddGroup {
            name: name.into(),
            users: Vec::new(),
            properties: serde_json::Map::new(),
        });
    }
    desk.hub.write(
        "INSERT INTO spawners (user_id, name) SELECT id, '' FROM users; \
         INSERT INTO spawners (user_id, name) SELECT id, 'lab' FROM users WHERE name = 'ada'",
    );
    desk.operate(CreateRole {
        name: "special".into(),
        description: None,
        scopes: ada.iter().map(|&scope| scope.to_owned()).collect(),
        managed: false,
    });
    desk.operate(GrantRole {
        role: "special".into(),
        to: Holder::User("ada".into()),
        managed: false,
    });
    desk
}

fn share(server: &str, with: &str, scopes: &[&str]) -> GrantShare {
    GrantShare {
        server: server.parse().unwrap(),
        with: ShareWith::User(with.into()),
        scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
    }
}

fn kind<T>(result: Result<T, Error>) -> Option<Kind> {
    result.err().map(|error| error.kind())
}

fn may_access(caller: &Caller, server: &str) -> bool {
    let server = Filter::Server(server.parse().unwrap());
    let allows = caller.allows(&Scope::AccessServers, Some(&server), &NoGroups);
    allows.unwrap()
}

/// GHSA-c4gm-pwx9-9w8j: user-initiated sharing.
#[test]
fn nobody_shares_more_than_they_have_nor_with_whom_they_cannot_see() {
    let own = [
        "shares!user",
        "read:users:name!user=bob",
        "read:servers!user",
    ];
    let desk = desk(&own);
    let ada = desk.user("ada");
    assert_eq!(kind(desk.ask(&ada, share("ada/", "bob", &[]))), None);
    assert_eq!(
        kind(desk.ask(&ada, share("ada/", "bob", &["read:servers"]))),
        None
    );
    let refused = [
        (share("bob/", "ada", &[]), Kind::OutOfReach),
        (share("ada/", "zoë", &[]), Kind::Denied),
        (share("ada/", "nobody", &[]), Kind::Denied),
        (share("ada/", "bob", &["admin:servers"]), Kind::Denied),
        (share("ada/", "bob", &["inherit"]), Kind::Denied),
        (
            share("ada/", "bob", &["access:servers!user=bob"]),
            Kind::Invalid,
        ),
        (
            share("ada/", "bob", &["access:servers!server=bob/"]),
            Kind::Invalid,
        ),
        (
            share("ada/", "bob", &["access:servers!server"]),
            Kind::Invalid,
        ),
        (
            share("ada/", "bob", &["access:everything"]),
            Kind::Unresolved,
        ),
        (share("ada/other", "bob", &[]), Kind::NotFound),
    ];
    for (asked, expected) in refused {
        let shown = format!("{asked:?}");
        assert_eq!(kind(desk.ask(&ada, asked)), Some(expected), "{shown}");
    }
    assert!(may_access(&desk.user("bob"), "ada/"));
    assert!(!may_access(&desk.user("zoë"), "ada/"));
    assert_eq!(desk.hub.stored("SELECT count(*) FROM shares"), "1");
    assert_eq!(
        desk.hub.stored("SELECT scopes FROM shares"),
        r#"["access:servers!server=ada/", "read:servers!server=ada/"]"#
    );
}

/// GHSA-c4gm-pwx9-9w8j: the same by share codes, which name one server alone.
#[test]
fn share_codes_give_and_show_one_server_alone() {
    let desk = desk(&["shares!server=ada/lab"]);
    let ada = desk.user("ada");
    let code = |server: &str, scope: &str| NewShareCode {
        server: server.parse().unwrap(),
        scopes: vec![scope.to_owned()],
        expires_in: TimeDelta::hours(1),
    };
    let made = desk.ask(&ada, code("ada/lab", "access:servers")).unwrap();
    assert_eq!(made.code.reveal().len(), 43);
    assert_eq!(made.share_code.scopes, ["access:servers!server=ada/lab"]);
    assert_eq!(
        kind(desk.ask(&ada, code("ada/", "access:servers"))),
        Some(Kind::OutOfReach)
    );
    assert_eq!(
        kind(desk.ask(&ada, code("ada/lab", "admin:servers"))),
        Some(Kind::Denied)
    );
    let revoke = |server: &str, which| RevokeShareCodes {
        server: server.parse().unwrap(),
        which,
    };
    let by_id = CodesToRevoke::Id(made.share_code.id);
    let by_value = CodesToRevoke::Value(made.code.clone());
    let manages_all = desk.with_token("ada", &["inherit"]);
    assert!(
        desk.ask(&manages_all, revoke("ada/", by_id.clone()))
            .is_err()
    );
    // even the operator finds a code only at its own server
    for which in [by_id.clone(), by_value] {
        let elsewhere = desk.ask(&Caller::Operator, revoke("bob/", which));
        assert_eq!(kind(elsewhere), Some(Kind::NotFound));
    }
    let of = SharesOf::Server("ada/lab".parse().unwrap());
    let listed = desk.ask(&ada, PageShareCodes { of, page: PAGE }).unwrap();
    let shown = serde_json::to_value(&listed.items[0]).unwrap();
    assert!(
        shown.get("code").is_none() && shown.get("prefix").is_none(),
        "{shown}"
    );
    assert_eq!(desk.ask(&ada, revoke("ada/lab", by_id)).unwrap(), 1);
    assert_eq!(desk.hub.stored("SELECT count(*) FROM share_codes"), "0");
}

/// GHSA-mj6q-mp44-53v8: sharing when users have been renamed.
#[test]
fn a_share_follows_a_renamed_owner_and_gives_nothing_of_who_takes_the_old_name() {
    let desk = desk(&["shares!user", "read:users:name", "read:servers!user"]);
    let ada = desk.user("ada");
    desk.ask(
        &ada,
        share("ada/", "bob", &["access:servers", "read:servers"]),
    )
    .unwrap();
    desk.operate(EditUser {
        new_name: Some("eve".into()),
        ..EditUser::of("ada".into())
    });
    desk.operate(AddUser {
        name: "ada".into(),
        admin: false,
    });
    desk.hub
        .write("INSERT INTO spawners (user_id, name) SELECT id, '' FROM users WHERE name = 'ada'");
    let bob = desk.user("bob");
    assert!(may_access(&bob, "eve/"));
    assert!(!may_access(&bob, "ada/"));
    let eve = desk.user("eve");
    let revoke = RevokeScopes {
        server: "eve/".parse().unwrap(),
        with: ShareWith::User("bob".into()),
        scopes: vec!["access:servers!server=eve/".to_owned()],
    };
    let left = desk.ask(&eve, revoke).unwrap().unwrap();
    assert_eq!(left.scopes, ["read:servers!server=eve/"]);
    assert!(!may_access(&desk.user("bob"), "eve/"));
}

/// GHSA-69wv-m5fw-2fhp: filtered admin roles (`admin:users!group=…`, `admin:groups!group=…`).
#[test]
fn an_admin_of_one_group_is_no_admin_of_others() {
    let desk = desk(&["admin:groups!group=class", "admin:users!group=class"]);
    let ada = desk.user("ada");
    let put = |group: &str| ChangeMembers {
        group: group.into(),
        users: vec!["bob".into()],
        change: MemberChange::Add,
    };
    assert_eq!(kind(desk.ask(&ada, put("class"))), None);
    assert_eq!(kind(desk.ask(&ada, put("staff"))), Some(Kind::OutOfReach));
    let delete = DeleteGroup("staff".into());
    assert_eq!(kind(desk.ask(&ada, delete)), Some(Kind::OutOfReach));
    let many = AddGroups {
        names: vec!["class2".into()],
        users: Vec::new(),
    };
    assert_eq!(kind(desk.ask(&ada, many)), Some(Kind::Denied));
    let listing = ListGroups {
        page: Some(PAGE),
        ..ListGroups::default()
    };
    let listed = desk.ask(&ada, listing).unwrap();
    let names: Vec<_> = listed
        .items
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(names, ["class"]);
    let grant = |to| GrantRole {
        role: "special".into(),
        to,
        managed: false,
    };
    let holders = [
        Holder::Group("staff".into()),
        Holder::User("zoë".into()),
        Holder::Service("any".into()),
    ];
    for holder in holders {
        let refused = kind(desk.ask(&ada, grant(holder)));
        assert!(
            matches!(refused, Some(Kind::OutOfReach | Kind::Denied)),
            "{refused:?}"
        );
    }
    assert_eq!(
        kind(desk.ask(&ada, grant(Holder::Group("class".into())))),
        None
    );
}

/// GHSA-93gc-h923-mp36: names of services that are no segment of a URL.
#[test]
fn a_service_has_a_name_that_is_one_segment_of_a_url() {
    let desk = desk(&["admin:services"]);
    let ada = desk.user("ada");
    for name in ["a/b", "..", ".", "", " a", "a ", "a%2Fb", "%2e%2e", "a\nb"] {
        let added = desk.ask(
            &ada,
            AddService {
                name: name.into(),
                spec: ServiceSpec::default(),
                secret: None,
                token: None,
            },
        );
        assert_eq!(kind(added), Some(Kind::Invalid), "{name:?}");
    }
}
