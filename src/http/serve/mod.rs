//! Listening, and answering on each connection until the hub stops.

mod holder;
mod limits;
mod listen;
mod tls;

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

pub use self::limits::Limits;
use self::listen::{Listener, Stream};
pub use self::tls::Certificates;
use super::door::Door;
use super::peer::Peer;
use crate::config::{Address, Bind};
use crate::error::Result;
use crate::hub::Hub;

/// How long to wait after an `accept` that failed: what ran out will be free again.
const BREATH: Duration = Duration::from_millis(50);

/// The sockets of a hub, where people are let wait until it [serves](Self::serve).
pub struct Server {
    listeners: Vec<Listener>,
    bind: Bind,
    tls: Option<TlsAcceptor>,
    limits: Limits,
}

impl Server {
    /// Listen where `bind` says, by TLS if there are `certificates`. `socket_mode` is what a Unix
    /// socket permits to whom.
    ///
    /// # Errors
    /// Where it is not possible to listen there: taken, forbidden, or no such place.
    pub async fn listen(
        bind: &Bind,
        socket_mode: u32,
        certificates: Option<&Arc<Certificates>>,
    ) -> Result<Self> {
        Ok(Self {
            tls: certificates.map(Certificates::acceptor).transpose()?,
            listeners: Listener::open(&bind.address, socket_mode).await?,
            bind: bind.clone(),
            limits: Limits::of_this_process(),
        })
    }

    /// Let clients have and take no more than `limits`.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Where it listens: the port is the one that was found, if any was to be.
    pub fn url(&self) -> Bind {
        let mut bind = self.bind.clone();
        if let (Address::Tcp { port, .. }, Some(found)) = (
            &mut bind.address,
            self.listeners.first().and_then(Listener::port),
        ) {
            *port = found;
        }
        bind
    }

    /// Answer for `hub` until it stops. Requests that are being answered then have
    /// [`Limits::grace`] to end, unless the hub is hurried.
    pub async fn serve(self, hub: &Arc<Hub>) {
        let Limits {
            connections, grace, ..
        } = self.limits;
        let answering = Arc::new(Answering::new(
            Door::new(hub, self.limits.body),
            self.tls,
            self.limits,
        ));
        let free = Arc::new(Semaphore::new(connections));
        let mut accepting = JoinSet::new();
        for listener in self.listeners {
            accepting.spawn(accept(listener, Arc::clone(&answering), Arc::clone(&free)));
        }
        hub.stopping().await;
        // From here on nobody is let in; the sockets are closed.
        accepting.shutdown().await;
        answering.stop.send_replace(true);
        let all_ended = free.acquire_many(u32::try_from(connections).unwrap_or(u32::MAX));
        tokio::select! {
            _ = timeout(grace, all_ended) => {}
            () = hub.hurried() => {}
        }
    }
}

/// Let in whoever comes to `listener`, as long as there is room.
async fn accept(listener: Listener, answering: Arc<Answering>, free: Arc<Semaphore>) {
    loop {
        let Ok(room) = Arc::clone(&free).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let answering = Arc::clone(&answering);
                tokio::spawn(async move {
                    answering.connection(stream, peer).await;
                    drop(room);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

/// What all connections have in common.
struct Answering {
    door: Door,
    tls: Option<TlsAcceptor>,
    http: http1::Builder,
    handshake: Duration,
    stop: watch::Sender<bool>,
}

impl Answering {
    fn new(door: Door, tls: Option<TlsAcceptor>, limits: Limits) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(limits.head)
            .max_header_size(limits.head_bytes);
        Self {
            door,
            tls,
            http,
            handshake: limits.handshake,
            stop: watch::Sender::new(false),
        }
    }

    /// Answer what is asked on one connection, until either end has enough.
    async fn connection(self: Arc<Self>, stream: Box<dyn Stream>, peer: Peer) {
        let Some(stream) = self.secured(stream).await else {
            return;
        };
        let answering = Arc::clone(&self);
        let service = service_fn(move |request| {
            let answering = Arc::clone(&answering);
            async move { Ok::<_, Infallible>(answering.door.answer(peer, request).await) }
        });
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection.with_upgrades());
        let mut stop = self.stop.subscribe();
        tokio::select! {
            // A client that breaks off, or speaks no HTTP, has had its answer.
            _ = connection.as_mut() => return,
            _ = stop.wait_for(|stop| *stop) => connection.as_mut().graceful_shutdown(),
        }
        let _ = connection.await;
    }

    /// The stream in its TLS, if there is to be any.
    async fn secured(&self, stream: Box<dyn Stream>) -> Option<Box<dyn Stream>> {
        let Some(tls) = &self.tls else {
            return Some(stream);
        };
        match timeout(self.handshake, tls.accept(stream)).await {
            Ok(Ok(stream)) => Some(Box::new(stream)),
            Ok(Err(error)) => {
                tracing::debug!(%error, "TLS was not agreed on");
                None
            }
            Err(_) => None,
        }
    }
}
