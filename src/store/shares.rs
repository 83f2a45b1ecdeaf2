//! Shares of servers, and the codes that give one.

use std::collections::BTreeSet;

use rusqlite::params;

use super::filter::Where;
use super::{Row, Tx, holdings};
use crate::error::Result;
use crate::model::{
    GroupName, Named, ServerRef, Share, ShareCode, ShareCodeId, ShareId, SharedServer, Timestamp,
    UserName,
};
use crate::rbac::Reach;

/// Which shares, or codes, to list; what is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct ShareFilter {
    /// Of servers of this user.
    pub owner: Option<UserName>,
    /// Of this server.
    pub server: Option<ServerRef>,
    /// With this user, directly. No code is with anybody.
    pub user: Option<UserName>,
    /// With this group. No code is with anybody.
    pub group: Option<GroupName>,
    /// That ended before this time.
    pub expired_at: Option<Timestamp>,
}

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
    LEFT JOIN users u ON u.id = h.user_id LEFT JOIN groups g ON g.id = h.group_id {} ORDER BY h.id";

/// The shares within `reach` that `filter` chooses, the oldest first.
pub fn list(tx: &Tx<'_>, reach: &Reach, filter: &ShareFilter) -> Result<Vec<Share>> {
    select(tx, &filter.conditions(reach))
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
            id: row.get(0)?,
            scopes: scopes(row, &server)?,
            server,
            user: row.get::<Option<_>>(8)?.map(|name| Named { name }),
            kind: if group.is_some() { "group" } else { "user" },
            group: group.map(|name| Named { name }),
            created_at: row.get(6)?,
            expires_at: row.get(7)?,
        })
    })
}

fn server(row: &Row<'_>) -> Result<SharedServer> {
    Ok(SharedServer {
        user: Named { name: row.get(1)? },
        name: row.get(2)?,
        url: row.get(3)?,
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
    LEFT JOIN servers v ON v.id = p.server_id {} ORDER BY h.id";

/// The share codes within `reach` that `filter` chooses, the oldest first.
pub fn list_codes(tx: &Tx<'_>, reach: &Reach, filter: &ShareFilter) -> Result<Vec<ShareCode>> {
    select_codes(tx, &filter.conditions(reach))
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
            prefix: row.get(8)?,
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
