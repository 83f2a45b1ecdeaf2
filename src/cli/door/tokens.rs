//! Where the token of each profile is kept.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::{Outside, Profile, keyring};
use crate::error::{Error, Result};
use crate::model::Secret;

/// The tokens of profiles: in the keyring of the system, else in a file that nobody else can read.
#[derive(Debug)]
pub(in crate::cli) struct Tokens {
    file: Option<PathBuf>,
}

/// Where a token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Kept {
    /// In the keyring of the system.
    Keyring,
    /// In this file, in clear.
    File(PathBuf),
}

impl Tokens {
    /// Those of whoever runs this.
    pub(in crate::cli) fn new(outside: &Outside) -> Self {
        let file = outside.folder.as_ref();
        Self {
            file: file.map(|folder| folder.join("tokens.toml")),
        }
    }

    /// The token of `profile`, which is called `name`.
    pub(in crate::cli) fn find(&self, name: &str, profile: &Profile) -> Result<Option<Secret>> {
        if profile.keyring {
            return keyring::find(name);
        }
        Ok(self.in_file()?.remove(name).map(Secret::new))
    }

    /// Keep the token of the profile `name`; where.
    pub(in crate::cli) fn keep(&self, name: &str, token: &Secret) -> Result<Kept> {
        let mut tokens = self.in_file()?;
        if keyring::keep(name, token) {
            if tokens.remove(name).is_some() {
                self.write(&tokens)?;
            }
            return Ok(Kept::Keyring);
        }
        tokens.insert(name.to_owned(), token.reveal().to_owned());
        self.write(&tokens).map(Kept::File)
    }

    /// Forget the token of `profile`, which is called `name`.
    pub(in crate::cli) fn forget(&self, name: &str, profile: &Profile) -> Result<()> {
        if profile.keyring {
            keyring::forget(name);
        }
        let mut tokens = self.in_file()?;
        if tokens.remove(name).is_some() {
            self.write(&tokens)?;
        }
        Ok(())
    }

    fn in_file(&self) -> Result<BTreeMap<String, String>> {
        let Some(file) = &self.file else {
            return Ok(BTreeMap::new());
        };
        match fs::read_to_string(file) {
            Ok(text) => toml::from_str(&text).map_err(|_| {
                Error::invalid(format!("`{}` cannot be understood", file.display()))
                    .hint("delete it, and sign in again")
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(Error::invalid(format!(
                "`{}` cannot be read: {error}",
                file.display()
            ))),
        }
    }

    fn write(&self, tokens: &BTreeMap<String, String>) -> Result<PathBuf> {
        let Some(file) = &self.file else {
            return Err(Error::invalid("there is no place to keep a token in")
                .hint("set `HOME` or `XDG_CONFIG_HOME`, or put the token into `HUBCTL_TOKEN`"));
        };
        let text = toml::to_string(tokens)
            .map_err(|error| Error::internal("tokens cannot be written").caused_by(error))?;
        write_private(file, &text)?;
        Ok(file.clone())
    }
}

/// Write `text` into `file`, for its owner alone, so that whoever reads it meanwhile has all of the old
/// or all of the new.
pub(super) fn write_private(file: &Path, text: &str) -> Result<()> {
    let written = || -> io::Result<()> {
        if let Some(folder) = file.parent() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)?;
        }
        let new = file.with_extension("new");
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut out = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&new)?;
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        fs::rename(&new, file)
    };
    written()
        .map_err(|error| Error::invalid(format!("`{}` cannot be written: {error}", file.display())))
}
