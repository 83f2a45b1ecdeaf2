//! Somebody signs in: what the authenticator tells of them is kept.

mod roles;

use std::net::IpAddr;

use serde_json::{Value, json};

pub use self::roles::Roles;
use super::Operation;
use super::audit::{Change, Record, Subject};
use super::roles::assign_defaults;
use crate::error::{Error, Result};
use crate::model::{GroupName, PasswordHash, Properties, RoleName, Secret, UserId, UserName};
use crate::rbac::{Allowed, Needs, Scope, Target};
use crate::store::provenance::{self, Thing};
use crate::store::roles::{self as held, HolderId};
use crate::store::sign_ins::{self, Known};
use crate::store::{Tx, accounts, groups, users};

/// Let in a person whom the authenticator knows, and who may come in; who was never here becomes a user
/// (`BaseHandler.auth_to_user`).
pub struct SignIn {
    /// Who, and what is known of them.
    pub known: WhatIsKnown,
    /// From where, for the audit log; none is a Unix socket.
    pub from: Option<IpAddr>,
}

/// Keep what was asked anew of a user.
pub struct KnowAnew(pub WhatIsKnown);

/// What an authenticator knows of somebody, as it is kept.
pub struct WhatIsKnown {
    /// Who.
    pub name: UserName,
    /// Whether they are to be an admin; `None` leaves it as it is.
    pub admin: Option<bool>,
    /// What is known of them in clear; `None` leaves it as it is.
    pub user_info: Option<Value>,
    /// The groups that they are in, and no others; `None` leaves them as they are.
    pub groups: Option<Vec<GroupName>>,
    /// The roles that they hold by the authenticator, and no others; `None` leaves them as they are.
    pub roles: Option<Roles>,
    /// What is known of them in secret, as it was encrypted.
    pub auth_state: Option<Vec<u8>>,
    /// A better hash of the password that they gave.
    pub rehashed: Option<PasswordHash>,
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
        Target::User(self.known.name.clone())
    }
}

/// No request asks for it: a hub does it by itself.
impl Needs for KnowAnew {
    const ANY_OF: &'static [Scope] = &[Scope::AdminUsers];

    fn target(&self) -> Target {
        Target::User(self.0.name.clone())
    }
}

impl Operation for SignIn {
    type Output = SignedInUser;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<SignedInUser> {
        let (SignIn { known, .. }, _) = allowed.into_parts();
        let found = sign_ins::find(tx, &known.name)?;
        let is_new = found.is_none();
        let user = match found {
            Some(found) => found,
            None => add(tx, &known.name)?,
        };
        let (admin, _) = keep(tx, &user, &known)?;
        Ok(SignedInUser {
            name: known.name,
            cookie_id: user.cookie_id,
            admin,
            is_new,
        })
    }
}

impl Operation for KnowAnew {
    /// Whether what they may do, or with whom, is another now.
    type Output = bool;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<bool> {
        let (KnowAnew(known), _) = allowed.into_parts();
        let user = sign_ins::find(tx, &known.name)?;
        let user = user.ok_or_else(|| Error::not_found("user", &known.name))?;
        keep(tx, &user, &known).map(|(_, changed)| changed)
    }
}

impl Change for KnowAnew {
    fn record(&self) -> Option<Record> {
        let record = Record::named("know anew", Subject::Nothing).on(&self.target());
        let groups = self.0.groups.as_ref();
        let roles = self.0.roles.as_ref().map(Roles::names);
        let told = json!({ "admin": self.0.admin, "groups": groups, "roles": roles });
        Some(record.becomes(Subject::Given(told)))
    }

    fn made(changed: &bool, record: &mut Record) {
        if !changed {
            record.came_to_nothing();
        }
    }
}

/// Keep what is known of a user. Whether they are an admin; and whether their groups, roles or that are others now.
fn keep(tx: &Tx<'_>, user: &Known, known: &WhatIsKnown) -> Result<(bool, bool)> {
    let (id, admin) = (user.id, user.admin);
    let by_roles = known.roles.as_ref().map(|roles| roles.make_admin(tx, id));
    let by_roles = by_roles.transpose()?.flatten();
    let is_admin = match (by_roles, known.admin) {
        (Some(true), _) => true,
        (by_roles, said) => said.or(by_roles).unwrap_or(admin),
    };
    let mut changed = is_admin != admin;
    if changed {
        users::set_admin(tx, id, is_admin)?;
    }
    // Before the roles that everybody has, so that the role `admin` is the authenticator's where it gives that.
    if let Some(roles) = &known.roles {
        changed |= roles.give_to(tx, id)?;
    }
    give_roles(tx, HolderId::User(id), is_admin)?;
    if let Some(info) = &known.user_info {
        sign_ins::set_info(tx, id, info)?;
    }
    if let Some(groups) = &known.groups {
        changed |= put_into(tx, id, &known.name, groups)?;
    }
    sign_ins::set_auth_state(tx, id, known.auth_state.as_deref())?;
    if let Some(password) = &known.rehashed {
        accounts::rehash(tx, id, password)?;
    }
    Ok((is_admin, changed))
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
/// Whether that changed anything.
fn put_into(tx: &Tx<'_>, user: UserId, name: &UserName, wanted: &[GroupName]) -> Result<bool> {
    let has = groups::of_user(tx, name)?;
    let mut changed = false;
    for gone in has.iter().filter(|group| !wanted.contains(group)) {
        if let Some(group) = groups::find(tx, gone)? {
            groups::remove_user(tx, group, user)?;
            changed = true;
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
        changed = true;
    }
    Ok(changed)
}

/// The roles that everybody has; the role `admin`, where it comes with this, comes from the authenticator.
fn give_roles(tx: &Tx<'_>, user: HolderId, admin: bool) -> Result<()> {
    let role = held::find(tx, &RoleName::from("admin"))?;
    if let Some(role) = role.filter(|_| admin)
        && held::grant(tx, role, user, false)?
    {
        provenance::claim_for_authenticator(tx, Thing::Grant(role, user))?;
    }
    assign_defaults(tx, user, admin)
}
