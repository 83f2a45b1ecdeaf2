//! Whether those who are users can still be, when a hub starts (`JupyterHub.init_users`).

use super::Hub;
use crate::auth::{machine, names};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::model::UserName;
use crate::ops::audit::{Source, recorded};
use crate::ops::users::{DeleteUser, UserFilter};
use crate::rbac::{Caller, Reach};
use crate::store::{Ending, users};

impl Hub {
    /// Look at each user who is not blocked, and have what they need; of whom can be none any more, warn, or delete
    /// them where `delete_invalid_users` says so.
    pub(super) async fn look_over_users(&self) -> Result<()> {
        let config = self.config();
        let pattern = config.auth.username_regex()?;
        let everybody = UserFilter::default();
        let found = self
            .pool
            .read(|tx, _| users::names(tx, &Reach::All, &everybody))?;
        let settings = &config.auth;
        let is_blocked = |name: &UserName| names::includes(settings, &settings.blocked_users, name);
        let mut valid = Vec::new();
        for name in found.into_iter().filter(|name| !is_blocked(name)) {
            match names::still_valid(pattern.as_ref(), &name) {
                Ok(()) => valid.push(name),
                Err(error) => self.is_none_any_more(&config, &name, &error).await,
            }
        }
        if !self.minds_the_machine(&config) {
            return Ok(());
        }
        for name in machine::unknown(valid).await? {
            match self.have_system_user(&config, &name).await {
                Ok(()) => {}
                Err(error) if error.kind() == Kind::Invalid => {
                    self.is_none_any_more(&config, &name, &error).await;
                }
                // Whom the machine cannot tell of, or has no room for at the moment, may be one tomorrow.
                Err(error) => {
                    tracing::error!(user = name.as_str(), %error, "a user has no user of this machine");
                }
            }
        }
        Ok(())
    }

    async fn is_none_any_more(&self, config: &Config, name: &UserName, error: &Error) {
        let name = name.clone();
        let user = name.as_str().to_owned();
        if !config.auth.delete_invalid_users {
            tracing::warn!(
                user, %error,
                "a user can be none any more; `auth.delete_invalid_users = true` would delete them"
            );
            return;
        }
        // Whose server runs stays until that has stopped, and a later start finds them.
        let delete = DeleteUser { name, force: false };
        let write = self.pool.write(Ending::Commit, move |tx| {
            recorded(&Source::hub(), &Caller::Operator, delete, tx)
        });
        match write.await {
            Ok(()) => tracing::warn!(user, %error, "deleted a user who can be none any more"),
            Err(refused) => {
                tracing::error!(user, %error, %refused, "a user can be none any more, and was not deleted");
            }
        }
    }
}
