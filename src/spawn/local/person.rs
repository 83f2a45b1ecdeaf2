//! For whom a process runs, and where it is at home.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::super::Order;
use crate::error::{Error, Result};

/// For whom servers run; always as the system user that the hub itself runs as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// For the person whose system user that is, and nobody else (`LocalProcessSpawner`).
    OwnUser,
    /// For anybody, each in a folder of their own: no person is kept from the files of another
    /// (`SimpleLocalProcessSpawner`).
    Anybody,
}

/// Where a server is at home.
#[derive(Debug)]
pub(super) struct Home {
    user: String,
    folder: PathBuf,
}

impl Home {
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What only the kind of spawner knows of the environment (`LocalProcessSpawner.user_env`).
    pub(super) fn variables(&self) -> [(&'static str, String); 3] {
        [
            ("USER", self.user.clone()),
            ("HOME", self.folder.to_string_lossy().into_owned()),
            ("SHELL", "/bin/bash".to_owned()),
        ]
    }
}

impl Whose {
    /// The home of the server that is started.
    ///
    /// # Errors
    /// Where the hub may not start a server for that person, or they have no home.
    pub(super) fn home_of(self, order: &Order) -> Result<Home> {
        let user = order.server.user.as_str().to_owned();
        let folder = match self {
            Self::OwnUser => own_home(&user)?,
            Self::Anybody => made_home(order)?,
        };
        Ok(Home { user, folder })
    }
}

fn own_home(user: &str) -> Result<PathBuf> {
    let own = whoami::username().unwrap_or_default();
    if own != user {
        return Err(Error::unreachable(format!(
            "the hub runs as the system user `{own}`, and starts no server for `{user}`"
        ))
        .hint("with `spawner_class = \"simple\"` it starts everybody's as its own"));
    }
    std::env::home_dir()
        .ok_or_else(|| Error::unreachable(format!("the system user `{own}` has no home")))
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
