//! Users' servers: `spawners` holds what each is, `servers` where a running one listens.

pub mod running;

use rusqlite::{params, params_from_iter};

use serde::{Deserialize, Serialize};

use super::delete::{self, Referred};
use super::filter::{Where, listing};
use super::holdings::scopes;
use super::users::{BY_GROUP, reached};
use super::value::Json;
use super::{Row, Tx};
use crate::error::Result;
use crate::model::{
    Address, BaseUrl, GroupName, More, Seen, Server, ServerClient, ServerName, ServerRef,
    ServerShare, SpawnerId, StoredServer, Timestamp, UserId, UserName,
};
use crate::rbac::Reach;

/// Which servers to list; what is `None` does not matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerFilter {
    /// Those of this user.
    pub user: Option<UserName>,
    /// Those of this name.
    pub name: Option<ServerName>,
    /// Those of members of this group.
    pub group: Option<GroupName>,
    /// Those that run, or those that do not.
    pub running: Option<bool>,
    /// Used at or after this time.
    pub active_since: Option<Timestamp>,
    /// Not used since this time, or never.
    pub inactive_since: Option<Timestamp>,
}

impl ServerFilter {
    /// Just this one.
    pub fn only(server: &ServerRef) -> Self {
        Self {
            user: Some(server.user.clone()),
            name: Some(server.server.clone()),
            ..Self::default()
        }
    }

    /// The conditions, on rows `s` of `spawners` and `u` of `users`.
    fn conditions(&self) -> Where {
        let mut conditions = Where::default();
        if let Some(user) = &self.user {
            conditions.and_with("u.name = ?", user.clone());
        }
        if let Some(name) = &self.name {
            conditions.and_with("s.name = ?", name.clone());
        }
        if let Some(group) = &self.group {
            conditions.and_with(BY_GROUP, group.clone());
        }
        match self.running {
            Some(true) => conditions.and(RUNNING),
            Some(false) => conditions.and("s.server_id IS NULL"),
            None => {}
        }
        if let Some(time) = self.active_since {
            conditions.and_with("s.last_activity >= ?", time);
        }
        if let Some(time) = self.inactive_since {
            conditions.and_with("(s.last_activity < ? OR s.last_activity IS NULL)", time);
        }
        conditions
    }
}

const RUNNING: &str = "s.server_id IS NOT NULL";

const LIST: &str = "SELECT s.user_id, u.name, s.name, s.display_name, s.last_activity, \
    s.started, s.server_id IS NOT NULL, v.base_url, s.user_options, s.state, v.proto, v.ip, v.port, \
    c.identifier, c.redirect_uri, c.allowed_scopes FROM spawners s \
    JOIN users u ON u.id = s.user_id LEFT JOIN servers v ON v.id = s.server_id \
    LEFT JOIN oauth_clients c ON c.identifier = s.oauth_client_id \
    {} ORDER BY u.name, s.name";

/// The servers within `reach` that `filter` chooses, by name.
pub fn list(tx: &Tx<'_>, reach: &Reach, filter: &ServerFilter) -> Result<Vec<StoredServer>> {
    let mut conditions = filter.conditions();
    keep_within(reach, &mut conditions);
    let found = tx.many(&conditions.within(LIST), conditions.params(), from_row)?;
    Ok(found.into_iter().map(|(_, server)| server).collect())
}

/// Keep to the servers that `reach` names, by themselves, by their user or by a group of that user.
fn keep_within(reach: &Reach, conditions: &mut Where) {
    if let Reach::Only(only) = reach {
        let of_users = reached(only, conditions);
        let names: Vec<String> = only.servers.iter().map(ToString::to_string).collect();
        let listed = conditions.list(&names);
        conditions.and(&format!(
            "({of_users} OR u.name || '/' || s.name IN ({listed}))"
        ));
    }
}

/// The servers of the users `u` that meet `conditions`; those that do not run only where asked for.
pub(super) fn of_users_where(
    tx: &Tx<'_>,
    mut conditions: Where,
    stopped: bool,
) -> Result<Vec<(UserId, Server)>> {
    if !stopped {
        conditions.and(RUNNING);
    }
    let found = tx.many(&conditions.within(LIST), conditions.params(), from_row)?;
    Ok(found
        .into_iter()
        .map(|(user, s)| (user, s.server))
        .collect())
}

/// So many keys at a time.
const CHUNK: usize = 512;

/// The servers of these users; those that do not run only where asked for.
pub(super) fn of_users(
    tx: &Tx<'_>,
    users: &[UserId],
    stopped: bool,
) -> Result<Vec<(UserId, Server)>> {
    let keys: Vec<i64> = users.iter().map(|key| key.0).collect();
    let running = if stopped {
        ""
    } else {
        "AND s.server_id IS NOT NULL"
    };
    let mut found = Vec::new();
    for keys in keys.chunks(CHUNK) {
        let of_keys = LIST.replace("{}", &format!("WHERE s.user_id IN ({{}}) {running}"));
        let (sql, params) = listing(&of_keys, keys);
        tx.each(&sql, params_from_iter(params), |row| {
            let (user, stored) = from_row(row)?;
            found.push((user, stored.server));
            Ok(())
        })?;
    }
    Ok(found)
}

fn from_row(row: &Row<'_>) -> Result<(UserId, StoredServer)> {
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
        progress_url: Seen::Hidden,
        full_url: Seen::Hidden,
        full_progress_url: Seen::Hidden,
        state: Seen::Shown(row.get::<Option<Json<_>>>(9)?.map(|Json(state)| state)),
        more: More::default(),
    };
    let stored = StoredServer {
        server,
        address: address(row, 10)?,
        oauth_client: client(row, 13)?,
    };
    Ok((row.get(0)?, stored))
}

/// The address in the columns `proto`, `ip` and `port`, of which `first` is the first.
fn address(row: &Row<'_>, first: usize) -> Result<Option<Address>> {
    let Some(port) = row.get(first + 2)? else {
        return Ok(None);
    };
    Ok(Some(Address {
        proto: row
            .get::<Option<_>>(first)?
            .unwrap_or_else(|| "http".to_owned()),
        ip: row.get::<Option<_>>(first + 1)?.unwrap_or_default(),
        port,
    }))
}

/// The OAuth client in the columns `identifier`, `redirect_uri` and `allowed_scopes`.
fn client(row: &Row<'_>, first: usize) -> Result<Option<ServerClient>> {
    let Some(identifier) = row.get(first)? else {
        return Ok(None);
    };
    Ok(Some(ServerClient {
        identifier,
        redirect_uri: row.get::<Option<_>>(first + 1)?.unwrap_or_default(),
        allowed_scopes: scopes(row, first + 2)?,
    }))
}

const SHARES: &str = "SELECT w.name, g.name, h.scopes, h.created_at, h.expires_at FROM shares h \
    JOIN spawners s ON s.id = h.spawner_id JOIN users u ON u.id = s.user_id \
    LEFT JOIN users w ON w.id = h.user_id LEFT JOIN groups g ON g.id = h.group_id \
    WHERE u.name = ?1 AND s.name = ?2 ORDER BY h.id";

/// With whom a server is shared.
pub fn shares(tx: &Tx<'_>, server: &ServerRef) -> Result<Vec<ServerShare>> {
    tx.many(SHARES, params![server.user, server.server], |row| {
        Ok(ServerShare {
            user: row.get(0)?,
            group: row.get(1)?,
            scopes: scopes(row, 2)?,
            created_at: row.get(3)?,
            expires_at: row.get(4)?,
        })
    })
}

const ANY_PATH: &str = "SELECT v.base_url, s.name <> '' FROM spawners s \
    JOIN servers v ON v.id = s.server_id LIMIT 1";

/// The base URL of the hub, where any running server gives it away.
pub fn base_url(tx: &Tx<'_>) -> Result<Option<BaseUrl>> {
    let found = tx.maybe(ANY_PATH, [], |row| {
        Ok((row.get::<Option<String>>(0)?, row.get::<bool>(1)?))
    })?;
    Ok(found.and_then(|(path, named)| BaseUrl::of_server(&path?, named)))
}

const OWNED: &str = "SELECT oauth_client_id, server_id FROM spawners WHERE user_id = ?1";

/// Delete what a user's servers own: their addresses, and their OAuth clients with tokens and codes.
/// The rows of the servers themselves go with the user.
pub(super) fn delete_of_user(tx: &Tx<'_>, user: UserId) -> Result<()> {
    let owned = |row: &Row<'_>| Ok((row.get::<Option<String>>(0)?, row.get(1)?));
    for (client, address) in tx.many(OWNED, params![user], owned)? {
        if let Some(identifier) = client {
            delete::delete(tx, Referred::OAuthClient(&identifier))?;
        }
        if let Some(address) = address {
            delete::delete(tx, Referred::Address(address))?;
        }
    }
    Ok(())
}

const ANY_RUNNING: &str =
    "SELECT EXISTS (SELECT 1 FROM spawners WHERE user_id = ?1 AND server_id IS NOT NULL)";

/// Whether a user has a server that runs, as far as the database knows.
pub fn any_running(tx: &Tx<'_>, user: UserId) -> Result<bool> {
    tx.one(ANY_RUNNING, params![user], |row| row.get(0))
}

const RUNS: &str = "SELECT server_id IS NOT NULL FROM spawners WHERE id = ?1";

/// Whether a server runs, as far as the database knows.
pub fn runs(tx: &Tx<'_>, server: SpawnerId) -> Result<bool> {
    tx.one(RUNS, params![server], |row| row.get(0))
}
