//! One connection, and what is asked on it.

use std::convert::Infallible;
use std::future::ready;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderValue;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::wire::{Speaks, Wire};
use super::{Lack, Limits, Place};
use crate::http::answer::Answer;
use crate::http::door::{Door, Visit};
use crate::http::peer::Peer;
use crate::proxy::Stream;

/// How many requests may be under way on one connection of HTTP/2.
const STREAMS: u32 = 256;

/// How long whoever is turned away has to hear it.
const FAREWELL: Duration = Duration::from_secs(1);

/// What all connections have in common.
pub(super) struct Answering {
    door: Door,
    tls: Option<TlsAcceptor>,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    limits: Limits,
    pub(super) stop: watch::Sender<bool>,
}

impl Answering {
    pub(super) fn new(door: Door, tls: Option<TlsAcceptor>, limits: Limits) -> Self {
        let mut http1 = http1::Builder::new();
        http1
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head)
            .max_header_size(limits.head_bytes);
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2
            .timer(TokioTimer::new())
            .keep_alive_interval(limits.head)
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX));
        Self {
            door,
            tls,
            http1,
            http2,
            limits,
            stop: watch::Sender::new(false),
        }
    }

    /// Answer what is asked on one connection, until either end has enough.
    pub(super) async fn connection(
        self: Arc<Self>,
        stream: Box<dyn Stream>,
        peer: Peer,
        place: Place,
    ) {
        let mut stop = self.stop.subscribe();
        let begun = tokio::select! {
            begun = self.begun(stream) => begun,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        let Some((wire, speaks)) = begun else {
            return;
        };
        let asked = Arc::new(Asked {
            visit: Visit {
                ip: peer
                    .ip()
                    .and_then(|ip| HeaderValue::try_from(ip.to_string()).ok()),
                peer,
                is_secure: self.tls.is_some(),
                patience: self.limits.pause,
                place: Arc::new(place),
                stop: self.stop.subscribe(),
            },
            answering: self,
        });
        match speaks {
            Speaks::Http1 => http1(asked, wire, stop).await,
            Speaks::Http2 => http2(asked, wire, stop).await,
        }
    }

    /// The address to which a connection of `peer` counts; none where it may speak for many: a proxy before the hub, or
    /// whoever is on this machine, where one is most often.
    pub(super) fn counted(&self, peer: Peer) -> Option<IpAddr> {
        let address = peer.ip().filter(|address| !address.is_loopback())?;
        (!self.door.trusts(peer)).then_some(address)
    }

    /// Tell whoever is at the other end that there is no place for them.
    pub(super) async fn turn_away(self: Arc<Self>, stream: Box<dyn Stream>, lack: Lack) {
        let telling = async {
            let (wire, speaks) = self.begun(stream).await?;
            let wire = TokioIo::new(wire);
            let answering = Arc::clone(&self);
            let service = service_fn(move |request: Request<Incoming>| {
                ready(Ok::<_, Infallible>(
                    answering.door.turn_away(&request, lack),
                ))
            });
            match speaks {
                Speaks::Http1 => {
                    let mut http = self.http1.clone();
                    http.keep_alive(false)
                        .serve_connection(wire, service)
                        .await
                        .ok()
                }
                Speaks::Http2 => self.http2.serve_connection(wire, service).await.ok(),
            }
        };
        // However it went, that was that.
        let _ = timeout(FAREWELL, telling).await;
    }

    /// The connection in its TLS, if there is to be any, and what is spoken on it.
    async fn begun(&self, stream: Box<dyn Stream>) -> Option<(Wire, Speaks)> {
        let Some(tls) = &self.tls else {
            let mut wire = Wire::new(stream, self.limits.stall);
            let speaks = timeout(self.limits.head, wire.hear()).await.ok()?.ok()?;
            return Some((wire, speaks));
        };
        let stream = match timeout(self.limits.handshake, tls.accept(stream)).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => {
                tracing::debug!(%error, "TLS was not agreed on");
                return None;
            }
            Err(_) => return None,
        };
        let speaks = match stream.get_ref().1.alpn_protocol() {
            Some(b"h2") => Speaks::Http2,
            _ => Speaks::Http1,
        };
        Some((Wire::new(Box::new(stream), self.limits.stall), speaks))
    }
}

/// What all requests of a connection have in common.
struct Asked {
    answering: Arc<Answering>,
    visit: Visit,
}

impl Asked {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Result<Answer, Infallible> {
        Ok(self.answering.door.answer(&self.visit, request).await)
    }
}

async fn http1(asked: Arc<Asked>, wire: Wire, mut stop: watch::Receiver<bool>) {
    let http = asked.answering.http1.clone();
    let service = service_fn(move |request| Arc::clone(&asked).answer(request));
    let connection = http.serve_connection(TokioIo::new(wire), service);
    let mut connection = pin!(connection.with_upgrades());
    tokio::select! {
        // A client that breaks off, or speaks no HTTP, has had its answer.
        _ = connection.as_mut() => return,
        _ = stop.wait_for(|stop| *stop) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Whoever is silent for too long is asked whether they are still there.
async fn http2(asked: Arc<Asked>, wire: Wire, mut stop: watch::Receiver<bool>) {
    let http = asked.answering.http2.clone();
    let service = service_fn(move |request| Arc::clone(&asked).answer(request));
    let mut connection = pin!(http.serve_connection(TokioIo::new(wire), service));
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stop.wait_for(|stop| *stop) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
