//! The tables of hubctl itself, and its indexes on those of JupyterHub, which a hub makes when it
//! begins to serve.

use rusqlite::Connection;

use super::Tx;
use super::open::explain;
use crate::error::Result;

const TABLES: &str = include_str!("../../migrations/hubctl.sql");

/// Apart, because applying a description makes this one by itself.
const APPLIED: &str = include_str!("../../migrations/applied.sql");

/// Make what is not there yet. Where all is there, nothing is written.
pub(super) fn create(connection: &Connection) -> Result<()> {
    connection.execute_batch(TABLES).map_err(explain)?;
    connection.execute_batch(APPLIED).map_err(explain)
}

/// The same, in a transaction.
pub fn prepare(tx: &Tx<'_>) -> Result<()> {
    create(tx.connection())
}

/// Make what notes the things that a description put there, in a transaction.
pub(super) fn prepare_applied(tx: &Tx<'_>) -> Result<()> {
    tx.connection().execute_batch(APPLIED).map_err(explain)
}

const THERE: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_master \
    WHERE type = 'table' AND name = ?1)";

/// Whether there is a table of this name: a database that no hub of hubctl's has served has none.
pub(super) fn has(tx: &Tx<'_>, table: &str) -> Result<bool> {
    tx.one(THERE, [table], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate::create_schema;
    use crate::store::open::in_memory;

    /// The foreign keys that lead no index, as `table.column`.
    const WITHOUT_INDEX: &str = "
        SELECT t.name || '.' || k.\"from\" FROM sqlite_master t, pragma_foreign_key_list(t.name) k
        WHERE t.type = 'table' AND NOT EXISTS (
            SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c
            WHERE c.seqno = 0 AND c.name = k.\"from\")
        -- a lone integer key needs no index: it is where the row is
        AND NOT (SELECT max(c.pk) = 1 AND max(c.name = k.\"from\" AND c.pk) FROM pragma_table_info(t.name) c)
        ORDER BY 1";

    #[test]
    fn what_hangs_on_a_row_is_found_by_an_index() {
        let connection = in_memory().unwrap();
        create_schema(&connection, &crate::clock::Clock::system()).unwrap();
        create(&connection).unwrap();
        create(&connection).unwrap();
        let mut statement = connection.prepare(WITHOUT_INDEX).unwrap();
        let found: rusqlite::Result<Vec<String>> =
            statement.query_map([], |row| row.get(0)).unwrap().collect();
        // of services there are as many as the configuration defines
        let of_services = [
            "service_role_map.role_id",
            "services._server_id",
            "services.oauth_client_id",
        ];
        assert_eq!(found.unwrap(), of_services);
    }

    /// The foreign keys of several columns that no index begins with.
    const PAIRS: &str = "
        SELECT k.columns FROM (
            SELECT t.name, group_concat(k.\"from\") AS columns, count(*) AS many
            FROM sqlite_master t, pragma_foreign_key_list(t.name) k
            WHERE t.type = 'table' GROUP BY t.name, k.id) k
        WHERE k.many > 1 AND NOT EXISTS (
            SELECT 1 FROM pragma_index_list(k.name) i WHERE k.columns = (
                SELECT group_concat(c.name) FROM pragma_index_info(i.name) c WHERE c.seqno < k.many))";

    #[test]
    fn what_hangs_on_a_pair_is_found_by_both() {
        let connection = in_memory().unwrap();
        create_schema(&connection, &crate::clock::Clock::system()).unwrap();
        create(&connection).unwrap();
        let pairs = |connection: &Connection| -> Vec<String> {
            let mut statement = connection.prepare(PAIRS).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.collect::<rusqlite::Result<_>>().unwrap()
        };
        assert_eq!(pairs(&connection), Vec::<String>::new());
        connection
            .execute_batch("DROP INDEX hubctl_applied_user_group")
            .unwrap();
        assert_eq!(pairs(&connection), ["user_id,group_id"]);
    }
}
