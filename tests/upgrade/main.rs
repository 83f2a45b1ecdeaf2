//! `hubctl upgrade-db` against what the real JupyterHub 6.1.1 makes of the same databases.

mod canonical;
mod fixture;
mod recorded;
