//! What a sign-in reads and writes of a user's own row.

use rusqlite::params;
use serde_json::Value;

use super::Tx;
use super::value::Json;
use crate::error::Result;
use crate::model::{Secret, UserId, UserName};

/// A user who may sign in.
#[derive(Debug, Clone)]
pub struct Known {
    /// Their key.
    pub id: UserId,
    /// What their cookies say.
    pub cookie_id: Secret,
    /// Whether the admin flag is set.
    pub admin: bool,
}

const FIND: &str = "SELECT id, cookie_id, admin FROM users WHERE name = ?1";

/// The user named `name`.
pub fn find(tx: &Tx<'_>, name: &UserName) -> Result<Option<Known>> {
    tx.maybe(FIND, params![name], |row| {
        Ok(Known {
            id: row.get(0)?,
            cookie_id: Secret::new(row.get::<String>(1)?),
            admin: row.get::<Option<bool>>(2)?.unwrap_or(false),
        })
    })
}

const SET_INFO: &str = "UPDATE users SET user_info = ?2 WHERE id = ?1";

/// Keep what is known of a user in clear.
pub fn set_info(tx: &Tx<'_>, user: UserId, info: &Value) -> Result<()> {
    tx.execute(SET_INFO, params![user, Json(info)]).map(drop)
}

const STATE: &str = "SELECT encrypted_auth_state FROM users WHERE name = ?1";

/// What is kept of a user in secret, as it was encrypted.
pub fn auth_state_of(tx: &Tx<'_>, name: &UserName) -> Result<Option<Vec<u8>>> {
    let found = tx.maybe(STATE, params![name], |row| row.get(0))?;
    Ok(found.flatten())
}

const STATES: &str =
    "SELECT id, encrypted_auth_state FROM users WHERE encrypted_auth_state IS NOT NULL";

/// What is kept of all users in secret, as it was encrypted.
pub fn auth_states(tx: &Tx<'_>) -> Result<Vec<(UserId, Vec<u8>)>> {
    tx.many(STATES, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}

const SET_STATE: &str = "UPDATE users SET encrypted_auth_state = ?2 WHERE id = ?1";

const CLEAR_STATE: &str = "UPDATE users SET encrypted_auth_state = NULL \
    WHERE id = ?1 AND encrypted_auth_state IS NOT NULL";

/// Keep what is known of a user in secret, as it was encrypted; `None` keeps nothing.
pub fn set_auth_state(tx: &Tx<'_>, user: UserId, encrypted: Option<&[u8]>) -> Result<()> {
    match encrypted {
        Some(encrypted) => tx.execute(SET_STATE, params![user, encrypted]),
        None => tx.execute(CLEAR_STATE, params![user]),
    }
    .map(drop)
}
