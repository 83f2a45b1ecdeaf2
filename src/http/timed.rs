//! Bodies that must be sent in time: a client that trickles holds a connection no longer than that.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

/// A body, and when it must have ended.
pub(super) struct Timed {
    body: Incoming,
    end: Instant,
    /// Made where it is first waited for: most bodies are there at once.
    late: Option<Pin<Box<Sleep>>>,
}

/// The time was over before the body was.
#[derive(Debug)]
struct Late;

impl Timed {
    /// `body`, which has so long from now on.
    pub(super) fn new(body: Incoming, patience: Duration) -> Self {
        Self {
            body,
            end: Instant::now() + patience,
            late: None,
        }
    }
}

impl Body for Timed {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let end = self.end;
        let late = self.late.get_or_insert_with(|| Box::pin(sleep_until(end)));
        ready!(late.as_mut().poll(context));
        Poll::Ready(Some(Err(Late.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Whether a body could not be read because it took too long.
pub(super) fn is_late(error: &(dyn Error + Send + Sync + 'static)) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<Late>() {
            return true;
        }
        cause = error.source();
    }
    false
}

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body takes too long")
    }
}

impl Error for Late {}
