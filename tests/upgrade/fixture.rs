//! Databases that real JupyterHub releases left, and what the real 6.1.1 makes of them.

use std::fs;
use std::path::{Path, PathBuf};

use hubctl::clock::Clock;
use hubctl::config::database::DbUrl;
use hubctl::error::Result;
use hubctl::ops::database::{BackupTo, Tokens, Upgraded, begin_upgrade, finish_upgrade};
use hubctl::store::Ending;
use serde_json::Value;
use tempfile::TempDir;

/// The releases whose databases were recorded, in `tests/fixtures/db`.
pub(crate) const RELEASES: [&str; 11] = [
    "0.5.0", "0.6.1", "0.7.2", "0.8.1", "1.0.0", "1.5.1", "2.3.1", "3.1.1", "4.1.6", "5.4.6",
    "6.1.1",
];

/// A copy of a recorded database, in a folder of its own.
pub(crate) struct Fixture {
    pub(crate) folder: TempDir,
    source: PathBuf,
}

impl Fixture {
    /// The database that `release` left.
    pub(crate) fn of(release: &str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/db")
            .join(release);
        let folder = TempDir::new().unwrap();
        fs::copy(
            source.join("jupyterhub.sqlite"),
            folder.path().join("jupyterhub.sqlite"),
        )
        .unwrap();
        Self { folder, source }
    }

    /// The file.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("jupyterhub.sqlite")
    }

    /// What 6.1.1 makes of it.
    pub(crate) fn expected(&self) -> Value {
        self.json("expected.json")
    }

    /// What went into it.
    pub(crate) fn sidecar(&self) -> Value {
        self.json("sidecar.json")
    }

    /// A file recorded with it.
    pub(crate) fn recorded(&self, name: &str) -> PathBuf {
        self.source.join(name)
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.recorded(name)).unwrap()).unwrap()
    }

    /// The names of the files beside the database.
    pub(crate) fn beside(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "jupyterhub.sqlite")
            .collect();
        names.sort();
        names
    }
}

/// The database at `path`.
pub(crate) fn url(path: &Path) -> DbUrl {
    path.to_str().unwrap().parse().unwrap()
}

/// Upgrade the database at `path` without a backup.
pub(crate) fn upgrade(path: &Path, tokens: Tokens) -> Result<Upgraded> {
    let upgrade = begin_upgrade(path, tokens, Ending::Commit, &Clock::system())?;
    finish_upgrade(upgrade, &BackupTo::Nowhere, &mut |_| ())
}
