//! A connection to a client: what it speaks, and how long it may refuse what it is sent.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::proxy::Stream;

/// How whoever speaks HTTP/2 begins (RFC 9113).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Which HTTP is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaks {
    /// HTTP/1.1, or 1.0.
    Http1,
    /// HTTP/2, as agreed on with TLS, or just begun.
    Http2,
}

/// A connection to a client.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    /// What was read already, to see what it is.
    first: Bytes,
    /// How long it may take none of what it is sent.
    patience: Duration,
    /// Made where it is first waited for: most take what they are sent.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Wire {
    pub(super) fn new(stream: Box<dyn Stream>, patience: Duration) -> Self {
        Self {
            stream,
            first: Bytes::new(),
            patience,
            stalled: None,
        }
    }

    /// Wait until it is clear what the client speaks, where nobody has agreed on that.
    pub(super) async fn hear(&mut self) -> Result<Speaks> {
        let mut first = [0; PREFACE.len()];
        let mut read = 0;
        let speaks = loop {
            let more = self.stream.read(&mut first[read..]).await?;
            read += more;
            if more == 0 || first[..read] != PREFACE[..read] {
                break Speaks::Http1;
            }
            if read == first.len() {
                break Speaks::Http2;
            }
        };
        self.first = Bytes::copy_from_slice(&first[..read]);
        Ok(speaks)
    }

    /// `sent`, or an error where the client has taken nothing for too long.
    fn bounded<T>(&mut self, context: &mut Context<'_>, sent: Poll<Result<T>>) -> Poll<Result<T>> {
        if sent.is_ready() {
            self.stalled = None;
            return sent;
        }
        let patience = self.patience;
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(Error::from(ErrorKind::TimedOut)))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        if self.first.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, into);
        }
        let fits = self.first.len().min(into.remaining());
        into.put_slice(&self.first[..fits]);
        self.first.advance(fits);
        if self.first.is_empty() {
            self.first = Bytes::new();
        }
        // Whoever gets a few bytes makes twice the room for the rest. An end or an error comes again.
        if into.remaining() > 0 {
            let _ = Pin::new(&mut self.stream).poll_read(context, into);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bounded(context, sent)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.bounded(context, sent)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let sent = Pin::new(&mut self.stream).poll_flush(context);
        self.bounded(context, sent)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let sent = Pin::new(&mut self.stream).poll_shutdown(context);
        self.bounded(context, sent)
    }
}
