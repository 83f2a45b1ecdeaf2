//! The real JupyterHub 6.1.1, installed once under `target/` for every test that asks it.

#[path = "venv.rs"]
#[expect(dead_code, reason = "JupyterHub is all that is wanted of it")]
pub(crate) mod venv;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What is installed. JupyterHub's answers depend on all of them.
const PACKAGES: [&str; 3] = ["jupyterhub==6.1.1", "sqlalchemy==2.1.9", "alembic==1.20.1"];

/// A Python that has JupyterHub 6.1.1. Where there is no Python 3 or no way to its packages: `None`,
/// with the reason said ([`venv::skipped`]).
pub(crate) fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = PYTHON.get_or_init(|| venv::python("jupyterhub-6.1.1", &PACKAGES));
    found.as_deref()
}
