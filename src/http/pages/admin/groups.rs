//! Groups, as administrators see them: which there are, who is in one, and what the site keeps about it.

use std::sync::Arc;

use axum::http::StatusCode;
use serde::Serialize;

use super::{Position, Question, back, is_sure, names, part};
use crate::error::{Error, Result as Done};
use crate::http::answer::{Result, lead};
use crate::http::pages::next::with_arguments;
use crate::http::pages::{Page, Visit, error};
use crate::http::refusal::Refusal;
use crate::hub::Identity;
use crate::model::{GroupName, Properties, UserName, escape_segment};
use crate::ops::groups::{
    AddGroups, AlterMembers, ChangeMembers, DeleteGroup, GroupFilter, MemberChange, NameGroups,
    PartOfGroup, PropertyChange, SetProperties, ShowMembers,
};

/// All groups.
#[derive(Debug, Serialize)]
pub(in crate::http::pages) struct GroupsPage {
    here: &'static str,
    part: &'static str,
    admin_access: bool,
    groups: Vec<Link>,
    position: Position,
    new_names: String,
    error_message: Option<String>,
}

/// A group, and where it is shown.
#[derive(Debug, Serialize)]
struct Link {
    name: String,
    url: String,
}

impl Page for GroupsPage {
    const TEMPLATE: &'static str = "admin-groups.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let sample = |groups: Vec<Link>, error: Option<&str>| Self {
            here: "admin",
            part: "groups",
            admin_access: true,
            position: Position::sample(!groups.is_empty()),
            groups,
            new_names: String::new(),
            error_message: error.map(str::to_owned),
        };
        let link = Link {
            name: "math".to_owned(),
            url: "/hub/admin/groups/math".to_owned(),
        };
        vec![sample(vec![link], Some("No.")), sample(Vec::new(), None)]
    }
}

/// One group.
#[derive(Debug, Serialize)]
pub(in crate::http::pages) struct GroupPage {
    here: &'static str,
    part: &'static str,
    admin_access: bool,
    name: String,
    /// Those of its members who are on this page; none where they may not be seen.
    members: Option<Vec<String>>,
    position: Position,
    /// What is looked for in their names.
    name_filter: String,
    /// Where all of them are shown.
    url: String,
    /// What the site keeps about it, as JSON; none where it may not be seen.
    properties: Option<String>,
    roles: Vec<String>,
    /// Where the forms are sent: here.
    action: String,
    new_names: String,
    error_message: Option<String>,
}

impl Page for GroupPage {
    const TEMPLATE: &'static str = "admin-group.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let sample = |members: Option<Vec<String>>, error: Option<&str>| Self {
            here: "admin",
            part: "groups",
            admin_access: true,
            name: "math".to_owned(),
            position: Position::sample(error.is_some()),
            name_filter: error.unwrap_or_default().to_owned(),
            url: "/hub/admin/groups/math".to_owned(),
            properties: members.as_ref().map(|_| "{}".to_owned()),
            roles: error.iter().map(|_| "tutor".to_owned()).collect(),
            members,
            action: "/hub/admin/groups/math".to_owned(),
            new_names: String::new(),
            error_message: error.map(str::to_owned),
        };
        vec![
            sample(Some(vec!["ada".to_owned()]), Some("No.")),
            sample(Some(Vec::new()), None),
            sample(Some(Vec::new()), Some("No.")),
            sample(None, None),
        ]
    }
}

/// Show a page of all groups.
pub(super) fn list(visit: &mut Visit<'_>, who: &Identity) -> Result {
    let page = groups_page(visit, who)?;
    visit.show(&page)
}

fn groups_page(visit: &Visit<'_>, who: &Identity) -> Result<GroupsPage> {
    let part = part(visit);
    let mut names = visit.hub().look(who, NameGroups(GroupFilter::default()))?;
    names.sort_unstable();
    let here = format!("{}admin/groups", visit.base_url());
    let total = names.len();
    let shown = names
        .into_iter()
        .skip(index(part.offset))
        .take(index(part.limit));
    let groups: Vec<Link> = shown
        .map(|name| Link {
            url: format!("{here}/{}", escape_segment(name.as_str())),
            name: name.to_string(),
        })
        .collect();
    Ok(GroupsPage {
        here: "admin",
        part: "groups",
        admin_access: true,
        position: Position::new(part, groups.len(), total as u64, |offset| at(&here, offset)),
        groups,
        new_names: String::new(),
        error_message: None,
    })
}

/// `here`, from another row on.
fn at(here: &str, offset: u64) -> String {
    with_arguments(here, [("offset", offset.to_string().as_str())])
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Add those whose names were typed.
pub(super) async fn add(visit: &mut Visit<'_>, who: &Arc<Identity>) -> Result {
    let typed = visit.argument("names").unwrap_or_default();
    // A group's name may have spaces in it: each line is one.
    let lines = typed.lines().map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<GroupName> = lines.map(GroupName::from).collect();
    let added = if names.is_empty() {
        Err(Error::invalid("type at least one name"))
    } else {
        let users = Vec::new();
        visit.hub().change(who, AddGroups { names, users }).await
    };
    let refusal = match added {
        Ok(added) => {
            let here = format!("{}admin/groups", visit.base_url());
            let to = match added.as_slice() {
                [one] => format!("{here}/{}", escape_segment(one.name.as_str())),
                _ => here,
            };
            return lead(StatusCode::SEE_OTHER, &to);
        }
        Err(error) => Refusal::from(error),
    };
    let told = refusal.tell();
    let mut page = groups_page(visit, who)?;
    page.error_message = Some(error::in_sentences(&told));
    page.new_names = typed;
    visit.show_with(told.status, &page)
}

/// Show one group.
pub(super) fn show(visit: &mut Visit<'_>, who: &Identity, group: &GroupName) -> Result {
    let page = group_page(visit, who, group)?;
    visit.show(&page)
}

fn group_page(visit: &Visit<'_>, who: &Identity, name: &GroupName) -> Result<GroupPage> {
    let part = part(visit);
    let name_filter = visit.argument("name_filter").unwrap_or_default();
    let members = ShowMembers {
        group: name.clone(),
        name_part: Some(name_filter.clone()).filter(|part| !part.is_empty()),
        page: part,
    };
    let PartOfGroup { group, total } = visit.hub().look(who, members)?;
    let url = visit.asked().split('?').next().unwrap_or_default();
    let beside = |offset: u64| {
        let offset = offset.to_string();
        let asked = [("name_filter", name_filter.as_str()), ("offset", &offset)];
        let said = asked.into_iter().filter(|(_, said)| !said.is_empty());
        with_arguments(url, said)
    };
    let members = group.users.into_shown();
    let count = members.as_ref().map_or(0, Vec::len);
    let position = Position::new(part, count, total, beside);
    let members = members.map(|all| all.iter().map(ToString::to_string).collect());
    let properties = group.properties.into_shown();
    let roles = group.roles.into_shown().unwrap_or_default();
    Ok(GroupPage {
        here: "admin",
        part: "groups",
        admin_access: true,
        name: name.to_string(),
        position,
        members,
        url: url.to_owned(),
        name_filter,
        properties: properties.map(|said| written(&said.unwrap_or_default())),
        roles: roles.iter().map(ToString::to_string).collect(),
        action: visit.asked().to_owned(),
        new_names: String::new(),
        error_message: None,
    })
}

/// Properties as people read and write them.
fn written(properties: &Properties) -> String {
    serde_json::to_string_pretty(properties).unwrap_or_default()
}

/// Do what a form of the page says.
pub(super) async fn act(visit: &mut Visit<'_>, who: &Arc<Identity>, group: GroupName) -> Result {
    let action = visit.argument("action").unwrap_or_default();
    if action == "delete" && !is_sure(visit) {
        let consequences = ["Its members lose what they may do by it. Their accounts stay."];
        let question = Question::new(
            format!("Delete the group {group}?"),
            &consequences,
            "Delete",
        );
        return question.ask(visit);
    }
    let done = match action.as_str() {
        "add" | "remove" => change_members(visit, who, &group, action == "add").await,
        "properties" => set_properties(visit, who, &group).await,
        "delete" => {
            let deleted = visit.hub().change(who, DeleteGroup(group.clone())).await;
            if deleted.is_ok() {
                let to = format!("{}admin/groups", visit.base_url());
                return lead(StatusCode::SEE_OTHER, &to);
            }
            deleted
        }
        _ => return Err(Refusal::bad_request("there is nothing of that name to do")),
    };
    let refusal = match done {
        Ok(()) => return back(visit),
        Err(error) => Refusal::from(error),
    };
    let told = refusal.tell();
    let mut page = group_page(visit, who, &group)?;
    page.error_message = Some(error::in_sentences(&told));
    page.new_names = visit.argument("names").unwrap_or_default();
    if action == "properties" {
        page.properties = visit.argument("properties");
    }
    visit.show_with(told.status, &page)
}

async fn change_members(
    visit: &Visit<'_>,
    who: &Arc<Identity>,
    group: &GroupName,
    adds: bool,
) -> Done<()> {
    let hub = visit.hub();
    let typed = visit.argument("names").unwrap_or_default();
    let users: Vec<UserName> = if adds {
        let names = names(&typed).into_iter();
        names
            .map(|name| hub.normalized(name).as_str().into())
            .collect()
    } else {
        vec![UserName::from(typed.as_str())]
    };
    if users.is_empty() {
        return Err(Error::invalid("type at least one name"));
    }
    let change = ChangeMembers {
        group: group.clone(),
        users,
        change: if adds {
            MemberChange::Add
        } else {
            MemberChange::Remove
        },
    };
    hub.change(who, AlterMembers(change)).await.map(drop)
}

async fn set_properties(visit: &Visit<'_>, who: &Arc<Identity>, group: &GroupName) -> Done<()> {
    let said = visit.argument("properties").unwrap_or_default();
    let properties = match said.as_str() {
        "" => Properties::new(),
        said => serde_json::from_str(said).map_err(|error| {
            Error::invalid(format!("the properties are no JSON object: {error}"))
                .hint("write them as `{\"room\": \"E 12\"}`")
        })?,
    };
    let set = SetProperties {
        group: group.clone(),
        change: PropertyChange::Replace(properties),
    };
    visit.hub().change(who, set).await.map(drop)
}
