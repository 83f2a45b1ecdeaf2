//! Users of the hub who are users of this machine too.

use super::{Hub, Identity};
use crate::auth::machine;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::model::{PlannedAction, UserName};
use crate::ops::apply::{Apply, Progress};
use crate::ops::audit::Change;
use crate::store::{Ending, users};

impl Hub {
    /// Whether each user of this hub is, or becomes, one of the machine.
    pub(super) fn minds_the_machine(&self, config: &Config) -> bool {
        self.authenticator.knows_system_users() || config.auth.create_system_users
    }

    /// Have a user of the machine for `name`, where this hub minds that (`Authenticator.add_user`).
    ///
    /// # Errors
    /// Where there is none, and none can be made.
    pub(super) async fn have_system_user(&self, config: &Config, name: &UserName) -> Result<()> {
        if !self.minds_the_machine(config) {
            return Ok(());
        }
        let patience = config.hub.command_timeout.duration();
        machine::ensure_user(&config.auth, name, patience).await
    }

    /// The same for somebody who signs in: whoever was here before needs none, unless they are made.
    pub(super) async fn expect(&self, config: &Config, name: &UserName) -> Result<()> {
        let is_needed = config.auth.create_system_users
            || self.minds_the_machine(config) && self.is_new(name)?;
        if !is_needed {
            return Ok(());
        }
        self.have_system_user(config, name).await
    }

    /// Add the users `names` by `operation`, once each is a user of the machine where this hub minds that.
    ///
    /// # Errors
    /// Where the operation refuses, or somebody is no user of the machine.
    pub async fn add_users<O>(
        &self,
        identity: &Identity,
        names: &[UserName],
        operation: O,
    ) -> Result<O::Output>
    where
        O: Change + Clone + Send + 'static,
        O::Output: Send + 'static,
    {
        let config = self.config();
        if self.minds_the_machine(&config) {
            // Nobody is made there for what is refused here.
            let rehearsed = operation.clone();
            self.write_as(identity, Ending::Undo, rehearsed).await?;
            self.have_system_users(&config, names).await?;
        }
        self.change(identity, operation).await
    }

    /// The same for whom `apply` would add.
    pub(super) async fn have_those_to_come(
        &self,
        identity: &Identity,
        apply: &Apply,
    ) -> Result<()> {
        let config = self.config();
        if !self.minds_the_machine(&config) {
            return Ok(());
        }
        let rehearsed = Apply {
            progress: Progress::default(),
            ..apply.clone()
        };
        let plan = self.write_as(identity, Ending::Undo, rehearsed).await?;
        let added = plan.users(PlannedAction::Create).into_iter();
        let added: Vec<UserName> = added.map(UserName::from).collect();
        self.have_system_users(&config, &added).await
    }

    /// Have users of the machine for those of `names` who are new.
    pub(super) async fn have_system_users(
        &self,
        config: &Config,
        names: &[UserName],
    ) -> Result<()> {
        let minded = names.iter().filter(|_| self.minds_the_machine(config));
        for name in minded {
            if self.is_new(name)? {
                let had = self.have_system_user(config, name).await;
                // It is a name that whoever asks can correct, or a machine that they can.
                had.map_err(|error| Error::invalid(error.to_string()))?;
            }
        }
        Ok(())
    }

    fn is_new(&self, name: &UserName) -> Result<bool> {
        let found = self.pool.read(|tx, _| users::find(tx, name))?;
        Ok(found.is_none())
    }
}
