//! Roles that the authenticator gives.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::Hub;
use crate::auth::Authenticated;
use crate::command::External;
use crate::config::{Auth, Config};
use crate::error::Result;
use crate::model::{ManagedRole, RoleName, UserName};
use crate::ops::sign_in::Roles;

/// The roles that stay though nobody holds them: those that were loaded at the start.
#[derive(Default)]
pub(super) struct Loaded(Mutex<BTreeSet<RoleName>>);

const LOAD: &str = "auth.load_managed_roles";

impl Hub {
    /// The roles that the authenticator gives from the start on, with names of users as it writes them
    /// (`Authenticator.load_managed_roles`).
    ///
    /// # Errors
    /// Where the command that says so does not.
    pub(super) async fn load_managed_roles(&self, config: &Config) -> Result<Vec<ManagedRole>> {
        let command = config.auth.load_managed_roles.as_ref();
        let Some(command) = command.filter(|_| config.auth.manage_roles) else {
            return Ok(Vec::new());
        };
        let external = External {
            option: LOAD,
            command,
            patience: config.hub.command_timeout.duration(),
        };
        let mut roles: Vec<ManagedRole> = external.ask(&json!({ "option": LOAD })).await?;
        for user in roles
            .iter_mut()
            .filter_map(|role| role.users.as_mut())
            .flatten()
        {
            *user = UserName::from(self.normalized(user.as_str()));
        }
        let names = roles.iter().map(|role| role.name.clone()).collect();
        *self.loaded.0.lock().unwrap_or_else(PoisonError::into_inner) = names;
        Ok(roles)
    }

    /// What the authenticator says of the roles of somebody, where it is to.
    pub(super) fn managed_roles(&self, settings: &Auth, found: &Authenticated) -> Option<Roles> {
        let held = found.roles.clone().filter(|_| settings.manage_roles)?;
        let loaded = self.loaded.0.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Roles {
            held,
            kept: loaded.clone(),
            catalogue: self.catalogue.clone(),
        })
    }
}
