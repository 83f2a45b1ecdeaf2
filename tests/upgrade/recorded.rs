//! Every recorded database becomes exactly what JupyterHub 6.1.1 makes of it, in exactly the schema
//! of a newly made one.

use hubctl::clock::Clock;
use hubctl::ops::database::Tokens;
use hubctl::store::Store;
use serde_json::Value;
use tempfile::TempDir;

use crate::canonical::{look, masked, rows, schema, statements};
use crate::fixture::{Fixture, RELEASES, upgrade, url};

#[test]
fn rows_are_those_that_jupyterhub_makes() {
    for release in RELEASES {
        let fixture = Fixture::of(release);
        upgrade(&fixture.path(), Tokens::Drop).unwrap();
        let expected = fixture.expected();
        let got = masked(&rows(&look(&fixture.path())), &expected);
        let wanted = masked(&expected["opened"]["rows"], &expected);
        for (table, wanted) in wanted.as_object().unwrap() {
            assert_eq!(&got[table], wanted, "{release}: {table}");
        }
        assert_eq!(names(&got), names(&wanted), "{release}");
    }
}

fn names(tables: &Value) -> Vec<&String> {
    tables.as_object().unwrap().keys().collect()
}

#[test]
fn the_schema_is_that_of_a_new_database() {
    let new = Fixture::of("6.1.1");
    let statements_of_new = statements(&look(&new.path()));
    for release in RELEASES {
        let fixture = Fixture::of(release);
        upgrade(&fixture.path(), Tokens::Drop).unwrap();
        let upgraded = look(&fixture.path());
        assert_eq!(
            schema(&upgraded),
            fixture.expected()["fresh_schema"],
            "{release}"
        );
        assert_eq!(statements(&upgraded), statements_of_new, "{release}");
    }
}

#[test]
fn a_created_database_is_that_of_jupyterhub() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("new.sqlite");
    Store::create(&url(&path), &Clock::system()).unwrap();
    let created = look(&path);
    let fixture = Fixture::of("6.1.1");
    assert_eq!(schema(&created), fixture.expected()["fresh_schema"]);
    assert_eq!(statements(&created), statements(&look(&fixture.path())));
}
