//! What the migrations need that SQLite's own functions cannot do.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use serde_json::Value;

use crate::clock::Clock;
use crate::store::value::Json;

/// Give `connection` the functions `now_utc()`, and `python_json(text)`, which spells JSON as
/// JupyterHub stores it.
pub(super) fn define(connection: &Connection, clock: &Clock) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let now = clock.now().stored();
    connection.create_scalar_function("now_utc", 0, flags, move |_| Ok(now.clone()))?;
    connection.create_scalar_function("python_json", 1, flags, |context| {
        context.get::<Json<Value>>(0)
    })
}
