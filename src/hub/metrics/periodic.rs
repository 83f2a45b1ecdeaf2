//! What is measured by the clock, not by what happens (`metrics.PeriodicMetricsCollector`).

use std::time::{Duration, Instant};

use chrono::TimeDelta;

use super::{Census, Metrics};
use crate::error::Result;
use crate::hub::Hub;
use crate::store::counts;

/// How often the users are counted who were seen lately: it reads all users.
const COUNTED_EVERY: Duration = Duration::from_hours(1);

/// How long the runtime is asked to wait, again and again.
const INTERVAL: Duration = Duration::from_millis(50);

/// The days of the periods of `active_users`.
const DAYS: [i64; 3] = [1, 7, 30];

impl Hub {
    /// What is counted, in words.
    pub fn show_metrics(&self) -> Result<String> {
        let census = self.pool.read(|tx, _| {
            Ok(Census {
                users: counts::users(tx)?,
                running_servers: counts::running_servers(tx)?,
            })
        })?;
        Ok(self.metrics.write(census))
    }

    /// Measure what is measured by the clock, for as long as the hub runs.
    pub async fn measure(&self) {
        tokio::join!(self.count_active_users(), self.metrics.time_the_runtime());
    }

    async fn count_active_users(&self) {
        let mut hours = tokio::time::interval(COUNTED_EVERY);
        loop {
            hours.tick().await;
            let now = self.now();
            for ((_, gauge), days) in self.metrics.active_users.iter().zip(DAYS) {
                let since = now.minus(TimeDelta::days(days)).unwrap_or(now);
                match self.pool.read(|tx, _| counts::users_since(tx, since)) {
                    Ok(count) => gauge.set(count),
                    Err(error) => tracing::warn!(%error, "active users were not counted"),
                }
            }
        }
    }
}

impl Metrics {
    async fn time_the_runtime(&self) {
        let mut last = Instant::now();
        loop {
            tokio::time::sleep(INTERVAL).await;
            let now = Instant::now();
            let passed = now.duration_since(last);
            last = now;
            // Below that it cannot be told from what was asked for.
            self.interval
                .observe(passed.saturating_sub(INTERVAL).max(INTERVAL));
        }
    }
}
