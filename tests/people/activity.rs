//! Reports of activity.

use hubctl::error::Kind;
use hubctl::model::Timestamp;
use hubctl::ops::users::ReportActivity;
use rusqlite::types::Value;

use crate::hub::{Hub, refused, time};

fn report(last_activity: Option<Timestamp>, servers: &[(&str, &str)]) -> ReportActivity {
    ReportActivity {
        user: "bob".into(),
        last_activity,
        servers: servers
            .iter()
            .map(|(name, at)| ((*name).into(), time(at)))
            .collect(),
    }
}

const SCOPES: &[&str] = &["users:activity!user"];

#[test]
fn activity_only_goes_forward() {
    let hub = Hub::new();
    let of_bob = || hub.value("SELECT last_activity FROM users WHERE name = 'bob'");
    let of_lab = || hub.value("SELECT last_activity FROM spawners WHERE name = 'lab'");
    let told = |at: &str| hub.as_user("bob", SCOPES, report(Some(time(at)), &[("lab", at)]));
    told("2026-02-20T00:00:00Z").unwrap();
    let later = Value::Text("2026-02-20 00:00:00.000000".to_owned());
    assert_eq!((of_bob(), of_lab()), (later.clone(), later.clone()));
    told("2026-02-10T00:00:00Z").unwrap();
    assert_eq!((of_bob(), of_lab()), (later.clone(), later));
}

#[test]
fn activity_an_hour_from_now_is_refused_whole() {
    let hub = Hub::new();
    let told = |user, server| {
        let told = report(Some(time(user)), &[("", server)]);
        hub.as_user("bob", SCOPES, told)
    };
    told("2026-03-01T12:59:00Z", "2026-03-01T12:58:00Z").unwrap();
    let before = hub.value("SELECT last_activity FROM users WHERE name = 'bob'");
    for (user, server) in [
        ("2026-03-01T12:59:01Z", "2026-03-01T12:00:00Z"),
        ("2026-03-01T12:59:00Z", "2026-03-01T13:00:00Z"),
    ] {
        assert_eq!(refused(told(user, server)).0, Kind::Invalid);
    }
    let after = hub.value("SELECT last_activity FROM users WHERE name = 'bob'");
    assert_eq!(before, after);
}

#[test]
fn activity_of_a_server_there_is_not_is_refused_whole() {
    let hub = Hub::new();
    let at = "2026-03-01T12:00:00Z";
    let told = hub.as_user(
        "bob",
        SCOPES,
        report(Some(time(at)), &[("lab", at), ("x", at)]),
    );
    assert_eq!(
        refused(told),
        (Kind::Invalid, "`bob` has no server named `x`".to_owned())
    );
    assert_eq!(
        hub.value("SELECT count(*) FROM spawners WHERE last_activity IS NOT NULL"),
        Value::Integer(0)
    );
}

#[test]
fn activity_is_reported_for_whom_the_scope_reaches() {
    let told = Hub::new().as_user("eve", SCOPES, report(Some(time("2026-03-01")), &[]));
    assert_eq!(refused(told).0, Kind::OutOfReach);
}
