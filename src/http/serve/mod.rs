//! Listening, and answering on each connection until the hub stops.

mod connection;
mod holder;
mod limits;
mod listen;
mod tls;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use self::connection::Answering;
pub use self::limits::Limits;
use self::listen::Listener;
pub use self::tls::Certificates;
use super::door::Door;
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
    purpose: Purpose,
}

/// What is answered on a listener.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// What the hub is asked.
    #[default]
    Hub,
    /// What people ask: what is not the hub's is passed on to the servers and services whose it is.
    People,
    /// What programs ask that change the proxy's routes.
    Routes,
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
            purpose: Purpose::default(),
        })
    }

    /// Answer for this purpose.
    #[must_use]
    pub fn serving(self, purpose: Purpose) -> Self {
        Self { purpose, ..self }
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
            Door::new(hub, self.limits.body, self.purpose),
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
                tokio::spawn(answering.connection(stream, peer, room));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}
