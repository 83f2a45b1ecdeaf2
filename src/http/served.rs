//! An answer on its way out: what it is for, what made it, what the browser is to keep.

use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;

use super::answer::{Answer, Result};
use super::headers::Kind;
use super::visitor::Visitor;

/// An answer, before it has the headers that all have.
pub(super) struct Served {
    /// The answer.
    pub(super) answer: Answer,
    /// What it is for.
    pub(super) kind: Kind,
    /// What JupyterHub's metrics call the handler that made it.
    pub(super) label: &'static str,
}

impl Served {
    /// What the API answers.
    pub(super) fn api(label: &'static str, result: Result) -> Self {
        Self {
            answer: result.unwrap_or_else(IntoResponse::into_response),
            kind: Kind::Api,
            label,
        }
    }

    /// What people are answered.
    pub(super) fn page(label: &'static str, answer: Answer) -> Self {
        Self {
            answer,
            kind: Kind::Page,
            label,
        }
    }

    /// The same, with the cookies that `visitor` is to keep or forget.
    pub(super) fn with(mut self, visitor: Visitor) -> Self {
        for cookie in visitor.into_set_cookies() {
            self.answer.headers_mut().append(SET_COOKIE, cookie);
        }
        self
    }
}
