//! Groups: list, show, add, delete, rename, their members and their properties.

use super::find::{free, known};
use super::request::{Method, Request};
use super::{Operation, users};
use crate::error::Result;
use crate::model::{Group, GroupId, GroupName, Properties, UserName};
use crate::rbac::{Allowed, Filter, Needs, Reach, Scope, Target};
pub use crate::store::groups::GroupFilter;
use crate::store::names::Noun;
use crate::store::written;
pub use crate::store::written::{Mention, Place};
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

const LIST: Request = Request::list("/groups", "list groups", &[Scope::ListGroups]);
const ADD_MANY: Request = Request::post("/groups", "add groups", &[Scope::AdminGroups]);
const SHOW: Request = Request::get(
    "/groups/{group}",
    "show a group",
    &[
        Scope::ReadGroups,
        Scope::ReadGroupsName,
        Scope::ReadRolesGroups,
    ],
);
const ADD: Request = Request::post("/groups/{group}", "add a group", &[Scope::AdminGroups]);
const DELETE: Request =
    Request::delete("/groups/{group}", "delete a group", &[Scope::DeleteGroups]);
const ADD_USERS: Request = Request::post(
    "/groups/{group}/users",
    "add users to a group",
    &[Scope::Groups],
);
const REMOVE_USERS: Request = Request::delete(
    "/groups/{group}/users",
    "remove users from a group",
    &[Scope::Groups],
);
const SET_PROPERTIES: Request = Request::new(
    Method::Put,
    "/groups/{group}/properties",
    "set a group's properties",
    &[Scope::Groups],
);

/// List the groups that a filter chooses.
pub struct ListGroups(pub GroupFilter);

impl Needs for ListGroups {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ListGroups {
    type Output = Vec<Group>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Group>> {
        let (ListGroups(filter), reach) = allowed.into_parts();
        groups::list(tx, &reach, &filter)
    }
}

/// List the names of the groups that a filter chooses, which costs less than all about them.
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
        show(tx, &allowed.into_parts().0.0)
    }
}

/// Add a group, with members that exist already.
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
        let (adding, _) = allowed.into_parts();
        let name = new_name(tx, &adding.name)?;
        let id = groups::insert(tx, &name, &adding.properties)?;
        for user in &adding.users {
            groups::add_user(tx, id, users::find(tx, user)?)?;
        }
        show(tx, &name)
    }
}

/// Delete a group, and with it what its members hold by it.
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
        let id = find(tx, &allowed.into_parts().0.0)?;
        groups::delete(tx, id)
    }
}

/// Give a group another name. Members, roles, properties and shares stay with it; scopes that are
/// narrowed to the old name no longer match.
pub struct RenameGroup {
    /// The present name.
    pub name: GroupName,
    /// The name to be.
    pub new_name: GroupName,
    /// Whether to let the scopes that name it follow.
    pub update_scopes: bool,
}

/// What became of a group's new name.
pub struct RenamedGroup {
    /// The group.
    pub group: Group,
    /// What has scopes that are narrowed to the old name, or were until now.
    pub mentions: Vec<Mention>,
}

impl Needs for RenameGroup {
    const ANY_OF: &'static [Scope] = ADD.any_of;

    fn target(&self) -> Target {
        Target::Group(self.name.clone())
    }
}

impl Operation for RenameGroup {
    type Output = RenamedGroup;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<RenamedGroup> {
        let (renaming, _) = allowed.into_parts();
        let id = find(tx, &renaming.name)?;
        let name = new_name(tx, &renaming.new_name)?;
        groups::rename(tx, id, &name)?;
        let old = Filter::Group(renaming.name);
        let mentions = written::naming(tx, &old)?;
        if renaming.update_scopes {
            written::rename(tx, &mentions, &old, &Filter::Group(name.clone()))?;
        }
        let group = show(tx, &name)?;
        Ok(RenamedGroup { group, mentions })
    }
}

/// Put users into a group, or take them out of it.
pub struct ChangeMembers {
    /// The group.
    pub group: GroupName,
    /// The users.
    pub users: Vec<UserName>,
    /// Which of the two.
    pub change: MemberChange,
}

/// What becomes of users in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    /// They are put in.
    Add,
    /// They are taken out.
    Remove,
}

/// What became of a group's members.
pub struct ChangedMembers {
    /// The group as it is now.
    pub group: Group,
    /// Those for whom it made a difference.
    pub changed: Vec<UserName>,
}

impl Needs for ChangeMembers {
    const ANY_OF: &'static [Scope] = ADD_USERS.any_of;

    fn target(&self) -> Target {
        Target::Group(self.group.clone())
    }
}

impl Operation for ChangeMembers {
    type Output = ChangedMembers;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ChangedMembers> {
        let (
            ChangeMembers {
                group,
                users,
                change,
            },
            _,
        ) = allowed.into_parts();
        let id = find(tx, &group)?;
        let mut changed = Vec::new();
        for name in users {
            let user = users::find(tx, &name)?;
            let differs = match change {
                MemberChange::Add => groups::add_user(tx, id, user)?,
                MemberChange::Remove => groups::remove_user(tx, id, user)?,
            };
            if differs {
                changed.push(name);
            }
        }
        let group = show(tx, &group)?;
        Ok(ChangedMembers { group, changed })
    }
}

/// Change or replace what the site keeps about a group.
pub struct SetProperties {
    /// The group.
    pub group: GroupName,
    /// How.
    pub change: PropertyChange,
}

/// A change of properties.
pub enum PropertyChange {
    /// These are all there are.
    Replace(Properties),
    /// Some are set, others are removed, the rest stay.
    Edit {
        /// To be set.
        set: Properties,
        /// To be removed.
        unset: Vec<String>,
    },
}

impl PropertyChange {
    fn apply(self, mut properties: Properties) -> Properties {
        match self {
            Self::Replace(all) => all,
            Self::Edit { set, unset } => {
                properties.retain(|key, _| !unset.contains(key));
                properties.extend(set);
                properties
            }
        }
    }
}

impl Needs for SetProperties {
    const ANY_OF: &'static [Scope] = SET_PROPERTIES.any_of;

    fn target(&self) -> Target {
        Target::Group(self.group.clone())
    }
}

impl Operation for SetProperties {
    type Output = Group;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Group> {
        let (SetProperties { group, change }, _) = allowed.into_parts();
        let id = find(tx, &group)?;
        let properties = change.apply(groups::properties_of(tx, id)?);
        groups::set_properties(tx, id, &properties)?;
        show(tx, &group)
    }
}

/// The key of the group named `name`.
pub(super) fn find(tx: &Tx<'_>, name: &GroupName) -> Result<GroupId> {
    known(tx, Noun::Group, name.as_str(), groups::find(tx, name)?)
}

fn show(tx: &Tx<'_>, name: &GroupName) -> Result<Group> {
    let filter = GroupFilter {
        name: Some(name.clone()),
        ..GroupFilter::default()
    };
    let found = groups::list(tx, &Reach::All, &filter)?.pop();
    known(tx, Noun::Group, name.as_str(), found)
}

/// `name`, if a group may have it and none has.
fn new_name(tx: &Tx<'_>, name: &GroupName) -> Result<GroupName> {
    let name = GroupName::new(name.as_str())?;
    free(Noun::Group, name.as_str(), groups::find(tx, &name)?)?;
    Ok(name)
}
