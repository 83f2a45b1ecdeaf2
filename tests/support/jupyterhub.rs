//! The real JupyterHub 6.1.1, installed once under `target/` for every test that asks it.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What is installed. JupyterHub's answers depend on all of them.
const PACKAGES: [&str; 3] = ["jupyterhub==6.1.1", "sqlalchemy==2.1.9", "alembic==1.20.1"];

/// A Python that has JupyterHub 6.1.1. Where there is no Python 3 or no way to its packages: `None`,
/// with the reason said ([`skipped`]).
pub(crate) fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    match PYTHON.get_or_init(provision) {
        Ok(python) => Some(python),
        Err(reason) => {
            skipped(&format!("JupyterHub cannot be installed: {reason}"));
            None
        }
    }
}

/// Say that a test is skipped, and why; with `CI=true` fail instead.
pub(crate) fn skipped(reason: &str) {
    let in_ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(!in_ci, "{reason}");
    // Past the test harness, which keeps what a passing test prints to itself.
    let mut stderr = std::io::stderr();
    writeln!(stderr, "skipped: {reason}").unwrap();
}

/// Install it where it is missing; other tests that want it too wait for this one.
fn provision() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("jupyterhub-6.1.1");
    let python = folder.join("bin/python");
    fs::create_dir_all(&folder).unwrap();
    let turn = File::create(folder.with_extension("lock")).unwrap();
    turn.lock().unwrap();
    let done = folder.join("installed");
    if fs::read_to_string(&done).is_ok_and(|packages| packages == PACKAGES.join(" ")) {
        return Ok(python);
    }
    succeed(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )?;
    succeed(
        Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .args(PACKAGES),
    )?;
    fs::write(done, PACKAGES.join(" ")).unwrap();
    Ok(python)
}

/// Run a command; where it fails, the last line of what it said.
fn succeed(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(said
        .lines()
        .last()
        .unwrap_or("it did not say why")
        .to_owned())
}
