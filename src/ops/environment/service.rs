//! The environment that a hub gives to the services it starts (`Service.start`, `_ServiceSpawner`): that of a
//! server, as far as a service has what it tells of. `tests/golden/services` holds us to it.

use std::collections::BTreeMap;

use super::{Environment, HubFacts, Variable};
use crate::model::{Origin, Secret, ServiceName, escape_segment, json_dumps};

/// What is to know about one service.
#[derive(Debug)]
pub struct ServiceFacts<'a> {
    /// The hub that starts it.
    pub hub: &'a HubFacts,
    /// Its name.
    pub name: &'a ServiceName,
    /// Where it listens, if it has pages.
    pub url: Option<&'a str>,
    /// Its own scheme and host, where services have subdomains.
    pub own_host: Option<&'a Origin>,
    /// The system user that it becomes, if it is another than the hub's.
    pub user: Option<&'a str>,
    /// The token it calls the hub with.
    pub api_token: &'a Secret,
    /// The OAuth client by which people sign in to it.
    pub client_id: &'a str,
    /// The variables of the hub's own environment that it keeps.
    pub kept: &'a BTreeMap<String, String>,
    /// What the configuration sets.
    pub environment: BTreeMap<String, String>,
}

/// The path of a service's pages on its hub's host, with `/` at both ends.
pub fn service_path(hub: &HubFacts, name: &ServiceName) -> String {
    format!(
        "{}services/{}/",
        hub.base_url,
        escape_segment(name.as_str())
    )
}

/// The environment of a service, by `facts`. Of cookies it says nothing, as 6.1.1 does not.
pub fn of_service(facts: &ServiceFacts<'_>) -> Environment {
    let mut environment = Environment::default();
    environment.set_all(facts.kept);
    let name = facts.name.as_str();
    let hub = facts.hub;
    for token in ["JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN"] {
        let value = Variable::Secret(facts.api_token.clone());
        environment.0.insert(token.to_owned(), value);
    }
    let prefix = facts.url.map(|_| service_path(hub, facts.name));
    let access = [
        "access:services".to_owned(),
        format!("access:services!service={name}"),
    ];
    let access = json_dumps(&access.to_vec().into());
    let host = |origin: &Origin| origin.as_str().to_owned();
    let public = |path: &str, origin: Option<&Origin>| {
        origin
            .map(|origin| format!("{origin}{path}"))
            .unwrap_or_default()
    };
    // Without pages there is nothing at that host.
    let own = facts.own_host.filter(|_| prefix.is_some());
    let own = own.map_or("", Origin::as_str);
    let at = prefix.as_deref().unwrap_or_default();
    for (variable, value) in [
        ("JUPYTERHUB_CLIENT_ID", facts.client_id.to_owned()),
        ("JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED", "0".to_owned()),
        (
            "JUPYTERHUB_HOST",
            hub.public.as_ref().map(host).unwrap_or_default(),
        ),
        (
            "JUPYTERHUB_OAUTH_CALLBACK_URL",
            format!("{own}{at}oauth_callback"),
        ),
        ("JUPYTERHUB_OAUTH_SCOPES", access.clone()),
        ("JUPYTERHUB_OAUTH_ACCESS_SCOPES", access),
        ("JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES", "[]".to_owned()),
        ("JUPYTERHUB_USER", facts.user.unwrap_or_default().to_owned()),
        ("JUPYTERHUB_SERVER_NAME", String::new()),
        ("JUPYTERHUB_API_URL", hub.api_url()),
        ("JUPYTERHUB_BASE_URL", hub.base_url.as_str().to_owned()),
        ("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:0/".to_owned()),
        (
            "JUPYTERHUB_PUBLIC_HUB_URL",
            public(&hub.path(), hub.public.as_ref()),
        ),
        (
            "JUPYTERHUB_PUBLIC_URL",
            prefix.as_deref().map_or_else(String::new, |prefix| {
                public(prefix, facts.own_host.or(hub.public.as_ref()))
            }),
        ),
    ] {
        environment.set(variable, value);
    }
    environment.set_all(&facts.environment);
    environment.set("JUPYTERHUB_SERVICE_NAME", name);
    environment.set_some("JUPYTERHUB_SERVICE_URL", facts.url);
    environment.set_some("JUPYTERHUB_SERVICE_PREFIX", prefix);
    environment
}
