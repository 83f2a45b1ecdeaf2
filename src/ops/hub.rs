//! The hub itself: what it is, its proxy, its end.

use super::request::{Method, Request};
use crate::rbac::Scope;

/// What the REST API can be asked about the hub.
pub const REQUESTS: &[Request] = &[
    Request::get("/", "show which JupyterHub this is", &[]),
    Request::get("/info", "show what the hub is made of", &[Scope::ReadHub]),
    Request::get("/proxy", "list the proxy's routes", &[Scope::Proxy]),
    Request::post(
        "/proxy",
        "bring the proxy's routes up to date",
        &[Scope::Proxy],
    ),
    Request::new(
        Method::Patch,
        "/proxy",
        "name another proxy to the hub",
        &[Scope::Proxy],
    ),
    Request::post("/shutdown", "shut the hub down", &[Scope::Shutdown]),
];
