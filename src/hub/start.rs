//! What a hub does first: it brings the database to what its configuration declares.

use std::sync::Arc;

use serde_json::Map;

use super::Hub;
use crate::config::{Config, CustomScope, Group, Role, Service};
use crate::error::Result;
use crate::model::{Environment, ServiceSpec, Site, UserName};
use crate::ops::audit::{Source, recorded};
use crate::ops::start::{
    Declared, DeclaredGroup, DeclaredRole, DeclaredService, Offloaded, Start, Started,
};
use crate::rbac::{self, Caller, Catalogue};
use crate::store::Ending;

impl Hub {
    /// Bring the database to what the configuration declares, all of it or nothing; and look over the users.
    ///
    /// # Errors
    /// Where it declares what no hub starts with; the error says where it does. Where nobody could sign in.
    pub async fn start(self: &Arc<Self>) -> Result<Started> {
        let config = self.config();
        self.authenticator.is_usable(&config.auth).await?;
        self.know_domains().await?;
        let declared = Declared {
            managed: self.load_managed_roles(&config).await?,
            ..self.declared()
        };
        let work = self.pool.write(Ending::Commit, move |tx| {
            recorded(&Source::hub(), &Caller::Operator, Start(declared), tx)
        });
        let mut started = work.await?;
        self.services.know(started.tokens.drain(..));
        for change in &started.changes {
            tracing::info!("{change}");
        }
        for warning in &started.warnings {
            tracing::warn!("{warning}");
        }
        self.seal_anew().await?;
        self.look_over_users().await?;
        self.lead_to_services()?;
        Ok(started)
    }

    fn declared(&self) -> Declared {
        let config = self.config();
        let person = |name: &UserName| UserName::from(self.normalized(name.as_str()));
        let people = |names: &[UserName]| names.iter().map(person).collect();
        let blocked = config.auth.blocked_users.iter();
        let (service_tokens, api_tokens) = (
            config.hub.service_tokens.iter(),
            config.hub.api_tokens.iter(),
        );
        Declared {
            roles: config.roles.iter().map(|one| role(one, people)).collect(),
            groups: config.groups.iter().map(|one| group(one, people)).collect(),
            services: config
                .services
                .iter()
                .map(|one| service(one, self.servers().site()))
                .collect(),
            admin_users: config.auth.admin_users.iter().map(person).collect(),
            allowed_users: config.auth.allowed_users.iter().map(person).collect(),
            // As they are written and as people are called: 6.1.1 looks for the first alone, and lets `eve` in where `Eve`
            // is blocked.
            blocked_users: blocked
                .clone()
                .cloned()
                .chain(blocked.map(person))
                .collect(),
            extra_user_scopes: config.hub.extra_user_scopes.clone(),
            service_tokens: service_tokens
                .map(|(token, name)| (token.clone(), name.clone()))
                .collect(),
            api_tokens: api_tokens
                .map(|(token, name)| (token.clone(), person(name)))
                .collect(),
            trusts_tokens: config.hub.trust_user_provided_tokens,
            catalogue: Arc::clone(&self.catalogue),
            managed: Vec::new(),
            base_url: config.hub.base_url.clone(),
            offloaded: Offloaded {
                groups: config.auth.manage_groups,
                roles: config.auth.manage_roles,
                reset: config.auth.reset_managed_roles_on_startup,
            },
        }
    }
}

/// The scopes that exist where a hub has this configuration.
///
/// # Errors
/// Where a custom scope is not what one must be.
pub fn catalogue(config: &Config) -> Result<Catalogue> {
    let custom = config.custom_scopes.iter();
    Catalogue::with_custom(custom.map(|(name, scope)| {
        let CustomScope {
            description,
            subscopes,
        } = scope.clone();
        let scope = rbac::CustomScope {
            description,
            subscopes,
        };
        (name.clone(), scope)
    }))
}

fn role(role: &Role, people: impl Fn(&[UserName]) -> Vec<UserName>) -> DeclaredRole {
    DeclaredRole {
        name: role.name.as_str().to_owned(),
        description: role.description.clone(),
        scopes: role.scopes.clone(),
        users: role.users.as_deref().map(people),
        groups: role.groups.clone(),
        services: role.services.clone(),
    }
}

fn group(group: &Group, people: impl Fn(&[UserName]) -> Vec<UserName>) -> DeclaredGroup {
    DeclaredGroup {
        name: group.name.clone(),
        users: people(&group.users),
        properties: group.properties.clone(),
    }
}

/// What is at its default is left undefined, as 6.1.1 leaves what an entry of `services` does not have.
fn service(service: &Service, site: &Site) -> DeclaredService {
    let seconds = service.timeout.duration().as_secs();
    let environment = service.environment.iter();
    let environment = environment.map(|(name, value)| (name.clone(), value.reveal().to_owned()));
    DeclaredService {
        name: service.name.as_str().to_owned(),
        spec: ServiceSpec {
            url: service.url.as_ref().map(|url| url.as_str().to_owned()),
            admin: service.admin.then_some(true),
            display: (!service.display).then_some(false),
            oauth_no_confirm: service.oauth_no_confirm.then_some(true),
            allowed_scopes: some(service.oauth_client_allowed_scopes.clone(), Vec::is_empty),
            redirect_uri: service.oauth_redirect_uri.clone(),
            command: service.command.as_ref().map(|words| words.words().to_vec()),
            cwd: service.cwd.clone(),
            environment: some(environment.collect(), Environment::is_empty),
            user: service.user.clone(),
            timeout: u32::try_from(seconds).ok(),
            info: some(service.info.clone(), Map::is_empty),
            client_id: service.oauth_client_id.clone(),
        },
        token: service.api_token.clone(),
        oauth_roles: service.oauth_roles.clone(),
        host: site.service_host(&service.name).unwrap_or_default(),
    }
}

fn some<T>(value: T, is_nothing: impl FnOnce(&T) -> bool) -> Option<T> {
    (!is_nothing(&value)).then_some(value)
}
