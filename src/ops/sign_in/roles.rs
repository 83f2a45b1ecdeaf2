//! The roles that an authenticator gives somebody who signs in (`User.sync_roles`).
//!
//! It takes back what it gave, and leaves what others gave: 6.1.1 takes all roles that it does not name, the role `user`
//! among them, and gives them again at the next start.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::error::Result;
use crate::model::{ManagedRole, RoleId, RoleName, UserId};
use crate::ops::roles::managed::{Defined, define, give};
use crate::rbac::{Catalogue, Holder};
use crate::store::Tx;
use crate::store::provenance::Grant;
use crate::store::roles::{self, HolderId};

/// What an authenticator says of the roles of one person.
pub struct Roles {
    /// Those that they hold, and what these are.
    pub held: Vec<ManagedRole>,
    /// Those that stay though nobody holds them.
    pub kept: BTreeSet<RoleName>,
    /// The scopes that exist.
    pub catalogue: Arc<Catalogue>,
}

const ADMIN: &str = "admin";

impl Roles {
    /// The names of those that somebody holds.
    pub(super) fn names(&self) -> Vec<&RoleName> {
        self.held.iter().map(|role| &role.name).collect()
    }

    /// Whether somebody is an admin by these roles, who was one by the authenticator's roles or not; `None` where
    /// they say nothing of it.
    pub(super) fn make_admin(&self, tx: &Tx<'_>, user: UserId) -> Result<Option<bool>> {
        if self.held.iter().any(|role| role.name.as_str() == ADMIN) {
            return Ok(Some(true));
        }
        let before = roles::managed_of(tx, user)?;
        let was = before.iter().any(|(_, name)| name.as_str() == ADMIN);
        Ok(was.then_some(false))
    }

    /// Have `user` hold these, and nothing else that the authenticator gave; and whom else each role lists. Whether
    /// that changed anything of theirs.
    pub(super) fn give_to(&self, tx: &Tx<'_>, user: UserId) -> Result<bool> {
        let holder = HolderId::User(user);
        let mut held = HashSet::new();
        let mut changed = false;
        for role in &self.held {
            let (id, defined) = define(tx, role, &self.catalogue)?;
            if defined == Defined::NotIts {
                tracing::warn!(
                    role = role.name.as_str(),
                    "a role is not the authenticator's to change: it is given as it is"
                );
            }
            hold_listed(tx, id, role, holder)?;
            changed |= give(tx, id, holder)?;
            held.insert(id);
        }
        for (id, name) in roles::managed_of(tx, user)? {
            if !held.contains(&id) {
                changed |= roles::revoke(tx, id, holder)?;
                self.forget_if_bare(tx, id, &name)?;
            }
        }
        Ok(changed)
    }

    /// Delete a role of the authenticator's that nobody holds any more.
    fn forget_if_bare(&self, tx: &Tx<'_>, id: RoleId, name: &RoleName) -> Result<()> {
        let is_its = roles::get(tx, name)?.is_some_and(|(_, role)| role.managed_by_auth);
        if is_its && !self.kept.contains(name) && roles::is_bare(tx, id)? {
            roles::delete(tx, id)?;
        }
        Ok(())
    }
}

/// Have those hold a role whom it lists, and of their kind nobody else by the authenticator but `spared`.
fn hold_listed(tx: &Tx<'_>, id: RoleId, role: &ManagedRole, spared: HolderId) -> Result<()> {
    let listed = listed(role);
    let mut holders = HashSet::from([spared]);
    for holder in &listed {
        let Some(key) = roles::find_holder(tx, holder)? else {
            tracing::warn!(role = role.name.as_str(), %holder, "nobody of this name can hold a role");
            continue;
        };
        give(tx, id, key)?;
        if role.name.as_str() == ADMIN {
            roles::set_admin(tx, key, true)?;
        }
        holders.insert(key);
    }
    if role.users.is_none() && role.groups.is_none() && role.services.is_none() {
        return Ok(());
    }
    for Grant { holder, .. } in roles::managed_grants(tx, Some(id))? {
        let is_said = match holder {
            HolderId::User(_) => role.users.is_some(),
            HolderId::Group(_) => role.groups.is_some(),
            HolderId::Service(_) => role.services.is_some(),
        };
        if is_said && !holders.contains(&holder) {
            roles::revoke(tx, id, holder)?;
            if role.name.as_str() == ADMIN {
                roles::set_admin(tx, holder, false)?;
            }
        }
    }
    Ok(())
}

fn listed(role: &ManagedRole) -> Vec<Holder> {
    let users = role.users.iter().flatten().cloned().map(Holder::User);
    let groups = role.groups.iter().flatten().cloned().map(Holder::Group);
    let services = role.services.iter().flatten().cloned().map(Holder::Service);
    users.chain(groups).chain(services).collect()
}
