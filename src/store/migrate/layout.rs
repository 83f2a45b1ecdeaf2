//! The tables and columns of a database, and those that a revision should have.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rusqlite::Connection;

use super::revision::Revision;
use super::runner;
use crate::clock::Clock;
use crate::error::Result;
use crate::store::open::{explain, in_memory};

/// The schema of a newly made database: where every road ends.
pub(super) const SCHEMA: &str = include_str!("../../../migrations/schema.sql");

/// What tables and indexes of our own are called.
pub(super) const OURS: &str = "hubctl_";

/// What alembic calls the copy of a table that it is rebuilding.
pub(super) const ALEMBIC_COPY: &str = "_alembic_tmp_";

/// The tables of a database by name, without SQLite's and our own.
#[derive(Debug, Clone)]
pub(super) struct Layout(BTreeMap<String, Table>);

/// One table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// The statement that made it.
    pub(super) sql: String,
    /// Its columns in order.
    pub(super) columns: Vec<String>,
    /// The columns of its primary key.
    pub(super) key: Vec<String>,
}

impl Layout {
    /// That of an open database.
    pub(super) fn read(connection: &Connection) -> Result<Self> {
        let mut tables = BTreeMap::new();
        let mut statement = connection
            .prepare_cached(
                "SELECT t.name, t.sql, c.name, c.pk FROM sqlite_master AS t
                 JOIN pragma_table_info(t.name) AS c
                 WHERE t.type = 'table' ORDER BY t.name, c.cid",
            )
            .map_err(explain)?;
        let mut rows = statement.query([]).map_err(explain)?;
        while let Some(row) = rows.next().map_err(explain)? {
            let name: String = row.get(0).map_err(explain)?;
            if name.starts_with("sqlite_") || name.starts_with(OURS) {
                continue;
            }
            let sql = row.get(1).map_err(explain)?;
            let table = tables.entry(name).or_insert_with(|| Table {
                sql,
                columns: Vec::new(),
                key: Vec::new(),
            });
            let column: String = row.get(2).map_err(explain)?;
            if row.get::<_, i64>(3).map_err(explain)? > 0 {
                table.key.push(column.clone());
            }
            table.columns.push(column);
        }
        Ok(Self(tables))
    }

    /// That which the migrations up to `revision` make.
    pub(super) fn of(revision: &Revision) -> Result<Self> {
        let connection = in_memory()?;
        runner::prepare(&connection, &Clock::system())?;
        runner::run_up_to(&connection, revision)?;
        Self::read(&connection)
    }

    /// That of a newly made database.
    pub(super) fn newest() -> Result<Self> {
        let connection = in_memory()?;
        connection.execute_batch(SCHEMA).map_err(explain)?;
        Self::read(&connection)
    }

    /// Whether there is a table `name`.
    pub(super) fn has_table(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether table `table` has a column `column`.
    pub(super) fn has(&self, table: &str, column: &str) -> bool {
        self.get(table)
            .is_some_and(|table| table.columns.iter().any(|name| name == column))
    }

    /// The table called `name`.
    pub(super) fn get(&self, name: &str) -> Option<&Table> {
        self.0.get(name)
    }

    /// Every table with its name.
    pub(super) fn tables(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.0.iter().map(|(name, table)| (name.as_str(), table))
    }

    /// Whether there is no table at all.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Table {
    /// The columns that `other` lacks.
    pub(super) fn beyond(&self, other: &Self) -> Vec<&str> {
        self.columns
            .iter()
            .filter(|name| !other.columns.contains(name))
            .map(String::as_str)
            .collect()
    }
}

/// The tables, columns, constraints and indexes of JupyterHub's tables in a database, by name, as
/// text that is equal exactly where the schemas are.
pub(super) fn fingerprint(connection: &Connection) -> Result<BTreeMap<String, String>> {
    let mut statement = connection
        .prepare("SELECT name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        .map_err(explain)?;
    let mut rows = statement.query([]).map_err(explain)?;
    let mut objects = BTreeMap::new();
    while let Some(row) = rows.next().map_err(explain)? {
        let (name, table, sql): (String, String, String) = row.try_into().map_err(explain)?;
        if NEWEST.has_table(&table) && !name.starts_with(OURS) {
            objects.insert(name, spaced_alike(&sql));
        }
    }
    Ok(objects)
}

/// The layout of a newly made database, read once.
pub(super) static NEWEST: LazyLock<Layout> =
    LazyLock::new(|| Layout::newest().expect("`schema.sql` makes a database"));

/// The fingerprint of a newly made database.
pub(super) fn newest_fingerprint() -> Result<BTreeMap<String, String>> {
    let connection = in_memory()?;
    connection.execute_batch(SCHEMA).map_err(explain)?;
    fingerprint(&connection)
}

/// `sql` with each run of white space as one space, and none beside parentheses and commas.
fn spaced_alike(sql: &str) -> String {
    let words = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    words
        .replace("( ", "(")
        .replace(" )", ")")
        .replace(" ,", ",")
}

/// `name` as an identifier in SQL.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `names` as a list of identifiers in SQL.
pub(super) fn listed(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| quoted(name)).collect();
    names.join(", ")
}
