//! The proxy's routes as the hub has a hand in them: those of services, and what their use tells of people.

use std::sync::Arc;
use std::time::Duration;

use super::Hub;
use crate::error::Result;
use crate::model::{Origin, Service, ServiceName, SpawnerId, Timestamp};
use crate::ops::operate;
use crate::ops::services::{ListServices, ServiceFilter};
use crate::proxy::Data;
use crate::store::{Ending, activity};

/// How soon a hub that collects no activity sees whether it is told to, by another configuration.
const NOT_NOW: Duration = Duration::from_secs(30);

impl Hub {
    /// Lead people to all services that have pages, as the database knows them.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn lead_to_services(&self) -> Result<()> {
        let list = || ListServices(ServiceFilter::default());
        let services = self.pool.read(|tx, _| operate(list(), tx))?;
        services
            .iter()
            .try_for_each(|service| self.lead_to(service))
    }

    fn lead_to(&self, service: &Service) -> Result<()> {
        let Some(details) = service.details.shown() else {
            return Ok(());
        };
        if details.url.is_empty() {
            return Ok(());
        }
        let target: Origin = details.url.parse()?;
        let spec = self.servers.site().service_route(&service.name).parse()?;
        let service = service.name.clone();
        let proxy = self.servers.proxy();
        proxy.add(spec, target.as_str(), Data::Service { service });
        Ok(())
    }

    /// Lead nobody to a service any more.
    pub fn lead_away_from(&self, service: &ServiceName) {
        let spec = self.servers.site().service_route(service).parse();
        if let Ok(spec) = spec {
            self.servers.proxy().remove(&spec);
        }
    }

    /// Close connections of the proxy that wait in vain, and write down when servers were used, for as long as the hub
    /// lives.
    pub async fn watch_routes(self: Arc<Self>) {
        tokio::join!(self.servers.proxy().tidy(), self.collect_activity());
    }

    /// Write down when servers were used, every `last_activity_interval`, for as long as the hub lives
    /// (`JupyterHub.update_last_activity`).
    async fn collect_activity(&self) {
        let mut collected = None;
        loop {
            let interval = self.config().hub.last_activity_interval;
            match interval.unless_zero() {
                Some(interval) => {
                    tokio::time::sleep(interval).await;
                    let now = self.now();
                    self.note_activity(collected).await;
                    collected = Some(now);
                }
                None => tokio::time::sleep(NOT_NOW).await,
            }
        }
    }

    /// Write down when servers were last used, as the proxy has seen it; what was before `since` is known.
    pub async fn note_activity(&self, since: Option<Timestamp>) {
        let used: Vec<(SpawnerId, Timestamp)> = self
            .servers
            .last_used()
            .into_iter()
            .filter(|(_, time)| since.is_none_or(|since| *time >= since))
            .collect();
        if used.is_empty() {
            return;
        }
        let write = self.pool.write(Ending::Commit, move |tx| {
            used.into_iter().try_for_each(|(server, time)| {
                activity::of_server(tx, server, time)?;
                activity::of_owner(tx, server, time)
            })
        });
        if let Err(error) = write.await {
            tracing::warn!(%error, "the activity of servers was not written down");
        }
    }
}
