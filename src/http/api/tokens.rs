//! The tokens of a user.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::Value;

use super::Route;
use crate::auth::Form;
use crate::error::{self, Kind};
use crate::http::answer::{Result, empty, json, json_with};
use crate::http::ask::Ask;
use crate::http::body::{Body, refused};
use crate::http::not_signed_in::status_of;
use crate::http::refusal::Refusal;
use crate::hub::{Hub, Identity};
use crate::model::{RoleName, Token, TokenId, TokenOwner};
use crate::ops::tokens::{
    Allows, LIST, NEW, NewToken, REVOKE, ResolveTokens, RevokeToken, SHOW, ShowToken, TokenFilter,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&LIST, list),
        Route::new(&NEW, new).or_said(),
        Route::new(&SHOW, show),
        Route::new(&REVOKE, revoke),
    ]
}

#[derive(Serialize)]
struct Tokens {
    api_tokens: Vec<Token>,
}

async fn list(ask: Ask) -> Result {
    let filter = TokenFilter {
        owner: Some(owner(&ask)),
        ..TokenFilter::default()
    };
    let api_tokens = ask.hub().look(ask.identity()?, ResolveTokens(filter))?;
    let api_tokens = api_tokens.collect::<error::Result<_>>()?;
    json(&Tokens { api_tokens })
}

async fn new(mut ask: Ask) -> Result {
    let mut body = Body::optional(ask.json().await?)?;
    let identity = match ask.known() {
        Some(identity) => Arc::clone(identity),
        None => said(ask.hub(), ask.from(), body.take("auth")).await?,
    };
    let roles = body.texts_or_null("roles")?;
    let scopes = body.texts_or_null("scopes")?;
    if roles.is_some() && scopes.is_some() {
        return Err(refused("a token has `roles` or `scopes`, not both"));
    }
    let asked = roles.is_some() || scopes.is_some();
    let roles = roles.unwrap_or_default().into_iter().map(RoleName::from);
    let allows = Allows {
        roles: roles.collect(),
        scopes: scopes.unwrap_or_default(),
    };
    let operation = NewToken {
        allows: asked.then_some(allows),
        note: body.text_or_null("note")?.filter(|note| !note.is_empty()),
        expires_in: body.integer_or_null("expires_in")?.map(seconds),
        longest: ask.hub().longest_token()?,
        ..NewToken::of(owner(&ask))
    };
    let made = ask.hub().change(&identity, operation).await;
    let made = made.map_err(|error| match error.kind() {
        Kind::NotFound | Kind::OutOfReach => Refusal::from(error).forbidden(),
        // More than its owner has is nothing that could be asked for.
        Kind::Conflict => Refusal::with_status(StatusCode::BAD_REQUEST, error),
        _ => error.into(),
    })?;
    json_with(StatusCode::CREATED, &made)
}

/// Who says in `auth` who they are, as they would to sign in (`UserTokenListAPIHandler.post`).
async fn said(hub: &Arc<Hub>, from: Option<IpAddr>, auth: Option<Value>) -> Result<Arc<Identity>> {
    let Some(Value::Object(fields)) = auth else {
        return Err(Refusal::unknown_caller());
    };
    let text = |(name, value): (String, Value)| match value {
        Value::String(value) => Ok((name, value)),
        _ => Err(Refusal::unknown_caller()),
    };
    let fields: Vec<_> = fields.into_iter().map(text).collect::<Result<_>>()?;
    let vouched = hub.vouched(&Form::new(fields), from).await;
    vouched.map_err(|refused| {
        // What is not said well is as good as wrong there.
        let status = match status_of(&refused) {
            StatusCode::BAD_REQUEST | StatusCode::CONFLICT => StatusCode::FORBIDDEN,
            status => status,
        };
        Refusal::new(status, refused.sentence())
    })
}

/// So many seconds, or as many as there can be.
fn seconds(count: i64) -> TimeDelta {
    let end = if count < 0 {
        TimeDelta::MIN
    } else {
        TimeDelta::MAX
    };
    TimeDelta::try_seconds(count).unwrap_or(end)
}

async fn show(ask: Ask) -> Result {
    let operation = ShowToken::Of(ask.named("user").into(), token(&ask)?);
    json(&ask.hub().look(ask.identity()?, operation)?)
}

async fn revoke(ask: Ask) -> Result {
    let operation = RevokeToken::Of(ask.named("user").into(), token(&ask)?);
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

fn owner(ask: &Ask) -> TokenOwner {
    TokenOwner::User(ask.named("user").into())
}

/// The token that the path names; what is no id is the id of none.
fn token(ask: &Ask) -> Result<TokenId> {
    let given = ask.named("token");
    let unknown = || {
        Refusal::new(
            StatusCode::NOT_FOUND,
            format!("no such token of `{}`", ask.named("user")),
        )
    };
    if !given.starts_with('a') {
        return Err(unknown());
    }
    given.parse().map_err(|_| unknown())
}
