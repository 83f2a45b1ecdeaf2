//! The hubs that somebody knows by name (`profiles.toml`).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Outside;
use super::tokens::write_private;
use crate::client::Place;
use crate::error::{Error, Kind, Result};

/// The hubs that are known by name, and the one in use.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Profiles {
    /// The one that commands ask where nothing else is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_use: Option<String>,
    #[serde(default, rename = "profiles")]
    known: BTreeMap<String, Profile>,
    #[serde(skip)]
    file: Option<PathBuf>,
}

/// How a hub is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Profile {
    /// Its URL.
    pub(in crate::cli) hub: String,
    /// Whether its token is in the keyring of the system.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::cli) keyring: bool,
    /// Certificates of authorities, in PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) ca: Option<PathBuf>,
    /// The certificate to show, in PEM with its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) client_cert: Option<PathBuf>,
    /// How many seconds the hub may say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) timeout: Option<u64>,
}

impl Profiles {
    /// Those of whoever runs this; none where there is no file.
    pub(in crate::cli) fn read(outside: &Outside) -> Result<Self> {
        let Some(folder) = &outside.folder else {
            return Ok(Self::default());
        };
        let file = folder.join("profiles.toml");
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                let what = format!("`{}` cannot be read: {error}", file.display());
                return Err(Error::invalid(what));
            }
        };
        let read: Self = toml::from_str(&text).map_err(|error| {
            let what = format!(
                "`{}` cannot be understood: {}",
                file.display(),
                error.message()
            );
            Error::invalid(what).hint("mend it, or delete it and sign in again")
        })?;
        Ok(Self {
            file: Some(file),
            ..read
        })
    }

    /// Write them down.
    pub(in crate::cli) fn write(&self) -> Result<()> {
        let Some(file) = &self.file else {
            return Err(Error::invalid("there is no place for profiles")
                .hint("set `HOME` or `XDG_CONFIG_HOME`"));
        };
        let text = toml::to_string(self)
            .map_err(|error| Error::internal("profiles cannot be written").caused_by(error))?;
        write_private(file, &text)
    }

    /// The one in use.
    pub(in crate::cli) fn in_use(&self) -> Option<(&str, &Profile)> {
        let name = self.in_use.as_deref()?;
        Some((name, self.known.get(name)?))
    }

    /// All of them.
    pub(in crate::cli) fn iter(&self) -> impl Iterator<Item = (&str, &Profile)> {
        self.known
            .iter()
            .map(|(name, profile)| (name.as_str(), profile))
    }

    /// The one called `name`.
    pub(in crate::cli) fn named(&self, name: &str) -> Result<&Profile> {
        self.known.get(name).ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: &str) -> Error {
        Error::new(Kind::NotFound, format!("no profile named `{name}`"))
            .did_you_mean(name, self.known.keys())
            .hint("see `hubctl profiles list`")
    }

    /// The first one of the hub at `place`, the one in use before others.
    pub(in crate::cli) fn at(&self, place: &Place) -> Option<(&str, &Profile)> {
        let is_there =
            |profile: &Profile| profile.hub.parse().is_ok_and(|its: Place| its == *place);
        let used = self.in_use().filter(|(_, profile)| is_there(profile));
        used.or_else(|| self.iter().find(|(_, profile)| is_there(profile)))
    }

    /// Keep `profile` as `name`, and use it from now on.
    pub(in crate::cli) fn keep(&mut self, name: &str, profile: Profile) {
        self.known.insert(name.to_owned(), profile);
        self.in_use = Some(name.to_owned());
    }

    /// Use the one called `name`, or none.
    pub(in crate::cli) fn use_one(&mut self, name: Option<&str>) -> Result<()> {
        if let Some(name) = name {
            self.named(name)?;
        }
        self.in_use = name.map(str::to_owned);
        Ok(())
    }

    /// Forget the one called `name`.
    pub(in crate::cli) fn forget(&mut self, name: &str) -> Result<()> {
        if self.known.remove(name).is_none() {
            return Err(self.unknown(name));
        }
        self.in_use.take_if(|used| used == name);
        Ok(())
    }
}
