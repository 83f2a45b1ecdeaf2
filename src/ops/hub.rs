//! The hub itself: what it is, its proxy, its end.

use super::request::{Method, Request};
use crate::rbac::Scope;

/// What the REST API can be asked about the hub.
pub const REQUESTS: &[Request] = &[
    ROOT,
    INFO,
    OPENAPI,
    ROUTES,
    CHECK_ROUTES,
    NAME_PROXY,
    SHUTDOWN,
    RELOAD,
    EVENTS,
];

/// Anybody may ask which JupyterHub this is.
pub const ROOT: Request = Request::get("/", "show which JupyterHub this is", &[]);
/// What the hub is made of.
pub const INFO: Request = Request::get("/info", "show what the hub is made of", &[Scope::ReadHub]);
/// What the REST API is, for programs that read such documents; anybody may.
pub const OPENAPI: Request = Request::get("/openapi.json", "describe this API", &[]).added();
/// The proxy's routes.
pub const ROUTES: Request = Request::get("/proxy", "list the proxy's routes", &[Scope::Proxy]);
/// Bring the proxy up to date.
pub const CHECK_ROUTES: Request = Request::post(
    "/proxy",
    "bring the proxy's routes up to date",
    &[Scope::Proxy],
)
.unrecorded();
/// Another proxy is in charge.
pub const NAME_PROXY: Request = Request::new(
    Method::Patch,
    "/proxy",
    "name another proxy to the hub",
    &[Scope::Proxy],
)
.unrecorded();
/// The end.
pub const SHUTDOWN: Request = Request::post("/shutdown", "shut the hub down", &[Scope::Shutdown]);
/// What the configuration says now; whoever may end the hub may have it begin anew, too.
pub const RELOAD: Request = Request::post(
    "/reload",
    "read the hub's configuration again",
    &[Scope::Shutdown],
)
.added();
/// What happens, as it happens: servers for whoever may see them, and what is changed for whoever may read the
/// audit log.
pub const EVENTS: Request = Request::list(
    "/events",
    "follow what becomes of servers, and what is changed",
    &[Scope::ReadServers, Scope::AdminUsers],
)
.added();
