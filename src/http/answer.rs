//! What an answer is made of.

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
};
use axum::http::{HeaderValue, Response, StatusCode};
use serde::Serialize;

use super::refusal::Refusal;

/// An answer, or why there is none.
pub(super) type Result<T = Answer, E = Refusal> = std::result::Result<T, E>;

/// What goes back to whoever asked.
pub(super) type Answer = Response<Body>;

/// The JupyterHub whose API this is: programs choose by it what they may ask.
pub(super) const JUPYTERHUB: &str = "6.1.1";

const VERSION: HeaderName = HeaderName::from_static("x-jupyterhub-version");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// `200 OK` with `value`.
pub(super) fn json<T: Serialize>(value: &T) -> Result {
    json_with(StatusCode::OK, value)
}

/// `status` with `value`.
pub(super) fn json_with<T: Serialize>(status: StatusCode, value: &T) -> Result {
    let text = serde_json::to_vec(value).map_err(Refusal::unwritable)?;
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, JSON);
    Ok(answer)
}

/// `status` without a body.
pub(super) fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer
}

/// Headers of every answer of the API (`APIHandler.set_default_headers`); what a handler set stays.
pub(super) fn dress(answer: &mut Answer, security_policy: &HeaderValue) {
    const ALLOWED: HeaderValue = HeaderValue::from_static("accept, content-type, authorization");
    let headers = answer.headers_mut();
    headers.insert(VERSION, HeaderValue::from_static(JUPYTERHUB));
    headers
        .entry(ACCESS_CONTROL_ALLOW_HEADERS)
        .or_insert(ALLOWED);
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert_with(|| security_policy.clone());
    headers.entry(CONTENT_TYPE).or_insert(JSON);
}

/// The hub is there, whatever state its database is in.
pub(super) async fn healthy() -> Answer {
    empty(StatusCode::OK)
}
