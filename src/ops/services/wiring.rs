//! The rows that hang on a service's definition: where it listens, its OAuth client, its roles.
//!
//! As JupyterHub makes them of an entry of `services` or a request (`app.service_from_spec`). A hub
//! does not make them for a service that it finds in its database, and does not start where one with
//! a URL has no address.

use std::collections::BTreeSet;

use url::Url;

use crate::error::{Error, Result};
use crate::model::{
    BaseUrl, ClientOwner, Hashed, RoleName, Secret, ServiceId, ServiceName, ServiceSpec,
};
use crate::ops::roles::assign_defaults;
use crate::rbac::{Catalogue, Scope};
use crate::store::oauth_clients::ClientFilter;
use crate::store::roles::HolderId;
use crate::store::services::{self, Address, ServiceClient};
use crate::store::tokens::NewRow;
use crate::store::{Tx, oauth_clients, roles, servers, tokens};

/// Let a service be what `spec` says.
pub(super) fn define(
    tx: &Tx<'_>,
    id: ServiceId,
    name: &ServiceName,
    spec: &ServiceSpec,
    catalogue: &Catalogue,
) -> Result<()> {
    let scopes = spec.allowed_scopes.as_deref().unwrap_or_default();
    catalogue
        .check_all(scopes)
        .map_err(Error::among_what_was_given)?;
    services::define(tx, id, spec)?;
    assign_defaults(tx, HolderId::Service(id), spec.admin.unwrap_or(false))?;

    let before = services::client(tx, id)?;
    let client_id = match &before {
        Some(present) => present.clone(),
        None => new_client_id(name, spec)?,
    };
    let address = match &spec.url {
        Some(url) => Some(address(name, url, &client_id, &hub(tx)?)?),
        None => None,
    };
    match &address {
        Some(address) => services::set_address(tx, id, address)?,
        None => services::clear_address(tx, id)?,
    }
    match client(name, spec, address.as_ref(), client_id)? {
        Some(client) => {
            if before.is_none() {
                make_way(tx, &client.identifier)?;
            }
            services::set_client(tx, id, &client)
        }
        None => before.map_or(Ok(()), |unused| oauth_clients::delete(tx, &unused)),
    }
}

/// What a new OAuth client calls itself, by the rule of `Service._validate_client_id`.
pub(in crate::ops) fn new_client_id(name: &ServiceName, spec: &ServiceSpec) -> Result<String> {
    match &spec.client_id {
        None => Ok(format!("service-{name}")),
        Some(given) if given.starts_with("service-") => Ok(given.clone()),
        Some(given) => Err(Error::invalid(format!(
            "the OAuth client of a service cannot be called `{}`",
            given.escape_debug()
        ))
        .hint("its name must begin with `service-`")),
    }
}

/// The path below which the hub serves, as far as a service or a server gives it away.
fn hub(tx: &Tx<'_>) -> Result<BaseUrl> {
    Ok(match services::base_url(tx)? {
        Some(hub) => hub,
        None => servers::base_url(tx)?.unwrap_or_default(),
    })
}

/// Where a service with the URL `given` listens, and where below `hub` its pages are.
pub(in crate::ops) fn address(
    name: &ServiceName,
    given: &str,
    client_id: &str,
    hub: &BaseUrl,
) -> Result<Address> {
    let refuse = || {
        Error::invalid("that is no URL of a service")
            .hint("write `http://host:port` or `https://host:port`")
    };
    let url = Url::parse(given).map_err(|_| refuse())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse());
    }
    let host = url.host_str().ok_or_else(refuse)?;
    Ok(Address {
        scheme: url.scheme().to_owned(),
        host: host.trim_matches(['[', ']']).to_owned(),
        port: url.port_or_known_default().ok_or_else(refuse)?,
        prefix: format!("{}services/{name}/", hub.as_str()),
        cookie_name: client_id.to_owned(),
    })
}

/// The OAuth client of a service that people sign in to: one with pages, or with settings for OAuth.
pub(in crate::ops) fn client(
    name: &ServiceName,
    spec: &ServiceSpec,
    address: Option<&Address>,
    identifier: String,
) -> Result<Option<ServiceClient>> {
    let below_prefix = address.map(|address| format!("{}oauth_callback", address.prefix));
    let Some(redirect_uri) = spec.redirect_uri.clone().or(below_prefix) else {
        if spec.oauth_no_confirm != Some(true) && spec.client_id.is_none() {
            return Ok(None);
        }
        return Err(Error::invalid(
            "people who sign in to a service without a URL must be sent back somewhere",
        )
        .hint("say where with `--redirect-uri`, in a configuration with `oauth_redirect_uri`"));
    };
    let mut allowed: BTreeSet<_> = spec.allowed_scopes.iter().flatten().cloned().collect();
    allowed.insert(format!("access:services!service={name}"));
    Ok(Some(ServiceClient {
        identifier,
        description: format!("JupyterHub service {name}"),
        redirect_uri,
        allowed_scopes: allowed.into_iter().collect(),
    }))
}

/// Delete a client left behind by a service of the same name: its secret and tokens must not pass on
/// to the new one.
fn make_way(tx: &Tx<'_>, identifier: &str) -> Result<()> {
    let filter = ClientFilter {
        identifier: Some(identifier.to_owned()),
        ..ClientFilter::default()
    };
    match oauth_clients::list(tx, &filter)?.pop() {
        None => Ok(()),
        Some(client) if client.owner == ClientOwner::Orphan => {
            oauth_clients::delete(tx, identifier)
        }
        Some(client) => Err(Error::conflict(format!(
            "the OAuth client `{identifier}` belongs to another: {}",
            client.owner
        ))
        .hint("choose another name for this service")),
    }
}

/// Let a service use the hub with `token`, which somebody chose: it may do all that the service may
/// (`JupyterHub._add_tokens`).
pub(super) fn set_token(
    tx: &Tx<'_>,
    id: ServiceId,
    token: &Secret,
    catalogue: &Catalogue,
) -> Result<()> {
    if tokens::find_by_value(tx, token)?.is_some() {
        return Err(Error::invalid("this API token is in use already").hint("choose another"));
    }
    let default = roles::get(tx, &RoleName::from("token"))?;
    let scopes = default.map_or_else(|| vec![Scope::Inherit.to_string()], |(_, role)| role.scopes);
    catalogue.check_all(&scopes)?;
    let new = NewRow {
        owner: HolderId::Service(id),
        value: token,
        salt: tx.clock().random(),
        scopes: &scopes,
        note: "from config",
        created: tx.clock().now(),
        expires_at: None,
    };
    tokens::insert_given(tx, &new)?;
    match services::client(tx, id)? {
        Some(_) => set_secret(tx, id, token),
        None => Ok(()),
    }
}

/// Let the OAuth client of a service show `secret` to the hub: it is the service's own token.
pub(super) fn set_secret(tx: &Tx<'_>, id: ServiceId, secret: &Secret) -> Result<()> {
    let Some(client) = services::client(tx, id)? else {
        return Err(Error::conflict(
            "nobody signs in to this service, so there is no secret to set",
        )
        .hint("say where it listens with `--url`, or who it is with `--redirect-uri`"));
    };
    let hashed = Hashed::given(secret, tx.clock().random())?;
    services::set_client_secret(tx, &client, &hashed)
}
