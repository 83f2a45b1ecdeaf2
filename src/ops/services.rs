//! Services: list, show, add, edit, delete.

mod defining;
mod view;
pub(super) mod wiring;

use serde::{Deserialize, Serialize};

use self::defining::Defining;
use self::view::View;
use super::Operation;
use super::audit::{Change, Record, Subject};
use super::find::{free, known};
use super::request::Request;
use crate::error::Result;
use crate::model::{Secret, Service, ServiceId, ServiceName, ServicePart, ServiceSpec};
use crate::rbac::{Allowed, Caller, Needs, Reach, Scope, Target};
use crate::store::names::Noun;
pub use crate::store::services::ServiceFilter;
use crate::store::{Tx, oauth_clients, services};

/// What the REST API can be asked about services.
pub const REQUESTS: &[Request] = &[LIST, SHOW, ADD, DELETE];

/// All services.
pub const LIST: Request = Request::list("/services", "list services", &[Scope::ListServices]);
/// One service.
pub const SHOW: Request = Request::get(
    "/services/{service}",
    "show a service",
    &[
        Scope::ReadServices,
        Scope::ReadServicesName,
        Scope::ReadRolesServices,
    ],
);
/// A new service.
pub const ADD: Request = Request::post(
    "/services/{service}",
    "add a service",
    &[Scope::AdminServices],
);
/// No such service any more.
pub const DELETE: Request = Request::delete(
    "/services/{service}",
    "delete a service",
    &[Scope::AdminServices],
);

/// List the services that a filter chooses.
#[derive(Serialize, Deserialize)]
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
        let view = View::of(&allowed);
        let (ListServices(filter), reach) = allowed.into_parts();
        let mut found = services::list(tx, &reach, &filter)?;
        found.iter_mut().try_for_each(|service| view.cut(service))?;
        Ok(found)
    }
}

/// Show one service.
#[derive(Serialize, Deserialize)]
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
        let view = View::of(&allowed);
        show(tx, allowed.caller(), &allowed.op().0, &view)
    }
}

/// Add a service that is not the configuration's, with its address, OAuth client and roles.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddService {
    /// The new name.
    pub name: ServiceName,
    /// What it is.
    pub spec: ServiceSpec,
    /// The secret of its OAuth client, which is its own API token.
    #[serde(serialize_with = "crate::model::revealed")]
    pub secret: Option<Secret>,
    /// Its own API token, for the hub to know; the secret of its OAuth client is the same.
    #[serde(serialize_with = "crate::model::revealed")]
    pub token: Option<Secret>,
}

/// A service as it is now.
#[derive(Serialize, Deserialize)]
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
        let defining = Defining::by(&allowed);
        let (asked, _) = allowed.into_parts();
        let name = ServiceName::new(asked.name.as_str())?;
        free(Noun::Service, name.as_str(), services::find(tx, &name)?)?;
        defining.check(&asked.spec, tx)?;
        let id = services::insert(tx, &name)?;
        let mut done = defining.define(tx, id, &name, &asked.spec, asked.secret.as_ref())?;
        if let Some(token) = &asked.token {
            wiring::set_token(tx, id, token, defining.caller.catalogue())?;
            done.lacks_secret = false;
        }
        Ok(done)
    }
}

impl Change for AddService {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&ADD, Subject::Service(self.name.clone())))
    }
}

/// Change what defines a service.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditService {
    /// Which.
    pub name: ServiceName,
    /// What to take out of its definition.
    pub unset: Vec<ServicePart>,
    /// What to put into it.
    pub change: ServiceSpec,
    /// The new secret of its OAuth client, which is its own API token.
    #[serde(serialize_with = "crate::model::revealed")]
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
        let defining = Defining::by(&allowed);
        let (editing, _) = allowed.into_parts();
        let id = find(tx, &defining.caller, &editing.name)?;
        defining.refuse_configured(tx, id, &editing.name)?;
        let mut spec = services::spec(tx, id)?;
        for part in editing.unset {
            spec.unset(part);
        }
        let spec = spec.changed_by(editing.change);
        defining.check(&spec, tx)?;
        defining.define(tx, id, &editing.name, &spec, editing.secret.as_ref())
    }
}

impl Change for EditService {
    fn record(&self) -> Option<Record> {
        Some(Record::named(
            "edit service",
            Subject::Service(self.name.clone()),
        ))
    }
}

/// Delete a service, with its tokens and its OAuth client.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
        let defining = Defining::by(&allowed);
        let (DeleteService(name), _) = allowed.into_parts();
        let id = find(tx, &defining.caller, &name)?;
        defining.refuse_configured(tx, id, &name)?;
        let service = show(tx, &defining.caller, &name, &defining.view)?;
        let client = services::client(tx, id)?;
        services::delete(tx, id)?;
        if let Some(client) = client {
            oauth_clients::delete(tx, &client)?;
        }
        Ok(service)
    }
}

impl Change for DeleteService {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&DELETE, Subject::Service(self.0.clone())))
    }
}

/// The key of the service named `name`.
pub(super) fn find(tx: &Tx<'_>, caller: &Caller, name: &ServiceName) -> Result<ServiceId> {
    known(
        tx,
        caller,
        Noun::Service,
        name.as_str(),
        services::find(tx, name)?,
    )
}

/// The service `name`, as far as `view` goes.
fn show(tx: &Tx<'_>, caller: &Caller, name: &ServiceName, view: &View) -> Result<Service> {
    let filter = ServiceFilter {
        name: Some(name.clone()),
        ..ServiceFilter::default()
    };
    let found = services::list(tx, &Reach::All, &filter)?.pop();
    let mut service = known(tx, caller, Noun::Service, name.as_str(), found)?;
    view.cut(&mut service)?;
    Ok(service)
}

/// A service, as the caller of an operation sees it.
pub(super) fn seen_by<O>(tx: &Tx<'_>, name: &ServiceName, allowed: &Allowed<O>) -> Result<Service> {
    show(tx, allowed.caller(), name, &View::of(allowed))
}
