//! A user, as the REST API shows one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{GroupName, More, Pending, RoleName, Seen, Server, ServerName, Timestamp, UserName};

/// Somebody who may sign in. Whoever sees them at all sees their name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// Always `user`.
    #[serde(skip_deserializing, default = "kind")]
    pub kind: &'static str,
    /// The name.
    pub name: UserName,
    /// Whether the admin flag is set; the role `admin` follows it.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub admin: Seen<bool>,
    /// The roles granted directly, not those that come by a group.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub roles: Seen<Vec<RoleName>>,
    /// The groups they are a member of.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub groups: Seen<Vec<GroupName>>,
    /// The URL of the default server while it runs.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub server: Seen<Option<String>>,
    /// What the default server is in the middle of; only a running hub knows.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub pending: Seen<Option<Pending>>,
    /// When the user was added.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub created: Seen<Option<Timestamp>>,
    /// When they were last seen.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub last_activity: Seen<Option<Timestamp>>,
    /// What the authenticator keeps about them in clear.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub user_info: Seen<Option<Value>>,
    /// What the authenticator keeps about them in secret, which takes the hub's key to read.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub auth_state: Seen<Option<Value>>,
    /// Their servers by name.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub servers: Seen<BTreeMap<ServerName, Server>>,
    /// What a newer hub says besides.
    #[serde(flatten, skip_serializing_if = "More::is_empty")]
    pub more: More,
}

fn kind() -> &'static str {
    "user"
}
