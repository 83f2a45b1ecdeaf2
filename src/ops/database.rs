//! The database as a whole: what it is, upgrades, backups, checks. No hub is asked for these.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::clock::Clock;
use crate::error::Result;
use crate::store::{Ending, Store, Tx, backup, migrate, purge};

pub use crate::store::backup::Backup;
pub use crate::store::check::{Finding, Severity};
pub use crate::store::migrate::{
    Loss, Outcome, Plan, Progress, RELEASE, Rows, Settled, State, Step, Tokens, Upgrade,
};
pub use crate::store::purge::Purged;

/// What a database is.
#[derive(Debug, Serialize)]
pub struct Status {
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// What an upgrade would do to it.
    #[serde(flatten)]
    pub plan: Plan,
}

/// What the database at `path` is, and what an upgrade would do to it.
pub fn status(path: &Path, tokens: Tokens) -> Result<Status> {
    let plan = migrate::plan(path, tokens)?;
    let bytes = path.metadata().map_or(0, |found| found.len());
    Ok(Status {
        path: path.to_owned(),
        bytes,
        plan,
    })
}

/// Where a copy goes before an upgrade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupTo {
    /// Beside the database.
    Beside,
    /// Into a directory.
    Directory(PathBuf),
    /// Nowhere: there is one already.
    Nowhere,
}

/// What an upgrade did.
#[derive(Debug, Serialize)]
pub struct Upgraded {
    /// The copy made before.
    pub backup: Option<Backup>,
    /// What was done.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Begin an upgrade, or with [`Ending::Undo`] a rehearsal of it on a copy in memory.
pub fn begin_upgrade(
    path: &Path,
    tokens: Tokens,
    ending: Ending,
    clock: &Clock,
) -> Result<Upgrade> {
    match ending {
        Ending::Commit => Upgrade::begin(path, tokens, clock),
        Ending::Undo => Upgrade::rehearse(path, tokens, clock),
    }
}

/// Back the database up, then upgrade it.
pub fn finish_upgrade(
    upgrade: Upgrade,
    backup: &BackupTo,
    progress: &mut dyn FnMut(Progress),
) -> Result<Upgraded> {
    let backup = match backup {
        BackupTo::Beside => Some(upgrade.back_up(None, progress)?),
        BackupTo::Directory(directory) => Some(upgrade.back_up(Some(directory), progress)?),
        BackupTo::Nowhere => {
            upgrade.refuse_damage()?;
            None
        }
    };
    Ok(Upgraded {
        backup,
        outcome: upgrade.run(progress)?,
    })
}

/// Copy the database to `target` and verify the copy.
pub fn back_up(
    path: &Path,
    target: &Path,
    progress: &mut dyn FnMut(backup::Progress),
) -> Result<Backup> {
    backup::back_up(path, target, progress)
}

/// Look the database through.
pub fn check(store: &mut Store, clock: &Clock) -> Result<Vec<Finding>> {
    store.check(clock)
}

/// Delete expired tokens, codes and shares; how many of each.
pub fn purge(tx: &Tx<'_>) -> Result<Vec<Purged>> {
    purge::purge(tx)
}
