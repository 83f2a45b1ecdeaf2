//! Roles, and who holds them.

use rusqlite::params;

use super::Tx;
use crate::error::Result;
use crate::model::{GroupId, RoleId, RoleName, ServiceId, UserId};
use crate::rbac::Holder;

/// The key of what holds roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";

/// Let `holder` hold a role; whether they did not before.
///
/// `managed` marks the grant as the authenticator's, as JupyterHub's `managed_by_auth` does.
pub fn grant(tx: &Tx<'_>, role: RoleId, holder: HolderId, managed: bool) -> Result<bool> {
    let changed = tx.execute(&holder.on(GRANT), params![holder.key(), role, managed])?;
    Ok(changed > 0)
}

const REVOKE: &str = "DELETE FROM {}_role_map WHERE {}_id = ?1 AND role_id = ?2";

/// Take a role from `holder`; whether they had it.
pub fn revoke(tx: &Tx<'_>, role: RoleId, holder: HolderId) -> Result<bool> {
    Ok(tx.execute(&holder.on(REVOKE), params![holder.key(), role])? > 0)
}
