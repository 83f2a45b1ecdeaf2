//! A database from before JupyterHub 2.0 that no newer hub has started on: nobody holds a role yet.

use crate::cli::Session;
use crate::error::Result;
use crate::ops::roles::RolesToCome;

/// Where nobody can hold a role yet, say so.
pub(in crate::cli) fn say(session: &mut Session) -> Result<()> {
    if session.backend.read(RolesToCome)? {
        session.out.say(
            "note: nobody holds a role yet · the hub makes the default roles and grants them when it next starts",
        );
    }
    Ok(())
}
