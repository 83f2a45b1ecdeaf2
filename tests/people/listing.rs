//! Which users a listing shows, and in what order.

use hubctl::error::Kind;
use hubctl::model::{Listed, Page, User};
use hubctl::ops::live::{Complete, Live, LiveServer, keep_ready};
use hubctl::ops::users::{ListUsers, UserFilter, UserKey, UserOrder};

use hubctl::model::{Pending, ServerRef, Site, UserName};

use crate::hub::{Hub, refused};

fn listed(scopes: &[&str], filter: UserFilter) -> (String, u64) {
    let Listed { items, total } = Hub::new()
        .as_user("eve", scopes, ListUsers(filter))
        .unwrap();
    let names: Vec<_> = items.iter().map(|user| user.name.as_str()).collect();
    (names.join(" "), total)
}

fn all(filter: UserFilter) -> String {
    listed(&["list:users"], filter).0
}

fn by(by: UserKey, descending: bool) -> UserFilter {
    UserFilter {
        order: UserOrder { by, descending },
        ..UserFilter::default()
    }
}

#[test]
fn the_order_is_the_one_asked_for_and_who_was_never_seen_is_the_longest_away() {
    for (key, descending, names) in [
        (UserKey::Id, false, "ada bob eve zoë"),
        (UserKey::Id, true, "zoë eve bob ada"),
        (UserKey::Name, true, "zoë eve bob ada"),
        (UserKey::LastActivity, false, "eve zoë bob ada"),
        (UserKey::LastActivity, true, "ada bob zoë eve"),
    ] {
        assert_eq!(all(by(key, descending)), names, "{key:?} {descending}");
    }
}

#[test]
fn a_page_knows_how_many_there_are() {
    let page = |offset, limit, scopes: &[&str]| {
        let page = Some(Page { offset, limit });
        listed(
            scopes,
            UserFilter {
                page,
                ..by(UserKey::Id, false)
            },
        )
    };
    let everybody = &["list:users"];
    assert_eq!(page(1, 2, everybody), ("bob eve".to_owned(), 4));
    assert_eq!(page(3, 2, everybody), ("zoë".to_owned(), 4));
    assert_eq!(page(9, 2, everybody), (String::new(), 4));
    assert_eq!(
        page(0, 1, &["list:users!group=class"]),
        ("bob".to_owned(), 2)
    );
}

#[test]
fn a_part_of_a_name_is_found_as_ilike_finds_it() {
    let named = |part: &str| {
        all(UserFilter {
            name_part: Some(part.to_owned()),
            ..by(UserKey::Id, false)
        })
    };
    assert_eq!(named("B"), "bob");
    assert_eq!(named("b_b"), "bob");
    assert_eq!(named("a%a"), "ada");
    assert_eq!(named("Ë"), "");
    assert_eq!(named("' OR 1=1 --"), "");
}

#[test]
fn running_is_who_has_a_server_that_runs() {
    let running = |running| {
        all(UserFilter {
            running: Some(running),
            ..by(UserKey::Id, false)
        })
    };
    assert_eq!(running(true), "bob");
    assert_eq!(running(false), "ada eve zoë");
}

#[test]
fn a_listing_shows_as_far_as_the_scope_reaches() {
    for (scopes, names) in [
        (&["list:users!user=eve"][..], "eve"),
        (&["list:users!group=class"], "bob zoë"),
        (
            &["list:users!group=class", "list:users!user=ada"],
            "ada bob zoë",
        ),
        (&["list:users!group=other"], ""),
    ] {
        let filter = by(UserKey::Id, false);
        let listed = listed(scopes, filter.clone());
        assert_eq!(
            (listed.0.as_str(), listed.1),
            (names, names.split_whitespace().count() as u64)
        );
    }
}

#[test]
fn a_scope_narrowed_to_no_user_lists_nobody() {
    for scopes in [
        &["list:users!server=bob/"][..],
        &["list:users!user=eve", "list:users!service=x"],
        &["read:users"],
    ] {
        let listed = Hub::new().as_user("eve", scopes, ListUsers(UserFilter::default()));
        assert_eq!(refused(listed).0, Kind::Denied, "{scopes:?}");
    }
}

#[test]
fn what_is_shown_of_each_follows_the_scopes_on_each() {
    let scopes = &[
        "list:users",
        "read:users:groups!group=class",
        "read:servers!server=bob/",
    ];
    let listed = Hub::new().as_user("eve", scopes, ListUsers(by(UserKey::Id, false)));
    let fields = |user: &User| (user.groups.is_hidden(), user.servers.is_hidden());
    let fields: Vec<_> = listed.unwrap().items.iter().map(fields).collect();
    let (hidden, shown) = (true, false);
    assert_eq!(
        fields,
        [
            (hidden, hidden),
            (shown, shown),
            (hidden, hidden),
            (shown, hidden)
        ]
    );
}

/// A hub in whose hands bob's default server is being stopped.
struct Stopping(Site);

impl Live for Stopping {
    fn server(&self, server: &ServerRef) -> Option<LiveServer> {
        let pending = server.server.as_str().is_empty().then_some(Pending::Stop);
        Some(LiveServer {
            pending,
            ready: false,
        })
    }

    fn any_ready(&self, _: &UserName) -> bool {
        false
    }

    fn site(&self) -> &Site {
        &self.0
    }
}

#[test]
fn a_running_hub_says_what_servers_are_doing() {
    let filter = UserFilter {
        stopped_servers: true,
        name: Some("bob".into()),
        ..UserFilter::default()
    };
    let scopes = &["list:users", "read:users", "read:servers"];
    let mut listed = Hub::new()
        .as_user("eve", scopes, ListUsers(filter))
        .unwrap();
    let live = Stopping(Site {
        public: Some("https://h.example".parse().unwrap()),
        ..Site::default()
    });
    listed.complete(&live);
    let bob = serde_json::to_value(&listed.items[0]).unwrap();
    assert_eq!(
        (&bob["server"], &bob["pending"]),
        (&serde_json::Value::Null, &"stop".into())
    );
    let server = &bob["servers"][""];
    let of = |field: &str| server[field].clone();
    assert_eq!(
        ["url", "progress_url", "full_url", "pending"].map(of),
        [
            "/user/bob/",
            "/hub/api/users/bob/server/progress",
            "https://h.example/user/bob/",
            "stop",
        ]
    );
    assert_eq!(["ready", "stopped"].map(of), [false, false]);
    assert_eq!(bob["servers"]["lab"]["stopped"], true);
    keep_ready(&mut listed, &live);
    assert_eq!((listed.items.len(), listed.total), (0, 1));
}
