//! How many there are, for what is watched.

use rusqlite::params;

use super::Tx;
use crate::error::Result;
use crate::model::Timestamp;

const USERS: &str = "SELECT count(*) FROM users";

/// How many users there are.
pub fn users(tx: &Tx<'_>) -> Result<u64> {
    tx.one(USERS, [], |row| row.get(0))
}

const USERS_SINCE: &str = "SELECT count(*) FROM users WHERE last_activity >= ?1";

/// How many users were seen at `time` or later.
pub fn users_since(tx: &Tx<'_>, time: Timestamp) -> Result<u64> {
    tx.one(USERS_SINCE, params![time], |row| row.get(0))
}

const RUNNING: &str = "SELECT count(*) FROM spawners WHERE server_id IS NOT NULL";

/// How many servers have an address, which those have that run.
pub fn running_servers(tx: &Tx<'_>) -> Result<u64> {
    tx.one(RUNNING, [], |row| row.get(0))
}
