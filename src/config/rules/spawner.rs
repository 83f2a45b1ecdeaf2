//! `[spawner]`.

use std::collections::BTreeSet;

use crate::config::overrule::no_option;
use crate::config::reading::Reading;
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
    profiles(reading);
    overrides(reading);
}

fn ranges(reading: &mut Reading) {
    let unsound: Vec<_> = reading.config.spawner.unsound().collect();
    for (option, error) in unsound {
        reading.wrong(&format!("spawner.{option}"), error);
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

/// What is otherwise for groups and by profiles must be options of the spawner, and of their types.
fn overrides(reading: &mut Reading) {
    let spawner = &reading.config.spawner;
    let groups = spawner.group_overrides.value().into_iter().flatten();
    let groups = groups.map(|(_, one)| ("spawner.group_overrides", &one.spawner_override));
    let profiles = spawner.profiles.iter();
    let profiles = profiles.map(|one| ("spawner.profiles", &one.spawner_override));
    let mut errors = Vec::new();
    for (place, overrides) in groups.chain(profiles) {
        for (name, value) in overrides {
            if let Err(error) = Spawner::default().overrule(name, value) {
                errors.push((place, error));
            }
        }
    }
    for (place, error) in errors {
        reading.wrong(place, error);
    }
}

/// Each profile has a name to be chosen by, and no other has the same.
fn profiles(reading: &mut Reading) {
    let profiles = &mut reading.config.spawner.profiles;
    for profile in profiles.iter_mut().filter(|one| one.slug.is_empty()) {
        profile.slug = slug(&profile.display_name);
    }
    let mut seen = BTreeSet::new();
    let twice = profiles.iter().find(|one| !seen.insert(one.slug.as_str()));
    let nameless = profiles.iter().any(|one| one.slug.is_empty());
    let defaults = profiles.iter().filter(|one| one.default).count();
    let wrong = match twice {
        _ if nameless => "a profile has neither a `slug` nor a `display_name`".to_owned(),
        Some(twice) => format!("the profile `{}` is defined twice", twice.slug),
        None if defaults > 1 => "more than one profile is the `default`".to_owned(),
        None => return,
    };
    reading.wrong("spawner.profiles", Error::invalid(wrong));
}

/// `name` in lower case, with `-` for all that is neither letter nor digit.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

fn is_option(name: &str) -> bool {
    Spawner::OPTIONS.iter().any(|option| option.name == name)
}
