//! An API token, as the REST API shows one.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{More, Seen, ServerRef, ServiceName, Timestamp, TokenId, UserName};

/// Whose a token is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenOwner {
    /// A user.
    User(UserName),
    /// A service.
    Service(ServiceName),
}

/// ``user `ada` ``
impl fmt::Display for TokenOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(name) => write!(f, "user `{name}`"),
            Self::Service(name) => write!(f, "service `{name}`"),
        }
    }
}

/// An API token, without its value, which nobody keeps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Token {
    /// Whose it is: the key `user` or `service`. A damaged database may have lost the owner.
    #[serde(flatten)]
    pub owner: Option<TokenOwner>,
    /// Its key.
    pub id: TokenId,
    /// Always `api_token`.
    #[serde(skip_deserializing, default = "kind")]
    pub kind: &'static str,
    /// Always empty: tokens hold scopes since JupyterHub 3.0.
    pub roles: [(); 0],
    /// What it allows now, expanded and cut to what its owner holds; left out where not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<BTreeSet<String>>,
    /// Its scopes, as stored; JupyterHub does not show them.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub raw_scopes: Seen<Vec<String>>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last used.
    pub last_activity: Option<Timestamp>,
    /// When it ends, if ever.
    pub expires_at: Option<Timestamp>,
    /// What it is for.
    pub note: Option<String>,
    /// The browser session that it was issued to.
    pub session_id: Option<String>,
    /// The OAuth client that it was issued to, by its description.
    pub oauth_client: Option<String>,
    /// The same by its identifier: `jupyterhub` for tokens made by hand or by API; JupyterHub does not
    /// show it.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub client_id: Seen<Option<String>>,
    /// What a newer hub says besides.
    #[serde(flatten, skip_serializing_if = "More::is_empty")]
    pub more: More,
}

fn kind() -> &'static str {
    "api_token"
}

impl Token {
    /// The server that the hub made it for, and that has it as `JUPYTERHUB_API_TOKEN`.
    pub fn server_given(&self) -> Option<ServerRef> {
        match (&self.owner, &self.note) {
            (Some(TokenOwner::User(owner)), Some(note)) => ServerRef::noted(owner, note),
            _ => None,
        }
    }

    /// The OAuth client that it was issued to.
    pub fn client(&self) -> Option<&str> {
        self.client_id.shown()?.as_deref()
    }

    /// Whether its time is over at `now`.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end < now)
    }
}
