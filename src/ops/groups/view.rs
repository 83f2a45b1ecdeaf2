//! What of a group a caller sees.

use crate::error::Result;
use crate::model::Group;
use crate::rbac::{Allowed, Filter, NoGroups, Reach, Scope};
use crate::store::groups::Parts;

/// How far a caller sees each field of groups (`APIHandler.group_model`). The name goes with each.
pub(super) struct View {
    /// Members and properties.
    whole: Reach,
    /// Roles.
    roles: Reach,
}

impl View {
    /// What the caller of an operation sees.
    pub(super) fn of<O>(allowed: &Allowed<O>) -> Self {
        Self {
            whole: allowed.reach_of(&Scope::ReadGroups),
            roles: allowed.reach_of(&Scope::ReadRolesGroups),
        }
    }

    /// What is worth fetching.
    pub(super) fn parts(&self) -> Parts {
        Parts {
            roles: !self.roles.is_nowhere(),
            users: !self.whole.is_nowhere(),
        }
    }

    /// Leave out of `group` what the caller may not see.
    pub(super) fn cut(&self, group: &mut Group) -> Result<()> {
        let itself = Filter::Group(group.name.clone());
        let whole = self.whole.includes(Some(&itself), &NoGroups)?;
        let roles = self.roles.includes(Some(&itself), &NoGroups)?;
        group.users.keep_if(whole);
        group.properties.keep_if(whole);
        group.roles.keep_if(roles);
        Ok(())
    }
}
