//! Roles, and who holds them.

use std::collections::HashMap;

use rusqlite::params;

use super::delete::{self, Referred};
use super::filter::Where;
use super::provenance::Grant;
use super::value::Json;
use super::{Row, Tx, holdings};
use crate::error::Result;
use crate::model::{GroupId, Holders, Member, Role, RoleId, RoleName, ServiceId, UserId};
use crate::rbac::Holder;

/// The key of what holds roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HolderId {
    /// A user.
    User(UserId),
    /// A group.
    Group(GroupId),
    /// A service.
    Service(ServiceId),
}

impl HolderId {
    /// The kind, as in the names of JupyterHub's tables and columns.
    fn kind(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Group(_) => "group",
            Self::Service(_) => "service",
        }
    }

    pub(super) fn key(self) -> i64 {
        match self {
            Self::User(UserId(key)) | Self::Group(GroupId(key)) | Self::Service(ServiceId(key)) => {
                key
            }
        }
    }

    /// `statement` for the table of this kind: `{}` is the kind.
    pub(super) fn on(self, statement: &str) -> String {
        statement.replace("{}", self.kind())
    }
}

const HOLDER: &str = "SELECT id FROM {}s WHERE name = ?1";

/// The key of `holder`.
pub fn find_holder(tx: &Tx<'_>, holder: &Holder) -> Result<Option<HolderId>> {
    let id = |key| match holder {
        Holder::User(_) => HolderId::User(UserId(key)),
        Holder::Group(_) => HolderId::Group(GroupId(key)),
        Holder::Service(_) => HolderId::Service(ServiceId(key)),
    };
    let sql = HOLDER.replace("{}", holder.kind());
    tx.maybe(&sql, params![holder.name()], |row| Ok(id(row.get(0)?)))
}

const FIND: &str = "SELECT id FROM roles WHERE name = ?1";

/// The key of the role named `name`.
pub fn find(tx: &Tx<'_>, name: &RoleName) -> Result<Option<RoleId>> {
    tx.maybe(FIND, params![name], |row| row.get(0))
}

const GRANT: &str = "INSERT INTO {}_role_map ({}_id, role_id, managed_by_auth) \
    VALUES (?1, ?2, ?3) ON CONFLICT ({}_id, role_id) DO UPDATE SET managed_by_auth = ?3 \
    WHERE {}_role_map.managed_by_auth < ?3";

/// Let `holder` hold a role; whether that changed anything.
///
/// `managed` marks the grant as the authenticator's, as JupyterHub's `managed_by_auth` does; a mark
/// that is there stays.
pub fn grant(tx: &Tx<'_>, role: RoleId, holder: HolderId, managed: bool) -> Result<bool> {
    let changed = tx.execute(&holder.on(GRANT), params![holder.key(), role, managed])?;
    Ok(changed > 0)
}

const REVOKE: &str = "DELETE FROM {}_role_map WHERE {}_id = ?1 AND role_id = ?2";

/// Take a role from `holder`; whether they had it.
pub fn revoke(tx: &Tx<'_>, role: RoleId, holder: HolderId) -> Result<bool> {
    Ok(tx.execute(&holder.on(REVOKE), params![holder.key(), role])? > 0)
}

const HOLDS: &str = "SELECT EXISTS (SELECT 1 FROM {}_role_map WHERE {}_id = ?1 AND role_id = ?2)";

/// Whether `holder` holds a role directly.
pub fn holds(tx: &Tx<'_>, role: RoleId, holder: HolderId) -> Result<bool> {
    tx.one(&holder.on(HOLDS), params![holder.key(), role], |row| {
        row.get(0)
    })
}

const MANAGED_OF: &str = "SELECT r.id, r.name FROM user_role_map m JOIN roles r ON r.id = m.role_id \
    WHERE m.user_id = ?1 AND m.managed_by_auth = 1 ORDER BY r.id";

/// The roles that a user holds by the authenticator.
pub fn managed_of(tx: &Tx<'_>, user: UserId) -> Result<Vec<(RoleId, RoleName)>> {
    tx.many(MANAGED_OF, params![user], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

const MANAGED_GRANTS: &str = "SELECT r.id, r.name, m.{}_id, h.name FROM {}_role_map m \
    JOIN roles r ON r.id = m.role_id JOIN {}s h ON h.id = m.{}_id \
    WHERE m.managed_by_auth = 1 AND m.role_id = coalesce(?1, m.role_id)";

/// Who holds a role by the authenticator, or any.
pub fn managed_grants(tx: &Tx<'_>, role: Option<RoleId>) -> Result<Vec<Grant>> {
    let kinds: [fn(i64) -> HolderId; 3] = [
        |key| HolderId::User(UserId(key)),
        |key| HolderId::Group(GroupId(key)),
        |key| HolderId::Service(ServiceId(key)),
    ];
    let mut grants = Vec::new();
    for kind in kinds {
        let sql = kind(0).on(MANAGED_GRANTS);
        grants.extend(tx.many(&sql, params![role], |row| {
            Ok(Grant {
                role: row.get(0)?,
                role_name: row.get(1)?,
                holder: kind(row.get(2)?),
                holder_name: row.get(3)?,
            })
        })?);
    }
    Ok(grants)
}

const BARE: &str = "SELECT NOT EXISTS (SELECT 1 FROM user_role_map WHERE role_id = ?1) \
    AND NOT EXISTS (SELECT 1 FROM group_role_map WHERE role_id = ?1) \
    AND NOT EXISTS (SELECT 1 FROM service_role_map WHERE role_id = ?1)";

/// Whether nobody holds a role.
pub fn is_bare(tx: &Tx<'_>, role: RoleId) -> Result<bool> {
    tx.one(BARE, params![role], |row| row.get(0))
}

const LIST: &str =
    "SELECT id, name, description, scopes, managed_by_auth FROM roles {} ORDER BY id";

/// Roles in the order they were made: all, or only those that are marked managed or are not.
pub fn list(tx: &Tx<'_>, managed: Option<bool>) -> Result<Vec<(RoleId, Role)>> {
    let mut conditions = Where::default();
    if let Some(managed) = managed {
        conditions.and_with("managed_by_auth = ?", managed);
    }
    tx.many(&conditions.within(LIST), conditions.params(), from_row)
}

/// The role named `name`.
pub fn get(tx: &Tx<'_>, name: &RoleName) -> Result<Option<(RoleId, Role)>> {
    let mut conditions = Where::default();
    conditions.and_with("name = ?", name.clone());
    tx.maybe(&conditions.within(LIST), conditions.params(), from_row)
}

fn from_row(row: &Row<'_>) -> Result<(RoleId, Role)> {
    let role = Role {
        kind: "role",
        name: row.get(1)?,
        description: row.get(2)?,
        scopes: holdings::scopes(row, 3)?,
        managed_by_auth: row.get(4)?,
        held_by: None,
    };
    Ok((row.get(0)?, role))
}

const TO_COME: &str = "SELECT EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT 1 FROM roles)";

/// Whether a hub has yet to start on a database from before 2.0, where it will make the default roles
/// and grant them to all users. It does so only where it finds no role (`init_role_creation`).
pub fn are_to_come(tx: &Tx<'_>) -> Result<bool> {
    tx.one(TO_COME, [], |row| row.get(0))
}

const COUNT: &str = "SELECT role_id, 'user', COUNT(*) FROM user_role_map GROUP BY role_id \
    UNION ALL SELECT role_id, 'group', COUNT(*) FROM group_role_map GROUP BY role_id \
    UNION ALL SELECT role_id, 'service', COUNT(*) FROM service_role_map GROUP BY role_id";

/// How many hold each role directly; those that nobody holds are left out. One pass over all grants.
pub fn holders(tx: &Tx<'_>) -> Result<HashMap<RoleId, Holders>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get::<String>(1)?, row.get::<u32>(2)?));
    let mut all: HashMap<RoleId, Holders> = HashMap::new();
    for (role, kind, held) in tx.many(COUNT, [], read)? {
        let holders = all.entry(role).or_default();
        let count = match kind.as_str() {
            "user" => &mut holders.users,
            "group" => &mut holders.groups,
            _ => &mut holders.services,
        };
        *count = held as usize;
    }
    Ok(all)
}

const MEMBERS: &str = "SELECT h.name, m.managed_by_auth FROM {}_role_map m \
    JOIN {}s h ON h.id = m.{}_id WHERE m.role_id = ?1 ORDER BY h.name";

/// Those of a `kind` (`user`, `group`, `service`) that hold a role directly, by name.
pub fn members(tx: &Tx<'_>, role: RoleId, kind: &str) -> Result<Vec<Member>> {
    tx.many(&MEMBERS.replace("{}", kind), params![role], |row| {
        Ok(Member {
            name: row.get(0)?,
            managed_by_auth: row.get(1)?,
        })
    })
}

const INSERT: &str = "INSERT INTO roles (name, description, scopes, managed_by_auth) \
    VALUES (?1, ?2, ?3, ?4) RETURNING id";

/// Add a role, whose name must be free.
pub fn insert(tx: &Tx<'_>, role: &Role) -> Result<RoleId> {
    let scopes = Json(&role.scopes);
    let params = params![role.name, role.description, scopes, role.managed_by_auth];
    tx.one(INSERT, params, |row| row.get(0))
}

const UPDATE: &str =
    "UPDATE roles SET description = ?2, scopes = ?3, managed_by_auth = ?4 WHERE id = ?1";

/// Write what `role` says of itself; the name stays.
pub fn update(tx: &Tx<'_>, id: RoleId, role: &Role) -> Result<()> {
    let scopes = Json(&role.scopes);
    let params = params![id, role.description, scopes, role.managed_by_auth];
    tx.execute(UPDATE, params).map(drop)
}

/// Delete a role; whoever holds it loses it.
pub fn delete(tx: &Tx<'_>, id: RoleId) -> Result<()> {
    delete::delete(tx, Referred::Role(id))
}

const IS_ADMIN: &str = "SELECT admin FROM {}s WHERE id = ?1";

/// Whether a user or service has the admin flag. A group has none.
pub fn is_admin(tx: &Tx<'_>, holder: HolderId) -> Result<bool> {
    if let HolderId::Group(_) = holder {
        return Ok(false);
    }
    let flag = tx.maybe(&holder.on(IS_ADMIN), params![holder.key()], |row| {
        row.get::<Option<bool>>(0)
    })?;
    Ok(flag.flatten().unwrap_or(false))
}

const SET_ADMIN: &str = "UPDATE {}s SET admin = ?2 WHERE id = ?1";

/// Set or clear the admin flag of a user or service, which goes with the role `admin`.
pub fn set_admin(tx: &Tx<'_>, holder: HolderId, admin: bool) -> Result<()> {
    tx.execute(&holder.on(SET_ADMIN), params![holder.key(), admin])
        .map(drop)
}
