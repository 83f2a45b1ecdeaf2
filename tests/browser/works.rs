//! A newcomer opens the first link of a hub, works in `JupyterLab`, and signs out.

use std::fs;
use std::path::Path;

use crate::driver;
use crate::served::{Served, text};
use crate::venv;

/// What people's servers are.
const SINGLEUSER: [&str; 4] = [
    "jupyterhub==6.1.1",
    "jupyter_server==2.21.1",
    "jupyterlab==4.6.6",
    "ipykernel==7.4.0",
];

#[test]
fn a_newcomer_computes_in_a_notebook_and_leaves_nothing_that_opens() {
    let Some(python) = venv::python("jupyterlab", &SINGLEUSER) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let homes = folder.path().join("homes");
    let (hub, link) = serve(folder.path(), &python, &homes);
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    fs::create_dir_all(&pictures).unwrap();
    let paths = [&homes, &pictures].map(|path| path.to_str().unwrap());
    driver::run_with("works.py", hub.url(), &[&link, paths[0], paths[1]]);
    hub.stop();
}

/// A hub that knows nobody yet, whose servers are those of `python`, and the link of its first administrator.
fn serve(folder: &Path, python: &Path, homes: &Path) -> (Served, String) {
    let bin = python.parent().unwrap().display();
    let settings = format!(
        r#"
        [hub]
        spawner_class = "simple"
        hub_port = 0
        allow_named_servers = true
        cleanup_servers = true
        [spawner]
        cmd = ["{bin}/jupyterhub-singleuser"]
        args = ["--allow-root"]
        http_timeout = 120
        home_dir_template = "{}/{{username}}"
        environment = {{ PATH = "{bin}:/usr/bin:/bin" }}
        "#,
        homes.display(),
    );
    let config = folder.join("hubctl.toml");
    fs::write(&config, settings).unwrap();
    let mut hub = Served::start(folder, &["--config", config.to_str().unwrap()]);
    let is_told = |line: &serde_json::Value| line["file"].is_string();
    let told = hub.said().iter().find(|line| is_told(line)).cloned();
    let told = told.unwrap_or_else(|| hub.wait_until(is_told));
    let link = fs::read_to_string(folder.join(text(&told, "file"))).unwrap();
    (hub, link.trim().to_owned())
}
