//! Pages that say why there is no other: what happened, and what whoever reads it can do.

use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::{Page, Visit};
use crate::http::answer::Result;
use crate::http::refusal::{Refusal, Told};

/// What went wrong.
#[derive(Serialize)]
pub(super) struct ErrorPage {
    status_code: u16,
    /// The same in a few words.
    status_message: String,
    /// What happened.
    message: String,
    message_html: Option<String>,
    /// What can be done about it.
    hints: Vec<String>,
    extra_error_html: Option<String>,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "error.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let refusal = Refusal::bad_request("the `name` is too long");
        let (_, _, bare) = Self::of(Refusal::method_not_allowed());
        let (_, _, hinted) = Self::of(refusal.hint("choose a shorter one"));
        let html = Self {
            message_html: Some("<b>down</b>".to_owned()),
            extra_error_html: Some("<i>soon</i>".to_owned()),
            ..Self::of(Refusal::method_not_allowed()).2
        };
        vec![bare, hinted, html]
    }
}

impl ErrorPage {
    /// `refusal` as a page, with its status and the headers that go with it.
    pub(super) fn of(refusal: Refusal) -> (StatusCode, HeaderMap, Self) {
        let told = refusal.tell();
        let page = Self {
            status_code: told.status.as_u16(),
            status_message: heading(told.status).to_owned(),
            message: sentence(&told.message),
            message_html: None,
            hints: told.hints.iter().map(|hint| sentence(hint)).collect(),
            extra_error_html: None,
        };
        (told.status, told.headers, page)
    }
}

/// A page about `status`, for a proxy in front to show (`ProxyErrorHandler`).
pub(super) fn show(visit: &mut Visit<'_>, status: u16) -> Result {
    let page = ErrorPage {
        status_code: status,
        status_message: StatusCode::from_u16(status)
            .map_or("That did not work", heading)
            .to_owned(),
        message: String::new(),
        message_html: None,
        hints: Vec::new(),
        extra_error_html: None,
    };
    visit.show_own(StatusCode::OK, &page, &format!("{status}.html"))
}

/// What people call it.
fn heading(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "That request cannot be understood",
        401 => "Please sign in",
        403 => "You may not do that",
        404 => "There is no such page",
        405 => "That cannot be done here",
        408 => "That took too long",
        409 => "That does not go together with what is there",
        413 => "That is too much at once",
        422 => "That cannot be used",
        424 => "The server is not running",
        429 => "Too many at once",
        503 => "Not available just now",
        500.. => "Something went wrong",
        _ => "That did not work",
    }
}

/// What is told of a refusal, in one paragraph.
pub(super) fn in_sentences(told: &Told) -> String {
    let all = std::iter::once(&told.message).chain(&told.hints);
    all.map(|said| sentence(said)).collect::<Vec<_>>().join(" ")
}

/// A sentence for people, of one that begins in lower case and has no end.
pub(super) fn sentence(said: &str) -> String {
    let mut letters = said.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut whole: String = first.to_uppercase().chain(letters).collect();
    if whole.ends_with(|last: char| last.is_alphanumeric() || "`)\"…".contains(last)) {
        whole.push('.');
    }
    whole
}
