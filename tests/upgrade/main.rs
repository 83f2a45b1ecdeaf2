//! `hubctl upgrade-db` against what the real JupyterHub 6.1.1 makes of the same databases.

#[cfg(test)]
mod canonical;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod recorded;
#[cfg(test)]
mod stopped;
