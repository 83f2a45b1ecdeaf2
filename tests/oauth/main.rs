//! Sign-ins and OAuth, with browsers that keep cookies and a real `hubctl serve`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/hub.rs"]
mod hub;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/served.rs"]
mod served;

#[cfg(test)]
#[expect(dead_code, reason = "those that are led on come with OAuth")]
mod browser;
mod sign_out;
mod world;
