//! Killed at any moment, an upgrade leaves the old database or the new one.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hubctl::clock::Clock;
use tempfile::TempDir;

use crate::canonical::{all, alter, look, statements, tables};
use crate::fixture::Fixture;

const HUBCTL: &str = env!("CARGO_BIN_EXE_hubctl");
const KILLS: usize = 24;
const NO_BACKUP: &[&str] = &["--no-backup"];

/// What SQLite counts in the first page of a file whenever it has written it: how often, how often the schema,
/// and with which release. All else of a backup is as it was.
const COUNTED: [Range<usize>; 3] = [24..28, 40..44, 92..100];

/// A database of 1.0.0 with enough in it that an upgrade takes a while and spills to disk.
fn large() -> (TempDir, PathBuf) {
    let fixture = Fixture::of("1.0.0");
    let path = fixture.path();
    alter(&path)
        .execute_batch(
            "PRAGMA synchronous = OFF;
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO users (name, cookie_id, state)
             SELECT 'user-' || i, 'cookie-' || i, hex(zeroblob(100)) FROM n;
             INSERT INTO spawners (user_id, name, state)
             SELECT id, '', hex(zeroblob(100)) FROM users;
             INSERT INTO api_tokens (user_id, hashed, prefix, note)
             SELECT id, 'sha512:1:' || id, 'aaaa', hex(zeroblob(50)) FROM users;",
        )
        .unwrap();
    (fixture.folder, path)
}

fn start(path: &Path, more: &[&str]) -> Child {
    Command::new(HUBCTL)
        .args(["upgrade-db", "--yes"])
        .args(more)
        .arg("--db")
        .arg(path)
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the moment of the kill is what is tried"
)]
fn kill_after(mut child: Child, span: Duration) -> bool {
    std::thread::sleep(span);
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

/// How many rows each table has.
fn counts(path: &Path) -> Vec<(String, u64)> {
    let connection = look(path);
    tables(&connection)
        .into_iter()
        .map(|table| {
            let sql = format!("SELECT count(*) FROM \"{table}\"");
            let count = all(&connection, &sql, |row| row.get(0))[0];
            (table, count)
        })
        .collect()
}

/// How long an upgrade takes that nobody kills.
fn time_of_all(path: &Path, old: &[u8], more: &[&str]) -> Duration {
    fs::write(path, old).unwrap();
    let begun = Instant::now();
    assert!(start(path, more).wait().unwrap().success());
    begun.elapsed()
}

/// A span from a third of `most` up to it, at random: before that, nothing is written.
fn random_part_of(most: Duration) -> Duration {
    let [part] = Clock::system().random();
    most * (128 + u32::from(part)) / (128 + 255)
}

#[test]
fn what_is_left_is_the_old_database_or_the_new_one() {
    let (_folder, original) = large();
    let old = fs::read(&original).unwrap();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("jupyterhub.sqlite");

    let whole_with_backup = time_of_all(&path, &old, &[]);
    check_backups(folder.path(), &old);
    let whole = time_of_all(&path, &old, NO_BACKUP);
    let (new, new_counts) = (statements(&look(&path)), counts(&path));

    let mut killed = 0;
    for number in 0..KILLS {
        fs::write(&path, &old).unwrap();
        let (backup, whole): (&[&str], _) = if number % 4 == 0 {
            (&[], whole_with_backup)
        } else {
            (NO_BACKUP, whole)
        };
        killed += usize::from(kill_after(start(&path, backup), random_part_of(whole)));

        let check = Command::new(HUBCTL)
            .args(["db", "check", "--db"])
            .arg(&path)
            .output()
            .unwrap();
        assert!(check.status.success(), "{check:?}");
        if fs::read(&path).unwrap() != old {
            assert_eq!(statements(&look(&path)), new);
            assert_eq!(counts(&path), new_counts);
        }
        check_backups(folder.path(), &old);
    }
    assert!(killed > 0, "no kill came in time");
}

/// What has the name of a backup is one, to the byte; it is taken away for the next round.
fn check_backups(folder: &Path, old: &[u8]) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        // SQLite leaves a journal that holds nothing yet; it is no part of a later write.
        if name.starts_with("jupyterhub.sqlite") && name.len() <= "jupyterhub.sqlite-journal".len()
        {
            continue;
        }
        if !name.contains(".partial") {
            let kept = fs::read(&path).unwrap();
            assert_eq!(kept.len(), old.len(), "{name}");
            let both = kept.iter().zip(old).enumerate();
            let differs = both
                .filter(|(at, _)| !COUNTED.iter().any(|counted| counted.contains(at)))
                .find(|(_, (kept, old))| kept != old);
            assert_eq!(differs, None, "{name}");
        }
        fs::remove_file(&path).unwrap();
    }
}
