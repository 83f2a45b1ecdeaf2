//! The configuration of `hubctl serve`: file → environment → flags, resolved once.
//!
//! One section a file, each declared once by `section!`: name, type, meaning, default, and when a change
//! takes effect. The command line, the documentation, the JSON Schema and [`Config::changes`] read
//! these declarations; there is no second list. Names are JupyterHub 6.1.1's, so that `c.JupyterHub.x`
//! is `[hub] x`, `c.Authenticator.x` is `[auth] x` and `c.Spawner.x` is `[spawner] x`.
//!
//! To add an option: 1. declare it in its section; 2. say what depends on it in the section's
//! `settle` and `problems`; 3. run `just update` for `docs/configuration.md` and the schema.

pub mod database;
pub mod described;

mod absent;
mod audit;
mod auth;
mod changes;
mod cookie_secret;
mod counterparts;
mod crypt;
mod given;
mod groups;
mod hub;
mod kinds;
mod log;
mod metrics;
mod outside;
mod overrule;
mod problems;
mod proxy;
mod reading;
mod roles;
mod rules;
mod schema;
mod scopes;
mod section;
mod services;
mod source;
mod spawner;
mod tokens;
mod tornado;
mod value;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Error;

pub use absent::{ABSENT, Absent};
pub use audit::Audit;
pub use auth::Auth;
pub use changes::Changes;
pub use cookie_secret::CookieSecret;
pub use counterparts::{Counterpart, DEVIATIONS, Deviation, counterpart};
pub use crypt::Crypt;
pub use given::{Environment, FLAGS, Flag, Given, variable_of};
pub use groups::Group;
pub use hub::Hub;
pub use kinds::{AuthenticatorClass, FromForm, InvalidNames, SpawnerClass, Subdomains};
pub use log::{Format, Level, Log};
pub use metrics::Metrics;
pub use problems::Problems;
pub use proxy::Proxy;
pub use roles::Role;
pub use scopes::CustomScope;
pub use section::{Declared, Section, Takes};
pub use services::Service;
pub(crate) use source::entry_of;
pub use source::{Source, Sources};
pub use spawner::{GroupOverride, Profile, Spawner};
pub use tokens::Tokens;
pub use tornado::{CookieOptions, SameSite, TornadoSettings};
pub use value::{
    Address, Bind, Bytes, CommandLine, HttpUrl, Limit, Network, OrCommand, Patience, Seconds,
    SiteUrl,
};

/// The file that is read where none is named; it need not exist.
pub const DEFAULT_FILE: &str = "hubctl.toml";

/// All that a hub is told.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(
    default,
    deny_unknown_fields,
    title = "The configuration of hubctl serve"
)]
pub struct Config {
    /// The hub itself: `c.JupyterHub`.
    pub hub: Hub,
    /// Who may sign in: `c.Authenticator`, and the options of local, PAM and shared-password authenticators.
    pub auth: Auth,
    /// People's servers: `c.Spawner`, and the options of local processes.
    pub spawner: Spawner,
    /// The proxy before it: `c.ConfigurableHTTPProxy` and `c.Proxy`.
    pub proxy: Proxy,
    /// What the hub says.
    pub log: Log,
    /// The keys that keep what authenticators store: `c.CryptKeeper`.
    pub crypt: Crypt,
    /// What `/hub/metrics` calls and counts things.
    pub metrics: Metrics,
    /// How long the audit log is kept.
    pub audit: Audit,
    /// Roles, and who has them: `c.JupyterHub.load_roles`.
    pub roles: Vec<Role>,
    /// Groups that there are to be: `c.JupyterHub.load_groups`.
    pub groups: Vec<Group>,
    /// Services: `c.JupyterHub.services`.
    pub services: Vec<Service>,
    /// The site's own scopes, by their names: `c.JupyterHub.custom_scopes`.
    pub custom_scopes: BTreeMap<String, CustomScope>,
}

/// A configuration, with what is to be said about it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    /// Where each option that is not a default comes from.
    pub sources: Sources,
    /// What is allowed and most likely not meant, a sentence each.
    pub warnings: Vec<String>,
}

impl Config {
    /// What `given` says, defaults for the rest. All that is wrong with it comes back at once.
    pub fn load(given: &Given) -> Result<Loaded, Problems> {
        Self::load_and(given, |_| Vec::new())
    }

    /// The same, with what else is wrong by `judge`, who is asked once each option by itself is right: options, or tables
    /// beside the sections, each with what is wrong with it.
    pub fn load_and(
        given: &Given,
        judge: impl FnOnce(&Self) -> Vec<(String, Error)>,
    ) -> Result<Loaded, Problems> {
        reading::load(given, judge)
    }

    /// The configuration of a hub that is told nothing: the defaults, with those settled that hang on others.
    pub fn settled() -> Self {
        reading::settled()
    }
}

#[cfg(test)]
mod tests;
