//! The environment that a hub gives to the servers it starts.
//!
//! Pure: facts come in, variables go out, the same for `hubctl servers env` and for a hub that
//! spawns. Every variable of JupyterHub 6.1.1 is here (`Spawner.get_env`, with what
//! `User._new_spawner` and `User.spawn` give it); what a kind of spawner adds of its own (`HOME`,
//! `USER`, `SHELL`) is that spawner's affair. `tests/golden/environment` holds us to it.

mod service;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

pub use self::service::{ServiceFacts, of_service, service_path};
use crate::model::{
    Address, BaseUrl, Origin, Secret, ServerRef, escape_segment, json_dumps, quote,
};

/// What is the same for all servers of a hub.
#[derive(Debug, Clone)]
pub struct HubFacts {
    /// Where the whole hub is served.
    pub base_url: BaseUrl,
    /// Where servers reach the hub.
    pub hub: Origin,
    /// Where browsers reach the hub, if that is known (`JupyterHub.public_url`).
    pub public: Option<Origin>,
    /// Attributes of the hub's cookies (`tornado_settings['cookie_options']`).
    pub cookie_options: Map<String, Value>,
    /// Whether cookies have the prefix `__Host-`.
    pub cookie_host_prefix: bool,
    /// Whether admins may use everybody's servers (`JupyterHub.admin_access`).
    pub admin_access: bool,
}

impl HubFacts {
    /// The hub's own path.
    fn path(&self) -> String {
        format!("{}hub/", self.base_url)
    }

    fn api_url(&self) -> String {
        format!("{}{}api", self.hub, self.path())
    }
}

/// 6.1.1's defaults.
impl Default for HubFacts {
    fn default() -> Self {
        Self {
            base_url: BaseUrl::default(),
            hub: Origin::local(8081),
            public: None,
            cookie_options: Map::new(),
            cookie_host_prefix: false,
            admin_access: false,
        }
    }
}

/// What a spawner is told in its configuration; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct SpawnerSettings {
    /// The most memory the server may use, in bytes.
    pub mem_limit: Option<u64>,
    /// The memory that it is sure to get, in bytes.
    pub mem_guarantee: Option<u64>,
    /// The most processors it may use.
    pub cpu_limit: Option<f64>,
    /// The processors that it is sure to get.
    pub cpu_guarantee: Option<f64>,
    /// The folder it shows; `{username}` and `{base_url}` stand for what is the user's and server's.
    pub notebook_dir: Option<String>,
    /// The page it opens with; `{username}` and `{base_url}` as above.
    pub default_url: Option<String>,
    /// Whether it logs in detail.
    pub debug: bool,
    /// Whether it leaves the user's own configuration aside.
    pub disable_user_config: bool,
    /// The variables of the hub's own environment that it keeps (`Spawner.env_keep`).
    pub kept: BTreeMap<String, String>,
    /// Variables set whatever they would be otherwise (`Spawner.environment`).
    pub overrides: BTreeMap<String, String>,
}

/// The files of a server's certificate, where hub and servers speak TLS (`JupyterHub.internal_ssl`).
#[derive(Debug, Clone)]
pub struct Certificates {
    /// The private key.
    pub keyfile: String,
    /// The certificate.
    pub certfile: String,
    /// The authorities that the server trusts.
    pub cafile: String,
}

/// What is to know about one start of one server.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The hub that starts it.
    pub hub: &'a HubFacts,
    /// Which server.
    pub server: &'a ServerRef,
    /// The user's own scheme and host, where users have subdomains.
    pub own_host: Option<&'a Origin>,
    /// Where it listens.
    pub listen: &'a Address,
    /// The token it calls the hub with.
    pub api_token: &'a Secret,
    /// What its OAuth client calls itself.
    pub client_id: &'a str,
    /// What that may ask for besides access (`Spawner.oauth_client_allowed_scopes`).
    pub oauth_client_allowed_scopes: &'a [String],
    /// Its certificate, if it has one.
    pub certificates: Option<&'a Certificates>,
    /// What its spawner is told.
    pub settings: &'a SpawnerSettings,
}

/// The value of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Variable {
    /// Anybody may see it.
    Plain(String),
    /// Nobody but the server may.
    Secret(Secret),
}

impl Variable {
    /// The value itself, for the server.
    pub fn reveal(&self) -> &str {
        match self {
            Self::Plain(value) => value,
            Self::Secret(secret) => secret.reveal(),
        }
    }
}

/// As people may see it: a secret is `…`.
impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(value) => f.write_str(value),
            Self::Secret(secret) => secret.fmt(f),
        }
    }
}

impl Serialize for Variable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What is read back is what people may see, a secret no more than `…`.
impl<'de> Deserialize<'de> for Variable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::Plain)
    }
}

/// The variables of a server, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Environment(BTreeMap<String, Variable>);

impl Environment {
    /// Each variable, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Variable)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0
            .insert(name.to_owned(), Variable::Plain(value.into()));
    }

    fn set_some(&mut self, name: &str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    fn set_if(&mut self, name: &str, set: bool) {
        self.set_some(name, set.then_some("1"));
    }

    fn set_all(&mut self, variables: &BTreeMap<String, String>) {
        for (name, value) in variables {
            self.set(name, value);
        }
    }
}

/// The path of a server on its hub's host, with `/` at both ends.
pub fn server_path(base_url: &BaseUrl, server: &ServerRef) -> String {
    let user = escape_segment(server.user.as_str());
    match server.server.as_str() {
        "" => format!("{base_url}user/{user}/"),
        name => format!("{base_url}user/{user}/{}/", escape_segment(name)),
    }
}

/// The scopes of which one lets a visitor into a server.
pub fn access_scopes(server: &ServerRef) -> Vec<String> {
    vec![
        access_scope(server),
        format!("access:servers!user={}", server.user),
    ]
}

/// The access scope that 6.1.1 adds to what a server's OAuth client may ask for.
pub fn access_scope(server: &ServerRef) -> String {
    format!("access:servers!server={server}")
}

/// The identifier of a server's OAuth client. It becomes part of a cookie's name, hence the escapes.
pub fn oauth_client_id(server: &ServerRef) -> String {
    let user = quote(server.user.as_str());
    match server.server.as_str() {
        "" => format!("jupyterhub-user-{user}"),
        name => format!("jupyterhub-user-{user}-{}", quote(name)),
    }
}

/// The environment of a server, by `facts`.
pub fn of_server(facts: &Facts<'_>) -> Environment {
    let mut environment = Environment::default();
    environment.set_all(&facts.settings.kept);
    name_server(facts, &mut environment);
    add_oauth(facts, &mut environment);
    add_addresses(facts, &mut environment);
    add_public_urls(facts, &mut environment);
    add_settings(facts, &mut environment);
    environment.set_all(&facts.settings.overrides);
    environment
}

fn name_server(facts: &Facts<'_>, environment: &mut Environment) {
    for name in ["JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN"] {
        let token = Variable::Secret(facts.api_token.clone());
        environment.0.insert(name.to_owned(), token);
    }
    environment.set_if("JUPYTERHUB_ADMIN_ACCESS", facts.hub.admin_access);
    environment.set("JUPYTERHUB_USER", facts.server.user.as_str());
    environment.set("JUPYTERHUB_SERVER_NAME", facts.server.server.as_str());
}

fn add_oauth(facts: &Facts<'_>, environment: &mut Environment) {
    let callback = format!("{}oauth_callback", own_url(facts));
    environment.set("JUPYTERHUB_CLIENT_ID", facts.client_id);
    environment.set("JUPYTERHUB_OAUTH_CALLBACK_URL", callback);

    let access = json_dumps(&access_scopes(facts.server).into());
    environment.set("JUPYTERHUB_OAUTH_ACCESS_SCOPES", access.as_str());
    environment.set("JUPYTERHUB_OAUTH_SCOPES", access);
    environment.set(
        "JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES",
        json_dumps(&facts.oauth_client_allowed_scopes.into()),
    );

    let options = &facts.hub.cookie_options;
    environment.set_some(
        "JUPYTERHUB_COOKIE_OPTIONS",
        (!options.is_empty()).then(|| json_dumps(&options.clone().into())),
    );
    let prefix = u8::from(facts.hub.cookie_host_prefix).to_string();
    environment.set("JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED", prefix);
}

fn add_addresses(facts: &Facts<'_>, environment: &mut Environment) {
    let api_url = facts.hub.api_url();
    let user = escape_segment(facts.server.user.as_str());
    let activity_url = format!("{api_url}/users/{user}/activity");
    let path = server_path(&facts.hub.base_url, facts.server);
    environment.set("JUPYTERHUB_API_URL", api_url);
    environment.set("JUPYTERHUB_ACTIVITY_URL", activity_url);
    environment.set("JUPYTERHUB_BASE_URL", facts.hub.base_url.as_str());
    environment.set("JUPYTERHUB_SERVICE_URL", format!("{}{path}", facts.listen));
    environment.set("JUPYTERHUB_SERVICE_PREFIX", path);
    if let Some(files) = facts.certificates {
        environment.set("JUPYTERHUB_SSL_KEYFILE", files.keyfile.as_str());
        environment.set("JUPYTERHUB_SSL_CERTFILE", files.certfile.as_str());
        environment.set("JUPYTERHUB_SSL_CLIENT_CA", files.cafile.as_str());
    }
}

/// These are set to nothing, not left out, where a hub does not know its public address.
fn add_public_urls(facts: &Facts<'_>, environment: &mut Environment) {
    let public = facts.hub.public.as_ref();
    let hub_url = public.map(|origin| format!("{origin}{}", facts.hub.path()));
    let server_url = facts.own_host.or(public).map(|origin| {
        let path = server_path(&facts.hub.base_url, facts.server);
        format!("{origin}{path}")
    });
    let host = public.map(|origin| origin.as_str().to_owned());
    environment.set("JUPYTERHUB_HOST", host.unwrap_or_default());
    environment.set("JUPYTERHUB_PUBLIC_HUB_URL", hub_url.unwrap_or_default());
    environment.set("JUPYTERHUB_PUBLIC_URL", server_url.unwrap_or_default());
}

fn add_settings(facts: &Facts<'_>, environment: &mut Environment) {
    let settings = facts.settings;
    let bytes = |limit: Option<u64>| limit.filter(|n| *n > 0).map(|n| n.to_string());
    // `{:?}` as Python writes a float: with a fraction always
    let processors = |limit: Option<f64>| limit.filter(|n| *n != 0.0).map(|n| format!("{n:?}"));
    environment.set_some("MEM_LIMIT", bytes(settings.mem_limit));
    environment.set_some("MEM_GUARANTEE", bytes(settings.mem_guarantee));
    environment.set_some("CPU_LIMIT", processors(settings.cpu_limit));
    environment.set_some("CPU_GUARANTEE", processors(settings.cpu_guarantee));
    environment.set_some(
        "JUPYTERHUB_ROOT_DIR",
        fill(facts, settings.notebook_dir.as_deref()),
    );
    environment.set_some(
        "JUPYTERHUB_DEFAULT_URL",
        fill(facts, settings.default_url.as_deref()),
    );
    environment.set_if("JUPYTERHUB_DEBUG", settings.debug);
    environment.set_if(
        "JUPYTERHUB_DISABLE_USER_CONFIG",
        settings.disable_user_config,
    );
}

/// A setting with the names in it replaced; none where it is empty.
fn fill(facts: &Facts<'_>, template: Option<&str>) -> Option<String> {
    let template = template.filter(|text| !text.is_empty())?;
    // the path first: a user's name may look like a placeholder, an escaped path cannot
    let filled = template
        .replace(
            "{base_url}",
            &server_path(&facts.hub.base_url, facts.server),
        )
        .replace("{username}", facts.server.user.as_str());
    Some(filled)
}

/// The server's URL, which has a host only where users have their own.
fn own_url(facts: &Facts<'_>) -> String {
    let host = facts.own_host.map_or("", Origin::as_str);
    format!("{host}{}", server_path(&facts.hub.base_url, facts.server))
}
