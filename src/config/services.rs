//! `[[services]]`: what `c.JupyterHub.services` says.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::value::{CommandLine, HttpUrl, Seconds};
use crate::model::{RoleName, Secret, ServiceName};

/// A service: something that uses the hub's API, and may have pages of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The name, and the path of its pages below `/services/`.
    #[serde(deserialize_with = "crate::model::checked")]
    pub name: ServiceName,
    /// Where it listens, if it has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<HttpUrl>,
    /// The token by which it uses the API; one that the hub starts is given one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_token: Option<Secret>,
    /// Whether it has the role `admin`; `[[roles]]` is the better way.
    #[serde(default)]
    pub admin: bool,
    /// Whether the hub's pages list it.
    #[serde(default = "yes")]
    pub display: bool,
    /// How the hub starts it, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<CommandLine>,
    /// Where the hub starts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cwd: Option<String>,
    /// What the hub adds to its environment.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub environment: BTreeMap<String, Secret>,
    /// The account of this machine that it runs as; not given, the hub's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// How long a starting hub waits for it to answer, in seconds.
    #[serde(default = "patience")]
    pub timeout: Seconds,
    /// The name of its OAuth client, which begins with `service-`; not given, that and its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth_client_id: Option<String>,
    /// Where people who signed in to it are sent back to; not given, below its pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth_redirect_uri: Option<String>,
    /// Whether people sign in to it without being asked.
    #[serde(default)]
    pub oauth_no_confirm: bool,
    /// What it may do for people who signed in to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub oauth_client_allowed_scopes: Vec<String>,
    /// The same in roles; `oauth_client_allowed_scopes` has taken its place.
    #[serde(
        default,
        deserialize_with = "crate::model::checked",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub oauth_roles: Vec<RoleName>,
    /// What is kept about it.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub info: Map<String, Value>,
}

fn yes() -> bool {
    true
}

/// `Service.timeout`
fn patience() -> Seconds {
    Seconds::new(30)
}
