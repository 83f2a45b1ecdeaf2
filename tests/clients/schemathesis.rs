//! Schemathesis asks all that two documents say may be asked, and some of what they say may not: ours, and
//! JupyterHub's own.
//!
//! What it asks is the same in every run, and bounded by the number of requests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::asked::{served, succeed};
use crate::served::Served;
use crate::venv;

const PACKAGES: [&str; 4] = [
    "schemathesis==4.32.5",
    "hypothesis==6.170.15",
    "openapi-spec-validator==0.9.0",
    "pyyaml==6.0.3",
];

/// What must hold of each answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance";

#[test]
fn our_document_is_valid_openapi() {
    let Some(python) = python() else { return };
    let (database, hub) = served("parity/seed.sql");
    let document = database.path().with_file_name("openapi.json");
    fs::write(&document, hub.get("/hub/api/openapi.json").body).unwrap();
    let mut validator = Command::new(python);
    succeed(
        validator
            .args(["-m", "openapi_spec_validator"])
            .arg(document),
    );
}

#[test]
fn no_answer_to_an_admin_is_outside_our_document() {
    keeps_to_our_document("vera --inherit");
}

#[test]
fn no_answer_to_somebody_who_may_little_is_outside_our_document() {
    keeps_to_our_document("bob --inherit");
}

#[test]
fn no_answer_to_a_stranger_is_outside_our_document() {
    let Some(python) = python() else { return };
    let (_database, hub) = served("parity/seed.sql");
    ask_all(&python, &hub, &document_of(&hub), "unknown", &[]);
}

/// `token` are the words by which `hubctl token new` makes it.
fn keeps_to_our_document(token: &str) {
    let Some(python) = python() else { return };
    let (database, hub) = served("parity/seed.sql");
    let (token, _) = database.succeed(&format!("token new {token}"));
    ask_all(&python, &hub, &document_of(&hub), token.trim(), &[]);
}

#[test]
fn no_answer_is_outside_of_what_jupyterhub_documents() {
    let Some(python) = python() else { return };
    let Some(source) = venv::source(&python, "jupyterhub==6.1.1") else {
        return;
    };
    let (database, hub) = served("parity/seed.sql");
    let document = database.path().with_file_name("rest-api.json");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/rest_api.py");
    succeed(Command::new(&python).arg(script).arg(source).arg(&document));
    let (token, _) = database.succeed("token new vera --inherit");
    // Pages of a sign-in, not answers of the API.
    let pages = ["--exclude-path-regex", "^/oauth2/"];
    ask_all(
        &python,
        &hub,
        document.to_str().unwrap(),
        token.trim(),
        &pages,
    );
}

fn python() -> Option<PathBuf> {
    venv::python("schemathesis-4.32.5", &PACKAGES)
}

fn document_of(hub: &Served) -> String {
    format!("{}hub/api/openapi.json", hub.url())
}

/// Ask `hub` with `token` what `document` describes.
fn ask_all(python: &Path, hub: &Served, document: &str, token: &str, more: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let mut schemathesis = Command::new(python.with_file_name("schemathesis"));
    schemathesis
        .current_dir(folder.path())
        .args(["--no-color", "run", document])
        .args(["--url", &format!("{}hub/api", hub.url())])
        .args(["--header", &format!("Authorization: token {token}")])
        .args(["--checks", CHECKS])
        .args(["--exclude-path", "/shutdown"])
        // It goes on for as long as somebody listens.
        .args(["--exclude-path", "/events"])
        .args(["--phases", "examples,coverage,fuzzing"])
        .args(["--max-examples", "10", "--generation-deterministic"])
        .args(["--request-timeout", "10"])
        .args(["--suppress-health-check", "all", "--warnings", "off"])
        .args(more);
    succeed(&mut schemathesis);
}
