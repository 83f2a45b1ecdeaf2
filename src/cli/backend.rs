//! Where operations go: straight to the database.

use super::args::{Global, Write};
use crate::clock::Clock;
use crate::config::database::DbUrl;
use crate::error::Result;
use crate::ops::audit::{Change, Source, recorded};
use crate::ops::{Operation, operate};
use crate::rbac::Caller;
use crate::store::{Access, Store, Tx};

/// The database, opened when an operation needs it.
pub(super) struct Backend {
    db: DbUrl,
    clock: Clock,
}

impl Backend {
    /// The backend that the arguments name.
    pub(super) fn new(global: &Global) -> Result<Self> {
        Self::at(global.db.as_deref())
    }

    /// The backend that the command line being completed names, as far as it is typed.
    #[expect(
        clippy::disallowed_methods,
        reason = "clap does not parse what is being completed"
    )]
    pub(super) fn for_completion() -> Result<Self> {
        let typed: Vec<String> = std::env::args().collect();
        let given =
            typed
                .iter()
                .enumerate()
                .find_map(|(at, word)| match word.strip_prefix("--db") {
                    Some("") => typed.get(at + 1).cloned(),
                    Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                    None => None,
                });
        Self::at(given.or_else(|| std::env::var("HUBCTL_DB").ok()).as_deref())
    }

    fn at(db: Option<&str>) -> Result<Self> {
        let db = db.map(str::parse).transpose()?.unwrap_or_default();
        Ok(Self {
            db,
            clock: Clock::system(),
        })
    }

    /// Where the database is.
    pub(super) fn db(&self) -> &DbUrl {
        &self.db
    }

    /// The time for what is asked relative to now.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Do an operation that only looks.
    pub(super) fn read<O: Operation>(&self, operation: O) -> Result<O::Output> {
        self.look(|tx| operate(operation, tx))
    }

    /// Do operations that write: all of them, or none. Where the database has an audit log, they are
    /// written down there as done by the user that the system calls us.
    pub(super) fn write<O: Change>(
        &self,
        write: Write,
        operations: impl IntoIterator<Item = O>,
    ) -> Result<Vec<O::Output>> {
        let source = Source::operator(
            whoami::username().unwrap_or_default(),
            rustix::process::getuid().as_raw(),
        );
        Store::open(&self.db, Access::Write)?.write(&self.clock, write.ending(), |tx| {
            operations
                .into_iter()
                .map(|operation| recorded(&source, &Caller::Operator, operation, tx))
                .collect()
        })
    }

    /// Look something up that is no operation.
    pub(super) fn look<T>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        Store::open(&self.db, Access::Read)?.read(&self.clock, work)
    }
}
