//! Accounts of this machine.

use std::ffi::CString;
use std::path::PathBuf;

use nix::unistd::{User, getgrouplist};

use super::Ids;
use crate::error::{Error, Result};

/// A user that this machine knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    ids: Ids,
    home: PathBuf,
    shell: PathBuf,
}

impl Account {
    /// The account called `name`, with all groups that it is in.
    ///
    /// # Errors
    /// Where there is none, or nobody can tell.
    pub async fn named(name: &str) -> Result<Self> {
        let name = name.to_owned();
        // Whoever is asked for it may be at the other end of a network.
        let found = tokio::task::spawn_blocking(move || find(&name)).await;
        found.unwrap_or_else(|error| {
            Err(Error::internal("the look-up of a system user failed").caused_by(error))
        })
    }

    pub(super) fn ids(&self) -> Ids {
        self.ids.clone()
    }

    /// Where its user is at home; empty where nobody says.
    pub fn home(&self) -> &std::path::Path {
        &self.home
    }

    /// What its user types into; empty where nobody says.
    pub fn shell(&self) -> &std::path::Path {
        &self.shell
    }
}

fn find(name: &str) -> Result<Account> {
    let unknown = |error: nix::Error| {
        let message = format!("the system user `{name}` cannot be looked up: {error}");
        Error::unreachable(message).caused_by(error)
    };
    let known = CString::new(name).ok();
    let user = User::from_name(name).map_err(unknown)?;
    let (Some(user), Some(known)) = (user, known) else {
        return Err(Error::unreachable(format!(
            "this machine has no user `{}`, as whom the server would run",
            name.escape_debug()
        ))
        .hint(
            "add it, or set `spawner_class = \"simple\"` to start servers as the hub's own user",
        ));
    };
    let groups = getgrouplist(&known, user.gid).map_err(unknown)?;
    Ok(Account {
        ids: Ids {
            user: user.uid.as_raw(),
            group: user.gid.as_raw(),
            groups: groups.into_iter().map(nix::unistd::Gid::as_raw).collect(),
        },
        home: user.dir,
        shell: user.shell,
    })
}
