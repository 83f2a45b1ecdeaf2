//! What becomes of a server's rows when it is made, started, stopped and removed.

use rusqlite::params;
use serde_json::{Map, Value};

use crate::error::Result;
use crate::model::{
    Address, Hashed, Secret, ServerName, ServerRef, SpawnerId, Timestamp, TokenId, UserId, UserName,
};
use crate::store::delete::{self, Referred};
use crate::store::value::Json;
use crate::store::{Row, Tx};

/// A row of `spawners`, by what it takes to start it.
#[derive(Debug, Clone)]
pub struct ServerRow {
    /// Its key.
    pub id: SpawnerId,
    /// Whose.
    pub user: UserId,
    /// What a person calls it.
    pub display_name: Option<String>,
    /// What was chosen when it was last started.
    pub user_options: Option<Map<String, Value>>,
}

const FIND: &str = "SELECT s.id, s.user_id, s.display_name, s.user_options FROM spawners s \
    JOIN users u ON u.id = s.user_id WHERE u.name = ?1 AND s.name = ?2";

/// The row of a server.
pub fn find(tx: &Tx<'_>, server: &ServerRef) -> Result<Option<ServerRow>> {
    tx.maybe(FIND, params![server.user, server.server], |row| {
        Ok(ServerRow {
            id: row.get(0)?,
            user: row.get(1)?,
            display_name: row.get(2)?,
            user_options: row.get::<Option<Json<_>>>(3)?.map(|Json(options)| options),
        })
    })
}

const COUNT_NAMED: &str = "SELECT count(*) FROM spawners WHERE user_id = ?1 AND name <> ''";

/// How many named servers a user has, running or not.
pub fn count_named(tx: &Tx<'_>, user: UserId) -> Result<u32> {
    tx.one(COUNT_NAMED, params![user], |row| row.get(0))
}

const INSERT: &str = "INSERT INTO spawners (user_id, name, display_name, state, user_options) \
    VALUES (?1, ?2, ?3, '{}', '{}') RETURNING id";

/// Add a server, which does not run.
pub fn insert(
    tx: &Tx<'_>,
    user: UserId,
    name: &ServerName,
    display_name: &str,
) -> Result<SpawnerId> {
    tx.one(INSERT, params![user, name, display_name], |row| row.get(0))
}

const SET_DISPLAY_NAME: &str = "UPDATE spawners SET display_name = ?2 WHERE id = ?1";

/// Say what a person calls it.
pub fn set_display_name(tx: &Tx<'_>, id: SpawnerId, name: &str) -> Result<()> {
    tx.execute(SET_DISPLAY_NAME, params![id, name]).map(drop)
}

const SET_OPTIONS: &str = "UPDATE spawners SET user_options = ?2 WHERE id = ?1";

/// Say what was chosen for its next start.
pub fn set_user_options(tx: &Tx<'_>, id: SpawnerId, options: &Map<String, Value>) -> Result<()> {
    tx.execute(SET_OPTIONS, params![id, Json(options)])
        .map(drop)
}

const RENAME: &str = "UPDATE spawners SET name = ?2 WHERE id = ?1";

/// Give a server that does not run another name.
pub fn rename(tx: &Tx<'_>, id: SpawnerId, name: &ServerName) -> Result<()> {
    tx.execute(RENAME, params![id, name]).map(drop)
}

/// A server that is about to be started.
#[derive(Debug)]
pub struct Begin<'a> {
    /// Which.
    pub server: &'a ServerRow,
    /// Its path on the hub's host.
    pub path: &'a str,
    /// Where it is to listen.
    pub listen: &'a Address,
    /// The OAuth client by which its visitors sign in.
    pub client: Client<'a>,
    /// When.
    pub now: Timestamp,
}

/// The OAuth client of a server.
#[derive(Debug)]
pub struct Client<'a> {
    /// What it calls itself.
    pub identifier: &'a str,
    /// Its secret.
    pub secret: &'a Secret,
    /// Random bytes for the hash.
    pub salt: [u8; 8],
    /// Where visitors are sent back to.
    pub redirect_uri: &'a str,
    /// What its tokens may at most be allowed.
    pub allowed_scopes: &'a [String],
}

const INSERT_ADDRESS: &str = "INSERT INTO servers (proto, ip, port, base_url, cookie_name) \
    VALUES (?1, '', ?2, ?3, 'cookie') RETURNING id";

const UPSERT_CLIENT: &str = "INSERT INTO oauth_clients \
    (identifier, description, secret, redirect_uri, allowed_scopes) VALUES (?1, ?2, ?3, ?4, ?5) \
    ON CONFLICT (identifier) DO UPDATE SET description = excluded.description, \
    secret = excluded.secret, redirect_uri = excluded.redirect_uri, \
    allowed_scopes = excluded.allowed_scopes";

const TAKEN: &str = "SELECT 1 FROM spawners WHERE oauth_client_id = ?1 AND id <> ?2";

/// Whether the OAuth client called `identifier` is another server's than that of `id`.
pub fn is_taken(tx: &Tx<'_>, identifier: &str, id: SpawnerId) -> Result<bool> {
    let taken = tx.maybe(TAKEN, params![identifier, id], |row| row.get::<i64>(0))?;
    Ok(taken.is_some())
}

const BEGIN: &str = "UPDATE spawners SET server_id = ?2, oauth_client_id = ?3, started = ?4, \
    last_activity = ?4, state = '{}', user_options = COALESCE(user_options, '{}') WHERE id = ?1";

const USER_ACTIVE: &str = "UPDATE users SET last_activity = ?2 WHERE id = ?1";

/// A server is being started: it has an address, an OAuth client, and it and its user are active now
/// (`User.spawn`).
pub fn begin(tx: &Tx<'_>, new: &Begin<'_>) -> Result<()> {
    let Begin { server, client, .. } = new;
    forget_address(tx, server.id)?;
    let address: i64 = tx.one(
        INSERT_ADDRESS,
        params![new.listen.proto, new.listen.port, new.path],
        |row| row.get(0),
    )?;
    // It is random: one round is enough, which JupyterHub reads as well as the many of its own.
    let secret = Hashed::generated(client.secret, client.salt);
    tx.execute(
        UPSERT_CLIENT,
        params![
            client.identifier,
            ServerRef::note(new.path),
            secret.as_str(),
            client.redirect_uri,
            Json(client.allowed_scopes),
        ],
    )?;
    tx.execute(
        BEGIN,
        params![server.id, address, client.identifier, new.now],
    )?;
    tx.execute(USER_ACTIVE, params![server.user, new.now])?;
    Ok(())
}

const STARTED: &str = "UPDATE servers SET proto = ?2, ip = ?3, port = ?4 \
    WHERE id = (SELECT server_id FROM spawners WHERE id = ?1)";

const SET_STATE: &str = "UPDATE spawners SET state = ?2 WHERE id = ?1";

/// A server has started: it is reached at `address`, and found again by `state`.
pub fn started(
    tx: &Tx<'_>,
    id: SpawnerId,
    address: &Address,
    state: &Map<String, Value>,
) -> Result<()> {
    let Address { proto, ip, port } = address;
    tx.execute(STARTED, params![id, proto, ip, port])?;
    tx.execute(SET_STATE, params![id, Json(state)]).map(drop)
}

const END: &str =
    "UPDATE spawners SET started = NULL, state = '{}', last_activity = ?2 WHERE id = ?1";

const CLIENT_OF: &str = "SELECT oauth_client_id FROM spawners WHERE id = ?1";

const USER_OF: &str = "SELECT user_id FROM spawners WHERE id = ?1";

const DELETE_TOKEN: &str = "DELETE FROM api_tokens WHERE id = ?1";

/// A server has stopped: it has no address, no OAuth client and no `tokens` any more (`User.stop`).
/// A row that is gone meanwhile, with its user, is no error.
pub fn ended(tx: &Tx<'_>, id: SpawnerId, tokens: &[TokenId], now: Timestamp) -> Result<()> {
    forget_address(tx, id)?;
    for token in tokens {
        tx.execute(DELETE_TOKEN, params![token])?;
    }
    forget_client(tx, id)?;
    tx.execute(END, params![id, now])?;
    if let Some(user) = tx.maybe(USER_OF, params![id], |row| row.get::<UserId>(0))? {
        tx.execute(USER_ACTIVE, params![user, now])?;
    }
    Ok(())
}

const ADDRESS_OF: &str = "SELECT server_id FROM spawners WHERE id = ?1";

const NO_ADDRESS: &str = "UPDATE spawners SET server_id = NULL WHERE id = ?1";

fn forget_address(tx: &Tx<'_>, id: SpawnerId) -> Result<()> {
    let address = tx.maybe(ADDRESS_OF, params![id], |row| row.get::<Option<i64>>(0))?;
    tx.execute(NO_ADDRESS, params![id])?;
    match address.flatten() {
        Some(address) => delete::delete(tx, Referred::Address(address)),
        None => Ok(()),
    }
}

fn forget_client(tx: &Tx<'_>, id: SpawnerId) -> Result<()> {
    let client = tx.maybe(CLIENT_OF, params![id], |row| row.get::<Option<String>>(0))?;
    match client.flatten() {
        Some(client) => delete::delete(tx, Referred::OAuthClient(&client)),
        None => Ok(()),
    }
}

const DELETE: &str = "DELETE FROM spawners WHERE id = ?1";

/// Delete a server, with what is shared of it.
pub fn delete(tx: &Tx<'_>, id: SpawnerId) -> Result<()> {
    forget_address(tx, id)?;
    forget_client(tx, id)?;
    tx.execute(DELETE, params![id]).map(drop)
}

/// A server that ran when the last hub ended, as far as that one knew.
#[derive(Debug)]
pub struct LeftRunning {
    /// Its key.
    pub id: SpawnerId,
    /// Whose.
    pub user: UserId,
    /// Its name.
    pub server: ServerRef,
    /// What its spawner finds it by.
    pub state: Map<String, Value>,
    /// Where it is reached.
    pub address: Address,
    /// Its path on the hub's host.
    pub path: String,
}

const LEFT_RUNNING: &str = "SELECT s.id, s.user_id, u.name, s.name, s.state, v.base_url, v.proto, \
    v.ip, v.port FROM spawners s JOIN users u ON u.id = s.user_id \
    JOIN servers v ON v.id = s.server_id";

/// The servers that ran when the last hub ended.
pub fn left_running(tx: &Tx<'_>) -> Result<Vec<LeftRunning>> {
    tx.many(LEFT_RUNNING, [], |row| {
        Ok(LeftRunning {
            id: row.get(0)?,
            user: row.get(1)?,
            server: ServerRef {
                user: row.get(2)?,
                server: row.get(3)?,
            },
            state: stored_state(row, 4)?,
            path: row.get::<Option<_>>(5)?.unwrap_or_default(),
            address: Address {
                proto: row
                    .get::<Option<_>>(6)?
                    .unwrap_or_else(|| "http".to_owned()),
                ip: row.get::<Option<_>>(7)?.unwrap_or_default(),
                port: row.get::<Option<_>>(8)?.unwrap_or_default(),
            },
        })
    })
}

/// A state as stored, which older releases may have left empty.
fn stored_state(row: &Row<'_>, column: usize) -> Result<Map<String, Value>> {
    let stored = row.get::<Option<Json<Option<Map<_, _>>>>>(column)?;
    Ok(stored.and_then(|Json(state)| state).unwrap_or_default())
}

/// A token that a hub made for a server.
#[derive(Debug)]
pub struct ServersToken {
    /// Its key.
    pub id: TokenId,
    /// Whose server.
    pub user: UserName,
    /// What tells which one: where that was when it [started](ServerRef::note), whatever its user is called by now.
    pub note: String,
}

const TOKENS: &str = "SELECT t.id, u.name, t.note FROM api_tokens t JOIN users u \
    ON u.id = t.user_id WHERE t.note LIKE ?1 AND t.client_id = 'jupyterhub'";

/// The tokens that hubs made for servers and did not delete yet; one pass over all tokens.
pub fn tokens(tx: &Tx<'_>) -> Result<Vec<ServersToken>> {
    tx.many(TOKENS, params![format!("{}%", ServerRef::NOTE)], |row| {
        Ok(ServersToken {
            id: row.get(0)?,
            user: row.get(1)?,
            note: row.get(2)?,
        })
    })
}
