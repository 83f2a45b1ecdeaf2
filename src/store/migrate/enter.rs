//! Bringing a database to exactly the tables and columns of its own revision, whatever stopped
//! half-way there, so that the steps that follow meet what they expect.

use rusqlite::Connection;

use super::identify::Identity;
use super::keep::Kept;
use super::layout::{ALEMBIC_COPY, Layout, NEWEST};
use super::revision::Revision;
use super::{runner, tables};
use crate::error::Result;
use crate::store::open::explain;

/// Make the database what its revision should be. What later revisions had there already is kept.
pub(super) fn enter(connection: &Connection, identity: &Identity) -> Result<Kept> {
    for copy in identity.copies() {
        settle_copy(connection, copy)?;
    }
    let found = Layout::read(connection)?;
    let wanted = Layout::of(identity.revision)?;
    let mut kept = Kept::default();
    for table in tables::retired(&found).filter(|table| !wanted.has_table(table)) {
        tables::drop_table(connection, table)?;
    }
    for (name, _) in NEWEST.tables() {
        if found.has_table(name) && !wanted.has_table(name) {
            kept.table(connection, name)?;
        }
    }
    for (name, table) in wanted.tables() {
        match found.get(name) {
            None => connection.execute_batch(&table.sql).map_err(explain)?,
            Some(found) if tables::alike(found, table) => {}
            Some(found) => {
                kept.columns(connection, name, found, &found.beyond(table), &wanted)?;
                tables::rebuild(connection, name, &table.sql)?;
            }
        }
    }
    tag(connection, identity.revision)?;
    runner::enter_at(connection, identity.revision)?;
    Ok(kept)
}

/// alembic copies a table, drops it, and gives the copy its name. Where it was stopped, that one of
/// the two counts that has the rows.
fn settle_copy(connection: &Connection, copy: &str) -> Result<()> {
    let Some(table) = copy.strip_prefix(ALEMBIC_COPY) else {
        return Ok(());
    };
    let layout = Layout::read(connection)?;
    if layout.has_table(table) {
        let is_copied = tables::count(connection, table)? == 0;
        if !is_copied || tables::count(connection, copy)? == 0 {
            return tables::drop_table(connection, copy);
        }
        tables::drop_table(connection, table)?;
    }
    tables::rename(connection, copy, table)
}

/// Write down which revision the database is of.
fn tag(connection: &Connection, revision: &Revision) -> Result<()> {
    connection
        .execute("DELETE FROM alembic_version", [])
        .and_then(|_| {
            connection.execute(
                "INSERT INTO alembic_version (version_num) VALUES (?1)",
                [revision.id],
            )
        })
        .map(drop)
        .map_err(explain)
}
