//! The users of this machine, and the groups that they are in.

use std::collections::{BTreeSet, HashSet};
use std::ffi::CString;
use std::fs;
use std::time::Duration;

use nix::unistd::{Gid, Group, User, getgrouplist};
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::command::External;
use crate::config::{Auth, CommandLine};
use crate::error::{Error, Result};
use crate::model::UserName;

/// The option that says how a user of the machine is made.
const ADD: &str = "auth.add_user_cmd";

/// The users that this machine has of its own.
const PASSWD: &str = "/etc/passwd";

/// How many are looked up at a time.
const AT_ONCE: usize = 8;

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
    asked(move || look_up(&name, &groups)).await
}

/// The number of the user `name`; `None` where there is none.
///
/// # Errors
/// Where nobody can tell.
pub async fn number(name: &str) -> Result<Option<u32>> {
    if name.contains('\0') {
        return Ok(None);
    }
    let name = name.to_owned();
    let found = asked(move || User::from_name(&name).map_err(unclear)).await?;
    Ok(found.map(|user| user.uid.as_raw()))
}

/// Those of `names` whom this machine does not know, or cannot tell of. There may be thousands, and whoever is asked at the
/// other end of a network: those who are in the machine's own file are not asked about, and the rest several at a time.
///
/// # Errors
/// Where nobody can tell.
pub async fn unknown(names: Vec<UserName>) -> Result<Vec<UserName>> {
    let listed = asked(|| Ok(fs::read_to_string(PASSWD).unwrap_or_default())).await?;
    let listed: HashSet<&str> = listed
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, _)| name)
        .collect();
    let elsewhere: Vec<UserName> = names
        .into_iter()
        .filter(|name| !listed.contains(name.as_str()))
        .collect();
    let each = elsewhere.len().div_ceil(AT_ONCE).max(1);
    let is_known = |name: &UserName| matches!(User::from_name(name.as_str()), Ok(Some(_)));
    let asking = elsewhere.chunks(each).map(<[UserName]>::to_vec);
    let asking: Vec<_> = asking
        .map(|some| {
            tokio::spawn(asked(move || {
                Ok(some
                    .into_iter()
                    .filter(|name| !is_known(name))
                    .collect::<Vec<_>>())
            }))
        })
        .collect();
    let mut unknown = Vec::new();
    for asked in asking {
        unknown.extend(asked.await.map_err(gone)??);
    }
    Ok(unknown)
}

/// `name` as this machine writes it, which may know a user by several; `None` where it knows none
/// (`PAMAuthenticator.normalize_username`).
pub fn own_name(name: &str) -> Option<String> {
    let look = || {
        let known = User::from_name(name).ok()??;
        Some(User::from_uid(known.uid).ok()??.name)
    };
    // What else this thread has to do goes on meanwhile.
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(look),
        _ => look(),
    }
}

/// Have a user of this machine for `name`: whoever has none is made one, where `settings` say so
/// (`LocalAuthenticator.add_user`).
///
/// # Errors
/// Where there is none, and none is made; the command that makes one may take as long as `patience`.
pub async fn ensure_user(settings: &Auth, name: &UserName, patience: Duration) -> Result<()> {
    if number(name.as_str()).await?.is_some() {
        return Ok(());
    }
    let shown = name.as_str().escape_debug();
    if !settings.create_system_users {
        return Err(Error::invalid(format!("this machine has no user `{shown}`")).hint(
            "add it, or say `auth.create_system_users = true` to have one made for each user of the hub",
        ));
    }
    if !is_plain(name.as_str()) {
        return Err(Error::invalid(format!(
            "`{shown}` can be no user of this machine, and none is made"
        )));
    }
    let command = CommandLine::new(words(settings, name.as_str()));
    let external = External {
        option: ADD,
        command: &command,
        patience,
    };
    match external.finish().await {
        Ok(()) => {
            tracing::info!(user = name.as_str(), "made a user of this machine");
            Ok(())
        }
        // Somebody else may have been quicker.
        Err(_) if number(name.as_str()).await?.is_some() => Ok(()),
        Err(error) => {
            Err(error.within(&format!("the user `{shown}` of this machine was not made")))
        }
    }
}

/// What makes a user (`LocalAuthenticator.add_system_user`).
fn words(settings: &Auth, name: &str) -> Vec<String> {
    let words = settings.add_user_cmd.words().iter();
    let mut words: Vec<String> = words.map(|word| word.replace("USERNAME", name)).collect();
    if let Some(number) = settings.uids.get(&UserName::from(name)) {
        words.extend(["--uid".to_owned(), number.to_string()]);
    }
    words.push(name.to_owned());
    words
}

/// Whether a program takes `name` for a name, and files that have a user in a line keep it.
fn is_plain(name: &str) -> bool {
    let odd =
        |letter: char| letter.is_whitespace() || letter.is_control() || ":/,".contains(letter);
    !name.starts_with('-') && !name.contains(odd)
}

/// What the machine says. Whoever is asked may be at the other end of a network.
async fn asked<T: Send + 'static>(look: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(look).await.map_err(gone)?
}

fn gone(error: tokio::task::JoinError) -> Error {
    Error::internal("the look-up of system users failed").caused_by(error)
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
    let message = format!("the users of this machine cannot be looked up: {error}");
    Error::unreachable(message).caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn of_many_names_those_are_left_that_nobody_has() {
        let nobody = |number: usize| UserName::from(format!("nobody-is-called-{number}").as_str());
        let mut names: Vec<UserName> = (0..50).map(nobody).collect();
        let strangers = names.clone();
        names.insert(7, "root".into());
        assert_eq!(unknown(names).await.unwrap(), strangers);
        assert_eq!(unknown(Vec::new()).await.unwrap(), []);
    }
}
