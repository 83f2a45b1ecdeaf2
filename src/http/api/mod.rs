//! The REST API below `/hub/api`: each request that `ops` declares, and the handler that answers it.
//!
//! Before a handler runs, whoever asks is identified, and the scopes that the request takes are
//! decided on what its path names, as JupyterHub does before it reads a body.
//!
//! To add a request: 1. declare it in its noun's `REQUESTS` in `ops`; 2. pair it with a handler in
//! the noun's `routes` here.

mod hub;
mod route;
mod tokens;
mod users;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use axum::response::IntoResponse;

pub(super) use self::route::Route;
use self::route::{Found, Guard, Routes};
use super::access_log;
use super::answer::{Answer, Result, dress, empty};
use super::ask::Ask;
use super::refusal::{Needed, Refusal, Takes};
use crate::hub::{Hub, Identity};
use crate::model::{BaseUrl, Secret};
use crate::ops::Request as Declared;
use crate::rbac::{Denied, Grant, Scope, Target};

/// The API of one hub.
pub(super) struct Api {
    hub: Arc<Hub>,
    prefix: String,
    routes: Routes,
    security_policy: HeaderValue,
}

impl Api {
    pub(super) fn new(hub: Arc<Hub>, base_url: &BaseUrl) -> Self {
        let policy = format!(
            "frame-ancestors 'none'; report-uri {base_url}hub/security/csp-report; default-src 'none'"
        );
        Self {
            hub,
            prefix: format!("{base_url}hub/api"),
            routes: Routes::new(routes(base_url)),
            security_policy: HeaderValue::try_from(policy)
                .unwrap_or(HeaderValue::from_static("default-src 'none'")),
        }
    }
}

/// Every route of the API.
fn routes(base_url: &BaseUrl) -> Vec<Route> {
    [hub::routes(base_url), users::routes(), tokens::routes()]
        .into_iter()
        .flatten()
        .collect()
}

/// Answer a request of the API.
pub(super) async fn answer(State(api): State<Arc<Api>>, request: Request<Body>) -> Answer {
    let mut answer = api
        .dispatch(request.into_parts())
        .await
        .unwrap_or_else(IntoResponse::into_response);
    dress(&mut answer, &api.security_policy);
    answer
}

impl Api {
    async fn dispatch(&self, (parts, body): (Parts, Body)) -> Result {
        let below = parts.uri.path().strip_prefix(&self.prefix);
        let (route, segments) = match self.routes.find(&parts.method, below.unwrap_or_default()) {
            Found::Route(route, segments) => (route, segments),
            Found::OtherMethods if parts.method == Method::OPTIONS => {
                return Ok(empty(StatusCode::OK));
            }
            Found::OtherMethods => {
                return Err(Refusal::new(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "Method Not Allowed",
                ));
            }
            Found::Nothing => return Err(Refusal::new(StatusCode::NOT_FOUND, "Not Found")),
        };
        let identity = self.identify(&parts.headers).await?;
        if let Some(identity) = &identity {
            access_log::is_from(identity);
        }
        if route.guard == Guard::Scopes {
            self.let_pass(identity.as_deref(), route, &segments)?;
        }
        let hub = Arc::clone(&self.hub);
        let ask = Ask::new(hub, identity, route.request, segments, (parts, body));
        (route.handler)(ask).await
    }

    /// Whoever presents a token in the header `Authorization`.
    async fn identify(&self, headers: &HeaderMap) -> Result<Option<Arc<Identity>>> {
        match token(headers) {
            Some(token) => Ok(self.hub.identify(&token).await?),
            None => Ok(None),
        }
    }

    /// Refuse what the scopes of `identity` do not allow (`scopes.needs_scope`).
    fn let_pass(
        &self,
        identity: Option<&Identity>,
        route: &Route,
        segments: &[String],
    ) -> Result<()> {
        let request = route.request;
        let target = request.target(segments);
        let Some(identity) = identity else {
            let known = Refusal::unknown_caller();
            return Err(known.of_scopes(
                message(Denied::NoScope, request),
                needed(request, target, Vec::new()),
            ));
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

/// The token in `Authorization: token …` or `Bearer …` (`BaseHandler.get_auth_token`).
fn token(headers: &HeaderMap) -> Option<Secret> {
    let sent = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, value) = sent.split_once(char::is_whitespace)?;
    let known = ["token", "bearer"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let value = value.trim_start();
    let one_word = !value.is_empty() && !value.contains(char::is_whitespace);
    (known && one_word).then(|| Secret::new(value))
}
