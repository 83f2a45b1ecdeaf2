//! The users: those who are declared are added, those who are blocked lose all they hold (`init_users`,
//! `init_blocked_users`). Nobody is ever deleted.

use super::declared::checked_user;
use super::{Declared, Started};
use crate::error::Result;
use crate::model::{UserId, UserName};
use crate::ops::roles::assign_defaults;
use crate::store::roles::HolderId;
use crate::store::{Tx, start, users};

/// Add the admins and those who are allowed, as far as they are missing.
pub(super) fn add(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    let options = [
        ("auth.admin_users", &declared.admin_users),
        ("auth.allowed_users", &declared.allowed_users),
    ];
    for (option, names) in options {
        for name in names {
            find_or_add(tx, name, started, || format!("`{option}`"))?;
        }
    }
    start::date_users(tx)
}

/// The user of this name, added with the roles that new users get where there is none.
pub(super) fn find_or_add(
    tx: &Tx<'_>,
    name: &UserName,
    started: &mut Started,
    place: impl Fn() -> String,
) -> Result<UserId> {
    if let Some(id) = users::find(tx, name)? {
        return Ok(id);
    }
    let id = add_bare(tx, name, started, place)?;
    assign_defaults(tx, HolderId::User(id), false)?;
    Ok(id)
}

/// Add a user without roles.
pub(super) fn add_bare(
    tx: &Tx<'_>,
    name: &UserName,
    started: &mut Started,
    place: impl Fn() -> String,
) -> Result<UserId> {
    checked_user(name, place)?;
    let id = users::insert(tx, name, false, tx.clock().now(), &tx.clock().uuid_hex())?;
    started.did("added the user", name);
    Ok(id)
}

/// Take roles, groups and admin flag from those who are blocked.
pub(super) fn strip_blocked(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    for name in &declared.blocked_users {
        if let Some(id) = users::find(tx, name)?
            && start::strip(tx, id)?
        {
            started.did("took roles and groups from the blocked user", name);
        }
    }
    Ok(())
}
