//! The facts that decide what a user, group, service or token may do, for `rbac` to judge.

use rusqlite::params;

use super::roles::HolderId;
use super::value::Json;
use super::{Row, Tx};
use crate::error::Result;
use crate::model::{GroupName, ServerRef};
use crate::rbac::{HeldRole, HeldShare, Holder, Holdings, Via};

/// All that `holder`, whose key is `id`, holds.
pub fn of(tx: &Tx<'_>, holder: Holder, id: HolderId) -> Result<Holdings> {
    let mut holdings = Holdings {
        holder,
        roles: Vec::new(),
        shares: Vec::new(),
    };
    holdings.roles = tx.many(&id.on(ROLES), params![id.key()], role)?;
    match id {
        HolderId::User(user) => {
            holdings
                .roles
                .extend(tx.many(GROUP_ROLES, params![user], role)?);
            holdings.shares = tx.many(USER_SHARES, params![user], share)?;
        }
        HolderId::Group(group) => holdings.shares = tx.many(GROUP_SHARES, params![group], share)?,
        HolderId::Service(_) => {}
    }
    Ok(holdings)
}

const ROLES: &str = "SELECT r.name, r.scopes, NULL FROM {}_role_map m \
    JOIN roles r ON r.id = m.role_id WHERE m.{}_id = ?1 ORDER BY r.id";

const GROUP_ROLES: &str = "SELECT r.name, r.scopes, g.name FROM user_group_map u \
    JOIN groups g ON g.id = u.group_id JOIN group_role_map m ON m.group_id = g.id \
    JOIN roles r ON r.id = m.role_id WHERE u.user_id = ?1 ORDER BY g.id, r.id";

fn role(row: &Row<'_>) -> Result<HeldRole> {
    Ok(HeldRole {
        name: row.get(0)?,
        scopes: scopes(row, 1)?,
        via: via(row, 2)?,
    })
}

const USER_SHARES: &str = "SELECT o.name, s.name, h.scopes, NULL FROM shares h \
    JOIN spawners s ON s.id = h.spawner_id JOIN users o ON o.id = s.user_id \
    WHERE h.user_id = ?1 UNION ALL SELECT o.name, s.name, h.scopes, g.name \
    FROM user_group_map u JOIN groups g ON g.id = u.group_id JOIN shares h ON h.group_id = g.id \
    JOIN spawners s ON s.id = h.spawner_id JOIN users o ON o.id = s.user_id WHERE u.user_id = ?1";

const GROUP_SHARES: &str = "SELECT o.name, s.name, h.scopes, NULL FROM shares h \
    JOIN spawners s ON s.id = h.spawner_id JOIN users o ON o.id = s.user_id WHERE h.group_id = ?1";

pub(super) fn share(row: &Row<'_>) -> Result<HeldShare> {
    let server = ServerRef {
        user: row.get(0)?,
        server: row.get(1)?,
    };
    Ok(HeldShare {
        server,
        scopes: scopes(row, 2)?,
        via: via(row, 3)?,
    })
}

fn via(row: &Row<'_>, column: usize) -> Result<Via> {
    Ok(row
        .get::<Option<GroupName>>(column)?
        .map_or(Via::Direct, Via::Group))
}

/// A column of scopes as stored; NULL is none.
pub(super) fn scopes(row: &Row<'_>, column: usize) -> Result<Vec<String>> {
    Ok(row
        .get::<Option<Json<Vec<String>>>>(column)?
        .map_or_else(Vec::new, |Json(scopes)| scopes))
}
