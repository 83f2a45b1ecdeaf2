//! An account of the hub's own, by which somebody signs in.

use serde::{Deserialize, Serialize};

use super::{Secret, Timestamp, UserName};

/// An account, or one that somebody is invited to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    /// Whose.
    pub name: UserName,
    /// Whether they are an admin.
    pub admin: bool,
    /// When its password was set; `None` where there is none yet.
    pub since: Option<Timestamp>,
    /// Until when a link opens it, if one does.
    pub invited_until: Option<Timestamp>,
}

/// Somebody who asked for an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignUp {
    /// The name that they chose.
    pub name: UserName,
    /// When they asked.
    pub since: Timestamp,
}

/// A link just made; what it says is never to be had again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invitation {
    /// Whose account it opens.
    pub name: UserName,
    /// What it says.
    #[serde(serialize_with = "Secret::serialize_revealed")]
    pub token: Secret,
    /// Until when.
    pub expires_at: Timestamp,
    /// Where the hub listens, if one serves the database: links begin there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}
