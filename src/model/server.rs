//! A user's server: as the REST API shows one, and with what only the database tells.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{GroupName, More, Seen, ServerName, ServerRef, Timestamp, TokenId, UserName};

/// What a server is in the middle of (`Spawner.pending`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pending {
    /// Being started.
    Spawn,
    /// Being stopped.
    Stop,
    /// Being looked for, by a hub that has just started.
    Check,
    /// Given another name.
    Rename,
}

/// A server that a user has or had.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    pub pending: Option<Pending>,
    /// Whether it runs and answers, as far as the database knows.
    pub ready: bool,
    /// Whether it does not run.
    pub stopped: bool,
    /// Its path on the hub's host. Only a running hub knows that of one that does not run, and the
    /// host where users have their own.
    pub url: Option<String>,
    /// What was chosen when it was started.
    pub user_options: Option<Value>,
    /// The path where its start can be followed; told by a running hub.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub progress_url: Seen<String>,
    /// Where browsers find it, if the hub knows where it is found itself; told by a running hub.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub full_url: Seen<Option<String>>,
    /// `progress_url` with scheme and host; told by a running hub.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub full_progress_url: Seen<Option<String>>,
    /// What the spawner keeps about it.
    #[serde(default, skip_serializing_if = "Seen::is_hidden")]
    pub state: Seen<Option<Value>>,
    /// What a newer hub says besides.
    #[serde(flatten, skip_serializing_if = "More::is_empty")]
    pub more: More,
}

impl Server {
    /// The default server of `user`, never started, which JupyterHub shows whether or not there is a
    /// row for it: everybody has one.
    pub fn unstarted(user: UserName) -> Self {
        let name = ServerName::from("");
        Self {
            name: name.clone(),
            display_name: Some(String::new()),
            full_name: ServerRef { user, server: name },
            last_activity: None,
            started: None,
            pending: None,
            ready: false,
            stopped: true,
            url: None,
            user_options: None,
            progress_url: Seen::Hidden,
            full_url: Seen::Hidden,
            full_progress_url: Seen::Hidden,
            state: Seen::Shown(None),
            more: More::default(),
        }
    }
}

/// A server with what only the database tells of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoredServer {
    /// What the REST API shows too.
    #[serde(flatten)]
    pub server: Server,
    /// Where the hub reaches it, while it runs.
    pub address: Option<Address>,
    /// The OAuth client by which visitors sign in to it, while it runs.
    pub oauth_client: Option<ServerClient>,
}

/// The OAuth client of a server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServerClient {
    /// What it calls itself: `jupyterhub-user-…`.
    pub identifier: String,
    /// Where visitors are sent back to: with scheme and host where users have subdomains.
    pub redirect_uri: String,
    /// What its tokens may at most be allowed.
    pub allowed_scopes: Vec<String>,
}

/// Where a running server is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Address {
    /// `http` or `https`.
    pub proto: String,
    /// An IP address or a host name; empty in databases of old releases.
    pub ip: String,
    /// The port.
    pub port: u16,
}

/// `http://127.0.0.1:41000`
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { proto, ip, port } = self;
        if ip.contains(':') {
            write!(f, "{proto}://[{ip}]:{port}")
        } else {
            write!(f, "{proto}://{ip}:{port}")
        }
    }
}

/// All that the database knows about a server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServerDetails {
    /// The server itself.
    #[serde(flatten)]
    pub stored: StoredServer,
    /// The scopes of which a visitor must hold one.
    pub oauth_access_scopes: Vec<String>,
    /// The tokens that the hub made for it to call the hub with.
    pub tokens: Vec<ServerToken>,
    /// With whom it is shared.
    pub shares: Vec<ServerShare>,
}

/// A token of a server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServerToken {
    /// Its key.
    pub id: TokenId,
    /// Its scopes, as stored.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

/// A share of a server, with a user or a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServerShare {
    /// The user it is shared with.
    pub user: Option<UserName>,
    /// The group it is shared with.
    pub group: Option<GroupName>,
    /// What may be done with it, as stored.
    pub scopes: Vec<String>,
    /// Since when.
    pub created_at: Option<Timestamp>,
    /// Until when.
    pub expires_at: Option<Timestamp>,
}
