//! `hubctl upgrade-db` against what the real JupyterHub 6.1.1 makes of the same databases.

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "../support/hub.rs"]
mod hub;
#[cfg(test)]
#[path = "../support/jupyterhub.rs"]
mod jupyterhub;

#[cfg(test)]
mod answers;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod canonical;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod oddities;
#[cfg(test)]
mod recorded;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod stopped;
