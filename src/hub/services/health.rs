//! Whether services that have pages answer.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::config::Config;
use crate::hub::Hub;
use crate::hub::routes::Paged;
use crate::model::escape_segment;
use crate::spawn;

/// How soon a service is asked again that does not answer.
const AGAIN: Duration = Duration::from_secs(1);

/// How soon a hub that does not look sees whether it is told to, by another configuration.
const NOT_NOW: Duration = Duration::from_secs(30);

/// How long a service is waited for of which the configuration does not know (`Service.timeout`).
const PATIENCE: Duration = Duration::from_secs(30);

impl Hub {
    /// Look at the services that have pages, whoever has defined them: at first, as long as each is waited for, and
    /// then every `service_check_interval`, for as long as the hub lives (`JupyterHub.check_services_health`).
    pub async fn watch_services(self: Arc<Self>) {
        loop {
            let config = self.config();
            let services = self.services_with_pages().unwrap_or_else(|error| {
                tracing::error!(%error, "nobody looks whether services answer");
                Vec::new()
            });
            let mut looks = JoinSet::new();
            for service in services {
                looks.spawn(look_at(service, Arc::clone(&config)));
            }
            while looks.join_next().await.is_some() {}
            let interval = config.hub.service_check_interval.unless_zero();
            sleep(interval.unwrap_or(NOT_NOW)).await;
        }
    }
}

/// Wait until `service` answers, as long as it has to, and say if it does not.
async fn look_at(service: Paged, config: Arc<Config>) {
    let Paged { name, at: origin } = service;
    let configured = config.services.iter().find(|one| one.name == name);
    let base_url = &config.hub.base_url;
    let at = format!(
        "{origin}{base_url}services/{}/",
        escape_segment(name.as_str())
    );
    let end = Instant::now() + configured.map_or(PATIENCE, |one| one.timeout.duration());
    while !spawn::is_up(&at).await {
        if Instant::now() + AGAIN > end {
            let managed = configured.is_some_and(|one| one.command.is_some());
            let kind = if managed { "managed" } else { "external" };
            tracing::warn!(service = %name, kind, url = origin.as_str(), "a service does not answer");
            return;
        }
        sleep(AGAIN).await;
    }
    tracing::debug!(service = %name, "a service answers");
}
