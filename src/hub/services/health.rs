//! Whether services that have pages answer.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::config::Service;
use crate::hub::Hub;
use crate::model::{BaseUrl, escape_segment};
use crate::spawn;

/// How soon a service is asked again that does not answer.
const AGAIN: Duration = Duration::from_secs(1);

/// How soon a hub that does not look sees whether it is told to, by another configuration.
const NOT_NOW: Duration = Duration::from_secs(30);

impl Hub {
    /// Look at the services that have pages: at first, as long as each is waited for, and then every
    /// `service_check_interval`, for as long as the hub lives (`JupyterHub.check_services_health`).
    pub async fn watch_services(self: Arc<Self>) {
        loop {
            let config = self.config();
            let mut looks = JoinSet::new();
            for service in config.services.iter().filter(|one| one.url.is_some()) {
                looks.spawn(look_at(service.clone(), config.hub.base_url.clone()));
            }
            while looks.join_next().await.is_some() {}
            let interval = config.hub.service_check_interval.unless_zero();
            sleep(interval.unwrap_or(NOT_NOW)).await;
        }
    }
}

/// Wait until `service` answers, as long as it has to, and say if it does not.
async fn look_at(service: Service, base_url: BaseUrl) {
    let Some(url) = &service.url else {
        return;
    };
    let name = escape_segment(service.name.as_str());
    let at = format!("{}{base_url}services/{name}/", url.origin());
    let end = Instant::now() + service.timeout.duration();
    while !spawn::is_up(&at).await {
        if Instant::now() + AGAIN > end {
            let kind = if service.command.is_some() {
                "managed"
            } else {
                "external"
            };
            tracing::warn!(service = %service.name, kind, url = url.as_str(), "a service does not answer");
            return;
        }
        sleep(AGAIN).await;
    }
    tracing::debug!(service = %service.name, "a service answers");
}
