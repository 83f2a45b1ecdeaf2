//! What people are answered, as long as the hub has no pages: one plain sheet.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};

use super::answer::Answer;

/// Say no more than `status` does.
pub(super) fn error(status: StatusCode) -> Answer {
    refused(status, status.canonical_reason().unwrap_or("Error"))
}

/// Say `why`, which is our own text.
pub(super) fn refused(status: StatusCode, why: &str) -> Answer {
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>JupyterHub</title>\n\
         <h1>{} : {why}</h1>\n</html>\n",
        status.as_u16()
    );
    let mut answer = Answer::new(Body::from(text));
    *answer.status_mut() = status;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, html);
    answer
}
