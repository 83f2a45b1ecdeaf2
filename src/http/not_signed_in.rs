//! What whoever is not signed in is told, and under which status.

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};

use super::answer::Answer;
use crate::error::{Error, Kind};
use crate::hub::{NotSignedIn, whole_seconds};

/// The sentences for a person.
pub(super) fn told(refused: &NotSignedIn) -> String {
    match refused {
        // Of what else fails, only whoever runs the hub can make something.
        NotSignedIn::Failed(error) if is_theirs(error) => in_sentences(error),
        refused => refused.sentence(),
    }
}

/// The status that goes with them.
pub(super) fn status_of(refused: &NotSignedIn) -> StatusCode {
    match refused {
        NotSignedIn::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        NotSignedIn::Wrong | NotSignedIn::NotAllowed | NotSignedIn::Told(_) => {
            StatusCode::FORBIDDEN
        }
        NotSignedIn::Failed(error) => match error.kind() {
            Kind::Invalid => StatusCode::BAD_REQUEST,
            Kind::Conflict => StatusCode::CONFLICT,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        },
    }
}

/// `answer`, which says when it may be tried again where it was too often.
pub(super) fn to_wait(mut answer: Answer, refused: &NotSignedIn) -> Answer {
    if let NotSignedIn::TooMany(wait) = refused {
        let seconds = HeaderValue::from(whole_seconds(*wait));
        answer.headers_mut().insert(RETRY_AFTER, seconds);
    }
    answer
}

/// An error as sentences, with its ways out.
pub(super) fn in_sentences(error: &Error) -> String {
    let parts = std::iter::once(error.message()).chain(error.hints().iter().map(String::as_str));
    let sentences: Vec<String> = parts.map(capitalized).collect();
    sentences.join(" ")
}

/// Whether whoever filled in the form can do something about it.
fn is_theirs(error: &Error) -> bool {
    matches!(error.kind(), Kind::Invalid | Kind::Conflict)
}

fn capitalized(part: &str) -> String {
    let mut letters = part.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
