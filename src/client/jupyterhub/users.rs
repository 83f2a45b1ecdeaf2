//! Users of a JupyterHub.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Asked, JupyterHub};
use crate::client::http::Question;
use crate::error::{Error, Result};
use crate::model::{GroupName, Listed, Seen, User, UserName};
use crate::ops::groups::{GroupFilter, ListGroups};
use crate::ops::users::{
    ADD, AddUser, DELETE, DeleteUser, EDIT, EditUser, LIST, ListUsers, NameUsers, SHOW, ShowUser,
    UserFilter,
};

impl Asked for ListUsers {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Listed<User>> {
        let items = hub.users(&self.0)?;
        let total = items.len() as u64;
        Ok(Listed { items, total })
    }
}

impl Asked for NameUsers {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Vec<UserName>> {
        let users = hub.users(&self.0)?.into_iter();
        Ok(users.map(|user| user.name).collect())
    }
}

impl Asked for ShowUser {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<User> {
        hub.user(&self.name, self.stopped_servers)
    }
}

impl Asked for AddUser {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<User> {
        let name = UserName::new(self.name.as_str())?;
        let adding = Question::of(&ADD, &[name.as_str()]).with(&json!({ "admin": self.admin }))?;
        hub.get_or(&adding, |status| {
            (status == 409)
                .then(|| Error::conflict(format!("a user named `{name}` exists already")))
        })
    }
}

impl Asked for EditUser {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<User> {
        let mut body = json!({});
        if let Some(name) = &self.new_name {
            body["name"] = json!(UserName::new(name.as_str())?);
        }
        if let Some(admin) = self.admin {
            body["admin"] = json!(admin);
        }
        let editing = Question::of(&EDIT, &[self.name.as_str()]).with(&body)?;
        hub.get_or(&editing, |status| {
            (status == 404).then(|| hub.no_user(&self.name))
        })
    }
}

impl Asked for DeleteUser {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<()> {
        let deleting = Question::of(&DELETE, &[self.name.as_str()]);
        hub.do_or(&deleting, |status| {
            (status == 404).then(|| hub.no_user(&self.name))
        })?;
        Ok(())
    }
}

impl JupyterHub<'_> {
    /// One user.
    pub(super) fn user(&self, name: &UserName, stopped_servers: bool) -> Result<User> {
        let mut question = Question::of(&SHOW, &[name.as_str()]);
        if stopped_servers {
            question = question.asking("include_stopped_servers", "1");
        }
        let mut user: User = self.get_or(&question, |status| {
            (status == 404).then(|| self.no_user(name))
        })?;
        leave_out_unstarted(&mut user);
        Ok(user)
    }

    /// The users that `filter` chooses. The hub itself chooses by what its API can.
    pub(super) fn users(&self, filter: &UserFilter) -> Result<Vec<User>> {
        let mut query = Vec::new();
        match filter.running {
            Some(true) => query.push(("state", "active")),
            Some(false) => query.push(("state", "inactive")),
            None => {}
        }
        if filter.stopped_servers {
            query.push(("include_stopped_servers", "1"));
        }
        if let Some(part) = filter.name_part.as_ref().or(filter.name_start.as_ref()) {
            query.push(("name_filter", part.as_str()));
        }
        let nobody = || Error::invalid("the hub lists no users");
        let mut users: Vec<User> = self.all(&LIST, &[], &query, nobody)?;
        let with_role = self.groups_with(filter)?;
        users.retain(|user| chooses(filter, &with_role, user));
        users.iter_mut().for_each(leave_out_unstarted);
        users.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(users)
    }

    /// The groups by which somebody may hold the role that `filter` asks for.
    fn groups_with(&self, filter: &UserFilter) -> Result<BTreeSet<GroupName>> {
        let Some(role) = &filter.role else {
            return Ok(BTreeSet::new());
        };
        let holding = ListGroups {
            filter: GroupFilter {
                role: Some(role.clone()),
                ..GroupFilter::default()
            },
            page: None,
        };
        let groups = holding.ask(self)?.items.into_iter();
        Ok(groups.map(|group| group.name).collect())
    }

    /// There is no such user, as an operation says it.
    pub(super) fn no_user(&self, name: &UserName) -> Error {
        let names = NameUsers(UserFilter::default())
            .ask(self)
            .unwrap_or_default();
        Error::not_found("user", name)
            .did_you_mean(name.as_str(), names)
            .hint("see `hubctl users list`")
    }
}

fn chooses(filter: &UserFilter, with_role: &BTreeSet<GroupName>, user: &User) -> bool {
    let groups = user.groups.or_default();
    let last = user.last_activity.or_default();
    let in_group = filter
        .group
        .as_ref()
        .is_none_or(|group| groups.contains(group));
    let holds = filter.role.as_ref().is_none_or(|role| {
        user.roles.or_default().contains(role)
            || groups.iter().any(|group| with_role.contains(group))
    });
    let as_admin = filter
        .admin
        .is_none_or(|admin| user.admin.or_default() == admin);
    let start = filter.name_start.as_ref();
    let begins = start.is_none_or(|start| user.name.as_str().starts_with(start));
    let active = filter.active_since.is_none_or(|since| last >= Some(since));
    let inactive = filter.inactive_since.is_none_or(|since| last < Some(since));
    in_group && holds && as_admin && begins && active && inactive
}

/// Everybody has a default server, which is worth showing once it was started.
fn leave_out_unstarted(user: &mut User) {
    if let Seen::Shown(servers) = &mut user.servers {
        servers.retain(|name, server| {
            let never =
                server.stopped && server.started.is_none() && server.last_activity.is_none();
            !(name.as_str().is_empty() && never && server.user_options.is_none())
        });
    }
}
