//! Two connections joined into one, for as long as they have something to say to each other.

use std::future::poll_fn;
use std::io::{Error, ErrorKind, Result};
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// How much is read at a time. No connection keeps room for it: there are thousands of them, mostly silent.
const ROOM: usize = 16 << 10;

/// How long one end that has nothing more to say is waited for by the other in silence.
const HALF_OPEN: Duration = Duration::from_mins(1);

/// One end.
pub(super) struct End<S> {
    stream: S,
    /// What it has said that the other end could not take yet.
    unsent: Bytes,
    is_unflushed: bool,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Speaking,
    /// It has said all; the other end is to be told so.
    Silent,
    /// The other end knows.
    Over,
}

impl<S: AsyncRead + AsyncWrite + Unpin> End<S> {
    /// An end which has `said` something already.
    pub(super) fn new(stream: S, said: Bytes) -> Self {
        // Nothing said may still be a piece of a buffer, which it would keep.
        let unsent = if said.is_empty() { Bytes::new() } else { said };
        Self {
            stream,
            unsent,
            is_unflushed: false,
            state: State::Speaking,
        }
    }

    /// Pass on what it says to `other`, until there is nothing to be done; `heard` is called for whatever it says.
    fn pass<O: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        other: &mut O,
        context: &mut Context<'_>,
        heard: &mut impl FnMut(),
    ) -> Poll<Result<()>> {
        loop {
            while !self.unsent.is_empty() {
                let sent = ready!(Pin::new(&mut *other).poll_write(context, &self.unsent))?;
                self.sent(sent)?;
            }
            match self.state {
                State::Speaking => {}
                State::Silent => {
                    ready!(Pin::new(&mut *other).poll_shutdown(context))?;
                    self.state = State::Over;
                    return Poll::Ready(Ok(()));
                }
                State::Over => return Poll::Ready(Ok(())),
            }
            if ready!(self.listen(other, context))? {
                heard();
            }
        }
    }

    /// Read once, and pass on at once what `other` takes; false where there was nothing more.
    fn listen<O: AsyncWrite + Unpin>(
        &mut self,
        other: &mut O,
        context: &mut Context<'_>,
    ) -> Poll<Result<bool>> {
        let mut room = [const { MaybeUninit::uninit() }; ROOM];
        let mut said = ReadBuf::uninit(&mut room);
        if Pin::new(&mut self.stream)
            .poll_read(context, &mut said)?
            .is_pending()
        {
            if self.is_unflushed {
                ready!(Pin::new(other).poll_flush(context))?;
                self.is_unflushed = false;
            }
            return Poll::Pending;
        }
        let said = said.filled();
        if said.is_empty() {
            self.state = State::Silent;
            return Poll::Ready(Ok(false));
        }
        let taken = match Pin::new(other).poll_write(context, said)? {
            Poll::Ready(0) => return Poll::Ready(Err(ErrorKind::WriteZero.into())),
            Poll::Ready(taken) => taken,
            Poll::Pending => 0,
        };
        self.is_unflushed = true;
        self.unsent = Bytes::copy_from_slice(&said[taken..]);
        Poll::Ready(Ok(true))
    }

    fn sent(&mut self, sent: usize) -> Result<()> {
        if sent == 0 {
            return Err(ErrorKind::WriteZero.into());
        }
        self.is_unflushed = true;
        self.unsent.advance(sent);
        if self.unsent.is_empty() {
            self.unsent = Bytes::new();
        }
        Ok(())
    }
}

/// Pass on what either end says, until both have said all; that one has is passed on too. `asked` is called for whatever
/// the first end says.
///
/// # Errors
/// Where a connection breaks, or one end stays silent after the other has said all.
pub(super) async fn join<A, B>(mut a: End<A>, mut b: End<B>, mut asked: impl FnMut()) -> Result<()>
where
    A: AsyncRead + AsyncWrite + Unpin,
    B: AsyncRead + AsyncWrite + Unpin,
{
    let mut patience: Option<Pin<Box<Sleep>>> = None;
    poll_fn(|context| {
        let mut heard = false;
        let there = a.pass(&mut b.stream, context, &mut || {
            heard = true;
            asked();
        })?;
        let back = b.pass(&mut a.stream, context, &mut || heard = true)?;
        if there.is_ready() && back.is_ready() {
            return Poll::Ready(Ok(()));
        }
        if there.is_pending() && back.is_pending() {
            return Poll::Pending;
        }
        let end = Instant::now() + HALF_OPEN;
        match &mut patience {
            Some(patience) if heard => patience.as_mut().reset(end),
            Some(_) => {}
            none => *none = Some(Box::pin(sleep_until(end))),
        }
        match &mut patience {
            Some(patience) => patience
                .as_mut()
                .poll(context)
                .map(|()| Err(Error::from(ErrorKind::TimedOut))),
            None => Poll::Pending,
        }
    })
    .await
}
