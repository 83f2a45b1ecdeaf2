//! Python environments with pinned packages, each made once under `target/` for every test that wants it.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A Python that has `packages`, in the environment `name`. Where there is no Python 3 or no way to its
/// packages: `None`, with the reason said ([`skipped`]).
pub(crate) fn python(name: &str, packages: &[&str]) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let made = once(&folder, &packages.join(" "), || install(&folder, packages));
    wanted(name, made.map(|()| folder.join("bin/python")))
}

/// The source archive of a pinned package (`jupyterhub==6.1.1`), which `python` fetches.
pub(crate) fn source(python: &Path, package: &str) -> Option<PathBuf> {
    let (name, version) = package.split_once("==").unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{version}-source"));
    let fetched = once(&folder, package, || {
        let fetch = ["download", "--quiet", "--no-deps", "--no-binary", name];
        succeed(pip(python).args(fetch).arg(package).arg("-d").arg(&folder))
    });
    let archive = folder.join(format!("{name}-{version}.tar.gz"));
    wanted(package, fetched.map(|()| archive))
}

/// Say that a test is skipped, and why; with `CI=true` fail instead.
pub(crate) fn skipped(reason: &str) {
    let in_ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(!in_ci, "{reason}");
    // Past the test harness, which keeps what a passing test prints to itself.
    let mut stderr = std::io::stderr();
    writeln!(stderr, "skipped: {reason}").unwrap();
}

fn wanted(name: &str, made: Result<PathBuf, String>) -> Option<PathBuf> {
    match made {
        Ok(path) => Some(path),
        Err(reason) => {
            skipped(&format!("`{name}` cannot be installed: {reason}"));
            None
        }
    }
}

/// Do what fills `folder` where that was not done for `what` before; other tests that want it too wait
/// for this one.
fn once(
    folder: &Path,
    what: &str,
    fill: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    fs::create_dir_all(folder).unwrap();
    let turn = File::create(folder.with_extension("lock")).unwrap();
    turn.lock().unwrap();
    let done = folder.join("installed");
    if fs::read_to_string(&done).is_ok_and(|installed| installed == what) {
        return Ok(());
    }
    fill()?;
    fs::write(done, what).unwrap();
    Ok(())
}

fn install(folder: &Path, packages: &[&str]) -> Result<(), String> {
    let mut venv = Command::new("python3");
    succeed(venv.args(["-m", "venv", "--clear"]).arg(folder))?;
    let python = folder.join("bin/python");
    succeed(pip(&python).args(["install", "--quiet"]).args(packages))
}

fn pip(python: &Path) -> Command {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "--disable-pip-version-check"]);
    pip
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
