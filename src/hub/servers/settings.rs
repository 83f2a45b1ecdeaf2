//! How one server is started: what `[spawner]` says, as it is for its person, and for what they chose.
//!
//! In this order, each over the one before: the configuration, what is known of the person, their groups, the profile, what
//! else they chose, and what the hooks say (`User.spawn`).

use serde::Serialize;
use serde_json::{Map, Value};

use super::about::{About, Nothing};
use crate::config::{Config, OrCommand, Profile, Spawner};
use crate::error::{Error, Kind, Result};
use crate::hub::Hub;

/// The option of a server by which its person chooses a profile.
pub(super) const PROFILE: &str = "profile";

/// The settings of the server that `about` tells of.
///
/// # Errors
/// Of kind `Invalid` where what its person chose does not go; others where the hub's own configuration or
/// commands do not.
pub(super) async fn of(hub: &Hub, config: &Config, about: &About) -> Result<Spawner> {
    let mut settings = as_known(hub, config, about).await?;
    for_groups(config, about, &mut settings).await?;
    if let Some(profile) = profile(&settings.profiles, about.user_options())? {
        let profile = profile.spawner_override.clone();
        overrule(&mut settings, &profile)?;
    }
    by_choice(config, about, &mut settings).await?;
    let said = before_start(config, about, &settings).await?;
    overrule(&mut settings, &said)?;
    Ok(settings)
}

/// The settings before anything is chosen: what the configuration says, and over it what is known of the person. The
/// form before a start hangs on these alone (`SpawnHandler._get`).
///
/// # Errors
/// Where the hub's own configuration or its command do not go.
pub(super) async fn as_known(hub: &Hub, config: &Config, about: &About) -> Result<Spawner> {
    let mut settings = config.spawner.clone();
    let said = by_auth_state(hub, config, about).await?;
    overrule(&mut settings, &said)?;
    Ok(settings)
}

/// What the authenticator knows of the person, as its command sees it.
#[derive(Serialize)]
struct Known {
    auth_state: Option<Value>,
}

/// `Spawner.run_auth_state_hook`
async fn by_auth_state(hub: &Hub, config: &Config, about: &About) -> Result<Map<String, Value>> {
    let hook = config.spawner.auth_state_hook.as_ref();
    if hook.is_none() {
        return Ok(Map::new());
    }
    let known = Known {
        auth_state: hub.auth_state_of(about.user())?,
    };
    let said = about.hook(config, "spawner.auth_state_hook", hook, known);
    Ok(said.await?.unwrap_or_default())
}

/// `Spawner.apply_group_overrides`
async fn for_groups(config: &Config, about: &About, settings: &mut Spawner) -> Result<()> {
    let overrides = &settings.group_overrides;
    let overrides = about
        .said(config, "spawner.group_overrides", overrides)
        .await?;
    // They are in the order of their names.
    for one in overrides.values() {
        if one
            .groups
            .iter()
            .any(|group| about.groups().contains(group))
        {
            overrule(settings, &one.spawner_override)?;
        }
    }
    Ok(())
}

/// The profile that was chosen; where nobody did, the default.
///
/// # Errors
/// Where there is none of that name.
fn profile<'a>(
    profiles: &'a [Profile],
    chosen: &Map<String, Value>,
) -> Result<Option<&'a Profile>> {
    let slug = match chosen.get(PROFILE) {
        _ if profiles.is_empty() => return Ok(None),
        // A form may say it as a list of one.
        Some(Value::Array(list)) if list.len() == 1 => &list[0],
        Some(said) => said,
        None => &Value::Null,
    };
    let Some(slug) = slug.as_str() else {
        if slug.is_null() {
            let default = profiles.iter().find(|one| one.default);
            return Ok(default.or(profiles.first()));
        }
        return Err(Error::invalid("`profile` must be the name of a profile"));
    };
    let found = profiles.iter().find(|one| one.slug == slug);
    found.map(Some).ok_or_else(|| {
        let slugs = || profiles.iter().map(|one| one.slug.as_str());
        let listed: Vec<String> = slugs().map(|slug| format!("`{slug}`")).collect();
        Error::invalid(format!("there is no profile `{}`", slug.escape_debug()))
            .did_you_mean(slug, slugs())
            .hint(format!("there are {}", listed.join(", ")))
    })
}

/// `Spawner._run_apply_user_options`
async fn by_choice(config: &Config, about: &About, settings: &mut Spawner) -> Result<()> {
    let chosen = about.user_options();
    let handled = match settings.apply_user_options.clone() {
        None => {
            unhandled(about, chosen.keys());
            return Ok(());
        }
        Some(OrCommand::Command { command }) => {
            let name = "spawner.apply_user_options";
            let said = about.hook(config, name, Some(&command), Nothing {}).await;
            let said: Map<String, Value> = said.map_err(refused)?.unwrap_or_default();
            return overrule(settings, &said).map_err(refused);
        }
        Some(OrCommand::Value(handled)) => handled,
    };
    for (key, value) in chosen {
        if let Some(option) = handled.get(key) {
            settings
                .overrule_by_choice(option, value)
                .map_err(|error| error.within(&format!("the option `{}`", key.escape_debug())))?;
        }
    }
    unhandled(
        about,
        chosen.keys().filter(|key| !handled.contains_key(*key)),
    );
    Ok(())
}

/// Chosen, and of no effect.
fn unhandled<'a>(about: &About, keys: impl Iterator<Item = &'a String>) {
    let keys: Vec<&str> = keys
        .map(String::as_str)
        .filter(|key| *key != PROFILE)
        .collect();
    if !keys.is_empty() {
        tracing::warn!(server = %about, ?keys, "nothing is done with options of a server");
    }
}

/// What the hooks say that run before a start: options of `[spawner]` that are otherwise.
async fn before_start(
    config: &Config,
    about: &About,
    settings: &Spawner,
) -> Result<Map<String, Value>> {
    let hook = settings.pre_spawn_hook.as_ref();
    let said = about.hook(config, "spawner.pre_spawn_hook", hook, Nothing {});
    Ok(said.await?.unwrap_or_default())
}

/// What the configuration or its commands say: wrong, it is not their person's to correct.
fn overrule(settings: &mut Spawner, overrides: &Map<String, Value>) -> Result<()> {
    let mut options = overrides.iter();
    options
        .try_for_each(|(name, value)| settings.overrule(name, value))
        .map_err(|error| {
            let error = Error::unreachable(error.to_string());
            error.within("this hub's own settings of servers are wrong")
        })
}

/// Options that make a command fail are for whoever chose them to correct, and no failure of the hub's: else
/// anybody could bring it to its `consecutive_failure_limit`.
fn refused(error: Error) -> Error {
    if error.kind() == Kind::Invalid {
        return error;
    }
    tracing::warn!(%error, "the options of a server were refused");
    Error::invalid(error.to_string()).within("these options were refused")
}
