//! A user, as the REST API shows one.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{GroupName, RoleName, Server, ServerName, Timestamp, UserName};

/// Somebody who may sign in.
#[derive(Debug, Clone, Serialize)]
pub struct User {
    /// Always `user`.
    pub kind: &'static str,
    /// The name.
    pub name: UserName,
    /// Whether the admin flag is set; the role `admin` follows it.
    pub admin: bool,
    /// The roles granted directly, not those that come by a group.
    pub roles: Vec<RoleName>,
    /// The groups they are a member of.
    pub groups: Vec<GroupName>,
    /// The URL of the default server while it runs.
    pub server: Option<String>,
    /// What the default server is in the middle of; only a running hub knows.
    pub pending: Option<&'static str>,
    /// When the user was added.
    pub created: Option<Timestamp>,
    /// When they were last seen.
    pub last_activity: Option<Timestamp>,
    /// What the authenticator keeps about them in clear.
    pub user_info: Option<Value>,
    /// Their servers by name.
    pub servers: BTreeMap<ServerName, Server>,
}
