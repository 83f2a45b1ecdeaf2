//! `hubctl serve` answers as JupyterHub 6.1.1 does: the conversation of `tests/parity` is played to the built
//! hub, and its answers are compared with those that were recorded of the real one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use rusqlite::Connection;
use served::Served;

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "support/jupyterhub.rs"]
mod jupyterhub;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "support/served.rs"]
mod served;

/// The program that plays the conversation, of a version that it can be played with.
fn python() -> Option<&'static str> {
    let enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    let status = Command::new("python3").args(["-c", enough]).status();
    status
        .is_ok_and(|status| status.success())
        .then_some("python3")
}

/// Make the database that the conversation begins with.
#[expect(
    clippy::disallowed_methods,
    reason = "the test makes the file without the program that it tests"
)]
fn fill(folder: &Path, seed: &Path) {
    let database = Connection::open(folder.join("jupyterhub.sqlite")).unwrap();
    let seed = fs::read_to_string(seed).unwrap();
    // The tables of a dump are not in the order of what refers to what.
    database.pragma_update(None, "foreign_keys", false).unwrap();
    database.execute_batch(&seed).unwrap();
}

#[test]
fn the_hub_answers_all_of_the_conversation_as_jupyterhub_does_or_says_why_not() {
    let Some(python) = python() else {
        let missing = "there is no `python3` of 3.11 or later to play the conversation with";
        return jupyterhub::venv::skipped(missing);
    };
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let parity = checkout.join("tests/parity");
    let folder = served::folder();
    fill(folder.path(), &parity.join("seed.sql"));
    let config = parity.join("hubctl.toml");
    let hub = Served::start(folder.path(), &["--config", config.to_str().unwrap()]);
    let played = Command::new(python)
        .arg(parity.join("play.py"))
        .args([hub.url(), "compare"])
        .arg(checkout.join("tests/golden/parity"))
        .arg("--differences")
        .arg(parity.join("differences.toml"))
        // What it imports leaves no compiled copies in the checkout.
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&played.stdout);
    let complaint = String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success(), "{said}\n{complaint}");
    // The last request asks the hub to shut down.
    let (status, lines) = hub.end();
    assert!(status.success(), "{status}: {lines:#?}");
}
