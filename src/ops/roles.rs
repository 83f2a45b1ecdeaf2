//! Roles, and who holds them.
//!
//! JupyterHub's REST API has no requests for them.

use super::Operation;
use super::find::known;
use super::scopes::written_for;
use super::who::holder_id;
use crate::error::{Error, Result};
use crate::model::{GroupName, Role, RoleId, RoleMembers, RoleName};
use crate::rbac::{Allowed, Catalogue, DefaultRole, Holder, Needs, RawScope, Scope};
use crate::store::names::Noun;
use crate::store::roles::{self, HolderId};
use crate::store::{Tx, groups};

/// What it takes to see roles.
const SEE: &[Scope] = &[Scope::ReadRoles];

/// What it takes to change what others may do: all that an admin may.
const CHANGE: &[Scope] = &[Scope::AdminUsers];

/// The role whose holders have the admin flag, and the other way round.
const ADMIN: &str = "admin";

/// List the roles that meet every condition given.
#[derive(Debug, Clone, Default)]
pub struct ListRoles {
    /// Marked managed, or not.
    pub managed: Option<bool>,
    /// Granting this scope, by itself or by another that brings it with it.
    pub scope: Option<String>,
    /// Held by nobody.
    pub unheld: bool,
    /// Whether to count who holds them.
    pub count: bool,
}

impl Needs for ListRoles {
    const ANY_OF: &'static [Scope] = SEE;
}

impl Operation for ListRoles {
    type Output = Vec<Role>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Role>> {
        let (asked, _) = allowed.into_parts();
        let mut found = roles::list(tx, asked.managed)?;
        if let Some(scope) = &asked.scope {
            let catalogue = Catalogue::undefined();
            let RawScope { scope, .. } = catalogue.check(scope)?;
            found.retain(|(_, role)| written_for(&catalogue, &role.scopes, &scope).is_some());
        }
        if asked.count || asked.unheld {
            let holders = roles::holders(tx)?;
            for (id, role) in &mut found {
                role.held_by = Some(holders.get(id).copied().unwrap_or_default());
            }
        }
        let roles = found.into_iter().map(|(_, role)| role);
        let held = |role: &Role| role.held_by.is_some_and(|by| !by.is_empty());
        Ok(roles.filter(|role| !(asked.unheld && held(role))).collect())
    }
}

/// Show a role and who holds it.
pub struct ShowRole(pub RoleName);

impl Needs for ShowRole {
    const ANY_OF: &'static [Scope] = SEE;
}

impl Operation for ShowRole {
    type Output = RoleMembers;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<RoleMembers> {
        let (ShowRole(name), _) = allowed.into_parts();
        show(tx, &name)
    }
}

/// The role `name`, with all who hold it directly.
pub(super) fn show(tx: &Tx<'_>, name: &RoleName) -> Result<RoleMembers> {
    let (id, role) = get(tx, name)?;
    Ok(RoleMembers {
        role,
        users: roles::members(tx, id, "user")?,
        groups: roles::members(tx, id, "group")?,
        services: roles::members(tx, id, "service")?,
    })
}

/// Ask whether nobody can hold a role yet, because the hub makes the first ones when it next starts.
pub struct RolesToCome;

impl Needs for RolesToCome {
    const ANY_OF: &'static [Scope] = SEE;
}

impl Operation for RolesToCome {
    type Output = bool;

    fn run(_: Allowed<Self>, tx: &Tx<'_>) -> Result<bool> {
        roles::are_to_come(tx)
    }
}

/// Create a role (`roles.create_role`).
pub struct CreateRole {
    /// Its name.
    pub name: RoleName,
    /// What it is for.
    pub description: Option<String>,
    /// Its scopes, as written.
    pub scopes: Vec<String>,
    /// Whether to mark it as the authenticator's.
    pub managed: bool,
}

impl Needs for CreateRole {
    const ANY_OF: &'static [Scope] = CHANGE;
}

impl Operation for CreateRole {
    type Output = Role;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Role> {
        let (asked, _) = allowed.into_parts();
        let name = RoleName::new(asked.name.as_str())?;
        if roles::are_to_come(tx)? {
            return Err(Error::conflict(
                "a role made now would keep the hub from granting the default roles to its users",
            )
            .hint("start the hub once first: it makes and grants them where it finds no roles"));
        }
        if roles::find(tx, &name)?.is_some() {
            return Err(
                Error::conflict(format!("a role named `{name}` exists already"))
                    .hint(format!("change it with `hubctl roles edit {name}`")),
            );
        }
        let role = Role {
            kind: "role",
            name,
            description: asked.description,
            scopes: each_once(asked.scopes),
            managed_by_auth: asked.managed,
            held_by: None,
        };
        check(&role)?;
        roles::insert(tx, &role)?;
        Ok(role)
    }
}

/// Change a role; what is `None` or empty stays as it is.
#[derive(Debug, Clone)]
pub struct EditRole {
    /// Which.
    pub name: RoleName,
    /// What it is for.
    pub description: Option<String>,
    /// Its scopes from now on, before others are added and removed.
    pub set_scopes: Option<Vec<String>>,
    /// Scopes to add.
    pub add_scopes: Vec<String>,
    /// Scopes to remove, which it must have.
    pub remove_scopes: Vec<String>,
    /// Whether it is marked as the authenticator's.
    pub managed: Option<bool>,
}

impl EditRole {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.description.is_none()
            && self.set_scopes.is_none()
            && self.add_scopes.is_empty()
            && self.remove_scopes.is_empty()
            && self.managed.is_none()
    }
}

impl Needs for EditRole {
    const ANY_OF: &'static [Scope] = CHANGE;
}

impl Operation for EditRole {
    type Output = Role;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Role> {
        let (edit, _) = allowed.into_parts();
        let (id, mut role) = get(tx, &edit.name)?;
        role.scopes = edit.set_scopes.unwrap_or(role.scopes);
        role.scopes.extend(edit.add_scopes);
        for scope in &edit.remove_scopes {
            remove(&mut role, scope)?;
        }
        role.scopes = each_once(role.scopes);
        role.description = edit.description.or(role.description);
        role.managed_by_auth = edit.managed.unwrap_or(role.managed_by_auth);
        check(&role)?;
        roles::update(tx, id, &role)?;
        Ok(role)
    }
}

fn remove(role: &mut Role, scope: &str) -> Result<()> {
    let count = role.scopes.len();
    role.scopes.retain(|held| held != scope);
    if role.scopes.len() == count {
        return Err(Error::conflict(format!(
            "the role `{}` does not have the scope `{}`",
            role.name,
            scope.escape_debug()
        ))
        .did_you_mean(scope, &role.scopes));
    }
    Ok(())
}

fn each_once(scopes: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    scopes
        .into_iter()
        .filter(|scope| seen.insert(scope.clone()))
        .collect()
}

/// Refuse scopes that do not exist, and another role under the name `admin`.
fn check(role: &Role) -> Result<()> {
    Catalogue::undefined().check_all(&role.scopes)?;
    DefaultRole::check_definition(
        role.name.as_str(),
        role.description.as_deref(),
        Some(&role.scopes),
    )
}

/// Delete a role; whoever holds it loses it.
pub struct DeleteRole(pub RoleName);

impl Needs for DeleteRole {
    const ANY_OF: &'static [Scope] = CHANGE;
}

impl Operation for DeleteRole {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let (DeleteRole(name), _) = allowed.into_parts();
        let (id, _) = get(tx, &name)?;
        DefaultRole::check_deletion(name.as_str())?;
        roles::delete(tx, id)
    }
}

/// Let somebody hold a role. With the role `admin` goes the admin flag.
#[derive(Debug, Clone)]
pub struct GrantRole {
    /// Which.
    pub role: RoleName,
    /// To whom.
    pub to: Holder,
    /// Whether to mark the grant, and the role if it is not a default one, as the authenticator's.
    pub managed: bool,
}

impl Needs for GrantRole {
    const ANY_OF: &'static [Scope] = CHANGE;
}

impl Operation for GrantRole {
    /// Whether that changed anything.
    type Output = bool;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<bool> {
        let (GrantRole { role, to, managed }, _) = allowed.into_parts();
        let (id, mut found) = get(tx, &role)?;
        let holder = holder_id(tx, &to)?;
        let changed = roles::grant(tx, id, holder, managed)?;
        if managed && !found.managed_by_auth && DefaultRole::named(role.as_str()).is_none() {
            found.managed_by_auth = true;
            roles::update(tx, id, &found)?;
        }
        follow_with_flag(tx, &role, holder, true)?;
        Ok(changed)
    }
}

/// Take a role from somebody. With the role `admin` goes the admin flag.
#[derive(Debug, Clone)]
pub struct RevokeRole {
    /// Which.
    pub role: RoleName,
    /// From whom.
    pub from: Holder,
}

/// What became of a role taken from somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokedRole {
    /// Whether they held it directly.
    pub held: bool,
    /// The groups by which they still hold it.
    pub still_by: Vec<GroupName>,
}

impl Needs for RevokeRole {
    const ANY_OF: &'static [Scope] = CHANGE;
}

impl Operation for RevokeRole {
    type Output = RevokedRole;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<RevokedRole> {
        let (RevokeRole { role, from }, _) = allowed.into_parts();
        let (id, _) = get(tx, &role)?;
        let holder = holder_id(tx, &from)?;
        let held = roles::revoke(tx, id, holder)?;
        follow_with_flag(tx, &role, holder, false)?;
        let still_by = match &from {
            Holder::User(user) => groups::of_user_with_role(tx, user, id)?,
            Holder::Group(_) | Holder::Service(_) => Vec::new(),
        };
        Ok(RevokedRole { held, still_by })
    }
}

/// A hub that starts grants the role `admin` to those with the admin flag and sets the flag of those
/// with the role (`JupyterHub.init_role_assignment`), so one alone would come back.
fn follow_with_flag(tx: &Tx<'_>, role: &RoleName, holder: HolderId, admin: bool) -> Result<()> {
    match holder {
        HolderId::User(_) | HolderId::Service(_) if role.as_str() == ADMIN => {
            roles::set_admin(tx, holder, admin)
        }
        _ => Ok(()),
    }
}

/// The role named `name`.
pub(super) fn get(tx: &Tx<'_>, name: &RoleName) -> Result<(RoleId, Role)> {
    known(tx, Noun::Role, name.as_str(), roles::get(tx, name)?)
}

/// Give a user or service the roles that JupyterHub gives by default: `user` to users, and `admin`
/// to those with the admin flag and no others (`assign_default_roles`).
///
/// A role that the hub has not made yet is passed over: it makes and grants them when it starts.
pub(super) fn assign_defaults(tx: &Tx<'_>, holder: HolderId, admin: bool) -> Result<()> {
    if let Some(role) = roles::find(tx, &RoleName::from(ADMIN))? {
        if admin {
            roles::grant(tx, role, holder, false)?;
        } else {
            roles::revoke(tx, role, holder)?;
        }
    }
    if let (HolderId::User(_), Some(role)) = (holder, roles::find(tx, &RoleName::from("user"))?) {
        roles::grant(tx, role, holder, false)?;
    }
    Ok(())
}
