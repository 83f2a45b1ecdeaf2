//! `[[roles]]`: what `c.JupyterHub.load_roles` says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{GroupName, RoleName, ServiceName, UserName};

/// A role, and who has it. What is not given of a default role stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The name; that of a default role changes the role.
    #[serde(deserialize_with = "crate::model::checked")]
    pub name: RoleName,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// The users who have it. In the role `admin`, these and no others.
    #[serde(
        default,
        deserialize_with = "crate::model::checked",
        skip_serializing_if = "Option::is_none"
    )]
    pub users: Option<Vec<UserName>>,
    /// The groups whose members have it.
    #[serde(
        default,
        deserialize_with = "crate::model::checked",
        skip_serializing_if = "Option::is_none"
    )]
    pub groups: Option<Vec<GroupName>>,
    /// The services that have it.
    #[serde(
        default,
        deserialize_with = "crate::model::checked",
        skip_serializing_if = "Option::is_none"
    )]
    pub services: Option<Vec<ServiceName>>,
}
