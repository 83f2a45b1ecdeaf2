//! What a server is started with, by the configuration of its hub.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::about::About;
use super::phase::Start;
use crate::config::{self, Config, OrCommand, Spawner};
use crate::error::{Error, Result};
use crate::model::{
    Address, Domains, Naming, Origin, RoleName, Secret, ServerRef, Site, Subdomains,
};
use crate::ops::environment::{self, Facts, HubFacts, SpawnerSettings};
use crate::ops::servers::{Begun, NameRules, Provisions};
use crate::spawn::Order;

/// Where the hub and its servers are found.
pub(super) fn site(config: &Config) -> Result<Site> {
    Ok(Site {
        base_url: config.hub.base_url.clone(),
        public: public(config)?,
        subdomains: subdomains(config)?,
    })
}

fn subdomains(config: &Config) -> Result<Option<Subdomains>> {
    let Some(host) = &config.hub.subdomain_host else {
        return Ok(None);
    };
    let naming = match &config.hub.subdomain_hook {
        OrCommand::Value(config::Subdomains::Idna) => Naming::Idna,
        OrCommand::Value(config::Subdomains::Legacy) => Naming::Legacy,
        OrCommand::Command { .. } => Naming::Told(Domains::default()),
    };
    let host = host.url().origin().parse()?;
    Ok(Some(Subdomains::new(&host, naming)))
}

fn public(config: &Config) -> Result<Option<Origin>> {
    let url = config.hub.public_url.as_ref();
    url.map(|url| url.url().origin().parse()).transpose()
}

/// What the configuration allows of servers with names.
pub(super) async fn name_rules(config: &Config, about: &About) -> Result<NameRules> {
    let most = &config.hub.named_server_limit_per_user;
    let most = about.said(config, "hub.named_server_limit_per_user", most);
    Ok(NameRules {
        allowed: config.hub.allow_named_servers,
        most: most.await?.get().map(std::num::NonZeroU32::get),
        start_invalid: config.hub.allow_existing_invalid_named_servers
            == crate::config::InvalidNames::AllowStart,
    })
}

/// What every server is given.
pub(super) async fn provisions(config: &Config, site: &Site, about: &About) -> Result<Provisions> {
    let spawner = &config.spawner;
    let said = async |option, name| about.said::<Vec<String>>(config, name, option).await;
    let roles = said(&spawner.oauth_roles, "spawner.oauth_roles").await?;
    let host = site.user_host(about.user());
    Ok(Provisions {
        own_host: host.unwrap_or_default(),
        base_url: config.hub.base_url.clone(),
        token_scopes: said(&spawner.server_token_scopes, "spawner.server_token_scopes").await?,
        client_scopes: said(
            &spawner.oauth_client_allowed_scopes,
            "spawner.oauth_client_allowed_scopes",
        )
        .await?,
        client_roles: roles.into_iter().map(RoleName::from).collect(),
    })
}

/// What is to be known of a start that has begun.
pub(super) struct Known<'a> {
    /// What commands are told of the server.
    pub(super) about: &'a About,
    /// Where servers reach the hub.
    pub(super) hub: Origin,
    /// The user's own scheme and host, where users have some.
    pub(super) own_host: Option<&'a Origin>,
    /// Which server.
    pub(super) server: &'a ServerRef,
    /// What the database knows of it.
    pub(super) begun: &'a Begun,
    /// What its OAuth client may ask for besides access.
    pub(super) client_scopes: &'a [String],
    /// Where it is to listen.
    pub(super) listen: &'a Address,
    /// How it is started.
    pub(super) settings: &'a Arc<Spawner>,
    /// Its start.
    pub(super) start: &'a Start,
}

/// What the spawner is told of the start that has begun.
pub(super) async fn order(config: &Config, known: Known<'_>) -> Result<Order> {
    let (server, spawner) = (known.server, known.settings);
    let allowed = spawner.oauth_client_allowed_scopes.value();
    let hub = match &spawner.hub_connect_url {
        Some(url) => url.origin().parse()?,
        None => known.hub,
    };
    let variables = environment::of_server(&Facts {
        hub: &hub_facts(config, hub)?,
        server,
        own_host: known.own_host,
        listen: known.listen,
        api_token: &known.begun.token,
        client_id: &known.begun.client_id,
        oauth_client_allowed_scopes: allowed.map_or(known.client_scopes, Vec::as_slice),
        certificates: None,
        settings: &settings(config, spawner, known.about).await?,
    });
    let secrets = variables
        .iter()
        .map(|(name, value)| (name.to_owned(), Secret::new(value.reveal())));
    let order = Order {
        server: server.clone(),
        user: known.begun.server.user,
        command: [spawner.cmd.words(), &spawner.args].concat(),
        environment: secrets.collect(),
        listen: known.listen.clone(),
        user_options: known.begun.user_options.clone(),
        settings: Arc::clone(spawner),
        progress: known.start.progress.clone(),
    };
    speakable(&order)?;
    Ok(order)
}

/// No process takes a NUL in its arguments or environment. What has one came from whoever chose it.
fn speakable(order: &Order) -> Result<()> {
    let spoilt = |text: &str| text.contains('\0');
    let variable = order.environment.iter();
    let mut variable = variable.filter(|(name, value)| spoilt(name) || spoilt(value.reveal()));
    let what = match variable.next() {
        _ if order.command.iter().any(|word| spoilt(word)) => "its command".to_owned(),
        Some((name, _)) => format!("`{}` of its environment", name.escape_debug()),
        None => return Ok(()),
    };
    Err(Error::invalid(format!("{what} has a NUL in it")))
}

/// What is the same for all servers of the hub.
pub(in crate::hub) fn hub_facts(config: &Config, hub: Origin) -> Result<HubFacts> {
    let cookies = serde_json::to_value(&config.hub.tornado_settings.cookie_options);
    let cookie_options = match cookies {
        Ok(Value::Object(options)) => options,
        _ => serde_json::Map::new(),
    };
    Ok(HubFacts {
        base_url: config.hub.base_url.clone(),
        hub,
        public: public(config)?,
        cookie_options,
        cookie_host_prefix: config.hub.cookie_host_prefix_enabled,
        admin_access: false,
    })
}

/// Where servers reach the hub, as the configuration has it.
pub(super) fn told(config: &Config) -> Result<Origin> {
    let hub = &config.hub;
    let told = config.spawner.hub_connect_url.as_ref();
    if let Some(url) = told.or(hub.hub_connect_url.as_ref()) {
        return url.origin().parse();
    }
    let host = hub.hub_connect_ip.as_ref().unwrap_or(&hub.hub_ip);
    let host = match host.as_str() {
        "" | "0.0.0.0" | "::" => whoami::hostname().unwrap_or_else(|_| "127.0.0.1".to_owned()),
        v6 if v6.contains(':') => format!("[{v6}]"),
        host => host.to_owned(),
    };
    format!("http://{host}:{}", hub.hub_port).parse()
}

async fn settings(config: &Config, spawner: &Spawner, about: &About) -> Result<SpawnerSettings> {
    let text = |given: &str| (!given.is_empty()).then(|| given.to_owned());
    Ok(SpawnerSettings {
        mem_limit: spawner.mem_limit.map(crate::config::Bytes::get),
        mem_guarantee: spawner.mem_guarantee.map(crate::config::Bytes::get),
        cpu_limit: spawner.cpu_limit,
        cpu_guarantee: spawner.cpu_guarantee,
        notebook_dir: text(&spawner.notebook_dir),
        default_url: text(&spawner.default_url),
        debug: spawner.debug,
        disable_user_config: spawner.disable_user_config,
        kept: spawner.inherited(),
        overrides: overrides(config, spawner, about).await?,
    })
}

async fn overrides(
    config: &Config,
    spawner: &Spawner,
    about: &About,
) -> Result<BTreeMap<String, String>> {
    let mut overrides = BTreeMap::new();
    for (name, said) in &spawner.environment {
        let option = format!("spawner.environment.{name}");
        let said = about.said(config, &option, said).await?;
        overrides.insert(name.clone(), said.reveal().to_owned());
    }
    Ok(overrides)
}
