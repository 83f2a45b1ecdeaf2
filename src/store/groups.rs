//! Groups and their members.

use std::collections::BTreeSet;

use rusqlite::params;

use super::Tx;
use crate::error::Result;
use crate::model::{GroupName, UserName};
use crate::rbac::Membership;

const GROUPS_OF: &str = "SELECT g.name FROM users u JOIN user_group_map m ON m.user_id = u.id \
    JOIN groups g ON g.id = m.group_id WHERE u.name = ?1 ORDER BY g.id";

/// The groups that the user named `name` is in.
pub fn of_user(tx: &Tx<'_>, name: &UserName) -> Result<Vec<GroupName>> {
    tx.many(GROUPS_OF, params![name], |row| row.get(0))
}

impl Membership for Tx<'_> {
    fn is_in_any(&self, user: &UserName, groups: &BTreeSet<GroupName>) -> Result<bool> {
        Ok(of_user(self, user)?
            .iter()
            .any(|group| groups.contains(group)))
    }
}
