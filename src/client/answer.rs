//! What a hub answered.

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, LOCATION};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Known;
use super::place::Place;
use crate::error::{Error, Kind, Result};
use crate::ops::sent::heard;

/// What is said of a path that a hub's API does not have.
pub(super) const NO_SUCH_PATH: &str = "Not Found";

/// An answer, whatever its status.
pub(super) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// A refusal, as JupyterHub writes it, and as a hub of hubctl's does to a command line.
#[derive(Deserialize)]
struct Refused {
    message: Option<String>,
    hint: Option<String>,
    error: Option<Error>,
}

impl Answer {
    /// Read all of `response`.
    pub(super) async fn read(
        response: reqwest::Response,
    ) -> std::result::Result<Self, reqwest::Error> {
        Ok(Self {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.bytes().await?,
        })
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// By which the answer can be told from a later one.
    pub(super) fn tag(&self) -> Option<String> {
        self.header(&ETAG).map(str::to_owned)
    }

    fn header(&self, name: impl reqwest::header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Which hub it is that answered the root of its API.
    pub(super) fn known(&self, place: &Place) -> Result<Known> {
        #[derive(Deserialize)]
        struct Root {
            version: String,
        }
        let root: Option<Root> = serde_json::from_slice(&self.body).ok();
        match root.filter(|_| self.status == StatusCode::OK) {
            Some(Root { version }) => Ok(Known {
                version,
                hubctl: self.header("x-hubctl-version").map(str::to_owned),
            }),
            None if self.is_json() => Err(self.refusal(place)),
            None => Err(self.no_hub(place)),
        }
    }

    /// What was answered, or why it was refused.
    pub(super) fn outcome<T: DeserializeOwned>(self, place: &Place) -> Result<T> {
        if !self.status.is_success() {
            return Err(self.refusal(place));
        }
        if self.body.is_empty() {
            return heard(Value::Null);
        }
        match serde_json::from_slice(&self.body) {
            Ok(told) => Ok(told),
            Err(_) if !self.is_json() => Err(self.no_hub(place)),
            Err(error) => Err(Error::unreachable(format!(
                "`{place}` answers what this hubctl cannot read: {error}"
            ))),
        }
    }

    /// Why it was refused.
    pub(super) fn refusal(&self, place: &Place) -> Error {
        if self.status.is_redirection() {
            return self.elsewhere(place);
        }
        let Ok(refused) = serde_json::from_slice::<Refused>(&self.body) else {
            return self.no_hub(place);
        };
        if let Some(error) = refused.error {
            return error;
        }
        let message = refused.message.unwrap_or_default();
        let unknown = ["Missing or invalid credentials", "Forbidden"];
        if self.status == StatusCode::FORBIDDEN && unknown.iter().any(|m| message.starts_with(m)) {
            return no_token(place);
        }
        let error = Error::new(kind_of(self.status), sentence(&message, self.status));
        match refused.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }

    fn is_json(&self) -> bool {
        self.header(&CONTENT_TYPE)
            .is_some_and(|kind| kind.contains("json"))
    }

    fn elsewhere(&self, place: &Place) -> Error {
        let to = self.header(&LOCATION).unwrap_or("another place");
        if let Some(base) = place.base_of_hub_that_leads_to(to) {
            return Error::unreachable(format!("there is a hub, but not at `{place}`"))
                .hint(format!("say `{base}`"));
        }
        let error = Error::unreachable(format!("`{place}` leads to `{}`", to.escape_debug()));
        if to.contains("login") || to.contains("oauth") {
            error.hint(
                "something before the hub asks people to sign in there, and lets no program pass",
            )
        } else {
            error.hint("give that as the URL of the hub")
        }
    }

    /// Something else answers there: a proxy with a page of its own.
    fn no_hub(&self, place: &Place) -> Error {
        let what = match self.header(&CONTENT_TYPE) {
            Some(kind) if kind.contains("html") => "a page",
            _ => "something",
        };
        let status = self.status.as_u16();
        match status {
            300..=399 => self.elsewhere(place),
            401 | 403 | 407 => Error::unreachable(format!(
                "something before the hub at `{place}` lets nobody through (status {status})"
            ))
            .hint("may this machine, or this network, ask it?"),
            502..=504 => Error::unreachable(format!(
                "what listens at `{place}` does not reach the hub behind it (status {status})"
            ))
            .hint("does the hub run?"),
            _ => Error::unreachable(format!(
                "`{place}` answers with {what} that is not a hub's API (status {status})"
            ))
            .hint("is the URL right, and does the hub run behind it?"),
        }
    }
}

/// Nobody whom the hub knows asked.
fn no_token(place: &Place) -> Error {
    Error::new(
        Kind::Denied,
        format!("`{place}` does not take this token: it is wrong, expired or revoked"),
    )
    .hint(format!("sign in again: `hubctl login {place}`"))
}

fn kind_of(status: StatusCode) -> Kind {
    match status.as_u16() {
        404 => Kind::NotFound,
        401 | 403 => Kind::Denied,
        405 => Kind::Configured,
        409 => Kind::Conflict,
        400..=499 => Kind::Invalid,
        _ => Kind::Unreachable,
    }
}

/// What the hub says, as hubctl writes sentences.
fn sentence(message: &str, status: StatusCode) -> String {
    let message = message.trim().trim_end_matches('.');
    if status.is_server_error() {
        let what = match message {
            "" => status.canonical_reason().unwrap_or("an error"),
            said => said,
        };
        return format!("the hub has failed: {}", what.escape_debug());
    }
    match message {
        NO_SUCH_PATH => message.to_owned(),
        "" => format!("the hub refuses, with status {}", status.as_u16()),
        said => format!("the hub says: {}", said.escape_debug()),
    }
}
