//! Services.

use super::request::Request;
use crate::rbac::Scope;

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
