//! A hub described in a file: reading it, applying it, taking away what it put there, writing it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/both.rs"]
mod both;
#[cfg(test)]
#[path = "../support/desk.rs"]
mod desk;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/hub.rs"]
mod hub;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/served.rs"]
mod served;

mod applied;
mod bulk;
mod doors;
mod exported;
mod files;
mod killed;
mod laws;
mod meaning;
mod pruned;
mod reading;
