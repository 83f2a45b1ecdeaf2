//! The end of every road: exactly the schema of a newly made database, and rows that fit it.

use rusqlite::Connection;
use serde::Serialize;

use super::layout::{self, NEWEST, SCHEMA, quoted};
use super::tables;
use crate::error::{Error, Result};
use crate::store::open::{explain, in_memory};

/// Rebuild each table that is not in the form of a newly made one, and make the indexes again.
pub(super) fn converge(connection: &Connection) -> Result<()> {
    let wanted = in_memory()?;
    wanted.execute_batch(SCHEMA).map_err(explain)?;
    let is = layout::fingerprint(connection)?;
    let should = layout::fingerprint(&wanted)?;
    drop_what_is_beyond(connection, &is, &should)?;
    for (kind, name, sql) in objects(&wanted)? {
        let as_it_should = is.get(&name) == should.get(&name);
        match kind.as_str() {
            "table" if as_it_should => {}
            "table" if is.contains_key(&name) => tables::rebuild(connection, &name, &sql)?,
            "table" => connection.execute_batch(&sql).map_err(explain)?,
            _ => {
                let index = quoted(&name);
                connection
                    .execute_batch(&format!("DROP INDEX IF EXISTS {index}; {sql}"))
                    .map_err(explain)?;
            }
        }
    }
    Ok(())
}

type Fingerprint = std::collections::BTreeMap<String, String>;

/// Drop indexes and triggers on JupyterHub's tables that JupyterHub does not have.
fn drop_what_is_beyond(
    connection: &Connection,
    is: &Fingerprint,
    should: &Fingerprint,
) -> Result<()> {
    for (kind, name, _) in objects(connection)? {
        if is.contains_key(&name) && !should.contains_key(&name) && kind != "table" {
            connection
                .execute_batch(&format!("DROP {kind} {}", quoted(&name)))
                .map_err(explain)?;
        }
    }
    Ok(())
}

/// Kind, name and statement of everything in a database, tables first.
fn objects(connection: &Connection) -> Result<Vec<(String, String, String)>> {
    connection
        .prepare(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL
             ORDER BY type <> 'table', rowid",
        )
        .and_then(|mut statement| statement.query_map([], |row| row.try_into())?.collect())
        .map_err(explain)
}

/// Rows that referred to something that was not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// The table they are in.
    pub table: String,
    /// The table that lacks what they refer to.
    pub missing_in: String,
    /// Whether they were deleted; else the reference was emptied.
    pub deleted: bool,
    /// How many.
    pub rows: usize,
}

/// Do to rows that refer to nothing what their foreign key does when what it refers to is deleted.
/// Old releases did not hold foreign keys, so their databases have such rows.
pub(super) fn settle(connection: &Connection) -> Result<Vec<Settled>> {
    let mut settled: Vec<Settled> = Vec::new();
    loop {
        let dangling = dangling(connection)?;
        if dangling.is_empty() {
            return Ok(settled);
        }
        for row in dangling {
            row.settle(connection)?;
            let same = settled.iter_mut().find(|settled| {
                (&settled.table, &settled.missing_in, settled.deleted)
                    == (&row.table, &row.parent, row.deletes)
            });
            match same {
                Some(settled) => settled.rows += 1,
                None => settled.push(row.into()),
            }
        }
    }
}

/// A row, and the reference in it that leads nowhere.
struct Dangling {
    table: String,
    rowid: i64,
    parent: String,
    column: String,
    deletes: bool,
}

impl From<Dangling> for Settled {
    fn from(row: Dangling) -> Self {
        Self {
            table: row.table,
            missing_in: row.parent,
            deleted: row.deletes,
            rows: 1,
        }
    }
}

impl Dangling {
    fn settle(&self, connection: &Connection) -> Result<()> {
        let table = quoted(&self.table);
        let sql = if self.deletes {
            format!("DELETE FROM {table} WHERE rowid = ?1")
        } else {
            let column = quoted(&self.column);
            format!("UPDATE {table} SET {column} = NULL WHERE rowid = ?1")
        };
        connection
            .execute(&sql, [self.rowid])
            .map(drop)
            .map_err(explain)
    }
}

/// Those in JupyterHub's tables; what others put beside them is theirs.
fn dangling(connection: &Connection) -> Result<Vec<Dangling>> {
    let all: Vec<Dangling> = connection
        .prepare(
            r#"SELECT c."table", c.rowid, c.parent, k."from", k.on_delete <> 'SET NULL'
               FROM pragma_foreign_key_check AS c
               JOIN pragma_foreign_key_list(c."table") AS k ON k.id = c.fkid"#,
        )
        .and_then(|mut statement| {
            statement
                .query_map([], |row| {
                    Ok(Dangling {
                        table: row.get(0)?,
                        rowid: row.get(1)?,
                        parent: row.get(2)?,
                        column: row.get(3)?,
                        deletes: row.get(4)?,
                    })
                })?
                .collect()
        })
        .map_err(explain)?;
    Ok(all
        .into_iter()
        .filter(|row| NEWEST.has_table(&row.table))
        .collect())
}

/// Refuse to end anywhere but at the schema of a newly made database.
pub(super) fn verify(connection: &Connection) -> Result<()> {
    let is = layout::fingerprint(connection)?;
    let should = layout::newest_fingerprint()?;
    if is == should {
        return Ok(());
    }
    let differing = should
        .iter()
        .find(|(name, sql)| is.get(*name) != Some(*sql))
        .or_else(|| is.iter().find(|(name, _)| !should.contains_key(*name)))
        .map_or("?", |(name, _)| name);
    Err(Error::internal(format!(
        "the upgrade ended with `{differing}` unlike that of a newly made database"
    ))
    .hint("nothing was changed")
    .hint("please report this"))
}
