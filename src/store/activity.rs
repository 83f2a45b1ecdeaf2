//! When users and their servers were last active, as somebody reports it.

use rusqlite::params;

use super::Tx;
use crate::error::Result;
use crate::model::{ServerName, SpawnerId, Timestamp, UserId};

const OF_USER: &str = "UPDATE users SET last_activity = ?2 \
    WHERE id = ?1 AND (last_activity IS NULL OR last_activity < ?2)";

/// The user was active at `time`; what is known of a later time stays.
pub fn of_user(tx: &Tx<'_>, user: UserId, time: Timestamp) -> Result<()> {
    tx.execute(OF_USER, params![user, time]).map(drop)
}

const OF_SERVER: &str = "UPDATE spawners SET last_activity = ?2 \
    WHERE id = ?1 AND (last_activity IS NULL OR last_activity < ?2)";

/// The server was used at `time`; what is known of a later time stays.
pub fn of_server(tx: &Tx<'_>, server: SpawnerId, time: Timestamp) -> Result<()> {
    tx.execute(OF_SERVER, params![server, time]).map(drop)
}

const OF_OWNER: &str = "UPDATE users SET last_activity = ?2 \
    WHERE id = (SELECT user_id FROM spawners WHERE id = ?1) \
    AND (last_activity IS NULL OR last_activity < ?2)";

/// The user whose server it is was active at `time`; what is known of a later time stays.
pub fn of_owner(tx: &Tx<'_>, server: SpawnerId, time: Timestamp) -> Result<()> {
    tx.execute(OF_OWNER, params![server, time]).map(drop)
}

const SERVERS: &str = "SELECT name, id FROM spawners WHERE user_id = ?1";

/// The servers of a user by name.
pub fn servers_of(tx: &Tx<'_>, user: UserId) -> Result<Vec<(ServerName, SpawnerId)>> {
    tx.many(SERVERS, params![user], |row| {
        let name: Option<ServerName> = row.get(0)?;
        Ok((name.unwrap_or_else(|| "".into()), row.get(1)?))
    })
}
