//! `/hub/logout`: signing out.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::IntoResponse;

use super::answer::Answer;
use super::served::Served;
use super::visitor::Visitor;
use super::{outside, page, session, xsrf};
use crate::hub::Hub;

const LABEL: &str = "jupyterhub.handlers.login.LogoutHandler";

/// Sign out whoever comes, and lead them to where people sign in (`LogoutHandler`). Servers and services lead
/// here.
pub(super) async fn answer(hub: &Arc<Hub>, parts: &Parts) -> Served {
    if parts.method != Method::GET {
        return Served::page(LABEL, page::error(StatusCode::METHOD_NOT_ALLOWED));
    }
    if !xsrf::is_meant(&parts.headers) {
        return Served::page(LABEL, page::error(StatusCode::FORBIDDEN));
    }
    match signed_out(hub, parts).await {
        Ok((visitor, answer)) => Served::page(LABEL, answer).with(visitor),
        Err(refusal) => Served::page(LABEL, refusal.into_response()),
    }
}

async fn signed_out(hub: &Arc<Hub>, parts: &Parts) -> super::answer::Result<(Visitor, Answer)> {
    let mut visitor = Visitor::at_page(hub, parts).await?;
    session::sign_out(hub, &mut visitor).await?;
    let login = format!("{}hub/login", hub.config().hub.base_url);
    Ok((visitor, outside::led(StatusCode::FOUND, &login)))
}
