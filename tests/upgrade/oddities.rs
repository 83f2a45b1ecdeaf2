//! What sites and old releases left in a database that the schema says nothing of, or does not take.

use hubctl::clock::Clock;
use hubctl::ops::database::{BackupTo, Settled, State, Tokens, begin_upgrade, finish_upgrade};
use hubctl::store::Ending;
use serde_json::json;

use crate::canonical::{alter, look, rows};
use crate::fixture::{Fixture, upgrade};

/// The database of `release`, changed by `sql`, then upgraded.
fn upgraded(release: &str, sql: &str, tokens: Tokens) -> (Fixture, Vec<Settled>) {
    let fixture = Fixture::of(release);
    let connection = alter(&fixture.path());
    connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    let settled = upgrade(&fixture.path(), tokens).unwrap().outcome.settled;
    (fixture, settled)
}

#[test]
fn rows_that_refer_to_nothing_go_where_their_foreign_key_would_send_them() {
    let (fixture, settled) = upgraded(
        "1.0.0",
        "INSERT INTO user_group_map (user_id, group_id) VALUES (900, 1), (901, 1);
         UPDATE spawners SET server_id = 902 WHERE id = 1;",
        Tokens::Drop,
    );
    let settled: Vec<_> = settled
        .iter()
        .map(|settled| {
            json!([
                settled.table,
                settled.missing_in,
                settled.deleted,
                settled.rows
            ])
        })
        .collect();
    assert_eq!(
        settled,
        [
            json!(["user_group_map", "users", true, 2]),
            json!(["spawners", "servers", false, 1])
        ]
    );
    let rows = rows(&look(&fixture.path()));
    let spawner = rows["spawners"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] == 1)
        .unwrap();
    assert!(spawner["server_id"].is_null());
}

#[test]
fn kept_tokens_without_owner_are_not_kept_for_nobody() {
    let (fixture, _) = upgraded(
        "1.0.0",
        "INSERT INTO api_tokens (user_id, hashed, prefix) VALUES (900, 'sha512:1:a:b', 'gone')",
        Tokens::Keep,
    );
    let rows = rows(&look(&fixture.path()));
    assert!(!rows["api_tokens"].to_string().contains("gone"));
}

#[test]
fn a_copy_that_alembic_left_counts_where_it_alone_has_the_rows() {
    for sql in [
        "ALTER TABLE services RENAME TO _alembic_tmp_services",
        "CREATE TABLE _alembic_tmp_services AS SELECT * FROM services; DELETE FROM services",
        "CREATE TABLE _alembic_tmp_services AS SELECT * FROM services WHERE FALSE",
        "CREATE TABLE _alembic_tmp_services AS SELECT * FROM services WHERE id = 1",
    ] {
        let (fixture, _) = upgraded("1.0.0", sql, Tokens::Drop);
        let services = &rows(&look(&fixture.path()))["services"];
        assert_eq!(
            services,
            &fixture.expected()["opened"]["rows"]["services"],
            "{sql}"
        );
    }
}

#[test]
fn what_is_not_jupyterhubs_is_left_alone() {
    let (fixture, _) = upgraded(
        "1.0.0",
        "CREATE TABLE site_notes (user_id INTEGER REFERENCES users (id), note TEXT);
         INSERT INTO site_notes VALUES (1, 'a'), (900, 'b');
         CREATE VIEW site_names AS SELECT name FROM users;",
        Tokens::Drop,
    );
    let upgraded = look(&fixture.path());
    let notes = rows(&upgraded)["site_notes"].as_array().unwrap().len();
    assert_eq!(notes, 2);
    let names: u64 = upgraded
        .query_row("SELECT count(*) FROM site_names", [], |row| row.get(0))
        .unwrap();
    assert_eq!(names, 9);
}

#[test]
fn an_index_of_somebody_elses_goes_with_the_table_and_is_said_to() {
    let fixture = Fixture::of("1.0.0");
    alter(&fixture.path())
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE INDEX site_index ON users (last_activity);
             CREATE TRIGGER site_trigger AFTER DELETE ON users BEGIN DELETE FROM servers; END;",
        )
        .unwrap();
    let upgraded = upgrade(&fixture.path(), Tokens::Keep).unwrap();
    let lost: Vec<_> = upgraded
        .outcome
        .plan
        .losses
        .iter()
        .map(|loss| &loss.what)
        .collect();
    assert_eq!(
        lost,
        [
            "OAuth tokens",
            "index or trigger `site_index`, which is not JupyterHub's",
            "index or trigger `site_trigger`, which is not JupyterHub's",
        ]
    );
}

#[test]
fn indexes_of_hubctl_are_no_part_of_the_schema() {
    let add = "CREATE INDEX hubctl_tokens_by_user ON api_tokens (user_id)";
    let current = Fixture::of("6.1.1");
    alter(&current.path()).execute_batch(add).unwrap();
    let upgraded = upgrade(&current.path(), Tokens::Keep).unwrap();
    assert_eq!(upgraded.outcome.plan.state, State::Current);

    let old = Fixture::of("1.0.0");
    alter(&old.path()).execute_batch(add).unwrap();
    let upgraded = upgrade(&old.path(), Tokens::Keep).unwrap();
    let said = format!("{:?}", upgraded.outcome.plan.losses);
    assert!(!said.contains("hubctl_"), "{said}");
}

#[test]
fn a_rehearsal_works_on_a_copy() {
    let fixture = Fixture::of("1.0.0");
    let hub = alter(&fixture.path());
    hub.execute_batch("PRAGMA journal_mode = WAL; INSERT INTO groups (name) VALUES ('late')")
        .unwrap();
    let before = rows(&look(&fixture.path()));
    let clock = Clock::system();
    let rehearsal = begin_upgrade(&fixture.path(), Tokens::Drop, Ending::Undo, &clock).unwrap();
    let outcome = finish_upgrade(rehearsal, &BackupTo::Nowhere, &mut |_| ())
        .unwrap()
        .outcome;
    assert_eq!(outcome.plan.steps.len(), 9);
    assert_eq!(rows(&look(&fixture.path())), before);
}
