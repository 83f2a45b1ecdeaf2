//! Users: list, show, add, edit, delete; when they were active; and whoever asks.

mod activity;
mod add;
mod edit;
pub(super) mod view;
pub(super) mod whoami;

use serde::{Deserialize, Serialize};

pub use self::activity::ReportActivity;
pub(super) use self::add::insert;
pub use self::add::{AddUser, AddUsers};
pub(super) use self::edit::refuse_granting_admin;
pub use self::edit::{EditUser, NewAuthState};
use self::view::View;
pub use self::whoami::{WhoIsIt, Whoami};
use super::Operation;
use super::audit::{Change, Record, Subject};
use super::find::{free, known};
use super::request::{Method, Request};
use crate::error::{Error, Kind, Result};
use crate::model::{Listed, User, UserId, UserName};
use crate::rbac::{Allowed, Caller, Filter, Holder, Needs, Reach, Scope, Target};
use crate::store::names::Noun;
pub use crate::store::users::{UserFilter, UserKey, UserOrder};
use crate::store::{Tx, servers, users};

/// What the REST API can be asked about users.
pub const REQUESTS: &[Request] = &[LIST, ADD_MANY, SHOW, ADD, DELETE, EDIT, ACTIVITY, WHOAMI];

/// List users.
pub const LIST: Request = Request::list("/users", "list users", &[Scope::ListUsers]);
/// Add several users.
pub const ADD_MANY: Request = Request::post("/users", "add users", &[Scope::AdminUsers]);
/// Show a user.
pub const SHOW: Request = Request::get(
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
/// Add a user.
pub const ADD: Request = Request::post("/users/{user}", "add a user", &[Scope::AdminUsers]);
/// Delete a user.
pub const DELETE: Request =
    Request::delete("/users/{user}", "delete a user", &[Scope::DeleteUsers]);
/// Change a user.
pub const EDIT: Request = Request::new(
    Method::Patch,
    "/users/{user}",
    "rename a user, or set their admin flag or authentication state",
    &[Scope::AdminUsers],
);
/// Report activity.
pub const ACTIVITY: Request = Request::post(
    "/users/{user}/activity",
    "report when a user was active",
    &[Scope::UsersActivity],
)
.unrecorded();
/// Show whoever asks.
pub const WHOAMI: Request = Request::get("/user", "show whose token this is", &[]);

/// List the users that a filter chooses.
#[derive(Serialize, Deserialize)]
pub struct ListUsers(pub UserFilter);

impl Needs for ListUsers {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ListUsers {
    type Output = Listed<User>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Listed<User>> {
        let view = View::of(allowed.caller());
        let (ListUsers(filter), reach) = allowed.into_parts();
        refuse_other_filters(&reach)?;
        let mut listed = users::list(tx, &reach, &filter)?;
        for user in &mut listed.items {
            view.cut(user, filter.stopped_servers)?;
        }
        Ok(listed)
    }
}

/// A scope to list users that is narrowed to a server or service lists none, whatever else it is
/// narrowed to (`UserListAPIHandler.get`).
fn refuse_other_filters(reach: &Reach) -> Result<()> {
    let of_users = |on: &Filter| matches!(on, Filter::User(_) | Filter::Group(_));
    match reach {
        Reach::Only(only) if !only.iter().all(|on| of_users(&on)) => Err(Error::new(
            Kind::Denied,
            format!(
                "`{}` narrowed to anything but users and groups lists none",
                Scope::ListUsers
            ),
        )
        .hint(format!(
            "write `{0}!user=NAME` or `{0}!group=NAME`",
            Scope::ListUsers
        ))),
        _ => Ok(()),
    }
}

/// List the names of the users that a filter chooses, which costs less than all about them.
#[derive(Serialize, Deserialize)]
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

/// Show one user.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowUser {
    /// Whom.
    pub name: UserName,
    /// With the servers that do not run, too.
    pub stopped_servers: bool,
}

impl Needs for ShowUser {
    const ANY_OF: &'static [Scope] = SHOW.any_of;

    fn target(&self) -> Target {
        Target::User(self.name.clone())
    }
}

impl Operation for ShowUser {
    type Output = User;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<User> {
        let view = View::of(allowed.caller());
        let asked = allowed.op();
        let found = look(tx, &asked.name, asked.stopped_servers, &view)?;
        known(tx, allowed.caller(), Noun::User, asked.name.as_str(), found)
    }
}

/// Delete a user, with their servers, tokens and shares.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
        let DeleteUser { name, force } = allowed.op();
        let id = find(tx, allowed.caller(), name)?;
        if allowed.caller().holder() == Some(&Holder::User(name.clone())) {
            return Err(Error::invalid("nobody can delete themselves")
                .hint("ask somebody else who may delete users"));
        }
        if !force {
            refuse_running(tx, id, name, "deleted")?;
        }
        users::delete(tx, id)
    }
}

impl Change for DeleteUser {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&DELETE, Subject::User(self.name.clone())))
    }
}

/// The key of the user named `name`, whom `caller` asks about.
pub(super) fn find(tx: &Tx<'_>, caller: &Caller, name: &UserName) -> Result<UserId> {
    known(
        tx,
        caller,
        Noun::User,
        name.as_str(),
        users::find(tx, name)?,
    )
}

/// One user, as `view` shows them.
fn look(tx: &Tx<'_>, name: &UserName, stopped: bool, view: &View) -> Result<Option<User>> {
    let filter = UserFilter {
        name: Some(name.clone()),
        stopped_servers: stopped,
        ..UserFilter::default()
    };
    let mut found = users::list(tx, &Reach::All, &filter)?.items.pop();
    if let Some(user) = &mut found {
        view.cut(user, stopped)?;
    }
    Ok(found)
}

/// A user that is known to be there.
pub(super) fn show(tx: &Tx<'_>, name: &UserName, stopped: bool, view: &View) -> Result<User> {
    look(tx, name, stopped, view)?
        .ok_or_else(|| Error::internal("a user who was just there is gone"))
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
