//! Signals: stop, stop at once, and read the configuration again.

use std::sync::Arc;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::cli::config::Told;
use crate::cli::logs::Logs;
use crate::config::{Changes, Config, Given};
use crate::error::{Error, Result};
use crate::http::Certificates;
use crate::hub::Hub;

/// The signals that a hub hears.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    /// Hear them from now on.
    pub(super) fn listen() -> Result<Self> {
        let hear = |kind| {
            signal(kind).map_err(|error| {
                Error::unreachable("the system does not let signals be heard").caused_by(error)
            })
        };
        Ok(Self {
            terminate: hear(SignalKind::terminate())?,
            interrupt: hear(SignalKind::interrupt())?,
            hang_up: hear(SignalKind::hangup())?,
        })
    }

    /// Do what each says: the first to end a hub lets it end what it has begun, the second does not.
    pub(super) async fn follow(mut self, hub: Arc<Hub>, reload: Reload) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => stop(&hub, "SIGTERM"),
                _ = self.interrupt.recv() => stop(&hub, "SIGINT"),
                _ = self.hang_up.recv() => reload.run(),
                () = hub.reload_asked() => reload.run(),
            }
        }
    }
}

fn stop(hub: &Hub, signal: &'static str) {
    tracing::info!(signal, "stopping");
    hub.stop_or_hurry();
}

/// What is read again.
pub(super) struct Reload {
    given: Given,
    hub: Arc<Hub>,
    logs: Arc<Logs>,
    certificates: Option<Arc<Certificates>>,
}

impl Reload {
    pub(super) fn new(
        given: Given,
        hub: &Arc<Hub>,
        logs: &Arc<Logs>,
        certificates: Option<Arc<Certificates>>,
    ) -> Self {
        Self {
            given,
            hub: Arc::clone(hub),
            logs: Arc::clone(logs),
            certificates,
        }
    }

    /// Take up what can be. What is wrong changes nothing.
    fn run(&self) {
        match Told::by(&self.given) {
            Ok(told) => {
                for warning in &told.warnings {
                    tracing::warn!("{warning}");
                }
                self.take_up(&told.config);
            }
            Err(problems) => {
                let error = Error::from(problems);
                tracing::error!(%error, "the configuration stays as it was");
            }
        }
        if let Some(certificates) = &self.certificates {
            say_certificates(certificates.reread());
        }
    }

    fn take_up(&self, new: &Config) {
        let old = self.hub.config();
        let Changes { live, restart } = old.changes(new);
        let next = old.with_live_of(new);
        self.logs.set_level(next.log.level);
        self.hub.reconfigure(next);
        let (changed, needs_restart) = (live.join(" "), restart.join(" "));
        match (live.is_empty(), restart.is_empty()) {
            (true, true) => tracing::info!("the configuration is read again: nothing changed"),
            (false, true) => tracing::info!(changed, "the configuration is read again"),
            (_, false) => tracing::warn!(
                changed,
                needs_restart,
                "the configuration is read again, and part of it waits for a restart"
            ),
        }
    }
}

/// Say how it went to read the certificates again.
pub(super) fn say_certificates(read: Result<()>) {
    match read {
        Ok(()) => tracing::info!("the certificates are read again"),
        Err(error) => tracing::error!(%error, "the certificates stay as they were"),
    }
}
