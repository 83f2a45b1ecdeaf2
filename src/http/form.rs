//! A form that a page of the hub sends.

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

use super::answer::Result;
use super::{ask, query};
use crate::hub::Filled;

/// Names and values, in the order in which they were sent; a name may have several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form(Vec<(String, String)>);

/// Read a form from `body`; what is no form has nothing in it.
///
/// # Errors
/// Where the body cannot be read.
pub(super) async fn read(headers: &HeaderMap, body: &mut Body) -> Result<Form> {
    let said = headers
        .get(CONTENT_TYPE)
        .and_then(|said| said.to_str().ok());
    let (kind, _) = said
        .unwrap_or_default()
        .split_once(';')
        .unwrap_or((said.unwrap_or_default(), ""));
    if !kind
        .trim()
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    {
        return Ok(Form::default());
    }
    let text = ask::text(std::mem::take(body)).await?;
    Ok(Form(query::arguments(&text)))
}

impl Form {
    /// The last value of `name`, as it was sent.
    pub(super) fn last(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().rev();
        values
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of `name`.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// All values by their names, but what shows that the hub's own page sends them.
    pub(super) fn filled(&self) -> Filled {
        let mut filled = Filled::new();
        for (name, value) in self.fields().filter(|(name, _)| *name != "_xsrf") {
            let all = filled.entry(name.to_owned()).or_default();
            all.push(value.into());
        }
        filled
    }

    /// All names and values.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
