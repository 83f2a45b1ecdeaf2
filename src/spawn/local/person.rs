//! For whom a process runs, and where it is at home.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use nix::unistd::geteuid;

use super::super::Order;
use super::super::launch::{Account, Folder};
use crate::error::{Error, Result};

/// For whom servers run, and as which system user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Each as the system user of the person's name; a hub that does not run as root starts them for its own
    /// user only (`LocalProcessSpawner`).
    OwnUser,
    /// For anybody, all as the hub's user, each in a folder of their own: no person is kept from the files of
    /// another (`SimpleLocalProcessSpawner`).
    Anybody,
}

/// Where a server is at home.
#[derive(Debug)]
pub(super) enum Home {
    /// With an account of this machine.
    Own(Account),
    /// In a folder, for this user of the hub.
    Made(String, PathBuf),
}

impl Home {
    /// As whom it runs; as the hub's own user where `None`.
    pub(super) fn account(&self) -> Option<&Account> {
        match self {
            // Who is not root can be nobody else, and is that user already.
            Self::Own(account) if geteuid().is_root() => Some(account),
            Self::Own(_) | Self::Made(..) => None,
        }
    }

    /// Where it begins.
    pub(super) fn folder(&self) -> Folder<'_> {
        match self {
            Self::Own(account) => Folder::Near(account.home()),
            Self::Made(_, folder) => Folder::At(folder),
        }
    }

    /// What only the kind of spawner knows of the environment.
    pub(super) fn variables(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Own(account) => account.variables().collect(),
            Self::Made(user, folder) => vec![
                ("USER", user.clone()),
                ("HOME", folder.to_string_lossy().into_owned()),
                ("SHELL", "/bin/bash".to_owned()),
            ],
        }
    }
}

impl Whose {
    /// The home of the server that is started.
    ///
    /// # Errors
    /// Where the hub may not start a server for that person, or they have no home.
    pub(super) async fn home_of(self, order: &Order) -> Result<Home> {
        let user = order.server.user.as_str();
        match self {
            Self::OwnUser => own_home(user).await.map(Home::Own),
            Self::Anybody => Ok(Home::Made(user.to_owned(), made_home(order)?)),
        }
    }
}

async fn own_home(user: &str) -> Result<Account> {
    if !geteuid().is_root() {
        is_own(user)?;
    }
    Account::named(user).await
}

/// Only root can start a process as somebody else.
fn is_own(user: &str) -> Result<()> {
    let own = whoami::username().unwrap_or_default();
    if own == user {
        return Ok(());
    }
    Err(Error::unreachable(format!(
        "the hub runs as the system user `{own}`, and starts no server for `{user}`"
    ))
    .hint("run it as root to start each person's as their own system user")
    .hint("with `spawner_class = \"simple\"` it starts everybody's as its own"))
}

/// The folder that `home_dir_template` names, made where there is none.
fn made_home(order: &Order) -> Result<PathBuf> {
    let user = order.server.user.as_str();
    let template = &order.settings.home_dir_template;
    let folder = template
        .replace("{userid}", &order.user.to_string())
        .replace("{username}", user);
    let folder = PathBuf::from(folder);
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o755);
    builder.create(&folder).map_err(|error| {
        Error::unreachable(format!(
            "the home `{}` cannot be made: {error}",
            folder.display()
        ))
        .hint("see `spawner.home_dir_template`")
        .caused_by(error)
    })?;
    Ok(folder)
}
