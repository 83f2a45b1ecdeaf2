//! Groups: their members and properties.

use super::request::{Method, Request};
use crate::rbac::Scope;

/// What the REST API can be asked about groups.
pub const REQUESTS: &[Request] = &[
    LIST,
    ADD_MANY,
    SHOW,
    ADD,
    DELETE,
    ADD_USERS,
    REMOVE_USERS,
    SET_PROPERTIES,
];

const LIST: Request = Request::list("/groups", "list groups", &[Scope::ListGroups]);
const ADD_MANY: Request = Request::post("/groups", "add groups", &[Scope::AdminGroups]);
const SHOW: Request = Request::get(
    "/groups/{group}",
    "show a group",
    &[
        Scope::ReadGroups,
        Scope::ReadGroupsName,
        Scope::ReadRolesGroups,
    ],
);
const ADD: Request = Request::post("/groups/{group}", "add a group", &[Scope::AdminGroups]);
const DELETE: Request =
    Request::delete("/groups/{group}", "delete a group", &[Scope::DeleteGroups]);
const ADD_USERS: Request = Request::post(
    "/groups/{group}/users",
    "add users to a group",
    &[Scope::Groups],
);
const REMOVE_USERS: Request = Request::delete(
    "/groups/{group}/users",
    "remove users from a group",
    &[Scope::Groups],
);
const SET_PROPERTIES: Request = Request::new(
    Method::Put,
    "/groups/{group}/properties",
    "set a group's properties",
    &[Scope::Groups],
);
