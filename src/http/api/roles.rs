//! Roles, and who holds them: additions to JupyterHub's API.

use axum::http::StatusCode;
use serde_json::json as object;

use super::Route;
use crate::http::answer::{Result, empty, json, json_with};
use crate::http::ask::Ask;
use crate::http::body::{Body, refused};
use crate::model::RoleName;
use crate::ops::roles::{
    CREATE, CreateRole, DELETE, DeleteRole, EDIT, EditRole, GRANT_TO_GROUP, GRANT_TO_SERVICE,
    GRANT_TO_USER, GrantRole, LIST, ListRoles, REVOKE_FROM_GROUP, REVOKE_FROM_SERVICE,
    REVOKE_FROM_USER, RevokeRole, SHOW, ShowRole,
};
use crate::rbac::Holder;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&LIST, list),
        Route::new(&SHOW, show),
        Route::new(&CREATE, create),
        Route::new(&EDIT, edit),
        Route::new(&DELETE, delete),
        Route::new(&GRANT_TO_USER, |ask| grant(ask, user)),
        Route::new(&REVOKE_FROM_USER, |ask| revoke(ask, user)),
        Route::new(&GRANT_TO_GROUP, |ask| grant(ask, group)),
        Route::new(&REVOKE_FROM_GROUP, |ask| revoke(ask, group)),
        Route::new(&GRANT_TO_SERVICE, |ask| grant(ask, service)),
        Route::new(&REVOKE_FROM_SERVICE, |ask| revoke(ask, service)),
    ]
}

async fn list(ask: Ask) -> Result {
    let operation = ListRoles {
        managed: flag(&ask, "managed")?,
        scope: ask.query("scope").filter(|scope| !scope.is_empty()),
        unheld: flag(&ask, "unheld")?.unwrap_or(false),
        count: flag(&ask, "count")?.unwrap_or(false),
    };
    json(&ask.hub().look(ask.identity()?, operation)?)
}

pub(super) fn flag(ask: &Ask, name: &str) -> Result<Option<bool>> {
    match ask.query(name).as_deref() {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(refused(format!("`{name}` is true or false"))),
    }
}

async fn show(ask: Ask) -> Result {
    json(&ask.hub().look(ask.identity()?, ShowRole(role(&ask)))?)
}

async fn create(mut ask: Ask) -> Result {
    let mut body = Body::optional(ask.json().await?)?;
    body.only(&["description", "scopes"])?;
    let operation = CreateRole {
        name: role(&ask),
        description: body.text_or_null("description")?,
        scopes: body.texts("scopes")?.unwrap_or_default(),
        managed: false,
    };
    let made = ask.hub().change(ask.identity()?, operation).await?;
    json_with(StatusCode::CREATED, &made)
}

async fn edit(mut ask: Ask) -> Result {
    let mut body = Body::optional(ask.json().await?)?;
    body.only(&["description", "scopes", "add_scopes", "remove_scopes"])?;
    let operation = EditRole {
        name: role(&ask),
        description: body.text_or_null("description")?,
        set_scopes: body.texts("scopes")?,
        add_scopes: body.texts("add_scopes")?.unwrap_or_default(),
        remove_scopes: body.texts("remove_scopes")?.unwrap_or_default(),
        managed: None,
    };
    if operation.is_empty() {
        return Err(refused("say what to change about the role"));
    }
    json(&ask.hub().change(ask.identity()?, operation).await?)
}

async fn delete(ask: Ask) -> Result {
    let operation = DeleteRole(role(&ask));
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

async fn grant(ask: Ask, to: fn(&Ask) -> Holder) -> Result {
    let operation = GrantRole {
        role: role(&ask),
        to: to(&ask),
        managed: false,
    };
    let changed = ask.hub().change(ask.identity()?, operation).await?;
    json(&object!({ "changed": changed }))
}

async fn revoke(ask: Ask, from: fn(&Ask) -> Holder) -> Result {
    let operation = RevokeRole {
        role: role(&ask),
        from: from(&ask),
    };
    json(&ask.hub().change(ask.identity()?, operation).await?)
}

fn role(ask: &Ask) -> RoleName {
    ask.named("role").into()
}

fn user(ask: &Ask) -> Holder {
    Holder::User(ask.named("user").into())
}

fn group(ask: &Ask) -> Holder {
    Holder::Group(ask.named("group").into())
}

fn service(ask: &Ask) -> Holder {
    Holder::Service(ask.named("service").into())
}
