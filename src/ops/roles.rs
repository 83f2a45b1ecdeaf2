//! Roles, and who holds them.

use crate::error::Result;
use crate::model::RoleName;
use crate::store::Tx;
use crate::store::roles::{self, HolderId};

/// Give a user or service the roles that JupyterHub gives by default: `user` to users, and `admin`
/// to those with the admin flag and no others (`assign_default_roles`).
///
/// A role that the hub has not made yet is passed over: it makes and grants them when it starts.
pub(super) fn assign_defaults(tx: &Tx<'_>, holder: HolderId, admin: bool) -> Result<()> {
    if let Some(role) = roles::find(tx, &RoleName::from("admin"))? {
        if admin {
            roles::grant(tx, role, holder, false)?;
        } else {
            roles::revoke(tx, role, holder)?;
        }
    }
    if let (HolderId::User(_), Some(role)) = (holder, roles::find(tx, &RoleName::from("user"))?) {
        roles::grant(tx, role, holder, false)?;
    }
    Ok(())
}
