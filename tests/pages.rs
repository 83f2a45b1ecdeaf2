//! The pages answer browsers as those of JupyterHub 6.1.1 do: what was asked of the real one (`tests/golden/pages`) is
//! asked of the built hub, in each world that was recorded, and every difference is one that is listed with its reason.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use served::Served;

#[cfg(test)]
#[path = "support/jupyterhub.rs"]
mod jupyterhub;
#[cfg(test)]
#[expect(dead_code, reason = "each test binary uses a part of it")]
#[path = "support/served.rs"]
mod served;

/// Whether there is a Python that the browsers can be played with.
fn has_python() -> bool {
    let enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    let status = Command::new("python3").args(["-c", enough]).status();
    status.is_ok_and(|status| status.success())
}

/// Where what was recorded is, and the script that plays it.
fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages")
}

/// A hub of the world that `config` describes.
fn serve(folder: &Path, config: &Path) -> Served {
    let said = fs::read_to_string(config).unwrap();
    // Where it listens is said by a flag, which has the last word on the path, too.
    let path = said
        .lines()
        .find_map(|line| line.strip_prefix("base_url = "));
    let mut arguments = vec!["--config", config.to_str().unwrap()];
    if let Some(path) = path {
        arguments.extend(["--base-url", path.trim_matches('"')]);
    }
    Served::start(folder, &arguments)
}

/// Play browsers to `hubs`, each of a world, and compare.
fn compare(hubs: &[(String, Served)]) {
    let played = Command::new("python3")
        .arg(golden().join("walk.py"))
        .args(
            hubs.iter()
                .map(|(world, hub)| format!("{world}=http://{}", hub.address())),
        )
        // What it imports leaves no compiled copies in the checkout.
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&played.stdout);
    let complaint = String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success(), "{said}\n{complaint}");
}

#[test]
fn the_pages_answer_browsers_as_those_of_jupyterhub_or_say_why_not() {
    if !has_python() {
        return jupyterhub::venv::skipped(
            "there is no `python3` of 3.11 or later to play browsers with",
        );
    }
    let mut folders = Vec::new();
    let mut hubs = Vec::new();
    for entry in fs::read_dir(golden().join("worlds")).unwrap() {
        let config = entry.unwrap().path();
        if config.extension().is_some_and(|end| end == "toml") {
            let folder = served::folder();
            let world = config.file_stem().unwrap().to_str().unwrap().to_owned();
            hubs.push((world, serve(folder.path(), &config)));
            folders.push(folder);
        }
    }
    compare(&hubs);
}

/// The pages of a site that has changed every one of them: `JupyterHub`'s own templates go before those of the program.
#[test]
fn the_templates_of_jupyterhub_are_shown_as_there() {
    let Some(python) = jupyterhub::python().filter(|_| has_python()) else {
        return;
    };
    let templates = python
        .ancestors()
        .nth(2)
        .unwrap()
        .join("share/jupyterhub/templates");
    assert!(
        templates.join("page.html").exists(),
        "{}",
        templates.display()
    );
    let folder = served::folder();
    let usual = fs::read_to_string(golden().join("worlds/usual.toml")).unwrap();
    let own = format!("[hub]\ntemplate_paths = [\"{}\"]\n", templates.display());
    let config = served::file(
        folder.path(),
        "hubctl.toml",
        &usual.replace("[hub]\n", &own),
    );
    compare(&[("usual".to_owned(), serve(folder.path(), &config))]);
}
