//! Tokens for the codes that people brought.

use axum::http::header::{CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::Route;
use crate::http::answer::{Answer, Result, json_with};
use crate::http::ask::Ask;
use crate::oauth::{Params, Problem};
use crate::ops::oauth::{Issued, TOKEN};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(&TOKEN, token).open()]
}

/// A token, as RFC 6749 has it.
#[derive(Serialize)]
struct Wire<'a> {
    access_token: &'a str,
    expires_in: i64,
    token_type: &'static str,
    scope: String,
}

/// Who asks is known by the secret in the body (`OAuthTokenHandler`).
async fn token(mut ask: Ask) -> Result {
    let body = ask.text().await?;
    let query = ask.uri().query().unwrap_or_default();
    let params = Params::read(query, &body).unwrap_or_default();
    let answer = match ask.hub().exchange_code(params).await? {
        Ok(issued) => granted(&issued)?,
        Err(problem) => refused(&problem)?,
    };
    Ok(unkept(answer))
}

fn granted(issued: &Issued) -> Result {
    let wire = Wire {
        access_token: issued.value.reveal(),
        expires_in: issued.expires_in,
        token_type: "Bearer",
        scope: issued.scopes.join(" "),
    };
    json_with(StatusCode::OK, &wire)
}

fn refused(problem: &Problem) -> Result {
    let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut answer = json_with(status, problem)?;
    if problem.is_unknown_client() {
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_client\"");
        answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    Ok(answer)
}

/// `answer`, which nobody on the way is to keep.
fn unkept(mut answer: Answer) -> Answer {
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    answer
}
