//! What a configuration says there is to be, in plain words.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::model::{
    BaseUrl, GroupName, ManagedRole, Properties, RoleName, Secret, ServiceName, ServiceSpec,
    UserName,
};
use crate::rbac::Catalogue;

/// What a hub's configuration says of roles, users, groups, services and tokens.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// `load_roles`: roles, and who holds them.
    pub roles: Vec<DeclaredRole>,
    /// `load_groups`: groups, and who is in them.
    pub groups: Vec<DeclaredGroup>,
    /// `services`.
    pub services: Vec<DeclaredService>,
    /// `admin_users`: who holds the role `admin`.
    pub admin_users: BTreeSet<UserName>,
    /// `allowed_users`: who is added, and holds the role `user`.
    pub allowed_users: BTreeSet<UserName>,
    /// `blocked_users`: who holds nothing.
    pub blocked_users: BTreeSet<UserName>,
    /// `extra_user_scopes`: what the role `user` allows besides, where no role of that name is declared with scopes.
    pub extra_user_scopes: Vec<String>,
    /// `service_tokens`: tokens of services, which are made where nothing declares them.
    pub service_tokens: Vec<(Secret, ServiceName)>,
    /// `api_tokens`: tokens of users, who are made where they are missing.
    pub api_tokens: Vec<(Secret, UserName)>,
    /// `trust_user_provided_tokens`: whether declared tokens are as random as hubctl's own, and hashed once only.
    pub trusts_tokens: bool,
    /// The scopes that exist, `custom_scopes` among them.
    pub catalogue: Arc<Catalogue>,
    /// The path below which the hub serves.
    pub base_url: BaseUrl,
    /// `Authenticator.load_managed_roles`: roles that the authenticator gives, and who holds them.
    pub managed: Vec<ManagedRole>,
    /// What the authenticator decides instead.
    pub offloaded: Offloaded,
}

/// What the authenticator decides, and the configuration does not.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offloaded {
    /// `manage_groups`: who is in which group.
    pub groups: bool,
    /// `manage_roles`: who holds which role.
    pub roles: bool,
    /// `reset_managed_roles_on_startup`: at a start, what it once gave is taken away.
    pub reset: bool,
}

/// A role, and who holds it.
#[derive(Debug, Clone, Default)]
pub struct DeclaredRole {
    /// The name; that of a default role changes it.
    pub name: String,
    /// What it is for; not given, nothing, or what the default role says.
    pub description: Option<String>,
    /// What it allows; not given, nothing, or what the default role does.
    pub scopes: Option<Vec<String>>,
    /// The users who hold it.
    pub users: Option<Vec<UserName>>,
    /// The groups whose members hold it.
    pub groups: Option<Vec<GroupName>>,
    /// The services that hold it.
    pub services: Option<Vec<ServiceName>>,
}

/// A group, and who is in it.
#[derive(Debug, Clone)]
pub struct DeclaredGroup {
    /// The name.
    pub name: GroupName,
    /// Its members.
    pub users: Vec<UserName>,
    /// What is kept about it; not given, that stays.
    pub properties: Option<Properties>,
}

/// A service.
#[derive(Debug, Clone)]
pub struct DeclaredService {
    /// The name.
    pub name: String,
    /// What it is.
    pub spec: ServiceSpec,
    /// Its own token.
    pub token: Option<Secret>,
    /// The roles whose scopes its OAuth client may ask for, where the definition names no scopes.
    pub oauth_roles: Vec<RoleName>,
    /// Scheme and host of its pages, where that is not the hub's: with `subdomain_host`.
    pub host: String,
}

impl Declared {
    /// The admins, as far as they are not blocked.
    pub(super) fn admins(&self) -> impl Iterator<Item = &UserName> {
        self.admin_users.difference(&self.blocked_users)
    }

    /// Whether somebody is to hold nothing.
    pub(super) fn blocks(&self, user: &UserName) -> bool {
        self.blocked_users.contains(user)
    }

    /// The declared role of this name.
    pub(super) fn role(&self, name: &str) -> Option<&DeclaredRole> {
        self.roles.iter().find(|role| role.name == name)
    }

    /// The authenticator's role of this name.
    pub(super) fn managed_role(&self, name: &str) -> Option<&ManagedRole> {
        self.managed.iter().find(|role| role.name.as_str() == name)
    }
}

/// A name for somebody who is to be added, refused where it is no name, with the `place` that has it.
pub(super) fn checked_user(name: &UserName, place: impl Fn() -> String) -> Result<()> {
    match UserName::new(name.as_str()) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.within(&place())),
    }
}

/// The error for a name that is declared twice.
pub(super) fn twice(what: &str, table: &str, name: &str) -> Error {
    Error::invalid(format!(
        "the {what} `{}` is in `{table}` twice",
        name.escape_debug()
    ))
}
