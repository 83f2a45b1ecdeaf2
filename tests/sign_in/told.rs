//! A command of a test's own, which answers what the test says and keeps what it was told.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Told(TempDir);

impl Told {
    /// One that answers nothing yet.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let place = folder.path().display();
        let script =
            format!("#!/bin/sh\ncat > {place}/told\necho >> {place}/times\ncat {place}/answer\n");
        let path = folder.path().join("command");
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let told = Self(folder);
        told.answers(&"");
        told
    }

    /// What is run.
    pub(crate) fn path(&self) -> String {
        self.0.path().join("command").display().to_string()
    }

    /// From now on this is the answer.
    pub(crate) fn answers(&self, answer: &impl ToString) {
        fs::write(self.file("answer"), answer.to_string()).unwrap();
    }

    /// What it was told last.
    pub(crate) fn told(&self) -> Value {
        serde_json::from_slice(&fs::read(self.file("told")).unwrap()).unwrap()
    }

    /// How often it was run.
    pub(crate) fn times(&self) -> usize {
        fs::read(self.file("times")).map_or(0, |times| times.len())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}
