//! What other programs see of the API: real clients and testers, unmodified, ask a real `hubctl serve`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/hub.rs"]
mod hub;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/served.rs"]
mod served;
#[cfg(test)]
#[path = "../support/venv.rs"]
mod venv;

mod asked;
mod idle_culler;
mod jhub_client;
mod proxied;
mod schemathesis;
mod singleuser;
