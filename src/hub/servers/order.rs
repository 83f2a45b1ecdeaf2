//! What a server is started with, by the configuration of its hub.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::phase::Start;
use crate::config::{Config, OrCommand};
use crate::error::{Error, Result};
use crate::model::{Address, Origin, RoleName, Secret, ServerRef, Site};
use crate::ops::environment::{self, Facts, HubFacts, SpawnerSettings};
use crate::ops::servers::{Begun, NameRules, Provisions};
use crate::spawn::Order;

/// Where the hub and its servers are found.
pub(super) fn site(config: &Config) -> Result<Site> {
    Ok(Site {
        base_url: config.hub.base_url.clone(),
        public: public(config)?,
    })
}

fn public(config: &Config) -> Result<Option<Origin>> {
    let url = config.hub.public_url.as_ref();
    url.map(|url| url.url().origin().parse()).transpose()
}

/// What the configuration allows of servers with names.
pub(super) fn name_rules(config: &Config) -> Result<NameRules> {
    let most = value(
        &config.hub.named_server_limit_per_user,
        "hub.named_server_limit_per_user",
    )?;
    Ok(NameRules {
        allowed: config.hub.allow_named_servers,
        most: most.get().map(std::num::NonZeroU32::get),
        start_invalid: config.hub.allow_existing_invalid_named_servers
            == crate::config::InvalidNames::AllowStart,
    })
}

/// What every server is given.
pub(super) fn provisions(config: &Config) -> Result<Provisions> {
    let spawner = &config.spawner;
    let roles = value(&spawner.oauth_roles, "spawner.oauth_roles")?;
    Ok(Provisions {
        base_url: config.hub.base_url.clone(),
        token_scopes: value(&spawner.server_token_scopes, "spawner.server_token_scopes")?.clone(),
        client_scopes: client_scopes(config)?.to_vec(),
        client_roles: roles
            .iter()
            .map(|name| RoleName::from(name.as_str()))
            .collect(),
    })
}

fn client_scopes(config: &Config) -> Result<&[String]> {
    let option = &config.spawner.oauth_client_allowed_scopes;
    Ok(value(option, "spawner.oauth_client_allowed_scopes")?)
}

/// What the spawner is told of the start that has begun.
pub(super) fn order(
    config: &Arc<Config>,
    hub: Origin,
    server: &ServerRef,
    begun: &Begun,
    listen: &Address,
    start: &Start,
) -> Result<Order> {
    let spawner = &config.spawner;
    let variables = environment::of_server(&Facts {
        hub: &hub_facts(config, hub)?,
        server,
        own_host: None,
        listen,
        api_token: &begun.token,
        oauth_client_allowed_scopes: client_scopes(config)?,
        certificates: None,
        settings: &settings(config)?,
    });
    let secrets = variables
        .iter()
        .map(|(name, value)| (name.to_owned(), Secret::new(value.reveal())));
    Ok(Order {
        server: server.clone(),
        user: begun.server.user,
        command: [spawner.cmd.words(), &spawner.args].concat(),
        environment: secrets.collect(),
        listen: listen.clone(),
        user_options: begun.user_options.clone(),
        settings: Arc::new(spawner.clone()),
        progress: start.progress.clone(),
    })
}

/// What is the same for all servers of the hub.
fn hub_facts(config: &Config, hub: Origin) -> Result<HubFacts> {
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

fn settings(config: &Config) -> Result<SpawnerSettings> {
    let spawner = &config.spawner;
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
        overrides: overrides(config)?,
    })
}

fn overrides(config: &Config) -> Result<BTreeMap<String, String>> {
    let given = config.spawner.environment.iter();
    given
        .map(|(name, said)| {
            let said = value(said, &format!("spawner.environment.{name}"))?;
            Ok((name.clone(), said.reveal().to_owned()))
        })
        .collect()
}

/// What an option says that may be a command, which this release does not run yet.
fn value<'a, T>(option: &'a OrCommand<T>, name: &str) -> Result<&'a T> {
    option.value().ok_or_else(|| {
        Error::unreachable(format!(
            "`{name}` is a command, which hubctl does not run yet"
        ))
        .hint("say the value itself")
    })
}
