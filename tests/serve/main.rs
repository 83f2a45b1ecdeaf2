//! The process `hubctl serve`: the real binary, asked over real sockets.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/browser.rs"]
mod browser;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/hub.rs"]
mod hub;
#[cfg(test)]
#[path = "../support/served.rs"]
mod served;

mod certificates;
mod clients;
mod files;
mod forms;
mod gives_up;
mod killed;
mod lock;
mod logs;
mod quickstart;
mod services;
mod signals;
mod spawned;
mod start;
