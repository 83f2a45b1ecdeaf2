//! Bringing a hub that serves to what descriptions list.

use std::sync::Arc;

use super::servers::OfServers;
use super::{Hub, Identity};
use crate::auth::names;
use crate::error::Result;
use crate::model::{Described, Plan, PlannedAction, UserName};
use crate::ops::apply::{Admits, Apply, Compare};
use crate::ops::audit::recorded;
use crate::store::Ending;

impl Hub {
    /// Bring the hub to what `apply` lists, or rehearse that.
    ///
    /// # Errors
    /// Where the operation refuses it, or a new user would have a name that this hub does not allow.
    pub async fn apply(
        self: &Arc<Self>,
        identity: &Identity,
        apply: Apply,
        rehearses: bool,
    ) -> Result<Plan> {
        let ending = if rehearses {
            Ending::Undo
        } else {
            Ending::Commit
        };
        let apply = self.applied_here(apply);
        if !rehearses {
            self.have_those_to_come(identity, &apply).await?;
        }
        let (caller, source) = (identity.caller().clone(), Self::source(identity));
        let write = self
            .pool
            .write(ending, move |tx| recorded(&source, &caller, apply, tx));
        let plan = write.await?;
        if !rehearses {
            self.follow_plan(&plan).await;
        }
        Ok(plan)
    }

    /// Tell how the hub differs from what descriptions list.
    pub fn compare(&self, identity: &Identity, compare: Compare) -> Result<Plan> {
        self.look(identity, self.compared_here(compare))
    }

    /// `apply` with names as this hub writes them, and for new users whom it takes.
    pub(super) fn applied_here(&self, mut apply: Apply) -> Apply {
        let config = self.config();
        self.normalize_all(&mut apply.described);
        apply.admits = Admits::by(move |name| names::allowed(&config.auth, name));
        apply
    }

    /// `compare` with names as this hub writes them.
    pub(super) fn compared_here(&self, mut compare: Compare) -> Compare {
        self.normalize_all(&mut compare.described);
        compare
    }

    /// Know nothing more of whom `plan` has taken away, and lead people to the services that there are now.
    pub(super) async fn follow_plan(self: &Arc<Self>, plan: &Plan) {
        for name in plan.users(PlannedAction::Remove) {
            self.follow_change(&OfServers::Deleted(UserName::from(name)));
        }
        self.follow_services().await;
    }

    /// Write the names of users as the hub's authenticator does.
    fn normalize_all(&self, described: &mut [Described]) {
        for each in described {
            let users = each.users.iter_mut().map(|user| &mut user.name);
            let members = each.groups.iter_mut().flat_map(|group| &mut group.users);
            let holders = each.roles.iter_mut().flat_map(|role| &mut role.users);
            for name in users.chain(members).chain(holders) {
                *name = UserName::from(self.normalized(name.as_str()));
            }
        }
    }
}
