//! What a listing shows to whoever holds its scope on some things only.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use hubctl::clock::Clock;
use hubctl::config::database::DbUrl;
use hubctl::model::ServerRef;
use hubctl::rbac::{Filters, Reach};
use hubctl::store::{Access, Store, Tx, groups, services, shares};

/// What `list` finds in the database that JupyterHub 6.1.1 made.
fn listed<T>(list: impl FnOnce(&Tx<'_>) -> Vec<T>) -> Vec<T> {
    let fixture = "tests/fixtures/db/6.1.1/jupyterhub.sqlite";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture);
    let url: DbUrl = path.to_str().unwrap().parse().unwrap();
    let mut store = Store::open(&url, Access::Read).unwrap();
    store.read(&Clock::system(), |tx| Ok(list(tx))).unwrap()
}

fn only(name: impl FnOnce(&mut Filters)) -> Reach {
    let mut filters = Filters::default();
    name(&mut filters);
    Reach::Only(filters)
}

fn groups_within(reach: &Reach) -> Vec<String> {
    let filter = groups::GroupFilter::default();
    let list = |tx: &Tx<'_>| groups::list(tx, reach, &filter, None, groups::Parts::ALL).unwrap();
    let found = listed(list);
    found.iter().map(|group| group.name.to_string()).collect()
}

fn services_within(reach: &Reach) -> Vec<String> {
    let found =
        listed(|tx| services::list(tx, reach, &services::ServiceFilter::default()).unwrap());
    found
        .iter()
        .map(|service| service.name.to_string())
        .collect()
}

fn shares_within(reach: &Reach) -> Vec<i64> {
    let found = listed(|tx| shares::list(tx, reach, &shares::ShareFilter::default()).unwrap());
    found
        .iter()
        .map(|share| share.id.shown().unwrap().0)
        .collect()
}

#[test]
fn groups_are_listed_by_their_own_names_only() {
    let named = only(|names| {
        names.groups.insert("étudiants".into());
        names.users.insert("zoë".into());
    });
    assert_eq!(groups_within(&named), ["étudiants"]);
    assert_eq!(groups_within(&Reach::All).len(), 3);
    assert!(groups_within(&only(|_| ())).is_empty());
}

#[test]
fn services_are_listed_by_their_own_names_only() {
    let named = only(|names| {
        names.services.insert("grader".into());
        names.users.insert("zoë".into());
    });
    assert_eq!(services_within(&named), ["grader"]);
    assert!(services_within(&only(|_| ())).is_empty());
}

#[test]
fn shares_are_listed_by_the_server_its_owner_or_a_group_of_theirs() {
    assert_eq!(shares_within(&Reach::All), [1, 2, 3]);
    let Ok::<ServerRef, _>(server) = "plain/".parse();
    let on_server = only(|names| assert!(names.servers.insert(server)));
    assert_eq!(shares_within(&on_server), [1, 2]);
    let of_owner = only(|names| assert!(names.users.insert("a@b.edu".into())));
    assert_eq!(shares_within(&of_owner), [3]);
    let of_group = only(|names| assert!(names.groups.insert("instructors".into())));
    assert_eq!(shares_within(&of_group), [3]);
    let with_user = only(|names| assert!(names.users.insert("zoë".into())));
    assert!(shares_within(&with_user).is_empty());
}
