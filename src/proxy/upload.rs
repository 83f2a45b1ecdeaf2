//! The body of a request on its way to a server.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::{Request, StatusCode, ext};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::table::Route;

/// How long a body is held back that waits for `100 Continue`: servers may never send it.
const HELD: Duration = Duration::from_secs(1);

/// The body of a request: what a client sends, as it comes.
pub(super) struct Upload {
    body: Option<Incoming>,
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
            held: None,
            route: None,
        }
    }

    pub(super) fn new(body: Incoming, route: &Arc<Route>) -> Self {
        Self {
            body: Some(body),
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
}

impl Body for Upload {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        if let Some(held) = &mut self.held {
            ready!(held.as_mut().poll(context));
            self.held = None;
        }
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let frame = ready!(Pin::new(body).poll_frame(context));
        if let (Some(Ok(_)), Some(route)) = (&frame, &self.route) {
            route.touch();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let none = || SizeHint::with_exact(0);
        self.body.as_ref().map_or_else(none, Body::size_hint)
    }
}
