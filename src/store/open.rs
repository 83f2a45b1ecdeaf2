//! Opening a hub's database, with the settings its file needs and no others.

use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, ffi};

use super::Tx;
use super::migrate::{create_schema, require_current};
use crate::clock::Clock;
use crate::config::database::DbUrl;
use crate::error::{Error, Result};

/// How long to wait for another program's transaction before giving up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many statements stay prepared.
const STATEMENTS: usize = 128;

/// What a database is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing will be written.
    Read,
    /// Rows will be written.
    Write,
}

/// What becomes of the writes of a transaction that succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// They are kept.
    Commit,
    /// They are undone: this was a rehearsal (`--dry-run`).
    Undo,
}

/// An open database.
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Open an existing database. The journal mode is left as its hub chose it.
    ///
    /// # Errors
    /// [`crate::error::Kind::Unreachable`] where the file is missing or cannot be opened,
    /// [`crate::error::Kind::Conflict`] where it is empty, no hub's, or must be upgraded first.
    pub fn open(url: &DbUrl, access: Access) -> Result<Self> {
        let store = Self::open_any(url, access)?;
        require_current(&store.connection)?;
        Ok(store)
    }

    /// Open an existing database of any revision, for what needs no more than that.
    ///
    /// # Errors
    /// [`crate::error::Kind::Unreachable`] where the file is missing or cannot be opened.
    pub fn open_any(url: &DbUrl, access: Access) -> Result<Self> {
        Ok(Self {
            connection: connect(url.path(), access)?,
        })
    }

    /// Make a new database, as JupyterHub 6.1.1 makes it, and open it.
    ///
    /// # Errors
    /// [`crate::error::Kind::Conflict`] where the file exists,
    /// [`crate::error::Kind::Unreachable`] where it cannot be written. Nothing is left then.
    pub fn create(url: &DbUrl, clock: &Clock) -> Result<Self> {
        let path = url.path();
        // It will hold secrets, and hashes of others.
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|error| not_made(path, error))?;
        let made = connect_to_new(path).and_then(|connection| create_schema(&connection, clock));
        if let Err(error) = made {
            // The error that led here says more than one about the stub would.
            let _ = fs::remove_file(path);
            return Err(error);
        }
        Self::open(url, Access::Write)
    }

    /// Run `work` on one unchanging view of the database.
    pub fn read<T>(&mut self, clock: &Clock, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.connection.transaction().map_err(explain)?;
        work(&Tx::new(&transaction, clock))
    }

    /// Run `work` in one transaction: where it fails, nothing has happened.
    pub fn write<T>(
        &mut self,
        clock: &Clock,
        ending: Ending,
        work: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(explain)?;
        let done = work(&Tx::new(&transaction, clock))?;
        match ending {
            Ending::Commit => transaction.commit().map_err(explain)?,
            Ending::Undo => transaction.rollback().map_err(explain)?,
        }
        Ok(done)
    }
}

/// A connection to the existing file at `path`.
///
/// Where a program was stopped in the middle of a write, what it had begun is rolled back, which
/// takes a writer, even where nothing else will be written.
pub(super) fn connect(path: &Path, access: Access) -> Result<Connection> {
    refuse_what_is_no_file(path)?;
    let connection = connect_as(path, access)?;
    // SQLite opens what it may not write for reading, and would say so only at the first write.
    if access == Access::Write && connection.is_readonly("main").map_err(explain)? {
        return Err(read_only());
    }
    match connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())) {
        Err(error) if access == Access::Read && left_in_the_middle(&error) => {
            connect(path, Access::Write)
        }
        looked => looked.map(|()| connection).map_err(explain),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that opens databases"
)]
fn connect_as(path: &Path, access: Access) -> Result<Connection> {
    let mode = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(explain)?;
    connection.busy_timeout(PATIENCE).map_err(explain)?;
    connection
        .pragma_update(None, "foreign_keys", true)
        .map_err(explain)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Or else SQLite plans a statement again whenever it is given other parameters.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(explain)?;
    Ok(connection)
}

/// How many kilobytes of pages a connection of a serving hub keeps, by what it does; what is beyond them is in
/// the page cache of the operating system, which all connections share.
fn pages_kb(access: Access) -> i64 {
    match access {
        Access::Read => 512,
        // It finds its few pages by indexes, and passes once over whole tables when the hub starts.
        Access::Write => 256,
    }
}

/// Make a connection one of several to a database that a hub serves from.
///
/// In WAL mode readers and the writer do not wait for each other. Where the file system has no shared
/// memory the mode stays what it was, and they do.
pub(super) fn serve_settings(connection: &Connection, access: Access) -> Result<()> {
    if access == Access::Write {
        connection
            .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
            .map_err(explain)?;
        // An answered write is on disk.
        connection
            .pragma_update(None, "synchronous", "FULL")
            .map_err(explain)?;
    }
    connection
        .pragma_update(None, "cache_size", -pages_kb(access))
        .map_err(explain)
}

/// A connection to the file at `path`, which was just made.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that opens databases"
)]
pub(super) fn connect_to_new(path: &Path) -> Result<Connection> {
    let mode = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, mode).map_err(explain)
}

/// Why there is no new file at `path`.
fn not_made(path: &Path, error: std::io::Error) -> Error {
    let shown = path.display();
    match error.kind() {
        ErrorKind::AlreadyExists => Error::conflict(format!("`{shown}` exists")),
        ErrorKind::NotFound => Error::unreachable(format!("`{shown}` is in no directory")),
        _ => Error::unreachable(format!("`{shown}` cannot be written")).caused_by(error),
    }
}

/// Refuse a path with nothing, a directory, or an empty file at its end.
fn refuse_what_is_no_file(path: &Path) -> Result<()> {
    let shown = path.display();
    let refusal = match path.metadata() {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            Error::unreachable(format!("`{shown}` may not be read by this user"))
                .hint("run this as the user that owns it")
        }
        Err(_) => Error::unreachable(format!("there is no database at `{shown}`"))
            .hint("name it with `--db sqlite:///path` or `HUBCTL_DB`"),
        Ok(found) if found.is_dir() => Error::unreachable(format!("`{shown}` is a directory"))
            .hint("name the file in it, often `jupyterhub.sqlite`"),
        Ok(found) if found.len() == 0 => {
            Error::conflict(format!("`{shown}` is empty: no hub has used it yet"))
                .hint("check the path; a hub makes its tables when it first starts")
        }
        Ok(_) => return Ok(()),
    };
    Err(refusal)
}

/// A database of this process alone.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that opens databases"
)]
pub(super) fn in_memory() -> Result<Connection> {
    Connection::open_with_flags(
        ":memory:",
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(explain)
}

/// What SQLite says, as a sentence for the person who runs the hub.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` wants"
)]
pub(super) fn explain(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::unreachable("another program holds the database locked")
                .hint("try again, or stop the hub that is using it")
        }
        Some(ErrorCode::NotADatabase) => Error::unreachable("the file is not an SQLite database"),
        Some(ErrorCode::DatabaseCorrupt) => corrupt(),
        Some(ErrorCode::ConstraintViolation) => {
            Error::conflict(format!("a row breaks a rule of the schema: {error}"))
                .hint("nothing was changed")
        }
        Some(ErrorCode::ReadOnly) if left_in_the_middle(&error) => {
            Error::unreachable("the database was left in the middle of a write")
                .hint("start its hub once, or open it as a user who may write, to roll that back")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => read_only(),
        Some(ErrorCode::CannotOpen) => Error::unreachable("the database cannot be opened")
            .hint("check that this user may read the file and its directory"),
        Some(ErrorCode::DiskFull) => Error::unreachable("there is no room left on the disk"),
        Some(ErrorCode::SystemIoFailure) => {
            Error::unreachable("the disk failed while the database was in use")
        }
        _ => Error::internal(format!("the database answered: {error}")),
    }
}

/// Whether a journal that only a writer may roll back stands in the way of reading.
fn left_in_the_middle(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error().map(|error| error.extended_code),
        Some(ffi::SQLITE_READONLY_ROLLBACK | ffi::SQLITE_READONLY_RECOVERY)
    )
}

/// The file is damaged.
pub(super) fn corrupt() -> Error {
    Error::unreachable("the database is corrupt")
        .hint("restore a backup, or recover it with `sqlite3 FILE .recover`")
}

/// This user may not write.
pub(super) fn read_only() -> Error {
    Error::unreachable("the database, or the directory it is in, cannot be written to")
        .hint("run this as the user that owns it")
}
