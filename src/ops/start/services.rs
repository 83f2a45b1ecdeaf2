//! The services: their rows, where they listen, their OAuth clients (`init_services`,
//! `service_from_spec`).

use super::declared::twice;
use super::{Declared, DeclaredService, Started, tokens};
use crate::error::Result;
use crate::model::{
    BaseUrl, Environment, Hashed, Secret, ServiceId, ServiceName, ServiceSource, ServiceSpec,
};
use crate::ops::services::wiring;
use crate::store::roles::HolderId;
use crate::store::services::{self, Address, ServiceClient};
use crate::store::{Tx, oauth_clients, roles};

/// Make the services what they are declared to be, and delete those that were declared once and are no
/// more. What is declared by the name of one that was made at runtime is left out, here and of `declared`.
pub(super) fn define(tx: &Tx<'_>, declared: &mut Declared, started: &mut Started) -> Result<()> {
    for (at, service) in declared.services.iter().enumerate() {
        let others = &declared.services[..at];
        if others.iter().any(|other| other.name == service.name) {
            return Err(twice("service", "[[services]]", &service.name));
        }
    }
    delete_undeclared(tx, declared, started)?;
    let mut ours = Vec::new();
    for service in &declared.services {
        let place = format!(
            "service `{}` in `[[services]]`",
            service.name.escape_debug()
        );
        let defined = define_one(tx, declared, service, started);
        ours.push(defined.map_err(|error| error.within(&place))?);
    }
    let mut ours = ours.into_iter();
    declared.services.retain(|_| ours.next().unwrap_or(true));
    Ok(())
}

/// Services that only a declared token names are declared too.
fn delete_undeclared(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    for (id, name) in services::configured(tx)? {
        let defined = declared
            .services
            .iter()
            .any(|one| one.name == name.as_str());
        let named = declared
            .service_tokens
            .iter()
            .any(|(_, owner)| *owner == name);
        if !defined && !named {
            let client = services::client(tx, id)?;
            services::delete(tx, id)?;
            if let Some(client) = client {
                oauth_clients::delete(tx, &client)?;
            }
            started.did("deleted the service", name);
        }
    }
    Ok(())
}

/// Let one service be what is declared; whether it is the configuration's.
fn define_one(
    tx: &Tx<'_>,
    declared: &Declared,
    service: &DeclaredService,
    started: &mut Started,
) -> Result<bool> {
    let name = ServiceName::new(&service.name)?;
    let id = match services::find(tx, &name)? {
        Some(id) if services::source_of(tx, id)? == ServiceSource::Configuration => id,
        Some(_) => {
            started.warn(format!(
                "`[[services]]` defines the service `{name}`, which was made at runtime: that one stays as it is"
            ));
            return Ok(false);
        }
        None => {
            started.did("added the service", &name);
            services::insert_configured(tx, &name)?
        }
    };
    let made = match &service.token {
        None if starts(&service.spec) => Some(tokens::make(tx, HolderId::Service(id))?),
        _ => None,
    };
    describe(tx, id, &service.spec, started, &name)?;
    let client_id = wiring::new_client_id(&name, &service.spec)?;
    let address = listen(tx, id, &name, service, &client_id, &declared.base_url)?;
    let spec = as_client(tx, declared, service, address.as_ref())?;
    let client = wiring::client(&name, &spec, address.as_ref(), client_id)?;
    sign_in(tx, id, client, service.token.as_ref().or(made.as_ref()))?;
    if let Some(made) = made {
        started.tokens.push((name, made));
    }
    Ok(true)
}

/// Whether the hub starts it.
fn starts(spec: &ServiceSpec) -> bool {
    spec.command.as_ref().is_some_and(|words| !words.is_empty())
}

/// What is declared of its OAuth client: it may ask for the scopes that are given, or else for those of the
/// roles, and people come back to where it has its pages.
fn as_client(
    tx: &Tx<'_>,
    declared: &Declared,
    service: &DeclaredService,
    address: Option<&Address>,
) -> Result<ServiceSpec> {
    let mut spec = service.spec.clone();
    let scopes = spec.allowed_scopes.get_or_insert_default();
    if scopes.is_empty() {
        for role in &service.oauth_roles {
            scopes.extend(
                roles::get(tx, role)?
                    .into_iter()
                    .flat_map(|(_, role)| role.scopes),
            );
        }
    }
    declared.catalogue.check_all(scopes)?;
    if let (None, Some(address), false) = (&spec.redirect_uri, address, service.host.is_empty()) {
        spec.redirect_uri = Some(format!("{}{}oauth_callback", service.host, address.prefix));
    }
    Ok(spec)
}

/// Write what is declared of a service itself, where it differs. The admin flag goes with the role.
fn describe(
    tx: &Tx<'_>,
    id: ServiceId,
    spec: &ServiceSpec,
    started: &mut Started,
    name: &ServiceName,
) -> Result<()> {
    // its OAuth client is looked at apart
    let present = ServiceSpec {
        client_id: None,
        redirect_uri: None,
        ..services::spec(tx, id)?
    };
    let wanted = ServiceSpec {
        client_id: None,
        redirect_uri: None,
        admin: present.admin,
        timeout: spec.timeout.or(Some(services::TIMEOUT)),
        environment: spec.environment.clone().map(Environment::concealed),
        ..spec.clone()
    };
    if wanted == present {
        return Ok(());
    }
    started.did("defined the service", name);
    services::define(tx, id, &wanted)
}

/// Let a service listen where it is declared to; where that is.
fn listen(
    tx: &Tx<'_>,
    id: ServiceId,
    name: &ServiceName,
    service: &DeclaredService,
    client_id: &str,
    hub: &BaseUrl,
) -> Result<Option<Address>> {
    let present = services::address(tx, id)?;
    let url = service.spec.url.as_deref().filter(|url| !url.is_empty());
    let wanted = url
        .map(|url| wiring::address(name, url, client_id, hub))
        .transpose()?;
    match &wanted {
        _ if wanted == present => {}
        Some(address) => services::set_address(tx, id, address)?,
        None => services::clear_address(tx, id)?,
    }
    Ok(wanted)
}

/// Give a service its OAuth client, and this secret, its own token; or take away those it had.
fn sign_in(
    tx: &Tx<'_>,
    id: ServiceId,
    wanted: Option<ServiceClient>,
    secret: Option<&Secret>,
) -> Result<()> {
    let present = services::client_of(tx, id)?;
    let (present, hashed) = present.map_or((None, None), |(client, hashed)| (Some(client), hashed));
    let kept = |client: &ServiceClient| {
        present
            .as_ref()
            .is_some_and(|present| present.identifier == client.identifier)
    };
    if let Some(unused) = present.as_ref()
        && wanted.as_ref().is_none_or(|wanted| !kept(wanted))
    {
        oauth_clients::delete(tx, &unused.identifier)?;
    }
    let Some(wanted) = wanted else {
        return Ok(());
    };
    let hashed = hashed.filter(|_| kept(&wanted));
    if present.as_ref() != Some(&wanted) {
        services::set_client(tx, id, &wanted)?;
    }
    match (secret, hashed) {
        (None, None) => Ok(()),
        (None, Some(_)) => services::clear_client_secret(tx, &wanted.identifier),
        (Some(secret), Some(hashed)) if hashed.is_of(secret) => Ok(()),
        (Some(secret), _) => {
            let hashed = Hashed::given(secret, tx.clock().random())?;
            services::set_client_secret(tx, &wanted.identifier, &hashed)
        }
    }
}
