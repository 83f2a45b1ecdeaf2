//! What two sets of grants both allow.

use std::collections::{BTreeMap, BTreeSet};

use super::filter::owner_of_nameless;
use super::{Filters, Grants, Reach};
use crate::error::Result;
use crate::model::{GroupName, UserName};

/// Who is in which group: facts that the caller's transaction supplies.
pub trait Membership {
    /// Whether `user` is in one or more of `groups`.
    fn is_in_any(&self, user: &UserName, groups: &BTreeSet<GroupName>) -> Result<bool>;
}

/// Nobody is in any group, or nobody can tell: then grants by user and by group never meet.
#[derive(Debug, Clone, Copy)]
pub struct NoGroups;

impl Membership for NoGroups {
    fn is_in_any(&self, _: &UserName, _: &BTreeSet<GroupName>) -> Result<bool> {
        Ok(false)
    }
}

/// The groups of each user.
impl Membership for BTreeMap<UserName, BTreeSet<GroupName>> {
    fn is_in_any(&self, user: &UserName, groups: &BTreeSet<GroupName>) -> Result<bool> {
        Ok(self.get(user).is_some_and(|own| !own.is_disjoint(groups)))
    }
}

impl<M: Membership> Membership for &M {
    fn is_in_any(&self, user: &UserName, groups: &BTreeSet<GroupName>) -> Result<bool> {
        (**self).is_in_any(user, groups)
    }
}

impl Grants {
    /// What both allow, as `scopes._intersect_expanded_scopes` has it: a user meets a group they
    /// are in, a server meets its user and their groups.
    pub fn intersect(&self, other: &Self, membership: &impl Membership) -> Result<Self> {
        let mut both = Self::new();
        for (scope, ours) in self.reaches() {
            if let Some(theirs) = other.reach(scope) {
                both.set(scope.clone(), ours.intersect(theirs, membership)?);
            }
        }
        Ok(both)
    }
}

impl Reach {
    fn intersect(&self, other: &Self, membership: &impl Membership) -> Result<Self> {
        Ok(match (self, other) {
            (Self::All, reach) | (reach, Self::All) => reach.clone(),
            (Self::Only(ours), Self::Only(theirs)) => {
                let mut both = ours.named_in(theirs);
                both.add_within(ours, theirs, membership)?;
                both.add_within(theirs, ours, membership)?;
                Self::Only(both)
            }
        })
    }
}

impl Filters {
    /// The names in both.
    fn named_in(&self, other: &Self) -> Self {
        Self {
            users: &self.users & &other.users,
            groups: &self.groups & &other.groups,
            servers: &self.servers & &other.servers,
            services: &self.services & &other.services,
            unmatchable: &self.unmatchable & &other.unmatchable,
        }
    }

    /// Add those of `inner` that lie within a wider name of `outer`.
    fn add_within(
        &mut self,
        inner: &Self,
        outer: &Self,
        membership: &impl Membership,
    ) -> Result<()> {
        for user in &inner.users {
            if !self.users.contains(user) && outer.includes_by_group(user, membership)? {
                self.users.insert(user.clone());
            }
        }
        for server in &inner.servers {
            if !self.servers.contains(server) && outer.includes_owner(&server.user, membership)? {
                self.servers.insert(server.clone());
            }
        }
        for whole in &inner.unmatchable {
            if let Some(user) = owner_of_nameless(whole)
                && !self.unmatchable.contains(whole)
                && outer.includes_owner(&user, membership)?
            {
                self.unmatchable.insert(whole.clone());
            }
        }
        Ok(())
    }
}
