//! The audit log: what is in it of each request and command, what is not, and what nobody can do to it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/hub.rs"]
mod hub;
#[cfg(test)]
#[path = "../support/jupyterhub.rs"]
mod jupyterhub;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/served.rs"]
mod served;

mod commands;
mod refusals;
mod requests;
mod rows;
mod table;
