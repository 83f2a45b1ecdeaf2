//! Passing a request on, and its answer back.

use std::error::Error;
use std::fmt;
use std::io::Error as IoError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Incoming};
use hyper::header::CONTENT_LENGTH;
use hyper::header::{CONNECTION, HeaderMap, HeaderValue, TRANSFER_ENCODING, UPGRADE};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper::{Method, Request, Response, StatusCode, Uri, Version};
use hyper_util::rt::TokioIo;
use tokio::sync::watch;
use tokio::time::sleep;

use super::headers::{self, Malformed};
use super::join::{End, join};
use super::relayed::Relayed;
use super::table::Route;
use super::upload::{Stalled, Upload};
use super::upstream::{Link, Stream};

/// How long those who have left HTTP have to end when the hub stops.
const FAREWELL: Duration = Duration::from_secs(1);

/// Who asks, and on which connection.
#[derive(Debug, Clone)]
pub struct Client {
    /// The other end; none is a Unix socket.
    pub ip: Option<HeaderValue>,
    /// Whether it is believed what it says about where a request comes from.
    pub is_trusted: bool,
    /// Whether it speaks TLS.
    pub is_secure: bool,
    /// How long it may send nothing of a body that it has announced.
    pub patience: Duration,
}

/// What keeps a connection that has left HTTP: as long as that lives, it has its place among the connections of the hub.
pub struct Kept<P> {
    /// Its place.
    pub place: P,
    /// Whether the hub stops.
    pub stop: watch::Receiver<bool>,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failed {
    /// The request is not sound, or not sent to its end.
    Malformed(Malformed),
    /// The server cannot be reached.
    Unreachable(IoError),
    /// The server has ended the connection without an answer, or speaks no HTTP.
    Broken(hyper::Error),
}

impl Failed {
    /// Why there was no answer on a connection.
    fn of(error: hyper::Error) -> Self {
        if !error.is_user() {
            return Self::Broken(error);
        }
        // It is the body of the request that ends before its end.
        let stalled = error.source().and_then(|why| why.downcast_ref::<Stalled>());
        let (status, why) = if stalled.is_some() {
            let why = "the body of the request does not come";
            (StatusCode::REQUEST_TIMEOUT, why)
        } else {
            let why = "the body of the request makes no sense, or breaks off";
            (StatusCode::BAD_REQUEST, why)
        };
        Self::Malformed(Malformed { status, why })
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(malformed) => f.write_str(malformed.why),
            Self::Unreachable(error) => error.fmt(f),
            Self::Broken(error) => error.fmt(f),
        }
    }
}

/// Pass `request` on to where `route` leads, and give back the head of the answer, whose body follows as it comes.
///
/// # Errors
/// Where there is no answer.
pub async fn forward<P: Send + 'static>(
    route: &Arc<Route>,
    request: Request<Incoming>,
    client: &Client,
    kept: impl FnOnce() -> Kept<P>,
) -> Result<Response<Option<Relayed>>, Failed> {
    let (mut head, body) = request.into_parts();
    let has_body = !body.is_end_stream();
    let wants = headers::onward(&mut head, has_body, client).map_err(Failed::Malformed)?;
    let leaves = head.extensions.remove::<OnUpgrade>();
    let asked = Asked {
        method: head.method,
        uri: head.uri,
        headers: head.headers,
    };
    let body = has_body.then_some(body);
    let upload = match body {
        Some(body) => Upload::new(body, client.patience, route),
        None => Upload::empty(),
    };
    let (link, answer) = asked.send(route, upload, wants.continuing).await?;
    match (answer.status(), leaves) {
        (StatusCode::SWITCHING_PROTOCOLS, Some(leaves)) if wants.upgrade.is_some() => {
            Ok(switch(route, link, answer, leaves, kept()))
        }
        (StatusCode::SWITCHING_PROTOCOLS, _) => Err(Failed::Unreachable(IoError::other(
            "it answers what was not asked",
        ))),
        _ => Ok(relay(route, link, answer)),
    }
}

/// The head of a request as it is passed on.
#[derive(Clone)]
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

impl Asked {
    fn with(self, body: Upload) -> Request<Upload> {
        let mut request = Request::new(body);
        *request.method_mut() = self.method;
        *request.uri_mut() = self.uri;
        *request.headers_mut() = self.headers;
        request
    }

    /// Send it, on a connection that has waited if there is one. A server may close that in the very moment; then it is
    /// sent once more if that does no harm: if it asks only, or nothing of it has been sent.
    async fn send(
        mut self,
        route: &Arc<Route>,
        upload: Upload,
        continuing: bool,
    ) -> Result<(Box<Link>, Response<Incoming>), Failed> {
        let upstream = route.upstream();
        let has_body = !upload.is_end_stream();
        let repeatable = !has_body && self.method.is_idempotent();
        let waited = upstream.idle(repeatable);
        let again = (repeatable && waited.is_some()).then(|| self.clone());
        let framed = self.headers.contains_key(CONTENT_LENGTH)
            || self.headers.contains_key(TRANSFER_ENCODING);
        if has_body && !framed {
            // A body without an end that is known before, of HTTP/2.
            self.headers
                .insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
        }
        let mut request = self.with(upload);
        if continuing {
            Upload::hold(&mut request);
        }
        if let Some(mut link) = waited {
            match link.ask(request).await {
                Ok(answer) => return Ok((link, answer)),
                Err(mut unsent) => {
                    let unsent_request = unsent.take_message();
                    let again = again.map(|again| again.with(Upload::empty()));
                    request = unsent_request
                        .or(again)
                        .ok_or_else(|| Failed::of(unsent.into_error()))?;
                }
            }
        }
        let mut link = upstream.connect().await.map_err(Failed::Unreachable)?;
        let answer = link.ask(request).await;
        let answer = answer.map_err(|unsent| Failed::of(unsent.into_error()))?;
        Ok((link, answer))
    }
}

/// The answer on its way back.
fn relay(
    route: &Arc<Route>,
    link: Box<Link>,
    answer: Response<Incoming>,
) -> Response<Option<Relayed>> {
    let (mut head, body) = answer.into_parts();
    headers::back(&mut head.headers);
    // What the server speaks is not what we speak.
    head.version = Version::HTTP_11;
    head.extensions.clear();
    let is_use = head.status.as_u16() < 300;
    let relayed = Relayed::new(body, link, Arc::clone(route), is_use);
    Response::from_parts(head, Some(relayed))
}

/// Both have agreed to speak something else: what that is, is their affair.
fn switch<P: Send + 'static>(
    route: &Arc<Route>,
    link: Box<Link>,
    mut answer: Response<Incoming>,
    leaves: OnUpgrade,
    kept: Kept<P>,
) -> Response<Option<Relayed>> {
    let protocol = answer.headers().get(UPGRADE).cloned();
    headers::back(answer.headers_mut());
    let headers = answer.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    if let Some(protocol) = protocol {
        headers.insert(UPGRADE, protocol);
    }
    let (mut head, _) = answer.into_parts();
    head.extensions.clear();
    head.version = Version::HTTP_11;
    tokio::spawn(converse(Arc::clone(route), link, leaves, kept));
    Response::from_parts(head, None)
}

/// What is kept for as long as they talk is little: there are thousands of them, mostly silent.
async fn converse<P>(route: Arc<Route>, link: Box<Link>, leaves: OnUpgrade, mut kept: Kept<P>) {
    let left = Box::pin(leave_http(link, leaves)).await;
    let Some((client, server)) = left else {
        return;
    };
    let joined = join(client, server, || route.touch());
    let stops = async {
        let _ = kept.stop.wait_for(|stop| *stop).await;
        Box::pin(sleep(FAREWELL)).await;
    };
    tokio::select! {
        // However it ended, it has.
        _ = joined => {}
        () = stops => {}
    }
    drop(kept.place);
}

/// Both connections, once they are free of HTTP; none if the client has gone away meanwhile.
async fn leave_http(
    link: Box<Link>,
    leaves: OnUpgrade,
) -> Option<(End<TokioIo<Upgraded>>, End<Box<dyn Stream>>)> {
    let (server, said) = link.upgraded().await;
    let client = leaves.await.ok()?;
    let client = End::new(TokioIo::new(client), Bytes::new());
    Some((client, End::new(server, said)))
}
