//! Reading what is said outside the file: the environment and the command line.

use toml::Spanned;
use toml::de::DeValue;

use super::absent;
use super::given::{FALLBACKS, FLAGS, Fallback, Given, SET, section_of, variable_of};
use super::problems::sentence;
use super::reading::{Reading, SECTIONS};
use super::schema::holds_secrets;
use super::section::Declared;
use super::source::Source;
use crate::error::Error;

impl Reading {
    /// What the variables say that JupyterHub reads itself.
    pub(super) fn fallbacks(&mut self, given: &Given) {
        for Fallback {
            option,
            variable,
            separator,
        } in FALLBACKS
        {
            let Some(text) = given.environment.get(variable) else {
                continue;
            };
            let source = Source::Fallback(variable);
            match separator {
                None => self.text(option, text, source),
                Some(separator) => {
                    let parts = text.split(*separator).map(str::trim);
                    let parts = parts.filter(|part| !part.is_empty()).map(scalar);
                    let list = parts.map(|part| Spanned::new(0..0, part)).collect();
                    let value = Spanned::new(0..0, DeValue::Array(list));
                    let result = self.config.set(option, value);
                    self.outcome(option, result, source);
                }
            }
        }
    }

    /// What every option's variable says, then the short names.
    pub(super) fn environment(&mut self, given: &Given) {
        let mut unknown: Vec<_> = given.environment.of_sections().collect();
        for Declared { section, name, .. } in SECTIONS.iter().flat_map(|(_, options)| *options) {
            let option = format!("{section}.{name}");
            let variable = variable_of(&option);
            unknown.retain(|name| *name != variable);
            if let Some(value) = given.environment.get(&variable) {
                self.text(&option, value, Source::Environment(variable));
            }
        }
        for variable in unknown {
            self.problem(0, absent::unknown_variable(variable, section_of(variable)));
        }
        for flag in FLAGS {
            let variable = flag.variable.unwrap_or_default();
            if let Some(value) = given.environment.get(variable) {
                self.text(flag.option, value, Source::Environment(variable.to_owned()));
            }
        }
    }

    /// What `--set` says, then the flags that options have of their own.
    pub(super) fn flags(&mut self, given: &Given) {
        for (option, value) in &given.set {
            if holds_secrets(option) {
                let error = format!(
                    "`{option}` is a secret, and `{SET}` would show it to everybody on this machine"
                );
                let hint = format!(
                    "set the variable `{}`, or write it into the file",
                    variable_of(option)
                );
                self.problem(0, Error::invalid(error).hint(hint));
            } else {
                self.text(option, value, Source::Flag(SET));
            }
        }
        for (given, value) in &given.flags {
            if let Some(flag) = FLAGS.iter().find(|flag| flag.flag == *given) {
                self.text(flag.option, value, Source::Flag(flag.flag));
            }
        }
    }

    /// An option as text, in which a number or `true` is read as such where text will not do.
    fn text(&mut self, option: &str, text: &str, source: Source) {
        let value = Spanned::new(0..0, DeValue::String(text.into()));
        let as_text = self.config.set(option, value);
        let result = match (as_text, DeValue::parse(text)) {
            (Some(Err(error)), Ok(literal)) => match self.config.set(option, literal) {
                Some(Ok(())) => Some(Ok(())),
                _ => Some(Err(error)),
            },
            (result, _) => result,
        };
        self.outcome(option, result, source);
    }

    fn outcome(
        &mut self,
        option: &str,
        result: Option<Result<(), toml::de::Error>>,
        source: Source,
    ) {
        let named = match &source {
            Source::Flag(SET) => format!("`{option}`"),
            source => format!("`{source}`"),
        };
        match result {
            Some(Ok(())) => self.sources.set(option.to_owned(), source),
            Some(Err(error)) => self.problem(0, sentence(option, &named, &error)),
            None => self.problem(0, absent::unknown_option(option)),
        }
    }
}

/// One part of a list in a variable: a number if it is one.
fn scalar(text: &str) -> DeValue<'_> {
    match DeValue::parse(text).map(Spanned::into_inner) {
        Ok(number @ (DeValue::Integer(_) | DeValue::Float(_))) if text.len() < 20 => number,
        _ => DeValue::String(text.into()),
    }
}
