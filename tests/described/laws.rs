//! Of any hub: its export makes an equal one, and any edit applied twice changes nothing the second time.

use std::collections::BTreeSet;
use std::path::Path;

use hubctl::config::described::{Language, read, write};
use hubctl::model::{
    Described, DescribedGroup, DescribedRole, DescribedService, DescribedUser, GroupName, Object,
    ServiceName, UserName, Words,
};
use hubctl::ops::apply::{Apply, Compare, Describe};
use proptest::collection::{btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::desk::Desk;
use super::meaning;

const USERS: [&str; 5] = ["ada", "bob", "zoë", "o'brien", "a@b.edu"];
const GROUPS: [&str; 3] = ["class", "étudiants", "with space"];
const ROLES: [&str; 5] = ["grader", "reader", "user", "server", "admin"];
const SERVICES: [&str; 3] = ["cull", "marks", "dots.and-dashes"];
const SCOPES: [&str; 5] = [
    "self",
    "read:hub",
    "list:users!group=class",
    "read:servers!user=ada",
    "users:activity",
];

fn names(all: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    let some = btree_set(select(all), 0..=all.len());
    some.prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

fn object() -> impl Strategy<Value = Object> {
    let values = prop_oneof![
        Just(json!(null)),
        Just(json!("tier \"gold\"\n\u{7f}")),
        Just(json!(1.5)),
        Just(json!(-3)),
        Just(json!(18_446_744_073_709_551_615_u64)),
        Just(json!({"deep": [true, {"er": "ü"}]})),
    ];
    let fields = vec((select(&["a", "a b", "ä", "", "true"]), values), 0..3);
    fields.prop_map(|fields| {
        let fields = fields
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value));
        Object(fields.collect::<Map<_, Value>>())
    })
}

fn users() -> impl Strategy<Value = Vec<DescribedUser>> {
    let user = |name: String| {
        of(any::<bool>()).prop_map(move |admin| DescribedUser {
            name: name.as_str().into(),
            admin,
        })
    };
    names(&USERS).prop_flat_map(move |names| names.into_iter().map(user).collect::<Vec<_>>())
}

fn groups() -> impl Strategy<Value = Vec<DescribedGroup>> {
    let group = |name: String| {
        (names(&USERS), of(object())).prop_map(move |(users, properties)| DescribedGroup {
            name: name.as_str().into(),
            users: users.into_iter().map(UserName::from).collect(),
            properties,
        })
    };
    names(&GROUPS).prop_flat_map(move |names| names.into_iter().map(group).collect::<Vec<_>>())
}

fn roles(services: Vec<String>) -> impl Strategy<Value = Vec<DescribedRole>> {
    let role = move |name: String| {
        let services = services.clone();
        let parts = (
            of("[a-zé ]{1,9}"),
            of(names(&SCOPES)),
            names(&USERS),
            names(&GROUPS),
        );
        (parts, any::<bool>()).prop_map(move |((description, scopes, users, groups), held)| {
            let is_admin = name == "admin";
            DescribedRole {
                name: name.as_str().into(),
                description: description.filter(|_| !is_admin),
                scopes: scopes.filter(|_| !is_admin),
                users: users.into_iter().map(UserName::from).collect(),
                groups: groups.into_iter().map(GroupName::from).collect(),
                services: services
                    .iter()
                    .filter(|_| held)
                    .map(|name| ServiceName::from(name.as_str()))
                    .collect(),
            }
        })
    };
    names(&ROLES)
        .prop_flat_map(move |names| names.into_iter().map(role.clone()).collect::<Vec<_>>())
}

fn service(name: String) -> impl Strategy<Value = DescribedService> {
    let seen = (
        of(any::<bool>()),
        of(any::<bool>()),
        of(any::<bool>()),
        any::<bool>(),
    );
    let started = (
        of(1..99_u32),
        of(names(&["run", "--fast now"])),
        of("[a-z]{1,4}"),
    );
    let kept = (of(names(&SCOPES)), of(object()));
    (seen, started, kept).prop_map(move |(seen, started, kept)| DescribedService {
        name: name.as_str().into(),
        url: seen.3.then(|| "http://127.0.0.1:10101".to_owned()),
        admin: seen.0,
        display: seen.1,
        oauth_no_confirm: seen.2.filter(|_| seen.3),
        timeout: started.0,
        command: started.1.map(Words),
        cwd: started.2.clone(),
        user: started.2.clone(),
        oauth_client_id: started
            .2
            .filter(|_| seen.3)
            .map(|end| format!("service-{end}-{name}")),
        oauth_redirect_uri: None,
        oauth_client_allowed_scopes: kept.0,
        environment: None,
        info: kept.1,
    })
}

/// A description that contradicts neither itself nor the names of OAuth clients.
fn described() -> impl Strategy<Value = Described> {
    names(&SERVICES).prop_flat_map(|services| {
        let all = services.clone();
        let services = services.into_iter().map(service).collect::<Vec<_>>();
        (users(), groups(), roles(all), services).prop_map(|(users, groups, roles, services)| {
            let mut described = Described {
                name: Some("laws".to_owned()),
                users,
                groups,
                roles,
                services,
            };
            let admins: BTreeSet<_> = described
                .roles
                .iter()
                .filter(|role| role.name.as_str() == "admin")
                .flat_map(|role| role.users.clone())
                .collect();
            for user in &mut described.users {
                if admins.contains(&user.name) {
                    user.admin = None;
                }
            }
            let servants: BTreeSet<_> = described
                .roles
                .iter()
                .filter(|role| role.name.as_str() == "admin")
                .flat_map(|role| role.services.clone())
                .collect();
            for service in &mut described.services {
                if servants.contains(&service.name) {
                    service.admin = None;
                }
            }
            described
        })
    })
}

fn apply(desk: &Desk, described: &Described, prune: bool) -> usize {
    let plan = desk.operate(Apply {
        described: vec![described.clone()],
        prune,
        ..Apply::of(Vec::new())
    });
    plan.changes.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn an_export_makes_an_equal_hub(described in described()) {
        let desk = Desk::fresh();
        apply(&desk, &described, false);
        let exported = desk.operate(Describe).described;
        let copy = Desk::fresh();
        apply(&copy, &exported, false);
        prop_assert_eq!(meaning::of(&copy.hub), meaning::of(&desk.hub));
        prop_assert_eq!(copy.operate(Describe).described, exported.clone());
        for language in [Language::Toml, Language::Yaml] {
            let text = write(&exported, language);
            let again = read(Path::new("hub"), &text, language);
            prop_assert_eq!(again.unwrap(), exported.clone(), "{}", text);
        }
    }

    #[test]
    fn what_is_applied_twice_changes_nothing_the_second_time(
        first in described(),
        mut second in described(),
        prune in any::<bool>(),
    ) {
        for service in &mut second.services {
            service.oauth_client_id = None;
        }
        let desk = Desk::fresh();
        apply(&desk, &first, prune);
        prop_assert_eq!(apply(&desk, &first, prune), 0);
        let compared = desk.operate(Compare { described: vec![second.clone()], prune });
        let changed = apply(&desk, &second, prune);
        prop_assert_eq!(compared.changes.len(), changed);
        prop_assert_eq!(apply(&desk, &second, prune), 0);
    }

    #[test]
    fn what_is_pruned_leaves_what_was_there_before(before in described(), mut first in described()) {
        for service in &mut first.services {
            service.oauth_client_id = None;
        }
        let desk = Desk::fresh();
        apply(&desk, &Described { name: None, ..before }, false);
        let names = "SELECT 'u', name FROM users UNION SELECT 'g', name FROM groups \
            UNION SELECT 'r', name FROM roles UNION SELECT 's', name FROM services ORDER BY 1, 2";
        let there = desk.hub.query(names);
        apply(&desk, &first, false);
        apply(&desk, &Described { name: Some("laws".to_owned()), ..Described::default() }, true);
        prop_assert_eq!(desk.hub.query(names), there);
        // Where nothing was new, there was nothing to note.
        let is_noted = "SELECT count(*) FROM sqlite_master WHERE name = 'hubctl_applied'";
        if desk.hub.stored(is_noted) == "1" {
            prop_assert_eq!(desk.hub.query("SELECT * FROM hubctl_applied"), "");
        }
    }
}
