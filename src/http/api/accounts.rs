//! Accounts of the hub's own: additions to JupyterHub's API.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::json as object;

use super::Route;
use crate::http::answer::{Result, empty, json, json_with};
use crate::http::ask::Ask;
use crate::http::body::{Body, refused};
use crate::model::{Secret, UserName};
use crate::ops::accounts::{
    APPROVE, ApproveSignUp, INVITE, Invite, LIST, LIST_SIGN_UPS, ListAccounts, ListSignUps, REJECT,
    RejectSignUp, SET_PASSWORD,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&LIST, list),
        Route::new(&SET_PASSWORD, set_password),
        Route::new(&INVITE, invite),
        Route::new(&LIST_SIGN_UPS, list_sign_ups),
        Route::new(&APPROVE, approve),
        Route::new(&REJECT, reject),
    ]
}

async fn list(ask: Ask) -> Result {
    json(&ask.hub().look(ask.identity()?, ListAccounts)?)
}

async fn set_password(mut ask: Ask) -> Result {
    let mut body = Body::object(ask.json().await?.unwrap_or_default())?;
    body.only(&["password"])?;
    let password = body.text("password")?;
    let password = password.ok_or_else(|| refused("the body has no field `password`"))?;
    let setting = ask
        .hub()
        .set_password(ask.identity()?, user(&ask), Secret::new(password));
    setting.await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

async fn invite(mut ask: Ask) -> Result {
    let mut body = Body::optional(ask.json().await?)?;
    body.only(&["admin", "expires_in"])?;
    let operation = Invite {
        name: ask.hub().new_username(ask.named("user"))?.into(),
        admin: body.flag("admin")?.unwrap_or(false),
        expires_in: body
            .integer_or_null("expires_in")?
            .map(seconds)
            .transpose()?,
    };
    let users = [operation.name.clone()];
    let inviting = ask.hub().add_users(ask.identity()?, &users, operation);
    let made = inviting.await?;
    let path = ask.hub().link_path(&made.token);
    let answer = object!({
        "name": made.name,
        "token": made.token.reveal(),
        "path": path,
        "expires_at": made.expires_at,
    });
    json_with(StatusCode::CREATED, &answer)
}

fn seconds(seconds: i64) -> Result<TimeDelta> {
    TimeDelta::try_seconds(seconds).ok_or_else(|| refused("`expires_in` is too many seconds"))
}

async fn list_sign_ups(ask: Ask) -> Result {
    json(&ask.hub().look(ask.identity()?, ListSignUps)?)
}

async fn approve(ask: Ask) -> Result {
    let operation = ApproveSignUp(user(&ask));
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::CREATED))
}

async fn reject(ask: Ask) -> Result {
    let operation = RejectSignUp(user(&ask));
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

fn user(ask: &Ask) -> UserName {
    ask.named("user").into()
}
