//! Groups: which there are to be, who is in them, and what is kept about them.

use std::collections::HashSet;

use serde_json::Value;

use super::planning::Planning;
use crate::error::{Error, Result};
use crate::model::{
    Described, DescribedGroup, GroupId, Object, PlannedAction, PlannedKind, Properties, UserName,
};
use crate::ops::groups::{AddGroup, ChangeMembers, MemberChange, PropertyChange, SetProperties};
use crate::rbac::{Reach, Scope, Target};
use crate::store::applied::Thing;
use crate::store::groups::{self, GroupFilter, Parts};
use crate::store::provenance::{self, Source};

impl Planning<'_> {
    /// Plan for the groups that are described, and for who is in them.
    pub(super) fn groups(&mut self, all: &Described) -> Result<()> {
        all.groups.iter().try_for_each(|group| self.group(group))
    }

    fn group(&mut self, described: &DescribedGroup) -> Result<()> {
        let name = &described.name;
        self.sees(Scope::ReadGroups, &Target::Group(name.clone()))?;
        self.add_mentioned(&described.users)?;
        let found = groups::find(self.tx, name)?;
        let present = match found {
            Some(_) => self.members(described)?,
            None => HashSet::new(),
        };
        let mut missing = described.users.clone();
        let mut met = HashSet::new();
        missing.retain(|user| !present.contains(user) && met.insert(user.clone()));
        for user in &missing {
            let member = Thing::Member(name.clone(), user.clone());
            self.made.insert(member);
        }
        self.names("users", texts(&missing), Vec::new());
        if let Some(id) = found {
            self.properties(id, described)?;
            self.change_if_any(PlannedKind::Group, name);
            if !missing.is_empty() {
                let adding = ChangeMembers {
                    group: name.clone(),
                    users: missing,
                    change: MemberChange::Add,
                };
                self.step(PlannedKind::Group, name, adding);
            }
            return Ok(());
        }
        let properties = described.properties.clone();
        let properties = properties.map_or_else(Properties::new, |Object(all)| all);
        if !properties.is_empty() {
            self.value("properties", Value::Null, properties.clone());
        }
        self.made.insert(Thing::Group(name.clone()));
        self.change(PlannedAction::Create, PlannedKind::Group, name);
        let adding = AddGroup {
            name: name.clone(),
            users: missing,
            properties,
        };
        self.step(PlannedKind::Group, name, adding);
        Ok(())
    }

    fn members(&self, described: &DescribedGroup) -> Result<HashSet<UserName>> {
        let filter = GroupFilter {
            name: Some(described.name.clone()),
            ..GroupFilter::default()
        };
        let parts = Parts {
            roles: false,
            users: true,
        };
        let found = groups::list(self.tx, &Reach::All, &filter, None, parts)?;
        let members = found
            .into_iter()
            .filter_map(|group| group.users.into_shown());
        Ok(members.flatten().collect())
    }

    fn properties(&mut self, id: GroupId, described: &DescribedGroup) -> Result<()> {
        let Some(Object(after)) = &described.properties else {
            return Ok(());
        };
        let before = groups::properties_of(self.tx, id)?;
        if before == *after {
            return Ok(());
        }
        if let Some((Source::Configuration, _)) =
            provenance::find(self.tx, provenance::Thing::Group(id))?
        {
            return Err(Error::conflict(format!(
                "the group `{}` is the configuration's, and its properties are otherwise",
                described.name
            ))
            .hint("change them there, or leave `properties` out"));
        }
        self.value("properties", before, after.clone());
        let setting = SetProperties {
            group: described.name.clone(),
            change: PropertyChange::Replace(after.clone()),
        };
        self.step(PlannedKind::Group, &described.name, setting);
        Ok(())
    }
}

/// Names as texts.
pub(super) fn texts<T: ToString>(names: &[T]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}
