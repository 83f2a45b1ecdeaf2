//! What an answer is made of.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderValue, Response, StatusCode};
use serde::Serialize;

use super::headers::{digest, tag};
use super::refusal::Refusal;
use crate::hub::Written;

/// An answer, or why there is none.
pub(super) type Result<T = Answer, E = Refusal> = std::result::Result<T, E>;

/// What goes back to whoever asked.
pub(super) type Answer = Response<Body>;

/// The JupyterHub whose API this is: programs choose by it what they may ask.
pub(super) const JUPYTERHUB: &str = "6.1.1";

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// `200 OK` with `value`.
pub(super) fn json<T: Serialize>(value: &T) -> Result {
    Ok(json_written(write(value).map_err(Refusal::unwritable)?))
}

/// `status` with `value`.
pub(super) fn json_with<T: Serialize>(status: StatusCode, value: &T) -> Result {
    if status == StatusCode::OK {
        return json(value);
    }
    let text = serde_json::to_vec(value).map_err(Refusal::unwritable)?;
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, JSON);
    Ok(answer)
}

/// `value` as JSON.
pub(super) fn write<T: Serialize>(value: &T) -> serde_json::Result<Written> {
    let text = serde_json::to_vec(value)?;
    Ok(Written {
        tag: digest(&text),
        body: text.into(),
    })
}

/// `200 OK` with what is written already.
pub(super) fn json_written(Written { body, tag: digest }: Written) -> Answer {
    let mut answer = Response::new(Body::from(body));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, JSON);
    headers.insert(ETAG, tag(digest));
    answer
}

/// `200 OK` with what is JSON already.
pub(super) fn json_text(text: &str) -> Answer {
    let mut answer = Response::new(Body::from(text.to_owned()));
    answer.headers_mut().insert(CONTENT_TYPE, JSON);
    answer
}

/// `200 OK` with `text`, which is of `media_type`, and a tag that differs where the text does.
pub(super) fn tagged(media_type: HeaderValue, text: String) -> Answer {
    let tag = tag(digest(text.as_bytes()));
    let mut answer = Response::new(Body::from(text));
    answer.headers_mut().insert(CONTENT_TYPE, media_type);
    answer.headers_mut().insert(ETAG, tag);
    answer
}

/// An answer that leads browsers `to` another URL.
///
/// # Errors
/// Where it is none that can stand in a header.
pub(super) fn lead(status: StatusCode, to: &str) -> Result {
    let to = HeaderValue::try_from(to)
        .map_err(|_| Refusal::bad_request("the address that was asked for is not valid"))?;
    let mut answer = empty(status);
    answer.headers_mut().insert(LOCATION, to);
    Ok(answer)
}

/// What was asked for is `at` another URL (302).
///
/// # Errors
/// As [`lead`].
pub(super) fn found(at: &str) -> Result {
    lead(StatusCode::FOUND, at)
}

/// `status` without a body.
pub(super) fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer
}
