//! Groups: list, show, add, delete, rename, their members and their properties.

mod members;
mod properties;
mod rename;
mod view;

use serde::{Deserialize, Serialize};
use serde_json::json;

pub use self::members::{
    AlterMembers, ChangeMembers, ChangedMembers, MemberChange, PartOfGroup, ShowMembers,
};
pub use self::properties::{PropertyChange, SetProperties};
pub use self::rename::{Mention, Place, RenameGroup, RenamedGroup};
use self::view::View;
use super::Operation;
use super::audit::{Change, Record, Subject};
use super::find::{free, known, users_given};
use super::request::{Method, Request};
use crate::error::{Error, Kind, Result};
use crate::model::{
    Group, GroupId, GroupName, Listed, More, Page, Properties, Seen, UserId, UserName,
};
use crate::rbac::{Allowed, Caller, Filter, Filters, Needs, Reach, Scope, Target};
pub use crate::store::groups::GroupFilter;
use crate::store::groups::Parts;
use crate::store::names::Noun;
use crate::store::provenance::{self, Thing};
use crate::store::{Tx, groups};

/// What the REST API can be asked about groups.
pub const REQUESTS: &[Request] = &[
    LIST,
    ADD_MANY,
    SHOW,
    ADD,
    DELETE,
    ADD_USERS,
    REMOVE_USERS,
    SET_PROPERTIES,
];

/// All groups.
pub const LIST: Request = Request::list("/groups", "list groups", &[Scope::ListGroups]);
/// New groups.
pub const ADD_MANY: Request = Request::post("/groups", "add groups", &[Scope::AdminGroups]);
/// One group.
pub const SHOW: Request = Request::get(
    "/groups/{group}",
    "show a group",
    &[
        Scope::ReadGroups,
        Scope::ReadGroupsName,
        Scope::ReadRolesGroups,
    ],
);
/// A new group.
pub const ADD: Request = Request::post("/groups/{group}", "add a group", &[Scope::AdminGroups]);
/// No such group any more.
pub const DELETE: Request =
    Request::delete("/groups/{group}", "delete a group", &[Scope::DeleteGroups]);
/// More users in a group.
pub const ADD_USERS: Request = Request::post(
    "/groups/{group}/users",
    "add users to a group",
    &[Scope::Groups],
);
/// Fewer users in a group.
pub const REMOVE_USERS: Request = Request::delete(
    "/groups/{group}/users",
    "remove users from a group",
    &[Scope::Groups],
);
/// What the site keeps about a group.
pub const SET_PROPERTIES: Request = Request::new(
    Method::Put,
    "/groups/{group}/properties",
    "set a group's properties",
    &[Scope::Groups],
);

/// List the groups that a filter chooses.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListGroups {
    /// Which.
    pub filter: GroupFilter,
    /// Only these of them.
    pub page: Option<Page>,
}

impl Needs for ListGroups {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ListGroups {
    /// In the order of their keys. The total is that of all groups, whoever asks, as in 6.1.1.
    type Output = Listed<Group>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Listed<Group>> {
        let view = View::of(&allowed);
        let (ListGroups { filter, page }, reach) = allowed.into_parts();
        refuse_other_filters(&reach)?;
        let mut items = groups::list(tx, &reach, &filter, page, view.parts())?;
        items.iter_mut().try_for_each(|group| view.cut(group))?;
        let total = groups::count(tx)?;
        Ok(Listed { items, total })
    }
}

/// A scope to list groups that is narrowed to something else lists none (`GroupListAPIHandler.get`).
fn refuse_other_filters(reach: &Reach) -> Result<()> {
    let by_group = |only: &Filters| only.iter().all(|on| matches!(on, Filter::Group(_)));
    match reach {
        Reach::Only(only) if !by_group(only) => Err(Error::new(
            Kind::Denied,
            format!(
                "`{}` narrowed to anything but groups lists none",
                Scope::ListGroups
            ),
        )
        .hint(format!("write `{}!group=NAME`", Scope::ListGroups))),
        _ => Ok(()),
    }
}

/// List the names of the groups that a filter chooses, which costs less than all about them.
#[derive(Serialize, Deserialize)]
pub struct NameGroups(pub GroupFilter);

impl Needs for NameGroups {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for NameGroups {
    type Output = Vec<GroupName>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<GroupName>> {
        let (NameGroups(filter), reach) = allowed.into_parts();
        groups::names(tx, &reach, &filter)
    }
}

/// Show one group with all its members.
#[derive(Serialize, Deserialize)]
pub struct ShowGroup(pub GroupName);

impl Needs for ShowGroup {
    const ANY_OF: &'static [Scope] = SHOW.any_of;

    fn target(&self) -> Target {
        Target::Group(self.0.clone())
    }
}

impl Operation for ShowGroup {
    type Output = Group;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Group> {
        let view = View::of(&allowed);
        show(tx, allowed.caller(), &allowed.op().0, &view)
    }
}

/// Add a group, with members that exist already.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddGroup {
    /// The new name.
    pub name: GroupName,
    /// The members.
    pub users: Vec<UserName>,
    /// What the site keeps about it.
    pub properties: Properties,
}

impl Needs for AddGroup {
    const ANY_OF: &'static [Scope] = ADD.any_of;

    fn target(&self) -> Target {
        Target::Group(self.name.clone())
    }
}

impl Operation for AddGroup {
    type Output = Group;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Group> {
        let view = View::of(&allowed);
        let users = users_given(tx, allowed.caller(), &allowed.op().users)?;
        let (adding, _) = allowed.into_parts();
        add(tx, &adding.name, &users, adding.properties, &view)
    }
}

impl Change for AddGroup {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&ADD, Subject::WholeGroup(self.name.clone())))
    }
}

/// Add several groups, all with the same members.
pub struct AddGroups {
    /// The new names.
    pub names: Vec<GroupName>,
    /// The members of each.
    pub users: Vec<UserName>,
}

impl Needs for AddGroups {
    const ANY_OF: &'static [Scope] = ADD_MANY.any_of;
}

impl Operation for AddGroups {
    type Output = Vec<Group>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Group>> {
        let view = View::of(&allowed);
        let AddGroups { names, users } = allowed.op();
        let users = users_given(tx, allowed.caller(), users)?;
        let added = names.iter();
        added
            .map(|name| add(tx, name, &users, Properties::new(), &view))
            .collect()
    }
}

impl Change for AddGroups {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&ADD_MANY, Subject::Nothing))
    }

    fn made(added: &Vec<Group>, record: &mut Record) {
        let names: Vec<_> = added.iter().map(|group| &group.name).collect();
        let users = added.first().and_then(|group| group.users.shown());
        record.is_now(Some(json!({ "groups": names, "users": users })));
    }
}

/// Add one group; what it is then needs no look at the memberships there are.
fn add(
    tx: &Tx<'_>,
    name: &GroupName,
    users: &[(UserId, UserName)],
    properties: Properties,
    view: &View,
) -> Result<Group> {
    let name = new_name(tx, name)?;
    let id = groups::insert(tx, &name, &properties)?;
    provenance::claim_at_runtime(tx, Thing::Group(id))?;
    for (user, _) in users {
        groups::add_user(tx, id, *user)?;
        provenance::claim_at_runtime(tx, Thing::Membership(id, *user))?;
    }
    let mut group = Group {
        kind: "group",
        name,
        roles: Seen::Shown(Vec::new()),
        users: Seen::Shown(users.iter().map(|(_, name)| name.clone()).collect()),
        properties: Seen::Shown(Some(properties)),
        more: More::default(),
    };
    view.cut(&mut group)?;
    Ok(group)
}

/// Delete a group, and with it what its members hold by it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeleteGroup(pub GroupName);

impl Needs for DeleteGroup {
    const ANY_OF: &'static [Scope] = DELETE.any_of;

    fn target(&self) -> Target {
        Target::Group(self.0.clone())
    }
}

impl Operation for DeleteGroup {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let id = find(tx, allowed.caller(), &allowed.op().0)?;
        groups::delete(tx, id)
    }
}

impl Change for DeleteGroup {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&DELETE, Subject::WholeGroup(self.0.clone())))
    }
}

/// Ask whether there is a group, before a change of it is read: who may change it, may know.
pub struct FindGroup(pub GroupName);

impl Needs for FindGroup {
    const ANY_OF: &'static [Scope] = ADD_USERS.any_of;

    fn target(&self) -> Target {
        Target::Group(self.0.clone())
    }
}

impl Operation for FindGroup {
    type Output = GroupId;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<GroupId> {
        find(tx, allowed.caller(), &allowed.op().0)
    }
}

/// The key of the group named `name`.
pub(super) fn find(tx: &Tx<'_>, caller: &Caller, name: &GroupName) -> Result<GroupId> {
    known(
        tx,
        caller,
        Noun::Group,
        name.as_str(),
        groups::find(tx, name)?,
    )
}

/// The group `name`, as far as `view` goes.
fn show(tx: &Tx<'_>, caller: &Caller, name: &GroupName, view: &View) -> Result<Group> {
    show_parts(tx, caller, name, view, view.parts())
}

/// The same, of which no more is fetched than `parts`.
fn show_parts(
    tx: &Tx<'_>,
    caller: &Caller,
    name: &GroupName,
    view: &View,
    parts: Parts,
) -> Result<Group> {
    let filter = GroupFilter {
        name: Some(name.clone()),
        ..GroupFilter::default()
    };
    let found = groups::list(tx, &Reach::All, &filter, None, parts)?.pop();
    let mut group = known(tx, caller, Noun::Group, name.as_str(), found)?;
    view.cut(&mut group)?;
    Ok(group)
}

/// `name`, if a group may have it and none has.
fn new_name(tx: &Tx<'_>, name: &GroupName) -> Result<GroupName> {
    let name = GroupName::new(name.as_str())?;
    free(Noun::Group, name.as_str(), groups::find(tx, &name)?)?;
    Ok(name)
}
