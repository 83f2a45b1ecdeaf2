//! The proxy of a hub that serves: what people ask of servers, and what comes back, over real sockets.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot do its part fails, and says where"
)]

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/served.rs"]
mod served;

mod api;
mod backend;
mod bodies;
mod broken;
mod framing;
mod hub;
mod idle;
mod odd;
mod passed;
mod routed;
mod second;
mod soaked;
mod upgraded;
