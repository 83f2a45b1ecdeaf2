//! Reading a configuration: the file, then the environment, then flags, then what follows from them.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::given::{CONFIG, Given};
use super::problems::{Problems, sentence};
use super::section::{Declared, Section};
use super::source::{Source, Sources};
use super::{
    Audit, Auth, Config, Crypt, DEFAULT_FILE, Hub, Loaded, Log, Metrics, Proxy, Spawner, absent,
    rules,
};
use crate::error::{Error, Result};

/// The sections, each with its options.
pub(super) const SECTIONS: [(&str, &[Declared]); 8] = [
    (Hub::NAME, Hub::OPTIONS),
    (Auth::NAME, Auth::OPTIONS),
    (Spawner::NAME, Spawner::OPTIONS),
    (Proxy::NAME, Proxy::OPTIONS),
    (Log::NAME, Log::OPTIONS),
    (Crypt::NAME, Crypt::OPTIONS),
    (Metrics::NAME, Metrics::OPTIONS),
    (Audit::NAME, Audit::OPTIONS),
];

/// What stands beside the sections.
pub(super) const TABLES: [&str; 4] = ["roles", "groups", "services", "custom_scopes"];

/// A configuration that is being read.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) config: Config,
    pub(super) sources: Sources,
    pub(super) warnings: Vec<String>,
    /// Each with its line in the file; 0 for what is in no file.
    problems: Vec<(usize, Error)>,
}

/// As [`Config::load_and`] says.
pub(super) fn load(
    given: &Given,
    judge: impl FnOnce(&Config) -> Vec<(String, Error)>,
) -> Result<Loaded, Problems> {
    let mut reading = Reading::default();
    reading.fallbacks(given);
    match file(given) {
        Ok(None) => {}
        Ok(Some((path, text))) => reading.file(&path, &text),
        Err(error) => reading.problem(0, error),
    }
    reading.environment(given);
    reading.flags(given);
    // What follows from wrong options would be wrong too.
    if reading.problems.is_empty() {
        rules::apply(&mut reading);
        for (option, error) in judge(&reading.config) {
            reading.wrong(&option, error);
        }
    }
    reading.finish()
}

/// As [`Config::settled`] says.
pub(super) fn settled() -> Config {
    let mut reading = Reading::default();
    rules::apply(&mut reading);
    reading.config
}

/// The file and what is in it; `None` where none is named and the usual one does not exist.
fn file(given: &Given) -> Result<Option<(PathBuf, String)>> {
    let named = given.file.clone();
    let named = named.or_else(|| given.environment.get(CONFIG).map(PathBuf::from));
    let path = named.clone().unwrap_or_else(|| DEFAULT_FILE.into());
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::invalid(format!(
            "cannot read the configuration file `{}`: {error}",
            path.display()
        ))
        .caused_by(error)),
    }
}

impl Reading {
    /// Something is wrong, at a line of the file or, with 0, in none.
    pub(super) fn problem(&mut self, line: usize, error: Error) {
        self.problems.push((line, error));
    }

    /// The option `name` is wrong, wherever it was said.
    pub(super) fn wrong(&mut self, name: &str, error: Error) {
        let (line, error) = match self.sources.of(name) {
            Some(source @ Source::File(_, line)) => (*line, error.at(source)),
            _ => (0, error),
        };
        self.problem(line, error);
    }

    fn finish(self) -> Result<Loaded, Problems> {
        match Problems::new(self.problems) {
            Some(problems) => Err(problems),
            None => Ok(Loaded {
                config: self.config,
                sources: self.sources,
                warnings: self.warnings,
            }),
        }
    }

    fn file(&mut self, path: &Path, text: &str) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let place = |span: Option<std::ops::Range<usize>>| {
            let line = line_of(text, span.map_or(0, |span| span.start));
            (line, Source::File(path.to_owned(), line))
        };
        for error in &errors {
            let (line, source) = place(error.span());
            let message = error.message().replace('\n', ", ");
            self.problem(line, Error::invalid(message).at(&source));
        }
        if !errors.is_empty() {
            return;
        }
        let lines = Lines { path, text };
        for (key, value) in table.into_inner() {
            self.top(&lines, &key, value);
        }
    }

    /// A section, or a table beside them.
    fn top(&mut self, lines: &Lines<'_>, key: &Spanned<Cow<'_, str>>, value: Spanned<DeValue<'_>>) {
        let name = key.get_ref().as_ref();
        let (line, source) = lines.at(key.span());
        let is_section = SECTIONS.iter().any(|(section, _)| *section == name);
        if !is_section && !TABLES.contains(&name) {
            return self.problem(line, absent::unknown_section(name).at(&source));
        }
        if !is_section {
            return self.table(lines, name, value);
        }
        match value.into_inner() {
            DeValue::Table(options) => {
                for (option, value) in options {
                    let (line, source) = lines.at(option.span());
                    let option = format!("{name}.{}", option.get_ref());
                    self.at(line, &option, value, source, lines);
                }
            }
            _ => self.problem(
                line,
                Error::invalid(format!("`{name}` is a table: write `[{name}]`")).at(&source),
            ),
        }
    }

    fn at(
        &mut self,
        line: usize,
        option: &str,
        value: Spanned<DeValue<'_>>,
        source: Source,
        lines: &Lines<'_>,
    ) {
        match self.config.set(option, value) {
            Some(Ok(())) => self.sources.set(option.to_owned(), source),
            Some(Err(error)) => {
                let (line, source) = error.span().map_or((line, source), |span| lines.at(span));
                let error = sentence(option, &format!("`{option}`"), &error);
                self.problem(line, error.at(&source));
            }
            None => self.problem(line, absent::unknown_option(option).at(&source)),
        }
    }

    /// What stands beside the sections, entry by entry, so that each wrong one is named.
    fn table(&mut self, lines: &Lines<'_>, name: &str, value: Spanned<DeValue<'_>>) {
        let (line, source) = lines.at(value.span());
        self.sources.set(name.to_owned(), source.clone());
        let value = value.into_inner();
        if let DeValue::Array(entries) = &value {
            for (index, entry) in entries.iter().enumerate() {
                let (_, source) = lines.at(entry.span());
                self.sources.set_entry(name, index, source);
            }
        }
        let errors = match (name, value) {
            ("roles", DeValue::Array(entries)) => each(entries, &mut self.config.roles),
            ("groups", DeValue::Array(entries)) => each(entries, &mut self.config.groups),
            ("services", DeValue::Array(entries)) => each(entries, &mut self.config.services),
            ("custom_scopes", DeValue::Table(entries)) => {
                let mut errors = Vec::new();
                for (scope, value) in entries {
                    let (_, source) = lines.at(scope.span());
                    self.sources.set_entry(name, scope.get_ref(), source);
                    match super::section::read(value) {
                        Ok(definition) => {
                            let scope = scope.into_inner().into_owned();
                            self.config.custom_scopes.insert(scope, definition);
                        }
                        Err(error) => errors.push(error),
                    }
                }
                errors
            }
            ("custom_scopes", _) => {
                let error = Error::invalid("`custom_scopes` is a table").hint(
                    "write `[custom_scopes.\"custom:name\"]` and below it `description = \"…\"`",
                );
                return self.problem(line, error.at(&source));
            }
            _ => {
                let error = Error::invalid(format!("`{name}` is a list of tables"))
                    .hint(format!("write `[[{name}]]` before each"));
                return self.problem(line, error.at(&source));
            }
        };
        let what = match name {
            "custom_scopes" => "a custom scope".to_owned(),
            _ => format!("an entry of `[[{name}]]`"),
        };
        for error in errors {
            let (line, source) = error
                .span()
                .map_or((line, source.clone()), |span| lines.at(span));
            self.problem(line, sentence(name, &what, &error).at(&source));
        }
    }
}

impl Config {
    /// Set `section.option`; `None` where there is none.
    pub(super) fn set(
        &mut self,
        option: &str,
        value: Spanned<DeValue<'_>>,
    ) -> Option<Result<(), toml::de::Error>> {
        let (section, name) = option.split_once('.')?;
        match section {
            Hub::NAME => self.hub.set(name, value),
            Auth::NAME => self.auth.set(name, value),
            Spawner::NAME => self.spawner.set(name, value),
            Proxy::NAME => self.proxy.set(name, value),
            Log::NAME => self.log.set(name, value),
            Crypt::NAME => self.crypt.set(name, value),
            Metrics::NAME => self.metrics.set(name, value),
            Audit::NAME => self.audit.set(name, value),
            _ => None,
        }
    }
}

/// Read each of `entries` into `list`; what cannot be read is returned.
pub(super) fn each<'a, T: serde::de::DeserializeOwned>(
    entries: impl IntoIterator<Item = Spanned<DeValue<'a>>>,
    list: &mut Vec<T>,
) -> Vec<toml::de::Error> {
    let mut errors = Vec::new();
    for entry in entries {
        match super::section::read(entry) {
            Ok(entry) => list.push(entry),
            Err(error) => errors.push(error),
        }
    }
    errors
}

/// A file, to find lines in.
pub(super) struct Lines<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

impl Lines<'_> {
    pub(super) fn at(&self, span: std::ops::Range<usize>) -> (usize, Source) {
        let line = line_of(self.text, span.start);
        (line, Source::File(self.path.to_owned(), line))
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or(text).matches('\n').count() + 1
}

impl Error {
    /// The same error, with its place before it.
    pub(super) fn at(self, place: &Source) -> Self {
        let hints = self.hints().to_vec();
        let error = Self::new(self.kind(), format!("{place}: {}", self.message()));
        hints.into_iter().fold(error, Self::hint)
    }
}
