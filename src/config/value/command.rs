//! External commands, which stand where JupyterHub takes a Python function.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A program and its arguments, run without a shell; a lone string is a program without arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CommandLine(Vec<String>);

impl CommandLine {
    /// The program, then its arguments.
    pub fn new(words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(words.into_iter().map(Into::into).collect())
    }

    /// The program; `None` where the command is empty.
    pub fn program(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    /// The program and its arguments.
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// Whether there is no program.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for CommandLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Words).map(Self)
    }
}

impl JsonSchema for CommandLine {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Command".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A program and its arguments, run without a shell",
            "anyOf": [
                { "type": "array", "items": { "type": "string" } },
                { "type": "string" }
            ]
        })
    }
}

struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of a program and its arguments")
    }

    fn visit_str<E: Error>(self, program: &str) -> Result<Vec<String>, E> {
        Ok(vec![program.to_owned()])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut given: A) -> Result<Vec<String>, A::Error> {
        let mut words = Vec::new();
        while let Some(word) = given.next_element()? {
            words.push(word);
        }
        Ok(words)
    }
}

/// A value, or an external command that says it: `{ command = ["program", "argument"] }`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum OrCommand<T> {
    /// The value itself.
    Value(T),
    /// What to run for it.
    Command {
        /// The program and its arguments.
        command: CommandLine,
    },
}

impl<T> OrCommand<T> {
    /// The value, if it is given as such.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Command { .. } => None,
        }
    }

    /// What to run for the value, if it is given so.
    pub fn command(&self) -> Option<&CommandLine> {
        match self {
            Self::Value(_) => None,
            Self::Command { command } => Some(command),
        }
    }
}

impl<T: Default> Default for OrCommand<T> {
    fn default() -> Self {
        Self::Value(T::default())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OrCommand<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = toml::Value::deserialize(deserializer)?;
        let either = match command_in(&given) {
            Some(words) => CommandLine::deserialize(words).map(|command| Self::Command { command }),
            None => T::deserialize(given).map(Self::Value),
        };
        either.map_err(|error| D::Error::custom(error.message()))
    }
}

/// What is in `{ command = […] }`. A string there is no command: a table of strings may have such a key.
fn command_in(given: &toml::Value) -> Option<toml::Value> {
    let table = given.as_table().filter(|table| table.len() == 1)?;
    table
        .get("command")
        .filter(|value| value.is_array())
        .cloned()
}

impl<T: JsonSchema> JsonSchema for OrCommand<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("{}OrCommand", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                generator.subschema_for::<T>(),
                {
                    "type": "object",
                    "properties": {
                        "command": { "type": "array", "items": { "type": "string" } }
                    },
                    "required": ["command"],
                    "additionalProperties": false
                }
            ]
        })
    }
}
