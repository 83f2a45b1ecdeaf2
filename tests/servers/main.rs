//! People's servers in the hands of a hub: started, stopped, followed, watched and found again.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot do its part fails, and says where"
)]

mod accounts;
mod adopted;
mod changed;
mod chosen;
mod clients;
mod hangs;
mod hosts;
mod hub;
mod known;
mod limited;
mod local;
mod printed;
mod recorder;
#[path = "../support/somebody.rs"]
mod somebody;
mod started;
mod stopped;
mod stress;
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/venv.rs"]
mod venv;
