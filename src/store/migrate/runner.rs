//! The migrations, run by refinery inside a transaction of ours.
//!
//! refinery would open a transaction of its own for each step; an upgrade is one transaction with
//! its repair and its last checks, so refinery is given a connection that is in one already.

use refinery::{Migration, Runner, Target};
use refinery_core::traits::sync::{Migrate, Query, Transaction};
use rusqlite::Connection;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::functions;
use super::revision::Revision;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::store::open::explain;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// Where refinery keeps its books.
const BOOKS: &str = "hubctl_migrations";

/// A connection in an open transaction, as refinery sees it.
struct Within<'a> {
    connection: &'a Connection,
    before_each: &'a mut dyn FnMut(),
}

impl Transaction for Within<'_> {
    type Error = rusqlite::Error;

    fn execute<'a, T: Iterator<Item = &'a str>>(&mut self, queries: T) -> rusqlite::Result<usize> {
        let mut count = 0;
        for query in queries {
            (self.before_each)();
            self.connection.execute_batch(query)?;
            count += 1;
        }
        Ok(count)
    }
}

impl Query<Vec<Migration>> for Within<'_> {
    fn query(&mut self, query: &str) -> rusqlite::Result<Vec<Migration>> {
        self.connection
            .prepare(query)?
            .query_map([], |row| {
                let applied_on: String = row.get(2)?;
                let checksum: String = row.get(3)?;
                Ok(Migration::applied(
                    row.get(0)?,
                    row.get(1)?,
                    OffsetDateTime::parse(&applied_on, &Rfc3339)
                        .map_err(|error| unread(2, error))?,
                    checksum.parse().map_err(|error| unread(3, error))?,
                ))
            })?
            .collect()
    }
}

impl Migrate for Within<'_> {}

/// Column `index` of the books does not hold what refinery wrote.
fn unread(index: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, Box::new(error))
}

/// Make `connection` fit for migrations. To be called outside a transaction.
///
/// Foreign keys are off and renames leave references alone, so that a table can be replaced by
/// another of its name; what this could break is checked at the end.
pub(super) fn prepare(connection: &Connection, clock: &Clock) -> Result<()> {
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;")
        .map_err(explain)?;
    functions::define(connection, clock).map_err(explain)
}

/// Enter in the books that a database of `revision` has taken every step up to it, and no other.
///
/// The books are begun anew: between two upgrades by hubctl a JupyterHub may have made one.
pub(super) fn enter_at(connection: &Connection, revision: &Revision) -> Result<()> {
    connection
        .execute_batch(&format!("DROP TABLE IF EXISTS {BOOKS}"))
        .map_err(explain)?;
    run(
        connection,
        Target::FakeVersion(revision.version),
        &mut || (),
    )
}

/// Take every step that the books do not have. `before_each` is called before each.
pub(super) fn run_all(connection: &Connection, mut before_each: impl FnMut()) -> Result<()> {
    run(connection, Target::Latest, &mut before_each)
}

/// Take the steps up to `revision`.
pub(super) fn run_up_to(connection: &Connection, revision: &Revision) -> Result<()> {
    run(connection, Target::Version(revision.version), &mut || ())
}

fn run(connection: &Connection, target: Target, before_each: &mut dyn FnMut()) -> Result<()> {
    let mut within = Within {
        connection,
        before_each,
    };
    runner()
        .set_target(target)
        .run(&mut within)
        .map(drop)
        .map_err(|error| reason(&error))
}

fn runner() -> Runner {
    let mut runner = embedded::migrations::runner();
    runner.set_migration_table_name(BOOKS);
    runner
}

/// Why a step failed: what SQLite said, in the words used everywhere.
fn reason(error: &refinery::Error) -> Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if let Some(rusqlite::Error::SqliteFailure(code, message)) = inner.downcast_ref() {
            return explain(rusqlite::Error::SqliteFailure(*code, message.clone()));
        }
        cause = inner.source();
    }
    Error::internal(format!("a migration failed: {error}"))
}

/// The number and name of each migration, in order.
#[cfg(test)]
pub(super) fn migrations() -> Vec<(i32, String)> {
    let mut all: Vec<_> = runner()
        .get_migrations()
        .iter()
        .map(|migration| (migration.version(), migration.name().to_owned()))
        .collect();
    all.sort();
    all
}
