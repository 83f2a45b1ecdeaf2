//! A transaction, and the five primitives through which every statement runs.
//!
//! A second kind of database changes this file alone.

use rusqlite::types::FromSql;
use rusqlite::{Connection, Params};

use super::open::explain;
use crate::clock::Clock;
use crate::error::Result;

/// An open transaction. It ends where the closure given to [`super::Store`] returns.
pub struct Tx<'a> {
    connection: &'a Connection,
    clock: &'a Clock,
}

impl<'a> Tx<'a> {
    pub(super) fn new(connection: &'a Connection, clock: &'a Clock) -> Self {
        Self { connection, clock }
    }

    /// Time and randomness for what happens in this transaction.
    pub fn clock(&self) -> &Clock {
        self.clock
    }

    /// The connection, for what speaks SQLite's own dialect.
    pub(super) fn connection(&self) -> &'a Connection {
        self.connection
    }

    /// Run `sql`; the number of rows it changed.
    pub(super) fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut s| s.execute(params))
            .map_err(explain)
    }

    /// The one row that `sql` must give.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut statement = self.connection.prepare_cached(sql).map_err(explain)?;
        let mut rows = statement.query(params).map_err(explain)?;
        match rows.next().map_err(explain)? {
            Some(row) => read(&Row(row)),
            None => Err(explain(rusqlite::Error::QueryReturnedNoRows)),
        }
    }

    /// The row that `sql` may give.
    pub(super) fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.connection.prepare_cached(sql).map_err(explain)?;
        let mut rows = statement.query(params).map_err(explain)?;
        rows.next()
            .map_err(explain)?
            .map(|row| read(&Row(row)))
            .transpose()
    }

    /// Look at each row that `sql` gives, in its order.
    pub(super) fn each(
        &self,
        sql: &str,
        params: impl Params,
        mut look: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql).map_err(explain)?;
        let mut rows = statement.query(params).map_err(explain)?;
        while let Some(row) = rows.next().map_err(explain)? {
            look(&Row(row))?;
        }
        Ok(())
    }

    /// All rows that `sql` gives, in its order.
    pub(super) fn many<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, params, |row| {
            found.push(read(row)?);
            Ok(())
        })?;
        Ok(found)
    }
}

/// One row of an answer.
pub struct Row<'a>(&'a rusqlite::Row<'a>);

impl Row<'_> {
    /// The value in column `index`, counted from 0 in the order of the statement.
    pub fn get<T: FromSql>(&self, index: usize) -> Result<T> {
        self.0.get(index).map_err(explain)
    }
}
