//! `--quickstart`: what people's servers are, installed beside the database. Python and pip are stood in for
//! here, for what they may do; `tests/clients` has the real ones.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use crate::served::{file, folder, serve};

/// A Python that makes environments with a `python` that is itself, and writes down what is asked of it.
const PYTHON: &str = r#"#!/bin/sh
echo "$@" >> "$LOG"
case "$*" in
  -c*) exit 0;;
  "-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;
  *"pip install"*) [ -z "$BROKEN" ] || { echo "no way to the index" >&2; exit 1; }
     printf '#!/bin/sh\n' > "${0%/*}/jupyterhub-singleuser"; chmod +x "${0%/*}/jupyterhub-singleuser";;
esac
"#;

fn program(folder: &Path, name: &str, script: &str) {
    fs::create_dir_all(folder).unwrap();
    let path = file(folder, name, script);
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Run `serve --quickstart` until it has to bind a port that it cannot have, with Python as `python`.
fn quickstart(at: &Path, python: &str, broken: &str) -> Output {
    let path = at.join("path");
    program(&path, "python3", python);
    let arguments = [
        "--quickstart",
        "--bind",
        "203.0.113.1:1",
        "--log-format",
        "json",
    ];
    serve(at, &arguments)
        .env("PATH", format!("{}:/usr/bin:/bin", path.display()))
        .env("LOG", at.join("asked"))
        .env("BROKEN", broken)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn asked(at: &Path) -> usize {
    let asked = fs::read_to_string(at.join("asked")).unwrap_or_default();
    asked
        .lines()
        .filter(|line| line.contains("pip install"))
        .count()
}

#[test]
fn it_is_made_once_and_used_from_then_on() {
    let folder = folder();
    let first = said(&quickstart(folder.path(), PYTHON, ""));
    assert!(first.contains("people's servers are installed"), "{first}");
    assert!(
        folder
            .path()
            .join("jupyterhub.venv/bin/jupyterhub-singleuser")
            .exists()
    );
    let second = said(&quickstart(folder.path(), PYTHON, ""));
    assert!(!second.contains("installing"), "{second}");
    assert_eq!(asked(folder.path()), 1);
}

#[test]
fn a_hub_that_runs_as_root_says_whose_servers_are() {
    let folder = folder();
    let warned = said(&quickstart(folder.path(), PYTHON, ""));
    let warned = warned.matches("people's servers run as root").count();
    let is_root = rustix::process::geteuid().is_root();
    assert_eq!(warned, usize::from(is_root));
}

#[test]
fn one_that_is_half_made_is_made_again() {
    let folder = folder();
    let broken = said(&quickstart(folder.path(), PYTHON, "yes"));
    assert!(
        broken.contains("could not make the Python environment: no way to the index"),
        "{broken}"
    );
    file(&folder.path().join("jupyterhub.venv/bin"), "leftover", "");
    let mended = said(&quickstart(folder.path(), PYTHON, ""));
    assert!(
        mended.contains("people's servers are installed"),
        "{mended}"
    );
    assert!(!folder.path().join("jupyterhub.venv/bin/leftover").exists());
}

#[test]
fn what_is_not_of_its_making_is_left_alone() {
    let folder = folder();
    let theirs = folder.path().join("jupyterhub.venv");
    fs::create_dir(&theirs).unwrap();
    file(&theirs, "pyvenv.cfg", "home = /usr/bin\n");
    let refused = quickstart(folder.path(), PYTHON, "");
    assert!(
        said(&refused).contains("is not of hubctl's making, and is left alone"),
        "{refused:?}"
    );
    assert_eq!(refused.status.code(), Some(5));
    assert!(theirs.join("pyvenv.cfg").exists());
}

#[test]
fn a_machine_that_cannot_make_it_is_told_what_it_lacks() {
    for (python, sentence) in [
        (
            "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'ensurepip'\" >&2; exit 1\n",
            "it has no `venv` or `ensurepip`",
        ),
        ("#!/bin/sh\nexit 1\n", "`python3` is too old"),
    ] {
        let folder = folder();
        let refused = said(&quickstart(folder.path(), python, ""));
        assert!(refused.contains(sentence), "{refused}");
    }
}

#[test]
fn without_it_a_hub_says_what_is_missing_and_serves() {
    let folder = folder();
    let arguments = [
        "--set",
        "hub.authenticator_class=null",
        "--set",
        "hub.hub_port=0",
    ];
    let hub = crate::served::Served::start(folder.path(), &arguments);
    let warned = hub.said().iter().any(|line| {
        let message = line["message"].as_str().unwrap_or_default();
        message.contains("there is no `jupyterhub-singleuser`") && message.contains("--quickstart")
    });
    assert!(warned, "{:#?}", hub.said());
    hub.stop();
}
