//! A user's server, as the REST API shows one.

use serde::Serialize;
use serde_json::Value;

use super::{ServerName, ServerRef, Timestamp};

/// A server that a user has or had.
#[derive(Debug, Clone, Serialize)]
pub struct Server {
    /// The name; empty for the default server.
    pub name: ServerName,
    /// The name a person gave it.
    pub display_name: Option<String>,
    /// `user/name`.
    pub full_name: ServerRef,
    /// When it was last used.
    pub last_activity: Option<Timestamp>,
    /// When it was started, if it runs.
    pub started: Option<Timestamp>,
    /// What it is in the middle of; only a running hub knows.
    pub pending: Option<&'static str>,
    /// Whether it runs and answers, as far as the database knows.
    pub ready: bool,
    /// Whether it does not run.
    pub stopped: bool,
    /// Its path on the hub's host, while it runs.
    pub url: Option<String>,
    /// What was chosen when it was started.
    pub user_options: Option<Value>,
    /// What the spawner keeps about it.
    pub state: Option<Value>,
}
