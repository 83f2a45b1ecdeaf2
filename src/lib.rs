//! hubctl: administer a JupyterHub, and see who may do what and why.
//!
//! The map of the house, in the order things flow; `ARCHITECTURE.md` draws it.

pub mod auth;
pub mod cli;
pub mod client;
pub mod clock;
pub mod command;
pub mod config;
pub mod error;
pub mod http;
pub mod hub;
pub mod model;
pub mod oauth;
pub mod ops;
pub mod proxy;
pub mod rbac;
pub mod spawn;
pub mod store;
