//! Errors as the REST API tells them: JupyterHub's `status` and `message`, and what to do about it.

use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::answer::json_with;
use crate::error::{Error, Kind};
use crate::rbac::{Grant, Scope, Target};

/// A refusal: its status, its sentence, and what it would take.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    error: Error,
    /// What goes along with it.
    headers: HeaderMap,
    /// What is said in place of the error, which goes along with it.
    otherwise: Option<Box<Otherwise>>,
    /// Whether a command line is to say it as it would by itself.
    in_full: bool,
}

/// What people are told of a refusal.
pub(super) struct Told {
    pub(super) status: StatusCode,
    pub(super) message: String,
    pub(super) hints: Vec<String>,
    /// The same as whoever runs the hub is told it, where that is something else.
    pub(super) details: Vec<String>,
    pub(super) headers: HeaderMap,
}

/// A refusal in the words of whom a page is for: what happened, and what they can do.
#[derive(Debug)]
struct Plainly {
    message: String,
    hints: Vec<String>,
}

/// What is said of a refusal in place of its error.
#[derive(Debug)]
enum Otherwise {
    /// By the API, of what scopes refuse.
    Scopes(Scopes),
    /// By a page.
    Plainly(Plainly),
}

/// What scopes refuse: what JupyterHub says there, and what it takes.
#[derive(Debug)]
struct Scopes {
    message: String,
    needed: Needed,
}

/// What a request takes, and what of it the caller has.
#[derive(Debug, Serialize)]
pub(super) struct Needed {
    /// The scopes of which one is enough, and on what.
    pub(super) needs: Takes,
    /// What the caller holds of these scopes on something else.
    pub(super) has: Vec<Grant>,
}

/// Scopes, and what they must reach.
#[derive(Debug, Serialize)]
pub(super) struct Takes {
    pub(super) any_of: &'static [Scope],
    pub(super) on: Target,
}

#[derive(Serialize)]
struct Wire<'a> {
    status: u16,
    message: &'a str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    needs: Option<&'a Needed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Error>,
}

impl Refusal {
    /// `error` under another status than its kind has.
    pub(super) fn with_status(status: StatusCode, error: Error) -> Self {
        Self {
            status,
            ..Self::from(error)
        }
    }

    /// `status` with a sentence.
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self::with_status(status, Error::invalid(message))
    }

    /// What was sent cannot be read: 400.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// What is there does not take the method: 405.
    pub(super) fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
    }

    /// Nobody asks, or nobody whom the hub knows.
    pub(super) fn unknown_caller() -> Self {
        let error = Error::new(Kind::Denied, "Forbidden")
            .hint("send a valid token: `Authorization: token …`");
        Self::with_status(StatusCode::FORBIDDEN, error)
    }

    /// The scopes of the caller do not allow it. `message` stands for the sentence, which goes to the
    /// hint.
    pub(super) fn of_scopes(self, message: String, needed: Needed) -> Self {
        Self {
            otherwise: Some(Box::new(Otherwise::Scopes(Scopes { message, needed }))),
            ..self
        }
    }

    /// The same under 403.
    pub(super) fn forbidden(self) -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            ..self
        }
    }

    /// The sentence that says what the caller may not do, if that is why it is refused.
    pub(super) fn for_lack_of_permission(&self) -> Option<&str> {
        matches!(self.error.kind(), Kind::Denied | Kind::OutOfReach).then(|| self.error.message())
    }

    /// The same, of which a page says `message` and `hints`: what the error says of scopes or cookies is of use to
    /// others.
    pub(super) fn plainly<H: Into<String>>(
        self,
        message: impl Into<String>,
        hints: impl IntoIterator<Item = H>,
    ) -> Self {
        let plainly = Plainly {
            message: message.into(),
            hints: hints.into_iter().map(Into::into).collect(),
        };
        Self {
            otherwise: Some(Box::new(Otherwise::Plainly(plainly))),
            ..self
        }
    }

    /// The same with the error itself, for a command line.
    pub(super) fn in_full(self) -> Self {
        Self {
            in_full: true,
            ..self
        }
    }

    /// Add one way out.
    pub(super) fn hint(self, hint: &str) -> Self {
        Self {
            error: self.error.hint(hint),
            ..self
        }
    }

    /// An answer that cannot be written as JSON.
    pub(super) fn unwritable(error: serde_json::Error) -> Self {
        Self::from(Error::internal("an answer could not be written").caused_by(error))
    }

    /// What is asked for is only had by way of the URL `to`.
    pub(super) fn elsewhere(to: &str) -> Self {
        match HeaderValue::try_from(to) {
            Ok(to) => Self::new(StatusCode::FOUND, "Found").with_header(LOCATION, to),
            Err(_) => Self::bad_request("the address that was asked for is not valid"),
        }
    }

    /// Whether it is only had by way of another URL.
    pub(super) fn leads_elsewhere(&self) -> bool {
        self.status.is_redirection()
    }

    /// Send `value` under `name` along.
    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The same under 404: what somebody may not open is told apart from what is not there by nobody.
    pub(super) fn into_not_found(self) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            ..self
        }
    }

    /// What people are told: nothing of what failed inside, which goes to the log.
    pub(super) fn tell(self) -> Told {
        let internal = self.error.kind() == Kind::Internal;
        self.log();
        let whole = std::iter::once(self.error.message().to_owned())
            .chain(self.error.hints().iter().cloned());
        let (message, hints, details) = if internal {
            let again = "try again in a moment; if it happens again, tell whoever runs this hub";
            let message = "the hub made a mistake".to_owned();
            (message, vec![again.to_owned()], Vec::new())
        } else if let Some(Otherwise::Plainly(plainly)) = self.otherwise.map(|said| *said) {
            let Plainly { message, hints } = plainly;
            let is_said = |one: &String| *one == message || hints.contains(one);
            let details = whole.filter(|one| !is_said(one)).collect();
            (message, hints, details)
        } else {
            let hints = whole.skip(1).collect();
            (self.error.message().to_owned(), hints, Vec::new())
        };
        Told {
            status: self.status,
            message,
            hints,
            details,
            headers: self.headers,
        }
    }

    /// What failed inside is for the log, not for whoever asked.
    fn log(&self) {
        if self.error.kind() == Kind::Internal {
            tracing::error!(error = %self.error, cause = ?std::error::Error::source(&self.error), "a request failed");
        }
    }

    /// What scopes refuse, if it is they.
    fn scopes(&self) -> Option<&Scopes> {
        match self.otherwise.as_deref() {
            Some(Otherwise::Scopes(scopes)) => Some(scopes),
            _ => None,
        }
    }

    /// What the error says beyond the message.
    fn hints(&self) -> Option<String> {
        let said = self.scopes();
        let said = said.map(|_| self.error.message().to_owned());
        let all: Vec<String> = said
            .into_iter()
            .chain(self.error.hints().iter().cloned())
            .collect();
        (!all.is_empty()).then(|| all.join(" · "))
    }
}

/// The one table from what went wrong to the status that says so.
impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let status = match error.kind() {
            Kind::NotFound | Kind::OutOfReach => StatusCode::NOT_FOUND,
            Kind::Invalid | Kind::Unresolved => StatusCode::BAD_REQUEST,
            Kind::Denied => StatusCode::FORBIDDEN,
            Kind::Configured => StatusCode::METHOD_NOT_ALLOWED,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::NeedsHub | Kind::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self {
            status,
            error,
            headers: HeaderMap::new(),
            otherwise: None,
            in_full: false,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let internal = self.error.kind() == Kind::Internal;
        self.log();
        let message = match self.scopes() {
            _ if internal => "Internal Server Error",
            Some(scopes) => &scopes.message,
            None => self.error.message(),
        };
        let wire = Wire {
            status: self.status.as_u16(),
            message,
            needs: self.scopes().map(|scopes| &scopes.needed),
            hint: if internal { None } else { self.hints() },
            error: (self.in_full && !internal).then_some(&self.error),
        };
        let answer = json_with(self.status, &wire);
        let mut answer = answer.unwrap_or_else(|_| self.status.into_response());
        answer.headers_mut().extend(self.headers);
        answer
    }
}
