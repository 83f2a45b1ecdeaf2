//! What is wrong with a request, in the words of RFC 6749.

use std::borrow::Cow;

use serde::Serialize;

use super::redirect::with_query;

/// What is wrong: a code that programs know, and a sentence for whoever programs the client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The code.
    pub error: &'static str,
    /// The sentence.
    #[serde(rename = "error_description", skip_serializing_if = "Option::is_none")]
    pub description: Option<Cow<'static, str>>,
    /// What the client sent along to know its own request by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl Problem {
    /// The code alone.
    pub(super) const fn of(error: &'static str) -> Self {
        Self {
            error,
            description: None,
            state: None,
        }
    }

    /// `invalid_request`, and why.
    pub(super) fn invalid(description: impl Into<Cow<'static, str>>) -> Self {
        Self::of("invalid_request").because(description)
    }

    /// A parameter is there several times.
    pub(super) fn repeated(name: &str) -> Self {
        Self::invalid(format!("Duplicate {name} parameter."))
    }

    pub(super) fn because(self, description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            description: Some(description.into()),
            ..self
        }
    }

    /// The client did not show its secret.
    pub(super) const fn unknown_client() -> Self {
        Self::of("invalid_client")
    }

    /// What is asked for goes beyond what the client may have, or does not exist.
    pub fn scope() -> Self {
        Self::of("invalid_scope")
    }

    /// The code is none, or of something else.
    pub fn grant() -> Self {
        Self::of("invalid_grant")
    }

    /// What was granted is so no more.
    pub fn lost(why: &'static str) -> Self {
        Self::grant().because(why)
    }

    /// The status of an answer that says it.
    pub fn status(&self) -> u16 {
        if self.is_unknown_client() { 401 } else { 400 }
    }

    /// Whether the client did not show its secret.
    pub fn is_unknown_client(&self) -> bool {
        self.error == Self::unknown_client().error
    }
}

/// Why somebody is not sent to a client with a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It may not be the client at all: the person is told, and sent nowhere.
    Told(Problem),
    /// The client is told, where the person is sent back.
    SentBack {
        /// What is wrong.
        problem: Problem,
        /// Where they are sent.
        to: String,
    },
}

impl Refused {
    /// Send the person back to `redirect_uri` with `problem`.
    pub(super) fn back(problem: Problem, redirect_uri: &str, fragment: bool) -> Self {
        let said = [
            Some(("error", problem.error)),
            problem
                .description
                .as_deref()
                .map(|why| ("error_description", why)),
            problem.state.as_deref().map(|state| ("state", state)),
        ];
        let said: Vec<_> = said.into_iter().flatten().collect();
        let to = with_query(redirect_uri, &said, fragment);
        Self::SentBack { problem, to }
    }
}
