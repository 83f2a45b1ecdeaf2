//! Groups of a JupyterHub.

use serde_json::json;

use super::{Asked, JupyterHub, beyond};
use crate::client::http::Question;
use crate::error::{Error, Result};
use crate::model::{Group, GroupName, Listed};
use crate::ops::groups::{
    ADD, ADD_USERS, AddGroup, ChangeMembers, ChangedMembers, DELETE, DeleteGroup, GroupFilter,
    LIST, ListGroups, MemberChange, NameGroups, REMOVE_USERS, RenameGroup, SET_PROPERTIES, SHOW,
    SetProperties, ShowGroup,
};

impl Asked for ListGroups {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Listed<Group>> {
        let items = hub.groups(&self.filter)?;
        let total = items.len() as u64;
        Ok(Listed { items, total })
    }
}

impl Asked for NameGroups {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Vec<GroupName>> {
        let groups = hub.groups(&self.0)?.into_iter();
        let mut names: Vec<_> = groups.map(|group| group.name).collect();
        names.sort();
        Ok(names)
    }
}

impl Asked for ShowGroup {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Group> {
        hub.group(&self.0)
    }
}

impl Asked for AddGroup {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Group> {
        let name = GroupName::new(self.name.as_str())?;
        let body = json!({ "users": self.users });
        let adding = Question::of(&ADD, &[name.as_str()]).with(&body)?;
        let added = hub.get_or(&adding, |status| {
            (status == 409)
                .then(|| Error::conflict(format!("a group named `{name}` exists already")))
        })?;
        if self.properties.is_empty() {
            return Ok(added);
        }
        hub.set_properties(&name, &self.properties)
    }
}

impl Asked for ChangeMembers {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<ChangedMembers> {
        let before = hub.group(&self.group)?.users.or_default();
        let request = match self.change {
            MemberChange::Add => &ADD_USERS,
            MemberChange::Remove => &REMOVE_USERS,
        };
        let body = json!({ "users": self.users });
        let changing = Question::of(request, &[self.group.as_str()]).with(&body)?;
        let group: Group = hub.get(&changing)?;
        let is_in = self.change == MemberChange::Remove;
        let mut changed = Vec::new();
        for user in self.users {
            if before.contains(&user) == is_in && !changed.contains(&user) {
                changed.push(user);
            }
        }
        Ok(ChangedMembers { group, changed })
    }
}

impl Asked for SetProperties {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Group> {
        let before = hub.group(&self.group)?.properties.or_default();
        let properties = self.change.apply(before.unwrap_or_default());
        hub.set_properties(&self.group, &properties)
    }
}

impl Asked for DeleteGroup {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<()> {
        let deleting = Question::of(&DELETE, &[self.0.as_str()]);
        hub.do_or(&deleting, |status| {
            (status == 404).then(|| hub.no_group(&self.0))
        })?;
        Ok(())
    }
}

beyond! {
    "gives no group another name": RenameGroup;
}

impl JupyterHub<'_> {
    fn group(&self, name: &GroupName) -> Result<Group> {
        let question = Question::of(&SHOW, &[name.as_str()]);
        self.get_or(&question, |status| {
            (status == 404).then(|| self.no_group(name))
        })
    }

    pub(super) fn groups(&self, filter: &GroupFilter) -> Result<Vec<Group>> {
        let none = || Error::invalid("the hub lists no groups");
        let mut groups: Vec<Group> = self.all(&LIST, &[], &[], none)?;
        groups.retain(|group| {
            let users = group.users.or_default();
            let with = filter.user.as_ref().is_none_or(|user| users.contains(user));
            let holds = filter.role.as_ref();
            let holds = holds.is_none_or(|role| group.roles.or_default().contains(role));
            with && holds && (!filter.empty || users.is_empty())
        });
        Ok(groups)
    }

    fn set_properties(
        &self,
        name: &GroupName,
        properties: &crate::model::Properties,
    ) -> Result<Group> {
        self.get(&Question::of(&SET_PROPERTIES, &[name.as_str()]).with(properties)?)
    }

    fn no_group(&self, name: &GroupName) -> Error {
        let names = NameGroups(GroupFilter::default())
            .ask(self)
            .unwrap_or_default();
        Error::not_found("group", name)
            .did_you_mean(name.as_str(), names)
            .hint("see `hubctl groups list`")
    }
}
