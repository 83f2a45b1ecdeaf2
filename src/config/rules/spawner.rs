//! `[spawner]`.

use crate::config::reading::{Reading, SECTIONS};
use crate::config::{OrCommand, Section, Spawner};
use crate::error::Error;

pub(super) fn apply(reading: &mut Reading) {
    let spawner = &mut reading.config.spawner;
    let bare = spawner
        .ip
        .strip_prefix('[')
        .and_then(|ip| ip.strip_suffix(']'));
    if let Some(bare) = bare.map(str::to_owned) {
        spawner.ip = bare;
    }
    for template in [&mut spawner.notebook_dir, &mut spawner.default_url] {
        if template.contains("%U") {
            *template = template.replace("%U", "{username}");
            reading.warnings.push(
                "`%U` in `[spawner]` is the user's name as before JupyterHub 0.7: write `{username}`".to_owned(),
            );
        }
    }
    ranges(reading);
    user_options(reading);
    overrides(reading);
}

fn ranges(reading: &mut Reading) {
    let spawner = &reading.config.spawner;
    let amounts = [
        ("spawner.cpu_limit", spawner.cpu_limit),
        ("spawner.cpu_guarantee", spawner.cpu_guarantee),
    ];
    if !(0.0..=1.0).contains(&spawner.poll_jitter) {
        let error = "`spawner.poll_jitter` must be a number from 0 to 1";
        reading.wrong("spawner.poll_jitter", Error::invalid(error));
    }
    for (option, amount) in amounts {
        if amount.is_some_and(|amount| !(amount.is_finite() && amount >= 0.0)) {
            let error = format!("`{option}` must be a number, 0 or more");
            reading.wrong(option, Error::invalid(error));
        }
    }
}

/// What a user's options set must be options of the spawner.
fn user_options(reading: &mut Reading) {
    let Some(OrCommand::Value(options)) = &reading.config.spawner.apply_user_options else {
        return;
    };
    let unknown = options.values().find(|name| !is_option(name)).cloned();
    if let Some(name) = unknown {
        reading.wrong("spawner.apply_user_options", no_option(&name));
    }
}

/// What is otherwise for groups must be options of the spawner, and of their types.
fn overrides(reading: &mut Reading) {
    let OrCommand::Value(overrides) = &reading.config.spawner.group_overrides else {
        return;
    };
    let mut errors = Vec::new();
    for (name, value) in overrides.values().flat_map(|one| &one.spawner_override) {
        // `null` takes a key out of a table, and is no TOML.
        if !is_option(name) {
            errors.push(no_option(name));
        } else if let Some(error) = unfit(name, value) {
            errors.push(error);
        }
    }
    for error in errors {
        reading.wrong("spawner.group_overrides", error);
    }
}

fn is_option(name: &str) -> bool {
    Spawner::OPTIONS.iter().any(|option| option.name == name)
}

fn no_option(name: &str) -> Error {
    let spawner = SECTIONS
        .iter()
        .filter(|(section, _)| *section == Spawner::NAME);
    let names = spawner.flat_map(|(_, options)| options.iter().map(|option| option.name));
    Error::invalid(format!("there is no option `spawner.{name}`")).did_you_mean(name, names)
}

/// Why `value` is nothing for the option `name`, if so.
fn unfit(name: &str, value: &serde_json::Value) -> Option<Error> {
    let literal = toml::Value::try_from(value).ok()?.to_string();
    let value = toml::de::DeValue::parse(&literal).ok()?;
    let error = Spawner::default().set(name, value)?.err()?;
    Some(crate::config::problems::sentence(
        &format!("spawner.{name}"),
        &format!("`spawner.{name}`"),
        &error,
    ))
}
