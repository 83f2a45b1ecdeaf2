//! Options of JupyterHub that have no counterpart here, each with the reason; and what is said of a
//! name that is no option.

use super::reading::{SECTIONS, TABLES};
use crate::error::Error;

/// An option of JupyterHub that has no counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absent {
    /// As JupyterHub calls it: `JupyterHub.db_kwargs`.
    pub name: &'static str,
    /// Why there is none, or what stands in its place.
    pub reason: &'static str,
}

/// The options of JupyterHub that have no counterpart.
pub const ABSENT: &[Absent] = &[];

/// `name` is no section.
pub(super) fn unknown_section(name: &str) -> Error {
    let home = SECTIONS
        .iter()
        .find(|(_, options)| options.iter().any(|option| option.name == name));
    if let Some((section, _)) = home {
        return Error::invalid(format!("`{name}` stands in no section"))
            .hint(format!("write it below `[{section}]`"));
    }
    let names = SECTIONS.iter().map(|(section, _)| *section);
    Error::invalid(format!("there is no section `{name}`")).did_you_mean(name, names.chain(TABLES))
}

/// `option`, with its section, is no option.
pub(super) fn unknown_option(option: &str) -> Error {
    let error = Error::invalid(format!("there is no option `{option}`"));
    let (section, name) = option.split_once('.').unwrap_or(("", option));
    let elsewhere = SECTIONS.iter().find(|(other, options)| {
        *other != section && options.iter().any(|option| option.name == name)
    });
    if let Some(absent) = ABSENT.iter().find(|absent| absent.is(section, name)) {
        return error.hint(format!("`{}`: {}", absent.name, absent.reason));
    }
    if let Some((other, _)) = elsewhere {
        return error.hint(format!("did you mean `{other}.{name}`?"));
    }
    let here = SECTIONS.iter().filter(|(other, _)| *other == section);
    let names = here.flat_map(|(_, options)| options.iter().map(|option| option.name));
    error.did_you_mean(name, names)
}

impl Absent {
    /// Whether this is what JupyterHub has for `[section] name`.
    fn is(&self, section: &str, name: &str) -> bool {
        let classes: &[&str] = match section {
            "hub" => &["JupyterHub"],
            "auth" => &["Authenticator", "LocalAuthenticator", "PAMAuthenticator"],
            "spawner" => &["Spawner", "LocalProcessSpawner"],
            "crypt" => &["CryptKeeper"],
            _ => &[],
        };
        self.name
            .split_once('.')
            .is_some_and(|(class, option)| option == name && classes.contains(&class))
    }
}
