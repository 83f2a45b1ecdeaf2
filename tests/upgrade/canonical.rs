//! A database in the canonical form of `tests/fixtures/db/README.md`.

use std::collections::BTreeMap;
use std::path::Path;

use hubctl::clock::hex;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::{Map, Value, json};

/// A connection that looks at the file at `path`.
#[expect(
    clippy::disallowed_methods,
    reason = "the test looks at the file without the program that it tests"
)]
pub(crate) fn look(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

/// A connection that prepares the file at `path` for a test, making it where it is not there.
#[expect(
    clippy::disallowed_methods,
    reason = "the test changes the file without the program that it tests"
)]
pub(crate) fn alter(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

/// Everything that `sql` answers.
pub(crate) fn all<T>(
    connection: &Connection,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows: rusqlite::Result<Vec<T>> = statement.query_map([], read).unwrap().collect();
    rows.unwrap()
}

/// JupyterHub's tables: all but those of hubctl and SQLite.
pub(crate) fn tables(connection: &Connection) -> Vec<String> {
    all(
        connection,
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
        |row| row.get(0),
    )
    .into_iter()
    .filter(|name: &String| !name.starts_with("sqlite_") && !name.starts_with("hubctl_"))
    .collect()
}

/// The schema, as `fresh_schema` has it.
pub(crate) fn schema(connection: &Connection) -> Value {
    tables(connection)
        .into_iter()
        .map(|table| {
            let description = json!({
                "columns": columns(connection, &table),
                "foreign_keys": foreign_keys(connection, &table),
                "unique": indexes(connection, &table, "u"),
                "indexes": indexes(connection, &table, "c"),
            });
            (table, description)
        })
        .collect::<Map<_, _>>()
        .into()
}

fn columns(connection: &Connection, table: &str) -> Value {
    let sql =
        format!("SELECT name, type, \"notnull\", pk, dflt_value FROM pragma_table_info('{table}')");
    all(connection, &sql, |row| {
        let default: Option<String> = row.get(4)?;
        let default = default.map(|text| text.trim_matches(['(', ')', '\'', '"']).to_owned());
        let description = json!({
            "type": row.get::<_, String>(1)?.to_uppercase(),
            "notnull": row.get::<_, bool>(2)?,
            "pk": row.get::<_, i64>(3)?,
            "default": default,
        });
        Ok((row.get::<_, String>(0)?, description))
    })
    .into_iter()
    .collect::<Map<_, _>>()
    .into()
}

fn foreign_keys(connection: &Connection, table: &str) -> Value {
    let sql = format!(
        "SELECT \"from\", \"table\", \"to\", on_update, on_delete
         FROM pragma_foreign_key_list('{table}')"
    );
    sorted(all(connection, &sql, |row| {
        Ok(json!([
            [row.get::<_, String>(0)?],
            row.get::<_, String>(1)?,
            [row.get::<_, String>(2)?],
            row.get::<_, String>(3)?,
            row.get::<_, String>(4)?,
        ]))
    }))
}

fn indexes(connection: &Connection, table: &str, origin: &str) -> Value {
    let sql = format!("SELECT name FROM pragma_index_list('{table}') WHERE origin = '{origin}'");
    let names: Vec<String> = all(connection, &sql, |row| row.get(0));
    let columns = |name: String| -> Value {
        let sql = format!("SELECT name FROM pragma_index_info('{name}') ORDER BY seqno");
        all(connection, &sql, |row| row.get::<_, String>(0)).into()
    };
    sorted(names.into_iter().map(columns).collect())
}

fn sorted(mut values: Vec<Value>) -> Value {
    values.iter_mut().for_each(Value::sort_all_objects);
    values.sort_by_key(Value::to_string);
    values.into()
}

/// Every row of every table, sorted.
pub(crate) fn rows(connection: &Connection) -> Value {
    tables(connection)
        .into_iter()
        .map(|table| {
            let sql = format!("SELECT * FROM \"{table}\"");
            let rows = all(connection, &sql, |row| Ok(Value::Object(object(row))));
            (table, sorted(rows))
        })
        .collect::<Map<_, _>>()
        .into()
}

fn object(row: &Row<'_>) -> Map<String, Value> {
    row.as_ref()
        .column_names()
        .enumerate()
        .map(|(index, name)| (name.to_owned(), value(row.get_ref_unwrap(index))))
        .collect()
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => std::str::from_utf8(text).unwrap().into(),
        ValueRef::Blob(blob) => {
            json!({ "$blob": hex(blob) })
        }
    }
}

/// Rows, with what the upgrade stamps as `{"$datetime": "any"}`, and lists without order sorted.
pub(crate) fn masked(rows: &Value, recorded: &Value) -> Value {
    let mut rows = rows.clone();
    for (table, column) in pairs(&recorded["volatile"]) {
        for_each(&mut rows, &table, &column, |value| {
            if value.is_string() {
                *value = json!({ "$datetime": "any" });
            }
        });
    }
    for (table, column) in pairs(&recorded["unordered_json"]) {
        for_each(&mut rows, &table, &column, |value| {
            if let Some(text) = value.as_str() {
                let list: Vec<Value> = serde_json::from_str(text).unwrap();
                *value = sorted(list);
            }
        });
    }
    for table in rows.as_object_mut().unwrap().values_mut() {
        *table = sorted(table.as_array().unwrap().clone());
    }
    rows
}

fn pairs(list: &Value) -> Vec<(String, String)> {
    serde_json::from_value(list.clone()).unwrap()
}

fn for_each(rows: &mut Value, table: &str, column: &str, mut change: impl FnMut(&mut Value)) {
    let Some(rows) = rows[table].as_array_mut() else {
        return;
    };
    for row in rows {
        change(&mut row[column]);
    }
}

/// The statements of JupyterHub's tables and indexes by name, with white space made alike: equal
/// exactly where names and order of columns and constraints are.
pub(crate) fn statements(connection: &Connection) -> BTreeMap<String, String> {
    all(
        connection,
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'hubctl_%'",
        |row| Ok((row.get(0)?, row.get::<_, String>(1)?)),
    )
    .into_iter()
    .map(|(name, sql): (String, String)| {
        let words: Vec<_> = sql.split_whitespace().collect();
        let text = words.join(" ").replace("( ", "(").replace(" )", ")");
        (name, text)
    })
    .collect()
}
