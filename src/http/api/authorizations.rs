//! Whose a token or a sign-in is; deprecated, and asked by services that are older than JupyterHub 2.0.

use std::sync::Arc;

use axum::http::StatusCode;

use super::Route;
use super::users::stopped_servers;
use crate::error::{Error, Kind};
use crate::http::answer::{Result, json};
use crate::http::ask::Ask;
use crate::http::refusal::Refusal;
use crate::hub::{Credential, Identity};
use crate::model::{Secret, quote};
use crate::ops::authorizations::{COOKIE, COOKIE_VALUE, MAKE_TOKEN, TOKEN, WhoseLogin, WhoseToken};
use crate::rbac::Holder;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&TOKEN, whose_token).open().any_site(),
        Route::new(&MAKE_TOKEN, make_token).open().any_site(),
        Route::new(&COOKIE, whose_login).open(),
        Route::new(&COOKIE_VALUE, whose_login).open(),
    ]
}

/// Who asks, by a token: a sign-in is not enough (`utils.token_authenticated`).
fn by_token(ask: &Ask) -> Result<&Arc<Identity>> {
    let identity = ask.identity()?;
    match identity.credential() {
        Credential::Token(_) => Ok(identity),
        Credential::Login(_) => Err(Refusal::unknown_caller()),
    }
}

async fn whose_token(ask: Ask) -> Result {
    let identity = by_token(&ask)?;
    let operation = WhoseToken {
        value: Secret::new(ask.named("presented")),
        stopped_servers: stopped_servers(&ask),
    };
    let whose = ask.hub().change(identity, operation).await?;
    json(&ask.hub().completed(whose))
}

async fn make_token(_: Ask) -> Result {
    Err(Refusal::new(
        StatusCode::NOT_FOUND,
        "Deprecated endpoint /hub/api/authorizations/token is removed in JupyterHub 2.0. \
         Use /hub/api/users/:user/tokens instead.",
    ))
}

async fn whose_login(mut ask: Ask) -> Result {
    by_token(&ask)?;
    let name = quote(ask.named("cookie")).replace('/', "%2F");
    let value = match ask.named("value") {
        "" => ask.text().await?,
        value => value.to_owned(),
    };
    let found = ask.hub().identify_login(&name, &value).await?;
    let Some(Holder::User(name)) = found.as_deref().map(Identity::holder) else {
        return Err(Error::new(Kind::NotFound, "the hub knows no such sign-in").into());
    };
    let operation = WhoseLogin {
        name: name.clone(),
        stopped_servers: stopped_servers(&ask),
    };
    json(&ask.hub().show(by_token(&ask)?, operation)?)
}
