//! A configuration as the file that would say it.

use std::fmt::Display;

use serde::Serialize;
use toml::{Table, Value};

use crate::config::{Config, Section, Sources};
use crate::error::{Error, Result};

/// Columns before a remark, where the line is not longer.
const REMARK_AT: usize = 48;

/// The lines of the file, each option with where it comes from if something says it.
pub(super) fn lines(config: &Config, sources: &Sources) -> Result<Vec<String>> {
    let nothing = Config::settled();
    let mut page = Page {
        sources,
        lines: Vec::new(),
    };
    page.section(&config.hub, &nothing.hub)?;
    page.section(&config.auth, &nothing.auth)?;
    page.section(&config.spawner, &nothing.spawner)?;
    page.section(&config.log, &nothing.log)?;
    page.section(&config.crypt, &nothing.crypt)?;
    page.section(&config.metrics, &nothing.metrics)?;
    page.entries("roles", &config.roles)?;
    page.entries("groups", &config.groups)?;
    page.entries("services", &config.services)?;
    for (name, scope) in &config.custom_scopes {
        page.heading(
            &format!("[custom_scopes.{}]", Value::from(name.as_str())),
            "custom_scopes",
        );
        page.table(&table(scope)?);
    }
    Ok(page.lines)
}

struct Page<'a> {
    sources: &'a Sources,
    lines: Vec<String>,
}

impl Page<'_> {
    fn section<S: Section>(&mut self, section: &S, nothing: &S) -> Result<()> {
        let values = table(section)?;
        let changed = section.differing(nothing);
        self.heading(&format!("[{}]", S::NAME), "");
        for option in S::OPTIONS {
            let name = option.name;
            let line = match values.get(name) {
                Some(value) => format!("{name} = {value}"),
                None => format!("# {name} is not given"),
            };
            let source = self.sources.of(&format!("{}.{name}", S::NAME));
            match source {
                Some(source) => self.remarked(&line, source),
                None if changed.contains(&option) => {
                    self.remarked(&line, "follows from other options");
                }
                None => self.lines.push(line),
            }
        }
        Ok(())
    }

    fn entries<T: Serialize>(&mut self, name: &str, entries: &[T]) -> Result<()> {
        for entry in entries {
            self.heading(&format!("[[{name}]]"), name);
            self.table(&table(entry)?);
        }
        Ok(())
    }

    fn table(&mut self, values: &Table) {
        let (names, others): (Vec<_>, Vec<_>) = values.iter().partition(|(key, _)| *key == "name");
        let lines = names
            .into_iter()
            .chain(others)
            .map(|(name, value)| format!("{name} = {value}"));
        self.lines.extend(lines);
    }

    /// A heading, after an empty line unless it is the first, with where `table` comes from.
    fn heading(&mut self, heading: &str, table: &str) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        match self.sources.of(table) {
            Some(source) => self.remarked(heading, source),
            None => self.lines.push(heading.to_owned()),
        }
    }

    fn remarked(&mut self, line: &str, remark: impl Display) {
        self.lines.push(format!("{line:<REMARK_AT$} # {remark}"));
    }
}

fn table<T: Serialize>(value: &T) -> Result<Table> {
    Table::try_from(value)
        .map_err(|error| Error::internal("an option cannot be shown as TOML").caused_by(error))
}
