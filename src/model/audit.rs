//! What the audit log holds: who did what to whom, or was refused.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Timestamp, TokenId};

/// By which door somebody came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Door {
    /// The REST API.
    Api,
    /// `hubctl`, on the database.
    Cli,
    /// Nobody came: the hub itself.
    Hub,
}

impl Door {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Cli => "cli",
            Self::Hub => "hub",
        }
    }
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Author {
    /// `user`, `service`, `operator` or `hub`.
    pub kind: String,
    /// Their name; of the operator, that of the system's user.
    pub name: String,
    /// The number of the system's user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
}

/// Who did what, by which way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuditEntry {
    /// By which door.
    pub door: Door,
    /// Who; a token's owner.
    pub who: Author,
    /// By which token.
    pub token: Option<TokenId>,
    /// The OAuth client that has the token, and acts in its owner's name; `None` for the hub's own.
    pub client: Option<String>,
    /// The request, by the name that the log of the hub calls it.
    pub request: Option<String>,
    /// `POST /users/{user}`, or the name of what no request does.
    pub operation: String,
    /// To what: `user=ada`. `None` where it is no one thing.
    pub target: Option<String>,
    /// What it was before, without secrets; `None` where it was not there.
    pub before: Option<Value>,
    /// What it is after, without secrets; `None` where it is gone.
    pub after: Option<Value>,
    /// The sentence that refused it; `None` where it was done.
    pub refused: Option<String>,
    /// How many refusals like it are told by this one.
    pub left_out: u64,
}

/// A row of the audit log.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Audited {
    /// Its number; later rows have greater ones.
    pub id: i64,
    /// When.
    pub time: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub entry: AuditEntry,
    /// Whether it was done.
    pub allowed: bool,
}
