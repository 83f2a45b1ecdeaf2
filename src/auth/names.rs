//! How the names of users are written, and which there can be.

use std::collections::BTreeSet;

use regex::Regex;

use crate::config::Auth;
use crate::error::{Error, Result};
use crate::model::UserName;

/// `name` as it is written here: in lower case, or what `username_map` makes of that
/// (`Authenticator.normalize_username`).
pub fn normalized(settings: &Auth, name: &str) -> String {
    mapped(settings, name.to_lowercase())
}

/// What `username_map` makes of `name`.
pub(super) fn mapped(settings: &Auth, name: String) -> String {
    match settings.username_map.get(&name) {
        Some(name) => name.as_str().to_owned(),
        None => name,
    }
}

/// A normalized name as that of a user (`Authenticator.validate_username`).
///
/// # Errors
/// Where it cannot be one, or `username_pattern` does not allow it.
pub fn valid(settings: &Auth, name: &str) -> Result<UserName> {
    let valid = UserName::new(name)?;
    allowed(settings, name)?;
    Ok(valid)
}

/// Refuse the name of a user who was added once, where it can be none now; `pattern` is `username_pattern`.
pub fn still_valid(pattern: Option<&Regex>, name: &UserName) -> Result<()> {
    UserName::new(name.as_str())?;
    matches(pattern, name.as_str())
}

/// Refuse a normalized name that `username_pattern` does not allow.
pub fn allowed(settings: &Auth, name: &str) -> Result<()> {
    matches(settings.username_regex()?.as_ref(), name)
}

fn matches(pattern: Option<&Regex>, name: &str) -> Result<()> {
    match pattern {
        Some(pattern) if !pattern.is_match(name) => Err(Error::invalid(format!(
            "`{}` is not a name that this hub allows its users",
            name.escape_debug()
        ))),
        _ => Ok(()),
    }
}

/// Whether `name` is one of `names` once those are written as here (`JupyterHub.init_users`).
pub fn includes(settings: &Auth, names: &BTreeSet<UserName>, name: &UserName) -> bool {
    let is_it = |one: &UserName| normalized(settings, one.as_str()) == name.as_str();
    names.contains(name) || names.iter().any(is_it)
}
