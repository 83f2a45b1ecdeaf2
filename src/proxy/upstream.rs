//! Where the requests of a route go, and the connections there that wait for the next request.
//!
//! A connection has no task of its own: whoever has a request on it moves it on, so that a request and
//! its answer stay on one thread. Nobody looks at those that wait, but for [`Upstream::forget_idle`].

use std::fmt;
use std::future::{Future, poll_fn};
use std::io::{Error as IoError, ErrorKind};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1::{self, Connection, SendRequest};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::{Instant, timeout};

use super::upload::Upload;

/// How long it may take to be let in.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a connection may have waited that gets a request which cannot be made twice: servers close
/// those that wait, and never so soon.
const WARM: Duration = Duration::from_secs(1);

/// How long a connection waits for the next request.
pub(super) const IDLE: Duration = Duration::from_secs(30);

/// How many connections to one place wait for requests.
const MOST_IDLE: usize = 128;

/// Bytes both ways.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Where requests go.
pub struct Upstream {
    url: String,
    place: Option<Place>,
    /// The one that was used last is at the end.
    idle: Mutex<Idle>,
}

/// A connection is a kilobyte, and goes from hand to hand.
type Idle = Vec<Box<Link>>;

/// What to connect to.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    Address(SocketAddr),
    Named { host: String, port: u16 },
    Unix(PathBuf),
}

impl Place {
    /// `http://host:port`, with a path that is left out; or `http+unix://` with the path of a socket as one segment.
    fn of(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let place = rest.split('/').next()?;
        match scheme {
            "http" => {}
            "http+unix" | "unix+http" => {
                let path = percent_decode_str(place).decode_utf8().ok()?;
                return Some(Self::Unix(PathBuf::from(path.into_owned())));
            }
            _ => return None,
        }
        if let Ok(address) = place.parse() {
            return Some(Self::Address(address));
        }
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
            _ => (place, 80),
        };
        let host = host.trim_matches(['[', ']']).to_owned();
        (!host.is_empty()).then_some(Self::Named { host, port })
    }

    async fn connect(&self) -> Result<Box<dyn Stream>, IoError> {
        let stream = match self {
            Self::Address(address) => TcpStream::connect(address).await?,
            Self::Named { host, port } => TcpStream::connect((host.as_str(), *port)).await?,
            Self::Unix(path) => return Ok(Box::new(UnixStream::connect(path).await?)),
        };
        // What is sent is sent whole: waiting for more would only delay it.
        let _ = stream.set_nodelay(true);
        Ok(Box::new(stream))
    }
}

impl Upstream {
    /// The server at `url`.
    pub fn new(url: &str) -> Self {
        Self {
            place: Place::of(url),
            url: url.to_owned(),
            idle: Mutex::default(),
        }
    }

    /// Its URL, as it was given.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A connection that has waited; for what cannot be sent twice, not for long.
    pub(super) fn idle(&self, repeatable: bool) -> Option<Box<Link>> {
        loop {
            let mut link = self.waiting().pop()?;
            if !repeatable && link.since.elapsed() > WARM {
                // Those below it have waited even longer.
                self.waiting().push(link);
                return None;
            }
            if link.is_free() {
                return Some(link);
            }
        }
    }

    /// A new connection.
    pub(super) async fn connect(&self) -> Result<Box<Link>, IoError> {
        let place = self.place.as_ref().ok_or(ErrorKind::Unsupported)?;
        let stream = timeout(CONNECT, place.connect()).await??;
        let shaken = http1::handshake(TokioIo::new(stream)).await;
        let (sender, connection) = shaken.map_err(IoError::other)?;
        Ok(Box::new(Link {
            sender,
            wire: Wire {
                connection,
                is_over: false,
            },
            since: Instant::now(),
        }))
    }

    /// Keep a connection for the next request, if it can have one.
    pub(super) fn keep(&self, mut link: Box<Link>) {
        if !link.is_free() {
            return;
        }
        link.since = Instant::now();
        let mut waiting = self.waiting();
        if waiting.len() < MOST_IDLE {
            waiting.push(link);
        }
    }

    /// Close the connections that have waited for too long, or were closed by the server.
    pub(super) fn forget_idle(&self) {
        let mut waiting = self.waiting();
        waiting.retain_mut(|link| link.since.elapsed() < IDLE && link.is_free());
        if waiting.is_empty() {
            waiting.shrink_to_fit();
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Upstream").field(&self.url).finish()
    }
}

/// A connection to a server.
pub(super) struct Link {
    sender: SendRequest<Upload>,
    wire: Wire,
    /// Since when it waits.
    since: Instant,
}

/// What moves on what is sent and received.
struct Wire {
    connection: Connection<TokioIo<Box<dyn Stream>>, Upload>,
    is_over: bool,
}

impl Wire {
    fn drive(&mut self, context: &mut Context<'_>) {
        if !self.is_over {
            self.is_over = self.connection.poll_without_shutdown(context).is_ready();
        }
    }

    /// What `look` finds that only this connection brings. Whatever it brings wakes who looks for it, and being taken wakes
    /// who moved it: here both are one task, which is awake, and would only be sent to another thread. So it is moved
    /// by nobody first, and to be woken by the network where there is nothing yet.
    fn bring<T>(
        &mut self,
        context: &mut Context<'_>,
        mut look: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let mut nobody = Context::from_waker(Waker::noop());
        self.drive(&mut nobody);
        let found = look(&mut nobody);
        if found.is_ready() {
            return found;
        }
        self.drive(context);
        look(&mut nobody)
    }
}

/// What comes instead of an answer; with the request, if none of it was sent.
pub(super) type Unsent = TrySendError<Request<Upload>>;

impl Link {
    /// Send `request`, and wait for the head of its answer.
    pub(super) async fn ask(
        &mut self,
        request: Request<Upload>,
    ) -> Result<Response<Incoming>, Unsent> {
        let mut answer = pin!(self.sender.try_send_request(request));
        poll_fn(|context| {
            self.wire
                .bring(context, |unwoken| answer.as_mut().poll(unwoken))
        })
        .await
    }

    /// What `look` finds of the body of the answer, with what was sent and received moved on.
    pub(super) fn bring<T>(
        &mut self,
        context: &mut Context<'_>,
        look: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        self.wire.bring(context, look)
    }

    /// Whether it could take a request now.
    fn is_free(&mut self) -> bool {
        self.wire.drive(&mut Context::from_waker(Waker::noop()));
        !self.wire.is_over && self.sender.is_ready()
    }

    /// The connection itself, once the server has agreed to speak something else on it, and what it has said of
    /// that already.
    pub(super) async fn upgraded(mut self: Box<Self>) -> (Box<dyn Stream>, bytes::Bytes) {
        poll_fn(|context| {
            self.wire.drive(context);
            if self.wire.is_over {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        let parts = self.wire.connection.into_parts();
        (parts.io.into_inner(), parts.read_buf)
    }
}
