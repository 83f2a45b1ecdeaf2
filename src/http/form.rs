//! A form that a page of the hub sends.

use std::fmt;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::answer::Result;
use super::{ask, multipart, query};
use crate::hub::Filled;

/// What somebody filled in.
#[derive(Clone, Default)]
pub(super) struct Form {
    /// Names and values, in the order in which they were sent; a name may have several.
    fields: Vec<(String, String)>,
    /// The files, as commands are told of them.
    files: Vec<(String, Value)>,
}

/// Read a form from `body`, of `longest` bytes at most; what is no form has nothing in it.
///
/// # Errors
/// Where the body cannot be read, or has more fields than any form of the hub's.
pub(super) async fn read(headers: &HeaderMap, body: &mut Body, longest: usize) -> Result<Form> {
    let said = headers
        .get(CONTENT_TYPE)
        .and_then(|said| said.to_str().ok());
    let said = said.unwrap_or_default();
    let kind = said.split(';').next().unwrap_or_default().trim();
    let is = |known: &str| kind.eq_ignore_ascii_case(known);
    let mut form = Form::default();
    if is("application/x-www-form-urlencoded") {
        let text = ask::text(std::mem::take(body), longest).await?;
        if text.split('&').nth(multipart::MOST).is_some() {
            return Err(multipart::too_many());
        }
        form.fields = query::arguments(&text);
    } else if is("multipart/form-data") {
        let bytes = ask::bytes(std::mem::take(body), longest).await?;
        for part in multipart::parts(said, &bytes)? {
            form.add(part);
        }
    }
    Ok(form)
}

/// What is filled in may be a password: only its names are shown.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.fields.iter().map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}

impl Form {
    fn add(&mut self, part: multipart::Part<'_>) {
        match part.filename {
            None => {
                let text = String::from_utf8_lossy(part.content).into_owned();
                self.fields.push((part.name, text));
            }
            Some(filename) => {
                let file = json!({
                    "filename": filename,
                    "content_type": part.content_type,
                    "body": STANDARD.encode(part.content),
                });
                self.files.push((part.name, file));
            }
        }
    }

    /// The last value of `name`, as it was sent.
    pub(super) fn last(&self, name: &str) -> Option<&str> {
        let mut values = self.fields.iter().rev();
        values
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of `name`.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.fields.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// All values by their names, but what shows that the hub's own page sends them; a file under its name with
    /// `_file` after it (`SpawnHandler.post`).
    pub(super) fn filled(&self) -> Filled {
        let mut filled = Filled::new();
        for (name, value) in self.fields().filter(|(name, _)| *name != "_xsrf") {
            let all = filled.entry(name.to_owned()).or_default();
            all.push(value.into());
        }
        for (name, file) in &self.files {
            let all = filled.entry(format!("{name}_file")).or_default();
            all.push(file.clone());
        }
        filled
    }

    /// All names and values.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
