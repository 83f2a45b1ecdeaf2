//! What a person sees of each command, on databases that JupyterHub made.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/served.rs"]
mod served;

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/both.rs"]
mod both;

#[cfg(test)]
use support::hub;

mod accounts;
mod completion;
mod config;
#[cfg(test)]
mod environment;
mod groups;
mod live;
mod oauth_clients;
mod prompts;
mod questions;
mod readme;
mod roles;
mod scopes;
mod servers;
mod services;
mod shares;
mod token;
mod upgraded;
mod users;
