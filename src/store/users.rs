//! Users, with the names of their roles and groups.

use std::collections::{BTreeMap, HashMap};

use rusqlite::params;

use super::delete::{self, Referred};
use super::filter::Where;
use super::value::Json;
use super::{Row, Tx, servers};
use crate::error::Result;
use crate::model::{GroupName, RoleName, Timestamp, User, UserId, UserName};
use crate::rbac::{Filters, Reach};

/// Which users to list; what is `None` or `false` does not matter.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// The one of this name.
    pub name: Option<UserName>,
    /// Members of this group.
    pub group: Option<GroupName>,
    /// Holders of this role, directly or by a group.
    pub role: Option<RoleName>,
    /// With or without the admin flag.
    pub admin: Option<bool>,
    /// Seen at or after this time.
    pub active_since: Option<Timestamp>,
    /// Not seen since this time, or never.
    pub inactive_since: Option<Timestamp>,
    /// With a running server.
    pub running: bool,
    /// Show the servers that do not run, too.
    pub stopped_servers: bool,
}

/// On a row `u` of `users`.
pub(super) const BY_GROUP: &str = "u.id IN (SELECT m.user_id FROM user_group_map m JOIN groups g \
    ON g.id = m.group_id WHERE g.name = ?)";

const BY_ROLE: &str = "u.id IN (SELECT m.user_id FROM user_role_map m JOIN roles r \
    ON r.id = m.role_id WHERE r.name = ? UNION SELECT ug.user_id FROM user_group_map ug \
    JOIN group_role_map m ON m.group_id = ug.group_id JOIN roles r ON r.id = m.role_id \
    WHERE r.name = ?)";

const RUNNING: &str = "u.id IN (SELECT s.user_id FROM spawners s WHERE s.server_id IS NOT NULL)";

impl UserFilter {
    /// The conditions, on a row `u` of `users`.
    fn conditions(&self) -> Where {
        let mut conditions = Where::default();
        if let Some(name) = &self.name {
            conditions.and_with("u.name = ?", name.clone());
        }
        if let Some(group) = &self.group {
            conditions.and_with(BY_GROUP, group.clone());
        }
        if let Some(role) = &self.role {
            conditions.and_with(BY_ROLE, role.clone());
        }
        match self.admin {
            Some(true) => conditions.and("u.admin = 1"),
            Some(false) => conditions.and("(u.admin = 0 OR u.admin IS NULL)"),
            None => {}
        }
        if let Some(time) = self.active_since {
            conditions.and_with("u.last_activity >= ?", time);
        }
        if let Some(time) = self.inactive_since {
            conditions.and_with("(u.last_activity < ? OR u.last_activity IS NULL)", time);
        }
        if self.running {
            conditions.and(RUNNING);
        }
        conditions
    }
}

const NAMES: &str = "SELECT u.name FROM users u {} ORDER BY u.name";

/// The names of the users within `reach` that `filter` chooses, in order.
pub fn names(tx: &Tx<'_>, reach: &Reach, filter: &UserFilter) -> Result<Vec<UserName>> {
    let mut conditions = filter.conditions();
    keep_within(reach, &mut conditions);
    tx.many(&conditions.within(NAMES), conditions.params(), |row| {
        row.get(0)
    })
}

const LIST: &str = "SELECT u.id, u.name, u.admin, u.created, u.last_activity, u.user_info \
    FROM users u {} ORDER BY u.name";

// In the order of the keys, which is that of an index: nothing is left to sort.
const ROLES: &str = "SELECT m.user_id, r.name FROM user_role_map m \
    JOIN roles r ON r.id = m.role_id {} ORDER BY m.user_id, m.role_id";

const GROUPS: &str = "SELECT m.user_id, g.name FROM user_group_map m \
    JOIN groups g ON g.id = m.group_id {} ORDER BY m.user_id, m.group_id";

/// The users within `reach` that `filter` chooses, by name.
pub fn list(tx: &Tx<'_>, reach: &Reach, filter: &UserFilter) -> Result<Vec<User>> {
    let mut conditions = filter.conditions();
    keep_within(reach, &mut conditions);
    let mut found = tx.many(&conditions.within(LIST), conditions.params(), from_row)?;
    let at: HashMap<UserId, usize> = found
        .iter()
        .enumerate()
        .map(|(index, (id, _))| (*id, index))
        .collect();

    let pair = |row: &Row<'_>| Ok((row.get::<UserId>(0)?, row.get::<String>(1)?));
    let roles = conditions.of_users(ROLES, "m.user_id");
    for (id, role) in tx.many(&roles, conditions.params(), pair)? {
        found[at[&id]].1.roles.push(RoleName::from(role));
    }
    let groups = conditions.of_users(GROUPS, "m.user_id");
    for (id, group) in tx.many(&groups, conditions.params(), pair)? {
        found[at[&id]].1.groups.push(GroupName::from(group));
    }
    for (id, server) in servers::of_users(tx, conditions, filter.stopped_servers)? {
        let user = &mut found[at[&id]].1;
        if server.name.as_str().is_empty() {
            user.server.clone_from(&server.url);
        }
        user.servers.insert(server.name.clone(), server);
    }
    Ok(found.into_iter().map(|(_, user)| user).collect())
}

/// Keep to the users `u` that `reach` names, by themselves or by a group, as JupyterHub's listing does.
pub(super) fn keep_within(reach: &Reach, conditions: &mut Where) {
    if let Reach::Only(only) = reach {
        let reached = reached(only, conditions);
        conditions.and(&reached);
    }
}

/// The condition that `only` names the user `u`, or a group of theirs.
pub(super) fn reached(only: &Filters, conditions: &mut Where) -> String {
    let users = conditions.list(&only.users);
    let groups = conditions.list(&only.groups);
    format!(
        "(u.name IN ({users}) OR u.id IN (SELECT m.user_id FROM user_group_map m \
         JOIN groups g ON g.id = m.group_id WHERE g.name IN ({groups})))"
    )
}

fn from_row(row: &Row<'_>) -> Result<(UserId, User)> {
    let user = User {
        kind: "user",
        name: row.get(1)?,
        admin: row.get::<Option<bool>>(2)?.unwrap_or(false),
        roles: Vec::new(),
        groups: Vec::new(),
        server: None,
        pending: None,
        created: row.get(3)?,
        last_activity: row.get(4)?,
        user_info: row.get::<Option<Json<_>>>(5)?.map(|Json(info)| info),
        servers: BTreeMap::new(),
    };
    Ok((row.get(0)?, user))
}

const FIND: &str = "SELECT id FROM users WHERE name = ?1";

/// The key of the user named `name`.
pub fn find(tx: &Tx<'_>, name: &UserName) -> Result<Option<UserId>> {
    tx.maybe(FIND, params![name], |row| row.get(0))
}

const INSERT: &str = "INSERT INTO users (name, admin, created, cookie_id) \
    VALUES (?1, ?2, ?3, ?4) RETURNING id";

/// Add a user. `cookie_id` is a fresh secret: it ties browser sessions to the user.
pub fn insert(
    tx: &Tx<'_>,
    name: &UserName,
    admin: bool,
    created: Timestamp,
    cookie_id: &str,
) -> Result<UserId> {
    tx.one(INSERT, params![name, admin, created, cookie_id], |row| {
        row.get(0)
    })
}

const RENAME: &str = "UPDATE users SET name = ?2 WHERE id = ?1";

/// Give a user another name, which must be free.
pub fn rename(tx: &Tx<'_>, id: UserId, name: &UserName) -> Result<()> {
    tx.execute(RENAME, params![id, name]).map(drop)
}

const SET_ADMIN: &str = "UPDATE users SET admin = ?2 WHERE id = ?1";

/// Set or clear the admin flag; the role `admin` is granted apart.
pub fn set_admin(tx: &Tx<'_>, id: UserId, admin: bool) -> Result<()> {
    tx.execute(SET_ADMIN, params![id, admin]).map(drop)
}

/// Delete a user, with their servers, tokens, codes, shares, roles and memberships.
pub fn delete(tx: &Tx<'_>, id: UserId) -> Result<()> {
    servers::delete_of_user(tx, id)?;
    delete::delete(tx, Referred::User(id))
}
