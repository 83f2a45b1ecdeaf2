//! A plan in the making: what differs so far, and the steps that end it.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::doing::Step;
use super::listed::Listed;
use crate::error::Result;
use crate::model::{
    GroupName, Plan, PlannedAction, PlannedChange, PlannedKind, PlannedPart, Properties, UserName,
};
use crate::ops::audit::Change;
use crate::ops::groups::AddGroup;
use crate::ops::users::AddUser;
use crate::rbac::{Caller, Holder, Scope, Target, require};
use crate::store::applied::Thing;
use crate::store::{Tx, groups, users};

/// What differs, and what is to be done about it.
pub(super) struct Planning<'a> {
    pub(super) tx: &'a Tx<'a>,
    pub(super) caller: &'a Caller,
    pub(super) listed: Listed,
    /// What descriptions put there before, each with its name.
    pub(super) noted: Vec<(String, Thing)>,
    /// What the steps make, or give.
    pub(super) made: HashSet<Thing>,
    pub(super) steps: Vec<Step>,
    /// What descriptions put there, and what counts no more as theirs.
    pub(super) forgotten: Vec<(String, Thing)>,
    pub(super) plan: Plan,
    /// The fields of the thing whose change is being put together.
    parts: BTreeMap<String, PlannedPart>,
}

impl<'a> Planning<'a> {
    pub(super) fn new(
        tx: &'a Tx<'a>,
        caller: &'a Caller,
        listed: Listed,
        noted: Vec<(String, Thing)>,
    ) -> Self {
        Self {
            tx,
            caller,
            listed,
            noted,
            made: HashSet::new(),
            steps: Vec::new(),
            forgotten: Vec::new(),
            plan: Plan::default(),
            parts: BTreeMap::new(),
        }
    }

    /// Do `operation`, about the thing of this kind and name.
    pub(super) fn step(
        &mut self,
        kind: PlannedKind,
        name: impl std::fmt::Display,
        operation: impl Change + 'static,
    ) {
        let about = format!("{} `{name}`", kind.word());
        self.steps.push(Step::new(about, operation));
    }

    /// Refuse to look at what the caller may not see.
    pub(super) fn sees(&self, scope: Scope, target: &Target) -> Result<()> {
        require(self.caller, &[scope], target, self.tx)
    }

    /// A field is to be `after`.
    pub(super) fn value(&mut self, field: &str, before: impl Into<Value>, after: impl Into<Value>) {
        let (before, after) = (before.into(), after.into());
        self.part(field, PlannedPart::Value { before, after });
    }

    /// Names are to come to a field, and others to go.
    pub(super) fn names(&mut self, field: &str, added: Vec<String>, removed: Vec<String>) {
        if !added.is_empty() || !removed.is_empty() {
            self.part(field, PlannedPart::Names { added, removed });
        }
    }

    fn part(&mut self, field: &str, part: PlannedPart) {
        self.parts.insert(field.to_owned(), part);
    }

    /// Put a change into the plan, with the fields told until now.
    pub(super) fn change(
        &mut self,
        action: PlannedAction,
        kind: PlannedKind,
        name: impl std::fmt::Display,
    ) {
        self.plan.changes.push(PlannedChange {
            action,
            kind,
            name: name.to_string(),
            parts: std::mem::take(&mut self.parts),
        });
    }

    /// The same of something that is there, if any of its fields changes.
    pub(super) fn change_if_any(&mut self, kind: PlannedKind, name: impl std::fmt::Display) {
        if !self.parts.is_empty() {
            self.change(PlannedAction::Change, kind, name);
        }
    }

    /// Add the users among `names` who are not there. One whom the caller may not see counts as there: what
    /// needs them says what is wrong.
    pub(super) fn add_mentioned(&mut self, names: &[UserName]) -> Result<()> {
        for name in names {
            let thing = Thing::User(name.clone());
            let target = Target::User(name.clone());
            if self.made.contains(&thing)
                || self.sees(Scope::ReadUsersName, &target).is_err()
                || users::find(self.tx, name)?.is_some()
            {
                continue;
            }
            self.add_user(name, false);
        }
        Ok(())
    }

    /// Add a user, who then has the role of all users.
    pub(super) fn add_user(&mut self, name: &UserName, admin: bool) {
        let holder = Holder::User(name.clone());
        self.made.insert(Thing::User(name.clone()));
        self.made
            .insert(Thing::Grant("user".into(), holder.clone()));
        if admin {
            self.made.insert(Thing::Grant("admin".into(), holder));
            self.value("admin", false, true);
        }
        self.change(PlannedAction::Create, PlannedKind::User, name);
        let adding = AddUser {
            name: name.clone(),
            admin,
        };
        self.step(PlannedKind::User, name, adding);
    }

    /// Add the groups among `names` that are not there.
    pub(super) fn add_mentioned_groups(&mut self, names: &[GroupName]) -> Result<()> {
        for name in names {
            let thing = Thing::Group(name.clone());
            let target = Target::Group(name.clone());
            if self.made.contains(&thing)
                || self.sees(Scope::ReadGroupsName, &target).is_err()
                || groups::find(self.tx, name)?.is_some()
            {
                continue;
            }
            self.made.insert(thing);
            self.change(PlannedAction::Create, PlannedKind::Group, name);
            let adding = AddGroup {
                name: name.clone(),
                users: Vec::new(),
                properties: Properties::new(),
            };
            self.step(PlannedKind::Group, name, adding);
        }
        Ok(())
    }
}
