//! Services: list, show, add, edit, delete.

mod wiring;

use super::Operation;
use super::find::{free, known};
use super::request::Request;
use crate::error::Result;
use crate::model::{Secret, Service, ServiceId, ServiceName, ServicePart, ServiceSpec};
use crate::rbac::{Allowed, Needs, Reach, Scope, Target};
use crate::store::names::Noun;
pub use crate::store::services::ServiceFilter;
use crate::store::{Tx, oauth_clients, services};

/// What the REST API can be asked about services.
pub const REQUESTS: &[Request] = &[LIST, SHOW, ADD, DELETE];

const LIST: Request = Request::list("/services", "list services", &[Scope::ListServices]);
const SHOW: Request = Request::get(
    "/services/{service}",
    "show a service",
    &[
        Scope::ReadServices,
        Scope::ReadServicesName,
        Scope::ReadRolesServices,
    ],
);
const ADD: Request = Request::post(
    "/services/{service}",
    "add a service",
    &[Scope::AdminServices],
);
const DELETE: Request = Request::delete(
    "/services/{service}",
    "delete a service",
    &[Scope::AdminServices],
);

/// List the services that a filter chooses.
pub struct ListServices(pub ServiceFilter);

impl Needs for ListServices {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ListServices {
    type Output = Vec<Service>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Service>> {
        let (ListServices(filter), reach) = allowed.into_parts();
        services::list(tx, &reach, &filter)
    }
}

/// Show one service.
pub struct ShowService(pub ServiceName);

impl Needs for ShowService {
    const ANY_OF: &'static [Scope] = SHOW.any_of;

    fn target(&self) -> Target {
        Target::Service(self.0.clone())
    }
}

impl Operation for ShowService {
    type Output = Service;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Service> {
        show(tx, &allowed.into_parts().0.0)
    }
}

/// Add a service that is not the configuration's, with its address, OAuth client and roles.
pub struct AddService {
    /// The new name.
    pub name: ServiceName,
    /// What it is.
    pub spec: ServiceSpec,
    /// The secret of its OAuth client, which is its own API token.
    pub secret: Option<Secret>,
}

/// A service as it is now.
pub struct DefinedService {
    /// The service.
    pub service: Service,
    /// Whether people sign in to it by an OAuth client that has no secret yet, and so cannot.
    pub lacks_secret: bool,
}

impl Needs for AddService {
    const ANY_OF: &'static [Scope] = ADD.any_of;

    fn target(&self) -> Target {
        Target::Service(self.name.clone())
    }
}

impl Operation for AddService {
    type Output = DefinedService;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<DefinedService> {
        let (AddService { name, spec, secret }, _) = allowed.into_parts();
        let name = ServiceName::new(name.as_str())?;
        free(Noun::Service, name.as_str(), services::find(tx, &name)?)?;
        let id = services::insert(tx, &name)?;
        define(tx, id, &name, &spec, secret.as_ref())
    }
}

/// Change what defines a service.
pub struct EditService {
    /// Which.
    pub name: ServiceName,
    /// What to take out of its definition.
    pub unset: Vec<ServicePart>,
    /// What to put into it.
    pub change: ServiceSpec,
    /// The new secret of its OAuth client, which is its own API token.
    pub secret: Option<Secret>,
}

impl Needs for EditService {
    const ANY_OF: &'static [Scope] = ADD.any_of;

    fn target(&self) -> Target {
        Target::Service(self.name.clone())
    }
}

impl Operation for EditService {
    type Output = DefinedService;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<DefinedService> {
        let (editing, _) = allowed.into_parts();
        let id = find(tx, &editing.name)?;
        let mut spec = services::spec(tx, id)?;
        for part in editing.unset {
            spec.unset(part);
        }
        let spec = spec.changed_by(editing.change);
        define(tx, id, &editing.name, &spec, editing.secret.as_ref())
    }
}

/// Delete a service, with its tokens and its OAuth client.
pub struct DeleteService(pub ServiceName);

impl Needs for DeleteService {
    const ANY_OF: &'static [Scope] = DELETE.any_of;

    fn target(&self) -> Target {
        Target::Service(self.0.clone())
    }
}

impl Operation for DeleteService {
    type Output = Service;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Service> {
        let service = show(tx, &allowed.into_parts().0.0)?;
        let id = find(tx, &service.name)?;
        services::delete(tx, id)?;
        if let Some(client) = &service.oauth_client_id {
            oauth_clients::delete(tx, client)?;
        }
        Ok(service)
    }
}

fn define(
    tx: &Tx<'_>,
    id: ServiceId,
    name: &ServiceName,
    spec: &ServiceSpec,
    secret: Option<&Secret>,
) -> Result<DefinedService> {
    wiring::define(tx, id, name, spec)?;
    if let Some(secret) = secret {
        wiring::set_secret(tx, id, secret)?;
    }
    let service = show(tx, name)?;
    let lacks_secret = match &service.oauth_client_id {
        Some(client) => !services::has_client_secret(tx, client)?,
        None => false,
    };
    Ok(DefinedService {
        service,
        lacks_secret,
    })
}

/// The key of the service named `name`.
pub(super) fn find(tx: &Tx<'_>, name: &ServiceName) -> Result<ServiceId> {
    known(tx, Noun::Service, name.as_str(), services::find(tx, name)?)
}

fn show(tx: &Tx<'_>, name: &ServiceName) -> Result<Service> {
    let filter = ServiceFilter {
        name: Some(name.clone()),
        ..ServiceFilter::default()
    };
    let found = services::list(tx, &Reach::All, &filter)?.pop();
    known(tx, Noun::Service, name.as_str(), found)
}
