//! Roles that are the authenticator's: what they are, and who holds them by it.

use crate::error::Result;
use crate::model::{ManagedRole, Role, RoleId, RoleName};
use crate::rbac::{Catalogue, DefaultRole};
use crate::store::Tx;
use crate::store::provenance::{self, Thing};
use crate::store::roles::{self, HolderId};

/// What became of a role that an authenticator tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) enum Defined {
    /// It is made.
    Made,
    /// It is what it says.
    Changed,
    /// It was that before.
    AsBefore,
    /// It is somebody else's, and was left as they have it.
    NotIts,
}

/// Have the role that an authenticator tells of be what it says (`roles.create_role`). A role that is not its
/// own it can give, and not change.
///
/// # Errors
/// Where there can be no such role.
pub(in crate::ops) fn define(
    tx: &Tx<'_>,
    told: &ManagedRole,
    catalogue: &Catalogue,
) -> Result<(RoleId, Defined)> {
    let (description, scopes) = (told.description.as_deref(), told.scopes.as_deref());
    let check = || {
        RoleName::new(told.name.as_str())?;
        DefaultRole::check_definition(told.name.as_str(), description, scopes)?;
        catalogue.check_all(scopes.unwrap_or_default())
    };
    check().map_err(|error| error.within(&place(&told.name)))?;
    let Some((id, present)) = roles::get(tx, &told.name)? else {
        let id = roles::insert(tx, &is(told, None))?;
        provenance::claim_for_authenticator(tx, Thing::Role(id))?;
        return Ok((id, Defined::Made));
    };
    let said = is(told, Some(&present));
    if said.scopes == present.scopes && said.description == present.description {
        return Ok((id, Defined::AsBefore));
    }
    if !present.managed_by_auth {
        return Ok((id, Defined::NotIts));
    }
    roles::update(tx, id, &said)?;
    Ok((id, Defined::Changed))
}

/// Where a role is told of.
pub(in crate::ops) fn place(role: &RoleName) -> String {
    let role = role.as_str().escape_debug();
    format!("role `{role}` of the authenticator")
}

/// What an authenticator says of a role; what it does not say stays as it is at `present`.
fn is(told: &ManagedRole, present: Option<&Role>) -> Role {
    let kept = present.cloned().unwrap_or(Role {
        kind: "role",
        name: told.name.clone(),
        description: None,
        scopes: Vec::new(),
        managed_by_auth: true,
        held_by: None,
    });
    Role {
        description: told.description.clone().or(kept.description),
        scopes: told.scopes.clone().unwrap_or(kept.scopes),
        ..kept
    }
}

/// Let `holder` hold a role by the authenticator, unless they do by anybody; whether that is new.
pub(in crate::ops) fn give(tx: &Tx<'_>, role: RoleId, holder: HolderId) -> Result<bool> {
    if roles::holds(tx, role, holder)? {
        return Ok(false);
    }
    roles::grant(tx, role, holder, true)?;
    provenance::claim_for_authenticator(tx, Thing::Grant(role, holder))?;
    Ok(true)
}
