//! What several tests need.

pub(crate) mod hub;
pub(crate) mod jupyterhub;
