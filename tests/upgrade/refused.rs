//! What cannot be upgraded is refused with a sentence and an exit code, and stays as it was, with
//! nothing left beside it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::canonical::{alter, look, rows, statements};
use crate::fixture::Fixture;
use crate::jupyterhub::venv::skipped;

const HUBCTL: &str = env!("CARGO_BIN_EXE_hubctl");

/// A folder with one thing in it, called `hub.sqlite`.
struct Case(TempDir);

impl Case {
    fn empty() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// With the database that `release` left.
    fn of(release: &str) -> Self {
        let case = Self::empty();
        fs::copy(Fixture::of(release).path(), case.path()).unwrap();
        case
    }

    /// With what `sql` makes.
    fn made_by(sql: &str) -> Self {
        let case = Self::empty();
        alter(&case.path()).execute_batch(sql).unwrap();
        case
    }

    /// With the database of 1.0.0, changed by `sql`.
    fn changed_by(sql: &str) -> Self {
        let case = Self::of("1.0.0");
        alter(&case.path()).execute_batch(sql).unwrap();
        case
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("hub.sqlite")
    }

    /// What `hubctl upgrade-db --yes` says and how it ends, having changed nothing.
    fn refusal(&self) -> String {
        self.refusal_by(
            Command::new(HUBCTL)
                .args(["upgrade-db", "--yes", "--db"])
                .arg(self.path()),
        )
    }

    fn refusal_by(&self, command: &mut Command) -> String {
        let before = self.content();
        let output = command.env_remove("HUBCTL_DB").output().unwrap();
        assert_eq!(self.content(), before);
        said(&output).replace(self.0.path().to_str().unwrap(), "…")
    }

    /// Every file with its bytes.
    fn content(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut content: Vec<_> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.clone(), fs::read(&path).unwrap_or_default()))
            .collect();
        content.sort();
        content
    }
}

fn said(output: &Output) -> String {
    assert!(output.stdout.is_empty(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().last().unwrap_or_default();
    format!("{last}\nexit {}", output.status.code().unwrap())
}

#[test]
fn what_is_no_database() {
    assert_snapshot!(Case::empty().refusal(), @"
    error: there is no database at `…/hub.sqlite` · name it with `--db sqlite:///path` or `HUBCTL_DB`
    exit 6
    ");

    let empty = Case::empty();
    fs::write(empty.path(), "").unwrap();
    assert_snapshot!(empty.refusal(), @"
    error: `…/hub.sqlite` is empty: no hub has used it yet · check the path; a hub makes its tables when it first starts
    exit 5
    ");

    let directory = Case::empty();
    fs::create_dir(directory.path()).unwrap();
    assert_snapshot!(directory.refusal(), @"
    error: `…/hub.sqlite` is a directory · name the file in it, often `jupyterhub.sqlite`
    exit 6
    ");

    let text = Case::empty();
    fs::write(
        text.path(),
        "c.JupyterHub.db_url = 'sqlite:///hub.sqlite'\n".repeat(100),
    )
    .unwrap();
    assert_snapshot!(text.refusal(), @"
    error: the file is not an SQLite database
    exit 6
    ");
}

#[test]
fn what_is_no_hubs_database() {
    let no_tables = Case::made_by("CREATE TABLE t (id INTEGER); DROP TABLE t;");
    assert_snapshot!(no_tables.refusal(), @"
    error: the database has no tables: no hub has used it yet · check the path; a hub makes its tables when it first starts
    exit 5
    ");

    let other =
        Case::made_by("CREATE TABLE users (id INTEGER, name TEXT); CREATE TABLE books (id);");
    assert_snapshot!(other.refusal(), @"
    error: the file is an SQLite database, but not one of a JupyterHub · check the path; a hub's own is often `jupyterhub.sqlite`
    exit 5
    ");
}

#[test]
fn what_is_newer_than_hubctl_knows() {
    let newer = Case::changed_by("UPDATE alembic_version SET version_num = '0123456789ab'");
    assert_snapshot!(newer.refusal(), @"
    error: the database is newer than hubctl knows: its revision `0123456789ab` is of no JupyterHub up to 6.1 · use a newer hubctl, or restore a backup made before the upgrade
    exit 5
    ");
}

#[test]
fn what_is_corrupt() {
    for arguments in [
        &["upgrade-db", "--yes"][..],
        &["upgrade-db", "--yes", "--no-backup"],
    ] {
        let case = Case::of("1.0.0");
        let mut bytes = fs::read(case.path()).unwrap();
        let half = bytes.len() / 2;
        bytes[half..half + 8192].fill(0xa5);
        fs::write(case.path(), bytes).unwrap();
        let refusal = case.refusal_by(
            Command::new(HUBCTL)
                .args(arguments)
                .arg("--db")
                .arg(case.path()),
        );
        let sentence = refusal.split(" · SQLite says").next().unwrap();
        assert!(
            sentence.starts_with("error: the database is corrupt"),
            "{refusal}"
        );
        assert!(refusal.ends_with("exit 6"), "{refusal}");
    }

    let truncated = Case::of("1.0.0");
    let bytes = fs::read(truncated.path()).unwrap();
    fs::write(truncated.path(), &bytes[..bytes.len() / 2]).unwrap();
    assert_snapshot!(truncated.refusal(), @"
    error: the database is corrupt · restore a backup, or recover it with `sqlite3 FILE .recover`
    exit 6
    ");
}

#[test]
fn what_another_program_uses() {
    let idle = Case::of("1.0.0");
    let hub = alter(&idle.path());
    hub.query_row("SELECT count(*) FROM users", [], |_| Ok(()))
        .unwrap();
    let refusal = idle.refusal();
    let me = format!("process {} (`", std::process::id());
    assert!(refusal.contains(&me), "{refusal}");
    assert!(refusal.ends_with("has the database open · stop the hub first: it would go on with the old database\nexit 6"), "{refusal}");

    // Not `refusal`, which reads the file: that would end this process's locks on it.
    hub.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let output = Command::new(HUBCTL)
        .args(["upgrade-db", "--yes", "--db"])
        .arg(idle.path())
        .output()
        .unwrap();
    assert_snapshot!(said(&output), @"
    error: another program holds the database locked · try again, or stop the hub that is using it
    exit 6
    ");
}

#[test]
fn rows_that_the_new_schema_cannot_hold() {
    let twice = Case::of("0.5.0");
    alter(&twice.path())
        .execute_batch("INSERT INTO users (name, cookie_id) VALUES ('zoë', 'c1')")
        .unwrap();
    let refusal = twice.refusal_by(
        Command::new(HUBCTL)
            .args(["upgrade-db", "--yes", "--no-backup", "--db"])
            .arg(twice.path()),
    );
    assert_snapshot!(refusal, @"
    error: a row breaks a rule of the schema: UNIQUE constraint failed: users.name · nothing was changed
    exit 5
    ");
}

#[test]
fn a_backup_that_cannot_be_written() {
    let case = Case::of("1.0.0");
    let nowhere = case.refusal_by(
        Command::new(HUBCTL)
            .args([
                "upgrade-db",
                "--yes",
                "--backup-dir",
                "/nonexistent/directory",
                "--db",
            ])
            .arg(case.path()),
    );
    let (_, why) = nowhere.split_once("cannot be written: ").unwrap();
    assert_snapshot!(why, @"
    there is no such directory
    exit 6
    ");

    // A limit on the size of files stands in for a full disk.
    let full = case.refusal_by(Command::new("sh").args([
        "-c",
        "trap '' XFSZ; ulimit -f 40; exec \"$0\" upgrade-db --yes --db \"$1\"",
        HUBCTL,
        case.path().to_str().unwrap(),
    ]));
    assert_snapshot!(full, @"
    error: the disk failed while the database was in use
    exit 6
    ");
}

#[test]
fn what_this_user_may_not_write() {
    let file = Case::of("1.0.0");
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(file.0.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let folder = Case::of("1.0.0");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o666)).unwrap();
    fs::set_permissions(folder.0.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if let (Some(file), Some(folder)) = (refused_to_a_user(&file), refused_to_a_user(&folder)) {
        assert_snapshot!(file, @"
        error: the database, or the directory it is in, cannot be written to · run this as the user that owns it
        exit 6
        ");
        assert_snapshot!(folder, @"
        error: the database, or the directory it is in, cannot be written to · run this as the user that owns it
        exit 6
        ");
    }
    fs::set_permissions(folder.0.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

/// What a user who is not root is told. Root may write anything, and becomes another user first.
fn refused_to_a_user(case: &Case) -> Option<String> {
    let probe = case.0.path().join("probe");
    let is_root = fs::write(&probe, "").is_ok_and(|()| fs::remove_file(&probe).is_ok())
        && look(&case.path()).path().is_some()
        && fs::OpenOptions::new()
            .append(true)
            .open(case.path())
            .is_ok();
    if !is_root {
        return Some(case.refusal());
    }
    let program = TempDir::new().unwrap();
    for folder in [program.path(), case.0.path()] {
        let mode = fs::metadata(folder).unwrap().permissions().mode() | 0o055;
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
    }
    let copy = program.path().join("hubctl");
    fs::copy(HUBCTL, &copy).unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    if !command
        .arg("true")
        .output()
        .is_ok_and(|done| done.status.success())
    {
        skipped("root cannot become another user without `setpriv`");
        return None;
    }
    Some(
        case.refusal_by(
            Command::new("setpriv")
                .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
                .arg(copy)
                .args(["upgrade-db", "--yes", "--db"])
                .arg(case.path()),
        ),
    )
}

#[test]
fn a_current_database_is_left_alone_even_while_a_hub_uses_it() {
    let case = Case::of("6.1.1");
    let _hub = alter(&case.path());
    assert_snapshot!(case.refusal(), @"
    `…/hub.sqlite` is as JupyterHub 6.1 makes it (revision f460b0348206): there is nothing to do
    exit 0
    ");
}

#[test]
fn other_commands_do_not_work_on_an_old_database() {
    let case = Case::of("1.0.0");
    let refusal = case.refusal_by(
        Command::new(HUBCTL)
            .args(["users", "list", "--db"])
            .arg(case.path()),
    );
    assert_snapshot!(refusal, @"
    error: the database is of JupyterHub 1.0–1.5 (revision 4dc2d5a8c53c), and hubctl works on those of 6.1 · bring it up to date with `hubctl upgrade-db`
    exit 5
    ");
}

/// Upgrade with `--no-backup`, where that must succeed.
fn upgraded(case: &Case, path: &Path) {
    let output = Command::new(HUBCTL)
        .args(["upgrade-db", "--yes", "--no-backup", "--db"])
        .arg(path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let new = Fixture::of("6.1.1");
    assert_eq!(
        statements(&look(&case.path())),
        statements(&look(&new.path()))
    );
}

#[test]
fn what_is_in_a_write_ahead_log_is_upgraded_too() {
    let case = Case::of("1.0.0");
    let crashed = Case::empty();
    let hub = alter(&case.path());
    hub.execute_batch("PRAGMA journal_mode = WAL; INSERT INTO groups (name) VALUES ('late');")
        .unwrap();
    for suffix in ["", "-wal"] {
        let name = format!("hub.sqlite{suffix}");
        fs::copy(case.0.path().join(&name), crashed.0.path().join(&name)).unwrap();
    }
    upgraded(&crashed, &crashed.path());
    let groups = rows(&look(&crashed.path()))["groups"].to_string();
    assert!(groups.contains("late"), "{groups}");
}

#[test]
fn what_a_hub_was_stopped_in_is_rolled_back_first() {
    let case = Case::of("1.0.0");
    let crashed = Case::empty();
    let hub = alter(&case.path());
    hub.execute_batch(
        "PRAGMA cache_size = 1; BEGIN; UPDATE users SET state = hex(zeroblob(9000));
         DELETE FROM groups;",
    )
    .unwrap();
    for suffix in ["", "-journal"] {
        let name = format!("hub.sqlite{suffix}");
        fs::copy(case.0.path().join(&name), crashed.0.path().join(&name)).unwrap();
    }
    hub.execute_batch("ROLLBACK").unwrap();
    drop(hub);
    upgraded(&crashed, &crashed.path());
    upgraded(&case, &case.path());
    let [crashed, case] = [&crashed, &case].map(|case| rows(&look(&case.path())));
    assert_eq!(crashed["groups"], case["groups"]);
    assert_eq!(crashed["user_group_map"], case["user_group_map"]);
}

#[test]
fn a_symbolic_link_is_followed() {
    let case = Case::of("1.0.0");
    let elsewhere = Case::empty();
    symlink(case.path(), elsewhere.path()).unwrap();
    upgraded(&case, &elsewhere.path());
    assert!(elsewhere.path().is_symlink());
    assert_eq!(elsewhere.content().len(), 1);
}
