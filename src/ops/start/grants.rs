//! Who holds which role (`init_role_assignment`).

use std::collections::HashSet;

use super::groups::find_or_add_group;
use super::roles::place;
use super::users::find_or_add;
use super::{Declared, DeclaredRole, Started};
use crate::error::{Error, Result};
use crate::model::{RoleId, RoleName, ServiceName};
use crate::ops::find::known;
use crate::rbac::Caller;
use crate::store::names::Noun;
use crate::store::provenance::{self, Grant, Source, Thing};
use crate::store::roles::{self, HolderId};
use crate::store::start::{self, Flagged};
use crate::store::{Tx, services};

const ADMIN: &str = "admin";
const USER: &str = "user";

/// Grant what is declared, take back what was declared and is no more, and let the admin flag go with
/// the role `admin`, as it does for 6.1.1.
pub(super) fn assign(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    let mut given = HashSet::new();
    for role in &declared.roles {
        let id = key(tx, &role.name)?;
        for holder in holders(tx, declared, role, started)? {
            given.insert(grant(tx, (id, &role.name), holder, started)?);
        }
    }
    let admin = key(tx, ADMIN)?;
    for holder in admins(tx, declared, started)? {
        given.insert(grant(tx, (admin, ADMIN), holder, started)?);
    }
    take_back(tx, declared, &given, started)?;
    grant_user(tx, declared, started)?;
    for kind in [Flagged::Users, Flagged::Services] {
        for name in start::flag_holders(tx, kind, admin)? {
            started.did("set the admin flag of", name);
        }
        for name in start::grant_to_flagged(tx, kind, admin)? {
            started.did("granted the role", format!("{ADMIN} · {name}"));
        }
    }
    Ok(())
}

/// Grant the role `user` to all who have none: the hub is the first that knows roles
/// (`roles.check_for_default_roles`).
pub(super) fn first_roles(tx: &Tx<'_>) -> Result<()> {
    start::grant_to_all_without(tx, key(tx, USER)?).map(drop)
}

/// The key of a role that a start has made.
fn key(tx: &Tx<'_>, name: &str) -> Result<RoleId> {
    let role = RoleName::from(name);
    known(
        tx,
        &Caller::Operator,
        Noun::Role,
        name,
        roles::find(tx, &role)?,
    )
}

/// Somebody who holds a role, with what to call them.
pub(super) struct Holding {
    pub(super) id: HolderId,
    pub(super) named: String,
}

impl Holding {
    pub(super) fn new(id: HolderId, name: impl std::fmt::Display) -> Self {
        let kind = match id {
            HolderId::User(_) => "user",
            HolderId::Group(_) => "group",
            HolderId::Service(_) => "service",
        };
        Self {
            id,
            named: format!("{kind} {name}"),
        }
    }
}

/// Those who are to hold `role`; users and groups that are missing are made.
fn holders(
    tx: &Tx<'_>,
    declared: &Declared,
    role: &DeclaredRole,
    started: &mut Started,
) -> Result<Vec<Holding>> {
    let mut holders = Vec::new();
    for name in role.users.iter().flatten() {
        let id = find_or_add(tx, name, started, || place(&role.name))?;
        if !declared.blocks(name) {
            holders.push(Holding::new(HolderId::User(id), name));
        }
    }
    for name in role.groups.iter().flatten() {
        let id = find_or_add_group(tx, name, started)?;
        holders.push(Holding::new(HolderId::Group(id), name));
    }
    for name in role.services.iter().flatten() {
        let Some(id) = services::find(tx, name)? else {
            let declared = declared.services.iter().map(|service| &service.name);
            return Err(Error::not_found("service", name.as_str().escape_debug())
                .did_you_mean(name.as_str(), declared)
                .hint("define it in `[[services]]`")
                .within(&place(&role.name)));
        };
        holders.push(Holding::new(HolderId::Service(id), name));
    }
    Ok(holders)
}

/// Those who hold `admin` though the role does not list them: `admin_users`, and services that say so of
/// themselves, which counts where the role lists no services.
fn admins(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<Vec<Holding>> {
    let mut admins = Vec::new();
    for name in declared.admins() {
        let id = find_or_add(tx, name, started, || "`auth.admin_users`".to_owned())?;
        admins.push(Holding::new(HolderId::User(id), name));
    }
    let listed = declared
        .role(ADMIN)
        .is_some_and(|role| role.services.is_some());
    for service in declared.services.iter().filter(|_| !listed) {
        let name = ServiceName::from(service.name.as_str());
        if service.spec.admin == Some(true)
            && let Some(id) = services::find(tx, &name)?
        {
            admins.push(Holding::new(HolderId::Service(id), name));
        }
    }
    Ok(admins)
}

fn grant(
    tx: &Tx<'_>,
    (role, name): (RoleId, &str),
    Holding { id, named }: Holding,
    started: &mut Started,
) -> Result<(RoleId, HolderId)> {
    if roles::grant(tx, role, id, false)? {
        started.did("granted the role", format!("{name} · {named}"));
    }
    provenance::claim(tx, Thing::Grant(role, id), Source::Configuration)?;
    Ok((role, id))
}

/// Take back what the configuration gave and does not give any more; with the role `admin` goes the flag.
fn take_back(
    tx: &Tx<'_>,
    declared: &Declared,
    given: &HashSet<(RoleId, HolderId)>,
    started: &mut Started,
) -> Result<()> {
    // all users have the role `user`, unless it lists them
    let lists_users = declared.role(USER).is_some_and(|role| role.users.is_some());
    for Grant {
        role,
        role_name,
        holder,
        holder_name,
    } in provenance::grants(tx, Source::Configuration)?
    {
        let is_user = matches!(holder, HolderId::User(_));
        if given.contains(&(role, holder)) {
            continue;
        }
        if role_name.as_str() == USER && is_user && !lists_users {
            provenance::release(tx, Thing::Grant(role, holder))?;
            continue;
        }
        roles::revoke(tx, role, holder)?;
        if role_name.as_str() == ADMIN && !matches!(holder, HolderId::Group(_)) {
            roles::set_admin(tx, holder, false)?;
        }
        let holding = Holding::new(holder, holder_name);
        started.did(
            "took back the role",
            format!("{role_name} · {}", holding.named),
        );
    }
    Ok(())
}

/// Grant the role `user` to those who are allowed and lack it.
fn grant_user(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    if declared.allowed_users.is_empty() {
        return Ok(());
    }
    let role = key(tx, USER)?;
    for (id, name) in start::lacking(tx, role)? {
        if declared.allowed_users.contains(&name) && !declared.blocks(&name) {
            roles::grant(tx, role, HolderId::User(id), false)?;
            started.did("granted the role", format!("{USER} · user {name}"));
        }
    }
    Ok(())
}
