//! A role, and who holds it.

use serde::{Deserialize, Serialize};

use super::RoleName;

/// A named list of scopes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Role {
    /// Always `role`.
    #[serde(skip_deserializing, default = "kind")]
    pub kind: &'static str,
    /// The name.
    pub name: RoleName,
    /// What it is for.
    pub description: Option<String>,
    /// Its scopes, as stored.
    pub scopes: Vec<String>,
    /// Whether it is marked as the authenticator's, so that a JupyterHub keeps it when it starts.
    pub managed_by_auth: bool,
    /// How many hold it directly; left out where not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<Holders>,
}

fn kind() -> &'static str {
    "role"
}

/// How many hold a role directly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holders {
    /// Users; those who have it by a group are not among them.
    pub users: usize,
    /// Groups.
    pub groups: usize,
    /// Services.
    pub services: usize,
}

impl Holders {
    /// Whether nobody does.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// One that holds a role directly.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Whether the grant is marked as the authenticator's.
    pub managed_by_auth: bool,
}

/// A role with all who hold it directly.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RoleMembers {
    /// The role.
    #[serde(flatten)]
    pub role: Role,
    /// The users.
    pub users: Vec<Member>,
    /// The groups.
    pub groups: Vec<Member>,
    /// The services.
    pub services: Vec<Member>,
}
