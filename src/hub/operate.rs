//! Operations that a command line sends: done as any are, by the rules of this hub.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::Value;

use super::audit::to_its_end;
use super::servers::{OfServers, OnHold, hub_facts};
use super::{Hub, Identity};
use crate::error::{Error, Result};
use crate::model::{Plan, PlannedAction, UserName};
use crate::ops::accounts::{Chosen, SetPassword};
use crate::ops::sent::{AnyChange, AnyLook, Changes, heard};
use crate::ops::servers::ForetellEnvironment;
use crate::rbac::Needs;
use crate::store::Ending;

/// Whom `changes` add, which were rehearsed and came to `done`.
fn added(changes: &[AnyChange], done: &[Value]) -> Result<Vec<UserName>> {
    let mut added = Vec::new();
    for change in changes {
        match change {
            AnyChange::AddUser(add) => added.push(add.name.clone()),
            AnyChange::Invite(invite) => added.push(invite.name.clone()),
            _ => {}
        }
    }
    for at in applied(changes) {
        let plan: Plan = heard(done[at].clone())?;
        let users = plan.users(PlannedAction::Create);
        added.extend(users.into_iter().map(UserName::from));
    }
    Ok(added)
}

impl Hub {
    /// Do an operation that only looks, and tell what came of it.
    pub fn look_as_sent(&self, identity: &Identity, look: AnyLook) -> Result<Value> {
        let look = self.look_by_its_rules(look)?;
        self.pool
            .read(|tx, _| look.run(&identity.remote(), self, tx))
    }

    /// Do operations that write, all or none of them, and tell what came of each.
    ///
    /// # Errors
    /// Where one is refused; then nothing has happened.
    pub async fn change_as_sent(
        self: &Arc<Self>,
        identity: &Arc<Identity>,
        changes: Changes,
    ) -> Result<Vec<Value>> {
        let (hub, identity) = (Arc::clone(self), Arc::clone(identity));
        to_its_end(async move { hub.changed_as_sent(&identity, changes).await }).await
    }

    async fn changed_as_sent(
        self: &Arc<Self>,
        identity: &Identity,
        changes: Changes,
    ) -> Result<Vec<Value>> {
        let Changes {
            changes: asked,
            dry_run,
        } = changes;
        let mut changes = Vec::with_capacity(asked.len());
        for change in asked {
            changes.push(self.by_its_rules(identity, change).await?);
        }
        if dry_run {
            return self.write_for(identity, changes, Ending::Undo).await;
        }
        let after: Vec<_> = changes.iter().filter_map(OfServers::of).collect();
        let mut held: Vec<OnHold> = Vec::new();
        for change in &after {
            if !held.iter().any(|held| held.is_for(change)) {
                held.push(self.hold_for(change)?);
            }
        }
        let config = self.config();
        if self.minds_the_machine(&config) || after.iter().any(OfServers::stops_them) {
            // Nobody's server is stopped, and nobody made a user of the machine, for what is refused then.
            let rehearsed = self.write_for(identity, changes.clone(), Ending::Undo);
            let added = added(&changes, &rehearsed.await?)?;
            self.have_system_users(&config, &added).await?;
            for change in &after {
                self.make_way(change).await?;
            }
        }
        let plans: Vec<_> = applied(&changes).collect();
        let of_services = changes.iter().any(is_of_services);
        let done = self.write_for(identity, changes, Ending::Commit).await?;
        for change in &after {
            self.follow_change(change);
        }
        if of_services {
            self.follow_services().await;
        }
        for plan in plans {
            self.follow_plan(&heard(done[plan].clone())?).await;
        }
        Ok(done)
    }

    async fn write_for(
        &self,
        identity: &Identity,
        changes: Vec<AnyChange>,
        ending: Ending,
    ) -> Result<Vec<Value>> {
        let (caller, source) = (identity.remote(), Self::source(identity));
        let write = self.pool.write(ending, move |tx| {
            let changes = changes.into_iter();
            changes
                .map(|change| change.run(&source, &caller, tx))
                .collect()
        });
        write.await
    }

    /// `look` with what this hub knows, and names as its authenticator writes them.
    fn look_by_its_rules(&self, look: AnyLook) -> Result<AnyLook> {
        Ok(match look {
            AnyLook::Compare(compare) => self.compared_here(compare).into(),
            AnyLook::ForetellEnvironment(asked) => ForetellEnvironment {
                facts: Some(hub_facts(&self.config(), self.servers.hub())?),
                ..asked
            }
            .into(),
            other => other,
        })
    }

    /// `change` as this hub lets it be: names as its authenticator writes them, passwords and tokens as it
    /// allows, and what the database says of running servers left to the hub, which knows better.
    async fn by_its_rules(&self, identity: &Identity, mut change: AnyChange) -> Result<AnyChange> {
        match &mut change {
            AnyChange::Apply(apply) => *apply = self.applied_here(apply.clone()),
            AnyChange::Invite(invite) => {
                invite.name = self.new_username(invite.name.as_str())?.into();
            }
            AnyChange::SetPassword(set) => self.hash_for(identity, set).await?,
            AnyChange::AddUser(add) => add.name = self.new_username(add.name.as_str())?.into(),
            AnyChange::EditUser(edit) => {
                edit.force = true;
                if let Some(name) = edit.new_name.take().filter(|name| *name != edit.name) {
                    edit.new_name = Some(self.new_username(name.as_str())?.into());
                }
            }
            AnyChange::DeleteUser(delete) => delete.force = true,
            AnyChange::AddGroup(add) => self.normalize(&mut add.users),
            AnyChange::ChangeMembers(change) => self.normalize(&mut change.users),
            AnyChange::NewToken(new) => new.longest = self.longest_token()?,
            _ => {}
        }
        Ok(change)
    }

    /// Hash a password, off the threads that answer. That is not done for who may not set it.
    async fn hash_for(&self, identity: &Identity, set: &mut SetPassword) -> Result<()> {
        let refused = self.refusal_of(identity, SetPassword::ANY_OF, &set.target())?;
        if let (None, Chosen::Clear(password)) = (refused, &set.password) {
            let hash = self.chosen(password, set.name.as_str()).await?;
            set.password = Chosen::Hashed(hash);
        }
        Ok(())
    }

    fn normalize(&self, users: &mut [UserName]) {
        for user in users {
            *user = self.normalized(user.as_str()).into();
        }
    }

    /// How long a token may last at most.
    pub fn longest_token(&self) -> Result<Option<TimeDelta>> {
        let longest = self.config().hub.token_expires_in_max_seconds;
        let longest = longest.unless_zero().map(TimeDelta::from_std).transpose();
        longest.map_err(|_| Error::internal("a limit that is no length of time"))
    }
}

/// Which of `changes` bring the hub to what is described.
fn applied(changes: &[AnyChange]) -> impl Iterator<Item = usize> + '_ {
    let changes = changes.iter().enumerate();
    changes.filter_map(|(at, change)| matches!(change, AnyChange::Apply(_)).then_some(at))
}

/// Whether a change may have services found elsewhere.
fn is_of_services(change: &AnyChange) -> bool {
    matches!(
        change,
        AnyChange::AddService(_) | AnyChange::EditService(_) | AnyChange::DeleteService(_)
    )
}
