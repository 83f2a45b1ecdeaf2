//! The pages answer browsers as those of JupyterHub 6.1.1 do: what was asked of the real one (`tests/golden/pages`) is
//! asked of the built hub, in each world that was recorded, and every difference is one that is listed with its reason.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use served::Served;

#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "support/served.rs"]
mod served;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "support/venv.rs"]
mod venv;

/// Whether there is a Python that the browsers can be played with.
fn has_python() -> bool {
    let enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    let status = Command::new("python3").args(["-c", enough]).status();
    status.is_ok_and(|status| status.success())
}

#[test]
fn the_pages_answer_browsers_as_those_of_jupyterhub_or_say_why_not() {
    if !has_python() {
        return venv::skipped("there is no `python3` of 3.11 or later to play browsers with");
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages");
    let mut worlds = Vec::new();
    for entry in fs::read_dir(golden.join("worlds")).unwrap() {
        let config = entry.unwrap().path();
        if config.extension().is_some_and(|end| end == "toml") {
            let folder = served::folder();
            let hub = Served::start(folder.path(), &["--config", config.to_str().unwrap()]);
            let world = config.file_stem().unwrap().to_str().unwrap().to_owned();
            let at = format!("{world}=http://{}", hub.address());
            worlds.push((folder, hub, at));
        }
    }
    let played = Command::new("python3")
        .arg(golden.join("walk.py"))
        .args(worlds.iter().map(|(_, _, at)| at))
        // What it imports leaves no compiled copies in the checkout.
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&played.stdout);
    let complaint = String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success(), "{said}\n{complaint}");
}
