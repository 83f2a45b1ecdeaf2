//! A verified copy of a database, made while others may read it.
//!
//! The copy is made under another name, checked, and only then given its own: a file with the name
//! of a backup is a good backup.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::StepResult;
use rusqlite::types::ValueRef;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::open::{Access, connect, explain};
use crate::error::{Error, Result};
use crate::model::Timestamp;

/// How many pages are copied between two reports of progress.
const PAGES: i32 = 1024;

/// A copy that was made and found good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// How large it is.
    pub bytes: u64,
}

/// How far a copy has come, in pages of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages copied.
    pub done: usize,
    /// Pages in all.
    pub total: usize,
}

/// Copy the database at `path`, beside it or into `directory`, under a name that says when and of
/// which revision it was.
pub(super) fn before_upgrade(
    path: &Path,
    directory: Option<&Path>,
    revision: &str,
    now: Timestamp,
    progress: &mut dyn FnMut(Progress),
) -> Result<Backup> {
    let beside = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let time = now.stored()[..19].replace([':', '-'], "").replace(' ', "T");
    let directory = directory.unwrap_or(beside);
    let plain = directory.join(format!("{name}.{time}Z.{revision}"));
    let target = (2..100)
        .map(|number| plain.with_added_extension(number.to_string()))
        .fold(
            plain.clone(),
            |target, next| {
                if target.exists() { next } else { target }
            },
        );
    back_up(path, &target, progress)
}

/// Copy the database at `path` to `target`, which must not exist, and make sure that the copy is
/// whole and the same.
///
/// # Errors
/// [`crate::error::Kind::Conflict`] where `target` exists,
/// [`crate::error::Kind::Unreachable`] where there is no room, it may not be written, or the
/// database is corrupt. Nothing is left behind then.
pub fn back_up(path: &Path, target: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Backup> {
    if target.exists() {
        return Err(Error::conflict(format!("`{}` exists", target.display()))
            .hint("name a file that does not, or move this one away"));
    }
    let source = connect(path, Access::Read)?;
    source.execute_batch("BEGIN").map_err(explain)?;
    refuse_without_room(&source, target)?;
    let partial = Partial::create(path, target)?;
    copy_to_file(&source, &partial.0, progress)?;
    compare(&source, &partial.0)?;
    partial.keep_as(target)
}

/// The copy while it is not known to be good. Dropped, it is deleted.
struct Partial(PathBuf);

impl Partial {
    /// An empty file beside `target`, readable by those who may read the original: it will hold
    /// the same secrets.
    fn create(original: &Path, target: &Path) -> Result<Self> {
        let mut name = target.as_os_str().to_owned();
        name.push(".partial");
        let path = PathBuf::from(name);
        let mode = original
            .metadata()
            .map_or(0o600, |found| found.permissions().mode());
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(mode & 0o777)
            .open(&path)
            .map(|_| Self(path))
            .map_err(|error| not_written(target, error))
    }

    fn keep_as(self, target: &Path) -> Result<Backup> {
        let kept = fs::rename(&self.0, target)
            .and_then(|()| File::open(target)?.sync_all())
            .and_then(|()| File::open(parent(target))?.sync_all())
            .and_then(|()| target.metadata());
        match kept {
            Ok(found) => Ok(Backup {
                path: target.to_owned(),
                bytes: found.len(),
            }),
            Err(error) => Err(not_written(target, error)),
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Gone already where it was kept.
        let _ = fs::remove_file(&self.0);
        let mut journal = self.0.as_os_str().to_owned();
        journal.push("-journal");
        let _ = fs::remove_file(journal);
    }
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn not_written(target: &Path, error: std::io::Error) -> Error {
    let refused = |why: &str| {
        Error::unreachable(format!(
            "the backup `{}` cannot be written: {why}",
            target.display()
        ))
    };
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            refused("this user may not write there")
        }
        ErrorKind::NotFound => refused("there is no such directory"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            refused("there is no room left on the disk")
        }
        _ => refused("the disk refuses").caused_by(error),
    }
}

/// Refuse before anything is written where the copy would not fit.
fn refuse_without_room(source: &Connection, target: &Path) -> Result<()> {
    let pages: u64 = pragma(source, "page_count")?;
    let size: u64 = pragma(source, "page_size")?;
    let disk =
        rustix::fs::statvfs(parent(target)).map_err(|error| not_written(target, error.into()))?;
    enough(
        pages * size,
        disk.f_bavail.saturating_mul(disk.f_frsize),
        target,
    )
}

fn pragma(connection: &Connection, name: &str) -> Result<u64> {
    connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(explain)
}

fn enough(needed: u64, free: u64, target: &Path) -> Result<()> {
    if free > needed {
        return Ok(());
    }
    Err(Error::unreachable(format!(
        "there is no room for the backup: {} MB are needed in `{}`, {} MB are free",
        needed.div_ceil(1_000_000),
        parent(target).display(),
        free / 1_000_000
    ))
    .hint("free some, or name another place with `--backup-dir`"))
}

/// Copy `source` into the file at `path` as one file, whatever its journal mode.
fn copy_to_file(
    source: &Connection,
    path: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<()> {
    let mut target = super::open::connect_to_new(path)?;
    copy(source, &mut target, progress)?;
    target
        .pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))
        .map_err(explain)
}

/// Copy all pages of `source` into `target`.
pub(super) fn copy(
    source: &Connection,
    target: &mut Connection,
    progress: &mut dyn FnMut(Progress),
) -> Result<()> {
    let copying = rusqlite::backup::Backup::new(source, target).map_err(explain)?;
    loop {
        let step = copying.step(PAGES).map_err(explain)?;
        let state = copying.progress();
        let total = usize::try_from(state.pagecount).unwrap_or_default();
        let left = usize::try_from(state.remaining).unwrap_or_default();
        progress(Progress {
            done: total.saturating_sub(left),
            total,
        });
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => {
                return Err(
                    Error::unreachable("another program holds the database locked")
                        .hint("try again, or stop the hub that is using it"),
                );
            }
        }
    }
}

/// Make sure that the copy at `path` is whole, and has the same rows as `source`.
fn compare(source: &Connection, path: &Path) -> Result<()> {
    let copy = connect(path, Access::Read)?;
    super::check::refuse_damage(&copy)?;
    if digest(source)? == digest(&copy)? {
        return Ok(());
    }
    Err(Error::unreachable(
        "the backup is not the same as the database: the disk cannot be trusted",
    ))
}

/// A digest of the schema and of every row.
fn digest(connection: &Connection) -> Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(explain)?;
    add_rows(connection, "sqlite_master", &mut hash).map_err(explain)?;
    for table in tables {
        add_rows(connection, &table, &mut hash).map_err(explain)?;
    }
    Ok(hash.finalize().into())
}

fn add_rows(connection: &Connection, table: &str, hash: &mut Sha256) -> rusqlite::Result<()> {
    let sql = format!("SELECT * FROM \"{}\"", table.replace('"', "\"\""));
    let mut statement = connection.prepare(&sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            add_value(row.get_ref(column)?, hash);
        }
    }
    Ok(())
}

fn add_value(value: ValueRef<'_>, hash: &mut Sha256) {
    let (kind, bytes): (u8, &[u8]) = match &value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => (1, &number.to_le_bytes()),
        ValueRef::Real(number) => (2, &number.to_bits().to_le_bytes()),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(blob) => (4, blob),
    };
    hash.update([kind]);
    hash.update(bytes.len().to_le_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_that_would_not_fit_is_refused_in_numbers() {
        let target = Path::new("/srv/hub/copy.sqlite");
        assert!(enough(5_000_000, 6_000_000, target).is_ok());
        assert_eq!(
            enough(5_000_001, 4_999_999, target).unwrap_err().message(),
            "there is no room for the backup: 6 MB are needed in `/srv/hub`, 4 MB are free"
        );
    }
}
