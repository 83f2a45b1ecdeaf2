//! Users, with the names of their roles and groups.

use std::collections::HashMap;

use rusqlite::{params, params_from_iter};

use serde::{Deserialize, Serialize};

use super::delete::{self, Referred};
use super::filter::{Where, listing};
use super::value::Json;
use super::{Row, Tx, servers};
use crate::error::Result;
use crate::model::{
    GroupName, Listed, More, Page, RoleName, Seen, Server, Timestamp, User, UserId, UserName,
};
use crate::rbac::{Filters, Reach};

/// Which users to list; what is `None` or `false` does not matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UserFilter {
    /// The one of this name.
    pub name: Option<UserName>,
    /// Those whose names have this in them, whatever its case; `%` stands for anything, `_` for any
    /// one character (`ILIKE`).
    pub name_part: Option<String>,
    /// Those whose names begin so.
    pub name_start: Option<String>,
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
    /// With or without a running server.
    pub running: Option<bool>,
    /// Show the servers that do not run, too.
    pub stopped_servers: bool,
    /// In which order.
    pub order: UserOrder,
    /// Which part; all of them where `None`.
    pub page: Option<Page>,
}

/// In which order users are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UserOrder {
    /// By what.
    pub by: UserKey,
    /// The other way round.
    pub descending: bool,
}

/// What users are put in order by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserKey {
    /// When they were added.
    Id,
    /// Their name.
    #[default]
    Name,
    /// When they were last seen; who never was comes before all.
    LastActivity,
}

impl UserOrder {
    /// As SQL has it. What is equal is put in order by key, so that no page shows a user of another.
    fn terms(self) -> &'static str {
        match (self.by, self.descending) {
            (UserKey::Id, false) => "u.id",
            (UserKey::Id, true) => "u.id DESC",
            (UserKey::Name, false) => "u.name NULLS FIRST",
            (UserKey::Name, true) => "u.name DESC NULLS LAST",
            (UserKey::LastActivity, false) => "u.last_activity NULLS FIRST, u.id",
            (UserKey::LastActivity, true) => "u.last_activity DESC NULLS LAST, u.id",
        }
    }
}

/// On a row `u` of `users`.
pub(super) const BY_GROUP: &str = "u.id IN (SELECT m.user_id FROM user_group_map m JOIN groups g \
    ON g.id = m.group_id WHERE g.name = ?)";

const BY_ROLE: &str = "u.id IN (SELECT m.user_id FROM user_role_map m JOIN roles r \
    ON r.id = m.role_id WHERE r.name = ? UNION SELECT ug.user_id FROM user_group_map ug \
    JOIN group_role_map m ON m.group_id = ug.group_id JOIN roles r ON r.id = m.role_id \
    WHERE r.name = ?)";

pub(super) const NAMED: &str = "LOWER(u.name) LIKE LOWER(?)";

const NONE_RUNNING: &str = "u.id NOT IN \
    (SELECT s.user_id FROM spawners s WHERE s.server_id IS NOT NULL AND s.user_id IS NOT NULL)";

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
        if let Some(start) = &self.name_start {
            conditions.and_with("u.name >= ?", start.clone());
            conditions.and_with("u.name < ?", format!("{start}{}", char::MAX));
        }
        if let Some(part) = &self.name_part {
            conditions.and_with(NAMED, format!("%{part}%"));
        }
        match self.running {
            Some(true) => conditions.and(RUNNING),
            Some(false) => conditions.and(NONE_RUNNING),
            None => {}
        }
        conditions
    }
}

const NAMES: &str = "SELECT u.name FROM users u {} ORDER BY u.name {page}";

/// The names of the users within `reach` that `filter` chooses, in order.
pub fn names(tx: &Tx<'_>, reach: &Reach, filter: &UserFilter) -> Result<Vec<UserName>> {
    let mut conditions = filter.conditions();
    keep_within(reach, &mut conditions);
    conditions.keep_to(filter.page);
    tx.many(&conditions.within(NAMES), conditions.params(), |row| {
        row.get(0)
    })
}

const LIST: &str = "SELECT u.id, u.name, u.admin, u.created, u.last_activity, u.user_info \
    FROM users u {} ORDER BY {order} {page}";

const COUNT: &str = "SELECT COUNT(*) FROM users u {}";

/// Of so many users, what they have is looked up by their keys; of more, by what chose them.
const FEW: usize = 512;

/// The users within `reach` that `filter` chooses, with all there is to see of them.
pub fn list(tx: &Tx<'_>, reach: &Reach, filter: &UserFilter) -> Result<Listed<User>> {
    let mut conditions = filter.conditions();
    keep_within(reach, &mut conditions);
    let sql = LIST.replace("{order}", filter.order.terms());
    let (mut found, total) = page(tx, conditions, &sql, filter.page)?;
    let mut had = Had::default();
    if found.len() <= FEW {
        let keys: Vec<UserId> = found.iter().map(|(id, _)| *id).collect();
        had.look_up(tx, &keys, filter.stopped_servers)?;
    } else {
        let mut conditions = filter.conditions();
        keep_within(reach, &mut conditions);
        had.look_through(tx, conditions, filter.stopped_servers)?;
    }
    for (id, user) in &mut found {
        had.give(*id, user);
    }
    Ok(Listed {
        items: found.into_iter().map(|(_, user)| user).collect(),
        total,
    })
}

/// The users of one page, and how many there are on all.
fn page(
    tx: &Tx<'_>,
    mut conditions: Where,
    sql: &str,
    page: Option<Page>,
) -> Result<(Vec<(UserId, User)>, u64)> {
    let total = match page {
        Some(_) => Some(
            tx.one(&conditions.within(COUNT), conditions.params(), |row| {
                row.get(0)
            })?,
        ),
        None => None,
    };
    conditions.keep_to(page);
    let found = tx.many(&conditions.within(sql), conditions.params(), from_row)?;
    let total = total.unwrap_or(found.len() as u64);
    Ok((found, total))
}

// In the order of the keys, which is that of an index: nothing is left to sort.
const ROLES: &str = "SELECT m.user_id, r.name FROM user_role_map m \
    JOIN roles r ON r.id = m.role_id {} ORDER BY m.user_id, m.role_id";

const GROUPS: &str = "SELECT m.user_id, g.name FROM user_group_map m \
    JOIN groups g ON g.id = m.group_id {} ORDER BY m.user_id, m.group_id";

const OF_KEYS: &str = "WHERE m.user_id IN ({})";

/// What users have besides their own rows.
#[derive(Default)]
struct Had {
    roles: HashMap<UserId, Vec<RoleName>>,
    groups: HashMap<UserId, Vec<GroupName>>,
    servers: HashMap<UserId, Vec<Server>>,
}

impl Had {
    /// That of the users with these keys.
    fn look_up(&mut self, tx: &Tx<'_>, users: &[UserId], stopped: bool) -> Result<()> {
        if users.is_empty() {
            return Ok(());
        }
        let keys: Vec<i64> = users.iter().map(|user| user.0).collect();
        let of_keys = |statement: &str| listing(&statement.replace("{}", OF_KEYS), &keys);
        let (sql, params) = of_keys(ROLES);
        tx.each(&sql, params_from_iter(params), |row| self.role(row))?;
        let (sql, params) = of_keys(GROUPS);
        tx.each(&sql, params_from_iter(params), |row| self.group(row))?;
        for (user, server) in servers::of_users(tx, users, stopped)? {
            self.servers.entry(user).or_default().push(server);
        }
        Ok(())
    }

    /// That of the users `u` that meet `conditions`.
    fn look_through(&mut self, tx: &Tx<'_>, conditions: Where, stopped: bool) -> Result<()> {
        let roles = conditions.of_users(ROLES, "m.user_id");
        tx.each(&roles, conditions.params(), |row| self.role(row))?;
        let groups = conditions.of_users(GROUPS, "m.user_id");
        tx.each(&groups, conditions.params(), |row| self.group(row))?;
        for (user, server) in servers::of_users_where(tx, conditions, stopped)? {
            self.servers.entry(user).or_default().push(server);
        }
        Ok(())
    }

    fn role(&mut self, row: &Row<'_>) -> Result<()> {
        let roles = self.roles.entry(row.get(0)?).or_default();
        roles.push(row.get(1)?);
        Ok(())
    }

    fn group(&mut self, row: &Row<'_>) -> Result<()> {
        let groups = self.groups.entry(row.get(0)?).or_default();
        groups.push(row.get(1)?);
        Ok(())
    }

    /// Give `user` what they have.
    fn give(&mut self, id: UserId, user: &mut User) {
        user.roles = Seen::Shown(self.roles.remove(&id).unwrap_or_default());
        user.groups = Seen::Shown(self.groups.remove(&id).unwrap_or_default());
        let servers = self.servers.remove(&id).unwrap_or_default();
        let default = servers
            .iter()
            .find(|server| server.name.as_str().is_empty());
        user.server = Seen::Shown(default.and_then(|server| server.url.clone()));
        let by_name = servers
            .into_iter()
            .map(|server| (server.name.clone(), server));
        user.servers = Seen::Shown(by_name.collect());
    }
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

/// A user with what their own row says; what the hub keeps in secret stays hidden.
fn from_row(row: &Row<'_>) -> Result<(UserId, User)> {
    let info = row.get::<Option<Json<_>>>(5)?.map(|Json(info)| info);
    let user = User {
        kind: "user",
        name: row.get(1)?,
        admin: Seen::Shown(row.get::<Option<bool>>(2)?.unwrap_or(false)),
        roles: Seen::Hidden,
        groups: Seen::Hidden,
        server: Seen::Hidden,
        pending: Seen::Shown(None),
        created: Seen::Shown(row.get(3)?),
        last_activity: Seen::Shown(row.get(4)?),
        user_info: Seen::Shown(info),
        auth_state: Seen::Hidden,
        servers: Seen::Hidden,
        more: More::default(),
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
