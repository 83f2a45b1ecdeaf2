//! The services that the hub starts: each a process that runs for as long as the hub does.
//!
//! One task keeps each running: it starts the process, has its output logged, waits for its end, and starts
//! it again, ever later if it keeps on ending.

mod health;
mod managed;
mod output;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio::task::JoinSet;

use self::managed::Managed;
use super::Hub;
use crate::config::Service;
use crate::model::{Secret, ServiceName};
use crate::spawn::launch::Launcher;

/// The services of a hub.
#[derive(Default)]
pub(super) struct Services {
    launcher: Launcher,
    /// The tokens made at this start, for those that the configuration gives none.
    tokens: Mutex<BTreeMap<ServiceName, Secret>>,
    /// The processes that run.
    processes: Mutex<BTreeMap<ServiceName, u32>>,
    /// Whether they are to end.
    ending: watch::Sender<bool>,
    kept: Mutex<JoinSet<()>>,
    /// Whose turn it is to lead people to them.
    turn: Mutex<()>,
}

impl Services {
    /// Keep the tokens that were made at this start.
    pub(super) fn know(&self, tokens: impl IntoIterator<Item = (ServiceName, Secret)>) {
        lock(&self.tokens).extend(tokens);
    }

    /// The process that `name` is now.
    pub(super) fn process(&self, name: &ServiceName) -> Option<u32> {
        lock(&self.processes).get(name).copied()
    }

    /// Wait until nobody else leads people to services.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.turn)
    }

    fn token_of(&self, service: &Service) -> Option<Secret> {
        let given = service.api_token.clone();
        given.or_else(|| lock(&self.tokens).get(&service.name).cloned())
    }

    fn runs(&self, name: &ServiceName, process: Option<u32>) {
        let mut processes = lock(&self.processes);
        match process {
            Some(process) => processes.insert(name.clone(), process),
            None => processes.remove(name),
        };
    }

    /// Wait until they are to end.
    async fn ending(&self) {
        let mut ending = self.ending.subscribe();
        // The sender is the hub's own, and outlives this.
        let _ = ending.wait_for(|ending| *ending).await;
    }
}

impl Hub {
    /// Start the services that the configuration has a command for, and keep them running.
    pub fn start_services(self: &Arc<Self>) {
        let config = self.config();
        let mut kept = lock(&self.services.kept);
        for service in &config.services {
            if let Some(managed) = Managed::of(self, service) {
                kept.spawn(managed.keep());
            }
        }
    }

    /// End the services that the hub started, and wait until they have ended.
    pub async fn stop_services(&self) {
        self.services.ending.send_replace(true);
        let mut kept = std::mem::take(&mut *lock(&self.services.kept));
        while kept.join_next().await.is_some() {}
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
