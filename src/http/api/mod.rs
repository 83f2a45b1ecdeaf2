//! The REST API below `/hub/api`: each request that `ops` declares, and the handler that answers it.
//!
//! Before a handler runs, whoever asks is identified, and the scopes that the request takes are
//! decided on what its path names, as JupyterHub does before it reads a body.
//!
//! To add a request: 1. declare it in its noun's `REQUESTS` in `ops`; 2. pair it with a handler in
//! the noun's `routes` here.

mod accounts;
mod apply;
mod audit;
mod authorizations;
mod explain;
mod groups;
mod hub;
mod labels;
mod oauth;
mod operations;
mod proxy;
mod roles;
mod route;
mod scopes;
mod servers;
mod services;
mod share_codes;
mod shares;
mod tokens;
mod users;

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};

use self::labels::NOT_FOUND;
pub(super) use self::route::Route;
use self::route::{Found, Guard, Routes};
use super::access_log;
use super::answer::{Result, empty};
use super::ask::Ask;
use super::refusal::{Needed, Refusal, Takes};
use super::served::Served;
use super::visitor::Visitor;
use super::{query, xsrf};
use crate::hub::{Hub, Identity};
use crate::model::BaseUrl;
use crate::ops::Request as Declared;
use crate::rbac::{Denied, Grant, Scope, Target};

/// The API of one hub.
pub(super) struct Api {
    hub: Arc<Hub>,
    routes: Routes,
}

/// Every route of the API.
fn routes(base_url: &BaseUrl) -> Vec<Route> {
    [
        hub::routes(base_url),
        users::routes(),
        accounts::routes(),
        tokens::routes(),
        servers::routes(),
        proxy::routes(),
        authorizations::routes(),
        oauth::routes(),
        groups::routes(),
        services::routes(),
        shares::routes(),
        share_codes::routes(),
        roles::routes(),
        scopes::routes(),
        explain::routes(),
        audit::routes(),
        apply::routes(),
        operations::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl Api {
    pub(super) fn new(hub: Arc<Hub>, base_url: &BaseUrl) -> Self {
        let routes = Routes::new(routes(base_url));
        Self { hub, routes }
    }

    /// Answer a request of `path`, which begins below `/hub/api`. Pages of any site may see what its root
    /// says.
    pub(super) async fn serve(&self, path: &str, parts: Parts, body: Body) -> Served {
        let mut served = self.route(path, parts, body).await;
        if path.is_empty() || path == "/" {
            let headers = served.answer.headers_mut();
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        served
    }

    async fn route(&self, path: &str, parts: Parts, body: Body) -> Served {
        let found = self.routes.find(&parts.method, path);
        let (label, result) = match found {
            Found::Nothing => (NOT_FOUND, Err(not_found())),
            Found::NotText(route) => (
                route.label,
                Err(Refusal::bad_request("Invalid unicode in url")),
            ),
            Found::OtherMethods(route) => return self.other_method(route, &parts).await,
            Found::Route(route, segments) => {
                return self.ask(route, segments, parts, body).await;
            }
        };
        Served::api(label, result)
    }

    /// `HEAD` is no method of the API, `OPTIONS` of every path; for others, it is said only to whom the
    /// path would answer.
    async fn other_method(&self, route: &Route, parts: &Parts) -> Served {
        let known = [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ];
        if parts.method == Method::OPTIONS {
            return Served::api(route.label, Ok(empty(StatusCode::OK)));
        }
        let refused = || Err(Refusal::method_not_allowed());
        if !known.contains(&parts.method) {
            return Served::api(route.label, refused());
        }
        match self.admit(route, parts).await {
            Ok((visitor, admitted)) => {
                Served::api(route.label, admitted.and_then(|()| refused())).with(visitor)
            }
            Err(refusal) => Served::api(route.label, Err(refusal)),
        }
    }

    async fn ask(&self, route: &Route, segments: Vec<String>, parts: Parts, body: Body) -> Served {
        let (visitor, admitted) = match self.admit(route, &parts).await {
            Ok(admitted) => admitted,
            Err(refusal) => return Served::api(route.label, Err(refusal)),
        };
        let identity = visitor.identity().cloned();
        let target = route.request.target(&segments);
        let result = match admitted.and_then(|()| self.let_pass(&visitor, route, &segments)) {
            Ok(()) => {
                let hub = Arc::clone(&self.hub);
                let identity = identity.clone();
                let ask = Ask::new(hub, identity, route.request, segments, (parts, body));
                (route.handler)(ask).await
            }
            Err(refusal) => Err(refusal),
        };
        if let (Some(identity), Err(refusal)) = (&identity, &result)
            && let Some(sentence) = refusal.for_lack_of_permission()
        {
            self.hub
                .note_refusal(identity, route.request, &target, sentence);
        }
        Served::api(route.label, result).with(visitor)
    }

    /// Who asks, and whether it is they who do.
    async fn admit(&self, route: &Route, parts: &Parts) -> Result<(Visitor, Result<()>)> {
        query::refuse_other_than_text(parts.uri.query().unwrap_or_default())?;
        let mut visitor = Visitor::of(&self.hub, parts).await?;
        if let Some(identity) = visitor.identity() {
            access_log::is_from(identity);
        }
        let checked = if route.same_site {
            xsrf::check(&self.hub, parts, &mut visitor)
        } else {
            Ok(())
        };
        Ok((visitor, checked))
    }

    /// Refuse what the scopes of `visitor` do not allow.
    fn let_pass(&self, visitor: &Visitor, route: &Route, segments: &[String]) -> Result<()> {
        let decided = || {
            let identity = visitor.identity().map(AsRef::as_ref);
            self.decide(identity, route.request, segments)
        };
        match route.guard {
            Guard::Handler => Ok(()),
            Guard::OrSaid if visitor.identity().is_none() => Ok(()),
            Guard::Scopes => decided(),
            Guard::OrSaid => decided().map_err(Refusal::forbidden),
        }
    }

    /// Refuse what the scopes of `identity` do not allow (`scopes.needs_scope`).
    fn decide(
        &self,
        identity: Option<&Identity>,
        request: &'static Declared,
        segments: &[String],
    ) -> Result<()> {
        let target = request.target(segments);
        let Some(identity) = identity else {
            let message = "Missing or invalid credentials.".to_owned();
            let needed = needed(request, target, Vec::new());
            return Err(Refusal::unknown_caller().of_scopes(message, needed));
        };
        match self.hub.refusal(identity, request, &target)? {
            None => Ok(()),
            Some(refused) => {
                let message = message(refused.denied, request);
                let needed = needed(request, target, refused.nearest);
                Err(Refusal::from(refused.error).of_scopes(message, needed))
            }
        }
    }
}

/// What JupyterHub says there, which programs know.
fn message(denied: Denied, request: &Declared) -> String {
    match denied {
        Denied::NoScope => {
            let scopes: Vec<&str> = request.any_of.iter().map(Scope::as_str).collect();
            format!(
                "Action is not authorized with current scopes; requires any of [{}]",
                scopes.join(", ")
            )
        }
        Denied::OutOfReach => "No access to resources or resources not found".to_owned(),
    }
}

fn needed(request: &'static Declared, target: Target, has: Vec<Grant>) -> Needed {
    let any_of = request.any_of;
    Needed {
        needs: Takes { any_of, on: target },
        has,
    }
}

fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "Not Found")
}
