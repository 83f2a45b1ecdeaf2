//! Users' servers, as far as the database knows them.

use super::request::{Method, Request};
use crate::rbac::Scope;

const PROGRESS: &str = "follow a server's start";
const START: &[Scope] = &[Scope::StartServers];
const STOP: &[Scope] = &[Scope::DeleteServers];
const READ: &[Scope] = &[Scope::ReadServers];

/// What the REST API can be asked about servers.
pub const REQUESTS: &[Request] = &[
    Request::post(
        "/users/{user}/server",
        "start a user's default server",
        START,
    ),
    Request::delete("/users/{user}/server", "stop a user's default server", STOP),
    Request::get("/users/{user}/server/progress", PROGRESS, READ),
    Request::get("/users/{user}/servers/{server}", "show a server", READ),
    Request::new(
        Method::Put,
        "/users/{user}/servers/{server}",
        "add a named server",
        START,
    ),
    Request::post(
        "/users/{user}/servers/{server}",
        "start a named server",
        START,
    ),
    Request::new(
        Method::Patch,
        "/users/{user}/servers/{server}",
        "edit a named server",
        START,
    ),
    Request::delete(
        "/users/{user}/servers/{server}",
        "stop or delete a named server",
        STOP,
    ),
    Request::get("/users/{user}/servers/{server}/progress", PROGRESS, READ),
    Request::post(
        "/users/{user}/admin-access",
        "ask for access to a user's server (deprecated)",
        &[Scope::Servers],
    ),
];
