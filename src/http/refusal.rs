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
    /// What only a refusal by scopes has.
    scopes: Option<Box<Scopes>>,
    /// Whether a command line is to say it as it would by itself.
    in_full: bool,
}

/// What people are told of a refusal.
pub(super) struct Told {
    pub(super) status: StatusCode,
    pub(super) message: String,
    pub(super) hints: Vec<String>,
    pub(super) headers: HeaderMap,
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
            scopes: Some(Box::new(Scopes { message, needed })),
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
        let (message, hints) = if internal {
            let again = "try again in a moment; if it happens again, tell whoever runs this hub";
            ("the hub made a mistake", vec![again.to_owned()])
        } else {
            (self.error.message(), self.error.hints().to_vec())
        };
        Told {
            status: self.status,
            message: message.to_owned(),
            hints,
            headers: self.headers,
        }
    }

    /// What failed inside is for the log, not for whoever asked.
    fn log(&self) {
        if self.error.kind() == Kind::Internal {
            tracing::error!(error = %self.error, cause = ?std::error::Error::source(&self.error), "a request failed");
        }
    }

    /// What the error says beyond the message.
    fn hints(&self) -> Option<String> {
        let said = self.scopes.as_ref();
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
            scopes: None,
            in_full: false,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let internal = self.error.kind() == Kind::Internal;
        self.log();
        let message = match &self.scopes {
            _ if internal => "Internal Server Error",
            Some(scopes) => &scopes.message,
            None => self.error.message(),
        };
        let wire = Wire {
            status: self.status.as_u16(),
            message,
            needs: self.scopes.as_ref().map(|scopes| &scopes.needed),
            hint: if internal { None } else { self.hints() },
            error: (self.in_full && !internal).then_some(&self.error),
        };
        let answer = json_with(self.status, &wire);
        let mut answer = answer.unwrap_or_else(|_| self.status.into_response());
        answer.headers_mut().extend(self.headers);
        answer
    }
}
