//! What to say of a name that names nothing, or something already.

use std::collections::HashSet;

use crate::error::{Error, Kind, Result};
use crate::model::{UserId, UserName};
use crate::rbac::{Caller, Reach, Scope};
use crate::store::Tx;
use crate::store::names::{self, Noun};
use crate::store::{roles, users};

/// What to do where nobody can hold a role yet ([`roles::are_to_come`]).
pub(super) const ROLES_TO_COME: &str =
    "start the hub once: it makes the default roles and grants them";

/// The key found, or an error. Only on a command line, and only whoever may list them all, is told which
/// name is near and where to see them: others may not know those names, and pay for no look at them.
pub(super) fn known<T>(
    tx: &Tx<'_>,
    caller: &Caller,
    noun: Noun,
    name: &str,
    found: Option<T>,
) -> Result<T> {
    match found {
        Some(found) => Ok(found),
        None => Err(unknown(tx, caller, noun, name)?),
    }
}

/// Each of the users that a request names among what it carries, once, with their keys.
pub(super) fn users_given(
    tx: &Tx<'_>,
    caller: &Caller,
    names: &[UserName],
) -> Result<Vec<(UserId, UserName)>> {
    let mut given = Vec::with_capacity(names.len());
    let mut met = HashSet::new();
    for name in names.iter().filter(|name| met.insert(*name)) {
        let id = known(
            tx,
            caller,
            Noun::User,
            name.as_str(),
            users::find(tx, name)?,
        )
        .map_err(Error::among_what_was_given)?;
        given.push((id, name.clone()));
    }
    Ok(given)
}

fn unknown(tx: &Tx<'_>, caller: &Caller, noun: Noun, name: &str) -> Result<Error> {
    if noun == Noun::Role && roles::are_to_come(tx)? {
        return Ok(Error::not_found(noun.word(), name).hint(ROLES_TO_COME));
    }
    if looks_like_a_token(name) {
        let message = format!(
            "no {} is named so, and it looks like the value of a token",
            noun.word()
        );
        return Ok(Error::new(Kind::NotFound, message).hint(
            "name a token by its id: `token=a12`, or give its value to `hubctl token show -`",
        ));
    }
    if !may_know_all(caller, noun) {
        return Ok(Error::not_found(noun.word(), name));
    }
    Ok(Error::not_found(noun.word(), name)
        .did_you_mean(name, names::all(tx, noun)?)
        .hint(format!("see `hubctl {} list`", noun.command())))
}

/// Whether `caller` is at a command line, and may see all names of this kind.
fn may_know_all(caller: &Caller, noun: Noun) -> bool {
    let scope = match noun {
        Noun::User => Scope::ListUsers,
        Noun::Group => Scope::ListGroups,
        Noun::Role => Scope::ReadRoles,
        Noun::Service => Scope::ListServices,
        Noun::OAuthClient => Scope::AdminServices,
    };
    caller.sees_more() && caller.reach(&scope) == Reach::All
}

/// Whether it may be the value of a token, which no message is to repeat.
fn looks_like_a_token(name: &str) -> bool {
    name.len() == 32 && name.chars().all(|c| c.is_ascii_hexdigit())
}

/// Refuse a name that something else has.
pub(super) fn free<T: Copy>(noun: Noun, name: &str, found: Option<T>) -> Result<()> {
    match found {
        Some(_) => Err(Error::conflict(format!(
            "a {} named `{name}` exists already",
            noun.word()
        ))),
        None => Ok(()),
    }
}
