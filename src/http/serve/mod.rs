//! Listening, and answering on each connection until the hub stops.

mod connection;
mod holder;
mod limits;
mod listen;
mod places;
mod tls;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use self::connection::Answering;
pub use self::limits::Limits;
use self::listen::Listener;
pub(super) use self::places::{Lack, Place};
use self::places::{Places, Seldom};
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
    /// Those of this process where `None`.
    limits: Option<Limits>,
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
            limits: None,
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
        Self {
            limits: Some(limits),
            ..self
        }
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
        let usual = || Limits::of_this_process(self.purpose);
        let limits = self.limits.unwrap_or_else(usual);
        let answering = Arc::new(Answering::new(
            Door::new(hub, limits.body, self.purpose),
            self.tls,
            limits,
        ));
        let places = Places::new(limits);
        let mut accepting = JoinSet::new();
        for listener in self.listeners {
            let (answering, places) = (Arc::clone(&answering), Arc::clone(&places));
            accepting.spawn(accept(listener, answering, places));
        }
        hub.stopping().await;
        // From here on nobody is let in; the sockets are closed.
        accepting.shutdown().await;
        answering.stop.send_replace(true);
        tokio::select! {
            _ = timeout(limits.grace, places.all_free()) => {}
            () = hub.hurried() => {}
        }
    }
}

/// Let in whoever comes to `listener`, as long as there is room, and tell the others that there is none.
async fn accept(listener: Listener, answering: Arc<Answering>, places: Arc<Places>) {
    let said = Seldom::default();
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(came) => came,
            Err(error) => {
                if said.is_time() {
                    tracing::warn!(%error, "connections could not be accepted");
                }
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        let answering = Arc::clone(&answering);
        let address = answering.counted(peer);
        if let Ok(place) = places.take(address) {
            tokio::spawn(answering.connection(stream, peer, place));
            continue;
        }
        let Some(turn) = places.turn().await else {
            return;
        };
        let places = Arc::clone(&places);
        tokio::spawn(async move {
            match places.wait(address).await {
                Ok(place) => {
                    drop(turn);
                    answering.connection(stream, peer, place).await;
                }
                Err(lack) => answering.turn_away(stream, lack).await,
            }
        });
    }
}
