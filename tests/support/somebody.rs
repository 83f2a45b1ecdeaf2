//! A user of this machine, which takes root and a machine to add one to.

use std::path::PathBuf;
use std::process::Command;

use crate::venv::skipped;

/// A system user of this test alone, who is in a group more than their own.
pub(crate) struct Somebody {
    pub(crate) name: String,
    pub(crate) home: PathBuf,
}

impl Somebody {
    /// A new one; `None`, with the reason said, where nobody can be added.
    pub(crate) fn new(what: &str) -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            skipped("only root can add a user of this machine");
            return None;
        }
        let name = format!("hubctl-{what}-{}", std::process::id());
        let home = std::env::temp_dir().join(&name);
        let add = [
            "--create-home",
            "--groups",
            "games",
            "--shell",
            "/bin/sh",
            "--home-dir",
        ];
        let added = Command::new("useradd")
            .args(add)
            .arg(&home)
            .arg(&name)
            .output();
        match added {
            Ok(output) if output.status.success() => Some(Self { name, home }),
            Ok(output) => {
                skipped(&String::from_utf8_lossy(&output.stderr));
                None
            }
            Err(error) => {
                skipped(&format!("no system user can be added: {error}"));
                None
            }
        }
    }

    /// What `id` says of them: `-u`, `-g`, `-G`.
    pub(crate) fn id(&self, which: &str) -> String {
        let output = Command::new("id")
            .args([which, &self.name])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Somebody {
    fn drop(&mut self) {
        let _ = Command::new("userdel")
            .args(["--remove", &self.name])
            .output();
    }
}
