//! The tables of hubctl itself, which a hub makes when it begins to serve.

use rusqlite::Connection;

use super::open::explain;
use crate::error::Result;

const TABLES: &str = include_str!("../../migrations/hubctl.sql");

/// Make what is not there yet. Where all is there, nothing is written.
pub(super) fn create(connection: &Connection) -> Result<()> {
    connection.execute_batch(TABLES).map_err(explain)
}
