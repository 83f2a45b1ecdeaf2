//! Requests that are not the hub's, passed on to the servers and services whose they are.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{ACCEPT, CONNECTION, HOST};
use axum::http::{HeaderMap, HeaderValue, Request};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use rustix::io::Errno;

use super::Paths;
use super::answer::Answer;
use super::door::Visit;
use super::pages::{AGAIN, silent_server, silent_service};
use super::refusal::Refusal;
use super::spent;
use crate::error::Error;
use crate::hub::Hub;
use crate::proxy::{Client, Data, Failed, Kept, Route, forward};

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
        patience: visit.patience,
    };
    let wants_json = wants_json(request.headers());
    let kept = || Kept {
        place: Arc::clone(&visit.place),
        stop: visit.stop.clone(),
    };
    match forward(route, request, &client, kept).await {
        Ok(answer) => answer.map(|body| body.map_or_else(Body::empty, Body::new)),
        Err(Failed::Malformed(malformed)) => {
            let refusal = Refusal::new(malformed.status, malformed.why);
            let mut answer = refused(paths, refusal, wants_json);
            // What follows on such a connection is anybody's guess.
            let close = HeaderValue::from_static("close");
            answer.headers_mut().insert(CONNECTION, close);
            answer
        }
        Err(failed) => {
            let (spec, target) = (route.spec(), route.upstream().url());
            tracing::warn!(route = %spec, target, %failed, "a request could not be passed on");
            let refusal = match route.data() {
                _ if is_for_want_of_files(&failed) => full(),
                Data::Server { .. } => silent_server(),
                _ => silent_service(),
            };
            refused(paths, refusal, wants_json)
        }
    }
}

/// Why the hub can take no more.
pub(super) const FULL: &str = "this hub has as many connections as it can take";

fn full() -> Refusal {
    Refusal::from(Error::unreachable(FULL)).hint(AGAIN)
}

/// Whether there is no connection to a server because the hub, or its machine, has as many files open as it may.
fn is_for_want_of_files(failed: &Failed) -> bool {
    let Failed::Unreachable(error) = failed else {
        return false;
    };
    let errno = Errno::from_io_error(error);
    errno.is_some_and(|errno| [Errno::MFILE, Errno::NFILE].contains(&errno))
}

/// Whether whoever asks is a program.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    let accepts = headers
        .get(ACCEPT)
        .and_then(|accepts| accepts.to_str().ok());
    accepts.is_some_and(|accepts| accepts.contains("json") && !accepts.contains("html"))
}

/// In the hub's words: where the server is stays with the hub.
pub(super) fn refused(paths: &Paths, refusal: Refusal, wants_json: bool) -> Answer {
    if wants_json {
        return refusal.into_response();
    }
    paths.refuse_stranger(refusal)
}
