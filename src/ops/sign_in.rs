//! Somebody signs in: what the authenticator tells of them is kept.

use std::net::IpAddr;

use serde_json::{Value, json};

use super::Operation;
use super::audit::{Change, Record, Subject};
use super::roles::assign_defaults;
use crate::error::{Error, Result};
use crate::model::{GroupName, PasswordHash, Properties, RoleName, Secret, UserId, UserName};
use crate::rbac::{Allowed, Needs, Scope, Target};
use crate::store::provenance::{self, Thing};
use crate::store::roles::{self, HolderId};
use crate::store::sign_ins::{self, Known};
use crate::store::{Tx, accounts, groups, users};

/// Let in a person whom the authenticator knows, and who may come in; who was never here becomes a user
/// (`BaseHandler.auth_to_user`).
pub struct SignIn {
    /// Who.
    pub name: UserName,
    /// Whether they are to be an admin; `None` leaves it as it is.
    pub admin: Option<bool>,
    /// What is known of them in clear; `None` leaves it as it is.
    pub user_info: Option<Value>,
    /// The groups that they are in, and no others; `None` leaves them as they are.
    pub groups: Option<Vec<GroupName>>,
    /// What is known of them in secret, as it was encrypted.
    pub auth_state: Option<Vec<u8>>,
    /// A better hash of the password that they gave.
    pub rehashed: Option<PasswordHash>,
    /// From where, for the audit log; none is a Unix socket.
    pub from: Option<IpAddr>,
}

/// A user who has signed in.
#[derive(Debug, Clone)]
pub struct SignedInUser {
    /// The name.
    pub name: UserName,
    /// What their cookies say.
    pub cookie_id: Secret,
    /// Whether they are an admin.
    pub admin: bool,
    /// Whether this was their first sign-in.
    pub is_new: bool,
}

/// No request asks for it: a hub does it for whoever its authenticator knows.
impl Needs for SignIn {
    const ANY_OF: &'static [Scope] = &[Scope::AdminUsers];

    fn target(&self) -> Target {
        Target::User(self.name.clone())
    }
}

impl Operation for SignIn {
    type Output = SignedInUser;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<SignedInUser> {
        let (asked, _) = allowed.into_parts();
        let found = sign_ins::find(tx, &asked.name)?;
        let is_new = found.is_none();
        let Known {
            id,
            cookie_id,
            admin,
        } = match found {
            Some(found) => found,
            None => add(tx, &asked.name)?,
        };
        let is_admin = asked.admin.unwrap_or(admin);
        if is_admin != admin {
            users::set_admin(tx, id, is_admin)?;
        }
        give_roles(tx, HolderId::User(id), is_admin)?;
        if let Some(info) = &asked.user_info {
            sign_ins::set_info(tx, id, info)?;
        }
        if let Some(groups) = &asked.groups {
            put_into(tx, id, &asked.name, groups)?;
        }
        sign_ins::set_auth_state(tx, id, asked.auth_state.as_deref())?;
        if let Some(password) = &asked.rehashed {
            accounts::rehash(tx, id, password)?;
        }
        Ok(SignedInUser {
            name: asked.name,
            cookie_id,
            admin: is_admin,
            is_new,
        })
    }
}

impl Change for SignIn {
    fn record(&self) -> Option<Record> {
        let record = Record::named("sign in", Subject::Nothing).on(&self.target());
        Some(record.becomes(Subject::Given(json!({ "from": self.from }))))
    }
}

fn add(tx: &Tx<'_>, name: &UserName) -> Result<Known> {
    let cookie_id = tx.clock().uuid_hex();
    users::insert(tx, name, false, tx.clock().now(), &cookie_id)?;
    sign_ins::find(tx, name)?.ok_or_else(|| Error::internal("a user who was just added is gone"))
}

/// Have a user in these groups and in no others (`User.sync_groups`); groups that are not there are made.
fn put_into(tx: &Tx<'_>, user: UserId, name: &UserName, wanted: &[GroupName]) -> Result<()> {
    let has = groups::of_user(tx, name)?;
    for gone in has.iter().filter(|group| !wanted.contains(group)) {
        if let Some(group) = groups::find(tx, gone)? {
            groups::remove_user(tx, group, user)?;
        }
    }
    for new in wanted.iter().filter(|group| !has.contains(group)) {
        let group = if let Some(group) = groups::find(tx, new)? {
            group
        } else {
            let made = groups::insert(tx, new, &Properties::default())?;
            provenance::claim_for_authenticator(tx, Thing::Group(made))?;
            made
        };
        groups::add_user(tx, group, user)?;
        provenance::claim_for_authenticator(tx, Thing::Membership(group, user))?;
    }
    Ok(())
}

/// The roles that everybody has; the role `admin`, where it comes with this, comes from the authenticator.
fn give_roles(tx: &Tx<'_>, user: HolderId, admin: bool) -> Result<()> {
    let role = roles::find(tx, &RoleName::from("admin"))?;
    if let Some(role) = role.filter(|_| admin)
        && roles::grant(tx, role, user, false)?
    {
        provenance::claim_for_authenticator(tx, Thing::Grant(role, user))?;
    }
    assign_defaults(tx, user, admin)
}
