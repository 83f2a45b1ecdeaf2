//! Who serves a database that a command works on.

use std::fmt;
use std::path::Path;

use chrono::TimeDelta;

use crate::error::Result;
use crate::store::{Tx, holders, lock};

/// For how long a hub that says nothing may still be there: it says something every ten seconds.
const SILENCE: TimeDelta = TimeDelta::seconds(30);

/// Somebody who has the database at the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside {
    /// A hub of hubctl's, which listens here.
    Hub(String),
    /// Another program, which may be a JupyterHub.
    Process(u32, String),
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hub(address) => write!(
                f,
                "a hub serves this database at `{address}`: to ask it by `--hub {address}` is safer"
            ),
            Self::Process(number, name) => write!(
                f,
                "process {number} (`{name}`) has the database open: if that is the hub, to ask it by `--hub URL` is safer"
            ),
        }
    }
}

/// Who else has the database at `path`, of which `tx` is a view.
///
/// # Errors
/// Where the database cannot be read.
pub fn beside(path: &Path, tx: &Tx<'_>) -> Result<Option<Beside>> {
    if lock::exists(tx)?
        && let Some(held) = lock::held(tx)?
    {
        let since = tx.clock().now().minus(SILENCE);
        if since.is_none_or(|since| held.last_beat >= since) {
            return Ok(Some(Beside::Hub(held.address)));
        }
    }
    let other = holders::holder(path);
    Ok(other.map(|(number, name)| Beside::Process(number, name)))
}
