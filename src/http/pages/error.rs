//! Pages that say why there is no other: what happened, and what whoever reads it can do.

use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::{Page, Visit};
use crate::error::Error;
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
    /// What whoever runs the hub makes something of.
    details: Vec<String>,
    extra_error_html: Option<String>,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "error.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let refusal = Refusal::bad_request("the `name` is too long");
        let scopes = Refusal::new(StatusCode::FORBIDDEN, "ada needs `admin-ui`");
        let (_, _, plain) = Self::of(scopes.plainly("you may not", ["ask"]));
        let (_, _, bare) = Self::of(Refusal::method_not_allowed());
        let (_, _, hinted) = Self::of(refusal.hint("choose a shorter one"));
        let html = Self {
            message_html: Some("<b>down</b>".to_owned()),
            extra_error_html: Some("<i>soon</i>".to_owned()),
            ..Self::of(Refusal::method_not_allowed()).2
        };
        vec![bare, hinted, plain, html]
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
            details: told.details.iter().map(|one| sentence(one)).collect(),
            extra_error_html: None,
        };
        (told.status, told.headers, page)
    }
}

/// A page about `status`, for a proxy in front to show (`ProxyErrorHandler`).
pub(super) fn show(visit: &mut Visit<'_>, status: u16) -> Result {
    // What it is about, that proxy does not say.
    let refusal = match StatusCode::from_u16(status) {
        Ok(StatusCode::NOT_FOUND) | Err(_) => super::not_found(),
        Ok(StatusCode::SERVICE_UNAVAILABLE) => silent_server(),
        Ok(status) if status.is_client_error() => {
            let why = "what stands in front of this hub would not take what was asked for";
            Refusal::new(status, why).hint(FROM_HOME)
        }
        Ok(status) => {
            let why = "what stands in front of this hub could not pass on what was asked for";
            Refusal::new(status, why).hint(AGAIN).hint(FROM_HOME)
        }
    };
    let page = ErrorPage {
        status_code: status,
        ..ErrorPage::of(refusal).2
    };
    visit.show_own(StatusCode::OK, &page, &format!("{status}.html"))
}

/// What whoever is told of something that may pass can do.
pub(in crate::http) const AGAIN: &str =
    "load this page again in a moment; if it is still here then, tell whoever runs this hub";

const FROM_HOME: &str = "or go to your home page, and start from there";

/// Nothing is heard of a server to which a request would be passed on.
pub(in crate::http) fn silent_server() -> Refusal {
    Refusal::from(Error::unreachable("the server does not answer"))
        .hint("load this page again in a moment, in case it is only busy")
        .hint("or go to your home page: there you can stop the server, and start it anew. What you have saved stays")
}

/// The same of a service.
pub(in crate::http) fn silent_service() -> Refusal {
    let error = Error::unreachable("the service does not answer");
    Refusal::from(error).hint(AGAIN).hint(FROM_HOME)
}

/// `refused`, because of scopes, as it is told to people: what they would need, others give them.
pub(super) fn not_allowed(refused: Error) -> Refusal {
    Refusal::from(refused).plainly(
        "your account does not allow that",
        ["ask whoever runs this hub for it if you need it, and tell them what is below"],
    )
}

/// The same of what is somebody else's, which nobody can tell from what is not there.
pub(super) fn not_shared(refused: Error) -> Refusal {
    Refusal::from(refused).into_not_found().plainly(
        "there is no server at this address that you may open",
        [
            "check the address for a slip",
            "if it is the server of somebody else, ask them to share it with you",
        ],
    )
}

/// What people call it.
fn heading(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "That request cannot be understood",
        401 => "Please sign in",
        403 => "You may not do that",
        404 => "There is nothing here",
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
