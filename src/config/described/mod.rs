//! A hub described in a file, read from TOML or YAML and written as either.
//!
//! Both become the same tree, so that what is wrong is said of both alike, with its line, and all at once.

mod writing;
mod yaml;

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problems::{Problems, sentence};
use super::reading::{Lines, SECTIONS, TABLES, each};
use crate::error::Error;
use crate::model::Described;

/// How a description is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// TOML.
    Toml,
    /// YAML, of which JSON is a part.
    Yaml,
}

impl Language {
    /// What the ending of a file says; `None` where it says nothing.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "toml" => Some(Self::Toml),
            "yaml" | "yml" | "json" => Some(Self::Yaml),
            _ => None,
        }
    }

    /// How a table of entries is written.
    fn heading(self, table: &str) -> String {
        match self {
            Self::Toml => format!("`[[{table}]]`"),
            Self::Yaml => format!("`{table}`"),
        }
    }
}

/// What a description may say.
const KEYS: [&str; 5] = ["name", "users", "groups", "roles", "services"];

/// What is in a file.
///
/// # Errors
/// All that is wrong with it, each with its line.
pub fn read(path: &Path, text: &str, language: Language) -> Result<Described, Problems> {
    let lines = Lines { path, text };
    let mut reading = Reading {
        lines,
        language,
        described: Described::default(),
        problems: Vec::new(),
    };
    match language {
        Language::Toml => reading.toml(text),
        Language::Yaml => reading.yaml(text),
    }
    match Problems::new(reading.problems) {
        Some(problems) => Err(problems),
        None => Ok(reading.described),
    }
}

/// What is at the top of a file: keys, with the places they are at, and what they say.
type Entry<'a> = (Spanned<String>, Spanned<DeValue<'a>>);

struct Reading<'a> {
    lines: Lines<'a>,
    language: Language,
    described: Described,
    problems: Vec<(usize, Error)>,
}

impl Reading<'_> {
    fn problem(&mut self, offset: usize, error: Error) {
        let (line, source) = self.lines.at(offset..offset);
        self.problems.push((line, error.at(&source)));
    }

    fn toml(&mut self, text: &str) {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let offset = error.span().map_or(0, |span| span.start);
            self.problem(offset, Error::invalid(error.message().replace('\n', ", ")));
        }
        if errors.is_empty() {
            let entries = table.into_inner().into_iter();
            let owned = entries.map(|(key, value)| {
                let span = key.span();
                (Spanned::new(span, key.into_inner().into_owned()), value)
            });
            self.entries(owned.collect());
        }
    }

    fn yaml(&mut self, text: &str) {
        let read = yaml::Events::of(text).and_then(|events| {
            self.entries(events.entries()?);
            Ok(())
        });
        if let Err((offset, error)) = read {
            self.problem(offset, error);
        }
    }

    fn entries(&mut self, entries: Vec<Entry<'_>>) {
        for (key, value) in entries {
            let offset = key.span().start;
            if let Some(date) = dated(&value) {
                let error = Error::invalid("a date is no JSON").hint("write it as text");
                self.problem(date, error);
            } else {
                self.entry(offset, key.get_ref(), value);
            }
        }
    }

    fn entry(&mut self, offset: usize, key: &str, value: Spanned<DeValue<'_>>) {
        let described = &mut self.described;
        let errors = match (key, value.into_inner()) {
            ("name", DeValue::String(name)) if !name.is_empty() => {
                described.name = Some(name.into_owned());
                return;
            }
            ("name", _) => {
                return self.problem(offset, Error::invalid("`name` is a text"));
            }
            ("users", DeValue::Array(entries)) => each(entries, &mut described.users),
            ("groups", DeValue::Array(entries)) => each(entries, &mut described.groups),
            ("roles", DeValue::Array(entries)) => each(entries, &mut described.roles),
            ("services", DeValue::Array(entries)) => each(entries, &mut described.services),
            (key, _) if KEYS.contains(&key) => {
                let error = Error::invalid(format!("`{key}` is a list of tables"));
                return self.problem(offset, error.hint(self.form(key)));
            }
            (key, _) => return self.problem(offset, unknown(key)),
        };
        for error in errors {
            let at = error.span().map_or(offset, |span| span.start);
            let what = format!("an entry of {}", self.language.heading(key));
            self.problem(at, without_secrets(sentence(key, &what, &error)));
        }
    }

    fn form(&self, table: &str) -> String {
        match self.language {
            Language::Toml => format!("write `[[{table}]]` before each"),
            Language::Yaml => "write `- name: …` for each".to_owned(),
        }
    }
}

/// That a description has no such key.
fn unknown(key: &str) -> Error {
    let error = Error::invalid(format!("a description has no `{}`", key.escape_debug()));
    let is_configurations =
        SECTIONS.iter().any(|(section, _)| *section == key) || TABLES.contains(&key);
    if is_configurations {
        return error.hint("that belongs in the hub's configuration, `hubctl.toml`");
    }
    error.did_you_mean(key, KEYS)
}

/// Say where the token of a service goes, which a configuration takes in the same table.
fn without_secrets(error: Error) -> Error {
    if error.message().ends_with("has no `api_token`") {
        let message = error.message().to_owned();
        return Error::invalid(message).hint(
            "secrets do not belong in a description: `hubctl services edit NAME --oauth-secret-file FILE`",
        );
    }
    error
}

/// Where there is a date, which JSON has not.
fn dated(value: &Spanned<DeValue<'_>>) -> Option<usize> {
    match value.get_ref() {
        DeValue::Datetime(_) => Some(value.span().start),
        DeValue::Array(items) => items.iter().find_map(dated),
        DeValue::Table(fields) => fields.iter().find_map(|(_, field)| dated(field)),
        _ => None,
    }
}

/// A description as `language` writes it.
pub fn write(described: &Described, language: Language) -> String {
    match language {
        Language::Toml => writing::toml(described),
        Language::Yaml => writing::yaml(described),
    }
}
