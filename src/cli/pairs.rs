//! `KEY=VALUE`, as people write settings on a command line.

use std::str::FromStr;

use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// `KEY=VALUE`: split at the first `=`, and the key is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: String,
}

impl FromStr for Pair {
    type Err = Error;

    // What was given is not repeated: it may be a secret.
    fn from_str(given: &str) -> Result<Self> {
        match given.split_once('=') {
            Some((key, value)) if !key.is_empty() => Ok(Self {
                key: key.to_owned(),
                value: value.to_owned(),
            }),
            _ => Err(Error::invalid("that is not a key, `=`, and a value")),
        }
    }
}

impl Pair {
    /// The value as JSON where it is JSON, else as text: `3`, `true`, `{"a": 1}`, `some words`.
    fn json(self) -> (String, Value) {
        let value = serde_json::from_str(&self.value).unwrap_or(Value::String(self.value));
        (self.key, value)
    }
}

/// The JSON object that `pairs` make.
pub(super) fn object(pairs: Vec<Pair>) -> Map<String, Value> {
    pairs.into_iter().map(Pair::json).collect()
}

/// Pairs, one a line; empty lines and those that begin with `#` say nothing.
pub(super) fn lines(text: &str) -> Result<Vec<Pair>> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::parse)
        .collect()
}

/// A whole JSON object.
pub(super) fn parse_object(given: &str) -> Result<Map<String, Value>> {
    serde_json::from_str(given).map_err(|error| {
        Error::invalid(format!("that is not a JSON object: {error}")).hint("write `{\"key\": …}`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_json_where_they_can_be() {
        let pairs = [
            "n=3",
            "s=some words",
            "q=\"3\"",
            "o={\"a\": [1]}",
            "e=",
            "x=a=b",
        ];
        let made = object(pairs.iter().map(|pair| pair.parse().unwrap()).collect());
        let wanted = serde_json::json!(
            {"n": 3, "s": "some words", "q": "3", "o": {"a": [1]}, "e": "", "x": "a=b"}
        );
        assert_eq!(Value::Object(made), wanted);
        assert!("novalue".parse::<Pair>().is_err());
        assert!("=v".parse::<Pair>().is_err());
    }
}
