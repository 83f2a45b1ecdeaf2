//! How many servers there may be, and how many may be starting at a time.

use std::time::Duration;

use crate::config::{Config, Limit};

/// The limits of a hub.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    starting: Limit,
    active: Limit,
    retry: (u32, u32),
    /// Which part of the range to try again is drawn, from 0 to 255.
    drawn: u8,
}

/// The hub has enough to do: try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Throttled {
    /// Too many servers are starting.
    Starting {
        /// When to try again.
        retry: Duration,
    },
    /// As many are active as there may be.
    Active,
}

impl Limits {
    /// Those of the configuration; `drawn` is random.
    pub(super) fn of(config: &Config, drawn: u8) -> Self {
        Self {
            starting: config.hub.concurrent_spawn_limit,
            active: config.hub.active_server_limit,
            retry: config.hub.tornado_settings.spawn_throttle_retry_range,
            drawn,
        }
    }

    /// Whether one more would be too many.
    pub(super) fn throttle(&self, starting: usize, active: usize) -> Result<(), Throttled> {
        if self.starting.is_reached_by(starting) {
            return Err(Throttled::Starting {
                retry: self.retry(),
            });
        }
        if self.active.is_reached_by(active) {
            return Err(Throttled::Active);
        }
        Ok(())
    }

    /// When to try again: not everybody at once.
    fn retry(&self) -> Duration {
        let (first, last) = self.retry;
        let span = u64::from(last.saturating_sub(first));
        Duration::from_secs(u64::from(first) + span * u64::from(self.drawn) / 255)
    }
}

impl std::fmt::Display for Throttled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Starting { retry } => write!(
                f,
                "too many servers are starting right now: try again in {} seconds",
                retry.as_secs()
            ),
            Self::Active => f.write_str(
                "as many servers are active as there may be: try again in a few minutes",
            ),
        }
    }
}
