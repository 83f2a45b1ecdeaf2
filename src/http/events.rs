//! Answers that go on for a while: server-sent events.

use std::convert::Infallible;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use hyper::body::Frame;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use tokio::sync::mpsc::Receiver;

/// One event.
pub(super) fn event<T: Serialize>(told: &T) -> Bytes {
    let mut text = b"data: ".to_vec();
    // What is told is of texts and numbers, which can all be written.
    let _ = told.serialize(&mut Serializer::with_formatter(&mut text, AsPython));
    text.extend_from_slice(b"\n\n");
    Bytes::from(text)
}

/// With `", "` and `": "` between its parts, in the order in which they are told.
struct AsPython;

impl Formatter for AsPython {
    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

/// A body of what is sent by and by, until nobody sends any more.
pub(super) fn body(said: Receiver<Bytes>) -> Body {
    Body::new(Said(said))
}

struct Said(Receiver<Bytes>);

impl hyper::body::Body for Said {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0
            .poll_recv(context)
            .map(|said| said.map(|bytes| Ok(Frame::data(bytes))))
    }
}
