//! Users: list, show, add, rename, delete, and the admin flag.

use super::Operation;
use super::find::{free, known};
use super::request::{Method, Request};
use super::roles::assign_defaults;
use crate::error::{Error, Result};
use crate::model::{User, UserId, UserName};
use crate::rbac::{Allowed, Needs, Reach, Scope, Target};
use crate::store::names::Noun;
use crate::store::roles::HolderId;
pub use crate::store::users::UserFilter;
use crate::store::{Tx, servers, users};

/// What the REST API can be asked about users.
pub const REQUESTS: &[Request] = &[LIST, ADD_MANY, SHOW, ADD, DELETE, EDIT, ACTIVITY, WHOAMI];

const LIST: Request = Request::list("/users", "list users", &[Scope::ListUsers]);
const ADD_MANY: Request = Request::post("/users", "add users", &[Scope::AdminUsers]);
const SHOW: Request = Request::get(
    "/users/{user}",
    "show a user",
    &[
        Scope::ReadUsers,
        Scope::ReadUsersName,
        Scope::ReadServers,
        Scope::ReadUsersGroups,
        Scope::ReadUsersActivity,
        Scope::ReadRolesUsers,
    ],
);
const ADD: Request = Request::post("/users/{user}", "add a user", &[Scope::AdminUsers]);
const DELETE: Request = Request::delete("/users/{user}", "delete a user", &[Scope::DeleteUsers]);
const EDIT: Request = Request::new(
    Method::Patch,
    "/users/{user}",
    "rename a user, or set their admin flag or authentication state",
    &[Scope::AdminUsers],
);
const ACTIVITY: Request = Request::post(
    "/users/{user}/activity",
    "report when a user was active",
    &[Scope::UsersActivity],
);
const WHOAMI: Request = Request::get("/user", "show whose token this is", &[]);

/// List the users that a filter chooses.
pub struct ListUsers(pub UserFilter);

impl Needs for ListUsers {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ListUsers {
    type Output = Vec<User>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<User>> {
        let (ListUsers(filter), reach) = allowed.into_parts();
        users::list(tx, &reach, &filter)
    }
}

/// List the names of the users that a filter chooses, which costs less than all about them.
pub struct NameUsers(pub UserFilter);

impl Needs for NameUsers {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for NameUsers {
    type Output = Vec<UserName>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<UserName>> {
        let (NameUsers(filter), reach) = allowed.into_parts();
        users::names(tx, &reach, &filter)
    }
}

/// Show one user with all their servers.
pub struct ShowUser(pub UserName);

impl Needs for ShowUser {
    const ANY_OF: &'static [Scope] = SHOW.any_of;

    fn target(&self) -> Target {
        Target::User(self.0.clone())
    }
}

impl Operation for ShowUser {
    type Output = User;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<User> {
        let (ShowUser(name), _) = allowed.into_parts();
        show(tx, &name)
    }
}

/// Add a user, with the default roles.
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
        let (AddUser { name, admin }, _) = allowed.into_parts();
        let name = UserName::new(name.as_str())?;
        refuse_taken(tx, &name)?;
        let cookie_id = tx.clock().uuid_hex();
        let id = users::insert(tx, &name, admin, tx.clock().now(), &cookie_id)?;
        assign_defaults(tx, HolderId::User(id), admin)?;
        show(tx, &name)
    }
}

/// Give a user another name. Their servers, tokens and groups stay theirs.
pub struct RenameUser {
    /// The present name.
    pub name: UserName,
    /// The name to be.
    pub new_name: UserName,
    /// Whether it may have a server that runs, as far as the database knows.
    pub force: bool,
}

impl Needs for RenameUser {
    const ANY_OF: &'static [Scope] = EDIT.any_of;

    fn target(&self) -> Target {
        Target::User(self.name.clone())
    }
}

impl Operation for RenameUser {
    type Output = User;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<User> {
        let (
            RenameUser {
                name,
                new_name,
                force,
            },
            _,
        ) = allowed.into_parts();
        let id = find(tx, &name)?;
        let new_name = UserName::new(new_name.as_str())?;
        refuse_taken(tx, &new_name)?;
        if !force {
            refuse_running(tx, id, &name, "renamed")?;
        }
        users::rename(tx, id, &new_name)?;
        show(tx, &new_name)
    }
}

/// Set or clear a user's admin flag, and with it the role `admin`.
pub struct SetAdmin {
    /// Whose flag.
    pub name: UserName,
    /// Whether they are to be an admin.
    pub admin: bool,
}

impl Needs for SetAdmin {
    const ANY_OF: &'static [Scope] = EDIT.any_of;

    fn target(&self) -> Target {
        Target::User(self.name.clone())
    }
}

impl Operation for SetAdmin {
    type Output = User;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<User> {
        let (SetAdmin { name, admin }, _) = allowed.into_parts();
        let id = find(tx, &name)?;
        users::set_admin(tx, id, admin)?;
        assign_defaults(tx, HolderId::User(id), admin)?;
        show(tx, &name)
    }
}

/// Delete a user, with their servers, tokens and shares.
pub struct DeleteUser {
    /// Whom.
    pub name: UserName,
    /// Whether they may have a server that runs, as far as the database knows.
    pub force: bool,
}

impl Needs for DeleteUser {
    const ANY_OF: &'static [Scope] = DELETE.any_of;

    fn target(&self) -> Target {
        Target::User(self.name.clone())
    }
}

impl Operation for DeleteUser {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let (DeleteUser { name, force }, _) = allowed.into_parts();
        let id = find(tx, &name)?;
        if !force {
            refuse_running(tx, id, &name, "deleted")?;
        }
        users::delete(tx, id)
    }
}

/// The key of the user named `name`.
pub(super) fn find(tx: &Tx<'_>, name: &UserName) -> Result<UserId> {
    known(tx, Noun::User, name.as_str(), users::find(tx, name)?)
}

fn show(tx: &Tx<'_>, name: &UserName) -> Result<User> {
    let filter = UserFilter {
        name: Some(name.clone()),
        stopped_servers: true,
        ..UserFilter::default()
    };
    known(
        tx,
        Noun::User,
        name.as_str(),
        users::list(tx, &Reach::All, &filter)?.pop(),
    )
}

fn refuse_taken(tx: &Tx<'_>, name: &UserName) -> Result<()> {
    free(Noun::User, name.as_str(), users::find(tx, name)?)
}

/// A running server is tied to its user's name by its URL and environment, and only a hub can stop it.
fn refuse_running(tx: &Tx<'_>, id: UserId, name: &UserName, becomes: &str) -> Result<()> {
    if servers::any_running(tx, id)? {
        return Err(Error::conflict(format!(
            "`{name}` has a running server, and cannot be {becomes} while it runs"
        ))
        .hint("stop it in the hub first, or say `--force` if the hub is gone"));
    }
    Ok(())
}
