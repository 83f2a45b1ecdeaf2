//! Databases that are not what their tag says: upgrades that stopped, tags that lack or lie.
//! `tests/fixtures/db/stopped/README.md` says what each is.

use std::fs;
use std::path::{Path, PathBuf};

use hubctl::clock::Clock;
use hubctl::ops::database::{State, Tokens, status};
use hubctl::store::{Access, Store};
use insta::assert_snapshot;
use tempfile::TempDir;

use crate::canonical::{look, masked, rows, statements};
use crate::fixture::{Fixture, upgrade, url};

/// Each database, and the release whose database it was.
fn stopped() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db/stopped");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "sqlite")
        })
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
        .collect();
    found.sort();
    found
}

fn copy_of(path: &Path) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("jupyterhub.sqlite");
    fs::copy(path, &copy).unwrap();
    (folder, copy)
}

#[test]
fn each_is_finished_as_if_it_had_never_stopped() {
    let statements_of_new = statements(&look(&Fixture::of("6.1.1").path()));
    for (name, path) in stopped() {
        let release = name.split('-').next().unwrap();
        let expected = Fixture::of(release).expected();
        let (_folder, copy) = copy_of(&path);
        upgrade(&copy, Tokens::Drop).unwrap();
        let upgraded = look(&copy);
        assert_eq!(statements(&upgraded), statements_of_new, "{name}");
        let got = masked(&rows(&upgraded), &expected);
        let wanted = masked(&expected["opened"]["rows"], &expected);
        for (table, wanted) in wanted.as_object().unwrap() {
            assert_eq!(&got[table], wanted, "{name}: {table}");
        }
    }
}

#[test]
fn none_is_taken_for_current() {
    for (name, path) in stopped() {
        let (_folder, copy) = copy_of(&path);
        let state = status(&copy, Tokens::Drop).unwrap().plan.state;
        let opens = Store::open(&url(&copy), Access::Read).is_ok();
        if name.ends_with("-upgraded") {
            assert_eq!((state, opens), (State::Usable, true), "{name}");
        } else {
            assert_eq!((state, opens), (State::Unfinished, false), "{name}");
        }
    }
}

#[test]
fn what_is_wrong_with_each_is_said() {
    let said: Vec<_> = stopped()
        .into_iter()
        .map(|(name, path)| {
            let (_folder, copy) = copy_of(&path);
            let plan = status(&copy, Tokens::Drop).unwrap().plan;
            format!("{name}: {}\n", plan.repairs.join("; "))
        })
        .collect();
    assert_snapshot!(said.concat());
}

#[test]
fn a_created_database_checks_clean() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("new.sqlite");
    let mut store = Store::create(&url(&path), &Clock::system()).unwrap();
    assert_eq!(store.check(&Clock::system()).unwrap(), []);
}
