//! Requests that are not the hub's, passed on to the servers and services whose they are.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{ACCEPT, CONNECTION, HOST};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode};
use axum::response::IntoResponse;
use hyper::body::Incoming;

use super::Paths;
use super::answer::Answer;
use super::door::Visit;
use super::refusal::Refusal;
use super::spent;
use crate::error::Error;
use crate::hub::Hub;
use crate::proxy::{Client, Failed, Kept, Route, forward};

/// Whose a request is; none where it is the hub's.
pub(super) fn route(hub: &Hub, request: &Request<Incoming>) -> Option<Arc<Route>> {
    let host = request.headers().get(HOST);
    let host = host.map_or("", |host| host.to_str().unwrap_or_default());
    hub.servers().proxy().find(host, request.uri().path())
}

/// The answer of whoever `route` leads to.
pub(super) async fn answer(
    paths: &Paths,
    route: &Arc<Route>,
    visit: &Visit,
    mut request: Request<Incoming>,
) -> Answer {
    spent::withhold(&paths.hub, route.data(), request.headers_mut());
    let config = paths.hub.config();
    let client = Client {
        ip: visit.ip.clone(),
        is_trusted: visit.peer.is_trusted(&config.hub.trusted_downstream_ips),
        is_secure: visit.is_secure,
    };
    let wants_json = wants_json(request.headers());
    let kept = || Kept {
        place: Arc::clone(&visit.place),
        stop: visit.stop.clone(),
    };
    match forward(route, request, &client, kept).await {
        Ok(answer) => answer.map(|body| body.map_or_else(Body::empty, Body::new)),
        Err(Failed::Malformed(malformed)) => {
            let mut answer = refused(paths, malformed.status, malformed.why, wants_json);
            // What follows on such a connection is anybody's guess.
            let close = HeaderValue::from_static("close");
            answer.headers_mut().insert(CONNECTION, close);
            answer
        }
        Err(failed) => {
            let (route, target) = (route.spec(), route.upstream().url());
            tracing::warn!(%route, target, %failed, "a request could not be passed on");
            refused(
                paths,
                StatusCode::SERVICE_UNAVAILABLE,
                "the server does not answer",
                wants_json,
            )
        }
    }
}

/// Whether whoever asks is a program.
fn wants_json(headers: &HeaderMap) -> bool {
    let accepts = headers
        .get(ACCEPT)
        .and_then(|accepts| accepts.to_str().ok());
    accepts.is_some_and(|accepts| accepts.contains("json") && !accepts.contains("html"))
}

/// In the hub's words: where the server is stays with the hub.
fn refused(paths: &Paths, status: StatusCode, why: &'static str, wants_json: bool) -> Answer {
    let refusal = Refusal::with_status(status, Error::unreachable(why));
    if wants_json {
        return refusal.into_response();
    }
    paths.refuse_stranger(refusal)
}
