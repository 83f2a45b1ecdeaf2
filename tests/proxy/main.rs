//! The proxy of a hub that serves: what people ask of servers, and what comes back, over real sockets.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot do its part fails, and says where"
)]

mod backend;
mod bodies;
mod broken;
mod framing;
mod hub;
mod passed;
mod routed;
mod upgraded;
