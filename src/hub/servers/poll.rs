//! Looking at the servers that should run, again and again.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::hub::Hub;

/// How many servers are looked at at a time.
const AT_A_TIME: usize = 64;

/// How soon a hub that does not look at servers sees whether it is told to, by another configuration.
const NOT_NOW: Duration = Duration::from_secs(30);

impl Hub {
    /// Look at all servers every `poll_interval`, for as long as the hub lives.
    pub async fn watch_servers(self: Arc<Self>) {
        loop {
            let config = self.config();
            match config.spawner.poll_interval.unless_zero() {
                Some(interval) => {
                    sleep(self.jittered(interval, config.spawner.poll_jitter)).await;
                    self.look_at_servers().await;
                }
                None => sleep(NOT_NOW).await,
            }
        }
    }

    /// Look at all servers that should run, once. What is found dead is cleared.
    pub async fn look_at_servers(self: &Arc<Self>) {
        let mut looks = JoinSet::new();
        for (server, running) in self.servers.ready() {
            if looks.len() >= AT_A_TIME {
                looks.join_next().await;
            }
            let hub = Arc::clone(self);
            looks.spawn(async move {
                hub.is_found_dead(&server, &running).await;
            });
        }
        while looks.join_next().await.is_some() {}
    }

    /// `interval`, more or less by `jitter` of it.
    fn jittered(&self, interval: Duration, jitter: f64) -> Duration {
        let [drawn] = self.pool.clock().random::<1>();
        let part = f64::from(drawn) / 255.0 - 0.5;
        interval.mul_f64((1.0 + jitter * part).max(0.0))
    }
}
