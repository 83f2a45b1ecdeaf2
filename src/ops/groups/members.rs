//! Who is in a group.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::view::View;
use super::{ADD_USERS, REMOVE_USERS, SHOW, find, show, show_parts};
use crate::error::Result;
use crate::model::{Group, GroupName, Page, Seen, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::find::users_given;
use crate::rbac::{Allowed, Caller, Needs, Scope, Target};
use crate::store::groups::Parts;
use crate::store::provenance::{self, Thing};
use crate::store::{Tx, groups};

/// Show a group with a part of its members: what a page has room for, however many there are.
pub struct ShowMembers {
    /// The group.
    pub group: GroupName,
    /// Only those whose names have this in them, as of [`UserFilter`](crate::ops::users::UserFilter).
    pub name_part: Option<String>,
    /// Which part of them, in the order in which the hub came to know them.
    pub page: Page,
}

/// A group with a part of its members.
pub struct PartOfGroup {
    /// The group, which has no other members here.
    pub group: Group,
    /// Of how many members they are a part; none where they may not be seen.
    pub total: u64,
}

impl Needs for ShowMembers {
    const ANY_OF: &'static [Scope] = SHOW.any_of;

    fn target(&self) -> Target {
        Target::Group(self.group.clone())
    }
}

impl Operation for ShowMembers {
    type Output = PartOfGroup;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<PartOfGroup> {
        let view = View::of(&allowed);
        let (asked, caller) = (allowed.op(), allowed.caller());
        let parts = Parts {
            users: false,
            ..view.parts()
        };
        let mut group = show_parts(tx, caller, &asked.group, &view, parts)?;
        let id = find(tx, caller, &asked.group)?;
        let found = groups::part_of_members(tx, id, asked.name_part.as_deref(), asked.page)?;
        group.users = Seen::Shown(found.items);
        view.cut(&mut group)?;
        let total = group.users.shown().map_or(0, |_| found.total);
        Ok(PartOfGroup { group, total })
    }
}

/// Put users into a group, or take them out of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeMembers {
    /// The group.
    pub group: GroupName,
    /// The users.
    pub users: Vec<UserName>,
    /// Which of the two.
    pub change: MemberChange,
}

/// What becomes of users in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemberChange {
    /// They are put in.
    Add,
    /// They are taken out.
    Remove,
}

/// What became of a group's members.
#[derive(Serialize, Deserialize)]
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

    /// Those who are new come last, as JupyterHub answers them.
    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ChangedMembers> {
        let view = View::of(&allowed);
        let (asked, caller) = (allowed.op(), allowed.caller());
        let mut group = show(tx, caller, &asked.group, &view)?;
        let changed = asked.make(tx, caller)?;
        if let Some(members) = group.users.shown_mut() {
            match asked.change {
                MemberChange::Add => members.extend(changed.iter().cloned()),
                MemberChange::Remove => members.retain(|member| !changed.contains(member)),
            }
        }
        Ok(ChangedMembers { group, changed })
    }
}

impl ChangeMembers {
    /// Make it; those for whom it made a difference.
    fn make(&self, tx: &Tx<'_>, caller: &Caller) -> Result<Vec<UserName>> {
        let id = find(tx, caller, &self.group)?;
        let users = users_given(tx, caller, &self.users)?;
        let mut changed = Vec::new();
        for (user, name) in users {
            let differs = match self.change {
                MemberChange::Add => groups::add_user(tx, id, user)?,
                MemberChange::Remove => groups::remove_user(tx, id, user)?,
            };
            if !differs {
                continue;
            }
            if self.change == MemberChange::Add {
                provenance::claim_at_runtime(tx, Thing::Membership(id, user))?;
            }
            changed.push(name);
        }
        Ok(changed)
    }
}

impl Change for ChangeMembers {
    fn record(&self) -> Option<Record> {
        let (request, is_added) = match self.change {
            MemberChange::Add => (&ADD_USERS, true),
            MemberChange::Remove => (&REMOVE_USERS, false),
        };
        let record = Record::of(request, Subject::Nothing).on(&self.target());
        // Which of the two is filled in by whom it made a difference for.
        let some = Subject::Given(Value::Null);
        Some(if is_added {
            record.becomes(some)
        } else {
            record.from(some)
        })
    }

    fn made(outcome: &ChangedMembers, record: &mut Record) {
        record.fill_in(json!({ "users": outcome.changed }));
    }
}

/// The same for who does not ask how the group is then, which costs no more in a large one.
pub struct AlterMembers(pub ChangeMembers);

impl Needs for AlterMembers {
    const ANY_OF: &'static [Scope] = ChangeMembers::ANY_OF;

    fn target(&self) -> Target {
        self.0.target()
    }
}

impl Operation for AlterMembers {
    /// Those for whom it made a difference.
    type Output = Vec<UserName>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<UserName>> {
        allowed.op().0.make(tx, allowed.caller())
    }
}

impl Change for AlterMembers {
    fn record(&self) -> Option<Record> {
        self.0.record()
    }

    fn made(changed: &Vec<UserName>, record: &mut Record) {
        record.fill_in(json!({ "users": changed }));
    }
}
