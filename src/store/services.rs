//! Services, with the rows that hang on them: where they listen, and their OAuth client.

use std::collections::{BTreeMap, HashMap};

use rusqlite::params;
use serde_json::{Map, Value};

use serde::{Deserialize, Serialize};

use super::delete::{self, Referred};
use super::filter::Where;
use super::holdings::scopes;
use super::value::Json;
use super::{Row, Tx};
use crate::error::Result;
use crate::model::{
    BaseUrl, Environment, Hashed, More, RoleName, Seen, Service, ServiceDetails, ServiceId,
    ServiceName, ServiceSource, ServiceSpec, StoredService,
};
use crate::rbac::Reach;

/// Which services to list; what is `None` or `false` does not matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceFilter {
    /// The one of this name.
    pub name: Option<ServiceName>,
    /// Holders of this role.
    pub role: Option<RoleName>,
    /// With the admin flag.
    pub admin: bool,
    /// From there.
    pub source: Option<ServiceSource>,
    /// Started by the hub.
    pub managed: bool,
}

const BY_ROLE: &str = "s.id IN (SELECT m.service_id FROM service_role_map m JOIN roles r \
    ON r.id = m.role_id WHERE r.name = ?)";

impl ServiceFilter {
    /// The conditions, on a row `s` of `services`.
    fn conditions(&self) -> Where {
        let mut conditions = Where::default();
        if let Some(name) = &self.name {
            conditions.and_with("s.name = ?", name.clone());
        }
        if let Some(role) = &self.role {
            conditions.and_with(BY_ROLE, role.clone());
        }
        if self.admin {
            conditions.and("s.admin = 1");
        }
        match self.source {
            Some(ServiceSource::Configuration) => conditions.and("s.from_config = 1"),
            Some(ServiceSource::Runtime) => {
                conditions.and("(s.from_config = 0 OR s.from_config IS NULL)");
            }
            None => {}
        }
        if self.managed {
            conditions.and("s.command IS NOT NULL AND s.command NOT IN ('null', '[]')");
        }
        conditions
    }
}

const LIST: &str = "SELECT s.id, s.name, s.admin, s.url, v.base_url, s.command, s.pid, s.info, \
    s.display, s.from_config, s.oauth_no_confirm, s.oauth_client_id, \
    s.oauth_client_allowed_scopes, s.cwd, s.environment, s.user, s.timeout \
    FROM services s LEFT JOIN servers v ON v.id = s._server_id {} ORDER BY s.id";

const ROLES: &str = "SELECT m.service_id, r.name FROM services s JOIN service_role_map m \
    ON m.service_id = s.id JOIN roles r ON r.id = m.role_id {} ORDER BY r.id";

/// The services within `reach` that `filter` chooses, in the order of their keys.
pub fn list(tx: &Tx<'_>, reach: &Reach, filter: &ServiceFilter) -> Result<Vec<Service>> {
    let mut conditions = filter.conditions();
    if let Reach::Only(only) = reach {
        let services = conditions.list(&only.services);
        conditions.and(&format!("s.name IN ({services})"));
    }
    let found = tx.many(&conditions.within(LIST), conditions.params(), from_row)?;
    let role = |row: &Row<'_>| Ok((row.get::<ServiceId>(0)?, row.get(1)?));
    let mut roles: HashMap<ServiceId, Vec<RoleName>> = HashMap::new();
    for (id, role) in tx.many(&conditions.within(ROLES), conditions.params(), role)? {
        roles.entry(id).or_default().push(role);
    }
    let with_roles = |(id, service)| Service {
        roles: Seen::Shown(roles.remove(&id).unwrap_or_default()),
        ..service
    };
    Ok(found.into_iter().map(with_roles).collect())
}

/// What a column leaves undefined is what JupyterHub takes for it.
fn from_row(row: &Row<'_>) -> Result<(ServiceId, Service)> {
    let service = Service {
        kind: "service",
        name: row.get(1)?,
        admin: flag(row, 2)?.unwrap_or(false),
        roles: Seen::Hidden,
        details: Seen::Shown(ServiceDetails {
            url: row.get::<Option<_>>(3)?.unwrap_or_default(),
            prefix: row.get::<Option<_>>(4)?.unwrap_or_default(),
            command: scopes(row, 5)?,
            pid: row.get::<Option<_>>(6)?.unwrap_or(0),
            info: json(row, 7)?.unwrap_or_default(),
            display: flag(row, 8)?.unwrap_or(true),
        }),
        stored: Seen::Shown(stored(row)?),
        more: More::default(),
    };
    Ok((row.get(0)?, service))
}

fn stored(row: &Row<'_>) -> Result<StoredService> {
    Ok(StoredService {
        source: source(flag(row, 9)?),
        oauth_no_confirm: flag(row, 10)?.unwrap_or(false),
        oauth_client_id: row.get(11)?,
        oauth_client_allowed_scopes: scopes(row, 12)?,
        cwd: row.get(13)?,
        environment: environment(row, 14)?.unwrap_or_default(),
        user: row.get(15)?,
        timeout: row.get(16)?,
    })
}

fn flag(row: &Row<'_>, column: usize) -> Result<Option<bool>> {
    row.get(column)
}

fn source(from_config: Option<bool>) -> ServiceSource {
    if from_config.unwrap_or(false) {
        ServiceSource::Configuration
    } else {
        ServiceSource::Runtime
    }
}

/// A column of JSON, where it says anything.
fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Option<T>> {
    Ok(row
        .get::<Option<Json<Option<T>>>>(column)?
        .and_then(|Json(value)| value))
}

fn environment(row: &Row<'_>, column: usize) -> Result<Option<Environment>> {
    let variables: Option<Map<String, Value>> = json(row, column)?;
    Ok(variables.map(|variables| {
        let text = |value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        variables
            .into_iter()
            .map(|(name, value)| (name, text(value)))
            .collect()
    }))
}

const FIND: &str = "SELECT id FROM services WHERE name = ?1";

/// The key of the service named `name`.
pub fn find(tx: &Tx<'_>, name: &ServiceName) -> Result<Option<ServiceId>> {
    tx.maybe(FIND, params![name], |row| row.get(0))
}

const SOURCE: &str = "SELECT from_config FROM services WHERE id = ?1";

/// Where a service comes from.
pub fn source_of(tx: &Tx<'_>, id: ServiceId) -> Result<ServiceSource> {
    tx.one(SOURCE, params![id], |row| Ok(source(row.get(0)?)))
}

/// How many seconds a hub waits for a service that does not say (`orm.Service.timeout`).
pub const TIMEOUT: u32 = 30;

const INSERT: &str = "INSERT INTO services (name, admin, timeout, from_config) \
    VALUES (?1, 0, ?2, 0) RETURNING id";

/// Add a service that is not the configuration's.
pub fn insert(tx: &Tx<'_>, name: &ServiceName) -> Result<ServiceId> {
    tx.one(INSERT, params![name, TIMEOUT], |row| row.get(0))
}

const INSERT_CONFIGURED: &str = "INSERT INTO services (name, admin, timeout, from_config) \
    VALUES (?1, 0, ?2, 1) RETURNING id";

/// Add a service of the configuration.
pub fn insert_configured(tx: &Tx<'_>, name: &ServiceName) -> Result<ServiceId> {
    tx.one(INSERT_CONFIGURED, params![name, TIMEOUT], |row| row.get(0))
}

const CONFIGURED: &str = "SELECT id, name FROM services WHERE from_config = 1 ORDER BY id";

/// The services of the configuration.
pub fn configured(tx: &Tx<'_>) -> Result<Vec<(ServiceId, ServiceName)>> {
    tx.many(CONFIGURED, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

const SPEC: &str = "SELECT s.url, s.admin, s.display, s.oauth_no_confirm, \
    s.oauth_client_allowed_scopes, nullif(c.redirect_uri, ''), s.command, s.cwd, s.environment, s.user, \
    s.timeout, s.info FROM services s \
    LEFT JOIN oauth_clients c ON c.identifier = s.oauth_client_id WHERE s.id = ?1";

/// What defines a service.
pub fn spec(tx: &Tx<'_>, id: ServiceId) -> Result<ServiceSpec> {
    tx.one(SPEC, params![id], |row| {
        Ok(ServiceSpec {
            url: row.get(0)?,
            admin: row.get(1)?,
            display: row.get(2)?,
            oauth_no_confirm: row.get(3)?,
            allowed_scopes: json(row, 4)?,
            client_id: None,
            redirect_uri: row.get(5)?,
            command: json(row, 6)?,
            cwd: row.get(7)?,
            environment: environment(row, 8)?,
            user: row.get(9)?,
            timeout: row.get(10)?,
            info: json(row, 11)?,
        })
    })
}

const DEFINE: &str = "UPDATE services SET url = ?2, admin = ?3, display = ?4, \
    oauth_no_confirm = ?5, oauth_client_allowed_scopes = ?6, command = ?7, cwd = ?8, \
    environment = ?9, user = ?10, timeout = ?11, info = ?12 WHERE id = ?1";

/// Replace what defines a service. Its address, OAuth client and roles are set apart.
pub fn define(tx: &Tx<'_>, id: ServiceId, spec: &ServiceSpec) -> Result<()> {
    let environment = spec.environment.as_ref().map(Environment::reveal);
    let values = params![
        id,
        spec.url,
        spec.admin.unwrap_or(false),
        spec.display,
        spec.oauth_no_confirm,
        spec.allowed_scopes.as_ref().map(Json),
        spec.command.as_ref().map(Json),
        spec.cwd,
        environment.map(Json::<BTreeMap<_, _>>),
        spec.user,
        spec.timeout.unwrap_or(TIMEOUT),
        spec.info.as_ref().map(Json),
    ];
    tx.execute(DEFINE, values).map(drop)
}

/// Where a service listens, and where the hub's proxy shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// `http` or `https`.
    pub scheme: String,
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The path of its pages on the hub's host.
    pub prefix: String,
    /// JupyterHub's name for its cookies: that of its OAuth client.
    pub cookie_name: String,
}

const ADD_ADDRESS: &str = "INSERT INTO servers (proto, ip, port, base_url, cookie_name) \
    VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";

const SET_ADDRESS: &str = "UPDATE services SET _server_id = ?2 WHERE id = ?1";

/// Let a service listen at `address`, and nowhere else.
pub fn set_address(tx: &Tx<'_>, id: ServiceId, address: &Address) -> Result<()> {
    clear_address(tx, id)?;
    let Address {
        scheme,
        host,
        port,
        prefix,
        cookie_name,
    } = address;
    let values = params![scheme, host, port, prefix, cookie_name];
    let server: i64 = tx.one(ADD_ADDRESS, values, |row| row.get(0))?;
    tx.execute(SET_ADDRESS, params![id, server]).map(drop)
}

const ADDRESS: &str = "SELECT _server_id FROM services WHERE id = ?1";

/// Let a service listen nowhere.
pub fn clear_address(tx: &Tx<'_>, id: ServiceId) -> Result<()> {
    match tx.one(ADDRESS, params![id], |row| row.get(0))? {
        Some(address) => delete::delete(tx, Referred::Address(address)),
        None => Ok(()),
    }
}

const ADDRESS_OF: &str = "SELECT v.proto, v.ip, v.port, v.base_url, v.cookie_name \
    FROM services s JOIN servers v ON v.id = s._server_id WHERE s.id = ?1";

/// Where a service listens, as far as that is whole.
pub fn address(tx: &Tx<'_>, id: ServiceId) -> Result<Option<Address>> {
    tx.maybe(ADDRESS_OF, params![id], |row| {
        Ok(Address {
            scheme: row.get::<Option<_>>(0)?.unwrap_or_default(),
            host: row.get::<Option<_>>(1)?.unwrap_or_default(),
            port: row.get::<Option<_>>(2)?.unwrap_or_default(),
            prefix: row.get::<Option<_>>(3)?.unwrap_or_default(),
            cookie_name: row.get::<Option<_>>(4)?.unwrap_or_default(),
        })
    })
}

const CLIENT: &str = "SELECT oauth_client_id FROM services WHERE id = ?1";

/// The identifier of a service's OAuth client.
pub fn client(tx: &Tx<'_>, id: ServiceId) -> Result<Option<String>> {
    tx.one(CLIENT, params![id], |row| row.get(0))
}

/// What an OAuth client of a service is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceClient {
    /// What it calls itself.
    pub identifier: String,
    /// What it is, for people.
    pub description: String,
    /// Where people are sent back to.
    pub redirect_uri: String,
    /// What it may ask for.
    pub allowed_scopes: Vec<String>,
}

const PUT_CLIENT: &str = "INSERT INTO oauth_clients \
    (identifier, description, secret, redirect_uri, allowed_scopes) VALUES (?1, ?2, '', ?3, ?4) \
    ON CONFLICT (identifier) DO UPDATE SET description = excluded.description, \
    redirect_uri = excluded.redirect_uri, allowed_scopes = excluded.allowed_scopes";

const SET_CLIENT: &str = "UPDATE services SET oauth_client_id = ?2 WHERE id = ?1";

/// Give a service its OAuth client, or bring the one it has up to date. A secret stays as it is.
pub fn set_client(tx: &Tx<'_>, id: ServiceId, client: &ServiceClient) -> Result<()> {
    let ServiceClient {
        identifier,
        description,
        redirect_uri,
        allowed_scopes,
    } = client;
    tx.execute(
        PUT_CLIENT,
        params![identifier, description, redirect_uri, Json(allowed_scopes)],
    )?;
    tx.execute(SET_CLIENT, params![id, identifier]).map(drop)
}

const CLIENT_OF: &str = "SELECT c.identifier, coalesce(c.description, ''), \
    coalesce(c.redirect_uri, ''), c.allowed_scopes, coalesce(c.secret, '') FROM services s \
    JOIN oauth_clients c ON c.identifier = s.oauth_client_id WHERE s.id = ?1";

/// The OAuth client of a service, and what its secret must hash to, if it has one.
pub fn client_of(tx: &Tx<'_>, id: ServiceId) -> Result<Option<(ServiceClient, Option<Hashed>)>> {
    tx.maybe(CLIENT_OF, params![id], |row| {
        let client = ServiceClient {
            identifier: row.get(0)?,
            description: row.get(1)?,
            redirect_uri: row.get(2)?,
            allowed_scopes: scopes(row, 3)?,
        };
        let secret = row.get::<String>(4)?;
        Ok((client, (!secret.is_empty()).then(|| Hashed::from(secret))))
    })
}

const NO_SECRET: &str = "UPDATE oauth_clients SET secret = '' WHERE identifier = ?1";

/// Take its secret from an OAuth client, so that nobody can show one.
pub fn clear_client_secret(tx: &Tx<'_>, identifier: &str) -> Result<()> {
    tx.execute(NO_SECRET, params![identifier]).map(drop)
}

const SET_SECRET: &str = "UPDATE oauth_clients SET secret = ?2 WHERE identifier = ?1";

/// Set the secret of an OAuth client.
pub fn set_client_secret(tx: &Tx<'_>, identifier: &str, secret: &Hashed) -> Result<()> {
    tx.execute(SET_SECRET, params![identifier, secret.as_str()])
        .map(drop)
}

const HAS_SECRET: &str = "SELECT secret <> '' FROM oauth_clients WHERE identifier = ?1";

/// Whether an OAuth client has a secret.
pub fn has_client_secret(tx: &Tx<'_>, identifier: &str) -> Result<bool> {
    let found = tx.maybe(HAS_SECRET, params![identifier], |row| row.get(0))?;
    Ok(found.flatten().unwrap_or(false))
}

/// Delete a service, with its address, tokens and roles; its OAuth client is deleted apart.
pub fn delete(tx: &Tx<'_>, id: ServiceId) -> Result<()> {
    clear_address(tx, id)?;
    delete::delete(tx, Referred::Service(id))
}

const ANY_PREFIX: &str = "SELECT v.base_url, s.name FROM services s \
    JOIN servers v ON v.id = s._server_id LIMIT 1";

/// The base URL of the hub, if a service has pages below it.
pub fn base_url(tx: &Tx<'_>) -> Result<Option<BaseUrl>> {
    let pair = |row: &Row<'_>| Ok((row.get::<String>(0)?, row.get::<ServiceName>(1)?));
    let shown = tx.maybe(ANY_PREFIX, [], pair)?;
    Ok(shown.and_then(|(prefix, name)| {
        let above = prefix.strip_suffix(&format!("services/{name}/"))?;
        above.parse().ok()
    }))
}
