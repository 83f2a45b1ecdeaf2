//! What is set aside before the steps of an upgrade and put back after them.

use rusqlite::Connection;

use super::layout::{Layout, NEWEST, Table, listed, quoted};
use super::tables::{self, Duplicates};
use crate::error::Result;
use crate::store::open::explain;

/// Where tokens wait that JupyterHub would drop.
const TOKENS: &str = "hubctl_kept_tokens";

/// What was set aside.
#[derive(Debug, Default)]
pub(super) struct Kept {
    tables: Vec<String>,
    columns: Vec<KeptColumns>,
    tokens: bool,
}

#[derive(Debug)]
struct KeptColumns {
    table: String,
    key: Vec<String>,
    columns: Vec<String>,
}

impl Kept {
    /// Set a table aside that a later step will make.
    pub(super) fn table(&mut self, connection: &Connection, name: &str) -> Result<()> {
        tables::rename(connection, name, &aside(name))?;
        self.tables.push(name.to_owned());
        Ok(())
    }

    /// Set the values of `columns` aside, where a later step will make these.
    pub(super) fn columns(
        &mut self,
        connection: &Connection,
        name: &str,
        table: &Table,
        columns: &[&str],
        wanted: &Layout,
    ) -> Result<()> {
        let columns: Vec<_> = columns
            .iter()
            .copied()
            .filter(|column| NEWEST.has(name, column) && !wanted.has(name, column))
            .collect();
        if columns.is_empty() {
            return Ok(());
        }
        let key: Vec<_> = table.key.iter().map(String::as_str).collect();
        let sql = format!(
            "CREATE TABLE {} AS SELECT {}, {} FROM {}",
            quoted(&aside(name)),
            listed(&key),
            listed(&columns),
            quoted(name)
        );
        connection.execute_batch(&sql).map_err(explain)?;
        self.columns.push(KeptColumns {
            table: name.to_owned(),
            key: table.key.clone(),
            columns: columns.into_iter().map(str::to_owned).collect(),
        });
        Ok(())
    }

    /// Set the API tokens aside that the step to 2.0 will drop.
    pub(super) fn tokens(&mut self, connection: &Connection) -> Result<()> {
        self.tokens = true;
        connection
            .execute_batch(&format!(
                "CREATE TABLE {TOKENS} AS SELECT * FROM api_tokens"
            ))
            .map_err(explain)
    }

    /// Put everything back; whether there are tokens among it.
    pub(super) fn put_back(self, connection: &Connection) -> Result<bool> {
        for name in &self.tables {
            tables::copy(connection, &aside(name), name, Duplicates::Skip)?;
            tables::drop_table(connection, &aside(name))?;
        }
        for kept in &self.columns {
            kept.put_back(connection)?;
        }
        if self.tokens {
            put_tokens_back(connection)?;
        }
        Ok(self.tokens)
    }
}

impl KeptColumns {
    fn put_back(&self, connection: &Connection) -> Result<()> {
        let table = quoted(&self.table);
        let from = quoted(&aside(&self.table));
        let same: Vec<_> = self
            .key
            .iter()
            .map(|key| format!("{table}.{0} = {from}.{0}", quoted(key)))
            .collect();
        for column in &self.columns {
            let name = quoted(column);
            let sql = format!(
                "UPDATE {table} SET {name} = {from}.{name} FROM {from}
                 WHERE {} AND {from}.{name} IS NOT NULL{}",
                same.join(" AND "),
                unless_found(&table, column)
            );
            connection.execute(&sql, []).map_err(explain)?;
        }
        tables::drop_table(connection, &aside(&self.table))
    }
}

/// Scopes are worked out from roles: where the roles are still there, they speak. Where the step
/// was stopped after it had dropped them, what it had worked out is all there is.
fn unless_found(table: &str, column: &str) -> String {
    match column {
        "scopes" | "allowed_scopes" => {
            format!(" AND coalesce({table}.{column}, '[]') = '[]'")
        }
        _ => String::new(),
    }
}

/// As JupyterHub issues them since 2.0: by its own OAuth client, which it makes at every start where
/// it is missing, and with all that their owner may do, as tokens did before 2.0. A token that nobody
/// owns is good for nothing.
fn put_tokens_back(connection: &Connection) -> Result<()> {
    connection
        .execute_batch(
            "INSERT INTO oauth_clients (identifier, description, secret, redirect_uri, allowed_scopes)
             VALUES ('jupyterhub', 'JupyterHub', '', '', '[]')
             ON CONFLICT (identifier) DO NOTHING",
        )
        .map_err(explain)?;
    tables::copy(connection, TOKENS, "api_tokens", Duplicates::Refuse)?;
    tables::drop_table(connection, TOKENS)?;
    connection
        .execute_batch(
            r#"DELETE FROM api_tokens WHERE user_id IS NULL AND service_id IS NULL;
               UPDATE api_tokens SET client_id = 'jupyterhub', scopes = '["inherit"]';"#,
        )
        .map_err(explain)
}

/// Where table `name` waits.
fn aside(name: &str) -> String {
    format!("hubctl_kept_{name}")
}
