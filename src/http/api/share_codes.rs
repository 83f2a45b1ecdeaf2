//! Codes that can be exchanged for a share.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::Value;

use super::Route;
use super::shares::server;
use crate::http::answer::{Result, empty, json};
use crate::http::ask::Ask;
use crate::http::body::{Body, refused};
use crate::http::paging::Paging;
use crate::http::refusal::Refusal;
use crate::model::Secret;
use crate::ops::shares::{
    CodesToRevoke, LIST_CODES, LIST_CODES_OF_OWNER, NEW_CODE, NewShareCode, PageShareCodes,
    REVOKE_CODES, RevokeShareCodes, SharesOf,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(&LIST_CODES_OF_OWNER, |ask| async move {
            let of = SharesOf::Owner(ask.named("user").into());
            page(&ask, of)
        }),
        Route::new(&LIST_CODES, |ask| async move {
            let of = SharesOf::Server(server(&ask));
            page(&ask, of)
        }),
        Route::new(&NEW_CODE, new),
        Route::new(&REVOKE_CODES, revoke),
    ]
}

/// Share codes are listed by the page, whether the client knows of pages or not.
fn page(ask: &Ask, of: SharesOf) -> Result {
    let paging = Paging::of(ask)?;
    let page = paging.page();
    let listed = ask
        .hub()
        .show(ask.identity()?, PageShareCodes { of, page })?;
    paging.answer_page(ask, &listed.items, listed.total)
}

async fn new(mut ask: Ask) -> Result {
    let mut body = Body::optional(ask.json().await?)?;
    body.only(&["scopes", "expires_in"])?;
    let span = body.take("expires_in").map(|span| seconds(&span));
    let operation = NewShareCode {
        server: server(&ask),
        scopes: body.texts_or_null("scopes")?.unwrap_or_default(),
        expires_in: span.transpose()?.unwrap_or(NewShareCode::DEFAULT_SPAN),
    };
    let made = ask.hub().change(ask.identity()?, operation).await?;
    json(&ask.hub().completed(made))
}

/// A count of seconds, written as pydantic reads one: `3600`, `3600.0`, `"3600"`.
fn seconds(given: &Value) -> Result<TimeDelta> {
    let count = match given {
        Value::Bool(flag) => Some(i64::from(*flag)),
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    count
        .and_then(TimeDelta::try_seconds)
        .ok_or_else(|| refused("`expires_in` must be a whole number of seconds"))
}

fn whole(number: f64) -> Option<i64> {
    let span = std::time::Duration::try_from_secs_f64(number).ok()?;
    if span.subsec_nanos() > 0 {
        return None;
    }
    i64::try_from(span.as_secs()).ok()
}

async fn revoke(ask: Ask) -> Result {
    let operation = RevokeShareCodes {
        server: server(&ask),
        which: which(&ask)?,
    };
    ask.hub().change(ask.identity()?, operation).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

fn which(ask: &Ask) -> Result<CodesToRevoke> {
    let given = |name| ask.query(name).filter(|value| !value.is_empty());
    Ok(match (given("code"), given("id")) {
        (Some(code), _) => CodesToRevoke::Value(Secret::new(code)),
        (None, Some(id)) => CodesToRevoke::Id(id.parse().map_err(|_| no_code())?),
        (None, None) => CodesToRevoke::All,
    })
}

fn no_code() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "that is not the id of a share code")
}
