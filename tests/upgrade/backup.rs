//! Backups: whole, the same, named for what they are, and never in the way.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use hubctl::clock::Clock;
use hubctl::ops::database::{BackupTo, Tokens, back_up, begin_upgrade, finish_upgrade};
use hubctl::store::Ending;

use crate::canonical::{alter, look, rows, statements};
use crate::fixture::Fixture;

fn clock() -> Clock {
    Clock::fixed("2026-01-31T12:00:00Z".parse().unwrap())
}

fn upgrade_with(fixture: &Fixture, backup: &BackupTo) -> hubctl::ops::database::Upgraded {
    let upgrade = begin_upgrade(&fixture.path(), Tokens::Drop, Ending::Commit, &clock()).unwrap();
    finish_upgrade(upgrade, backup, &mut |_| ()).unwrap()
}

fn assert_same(a: &Path, b: &Path) {
    let (a, b) = (look(a), look(b));
    assert_eq!(statements(&a), statements(&b));
    assert_eq!(rows(&a), rows(&b));
}

#[test]
fn an_upgrade_leaves_the_old_database_beside_the_new_one() {
    let (fixture, original) = (Fixture::of("1.0.0"), Fixture::of("1.0.0"));
    fs::set_permissions(fixture.path(), fs::Permissions::from_mode(0o640)).unwrap();
    let backup = upgrade_with(&fixture, &BackupTo::Beside).backup.unwrap();
    let name = "jupyterhub.sqlite.20260131T120000Z.4dc2d5a8c53c";
    assert_eq!(fixture.beside(), [name]);
    assert_eq!(backup.path.file_name().unwrap(), name);
    assert_same(&backup.path, &original.path());
    let mode = backup.path.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640, "it holds the same secrets");
}

#[test]
fn a_second_backup_of_the_same_second_gets_a_name_of_its_own() {
    let fixture = Fixture::of("1.0.0");
    let name = "jupyterhub.sqlite.20260131T120000Z.4dc2d5a8c53c";
    fs::write(fixture.folder.path().join(name), "somebody's").unwrap();
    let second = format!("{name}.2");
    upgrade_with(
        &fixture,
        &BackupTo::Directory(fixture.folder.path().to_owned()),
    );
    assert_eq!(fixture.beside(), [name, &second]);
    assert_eq!(
        fs::read(fixture.folder.path().join(name)).unwrap(),
        b"somebody's"
    );
}

#[test]
fn a_backup_can_be_made_while_a_hub_writes() {
    let fixture = Fixture::of("6.1.1");
    let hub = alter(&fixture.path());
    hub.execute_batch("PRAGMA journal_mode = WAL; INSERT INTO groups (name) VALUES ('there');")
        .unwrap();
    hub.execute_batch("BEGIN IMMEDIATE; INSERT INTO groups (name) VALUES ('not yet')")
        .unwrap();
    let target = fixture.folder.path().join("copy.sqlite");
    back_up(&fixture.path(), &target, &mut |_| ()).unwrap();
    let groups = rows(&look(&target))["groups"].to_string();
    assert!(
        groups.contains("there") && !groups.contains("not yet"),
        "{groups}"
    );
    let beside = fixture.beside();
    let of_copy: Vec<_> = beside
        .iter()
        .filter(|name| name.starts_with("copy"))
        .collect();
    assert_eq!(of_copy, ["copy.sqlite"], "it is one file");
}

#[test]
fn nothing_is_overwritten() {
    let fixture = Fixture::of("6.1.1");
    let target = fixture.folder.path().join("mine");
    fs::write(&target, "mine").unwrap();
    let refusal = back_up(&fixture.path(), &target, &mut |_| ()).unwrap_err();
    assert!(refusal.message().ends_with("mine` exists"), "{refusal}");
    assert_eq!(fs::read(&target).unwrap(), b"mine");
}
