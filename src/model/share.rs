//! A share of a server, and a code that gives one, as the REST API shows them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    GroupName, Secret, Seen, ServerName, ServerRef, ShareCodeId, ShareId, Timestamp, UserName,
};

/// A server that somebody may use though it is another's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Share {
    /// Its key, which the REST API does not show.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub id: Seen<ShareId>,
    /// The server.
    pub server: SharedServer,
    /// What is shared: scopes on that server.
    pub scopes: Vec<String>,
    /// With which user.
    pub user: Option<Named<UserName>>,
    /// Or with which group.
    pub group: Option<Named<GroupName>>,
    /// `user` or `group`.
    pub kind: Cow<'static, str>,
    /// When it was first shared.
    pub created_at: Option<Timestamp>,
    /// When the sharing ends, if it does, which the REST API does not show.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub expires_at: Seen<Option<Timestamp>>,
}

/// A code that whoever has it can exchange for a share. The code itself is not kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShareCode {
    /// Its key.
    pub id: ShareCodeId,
    /// The first characters of the code, which tell it from others, and which the REST API does not
    /// show.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub prefix: Seen<Option<String>>,
    /// The server.
    pub server: SharedServer,
    /// What it gives: scopes on that server.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it is of no more use.
    pub expires_at: Option<Timestamp>,
    /// How often it was exchanged.
    pub exchange_count: i64,
    /// When it last was.
    pub last_exchanged_at: Option<Timestamp>,
}

/// A share code just made, with the code itself, which is never to be had again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MadeShareCode {
    /// What it gives.
    #[serde(flatten)]
    pub share_code: ShareCode,
    /// The code.
    #[serde(serialize_with = "Secret::serialize_revealed")]
    pub code: Secret,
    /// Where it is exchanged: a path on the hub's host, which only a running hub knows.
    pub accept_url: Option<String>,
    /// The same with scheme and host, where the hub knows its own.
    pub full_accept_url: Option<String>,
}

/// A server, as shares show it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SharedServer {
    /// Whose.
    pub user: Named<UserName>,
    /// Which one; empty for the default server.
    pub name: ServerName,
    /// Its path on the hub's host; the database has it only while it runs.
    pub url: Option<String>,
    /// The same with scheme and host, where a running hub knows its own.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub full_url: Seen<Option<String>>,
    /// Whether it runs, as far as the database knows.
    pub ready: bool,
}

impl SharedServer {
    /// What it is called.
    pub fn full_name(&self) -> ServerRef {
        ServerRef {
            user: self.user.name.clone(),
            server: self.name.clone(),
        }
    }
}

/// Somebody of whom only the name is shown.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Named<T> {
    /// The name.
    pub name: T,
}
