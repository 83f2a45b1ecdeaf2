//! Users, and who is asking.

use axum::http::StatusCode;
use serde_json::Value;

use super::Route;
use crate::error::Kind;
use crate::http::answer::{Result, empty, json, json_with, json_written, write};
use crate::http::ask::Ask;
use crate::http::body::{Body, refused};
use crate::http::paging::Paging;
use crate::http::refusal::Refusal;
use crate::model::{Timestamp, UserName};
use crate::ops::users::{
    ACTIVITY, ADD, ADD_MANY, AddUser, AddUsers, DELETE, EDIT, EditUser, LIST, ListUsers,
    ReportActivity, SHOW, ShowUser, UserFilter, UserKey, UserOrder, WHOAMI, Whoami,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&WHOAMI, whoami).open(),
        Route::new(&LIST, list),
        Route::new(&ADD_MANY, add_many),
        Route::new(&SHOW, show),
        Route::new(&ADD, add),
        Route::new(&EDIT, edit),
        Route::new(&DELETE, delete),
        Route::new(&ACTIVITY, report_activity),
    ]
}

/// What a body may say of a user (`APIHandler._user_model_types`).
const FIELDS: &[&str] = &["name", "admin", "groups", "roles", "auth_state"];

async fn whoami(ask: Ask) -> Result {
    let identity = ask.identity()?;
    let operation = Whoami {
        token: identity.token_id(),
        session: identity.session_id().map(str::to_owned),
        stopped_servers: stopped_servers(&ask),
    };
    let hub = ask.hub();
    let question = ask.uri().to_string();
    let shown = |whoami| write(&hub.completed(whoami));
    let written = hub.look_again(identity, &question, operation, shown)?;
    Ok(json_written(written))
}

async fn list(ask: Ask) -> Result {
    let identity = ask.identity()?;
    let paging = Paging::of(&ask)?;
    let state = ask.query("state").filter(|state| !state.is_empty());
    let filter = UserFilter {
        name_part: ask.query("name_filter").filter(|part| !part.is_empty()),
        running: running(state.as_deref())?,
        stopped_servers: stopped_servers(&ask),
        order: order(ask.query("sort").as_deref())?,
        page: Some(paging.page()),
        ..UserFilter::default()
    };
    let hub = ask.hub();
    let shown = |listed| {
        let mut listed = hub.completed(listed);
        if state.as_deref() == Some("ready") {
            hub.keep_ready(&mut listed);
        }
        paging.write(&ask, &listed.items, listed.total)
    };
    let question = paging.question(&ask);
    let written = hub.look_again(identity, &question, ListUsers(filter), shown)?;
    Ok(json_written(written))
}

fn running(state: Option<&str>) -> Result<Option<bool>> {
    match state {
        None => Ok(None),
        // Which of those that are active are ready, only the hub can tell.
        Some("active" | "ready") => Ok(Some(true)),
        Some("inactive") => Ok(Some(false)),
        Some(other) => Err(refused(format!(
            "`state` is active, ready or inactive, not `{}`",
            other.escape_debug()
        ))),
    }
}

fn order(sort: Option<&str>) -> Result<UserOrder> {
    let sort = sort.unwrap_or("id");
    let (descending, key) = match sort.strip_prefix('-') {
        Some(key) => (true, key),
        None => (false, sort),
    };
    let by = match key {
        "id" => UserKey::Id,
        "name" => UserKey::Name,
        "last_activity" => UserKey::LastActivity,
        _ => {
            return Err(refused(format!(
                "`sort` is id, name or last_activity, or one of them after `-`, not `{}`",
                sort.escape_debug()
            )));
        }
    };
    Ok(UserOrder { by, descending })
}

async fn show(ask: Ask) -> Result {
    let operation = ShowUser {
        name: ask.named("user").into(),
        stopped_servers: stopped_servers(&ask),
    };
    let mut user = ask.hub().show(ask.identity()?, operation)?;
    ask.hub().add_auth_state(&mut user)?;
    json(&user)
}

async fn add_many(mut ask: Ask) -> Result {
    let nobody = || refused("name at least one user to add, in `usernames`");
    let mut body = Body::object(ask.json().await?.ok_or_else(nobody)?)?;
    let names = body.texts("usernames")?.unwrap_or_default();
    if names.is_empty() {
        return Err(nobody());
    }
    let admin = checked(&mut body)?.admin.unwrap_or(false);
    let names = names.iter().map(|name| ask.hub().new_username(name));
    let names: Vec<String> = names.collect::<crate::error::Result<_>>()?;
    let users: Vec<UserName> = names.iter().map(|name| name.as_str().into()).collect();
    let operation = AddUsers { names, admin };
    let adding = ask.hub().add_users(ask.identity()?, &users, operation);
    let added = adding.await?;
    json_with(StatusCode::CREATED, &ask.hub().completed(added))
}

async fn add(mut ask: Ask) -> Result {
    let mut body = Body::optional(ask.json().await?)?;
    let operation = AddUser {
        name: ask.named("user").into(),
        admin: checked(&mut body)?.admin.unwrap_or(false),
    };
    let users = [operation.name.clone()];
    let adding = ask.hub().add_users(ask.identity()?, &users, operation);
    json_with(StatusCode::CREATED, &ask.hub().completed(adding.await?))
}

async fn edit(mut ask: Ask) -> Result {
    let mut body = Body::object(ask.json().await?.unwrap_or(Value::Null))?;
    let sent = checked(&mut body)?;
    if let Some(name) = sent.elsewhere {
        return Err(
            refused(format!("`{name}` of a user cannot be changed here"))
                .hint("see `/groups/{name}/users` and `/roles/{name}/users`"),
        );
    }
    let new_name = sent.name.filter(|name| name != ask.named("user"));
    let new_name = new_name.map(|name| ask.hub().new_username(&name));
    let new_name = new_name.transpose()?.map(UserName::from);
    let operation = EditUser {
        new_name,
        admin: sent.admin,
        auth_state: sent.auth_state.map(|state| ask.hub().encrypted(&state)),
        stopped_servers: stopped_servers(&ask),
        ..EditUser::of(ask.named("user").into())
    };
    let edited = ask.hub().edit_user(ask.identity()?, operation).await;
    // A name that is taken is a bad one here (`UserAPIHandler.patch`).
    let edited = edited.map_err(|error| match error.kind() {
        Kind::Conflict => Refusal::with_status(StatusCode::BAD_REQUEST, error),
        _ => error.into(),
    })?;
    let mut user = ask.hub().completed(edited);
    ask.hub().add_auth_state(&mut user)?;
    json(&user)
}

/// What a body says of a user.
struct Sent {
    name: Option<String>,
    admin: Option<bool>,
    auth_state: Option<Value>,
    /// A field that is said, and is changed elsewhere. Making a user takes no notice of it.
    elsewhere: Option<&'static str>,
}

/// What a body says that has no field of a wrong name or type (`APIHandler._check_user_model`).
fn checked(body: &mut Body) -> Result<Sent> {
    body.only(FIELDS)?;
    let mut elsewhere = None;
    for name in ["groups", "roles"] {
        if body.texts(name)?.is_some() {
            elsewhere = Some(name);
        }
    }
    Ok(Sent {
        elsewhere,
        name: body.text("name")?,
        admin: body.flag("admin")?,
        auth_state: body.fields("auth_state")?.map(Value::Object),
    })
}

async fn delete(ask: Ask) -> Result {
    let name = UserName::from(ask.named("user"));
    ask.hub().delete_user(ask.identity()?, name).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

async fn report_activity(mut ask: Ask) -> Result {
    let mut body = Body::object(ask.json().await?.unwrap_or(Value::Null))?;
    let last_activity = body.take("last_activity").filter(|time| !time.is_null());
    let last_activity = last_activity.map(|time| time_of(&time)).transpose()?;
    let servers = body.take("servers").filter(|servers| !servers.is_null());
    let servers = Body::optional(servers)?.into_fields();
    if last_activity.is_none() && servers.is_empty() {
        return Err(refused("the body must have `last_activity` or `servers`"));
    }
    let servers = servers.into_iter().map(|(name, server)| {
        let time = Body::object(server)?.take("last_activity");
        let time = time.ok_or_else(|| refused("each of `servers` must have `last_activity`"))?;
        Ok((name.into(), time_of(&time)?))
    });
    let operation = ReportActivity {
        user: ask.named("user").into(),
        last_activity,
        servers: servers.collect::<Result<_>>()?,
    };
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::OK))
}

fn time_of(value: &Value) -> Result<Timestamp> {
    match value.as_str() {
        Some(text) => Ok(text.parse()?),
        None => Err(refused("a time is text, as in `2026-01-31T12:00:00Z`")),
    }
}

/// Whether servers that do not run are to be shown (`APIHandler.include_stopped_servers`).
pub(super) fn stopped_servers(ask: &Ask) -> bool {
    let asked = ask.query("include_stopped_servers");
    asked.is_some_and(|asked| !matches!(asked.to_lowercase().as_str(), "0" | "false"))
}
