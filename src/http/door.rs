//! What every request passes, whatever it asks: it gets a name, a line in the log, and an answer even
//! where hubctl itself is at fault.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Request, StatusCode};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use tokio::sync::watch;
use tracing::Instrument;

use super::access_log::{self, Access};
use super::answer::Answer;
use super::forwarded;
use super::host;
use super::peer::Peer;
use super::reached::Connection;
use super::refusal::Refusal;
use super::request_id::{REQUEST_ID, RequestIds};
use super::routes_api;
use super::serve::{Lack, Place, Purpose};
use super::timed::Timed;
use super::{Paths, Place as AtPath, routes};
use crate::error::Error;
use crate::hub::{Hub, caught, in_request};

/// After how many seconds whoever was turned away is to try again.
const RETRY: u32 = 5;

/// The way in.
pub(super) struct Door {
    hub: Arc<Hub>,
    paths: Arc<Paths>,
    router: TowerToHyperService<Router>,
    ids: RequestIds,
    /// How long a body may take.
    body: Duration,
    purpose: Purpose,
}

/// The connection of a client.
pub(super) struct Visit {
    pub(super) peer: Peer,
    /// The address of its other end, as servers are told; none on a Unix socket.
    pub(super) ip: Option<HeaderValue>,
    /// Whether it is one by TLS.
    pub(super) is_secure: bool,
    /// How long it may send nothing of a body that is passed on.
    pub(super) patience: Duration,
    /// Its place among the connections of the hub.
    pub(super) place: Arc<Place>,
    /// Whether the hub stops.
    pub(super) stop: watch::Receiver<bool>,
}

impl Door {
    pub(super) fn new(hub: &Arc<Hub>, body: Duration, purpose: Purpose) -> Self {
        let paths = Arc::new(Paths::new(Arc::clone(hub)));
        let router = match purpose {
            Purpose::Hub | Purpose::People => routes(Arc::clone(&paths)),
            Purpose::Routes => routes_api::router(Arc::clone(hub)),
        };
        Self {
            hub: Arc::clone(hub),
            router: TowerToHyperService::new(router),
            paths,
            ids: RequestIds::new(),
            body,
            purpose,
        }
    }

    /// Answer a request, or have it answered by whose it is.
    pub(super) async fn answer(&self, visit: &Visit, mut request: Request<Incoming>) -> Answer {
        // Whose it is hangs on its host.
        if let Err(not_one) = host::settle(&mut request) {
            return not_one.into_response();
        }
        let is_passed_on = self.purpose == Purpose::People;
        let route = is_passed_on.then(|| forwarded::route(&self.hub, &request));
        match route.flatten() {
            Some(route) => forwarded::answer(&self.paths, &route, visit, request).await,
            None => self.answer_as_hub(visit, request).await,
        }
    }

    /// Whether `peer` is believed for whom it speaks.
    pub(super) fn trusts(&self, peer: Peer) -> bool {
        peer.is_trusted(&self.hub.config().hub.trusted_downstream_ips)
    }

    /// The answer to a request on a connection that there is no place for.
    pub(super) fn turn_away(&self, request: &Request<Incoming>, lack: Lack) -> Answer {
        let (status, why) = match lack {
            Lack::Places => (StatusCode::SERVICE_UNAVAILABLE, forwarded::FULL),
            Lack::Share => (
                StatusCode::TOO_MANY_REQUESTS,
                "your address has as many connections to this hub as one may have",
            ),
        };
        let refusal = Refusal::new(status, why)
            .hint("try again in a few seconds")
            .hint("if that is of no use, tell whoever runs this hub")
            .with_header(RETRY_AFTER, HeaderValue::from(RETRY));
        let is_of_api = matches!(self.paths.place(request.uri().path()), AtPath::Api(_));
        let wants_json = is_of_api || forwarded::wants_json(request.headers());
        forwarded::refused(&self.paths, refusal, wants_json)
    }

    async fn answer_as_hub(&self, visit: &Visit, mut request: Request<Incoming>) -> Answer {
        let begun = Instant::now();
        let peer = visit.peer;
        let config = self.hub.config();
        let proxies = &config.hub.trusted_downstream_ips;
        let id = self.ids.of(request.headers(), peer.is_trusted(proxies));
        let origin = peer.origin(request.headers(), proxies);
        request.extensions_mut().insert(origin);
        request.extensions_mut().insert(Connection {
            peer,
            is_secure: visit.is_secure,
        });
        let access = Access {
            method: request.method().clone(),
            uri: request.uri().clone(),
            origin,
            begun,
        };
        let span = access_log::span(id.to_str().unwrap_or_default());
        let request = request.map(|body| Timed::new(body, self.body));
        let answered = async {
            let answer = or_defect(self.router.call(request)).await;
            access.log(&answer);
            answer
        };
        let named = id.to_str().unwrap_or_default().into();
        let mut answer = in_request(named, answered.instrument(span)).await;
        answer.headers_mut().insert(REQUEST_ID, id);
        answer
    }
}

/// The answer of `answering`; where that panics, one that says so. The log has the place.
async fn or_defect<E>(answering: impl Future<Output = Result<Answer, E>>) -> Answer {
    let answered = caught("answering a request", answering).await;
    let answer = answered
        .and_then(|answer| answer.map_err(|_| Error::internal("a request could not be answered")));
    answer.unwrap_or_else(|error| Refusal::from(error).into_response())
}
