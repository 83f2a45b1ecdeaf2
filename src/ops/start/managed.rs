//! The roles that the authenticator loads at a start, and who holds them by it (`init_role_creation`,
//! `init_role_assignment`).

use std::collections::HashSet;

use super::declared::twice;
use super::grants::Holding;
use super::users::find_or_add;
use super::{Declared, Started};
use crate::error::{Error, Result};
use crate::model::{GroupId, GroupName, ManagedRole, Properties, RoleId};
use crate::ops::roles::managed::{Defined, define as define_one, give, place};
use crate::store::provenance::{self, Grant, Thing};
use crate::store::roles::{self, HolderId};
use crate::store::{Tx, groups, services};

/// Make each what it is to be; and delete those that the authenticator gave once and does not now, where that is to be.
pub(super) fn define(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    let managed = &declared.managed;
    for (at, role) in managed.iter().enumerate() {
        let is_again = managed[..at].iter().any(|other| other.name == role.name);
        if is_again || declared.role(role.name.as_str()).is_some() {
            return Err(twice("role", "auth.load_managed_roles", role.name.as_str()));
        }
    }
    if declared.offloaded.reset {
        for (id, role) in roles::list(tx, Some(true))? {
            if declared.managed_role(role.name.as_str()).is_none() {
                roles::delete(tx, id)?;
                started.did("deleted the role", &role.name);
            }
        }
    }
    for role in managed {
        let (_, defined) = define_one(tx, role, &declared.catalogue)?;
        match defined {
            Defined::Made => started.did("created the role", &role.name),
            Defined::Changed => started.did("changed the role", &role.name),
            Defined::AsBefore => {}
            Defined::NotIts => started.warn(format!(
                "the role `{}` is not the authenticator's to change, and is given as it is",
                role.name
            )),
        }
    }
    Ok(())
}

/// Have those hold them whom they list; and take from others what the authenticator once gave. Users whom a role does not
/// list at all keep it: they may have it by signing in.
pub(super) fn assign(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    let mut given = HashSet::new();
    for role in &declared.managed {
        let Some(id) = roles::find(tx, &role.name)? else {
            continue;
        };
        for Holding { id: holder, named } in holders(tx, declared, role, started)? {
            if give(tx, id, holder)? {
                started.did("granted the role", format!("{} · {named}", role.name));
            }
            given.insert((id, holder));
        }
    }
    if declared.managed.is_empty() && !declared.offloaded.reset {
        return Ok(());
    }
    take_back(tx, declared, &given, started)
}

fn holders(
    tx: &Tx<'_>,
    declared: &Declared,
    role: &ManagedRole,
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
        let id = group(tx, name, started)?;
        holders.push(Holding::new(HolderId::Group(id), name));
    }
    for name in role.services.iter().flatten() {
        let Some(id) = services::find(tx, name)? else {
            let error = Error::not_found("service", name.as_str().escape_debug());
            return Err(error
                .hint("define it in `[[services]]`")
                .within(&place(&role.name)));
        };
        holders.push(Holding::new(HolderId::Service(id), name));
    }
    Ok(holders)
}

fn group(tx: &Tx<'_>, name: &GroupName, started: &mut Started) -> Result<GroupId> {
    if let Some(id) = groups::find(tx, name)? {
        return Ok(id);
    }
    let id = groups::insert(tx, name, &Properties::default())?;
    provenance::claim_for_authenticator(tx, Thing::Group(id))?;
    started.did("created the group", name);
    Ok(id)
}

fn take_back(
    tx: &Tx<'_>,
    declared: &Declared,
    given: &HashSet<(RoleId, HolderId)>,
    started: &mut Started,
) -> Result<()> {
    for Grant {
        role,
        role_name,
        holder,
        holder_name,
    } in roles::managed_grants(tx, None)?
    {
        let goes = match (declared.managed_role(role_name.as_str()), holder) {
            (Some(told), HolderId::User(_)) => told.users.is_some(),
            (Some(_), _) => true,
            (None, _) => declared.offloaded.reset,
        };
        if !goes || given.contains(&(role, holder)) {
            continue;
        }
        roles::revoke(tx, role, holder)?;
        if role_name.as_str() == "admin" {
            roles::set_admin(tx, holder, false)?;
        }
        let named = Holding::new(holder, holder_name).named;
        started.did("took back the role", format!("{role_name} · {named}"));
    }
    Ok(())
}
