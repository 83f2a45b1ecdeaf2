//! A user, as the REST API shows one.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{GroupName, Pending, RoleName, Seen, Server, ServerName, Timestamp, UserName};

/// Somebody who may sign in. Whoever sees them at all sees their name.
#[derive(Debug, Clone, Serialize)]
pub struct User {
    /// Always `user`.
    pub kind: &'static str,
    /// The name.
    pub name: UserName,
    /// Whether the admin flag is set; the role `admin` follows it.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub admin: Seen<bool>,
    /// The roles granted directly, not those that come by a group.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub roles: Seen<Vec<RoleName>>,
    /// The groups they are a member of.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub groups: Seen<Vec<GroupName>>,
    /// The URL of the default server while it runs.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub server: Seen<Option<String>>,
    /// What the default server is in the middle of; only a running hub knows.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub pending: Seen<Option<Pending>>,
    /// When the user was added.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub created: Seen<Option<Timestamp>>,
    /// When they were last seen.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub last_activity: Seen<Option<Timestamp>>,
    /// What the authenticator keeps about them in clear.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub user_info: Seen<Option<Value>>,
    /// What the authenticator keeps about them in secret, which takes the hub's key to read.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub auth_state: Seen<Option<Value>>,
    /// Their servers by name.
    #[serde(skip_serializing_if = "Seen::is_hidden")]
    pub servers: Seen<BTreeMap<ServerName, Server>>,
}
