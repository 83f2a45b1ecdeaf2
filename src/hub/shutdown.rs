//! The end of a hub: asked for by a signal, by the API, or because it cannot go on.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{Notify, watch};

use super::Hub;

/// How far a hub is on its way to stop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    #[default]
    Serving,
    /// What is begun is ended, and nothing new is begun.
    Stopping,
    /// Whatever is not ended is given up.
    Hurrying,
}

/// What becomes of what a hub started when it stops; `None` is as the configuration says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Leaving {
    /// Whether people's servers are stopped.
    pub servers: Option<bool>,
    /// Whether the proxy is stopped.
    pub proxy: Option<bool>,
}

/// The way of a hub to its end.
#[derive(Debug, Default)]
pub(super) struct Shutdown {
    phase: watch::Sender<Phase>,
    leaving: Mutex<Leaving>,
    reload: Notify,
}

impl Hub {
    /// Stop, as somebody with the scope for it wishes. What somebody said before stays, where `leaving`
    /// says nothing.
    pub fn shut_down(&self, leaving: Leaving) {
        let mut said = self
            .shutdown
            .leaving
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        said.servers = leaving.servers.or(said.servers);
        said.proxy = leaving.proxy.or(said.proxy);
        self.reach(Phase::Stopping);
    }

    /// Stop; if that has begun already, at once.
    pub fn stop_or_hurry(&self) {
        let stopping = *self.shutdown.phase.borrow() >= Phase::Stopping;
        self.reach(if stopping {
            Phase::Hurrying
        } else {
            Phase::Stopping
        });
    }

    /// Have the configuration read again, by whoever waits for that.
    pub fn ask_reload(&self) {
        self.shutdown.reload.notify_one();
    }

    /// Wait until the configuration is to be read again.
    pub async fn reload_asked(&self) {
        self.shutdown.reload.notified().await;
    }

    /// What becomes of servers and proxy.
    pub fn leaving(&self) -> Leaving {
        let said = self.shutdown.leaving.lock();
        *said.unwrap_or_else(PoisonError::into_inner)
    }

    /// Wait until the hub is to stop.
    pub async fn stopping(&self) {
        self.reached(Phase::Stopping).await;
    }

    /// Wait until the hub is to stop at once.
    pub async fn hurried(&self) {
        self.reached(Phase::Hurrying).await;
    }

    fn reach(&self, phase: Phase) {
        self.shutdown.phase.send_if_modified(|reached| {
            let further = phase > *reached;
            *reached = phase.max(*reached);
            further
        });
    }

    async fn reached(&self, phase: Phase) {
        let mut phases = self.shutdown.phase.subscribe();
        // The sender is the hub's own, and outlives this.
        let _ = phases.wait_for(|reached| *reached >= phase).await;
    }
}
