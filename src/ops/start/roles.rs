//! The roles: those that every hub has, and those that are declared (`init_role_creation`).

use std::collections::HashMap;

use super::declared::twice;
use super::{Declared, DeclaredRole, Started};
use crate::error::{Error, Result};
use crate::model::{Role, RoleId, RoleName};
use crate::rbac::{DEFAULT_ROLES, DefaultRole};
use crate::store::provenance::{self, Source, Thing};
use crate::store::{Tx, roles};

/// Make each role what it is to be, and delete those that were declared once and are no more.
///
/// Whether this is the first start of a hub that knows roles, on a database that has users.
pub(super) fn define(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<bool> {
    check(declared)?;
    let first = roles::are_to_come(tx)?;
    delete_undeclared(tx, declared, started)?;
    let stored: HashMap<RoleName, (RoleId, Role)> = roles::list(tx, None)?
        .into_iter()
        .map(|(id, role)| (role.name.clone(), (id, role)))
        .collect();
    for role in wanted(declared)? {
        let present = stored.get(&role.name);
        define_one(tx, &role, present, started)?;
        if DefaultRole::named(role.name.as_str()).is_none() {
            claim(tx, &role.name)?;
        }
    }
    Ok(first)
}

/// Refuse roles that no hub starts with.
fn check(declared: &Declared) -> Result<()> {
    for (at, role) in declared.roles.iter().enumerate() {
        if declared.roles[..at]
            .iter()
            .any(|other| other.name == role.name)
        {
            return Err(twice("role", "[[roles]]", &role.name));
        }
        let assigns = |names: Option<usize>| names.is_some_and(|count| count > 0);
        let to_people = assigns(role.users.as_ref().map(Vec::len))
            || assigns(role.groups.as_ref().map(Vec::len));
        if declared.offloaded.roles && to_people {
            let message = "the authenticator says who holds which role (`auth.manage_roles`)";
            return Err(Error::conflict(message)
                .hint("leave out its `users` and `groups`")
                .within(&place(&role.name)));
        }
    }
    Ok(())
}

/// Where a role is declared.
pub(super) fn place(role: &str) -> String {
    format!("role `{}` in `[[roles]]`", role.escape_debug())
}

/// The roles that there are to be: default ones that nothing declares first.
fn wanted(declared: &Declared) -> Result<Vec<Role>> {
    let undeclared = DEFAULT_ROLES
        .iter()
        .filter(|role| declared.role(role.name).is_none())
        .map(|role| default(role, declared));
    let wanted = undeclared.chain(declared.roles.iter().map(|role| merged(role, declared)));
    wanted.map(|role| checked(role, declared)).collect()
}

fn default(role: &DefaultRole, declared: &Declared) -> Role {
    let mut scopes: Vec<String> = role.scopes.iter().map(|&scope| scope.to_owned()).collect();
    if role.name == "user" {
        scopes.extend(declared.extra_user_scopes.iter().cloned());
    }
    plain(role.name, Some(role.description.to_owned()), scopes)
}

/// A declared role; what it does not say of a default one stays that one's.
fn merged(role: &DeclaredRole, declared: &Declared) -> Role {
    let default = DefaultRole::named(&role.name).map(|default| self::default(default, declared));
    let (description, scopes) = default.map_or_else(Default::default, |default| {
        (default.description, default.scopes)
    });
    plain(
        &role.name,
        role.description.clone().or(description),
        role.scopes.clone().unwrap_or(scopes),
    )
}

fn plain(name: &str, description: Option<String>, scopes: Vec<String>) -> Role {
    Role {
        kind: "role",
        name: name.into(),
        description,
        scopes,
        managed_by_auth: false,
        held_by: None,
    }
}

fn checked(role: Role, declared: &Declared) -> Result<Role> {
    let check = || {
        let name = RoleName::new(role.name.as_str())?;
        let (description, scopes) = (role.description.as_deref(), Some(role.scopes.as_slice()));
        DefaultRole::check_definition(name.as_str(), description, scopes)?;
        declared.catalogue.check_all(&role.scopes)
    };
    match check() {
        Ok(_) => Ok(role),
        Err(error) => Err(error.within(&place(role.name.as_str()))),
    }
}

fn define_one(
    tx: &Tx<'_>,
    role: &Role,
    present: Option<&(RoleId, Role)>,
    started: &mut Started,
) -> Result<()> {
    let Some((id, present)) = present else {
        roles::insert(tx, role)?;
        started.did("created the role", &role.name);
        return Ok(());
    };
    if present.scopes == role.scopes && present.description == role.description {
        return Ok(());
    }
    let gains = role
        .scopes
        .iter()
        .any(|scope| !present.scopes.contains(scope));
    if gains {
        started.warn(format!("the role `{}` allows more than before", role.name));
    }
    // a mark as the authenticator's outlives the configuration
    let managed_by_auth = present.managed_by_auth;
    let role = Role {
        managed_by_auth,
        ..role.clone()
    };
    roles::update(tx, *id, &role)?;
    started.did("changed the role", &role.name);
    Ok(())
}

/// Note that the configuration put a role there; one that is marked the authenticator's stays its.
fn claim(tx: &Tx<'_>, name: &RoleName) -> Result<()> {
    match roles::get(tx, name)? {
        Some((id, role)) if !role.managed_by_auth => {
            provenance::claim(tx, Thing::Role(id), Source::Configuration)
        }
        _ => Ok(()),
    }
}

fn delete_undeclared(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    for (id, name) in provenance::roles(tx, Source::Configuration)? {
        if declared.role(name.as_str()).is_none() {
            roles::delete(tx, id)?;
            started.did("deleted the role", name);
        }
    }
    Ok(())
}
