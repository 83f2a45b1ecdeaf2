//! What an authenticator tells of somebody it knows.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{ManagedRole, PasswordHash};

/// Somebody who is who they say, and what is known of them (the model that JupyterHub's authenticators
/// return).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Authenticated {
    /// Their name.
    pub name: String,
    /// Whether they are an admin; `None` leaves it as it is.
    #[serde(default)]
    pub admin: Option<bool>,
    /// The groups they are in, where the authenticator manages groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<String>>,
    /// The roles they hold, where the authenticator manages roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<ManagedRole>>,
    /// What is known of them and kept in secret.
    #[serde(default)]
    pub auth_state: Option<Value>,
    /// What is known of them and kept in clear; `None` leaves it as it is.
    #[serde(default)]
    pub user_info: Option<Value>,
    /// A better hash of their password than the one that is kept.
    #[serde(skip)]
    pub rehashed: Option<PasswordHash>,
}

impl Authenticated {
    /// Somebody named so, of whom nothing else is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}
