//! The one error of hubctl: a sentence, the way out, and what kind of thing went wrong.
//!
//! Kinds are chosen by what the reader can do about it. Each door maps them in one table (exit
//! codes in `cli`, statuses in `http`); nothing here knows either.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The result of anything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What the reader can do about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The thing named does not exist: name another.
    NotFound,
    /// What was given names something else that does not exist: name another. What the request is
    /// about is there, so over REST this is no 404.
    Unresolved,
    /// What was given cannot be right: correct it.
    Invalid,
    /// The caller lacks a scope: be granted it.
    Denied,
    /// The caller holds the scope, but not on this target; told apart from not found by nobody.
    OutOfReach,
    /// The state of the hub refuses: change that first.
    Conflict,
    /// The hub's configuration has the last word on it: change it there.
    Configured,
    /// Only a running hub can do this.
    NeedsHub,
    /// The database or hub cannot be used now: bring it back, or wait.
    Unreachable,
    /// A defect of hubctl: report it.
    Internal,
}

/// A sentence that says what is wrong, followed by hints that say what to do.
///
/// Sentences start in lower case, have no trailing period, and put literals in backticks.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Error(Box<Inner>);

#[derive(Serialize, Deserialize)]
struct Inner {
    kind: Kind,
    message: String,
    hints: Vec<String>,
    /// For the log of whoever met it.
    #[serde(skip)]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            hints: Vec::new(),
            source: None,
        }))
    }

    /// "no `what` named `name`".
    pub fn not_found(what: &str, name: impl fmt::Display) -> Self {
        Self::new(Kind::NotFound, format!("no {what} named `{name}`"))
    }

    /// The same, where what does not exist was named among what was given.
    #[must_use]
    pub fn among_what_was_given(mut self) -> Self {
        if self.0.kind == Kind::NotFound {
            self.0.kind = Kind::Unresolved;
        }
        self
    }

    /// What was given for `field` cannot be right.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, message)
    }

    /// The state of the hub refuses.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(Kind::Conflict, message)
    }

    /// The database or hub cannot be used now.
    pub fn unreachable(message: impl Into<String>) -> Self {
        Self::new(Kind::Unreachable, message)
    }

    /// A defect of hubctl.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Kind::Internal, message)
    }

    /// Add one way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hints.push(hint.into());
        self
    }

    /// Add "did you mean" where one of `candidates` is close to `given`.
    #[must_use]
    pub fn did_you_mean<S: AsRef<str>>(
        self,
        given: &str,
        candidates: impl IntoIterator<Item = S>,
    ) -> Self {
        match closest(given, candidates) {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// Say first where that is: `place: what is wrong`.
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        self.0.message = format!("{place}: {}", self.0.message);
        self
    }

    /// Keep what caused this, for the log.
    #[must_use]
    pub fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same said once more, to another who waits for the same; the cause is told once.
    #[must_use]
    pub fn again(&self) -> Self {
        Self(Box::new(Inner {
            kind: self.0.kind,
            message: self.0.message.clone(),
            hints: self.0.hints.clone(),
            source: None,
        }))
    }

    /// What the reader can do about it.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The sentence, without hints.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The ways out.
    pub fn hints(&self) -> &[String] {
        &self.0.hints
    }
}

/// The candidate that `given` most likely stands for, if one is near enough to be a slip.
fn closest<S: AsRef<str>>(given: &str, candidates: impl IntoIterator<Item = S>) -> Option<String> {
    const NEAR: f64 = 0.8;
    // No name is as long, and the likeness of long texts takes their lengths' product of time.
    const LONGEST: usize = 1024;
    if given.len() > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        .map(|name| (strsim::jaro_winkler(given, name.as_ref()), name))
        .filter(|(likeness, name)| *likeness >= NEAR && name.as_ref() != given)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name.as_ref().to_owned())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        self.0
            .hints
            .iter()
            .try_for_each(|hint| write!(f, " · {hint}"))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.0.kind)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_gets_the_near_name_and_nonsense_gets_none() {
        let roles = ["user", "instructors", "admin"];
        let error = Error::not_found("role", "instructor").did_you_mean("instructor", roles);
        assert_eq!(
            error.to_string(),
            "no role named `instructor` · did you mean `instructors`?"
        );
        assert!(
            Error::not_found("role", "zzz")
                .did_you_mean("zzz", roles)
                .hints()
                .is_empty()
        );
    }
}
