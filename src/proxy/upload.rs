//! The body of a request on its way to a server.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::{Request, StatusCode, ext};
use tokio::sync::Notify;
use tokio::time::{Sleep, sleep, timeout};

use super::headers;
use super::table::Route;

/// How long a body is held back that waits for `100 Continue`: servers may never send it.
const HELD: Duration = Duration::from_secs(1);

/// A client that has announced a body and sends nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stalled;

impl fmt::Display for Stalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the client sends nothing of the body that it has announced")
    }
}

impl Error for Stalled {}

/// Why a body ends before its end.
pub(super) type Broken = Box<dyn Error + Send + Sync>;

/// The body of a request: what a client sends, as it comes.
pub(super) struct Upload {
    body: Option<Incoming>,
    /// How long the client may send nothing.
    patience: Duration,
    /// Made where something is waited for: mostly it is there.
    stalled: Option<Pin<Box<Sleep>>>,
    /// What it waits for before it is asked for.
    held: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    /// Where it goes, which is in use as long as it comes.
    route: Option<Arc<Route>>,
}

impl Upload {
    /// Nothing.
    pub(super) fn empty() -> Self {
        Self {
            body: None,
            patience: Duration::ZERO,
            stalled: None,
            held: None,
            route: None,
        }
    }

    /// What comes of `body`, as long as it does not pause for longer than `patience`.
    pub(super) fn new(body: Incoming, patience: Duration, route: &Arc<Route>) -> Self {
        Self {
            body: Some(body),
            patience,
            stalled: None,
            held: None,
            route: Some(Arc::clone(route)),
        }
    }

    /// Hold the body of `request` back until the server wants it: the client, who waits to be told so, is told when it is
    /// asked for.
    pub(super) fn hold(request: &mut Request<Self>) {
        let wanted = Arc::new(Notify::new());
        let said = Arc::clone(&wanted);
        ext::on_informational(request, move |answer| {
            if answer.status() == StatusCode::CONTINUE {
                said.notify_one();
            }
        });
        request.body_mut().held = Some(Box::pin(async move {
            let _ = timeout(HELD, wanted.notified()).await;
        }));
    }

    /// Wait no longer than for as long as a client may pause.
    fn poll_stalled(&mut self, context: &mut Context<'_>) -> Poll<Broken> {
        let patience = self.patience;
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        stalled.as_mut().poll(context).map(|()| Stalled.into())
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if let Some(held) = &mut self.held {
            ready!(held.as_mut().poll(context));
            self.held = None;
        }
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let Poll::Ready(mut frame) = Pin::new(body).poll_frame(context) else {
            return self.poll_stalled(context).map(|why| Some(Err(why)));
        };
        self.stalled = None;
        if let Some(Ok(frame)) = &mut frame {
            if let Some(trailers) = frame.trailers_mut() {
                headers::trailing(trailers);
            }
            if let Some(route) = &self.route {
                route.touch();
            }
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Broken::from)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let none = || SizeHint::with_exact(0);
        self.body.as_ref().map_or_else(none, Body::size_hint)
    }
}
