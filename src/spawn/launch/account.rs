//! Accounts of this machine.

use std::ffi::CString;
use std::path::{Path, PathBuf};

use nix::unistd::{User, geteuid, getgrouplist};

use super::Ids;
use crate::error::{Error, Result};

/// A user that this machine knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    name: String,
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

    /// Whether this process is that user's.
    pub fn is_own(&self) -> bool {
        geteuid().as_raw() == self.ids.user
    }

    /// What the account says of an environment, without what nobody says (`LocalProcessSpawner.user_env`).
    pub fn variables(&self) -> impl Iterator<Item = (&'static str, String)> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let known = [
            ("USER", self.name.clone()),
            ("HOME", text(&self.home)),
            ("SHELL", text(&self.shell)),
        ];
        known.into_iter().filter(|(_, value)| !value.is_empty())
    }

    /// Where its user is at home; empty where nobody says.
    pub fn home(&self) -> &Path {
        &self.home
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
        name: name.to_owned(),
        ids: Ids {
            user: user.uid.as_raw(),
            group: user.gid.as_raw(),
            groups: groups.into_iter().map(nix::unistd::Gid::as_raw).collect(),
        },
        home: user.dir,
        shell: user.shell,
    })
}
