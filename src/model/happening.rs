//! What happens on a hub, as it is told to whoever watches it.

use serde::{Deserialize, Serialize};

use super::{Audited, Pending, ServerRef, Timestamp};

/// What a server is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerState {
    /// It is being started.
    Starting,
    /// It runs and answers.
    Running,
    /// It is being stopped.
    Stopping,
    /// It ran when the last hub ended, and is being looked for.
    Checking,
    /// It is given another name, or deleted.
    Changing,
    /// It does not run.
    Stopped,
    /// It does not run: its last start failed.
    Failed,
}

impl ServerState {
    /// As a line tells it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Stopping => "stopping",
            Self::Checking => "checking",
            Self::Changing => "changing",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
        }
    }

    /// Whether it runs, or is in the middle of something.
    pub fn is_active(self) -> bool {
        !matches!(self, Self::Stopped | Self::Failed)
    }
}

impl From<Pending> for ServerState {
    fn from(pending: Pending) -> Self {
        match pending {
            Pending::Spawn => Self::Starting,
            Pending::Stop => Self::Stopping,
            Pending::Check => Self::Checking,
            Pending::Rename => Self::Changing,
        }
    }
}

/// A server, and what it is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doing {
    /// Which server.
    pub server: ServerRef,
    /// What it is doing.
    pub state: ServerState,
}

/// Something that happens on a hub.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// What there is as somebody begins to watch, or has missed something: the servers that run, or are in
    /// the middle of something, and no others.
    Servers {
        /// When that was.
        time: Timestamp,
        /// Those that they may see.
        servers: Vec<Doing>,
        /// After which row of the audit log whoever comes back goes on; `None` where they may not see it.
        after: Option<i64>,
    },
    /// A server is doing something else now.
    Server {
        /// Since when.
        time: Timestamp,
        /// Which, and what.
        #[serde(flatten)]
        doing: Doing,
    },
    /// Somebody changed something, or was refused it.
    Audited(Box<Audited>),
}

impl Happening {
    /// After which row of the audit log whoever has heard this goes on.
    pub fn after(&self) -> Option<i64> {
        match self {
            Self::Servers { after, .. } => *after,
            Self::Server { .. } => None,
            Self::Audited(row) => Some(row.id),
        }
    }
}
