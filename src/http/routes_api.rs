//! The API by which programs change the proxy's routes: configurable-http-proxy's, on a listener of its own.
//!
//! Routes of the hub and of its servers are listed, and are not changed: they follow what the hub does.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::IntoResponse;
use chrono::DateTime;
use http_body_util::{BodyExt, Limited};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::{Map, Value};

use super::answer::{Answer, Result, empty, json};
use super::query::argument;
use super::refusal::Refusal;
use crate::error::Error;
use crate::hub::Hub;
use crate::model::{Secret, Timestamp, escape_segment};
use crate::proxy::{Data, Route, Spec};

const ROUTES: &str = "/api/routes";

/// The most that the body of a request may have.
const MOST: usize = 1 << 20;

/// All that is answered there.
pub(super) fn router(hub: Arc<Hub>) -> Router {
    Router::new().fallback(answer).with_state(hub)
}

async fn answer(State(hub): State<Arc<Hub>>, request: Request) -> Answer {
    let served = serve(&hub, request).await;
    served.unwrap_or_else(IntoResponse::into_response)
}

async fn serve(hub: &Hub, request: Request) -> Result {
    let (head, body) = request.into_parts();
    let Some(path) = head.uri.path().strip_prefix(ROUTES) else {
        return Ok(empty(StatusCode::NOT_FOUND));
    };
    if !is_allowed(hub, &head.headers) {
        return Ok(empty(StatusCode::FORBIDDEN));
    }
    match head.method {
        Method::GET if path.trim_matches('/').is_empty() => list(hub, head.uri.query()),
        Method::GET => show(hub, &spec(hub, path)?),
        Method::POST => add(hub, spec(hub, path)?, body).await,
        Method::DELETE => remove(hub, &spec(hub, path)?),
        _ => Err(Refusal::method_not_allowed()),
    }
}

/// Whether the request has the token (`Authorization: token …`).
fn is_allowed(hub: &Hub, headers: &HeaderMap) -> bool {
    let said = headers
        .get(AUTHORIZATION)
        .and_then(|said| said.to_str().ok());
    let token = said.and_then(|said| said.strip_prefix("token "));
    let config = hub.config();
    token.is_some_and(|token| config.proxy.auth_token == Some(Secret::new(token.trim())))
}

/// The route that a path names, whose first segment is a host where servers have some.
fn spec(hub: &Hub, path: &str) -> Result<Spec> {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let segments: Vec<String> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(escape_segment)
        .collect();
    let by_host = hub.config().hub.subdomain_host.is_some() && !segments.is_empty();
    let before = if by_host { "" } else { "/" };
    Ok(format!("{before}{}", segments.join("/")).parse()?)
}

/// The path that names a route there, as configurable-http-proxy writes it.
fn path_of(spec: &Spec) -> String {
    let path = percent_decode_str(spec.as_str()).decode_utf8_lossy();
    format!("/{}", path.trim_matches('/'))
}

/// A route, as configurable-http-proxy keeps it.
#[derive(Serialize)]
struct Listed<'a> {
    target: &'a str,
    #[serde(flatten)]
    data: &'a Data,
    /// JupyterHub takes no notice of others.
    jupyterhub: bool,
    last_activity: Timestamp,
}

impl<'a> Listed<'a> {
    fn new(route: &'a Route) -> Self {
        Self {
            target: route.upstream().url(),
            data: route.data(),
            jupyterhub: true,
            last_activity: route.last_activity(),
        }
    }
}

fn list(hub: &Hub, query: Option<&str>) -> Result {
    let query = query.unwrap_or_default();
    let since = argument(query, "inactiveSince").or_else(|| argument(query, "inactive_since"));
    let since = match since {
        None => None,
        Some(text) => {
            let time = DateTime::parse_from_rfc3339(&text).map_err(|_| {
                Refusal::bad_request("`inactiveSince` is not a time as in `2026-01-31T12:00:00Z`")
            })?;
            Some(Timestamp::from(time.to_utc()))
        }
    };
    let routes: Vec<Arc<Route>> = hub
        .servers()
        .proxy()
        .routes()
        .iter()
        .map(Arc::clone)
        .collect();
    let shown = routes
        .iter()
        .filter(|route| since.is_none_or(|since| route.last_activity() < since));
    let shown: BTreeMap<String, Listed<'_>> = shown
        .map(|route| (path_of(route.spec()), Listed::new(route)))
        .collect();
    json(&shown)
}

fn show(hub: &Hub, spec: &Spec) -> Result {
    let route = hub.servers().proxy().routes().get(spec).map(Arc::clone);
    match route {
        Some(route) => json(&Listed::new(&route)),
        None => Ok(empty(StatusCode::NOT_FOUND)),
    }
}

async fn add(hub: &Hub, spec: Spec, body: Body) -> Result {
    let read = Limited::new(body, MOST).collect().await;
    let read = read.map_err(|_| Refusal::bad_request("the body cannot be read"))?;
    let mut data: Map<String, Value> = serde_json::from_slice(&read.to_bytes())
        .map_err(|_| Refusal::bad_request("the body must be a JSON object"))?;
    let Some(Value::String(target)) = data.remove("target") else {
        return Err(Refusal::bad_request(
            "`target` must say where the route leads",
        ));
    };
    refuse_if_ours(hub, &spec)?;
    data.remove("jupyterhub");
    data.remove("last_activity");
    let data = Data::Other(Value::Object(data).to_string().into());
    hub.servers().proxy().add(spec, &target, data);
    Ok(empty(StatusCode::CREATED))
}

fn remove(hub: &Hub, spec: &Spec) -> Result {
    refuse_if_ours(hub, spec)?;
    let found = hub.servers().proxy().remove(spec);
    Ok(empty(if found {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }))
}

fn refuse_if_ours(hub: &Hub, spec: &Spec) -> Result<()> {
    let routes = hub.servers().proxy().routes();
    match routes.get(spec).map(|route| route.data()) {
        None | Some(Data::Other(_)) => Ok(()),
        Some(_) => Err(
            Error::conflict(format!("the route `{spec}` is the hub's own"))
                .hint("it follows what the hub does")
                .into(),
        ),
    }
}
