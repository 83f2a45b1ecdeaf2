//! What is wrong with a configuration, all at once.

use std::fmt;

use super::schema::holds_secrets;
use crate::error::{Error, Kind};

/// One or more things that are wrong, in the order of their places.
#[derive(Debug)]
pub struct Problems(Vec<Error>);

impl Problems {
    /// What was `found`, each with its line in the file (0 for what is in none); `None` where nothing was.
    pub(super) fn new(mut found: Vec<(usize, Error)>) -> Option<Self> {
        found.sort_by_key(|(line, _)| *line);
        let errors: Vec<_> = found.into_iter().map(|(_, error)| error).collect();
        (!errors.is_empty()).then_some(Self(errors))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Error> {
        self.0.iter()
    }
}

/// A line each.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().enumerate() {
            let separator = if at == 0 { "" } else { "\n" };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self::new(Kind::Invalid, problems.to_string())
    }
}

/// The sentence about `error`, which reading `option` met, shown as `name`. It speaks of TOML's types, and repeats
/// nothing of an option that holds secrets.
pub(super) fn sentence(option: &str, name: &str, error: &toml::de::Error) -> Error {
    let message = error.message();
    if let Some((unknown, known)) = unknown_name(message) {
        let what = if message.starts_with("unknown field") {
            format!("{name} has no `{unknown}`")
        } else {
            format!(
                "{name} cannot be `{unknown}`: it is one of {}",
                listed(&known)
            )
        };
        return Error::invalid(what).did_you_mean(unknown, known);
    }
    if let Some(missing) = message.strip_prefix("missing field ") {
        return Error::invalid(format!("{name} lacks {missing}"));
    }
    let wrong = ["invalid type: ", "invalid value: ", "invalid length "];
    match wrong.iter().find_map(|start| message.strip_prefix(start)) {
        Some(rest) => match rest.rsplit_once(", expected ") {
            Some((is, expected)) => {
                let is = match is.split_once(' ') {
                    Some((kind, _)) if holds_secrets(option) => kind,
                    _ => is,
                };
                Error::invalid(format!("{name} must be {}, not {is}", type_name(expected)))
            }
            None => Error::invalid(format!("{name} cannot be {rest}")),
        },
        None => Error::invalid(format!("{name}: {message}")),
    }
}

/// The name that is not known, and those that are, from serde's sentence about it.
fn unknown_name(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message
        .strip_prefix("unknown field ")
        .or_else(|| message.strip_prefix("unknown variant "))?;
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let unknown = quoted.next()?;
    // The names of JupyterHub's classes are understood, and not proposed.
    Some((unknown, quoted.filter(|name| !name.contains('.')).collect()))
}

/// A list of names as a sentence has it.
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// What Rust calls a type, as TOML and people call it.
fn type_name(rust: &str) -> &str {
    match rust {
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "f64" => "a number",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "a map" => "a table",
        "path string" => "a path",
        other if other.starts_with("struct ") => "a table",
        other => other,
    }
}
