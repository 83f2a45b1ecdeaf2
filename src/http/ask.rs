//! A request of the API, as its handler sees it: who asks, what is named, what is sent.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value;

use super::answer::Result;
use super::peer::Origin;
use super::query;
use super::reached;
use super::refusal::Refusal;
use super::timed;
use crate::error::{Error, Kind};
use crate::hub::{Hub, Identity};
use crate::ops::Request;

/// The longest body that is read of somebody who is known, in bytes. 6.1.1 keeps up to 100 MB in memory.
const LONGEST_BODY: usize = 16 << 20;

/// The same of anybody: what is made of a body takes many times its room.
pub(super) const LONGEST_OF_STRANGERS: usize = 64 << 10;

/// How many bytes are read of a body at most, by whether it is known who sends it.
pub(super) fn longest(is_known: bool) -> usize {
    if is_known {
        LONGEST_BODY
    } else {
        LONGEST_OF_STRANGERS
    }
}

/// Somebody asks something of the API.
pub(super) struct Ask {
    hub: Arc<Hub>,
    identity: Option<Arc<Identity>>,
    request: &'static Request,
    segments: Vec<String>,
    parts: Parts,
    body: Body,
}

impl Ask {
    pub(super) fn new(
        hub: Arc<Hub>,
        identity: Option<Arc<Identity>>,
        request: &'static Request,
        segments: Vec<String>,
        (parts, body): (Parts, Body),
    ) -> Self {
        Self {
            hub,
            identity,
            request,
            segments,
            parts,
            body,
        }
    }

    /// The hub that is asked.
    pub(super) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Who asks.
    ///
    /// # Errors
    /// 403 where nobody is known to.
    pub(super) fn identity(&self) -> Result<&Arc<Identity>> {
        self.identity.as_ref().ok_or_else(Refusal::unknown_caller)
    }

    /// Who asks, if anybody is known to.
    pub(super) fn known(&self) -> Option<&Arc<Identity>> {
        self.identity.as_ref()
    }

    /// The address that they ask from; none is a Unix socket.
    pub(super) fn from(&self) -> Option<IpAddr> {
        let origin = self.parts.extensions.get::<Origin>().copied();
        origin.and_then(|Origin(from)| from)
    }

    /// What stands in the path in the place of `{name}`.
    pub(super) fn named(&self, name: &str) -> &str {
        self.request.named(name, &self.segments).unwrap_or_default()
    }

    /// The headers.
    pub(super) fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// What the query says of `name`: the last, if it says several things; blanks at its ends do not
    /// count (`RequestHandler.get_argument`).
    pub(super) fn query(&self, name: &str) -> Option<String> {
        query::argument(self.parts.uri.query()?, name)
    }

    /// The path and query as they were sent.
    pub(super) fn uri(&self) -> &axum::http::Uri {
        &self.parts.uri
    }

    /// By which scheme it came.
    pub(super) fn scheme(&self) -> &'static str {
        reached::scheme(&self.hub.config(), &self.parts)
    }

    /// The body as text; what is no text in it is lost.
    ///
    /// # Errors
    /// As [`text`].
    pub(super) async fn text(&mut self) -> Result<String> {
        let longest = longest(self.identity.is_some());
        text(std::mem::take(&mut self.body), longest).await
    }

    /// The body as JSON; `None` where there is none.
    ///
    /// # Errors
    /// 400 where it is no JSON, 413 where it is longer than a hub reads.
    pub(super) async fn json(&mut self) -> Result<Option<Value>> {
        let text = self.text().await?;
        if text.is_empty() {
            return Ok(None);
        }
        parsed(&text).map(Some)
    }
}

/// `body` as text, of `longest` bytes at most; what is no text in it is lost.
///
/// # Errors
/// 413 where it is longer, 408 where it takes too long, 400 where it ends too early.
pub(super) async fn text(body: Body, longest: usize) -> Result<String> {
    let bytes = bytes(body, longest).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// `body` as it was sent.
///
/// # Errors
/// As [`text`].
pub(super) async fn bytes(body: Body, longest: usize) -> Result<Bytes> {
    // Said before anything is sent: who says so waits for no answer to what is never read.
    if body.size_hint().lower() > longest as u64 {
        return Err(too_long(longest));
    }
    let read = Limited::new(body, longest).collect().await;
    let read = read.map_err(|error| unreadable(error.as_ref(), longest))?;
    Ok(read.to_bytes())
}

/// The value that `text` is in JSON, as strictly as the standard has it: no `NaN`, no half of a
/// surrogate pair, no number beyond a double, nothing nested deeper than 128. JupyterHub takes some of
/// these and fails on them later.
fn parsed(text: &str) -> Result<Value> {
    serde_json::from_str(text.trim_matches(is_blank)).map_err(|error| {
        let refused = Error::invalid("Invalid JSON in body of request");
        refused.hint(error.to_string()).into()
    })
}

/// What JupyterHub takes from both ends of a body.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r')
}

fn unreadable(error: &(dyn std::error::Error + Send + Sync + 'static), longest: usize) -> Refusal {
    if error.is::<LengthLimitError>() {
        return too_long(longest);
    }
    if timed::is_late(error) {
        return Refusal::new(StatusCode::REQUEST_TIMEOUT, "the body takes too long");
    }
    Refusal::from(Error::new(
        Kind::Invalid,
        "the body ended before its length",
    ))
}

fn too_long(longest: usize) -> Refusal {
    let message = format!("the body is longer than {} KiB", longest >> 10);
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message)
}
