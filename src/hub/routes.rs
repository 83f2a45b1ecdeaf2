//! The proxy's routes as the hub has a hand in them: those of services, and what their use tells of people.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::Hub;
use crate::error::Result;
use crate::model::{Origin, ServiceName, SpawnerId, Timestamp};
use crate::ops::operate;
use crate::ops::services::{ListServices, ServiceFilter};
use crate::proxy::{Data, Spec};
use crate::store::{Ending, activity};

/// How soon a hub that collects no activity sees whether it is told to, by another configuration.
const NOT_NOW: Duration = Duration::from_secs(30);

/// A service that has pages.
pub(super) struct Paged {
    pub(super) name: ServiceName,
    /// Where it is.
    pub(super) at: Origin,
}

impl Hub {
    /// Lead people to all services that have pages, as the database knows them, and to no others.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn lead_to_services(&self) -> Result<()> {
        // Whoever has looked last has the say.
        let _turn = self.services.turn();
        let proxy = self.servers.proxy();
        let mut wanted = BTreeMap::new();
        for Paged { name, at } in self.services_with_pages()? {
            match self.servers.site().service_route(&name) {
                Ok(route) => {
                    wanted.insert(route.parse::<Spec>()?, (name, at));
                }
                Err(error) => {
                    tracing::error!(service = %name, %error, "nobody is led to a service");
                }
            }
        }
        for route in proxy.led_to_services() {
            let still = wanted
                .get(route.spec())
                .is_some_and(|(_, at)| at.as_str() == route.upstream().url());
            if still {
                wanted.remove(route.spec());
            } else {
                proxy.remove(route.spec());
            }
        }
        for (spec, (service, at)) in wanted {
            proxy.add(spec, at.as_str(), Data::Service { service });
        }
        Ok(())
    }

    /// The same after a change, which is done whether people are led there or not.
    pub async fn follow_services(self: &Arc<Self>) {
        self.know_domains_of_services().await;
        if let Err(error) = self.lead_to_services() {
            tracing::error!(%error, "people are led to services as before");
        }
    }

    /// The services that have pages, as the database knows them.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(super) fn services_with_pages(&self) -> Result<Vec<Paged>> {
        let list = || ListServices(ServiceFilter::default());
        let services = self.pool.read(|tx, _| operate(list(), tx))?;
        let paged = services.into_iter().filter_map(|service| {
            let details = service.details.shown()?;
            let at = (!details.url.is_empty()).then(|| details.url.parse())?;
            Some(at.map(|at| Paged {
                name: service.name.clone(),
                at,
            }))
        });
        paged.collect()
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
