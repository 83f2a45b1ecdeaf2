//! Answers that go on for a while: server-sent events.

use std::convert::Infallible;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use hyper::body::Frame;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::timeout;

use super::answer::Answer;
use crate::hub::{Follow, Told, Watching};
use crate::model::Happening;

/// How long a client hears nothing: proxies on the way close what is silent
/// (`SpawnProgressAPIHandler.keepalive_interval`).
const SILENCE: Duration = Duration::from_secs(8);

/// What is told one after the other.
pub(super) trait Telling: Send + 'static {
    /// One of it.
    type Told: Serialize + Send;

    /// What is told next; `None` after the end. What is given up waiting for is not lost.
    fn next(&mut self) -> impl Future<Output = Option<Self::Told>> + Send;

    /// By which a client that comes back says how far it has heard (`Last-Event-ID`).
    fn position(_told: &Self::Told) -> Option<i64> {
        None
    }
}

impl Telling for Follow {
    type Told = Told;

    fn next(&mut self) -> impl Future<Output = Option<Told>> + Send {
        self.next()
    }
}

impl Telling for Watching {
    type Told = Happening;

    fn next(&mut self) -> impl Future<Output = Option<Happening>> + Send {
        self.next()
    }

    fn position(told: &Happening) -> Option<i64> {
        told.after()
    }
}

/// The answer that tells a client all of it, as long as the client listens.
pub(super) fn answer(telling: impl Telling) -> Answer {
    let (sender, told) = mpsc::channel(1);
    tokio::spawn(tell(telling, sender));
    let mut answer = Answer::new(body(told));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer
}

async fn tell<T: Telling>(mut telling: T, client: Sender<Bytes>) {
    loop {
        let said = tokio::select! {
            said = timeout(SILENCE, telling.next()) => said,
            () = client.closed() => return,
        };
        let said = match said {
            Ok(Some(told)) => event(&told, T::position(&told)),
            Ok(None) => return,
            Err(_) => Bytes::from_static(b"\n\n"),
        };
        if client.send(said).await.is_err() {
            return;
        }
    }
}

/// One event.
fn event<T: Serialize>(told: &T, position: Option<i64>) -> Bytes {
    let mut text = Vec::new();
    if let Some(position) = position {
        let _ = writeln!(text, "id: {position}");
    }
    text.extend_from_slice(b"data: ");
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
fn body(said: Receiver<Bytes>) -> Body {
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
