//! Who is in a group.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::view::View;
use super::{ADD_USERS, REMOVE_USERS, find, show};
use crate::error::Result;
use crate::model::{Group, GroupId, GroupName, UserId, UserName};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::find::users_given;
use crate::rbac::{Allowed, Needs, Scope, Target};
use crate::store::provenance::{self, Thing};
use crate::store::{Tx, groups};

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

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ChangedMembers> {
        let view = View::of(&allowed);
        let (asked, caller) = (allowed.op(), allowed.caller());
        let id = find(tx, caller, &asked.group)?;
        let users = users_given(tx, caller, &asked.users)?;
        let before = show(tx, caller, &asked.group, &view)?;
        match asked.change {
            MemberChange::Add => add(tx, id, users, before),
            MemberChange::Remove => remove(tx, id, users, before),
        }
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

/// Those who are new come last, as JupyterHub answers them.
fn add(
    tx: &Tx<'_>,
    id: GroupId,
    users: Vec<(UserId, UserName)>,
    mut group: Group,
) -> Result<ChangedMembers> {
    let mut changed = Vec::new();
    for (user, name) in users {
        if groups::add_user(tx, id, user)? {
            provenance::claim_at_runtime(tx, Thing::Membership(id, user))?;
            changed.push(name);
        }
    }
    if let Some(members) = group.users.shown_mut() {
        members.extend(changed.iter().cloned());
    }
    Ok(ChangedMembers { group, changed })
}

fn remove(
    tx: &Tx<'_>,
    id: GroupId,
    users: Vec<(UserId, UserName)>,
    mut group: Group,
) -> Result<ChangedMembers> {
    let mut changed = Vec::new();
    for (user, name) in users {
        if groups::remove_user(tx, id, user)? {
            changed.push(name);
        }
    }
    if let Some(members) = group.users.shown_mut() {
        members.retain(|member| !changed.contains(member));
    }
    Ok(ChangedMembers { group, changed })
}
