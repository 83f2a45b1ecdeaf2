//! Changing a user: the name, the admin flag, the authentication state.

use serde::{Deserialize, Serialize};

use super::view::View;
use super::{EDIT, find, refuse_running, refuse_taken, show};
use crate::error::{Error, Kind, Result};
use crate::model::{User, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::roles::assign_defaults;
use crate::ops::who::is_admin;
use crate::rbac::{Allowed, Caller, Needs, Scope, Target};
use crate::store::roles::{self, HolderId};
use crate::store::{Tx, sign_ins, users};

/// Change a user. What is `None` stays; their servers, tokens and groups stay theirs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditUser {
    /// The present name.
    pub name: UserName,
    /// The name to be.
    pub new_name: Option<UserName>,
    /// Whether they are to be an admin, and so hold the role `admin`.
    pub admin: Option<bool>,
    /// What is to be known of them in secret.
    #[serde(skip)]
    pub auth_state: Option<NewAuthState>,
    /// Whether one with a running server, as far as the database knows, may be renamed.
    pub force: bool,
    /// Show their servers that do not run, too.
    pub stopped_servers: bool,
}

/// What is to be known of somebody in secret: a hub that has a key encrypts it before anybody is asked whether that
/// may be.
#[derive(Debug, Clone)]
pub enum NewAuthState {
    /// This, as it was encrypted.
    Encrypted(Vec<u8>),
    /// The hub has no key to encrypt it with.
    WithoutKey,
}

impl EditUser {
    /// Nothing to change yet, of the user named `name`.
    pub fn of(name: UserName) -> Self {
        Self {
            name,
            new_name: None,
            admin: None,
            auth_state: None,
            force: false,
            stopped_servers: true,
        }
    }
}

impl Needs for EditUser {
    const ANY_OF: &'static [Scope] = EDIT.any_of;

    fn target(&self) -> Target {
        Target::User(self.name.clone())
    }
}

impl Operation for EditUser {
    type Output = User;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<User> {
        let caller = allowed.caller();
        let edit = allowed.op();
        let id = find(tx, caller, &edit.name)?;
        let new_name = edit.new_name(tx)?;
        let is_user_admin = roles::is_admin(tx, HolderId::User(id))?;
        if is_user_admin && !is_admin(caller, tx)? {
            return Err(Error::new(Kind::Denied, "only admins can change an admin"));
        }
        refuse_granting_admin(caller, tx, edit.admin == Some(true))?;
        match &edit.auth_state {
            None => {}
            Some(NewAuthState::Encrypted(state)) => {
                sign_ins::set_auth_state(tx, id, Some(state))?;
            }
            Some(NewAuthState::WithoutKey) => {
                return Err(Error::conflict("authentication state cannot be kept")
                    .hint("the hub has no key to encrypt it with: give `crypt.keys`"));
            }
        }
        if let Some(name) = new_name {
            if !edit.force {
                refuse_running(tx, id, &edit.name, "renamed")?;
            }
            users::rename(tx, id, name)?;
        }
        if let Some(admin) = edit.admin {
            users::set_admin(tx, id, admin)?;
            assign_defaults(tx, HolderId::User(id), admin)?;
        }
        let name = new_name.unwrap_or(&edit.name);
        show(tx, name, edit.stopped_servers, &View::of(caller))
    }
}

impl Change for EditUser {
    fn record(&self) -> Option<Record> {
        let name = self.new_name.as_ref().unwrap_or(&self.name);
        let record = Record::of(&EDIT, Subject::User(self.name.clone()));
        Some(record.becomes(Subject::User(name.clone())))
    }
}

impl EditUser {
    /// The new name, if it is one, checked as that of a new user is: what follows trusts names to be
    /// harmless in URLs and pages.
    fn new_name(&self, tx: &Tx<'_>) -> Result<Option<&UserName>> {
        let Some(name) = self.new_name.as_ref().filter(|name| **name != self.name) else {
            return Ok(None);
        };
        UserName::new(name.as_str())?;
        refuse_taken(tx, name)?;
        Ok(Some(name))
    }
}

/// A scope to change users is no way to become an admin: only admins make others so.
pub(in crate::ops) fn refuse_granting_admin(
    caller: &Caller,
    tx: &Tx<'_>,
    grants: bool,
) -> Result<()> {
    if grants && !is_admin(caller, tx)? {
        return Err(Error::new(
            Kind::Denied,
            "only admins can make somebody an admin",
        ));
    }
    Ok(())
}
