//! The body of an answer on its way to a client.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::headers;
use super::table::Route;
use super::upstream::Link;

/// The body of an answer, as it comes. When it has come, the connection waits for the next request; dropped before that,
/// the connection is closed, so that the server stops too.
pub struct Relayed {
    body: Incoming,
    link: Option<Box<Link>>,
    route: Arc<Route>,
    /// Whether the route was in use: what fails is no use.
    is_use: bool,
    has_ended: bool,
    /// Why it breaks off, once what came before is on its way.
    broken: Option<hyper::Error>,
}

impl Relayed {
    pub(super) fn new(body: Incoming, link: Box<Link>, route: Arc<Route>, is_use: bool) -> Self {
        Self {
            body,
            link: Some(link),
            route,
            is_use,
            has_ended: false,
            broken: None,
        }
    }
}

impl Body for Relayed {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        if let Some(error) = self.broken.take() {
            return Poll::Ready(Some(Err(error)));
        }
        let Self { body, link, .. } = &mut *self;
        let mut body = Pin::new(body);
        let frame = match link {
            Some(link) => link.bring(context, |context| body.as_mut().poll_frame(context)),
            None => body.poll_frame(context),
        };
        match frame {
            Poll::Ready(Some(Err(error))) => {
                // An error at once would take away what is written and not sent yet.
                self.broken = Some(error);
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Ready(None) => {
                self.has_ended = true;
                Poll::Ready(None)
            }
            Poll::Ready(Some(Ok(mut frame))) => {
                if let Some(trailers) = frame.trailers_mut() {
                    headers::trailing(trailers);
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.has_ended || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Relayed {
    fn drop(&mut self) {
        if !self.is_end_stream() {
            return;
        }
        if self.is_use {
            self.route.touch();
        }
        if let Some(link) = self.link.take() {
            self.route.upstream().keep(link);
        }
    }
}
