//! Groups, with their members, roles and properties.

use std::collections::{BTreeSet, HashMap};

use rusqlite::params;

use serde::{Deserialize, Serialize};

use super::delete::{self, Referred};
use super::filter::Where;
use super::value::Json;
use super::{Row, Tx, users};
use crate::error::Result;
use crate::model::{
    Group, GroupId, GroupName, Listed, More, Page, Properties, RoleId, RoleName, Seen, UserId,
    UserName,
};
use crate::rbac::{Membership, Reach};

/// Which groups to list; what is `None` or `false` does not matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GroupFilter {
    /// The one of this name.
    pub name: Option<GroupName>,
    /// With this member.
    pub user: Option<UserName>,
    /// Holders of this role.
    pub role: Option<RoleName>,
    /// Without members.
    pub empty: bool,
}

const BY_USER: &str = "g.id IN (SELECT m.group_id FROM user_group_map m JOIN users u \
    ON u.id = m.user_id WHERE u.name = ?)";

const BY_ROLE: &str = "g.id IN (SELECT m.group_id FROM group_role_map m JOIN roles r \
    ON r.id = m.role_id WHERE r.name = ?)";

const EMPTY: &str = "g.id NOT IN (SELECT m.group_id FROM user_group_map m)";

impl GroupFilter {
    /// The conditions, on a row `g` of `groups`.
    fn conditions(&self, reach: &Reach) -> Where {
        let mut conditions = Where::default();
        if let Some(name) = &self.name {
            conditions.and_with("g.name = ?", name.clone());
        }
        if let Some(user) = &self.user {
            conditions.and_with(BY_USER, user.clone());
        }
        if let Some(role) = &self.role {
            conditions.and_with(BY_ROLE, role.clone());
        }
        if self.empty {
            conditions.and(EMPTY);
        }
        if let Reach::Only(only) = reach {
            let groups = conditions.list(&only.groups);
            conditions.and(&format!("g.name IN ({groups})"));
        }
        conditions
    }
}

const NAMES: &str = "SELECT g.name FROM groups g {} ORDER BY g.name";

/// The names of the groups within `reach` that `filter` chooses, in order.
pub fn names(tx: &Tx<'_>, reach: &Reach, filter: &GroupFilter) -> Result<Vec<GroupName>> {
    let conditions = filter.conditions(reach);
    tx.many(&conditions.within(NAMES), conditions.params(), |row| {
        row.get(0)
    })
}

const COUNT: &str = "SELECT COUNT(*) FROM groups";

/// How many groups there are.
pub fn count(tx: &Tx<'_>) -> Result<u64> {
    tx.one(COUNT, [], |row| row.get(0))
}

const LIST: &str = "SELECT g.id, g.name, g.properties FROM groups g {} ORDER BY g.id {page}";

const ROLES: &str = "SELECT m.group_id, r.name FROM group_role_map m \
    JOIN roles r ON r.id = m.role_id \
    WHERE m.group_id IN (SELECT g.id FROM groups g {} ORDER BY g.id {page}) ORDER BY r.id";

// One pass over the memberships: asked for an order, SQLite would look each user up in each group.
const MEMBERS: &str = "SELECT m.group_id, m.user_id, u.name FROM user_group_map m \
    JOIN users u ON u.id = m.user_id \
    WHERE m.group_id IN (SELECT g.id FROM groups g {} ORDER BY g.id {page})";

/// What of groups to fetch besides their names.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// Their roles.
    pub roles: bool,
    /// Their members.
    pub users: bool,
}

impl Parts {
    /// All there is.
    pub const ALL: Self = Self {
        roles: true,
        users: true,
    };
}

/// The groups within `reach` that `filter` chooses, in the order of their keys; those of one page,
/// if it is for one.
pub fn list(
    tx: &Tx<'_>,
    reach: &Reach,
    filter: &GroupFilter,
    page: Option<Page>,
    parts: Parts,
) -> Result<Vec<Group>> {
    let mut conditions = filter.conditions(reach);
    conditions.keep_to(page);
    let found = tx.many(&conditions.within(LIST), conditions.params(), |row| {
        Ok((row.get::<GroupId>(0)?, row.get(1)?, properties(row, 2)?))
    })?;
    let mut roles: HashMap<GroupId, Vec<RoleName>> = HashMap::new();
    if parts.roles {
        let role = |row: &Row<'_>| Ok((row.get::<GroupId>(0)?, row.get(1)?));
        for (id, role) in tx.many(&conditions.within(ROLES), conditions.params(), role)? {
            roles.entry(id).or_default().push(role);
        }
    }
    let mut users = if parts.users {
        members(tx, &conditions)?
    } else {
        HashMap::new()
    };
    let group = |(id, name, properties)| Group {
        kind: "group",
        name,
        roles: Seen::when(parts.roles, roles.remove(&id).unwrap_or_default()),
        users: Seen::when(parts.users, users.remove(&id).unwrap_or_default()),
        properties: Seen::Shown(properties),
        more: More::default(),
    };
    Ok(found.into_iter().map(group).collect())
}

/// The members of each group that `conditions` choose, in the order of their keys.
fn members(tx: &Tx<'_>, conditions: &Where) -> Result<HashMap<GroupId, Vec<UserName>>> {
    let mut found: HashMap<GroupId, Vec<(UserId, UserName)>> = HashMap::new();
    tx.each(&conditions.within(MEMBERS), conditions.params(), |row| {
        let member = (row.get(1)?, row.get(2)?);
        found.entry(row.get(0)?).or_default().push(member);
        Ok(())
    })?;
    let by_key = |mut members: Vec<(UserId, UserName)>| {
        members.sort_unstable_by_key(|(id, _)| *id);
        members.into_iter().map(|(_, name)| name).collect()
    };
    Ok(found
        .into_iter()
        .map(|(id, members)| (id, by_key(members)))
        .collect())
}

// The index on memberships has them in this order: no more of them are read than are passed over or shown.
const PART: &str = "SELECT u.name FROM user_group_map m JOIN users u ON u.id = m.user_id {} \
    ORDER BY m.user_id {page}";

const COUNT_MEMBERS: &str = "SELECT COUNT(*) FROM user_group_map m {}";

const COUNT_NAMED: &str =
    "SELECT COUNT(*) FROM user_group_map m JOIN users u ON u.id = m.user_id {}";

/// Those of a group's members, in the order of their keys, who are on one page; of all, or of those whose names have
/// `name_part` in them.
pub fn part_of_members(
    tx: &Tx<'_>,
    id: GroupId,
    name_part: Option<&str>,
    page: Page,
) -> Result<Listed<UserName>> {
    let mut conditions = Where::default();
    conditions.and_with("m.group_id = ?", id);
    let mut count = COUNT_MEMBERS;
    if let Some(part) = name_part {
        conditions.and_with(users::NAMED, format!("%{part}%"));
        count = COUNT_NAMED;
    }
    let total = tx.one(&conditions.within(count), conditions.params(), |row| {
        row.get(0)
    })?;
    conditions.keep_to(Some(page));
    let items = tx.many(&conditions.within(PART), conditions.params(), |row| {
        row.get(0)
    })?;
    Ok(Listed { items, total })
}

fn properties(row: &Row<'_>, column: usize) -> Result<Option<Properties>> {
    Ok(row
        .get::<Option<Json<Option<Properties>>>>(column)?
        .and_then(|Json(properties)| properties))
}

const FIND: &str = "SELECT id FROM groups WHERE name = ?1";

/// The key of the group named `name`.
pub fn find(tx: &Tx<'_>, name: &GroupName) -> Result<Option<GroupId>> {
    tx.maybe(FIND, params![name], |row| row.get(0))
}

const INSERT: &str = "INSERT INTO groups (name, properties) VALUES (?1, ?2) RETURNING id";

/// Add a group without members.
pub fn insert(tx: &Tx<'_>, name: &GroupName, properties: &Properties) -> Result<GroupId> {
    tx.one(INSERT, params![name, Json(properties)], |row| row.get(0))
}

const RENAME: &str = "UPDATE groups SET name = ?2 WHERE id = ?1";

/// Give a group another name, which must be free.
pub fn rename(tx: &Tx<'_>, id: GroupId, name: &GroupName) -> Result<()> {
    tx.execute(RENAME, params![id, name]).map(drop)
}

/// Delete a group, with its memberships, grants and shares.
pub fn delete(tx: &Tx<'_>, id: GroupId) -> Result<()> {
    delete::delete(tx, Referred::Group(id))
}

const ADD_USER: &str = "INSERT INTO user_group_map (user_id, group_id) VALUES (?1, ?2) \
    ON CONFLICT DO NOTHING";

/// Make a user a member; whether they were not.
pub fn add_user(tx: &Tx<'_>, group: GroupId, user: UserId) -> Result<bool> {
    Ok(tx.execute(ADD_USER, params![user, group])? > 0)
}

const REMOVE_USER: &str = "DELETE FROM user_group_map WHERE user_id = ?1 AND group_id = ?2";

/// Take a user out of a group; whether they were in it.
pub fn remove_user(tx: &Tx<'_>, group: GroupId, user: UserId) -> Result<bool> {
    Ok(tx.execute(REMOVE_USER, params![user, group])? > 0)
}

const PROPERTIES: &str = "SELECT properties FROM groups WHERE id = ?1";

/// The properties of a group.
pub fn properties_of(tx: &Tx<'_>, id: GroupId) -> Result<Properties> {
    let found = tx.one(PROPERTIES, params![id], |row| properties(row, 0))?;
    Ok(found.unwrap_or_default())
}

const SET_PROPERTIES: &str = "UPDATE groups SET properties = ?2 WHERE id = ?1";

/// Replace the properties of a group.
pub fn set_properties(tx: &Tx<'_>, id: GroupId, properties: &Properties) -> Result<()> {
    tx.execute(SET_PROPERTIES, params![id, Json(properties)])
        .map(drop)
}

const GROUPS_OF: &str = "SELECT g.name FROM users u JOIN user_group_map m ON m.user_id = u.id \
    JOIN groups g ON g.id = m.group_id WHERE u.name = ?1 ORDER BY g.id";

/// The groups that the user named `name` is in.
pub fn of_user(tx: &Tx<'_>, name: &UserName) -> Result<Vec<GroupName>> {
    tx.many(GROUPS_OF, params![name], |row| row.get(0))
}

const GROUPS_WITH_ROLE: &str = "SELECT g.name FROM users u JOIN user_group_map m \
    ON m.user_id = u.id JOIN groups g ON g.id = m.group_id JOIN group_role_map r \
    ON r.group_id = g.id WHERE u.name = ?1 AND r.role_id = ?2 ORDER BY g.id";

/// The groups by which the user named `name` holds a role.
pub fn of_user_with_role(tx: &Tx<'_>, name: &UserName, role: RoleId) -> Result<Vec<GroupName>> {
    tx.many(GROUPS_WITH_ROLE, params![name, role], |row| row.get(0))
}

impl Membership for Tx<'_> {
    fn is_in_any(&self, user: &UserName, groups: &BTreeSet<GroupName>) -> Result<bool> {
        Ok(of_user(self, user)?
            .iter()
            .any(|group| groups.contains(group)))
    }
}
