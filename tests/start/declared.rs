//! A configuration in JupyterHub's own names, as hubctl's declarations.

use std::collections::BTreeMap;
use std::sync::Arc;

use hubctl::error::Result;
use hubctl::model::{ManagedRole, Secret, ServiceSpec, UserName};
use hubctl::ops::start::{Declared, DeclaredGroup, DeclaredRole, DeclaredService, Offloaded};
use hubctl::rbac::{Catalogue, CustomScope};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What the options of 6.1.1 in `config` declare.
pub(crate) fn declared(config: &Value) -> Result<Declared> {
    let config = Options(config);
    let custom: BTreeMap<String, CustomScope> = config.get("custom_scopes");
    let users = |option| -> Vec<String> { config.get(option) };
    let map: BTreeMap<String, String> = config.get("username_map");
    let person = |name: &String| {
        let name = name.to_lowercase();
        UserName::from(map.get(&name).unwrap_or(&name).as_str())
    };
    let tokens = |option| -> Vec<(String, String)> {
        let tokens: BTreeMap<String, String> = config.get(option);
        tokens.into_iter().collect()
    };
    Ok(Declared {
        roles: config
            .get::<Vec<Role>>("load_roles")
            .iter()
            .map(|role| role.declared(person))
            .collect(),
        groups: config
            .get::<Map<String, Value>>("load_groups")
            .iter()
            .map(|(name, contents)| group(name, contents, person))
            .collect(),
        services: config
            .get::<Vec<Service>>("services")
            .into_iter()
            .map(Service::declared)
            .collect(),
        admin_users: users("admin_users").iter().map(person).collect(),
        allowed_users: users("allowed_users").iter().map(person).collect(),
        blocked_users: users("blocked_users").iter().map(person).collect(),
        extra_user_scopes: users("extra_user_scopes"),
        service_tokens: tokens("service_tokens")
            .iter()
            .map(|(token, name)| (Secret::new(token), name.as_str().into()))
            .collect(),
        api_tokens: tokens("api_tokens")
            .iter()
            .map(|(token, name)| (Secret::new(token), person(name)))
            .collect(),
        trusts_tokens: config.get("trust_user_provided_tokens"),
        catalogue: Arc::new(Catalogue::with_custom(custom)?),
        base_url: config.0["base_url"].as_str().unwrap_or("/").parse()?,
        managed: managed(config.get("load_managed_roles"), person),
        offloaded: Offloaded {
            groups: config.get("manage_groups"),
            roles: config.get("manage_roles"),
            reset: config.get("reset_managed_roles_on_startup"),
        },
    })
}

/// The authenticator's roles, with names of users as it writes them.
fn managed(roles: Vec<ManagedRole>, person: impl Fn(&String) -> UserName) -> Vec<ManagedRole> {
    let mut roles = roles;
    let listed = roles.iter_mut().filter_map(|role| role.users.as_mut());
    for user in listed.flatten() {
        *user = person(&user.as_str().to_owned());
    }
    roles
}

struct Options<'a>(&'a Value);

impl Options<'_> {
    fn get<T: DeserializeOwned + Default>(&self, option: &str) -> T {
        match &self.0[option] {
            Value::Null => T::default(),
            value => serde_json::from_value(value.clone()).unwrap(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    name: String,
    description: Option<String>,
    scopes: Option<Vec<String>>,
    users: Option<Vec<String>>,
    groups: Option<Vec<String>>,
    services: Option<Vec<String>>,
}

impl Role {
    fn declared(&self, person: impl Fn(&String) -> UserName) -> DeclaredRole {
        let names = |names: &Option<Vec<String>>| names.clone();
        DeclaredRole {
            name: self.name.clone(),
            description: self.description.clone(),
            scopes: self.scopes.clone(),
            users: self
                .users
                .as_ref()
                .map(|names| names.iter().map(person).collect()),
            groups: names(&self.groups).map(|all| all.into_iter().map(Into::into).collect()),
            services: names(&self.services).map(|all| all.into_iter().map(Into::into).collect()),
        }
    }
}

fn group(name: &str, contents: &Value, person: impl Fn(&String) -> UserName) -> DeclaredGroup {
    let users = if contents.is_array() {
        contents
    } else {
        &contents["users"]
    };
    let users: Vec<String> = match users {
        Value::Null => Vec::new(),
        users => serde_json::from_value(users.clone()).unwrap(),
    };
    DeclaredGroup {
        name: name.into(),
        users: users.iter().map(person).collect(),
        properties: contents["properties"].as_object().cloned(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    name: String,
    url: Option<String>,
    admin: Option<bool>,
    api_token: Option<String>,
    display: Option<bool>,
    command: Option<Vec<String>>,
    cwd: Option<String>,
    environment: Option<BTreeMap<String, String>>,
    user: Option<String>,
    timeout: Option<u32>,
    oauth_client_id: Option<String>,
    oauth_redirect_uri: Option<String>,
    oauth_no_confirm: Option<bool>,
    oauth_client_allowed_scopes: Option<Vec<String>>,
    #[serde(default)]
    oauth_roles: Vec<String>,
    info: Option<Map<String, Value>>,
}

impl Service {
    fn declared(self) -> DeclaredService {
        DeclaredService {
            name: self.name,
            spec: ServiceSpec {
                url: self.url,
                admin: self.admin,
                display: self.display,
                oauth_no_confirm: self.oauth_no_confirm,
                allowed_scopes: self.oauth_client_allowed_scopes,
                redirect_uri: self.oauth_redirect_uri,
                command: self.command,
                cwd: self.cwd,
                environment: self.environment.map(|all| all.into_iter().collect()),
                user: self.user,
                timeout: self.timeout,
                info: self.info,
                client_id: self.oauth_client_id,
            },
            token: self.api_token.map(Secret::new),
            oauth_roles: self
                .oauth_roles
                .into_iter()
                .map(|name| name.as_str().into())
                .collect(),
            host: String::new(),
        }
    }
}
