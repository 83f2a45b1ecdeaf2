//! Groups, their members and their properties.

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::Route;
use crate::http::answer::{Result, empty, json, json_with, json_written};
use crate::http::ask::Ask;
use crate::http::body::{Body, refused};
use crate::http::paging::Paging;
use crate::model::{Group, GroupName, Listed, UserName};
use crate::ops::groups::{
    ADD, ADD_MANY, ADD_USERS, AddGroup, AddGroups, ChangeMembers, DELETE, DeleteGroup, FindGroup,
    GroupFilter, LIST, ListGroups, MemberChange, PropertyChange, REMOVE_USERS, SET_PROPERTIES,
    SHOW, SetProperties, ShowGroup,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&LIST, list),
        Route::new(&ADD_MANY, add_many),
        Route::new(&SHOW, show),
        Route::new(&ADD, add),
        Route::new(&DELETE, delete),
        Route::new(&ADD_USERS, |ask| change_members(ask, MemberChange::Add)),
        Route::new(&REMOVE_USERS, |ask| {
            change_members(ask, MemberChange::Remove)
        }),
        Route::new(&SET_PROPERTIES, set_properties),
    ]
}

/// What a body may say of a group (`APIHandler._group_model_types`).
const FIELDS: &[&str] = &["name", "users", "roles"];

async fn list(ask: Ask) -> Result {
    let paging = Paging::of(&ask)?;
    let operation = ListGroups {
        filter: GroupFilter::default(),
        page: Some(paging.page()),
    };
    let shown = |listed: Listed<Group>| paging.write(&ask, &listed.items, listed.total);
    let question = paging.question(&ask);
    let hub = ask.hub();
    let written = hub.look_again(ask.identity()?, &question, operation, shown)?;
    Ok(json_written(written))
}

async fn add_many(mut ask: Ask) -> Result {
    let none = || refused("name at least one group to add, in `groups`");
    let mut body = Body::object(ask.json().await?.ok_or_else(none)?)?;
    let names = body.texts("groups")?.unwrap_or_default();
    if names.is_empty() {
        return Err(none());
    }
    let operation = AddGroups {
        names: names.into_iter().map(GroupName::from).collect(),
        users: users(&ask, &mut body)?.unwrap_or_default(),
    };
    let added = ask.hub().change(ask.identity()?, operation).await?;
    json_with(StatusCode::CREATED, &added)
}

async fn show(ask: Ask) -> Result {
    json(&ask.hub().look(ask.identity()?, ShowGroup(group(&ask)))?)
}

async fn add(mut ask: Ask) -> Result {
    let mut body = match ask.json().await? {
        None | Some(Value::Null) => Body::default(),
        Some(sent) => Body::object(sent)?,
    };
    let operation = AddGroup {
        name: group(&ask),
        users: users(&ask, &mut body)?.unwrap_or_default(),
        properties: Map::new(),
    };
    let added = ask.hub().change(ask.identity()?, operation).await?;
    json_with(StatusCode::CREATED, &added)
}

async fn delete(ask: Ask) -> Result {
    let operation = DeleteGroup(group(&ask));
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

async fn change_members(mut ask: Ask, change: MemberChange) -> Result {
    ask.hub().look(ask.identity()?, FindGroup(group(&ask)))?;
    let mut body = Body::object(ask.json().await?.unwrap_or(Value::Null))?;
    let users = users(&ask, &mut body)?;
    let operation = ChangeMembers {
        group: group(&ask),
        users: users.ok_or_else(|| refused("name the users, in `users`"))?,
        change,
    };
    let changed = ask.hub().change(ask.identity()?, operation).await?;
    json(&changed.group)
}

async fn set_properties(mut ask: Ask) -> Result {
    ask.hub().look(ask.identity()?, FindGroup(group(&ask)))?;
    let body = Body::object(ask.json().await?.unwrap_or(Value::Null))?;
    let operation = SetProperties {
        group: group(&ask),
        change: PropertyChange::Replace(body.into_fields()),
    };
    json(&ask.hub().change(ask.identity()?, operation).await?)
}

fn group(ask: &Ask) -> GroupName {
    ask.named("group").into()
}

/// The users that a body names, and nothing that no group has. As in 6.1.1, `name` and `roles` are
/// taken and not heeded.
fn users(ask: &Ask, body: &mut Body) -> Result<Option<Vec<UserName>>> {
    body.only(FIELDS)?;
    body.text("name")?;
    body.list("roles")?;
    let normalized = |name: String| ask.hub().normalized(&name).into();
    let users = body.texts("users")?;
    Ok(users.map(|users| users.into_iter().map(normalized).collect()))
}
