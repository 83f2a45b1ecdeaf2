//! A hub behind nginx, which ends TLS, with the configuration that `docs/nginx.conf` shows.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../proxy/backend.rs"]
mod backend;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../proxy/hub.rs"]
mod hub;
mod nginx;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/served.rs"]
mod served;
#[cfg(test)]
#[expect(
    dead_code,
    reason = "that a test is skipped is all that is wanted of it"
)]
#[path = "../support/venv.rs"]
mod venv;

mod passed;
mod people;
