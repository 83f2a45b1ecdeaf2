//! An OAuth client: what may sign users in through the hub.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ServerRef, ServiceName};

/// An OAuth client. Its secret is never shown, and no one but the hub's database knows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OAuthClient {
    /// What it calls itself: `service-NAME`, `jupyterhub-user-…`.
    pub identifier: String,
    /// What it is, for people.
    pub description: Option<String>,
    /// What it belongs to.
    pub owner: ClientOwner,
    /// Where people are sent back to.
    pub redirect_uri: Option<String>,
    /// What its tokens may at most be allowed.
    pub allowed_scopes: Vec<String>,
    /// Whether it has a secret; nobody can sign in through one without, except to the hub itself.
    pub has_secret: bool,
    /// How many tokens were issued to it.
    pub tokens: u32,
    /// How many codes wait to be exchanged for a token.
    pub codes: u32,
}

/// What an OAuth client belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClientOwner {
    /// The hub: all tokens made by hand or by API are issued to it.
    Hub,
    /// A user's server.
    Server {
        /// Which.
        name: ServerRef,
        /// Whether it runs, as far as the database knows.
        running: bool,
    },
    /// A service.
    Service {
        /// Which.
        name: ServiceName,
    },
    /// Nothing that is left; a hub deletes such clients, with their tokens, when it starts.
    Orphan,
}

impl fmt::Display for ClientOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hub => f.write_str("hub"),
            Self::Server {
                name,
                running: true,
            } => write!(f, "server {name}"),
            Self::Server {
                name,
                running: false,
            } => write!(f, "server {name} (stopped)"),
            Self::Service { name } => write!(f, "service {name}"),
            Self::Orphan => f.write_str("orphan"),
        }
    }
}
