//! Sign-ins and OAuth, with browsers that keep cookies and a real `hubctl serve`.

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

mod accounts;
mod administrators;
#[path = "../support/browser.rs"]
mod browser;
mod command_line;
mod recorded;
mod sign_out;
mod singleuser;
mod subdomains;
mod take_over;
mod theirs;
mod tokens;
mod world;
mod xsrf;
