//! Roles that an authenticator gives.

use serde::{Deserialize, Serialize};

use super::{GroupName, RoleName, ServiceName, UserName};

/// A role that an authenticator gives, with what it is; what is `None` stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManagedRole {
    /// Its name.
    pub name: RoleName,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it grants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// The users who hold it, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<Vec<UserName>>,
    /// The groups that hold it, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<GroupName>>,
    /// The services that hold it, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<Vec<ServiceName>>,
}
