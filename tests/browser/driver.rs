//! A browser, and Python to drive it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::venv;

/// Selenium drives the browser; axe looks for what keeps people from using a page.
const PACKAGES: [&str; 2] = ["selenium==4.51.0", "axe-core-python==0.1.0"];

/// What Debian's packages `chromium` and `chromium-driver` bring.
const PROGRAMS: [&str; 2] = ["/usr/bin/chromium", "/usr/bin/chromedriver"];

/// Run `script`, which stands beside this file, on the hub at `url`. Where there is no browser the test is skipped.
pub(crate) fn run(script: &str, url: &str) {
    run_with(script, url, &[]);
}

/// The same, told `arguments` besides.
pub(crate) fn run_with(script: &str, url: &str, arguments: &[&str]) {
    let Some(python) = python() else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let mut command = Command::new(python);
    command.arg(folder.join(script)).arg(url).args(arguments);
    // What it imports leaves no compiled copies in the checkout.
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    fs::create_dir_all(&pictures).unwrap();
    command.env("PICTURES", &pictures);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complaint}");
}

fn python() -> Option<PathBuf> {
    if let Some(missing) = PROGRAMS.iter().find(|path| !Path::new(path).exists()) {
        venv::skipped(&format!(
            "there is no `{missing}`: install `chromium` and `chromium-driver`"
        ));
        return None;
    }
    venv::python("browser", &PACKAGES)
}
