//! A database on which hubs start, and its tables as `tests/golden/start/record.py` has them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hubctl::clock::Clock;
use hubctl::config::database::DbUrl;
use hubctl::error::Result;
use hubctl::ops::start::{Declared, Start, Started};
use hubctl::ops::{Operation, operate};
use hubctl::store::{Access, Ending, Store};
use rusqlite::Connection;
use rusqlite::types::Value as Column;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The rows of each table, in order.
pub(crate) type Tables = BTreeMap<String, Vec<Value>>;

/// A database that was empty at first.
pub(crate) struct Database(TempDir);

impl Database {
    pub(crate) fn new() -> Self {
        let database = Self(TempDir::new().unwrap());
        Store::create(&database.url(), &Clock::system()).unwrap();
        database
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("jupyterhub.sqlite")
    }

    fn url(&self) -> DbUrl {
        self.path().to_str().unwrap().parse().unwrap()
    }

    /// Start a hub with what is `declared`.
    pub(crate) fn start(&self, declared: Declared) -> Result<Started> {
        self.operate(Start(declared))
    }

    /// Do an operation as the operator does it.
    pub(crate) fn operate<O: Operation>(&self, operation: O) -> Result<O::Output> {
        let mut store = Store::open(&self.url(), Access::Write)?;
        store.write(&Clock::system(), Ending::Commit, |tx| {
            operate(operation, tx)
        })
    }

    /// Run `sql` as another program would.
    pub(crate) fn execute(&self, sql: &str) {
        self.connect().execute_batch(sql).unwrap();
    }

    /// The rows that `sql` gives.
    pub(crate) fn rows(&self, sql: &str) -> Vec<Value> {
        let connection = self.connect();
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let cells = (0..columns).map(|at| Ok(json_of(row.get(at)?)));
            cells.collect::<rusqlite::Result<Vec<_>>>().map(Value::from)
        });
        let rows: rusqlite::Result<Vec<Value>> = rows.unwrap().collect();
        rows.unwrap()
    }

    /// The tables that `TABLES` of the recording script names.
    pub(crate) fn tables(&self) -> Tables {
        let mut tables: Tables = TABLES
            .iter()
            .map(|(name, sql)| ((*name).to_owned(), self.rows(sql)))
            .collect();
        for token in tables.get_mut("tokens").unwrap() {
            if token[2] == "generated at startup" {
                token[5] = json!("…");
            }
        }
        sort(&mut tables);
        tables
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "tests look at the file past hubctl's own store"
    )]
    fn connect(&self) -> Connection {
        let connection = Connection::open(self.path()).unwrap();
        connection
            .pragma_update(None, "foreign_keys", true)
            .unwrap();
        connection
    }
}

/// Bring the rows of each table into one order.
pub(crate) fn sort(tables: &mut Tables) {
    for rows in tables.values_mut() {
        rows.sort_by_key(ToString::to_string);
    }
}

fn json_of(column: Column) -> Value {
    match column {
        Column::Null => Value::Null,
        Column::Integer(number) => number.into(),
        Column::Text(text) => text.into(),
        other => panic!("{other:?}"),
    }
}

const TABLES: [(&str, &str); 11] = [
    (
        "roles",
        "SELECT name, description, scopes, managed_by_auth FROM roles",
    ),
    (
        "users",
        "SELECT name, admin, created IS NOT NULL, cookie_id IS NOT NULL FROM users",
    ),
    ("groups", "SELECT name, properties FROM groups"),
    (
        "members",
        "SELECT g.name, u.name FROM user_group_map m JOIN groups g ON g.id = m.group_id \
         JOIN users u ON u.id = m.user_id",
    ),
    (
        "user_roles",
        "SELECT r.name, h.name, m.managed_by_auth FROM user_role_map m \
         JOIN roles r ON r.id = m.role_id JOIN users h ON h.id = m.user_id",
    ),
    (
        "group_roles",
        "SELECT r.name, h.name, m.managed_by_auth FROM group_role_map m \
         JOIN roles r ON r.id = m.role_id JOIN groups h ON h.id = m.group_id",
    ),
    (
        "service_roles",
        "SELECT r.name, h.name, m.managed_by_auth FROM service_role_map m \
         JOIN roles r ON r.id = m.role_id JOIN services h ON h.id = m.service_id",
    ),
    (
        "services",
        "SELECT name, admin, url, oauth_client_allowed_scopes, info, display, oauth_no_confirm, \
         command, cwd, environment, user, timeout, from_config, oauth_client_id FROM services",
    ),
    (
        "addresses",
        "SELECT s.name, v.proto, v.ip, v.port, v.base_url, v.cookie_name FROM servers v \
         JOIN services s ON s._server_id = v.id",
    ),
    (
        "clients",
        "SELECT identifier, description, redirect_uri, allowed_scopes, \
         substr(secret, 1, instr(substr(secret, 8), ':') + 6) FROM oauth_clients",
    ),
    (
        "tokens",
        "SELECT u.name, s.name, t.note, t.scopes, t.client_id, t.prefix, \
         substr(t.hashed, 1, instr(substr(t.hashed, 8), ':') + 6), t.expires_at IS NULL \
         FROM api_tokens t LEFT JOIN users u ON u.id = t.user_id \
         LEFT JOIN services s ON s.id = t.service_id",
    ),
];
