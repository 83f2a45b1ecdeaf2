//! What is sent with a request: a JSON object, field by field.

use serde_json::{Map, Value};

use super::answer::Result;
use super::refusal::Refusal;
use crate::error::Error;

/// The fields of a body. What is of the wrong type is refused with a sentence that names it.
#[derive(Debug, Default)]
pub(super) struct Body(Map<String, Value>);

impl Body {
    /// The body as an object.
    ///
    /// # Errors
    /// 400 where it is something else.
    pub(super) fn object(value: Value) -> Result<Self> {
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            other => Err(refused(format!(
                "the body must be a JSON object, not {}",
                kind(&other)
            ))),
        }
    }

    /// The body as an object, that of nothing where there is none or it is empty: `null`, `[]`, `0`
    /// and `""` are nothing to JupyterHub.
    pub(super) fn optional(value: Option<Value>) -> Result<Self> {
        match value {
            Some(value) if !is_nothing(&value) => Self::object(value),
            _ => Ok(Self::default()),
        }
    }

    /// Refuse fields that are not `known`.
    pub(super) fn only(&self, known: &[&str]) -> Result<()> {
        match self.0.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => {
                let error = Error::invalid(format!("there is no field `{}`", key.escape_debug()))
                    .did_you_mean(key, known)
                    .hint(format!("there are {}", known.join(", ")));
                Err(error.into())
            }
        }
    }

    /// Whether there is a field of this name, be it `null`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All fields, as they were sent.
    pub(super) fn into_fields(self) -> Map<String, Value> {
        self.0
    }

    /// Whether nothing was sent, or nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Take a field as it was sent.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Take a field that is text.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(name, "text", &other)),
        }
    }

    /// Take a field that is text or `null`.
    pub(super) fn text_or_null(&mut self, name: &str) -> Result<Option<String>> {
        self.drop_null(name);
        self.text(name)
    }

    /// Take a field that is `true` or `false`.
    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(wrong(name, "true or false", &other)),
        }
    }

    /// Take a field that is a list.
    pub(super) fn list(&mut self, name: &str) -> Result<Option<Vec<Value>>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items)),
            Some(other) => Err(wrong(name, "a list", &other)),
        }
    }

    /// Take a field that is a list of texts.
    pub(super) fn texts(&mut self, name: &str) -> Result<Option<Vec<String>>> {
        let Some(items) = self.list(name)? else {
            return Ok(None);
        };
        let text = |item| match item {
            Value::String(text) => Ok(text),
            other => Err(refused(format!(
                "`{name}` must be a list of texts, and has {} in it",
                kind(&other)
            ))),
        };
        items.into_iter().map(text).collect::<Result<_>>().map(Some)
    }

    /// Take a field that is a list of texts or `null`.
    pub(super) fn texts_or_null(&mut self, name: &str) -> Result<Option<Vec<String>>> {
        self.drop_null(name);
        self.texts(name)
    }

    /// Take a field that is an object.
    pub(super) fn fields(&mut self, name: &str) -> Result<Option<Map<String, Value>>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(fields)),
            Some(other) => Err(wrong(name, "an object", &other)),
        }
    }

    /// Take a field that is an object or `null`.
    pub(super) fn fields_or_null(&mut self, name: &str) -> Result<Option<Map<String, Value>>> {
        self.drop_null(name);
        self.fields(name)
    }

    /// Take a field that is a whole number or `null`; `true` is 1, as it is in Python.
    pub(super) fn integer_or_null(&mut self, name: &str) -> Result<Option<i64>> {
        self.drop_null(name);
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag.into())),
            Some(value) => match value.as_i64() {
                Some(number) => Ok(Some(number)),
                None => Err(wrong(name, "a whole number", &value)),
            },
        }
    }

    fn drop_null(&mut self, name: &str) {
        if self.0.get(name).is_some_and(Value::is_null) {
            self.0.remove(name);
        }
    }
}

/// What is false in Python.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

/// The body is wrong, and how.
pub(super) fn refused(message: impl Into<String>) -> Refusal {
    Refusal::from(Error::invalid(message))
}

fn wrong(name: &str, wanted: &str, sent: &Value) -> Refusal {
    refused(format!("`{name}` must be {wanted}, not {}", kind(sent)))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
