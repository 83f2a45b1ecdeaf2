//! The door of a serving hub beside that of JupyterHub 6.1.1: what `tests/golden/door/record.py` recorded
//! there is asked here, over the same bytes.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets what it does not expect fails, and says where"
)]

mod added;
mod again;
mod auth_state;
mod hub;
#[path = "../support/jupyterhub.rs"]
mod jupyterhub;
mod limits;
mod metrics;
mod public;
mod requests;
mod signed;

use serde::de::DeserializeOwned;

/// A file of `tests/golden/door`.
fn golden(name: &str) -> String {
    let path = format!("{}/tests/golden/door/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// The lines of such a file, a JSON value each.
fn lines<T: DeserializeOwned>(name: &str) -> Vec<T> {
    golden(name)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
