//! Roles, and who holds them. JupyterHub's REST API has no requests for them: all here are additions.

mod granting;
mod guard;
pub(super) mod managed;

pub(super) use self::granting::assign_defaults;
use serde::{Deserialize, Serialize};

pub use self::granting::{GrantRole, RevokeRole, RevokedRole};
use self::guard::Guard;
use super::Operation;
use super::audit::{Change, Record, Subject};
use super::find::known;
use super::request::{Method, Request};
use super::scopes::written_for;
use crate::error::{Error, Result};
use crate::model::{Role, RoleId, RoleMembers, RoleName};
use crate::rbac::{Allowed, Caller, Catalogue, DefaultRole, Needs, RawScope, Scope};
use crate::store::names::Noun;
use crate::store::provenance::{self, Thing};
use crate::store::{Tx, roles};

/// What it takes to see roles.
const SEE: &[Scope] = &[Scope::ReadRoles];

/// What it takes to define roles, besides what [`Guard`] asks for.
const DEFINE: &[Scope] = &[Scope::AdminUsers];

/// What the REST API can be asked about roles.
pub const REQUESTS: &[Request] = &[
    LIST,
    SHOW,
    CREATE,
    EDIT,
    DELETE,
    GRANT_TO_USER,
    REVOKE_FROM_USER,
    GRANT_TO_GROUP,
    REVOKE_FROM_GROUP,
    GRANT_TO_SERVICE,
    REVOKE_FROM_SERVICE,
];

/// All roles.
pub const LIST: Request = Request::get("/roles", "list roles", SEE).added();
/// One role, and who holds it.
pub const SHOW: Request = Request::get("/roles/{role}", "show a role", SEE).added();
/// A new role.
pub const CREATE: Request = Request::post("/roles/{role}", "create a role", DEFINE).added();
/// Another description or other scopes.
pub const EDIT: Request =
    Request::new(Method::Patch, "/roles/{role}", "change a role", DEFINE).added();
/// No such role any more.
pub const DELETE: Request = Request::delete("/roles/{role}", "delete a role", DEFINE).added();
/// A user holds it.
pub const GRANT_TO_USER: Request = Request::new(
    Method::Put,
    "/roles/{role}/users/{user}",
    "grant a role to a user",
    &[Scope::AdminUsers],
)
.added();
/// A user no longer holds it.
pub const REVOKE_FROM_USER: Request = Request::delete(
    "/roles/{role}/users/{user}",
    "take a role from a user",
    &[Scope::AdminUsers],
)
.added();
/// A group holds it.
pub const GRANT_TO_GROUP: Request = Request::new(
    Method::Put,
    "/roles/{role}/groups/{group}",
    "grant a role to a group",
    &[Scope::AdminGroups],
)
.added();
/// A group no longer holds it.
pub const REVOKE_FROM_GROUP: Request = Request::delete(
    "/roles/{role}/groups/{group}",
    "take a role from a group",
    &[Scope::AdminGroups],
)
.added();
/// A service holds it.
pub const GRANT_TO_SERVICE: Request = Request::new(
    Method::Put,
    "/roles/{role}/services/{service}",
    "grant a role to a service",
    &[Scope::AdminServices],
)
.added();
/// A service no longer holds it.
pub const REVOKE_FROM_SERVICE: Request = Request::delete(
    "/roles/{role}/services/{service}",
    "take a role from a service",
    &[Scope::AdminServices],
)
.added();

/// List the roles that meet every condition given.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
        let caller = allowed.caller().clone();
        let (asked, _) = allowed.into_parts();
        let mut found = roles::list(tx, asked.managed)?;
        if let Some(scope) = &asked.scope {
            let catalogue = caller.catalogue();
            let RawScope { scope, .. } = catalogue.check(scope)?;
            found.retain(|(_, role)| written_for(catalogue, &role.scopes, &scope).is_some());
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
#[derive(Serialize, Deserialize)]
pub struct ShowRole(pub RoleName);

impl Needs for ShowRole {
    const ANY_OF: &'static [Scope] = SEE;
}

impl Operation for ShowRole {
    type Output = RoleMembers;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<RoleMembers> {
        show(tx, allowed.caller(), &allowed.op().0)
    }
}

/// The role `name`, with all who hold it directly.
pub(super) fn show(tx: &Tx<'_>, caller: &Caller, name: &RoleName) -> Result<RoleMembers> {
    let (id, role) = get(tx, caller, name)?;
    Ok(RoleMembers {
        role,
        users: roles::members(tx, id, "user")?,
        groups: roles::members(tx, id, "group")?,
        services: roles::members(tx, id, "service")?,
    })
}

/// Ask whether nobody can hold a role yet, because the hub makes the first ones when it next starts. Whoever has done something
/// is told, whatever they may see.
#[derive(Serialize, Deserialize)]
pub struct RolesToCome;

impl Needs for RolesToCome {
    const ANY_OF: &'static [Scope] = &[];
}

impl Operation for RolesToCome {
    type Output = bool;

    fn run(_: Allowed<Self>, tx: &Tx<'_>) -> Result<bool> {
        roles::are_to_come(tx)
    }
}

/// Ask whether it is hubs of hubctl's that serve this database: they keep the roles that commands make.
#[derive(Serialize, Deserialize)]
pub struct RolesAreKept;

impl Needs for RolesAreKept {
    const ANY_OF: &'static [Scope] = &[];
}

impl Operation for RolesAreKept {
    type Output = bool;

    fn run(_: Allowed<Self>, tx: &Tx<'_>) -> Result<bool> {
        provenance::is_noted(tx)
    }
}

/// Create a role (`roles.create_role`).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    const ANY_OF: &'static [Scope] = DEFINE;
}

impl Operation for CreateRole {
    type Output = Role;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Role> {
        let guard = Guard::of(&allowed);
        let (asked, _) = allowed.into_parts();
        guard.lets_define(&asked.scopes, tx)?;
        guard.lets_mark(asked.managed)?;
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
        check(&role, guard.catalogue())?;
        let id = roles::insert(tx, &role)?;
        provenance::claim_at_runtime(tx, Thing::Role(id))?;
        Ok(role)
    }
}

impl Change for CreateRole {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&CREATE, Subject::Role(self.name.clone())))
    }
}

/// Change a role; what is `None` or empty stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    const ANY_OF: &'static [Scope] = DEFINE;
}

impl Operation for EditRole {
    type Output = Role;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Role> {
        let guard = Guard::of(&allowed);
        let (edit, _) = allowed.into_parts();
        let (id, mut role) = get(tx, guard.caller(), &edit.name)?;
        guard.lets_define(&role.scopes, tx)?;
        guard.lets_mark(edit.managed.is_some())?;
        role.scopes = edit.set_scopes.unwrap_or(role.scopes);
        role.scopes.extend(edit.add_scopes);
        for scope in &edit.remove_scopes {
            remove(&mut role, scope)?;
        }
        role.scopes = each_once(role.scopes);
        role.description = edit.description.or(role.description);
        role.managed_by_auth = edit.managed.unwrap_or(role.managed_by_auth);
        guard.lets_define(&role.scopes, tx)?;
        check(&role, guard.catalogue())?;
        roles::update(tx, id, &role)?;
        Ok(role)
    }
}

impl Change for EditRole {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&EDIT, Subject::Role(self.name.clone())))
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
fn check(role: &Role, catalogue: &Catalogue) -> Result<()> {
    catalogue
        .check_all(&role.scopes)
        .map_err(Error::among_what_was_given)?;
    DefaultRole::check_definition(
        role.name.as_str(),
        role.description.as_deref(),
        Some(&role.scopes),
    )
}

/// Delete a role; whoever holds it loses it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteRole(pub RoleName);

impl Needs for DeleteRole {
    const ANY_OF: &'static [Scope] = DEFINE;
}

impl Operation for DeleteRole {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let guard = Guard::of(&allowed);
        let (DeleteRole(name), _) = allowed.into_parts();
        let (id, role) = get(tx, guard.caller(), &name)?;
        guard.lets_define(&role.scopes, tx)?;
        DefaultRole::check_deletion(name.as_str())?;
        roles::delete(tx, id)
    }
}

impl Change for DeleteRole {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&DELETE, Subject::Role(self.0.clone())))
    }
}

/// The role named `name`.
pub(super) fn get(tx: &Tx<'_>, caller: &Caller, name: &RoleName) -> Result<(RoleId, Role)> {
    known(tx, caller, Noun::Role, name.as_str(), roles::get(tx, name)?)
}
