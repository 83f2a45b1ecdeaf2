//! Users' servers: `spawners` holds what each is, `servers` where a running one listens.

use rusqlite::params;

use super::filter::Where;
use super::value::Json;
use super::{Row, Tx};
use crate::error::Result;
use crate::model::{Server, ServerRef, UserId};

const LIST: &str = "SELECT s.user_id, u.name, s.name, s.display_name, s.last_activity, \
    s.started, s.server_id IS NOT NULL, v.base_url, s.user_options, s.state \
    FROM spawners s JOIN users u ON u.id = s.user_id LEFT JOIN servers v ON v.id = s.server_id \
    {} ORDER BY u.name, s.name";

/// The servers of the users `u` that meet `conditions`; those that do not run only where asked for.
pub(super) fn of_users(
    tx: &Tx<'_>,
    mut conditions: Where,
    stopped: bool,
) -> Result<Vec<(UserId, Server)>> {
    if !stopped {
        conditions.and("s.server_id IS NOT NULL");
    }
    tx.many(&conditions.within(LIST), conditions.params(), from_row)
}

fn from_row(row: &Row<'_>) -> Result<(UserId, Server)> {
    let full_name = ServerRef {
        user: row.get(1)?,
        server: row.get(2)?,
    };
    let running: bool = row.get(6)?;
    let server = Server {
        name: full_name.server.clone(),
        full_name,
        display_name: row.get(3)?,
        last_activity: row.get(4)?,
        started: row.get(5)?,
        pending: None,
        ready: running,
        stopped: !running,
        url: row.get(7)?,
        user_options: row.get::<Option<Json<_>>>(8)?.map(|Json(options)| options),
        state: row.get::<Option<Json<_>>>(9)?.map(|Json(state)| state),
    };
    Ok((row.get(0)?, server))
}

const DELETE_CLIENTS: &str = "DELETE FROM oauth_clients WHERE identifier IN \
    (SELECT oauth_client_id FROM spawners WHERE user_id = ?1)";

const DELETE_ADDRESSES: &str = "DELETE FROM servers WHERE id IN \
    (SELECT server_id FROM spawners WHERE user_id = ?1)";

/// Delete what a user's servers own: their addresses, and their OAuth clients with tokens and codes.
/// The rows of the servers themselves go with the user.
pub(super) fn delete_of_user(tx: &Tx<'_>, user: UserId) -> Result<()> {
    tx.execute(DELETE_CLIENTS, params![user])?;
    tx.execute(DELETE_ADDRESSES, params![user]).map(drop)
}

const ANY_RUNNING: &str =
    "SELECT EXISTS (SELECT 1 FROM spawners WHERE user_id = ?1 AND server_id IS NOT NULL)";

/// Whether a user has a server that runs, as far as the database knows.
pub fn any_running(tx: &Tx<'_>, user: UserId) -> Result<bool> {
    tx.one(ANY_RUNNING, params![user], |row| row.get(0))
}
