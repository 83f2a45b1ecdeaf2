//! Shares of servers, and the codes that give one.

use std::collections::BTreeSet;

use rusqlite::params;

use serde::{Deserialize, Serialize};

use super::filter::Where;
use super::roles::HolderId;
use super::value::Json;
use super::{Row, Tx, holdings};
use crate::error::Result;
use crate::model::{
    GroupName, Hashed, Listed, Named, Page, Secret, Seen, ServerRef, Share, ShareCode, ShareCodeId,
    ShareId, SharedServer, SpawnerId, Timestamp, UserId, UserName,
};
use crate::rbac::Reach;

/// Which shares, or codes, to list; what is `None` does not matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ShareFilter {
    /// Of servers of this user.
    pub owner: Option<UserName>,
    /// Of this server.
    pub server: Option<ServerRef>,
    /// With this user, directly. No code is with anybody.
    pub user: Option<UserName>,
    /// With this user, directly or by a group. No code is with anybody.
    pub reaching: Option<UserName>,
    /// With this group. No code is with anybody.
    pub group: Option<GroupName>,
    /// That ended before this time.
    pub expired_at: Option<Timestamp>,
}

const REACHING: &str = "(h.user_id = (SELECT id FROM users WHERE name = ?) OR h.group_id IN \
    (SELECT m.group_id FROM user_group_map m JOIN users u ON u.id = m.user_id WHERE u.name = ?))";

impl ShareFilter {
    /// The conditions, on a row `h` of shares or codes, of `p` its server, of `o` that one's owner.
    fn conditions(&self, reach: &Reach) -> Where {
        let mut conditions = Where::default();
        if let Some(owner) = &self.owner {
            conditions.and_with("o.name = ?", owner.clone());
        }
        if let Some(ServerRef { user, server }) = &self.server {
            conditions.and_with("o.name = ?", user.clone());
            conditions.and_with("p.name = ?", server.clone());
        }
        if let Some(user) = &self.user {
            let with_user = "h.user_id = (SELECT id FROM users WHERE name = ?)";
            conditions.and_with(with_user, user.clone());
        }
        if let Some(user) = &self.reaching {
            conditions.and_with(REACHING, user.clone());
        }
        if let Some(group) = &self.group {
            let with_group = "h.group_id = (SELECT id FROM groups WHERE name = ?)";
            conditions.and_with(with_group, group.clone());
        }
        if let Some(time) = self.expired_at {
            conditions.and_with("h.expires_at < ?", time);
        }
        keep_within(reach, &mut conditions);
        conditions
    }
}

/// Keep to the servers that `reach` names, by themselves, by their owner, or by a group of theirs.
fn keep_within(reach: &Reach, conditions: &mut Where) {
    if let Reach::Only(only) = reach {
        let users = conditions.list(&only.users);
        let groups = conditions.list(&only.groups);
        let names: Vec<_> = only.servers.iter().map(ToString::to_string).collect();
        let servers = conditions.list(&names);
        conditions.and(&format!(
            "(o.name IN ({users}) OR o.name || '/' || p.name IN ({servers}) OR o.id IN \
             (SELECT m.user_id FROM user_group_map m JOIN groups g ON g.id = m.group_id \
             WHERE g.name IN ({groups})))"
        ));
    }
}

const LIST: &str = "SELECT h.id, o.name, p.name, v.base_url, p.server_id IS NOT NULL, h.scopes, \
    h.created_at, h.expires_at, u.name, g.name FROM shares h JOIN spawners p ON p.id = h.spawner_id \
    JOIN users o ON o.id = p.user_id LEFT JOIN servers v ON v.id = p.server_id \
    LEFT JOIN users u ON u.id = h.user_id LEFT JOIN groups g ON g.id = h.group_id {} ORDER BY h.id {page}";

/// The shares within `reach` that `filter` chooses, the oldest first.
pub fn list(tx: &Tx<'_>, reach: &Reach, filter: &ShareFilter) -> Result<Vec<Share>> {
    select(tx, &filter.conditions(reach))
}

const COUNT: &str = "SELECT COUNT(*) FROM shares h JOIN spawners p ON p.id = h.spawner_id \
    JOIN users o ON o.id = p.user_id {}";

/// One page of the shares that `filter` chooses, the oldest first, and how many there are.
///
/// Those past their time count, and are left out of the page (`_ShareAPIHandler._share_list_model`).
pub fn page(tx: &Tx<'_>, filter: &ShareFilter, page: Page) -> Result<Listed<Share>> {
    let mut conditions = filter.conditions(&Reach::All);
    let total = count(tx, COUNT, &conditions)?;
    conditions.keep_to(Some(page));
    let mut items = select(tx, &conditions)?;
    let now = tx.clock().now();
    items.retain(|share| lasts(share.expires_at.shown().copied().flatten(), now));
    Ok(Listed { items, total })
}

fn count(tx: &Tx<'_>, statement: &str, conditions: &Where) -> Result<u64> {
    tx.one(&conditions.within(statement), conditions.params(), |row| {
        row.get(0)
    })
}

fn lasts(end: Option<Timestamp>, now: Timestamp) -> bool {
    end.is_none_or(|end| end > now)
}

/// One share, if it is within `reach`.
pub fn find(tx: &Tx<'_>, reach: &Reach, id: ShareId) -> Result<Option<Share>> {
    let mut conditions = Where::default();
    conditions.and_with("h.id = ?", id);
    keep_within(reach, &mut conditions);
    Ok(select(tx, &conditions)?.pop())
}

fn select(tx: &Tx<'_>, conditions: &Where) -> Result<Vec<Share>> {
    tx.many(&conditions.within(LIST), conditions.params(), |row| {
        let server = server(row)?;
        let group: Option<GroupName> = row.get(9)?;
        Ok(Share {
            id: Seen::Shown(row.get(0)?),
            scopes: scopes(row, &server)?,
            server,
            user: row.get::<Option<_>>(8)?.map(|name| Named { name }),
            kind: if group.is_some() { "group" } else { "user" }.into(),
            group: group.map(|name| Named { name }),
            created_at: row.get(6)?,
            expires_at: Seen::Shown(row.get(7)?),
        })
    })
}

fn server(row: &Row<'_>) -> Result<SharedServer> {
    Ok(SharedServer {
        user: Named { name: row.get(1)? },
        name: row.get(2)?,
        url: row.get(3)?,
        full_url: Seen::Hidden,
        ready: row.get(4)?,
    })
}

/// The scopes shared: whatever the filter stored, only the server is meant, by the names that it and
/// its owner have now (`orm._Share.scopes`).
fn scopes(row: &Row<'_>, server: &SharedServer) -> Result<Vec<String>> {
    let stored = holdings::scopes(row, 5)?;
    let name = server.full_name();
    let present: BTreeSet<String> = stored
        .iter()
        .map(|scope| {
            scope
                .split_once('!')
                .map_or(scope.as_str(), |(bare, _)| bare)
        })
        .map(|bare| format!("{bare}!server={name}"))
        .collect();
    if stored.iter().collect::<BTreeSet<_>>() == present.iter().collect() {
        return Ok(stored);
    }
    Ok(present.into_iter().collect())
}

const DELETE: &str = "DELETE FROM shares WHERE id = ?1";

/// End a share.
pub fn delete(tx: &Tx<'_>, id: ShareId) -> Result<()> {
    tx.execute(DELETE, params![id]).map(drop)
}

const LIST_CODES: &str = "SELECT h.id, o.name, p.name, v.base_url, p.server_id IS NOT NULL, \
    h.scopes, h.created_at, h.expires_at, h.prefix, h.exchange_count, h.last_exchanged_at \
    FROM share_codes h JOIN spawners p ON p.id = h.spawner_id JOIN users o ON o.id = p.user_id \
    LEFT JOIN servers v ON v.id = p.server_id {} ORDER BY h.id {page}";

/// The share codes within `reach` that `filter` chooses, the oldest first.
pub fn list_codes(tx: &Tx<'_>, reach: &Reach, filter: &ShareFilter) -> Result<Vec<ShareCode>> {
    select_codes(tx, &filter.conditions(reach))
}

const COUNT_CODES: &str = "SELECT COUNT(*) FROM share_codes h JOIN spawners p \
    ON p.id = h.spawner_id JOIN users o ON o.id = p.user_id {}";

/// One page of the share codes that `filter` chooses, as [`page`] does of shares.
pub fn page_of_codes(tx: &Tx<'_>, filter: &ShareFilter, page: Page) -> Result<Listed<ShareCode>> {
    let mut conditions = filter.conditions(&Reach::All);
    let total = count(tx, COUNT_CODES, &conditions)?;
    conditions.keep_to(Some(page));
    let mut items = select_codes(tx, &conditions)?;
    let now = tx.clock().now();
    items.retain(|code| lasts(code.expires_at, now));
    Ok(Listed { items, total })
}

/// One share code, if it is within `reach`.
pub fn find_code(tx: &Tx<'_>, reach: &Reach, id: ShareCodeId) -> Result<Option<ShareCode>> {
    let mut conditions = Where::default();
    conditions.and_with("h.id = ?", id);
    keep_within(reach, &mut conditions);
    Ok(select_codes(tx, &conditions)?.pop())
}

fn select_codes(tx: &Tx<'_>, conditions: &Where) -> Result<Vec<ShareCode>> {
    tx.many(&conditions.within(LIST_CODES), conditions.params(), |row| {
        let server = server(row)?;
        Ok(ShareCode {
            id: row.get(0)?,
            prefix: Seen::Shown(row.get(8)?),
            scopes: scopes(row, &server)?,
            server,
            created_at: row.get(6)?,
            expires_at: row.get(7)?,
            exchange_count: row.get::<Option<_>>(9)?.unwrap_or(0),
            last_exchanged_at: row.get(10)?,
        })
    })
}

const DELETE_CODE: &str = "DELETE FROM share_codes WHERE id = ?1";

/// Let a share code be of no more use. What it gave stays.
pub fn delete_code(tx: &Tx<'_>, id: ShareCodeId) -> Result<()> {
    tx.execute(DELETE_CODE, params![id]).map(drop)
}

/// The keys of a server and of its owner, to whom shares refer.
#[derive(Debug, Clone, Copy)]
pub struct SharedKey {
    /// Of the server.
    pub server: SpawnerId,
    /// Of its owner.
    pub owner: UserId,
}

const SERVER: &str = "SELECT p.id, o.id FROM spawners p JOIN users o ON o.id = p.user_id \
    WHERE o.name = ?1 AND p.name = ?2";

/// The keys of a server that its user has or had.
pub fn find_server(tx: &Tx<'_>, name: &ServerRef) -> Result<Option<SharedKey>> {
    tx.maybe(SERVER, params![name.user, name.server], |row| {
        Ok(SharedKey {
            server: row.get(0)?,
            owner: row.get(1)?,
        })
    })
}

const WITH: &str = "SELECT id FROM shares WHERE spawner_id = ?1 AND {}_id = ?2 AND owner_id = ?3";

/// The share of a server with a user or a group, directly (`Share.find`).
pub fn with(tx: &Tx<'_>, of: SharedKey, holder: HolderId) -> Result<Option<Share>> {
    let params = params![of.server, holder.key(), of.owner];
    match tx.maybe(&holder.on(WITH), params, |row| row.get(0))? {
        Some(id) => find(tx, &Reach::All, id),
        None => Ok(None),
    }
}

const INSERT: &str = "INSERT INTO shares ({}_id, spawner_id, owner_id, scopes, created_at) \
    VALUES (?1, ?2, ?3, ?4, ?5)";

/// Share a server with a user or a group that it is not shared with.
pub fn insert(tx: &Tx<'_>, of: SharedKey, holder: HolderId, scopes: &[String]) -> Result<()> {
    let now = tx.clock().now();
    let params = params![holder.key(), of.server, of.owner, Json(scopes), now];
    tx.execute(&holder.on(INSERT), params).map(drop)
}

const SET_SCOPES: &str = "UPDATE shares SET scopes = ?2 WHERE id = ?1";

/// Replace what is shared.
pub fn set_scopes(tx: &Tx<'_>, id: ShareId, scopes: &[String]) -> Result<()> {
    tx.execute(SET_SCOPES, params![id, Json(scopes)]).map(drop)
}

const DELETE_OF: &str = "DELETE FROM shares WHERE spawner_id = ?1";

/// End all shares of a server; how many there were.
pub fn delete_of(tx: &Tx<'_>, of: SharedKey) -> Result<usize> {
    tx.execute(DELETE_OF, params![of.server])
}

const INSERT_CODE: &str = "INSERT INTO share_codes \
    (hashed, prefix, exchange_count, created_at, scopes, expires_at, owner_id, spawner_id) \
    VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7) RETURNING id";

/// Add a share code with a random value, of which only prefix and hash are kept.
pub fn insert_code(
    tx: &Tx<'_>,
    of: SharedKey,
    code: &Secret,
    scopes: &[String],
    expires_at: Timestamp,
) -> Result<ShareCodeId> {
    let hashed = Hashed::generated(code, tx.clock().random());
    let params = params![
        hashed.as_str(),
        Hashed::prefix_of(code),
        tx.clock().now(),
        Json(scopes),
        expires_at,
        of.owner,
        of.server,
    ];
    tx.one(INSERT_CODE, params, |row| row.get(0))
}

const BY_PREFIX: &str = "SELECT id, hashed FROM share_codes \
    WHERE prefix = ?1 AND spawner_id = ?2 AND (expires_at IS NULL OR expires_at >= ?3)";

/// The share code of a server with this value, while it lasts (`ShareCode.find`).
pub fn code_of(tx: &Tx<'_>, of: SharedKey, code: &Secret) -> Result<Option<ShareCodeId>> {
    let params = params![Hashed::prefix_of(code), of.server, tx.clock().now()];
    let found = tx.many(BY_PREFIX, params, |row| {
        Ok((row.get(0)?, Hashed::from(row.get::<String>(1)?)))
    })?;
    let matching = found.into_iter().find(|(_, hashed)| hashed.is_of(code));
    Ok(matching.map(|(id, _)| id))
}

const BY_PREFIX_ALONE: &str = "SELECT id, hashed FROM share_codes \
    WHERE prefix = ?1 AND (expires_at IS NULL OR expires_at >= ?2)";

/// The share code with this value, of whichever server, while it lasts.
pub fn code_by_value(tx: &Tx<'_>, code: &Secret) -> Result<Option<ShareCodeId>> {
    let params = params![Hashed::prefix_of(code), tx.clock().now()];
    let found = tx.many(BY_PREFIX_ALONE, params, |row| {
        Ok((row.get(0)?, Hashed::from(row.get::<String>(1)?)))
    })?;
    let matching = found.into_iter().find(|(_, hashed)| hashed.is_of(code));
    Ok(matching.map(|(id, _)| id))
}

const COUNT_EXCHANGE: &str = "UPDATE share_codes SET last_exchanged_at = ?2, \
    exchange_count = COALESCE(exchange_count, 0) + 1 WHERE id = ?1";

/// Note that a share code was exchanged.
pub fn count_exchange(tx: &Tx<'_>, id: ShareCodeId) -> Result<()> {
    let now = tx.clock().now();
    tx.execute(COUNT_EXCHANGE, params![id, now]).map(drop)
}

const CODE_WITH_ID: &str = "SELECT id FROM share_codes WHERE id = ?1 AND spawner_id = ?2";

/// Whether a server has the share code `id`.
pub fn has_code(tx: &Tx<'_>, of: SharedKey, id: ShareCodeId) -> Result<bool> {
    let found = tx.maybe(CODE_WITH_ID, params![id, of.server], |row| {
        row.get::<ShareCodeId>(0)
    })?;
    Ok(found.is_some())
}

const DELETE_CODES_OF: &str = "DELETE FROM share_codes WHERE spawner_id = ?1";

/// Let all share codes of a server be of no more use; how many there were.
pub fn delete_codes_of(tx: &Tx<'_>, of: SharedKey) -> Result<usize> {
    tx.execute(DELETE_CODES_OF, params![of.server])
}
