//! The groups of this machine that somebody is in.

use std::collections::BTreeSet;
use std::ffi::CString;

use nix::unistd::{Gid, Group, User, getgrouplist};

use crate::error::{Error, Result};
use crate::model::UserName;

/// What this machine says of somebody and some groups.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Membership {
    /// Whether they are in any of the groups. Whom this machine does not know is in none.
    pub is_member: bool,
    /// The groups that this machine does not know.
    pub unknown: Vec<String>,
}

/// Whether `name` is in any of `groups` (`LocalAuthenticator.check_allowed_groups`).
///
/// # Errors
/// Where nobody can tell.
pub async fn membership(name: &UserName, groups: &BTreeSet<String>) -> Result<Membership> {
    if groups.is_empty() {
        return Ok(Membership::default());
    }
    let (name, groups) = (name.clone(), groups.clone());
    // Whoever is asked for them may be at the other end of a network.
    let found = tokio::task::spawn_blocking(move || look_up(&name, &groups)).await;
    found.unwrap_or_else(|error| {
        Err(Error::internal("the look-up of system groups failed").caused_by(error))
    })
}

fn look_up(name: &UserName, groups: &BTreeSet<String>) -> Result<Membership> {
    let own = groups_of(name)?;
    let mut found = Membership::default();
    for group in groups {
        match Group::from_name(group).map_err(unclear)? {
            Some(group) => found.is_member |= own.contains(&group.gid),
            None => found.unknown.push(group.clone()),
        }
    }
    Ok(found)
}

fn groups_of(name: &UserName) -> Result<Vec<Gid>> {
    let Ok(known) = CString::new(name.as_str()) else {
        return Ok(Vec::new());
    };
    match User::from_name(name.as_str()).map_err(unclear)? {
        Some(user) => getgrouplist(&known, user.gid).map_err(unclear),
        None => Ok(Vec::new()),
    }
}

fn unclear(error: nix::Error) -> Error {
    let message = format!("the groups of this machine cannot be looked up: {error}");
    Error::unreachable(message).caused_by(error)
}
