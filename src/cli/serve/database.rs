//! The database of a hub that begins to serve: there, and of the present schema.

use crate::clock::Clock;
use crate::config::Config;
use crate::error::Result;
use crate::ops::database::{BackupTo, State, Tokens, begin_upgrade, finish_upgrade};
use crate::store::{Ending, Store};

/// Make the database if there is none, and upgrade it if that is configured.
///
/// # Errors
/// Where it cannot be made or upgraded. An old one that is not to be upgraded is left to whoever opens it.
pub(super) fn prepare(config: &Config, clock: &Clock) -> Result<()> {
    let url = &config.hub.db_url;
    let path = url.path();
    // A link that leads nowhere is no place for a new file: opening says so.
    let nothing = path.symlink_metadata().is_err();
    if nothing {
        drop(Store::create(url, clock)?);
        tracing::info!(database = %url, "there was no database: a new one is made");
    } else if config.hub.upgrade_db {
        upgrade(config, clock)?;
    }
    Ok(())
}

fn upgrade(config: &Config, clock: &Clock) -> Result<()> {
    let path = config.hub.db_url.path();
    let upgrade = begin_upgrade(path, Tokens::Drop, Ending::Commit, clock)?;
    if upgrade.plan().state == State::Current {
        return Ok(());
    }
    let done = finish_upgrade(upgrade, &BackupTo::Beside, &mut |_| {})?;
    let backup = done.backup.map(|backup| backup.path.display().to_string());
    tracing::info!(
        from = done.outcome.plan.releases,
        backup,
        "the database is upgraded"
    );
    Ok(())
}
