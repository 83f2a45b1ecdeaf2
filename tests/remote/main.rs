//! The remote door: what can go wrong on the way to a hub, who is known there, and what a real JupyterHub
//! is asked.

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/hub.rs"]
mod hub;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/served.rs"]
mod served;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/venv.rs"]
mod venv;

#[cfg(test)]
mod door;
#[cfg(test)]
mod jupyterhub;
#[cfg(test)]
mod keyring;
#[cfg(test)]
mod live;
#[cfg(test)]
mod login;
#[cfg(test)]
mod scripted;
#[cfg(test)]
mod secure;
#[cfg(test)]
mod trouble;
#[cfg(test)]
mod watch;
