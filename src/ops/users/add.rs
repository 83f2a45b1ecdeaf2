//! Adding users.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::edit::refuse_granting_admin;
use super::view::View;
use super::{ADD, ADD_MANY, refuse_taken, show};
use crate::error::{Error, Result};
use crate::model::{User, UserId, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::roles::assign_defaults;
use crate::rbac::{Allowed, Caller, Needs, Scope, Target};
use crate::store::roles::HolderId;
use crate::store::{Tx, users};

/// Add a user, with the default roles.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddUser {
    /// The new name.
    pub name: UserName,
    /// Whether they are to be an admin.
    pub admin: bool,
}

impl Needs for AddUser {
    const ANY_OF: &'static [Scope] = ADD.any_of;

    fn target(&self) -> Target {
        Target::User(self.name.clone())
    }
}

impl Operation for AddUser {
    type Output = User;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<User> {
        let caller = allowed.caller();
        let AddUser { name, admin } = allowed.op();
        refuse_taken(tx, name)?;
        let name = UserName::new(name.as_str())?;
        refuse_granting_admin(caller, tx, *admin)?;
        add(caller, tx, &name, *admin)
    }
}

impl Change for AddUser {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&ADD, Subject::User(self.name.clone())))
    }
}

/// Add several users, with the default roles; those that are there already stay as they are.
#[derive(Debug, Clone)]
pub struct AddUsers {
    /// The new names, as the hub's authenticator writes them.
    pub names: Vec<String>,
    /// Whether they are to be admins, all of them.
    pub admin: bool,
}

impl Needs for AddUsers {
    const ANY_OF: &'static [Scope] = ADD_MANY.any_of;
}

impl Operation for AddUsers {
    /// Those that are new.
    type Output = Vec<User>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<User>> {
        let caller = allowed.caller();
        let AddUsers { names, admin } = allowed.op();
        refuse_granting_admin(caller, tx, *admin)?;
        let mut added = Vec::new();
        for name in valid(names)? {
            if users::find(tx, &name)?.is_none() {
                added.push(add(caller, tx, &name, *admin)?);
            }
        }
        if added.is_empty() {
            return Err(Error::conflict(match names.as_slice() {
                [name] => format!("a user named `{}` exists already", name.escape_debug()),
                names => format!("all {} users exist already", names.len()),
            }));
        }
        Ok(added)
    }
}

impl Change for AddUsers {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&ADD_MANY, Subject::Nothing))
    }

    fn made(added: &Vec<User>, record: &mut Record) {
        let names: Vec<_> = added.iter().map(|user| &user.name).collect();
        record.is_now(Some(json!({ "users": names })));
    }
}

/// The names, if all of them can be names of users.
fn valid(names: &[String]) -> Result<Vec<UserName>> {
    const MOST: usize = 8;
    let (good, bad): (Vec<_>, Vec<_>) = names
        .iter()
        .map(|name| UserName::new(name))
        .partition(Result::is_ok);
    let mut refused = bad.into_iter().filter_map(Result::err);
    let Some(first) = refused.next() else {
        return Ok(good.into_iter().flatten().collect());
    };
    Err(refused
        .take(MOST)
        .fold(first, |error, other| error.hint(other.message())))
}

fn add(caller: &Caller, tx: &Tx<'_>, name: &UserName, admin: bool) -> Result<User> {
    insert(tx, name, admin)?;
    show(tx, name, false, &View::of(caller))
}

/// Add a user, whose name must be free, with the default roles.
pub(in crate::ops) fn insert(tx: &Tx<'_>, name: &UserName, admin: bool) -> Result<UserId> {
    let cookie_id = tx.clock().uuid_hex();
    let id = users::insert(tx, name, admin, tx.clock().now(), &cookie_id)?;
    assign_defaults(tx, HolderId::User(id), admin)?;
    Ok(id)
}
