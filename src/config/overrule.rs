//! Options of `[spawner]` that are otherwise for one start: for the members of a group, by a profile, by what a
//! person chose, by a hook.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::de::DeValue;

use super::problems::sentence;
use super::reading::SECTIONS;
use super::{OrCommand, Section, Spawner};
use crate::error::{Error, Result};

impl Spawner {
    /// Have the option `name` say `value`. A table is added to what there is, and `null` takes a key out of it
    /// (`Spawner._apply_overrides`); any other option that is `null` is as if it were not given.
    ///
    /// # Errors
    /// Where there is no such option, or `value` is nothing for it.
    pub fn overrule(&mut self, name: &str, value: &Value) -> Result<()> {
        match (name, value) {
            ("environment", Value::Object(more)) => merge(&mut self.environment, more, name)?,
            _ => self.put(name, value)?,
        }
        self.sound(name)
    }

    /// The same for what a person chose, who may have filled in a form: what is text there can mean a number or a
    /// truth (`Spawner._apply_user_options_dict`).
    ///
    /// # Errors
    /// As [`Spawner::overrule`].
    pub fn overrule_by_choice(&mut self, name: &str, value: &Value) -> Result<()> {
        let refused = match (self.overrule(name, value), value) {
            (Err(refused), Value::String(text)) => (refused, text),
            (done, _) => return done,
        };
        let (refused, text) = refused;
        match literal(text) {
            Some(value) => self.overrule(name, &value).map_err(|_| refused),
            None => Err(refused),
        }
    }

    fn put(&mut self, name: &str, value: &Value) -> Result<()> {
        let text = match value {
            Value::Null => "\"\"".to_owned(),
            value => written(name, value)?,
        };
        let value = DeValue::parse(&text).map_err(|error| unfit(name, &error))?;
        match self.set(name, value) {
            Some(set) => set.map_err(|error| unfit(name, &error)),
            None => Err(no_option(name)),
        }
    }

    /// What no type says of an option.
    fn sound(&self, name: &str) -> Result<()> {
        let unsound = self.unsound().find(|(option, _)| *option == name);
        unsound.map_or(Ok(()), |(_, error)| Err(error))
    }

    /// The options that no hub can go by, each with what is wrong.
    pub(super) fn unsound(&self) -> impl Iterator<Item = (&'static str, Error)> {
        let jitter = (!(0.0..=1.0).contains(&self.poll_jitter)).then(|| {
            let error = "`spawner.poll_jitter` must be a number from 0 to 1";
            ("poll_jitter", Error::invalid(error))
        });
        let amounts = [
            ("cpu_limit", self.cpu_limit),
            ("cpu_guarantee", self.cpu_guarantee),
        ];
        let amounts = amounts.into_iter().filter_map(|(name, amount)| {
            let wrong = amount.is_some_and(|amount| !(amount.is_finite() && amount >= 0.0));
            wrong.then(|| {
                let error = format!("`spawner.{name}` must be a number, 0 or more");
                (name, Error::invalid(error))
            })
        });
        jitter.into_iter().chain(amounts)
    }
}

/// There is no option of this name.
pub(super) fn no_option(name: &str) -> Error {
    let spawner = SECTIONS
        .iter()
        .filter(|(section, _)| *section == Spawner::NAME);
    let names = spawner.flat_map(|(_, options)| options.iter().map(|option| option.name));
    Error::invalid(format!("there is no option `spawner.{name}`")).did_you_mean(name, names)
}

/// Add `more` to a table of an option; what is `null` there goes.
fn merge<T: DeserializeOwned>(
    table: &mut BTreeMap<String, OrCommand<T>>,
    more: &serde_json::Map<String, Value>,
    option: &str,
) -> Result<()> {
    for (key, value) in more {
        if value.is_null() {
            table.remove(key);
            continue;
        }
        let name = format!("{option}.{key}");
        let text = written(&name, value)?;
        let value =
            toml::de::ValueDeserializer::parse(&text).map_err(|error| unfit(&name, &error))?;
        let value = OrCommand::deserialize(value).map_err(|error| unfit(&name, &error))?;
        table.insert(key.clone(), value);
    }
    Ok(())
}

/// `value` as TOML writes it, which has no `null`.
fn written(name: &str, value: &Value) -> Result<String> {
    let value = toml::Value::try_from(value);
    value.map(|value| value.to_string()).map_err(|_| {
        Error::invalid(format!(
            "`spawner.{name}` holds a `null`, which means nothing there"
        ))
    })
}

/// The number or truth that `text` spells.
fn literal(text: &str) -> Option<Value> {
    let text = text.trim();
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" if text != "1" => Some(true.into()),
        "false" => Some(false.into()),
        _ => serde_json::from_str::<serde_json::Number>(text)
            .ok()
            .map(Value::Number),
    }
}

fn unfit(name: &str, error: &toml::de::Error) -> Error {
    sentence(
        &format!("spawner.{name}"),
        &format!("`spawner.{name}`"),
        error,
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_table_is_added_to_and_null_takes_out_of_it() {
        let mut spawner = Spawner::default();
        let overrule = |spawner: &mut Spawner, value| spawner.overrule("environment", &value);
        overrule(&mut spawner, json!({ "A": "1", "B": "2" })).unwrap();
        overrule(
            &mut spawner,
            json!({ "A": null, "C": { "command": ["true"] } }),
        )
        .unwrap();
        let said: Vec<_> = spawner.environment.iter().collect();
        assert_eq!(said.len(), 2);
        assert_eq!(spawner.environment["B"].value().unwrap().reveal(), "2");
        assert!(spawner.environment["C"].command().is_some());
    }

    #[test]
    fn a_choice_may_be_spelled_as_in_a_form() {
        let mut spawner = Spawner::default();
        for (option, text) in [
            ("cpu_limit", "1.5"),
            ("debug", "True"),
            ("mem_limit", "2G"),
            ("port", "4000"),
        ] {
            spawner.overrule_by_choice(option, &text.into()).unwrap();
        }
        assert_eq!(spawner.cpu_limit, Some(1.5));
        assert!(spawner.debug);
        assert_eq!(
            spawner.mem_limit.map(crate::config::Bytes::get),
            Some(2 << 30)
        );
        assert_eq!(spawner.port, 4000);
        spawner.overrule("mem_limit", &Value::Null).unwrap();
        assert_eq!(spawner.mem_limit, None, "as if it were not given");
    }

    #[test]
    fn what_is_nothing_for_an_option_is_refused_in_a_sentence() {
        let mut spawner = Spawner::default();
        for (option, value, error) in [
            ("cpu_limit", json!("much"), "`spawner.cpu_limit` must be"),
            (
                "cpu_limit",
                json!(-1),
                "`spawner.cpu_limit` must be a number, 0 or more",
            ),
            ("cpu_limit", json!("1e999"), "`spawner.cpu_limit` must be"),
            ("args", json!({ "a": 1 }), "`spawner.args` must be"),
            (
                "environment",
                json!({ "A": [1] }),
                "`spawner.environment.A` must be",
            ),
            (
                "cpu_limits",
                json!(1),
                "there is no option `spawner.cpu_limits` · did you mean",
            ),
        ] {
            let refused = spawner.overrule_by_choice(option, &value).unwrap_err();
            assert!(refused.to_string().starts_with(error), "{refused}");
        }
    }
}
