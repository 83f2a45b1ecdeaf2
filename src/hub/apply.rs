//! Bringing a hub that serves to what descriptions list.

use super::{Hub, Identity};
use crate::auth::names;
use crate::error::Result;
use crate::model::{Plan, PlannedAction, PlannedChange, PlannedKind, UserName};
use crate::ops::apply::Apply;
use crate::ops::audit::recorded;
use crate::store::Ending;

impl Hub {
    /// Bring the hub to what `apply` lists, or rehearse that.
    ///
    /// # Errors
    /// Where the operation refuses it, or a new user would have a name that this hub does not allow.
    pub async fn apply(&self, identity: &Identity, apply: Apply, rehearses: bool) -> Result<Plan> {
        let ending = if rehearses {
            Ending::Undo
        } else {
            Ending::Commit
        };
        let config = self.config();
        let (caller, source) = (identity.caller().clone(), Self::source(identity));
        let write = self.pool.write(ending, move |tx| {
            let plan = recorded(&source, &caller, apply, tx)?;
            for name in users(&plan, PlannedAction::Create) {
                names::allowed(&config.auth, name)?;
            }
            Ok(plan)
        });
        let plan = write.await?;
        if !rehearses {
            for name in users(&plan, PlannedAction::Remove) {
                self.servers.forget_user(&UserName::from(name));
            }
        }
        Ok(plan)
    }
}

/// The users of whom that is planned.
fn users(plan: &Plan, action: PlannedAction) -> impl Iterator<Item = &str> {
    let of_users =
        move |change: &&PlannedChange| change.kind == PlannedKind::User && change.action == action;
    plan.changes
        .iter()
        .filter(of_users)
        .map(|change| change.name.as_str())
}
