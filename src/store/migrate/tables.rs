//! Tables made anew under their own name, with the rows they had.

use rusqlite::Connection;

use super::layout::{Layout, Table, listed, quoted};
use crate::error::Result;
use crate::store::open::explain;

/// Where the old form of a table waits while its rows are copied.
const OLD: &str = "hubctl_old";

/// Replace `table` by what `sql` makes, keeping the rows in the columns that both have.
pub(super) fn rebuild(connection: &Connection, table: &str, sql: &str) -> Result<()> {
    rename(connection, table, OLD)?;
    connection.execute_batch(sql).map_err(explain)?;
    copy(connection, OLD, table, Duplicates::Refuse)?;
    drop_table(connection, OLD)
}

/// What to do with a row that the table it is copied to has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Duplicates {
    /// Fail.
    Refuse,
    /// Leave the one that is there.
    Skip,
}

/// Copy the rows of `from` into `to`, in the columns that both have; how many.
pub(super) fn copy(
    connection: &Connection,
    from: &str,
    to: &str,
    duplicates: Duplicates,
) -> Result<usize> {
    let columns = columns(connection, to)?;
    let source = self::columns(connection, from)?;
    let shared: Vec<_> = columns
        .iter()
        .filter(|name| source.contains(name))
        .map(String::as_str)
        .collect();
    let shared = listed(&shared);
    let insert = match duplicates {
        Duplicates::Refuse => "INSERT",
        Duplicates::Skip => "INSERT OR IGNORE",
    };
    connection
        .execute(
            &format!(
                "{insert} INTO {} ({shared}) SELECT {shared} FROM {}",
                quoted(to),
                quoted(from)
            ),
            [],
        )
        .map_err(explain)
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    connection
        .prepare("SELECT name FROM pragma_table_info(?1)")
        .and_then(|mut statement| statement.query_map([table], |row| row.get(0))?.collect())
        .map_err(explain)
}

/// How many rows `table` has.
pub(super) fn count(connection: &Connection, table: &str) -> Result<u64> {
    count_where(connection, table, "TRUE")
}

/// How many rows of `table` meet `condition`.
pub(super) fn count_where(connection: &Connection, table: &str, condition: &str) -> Result<u64> {
    let sql = format!("SELECT count(*) FROM {} WHERE {condition}", quoted(table));
    connection
        .query_row(&sql, [], |row| row.get(0))
        .map_err(explain)
}

/// Call table `from` `to`.
pub(super) fn rename(connection: &Connection, from: &str, to: &str) -> Result<()> {
    connection
        .execute_batch(&format!(
            "ALTER TABLE {} RENAME TO {}",
            quoted(from),
            quoted(to)
        ))
        .map_err(explain)
}

/// Drop `table`.
pub(super) fn drop_table(connection: &Connection, table: &str) -> Result<()> {
    connection
        .execute_batch(&format!("DROP TABLE {}", quoted(table)))
        .map_err(explain)
}

/// Whether both tables have the same columns, in whatever order.
pub(super) fn alike(a: &Table, b: &Table) -> bool {
    a.beyond(b).is_empty() && b.beyond(a).is_empty()
}

/// The tables of `layout` that are JupyterHub's no more.
pub(super) fn retired(layout: &Layout) -> impl Iterator<Item = &'static str> {
    const RETIRED: [&str; 6] = [
        "proxies",
        "hubs",
        "oauth_access_tokens",
        "api_token_role_map",
        "oauth_client_role_map",
        "oauth_code_role_map",
    ];
    RETIRED.into_iter().filter(|name| layout.has_table(name))
}
