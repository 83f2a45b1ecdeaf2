//! The scopes that a configuration names, which must exist.

use crate::config::{Config, entry_of};
use crate::error::Error;
use crate::hub;
use crate::rbac::Catalogue;

/// The scopes that exist by `config`, and what is wrong with those that it names.
pub(super) fn of(config: &Config) -> (Catalogue, Vec<(String, Error)>) {
    let catalogue = match hub::catalogue(config) {
        Ok(catalogue) => catalogue,
        Err(error) => {
            return (
                Catalogue::undefined(),
                vec![("custom_scopes".to_owned(), error)],
            );
        }
    };
    let mut problems = Vec::new();
    for (option, what, scopes) in named(config) {
        let wrong = scopes
            .iter()
            .filter_map(|scope| catalogue.check(scope).err());
        problems.extend(wrong.map(|error| (option.clone(), about(&what, &error))));
    }
    (catalogue, problems)
}

/// Each list of scopes, with the option or table that it is in, and what has it.
fn named(config: &Config) -> Vec<(String, String, &[String])> {
    let mut named = Vec::new();
    for (index, role) in config.roles.iter().enumerate() {
        let scopes = role.scopes.as_deref().unwrap_or_default();
        named.push((
            entry_of("roles", index),
            format!("the role `{}`", role.name),
            scopes,
        ));
    }
    for (index, service) in config.services.iter().enumerate() {
        let scopes = &service.oauth_client_allowed_scopes[..];
        named.push((
            entry_of("services", index),
            format!("the service `{}`", service.name),
            scopes,
        ));
    }
    let spawner = &config.spawner;
    for (option, scopes) in [
        ("hub.extra_user_scopes", Some(&config.hub.extra_user_scopes)),
        (
            "spawner.server_token_scopes",
            spawner.server_token_scopes.value(),
        ),
        (
            "spawner.oauth_client_allowed_scopes",
            spawner.oauth_client_allowed_scopes.value(),
        ),
    ] {
        let scopes = scopes.map(Vec::as_slice).unwrap_or_default();
        named.push((option.to_owned(), format!("`{option}`"), scopes));
    }
    named
}

/// `error`, with whose it is before it.
fn about(what: &str, error: &Error) -> Error {
    let message = format!("{what}: {}", error.message());
    let hints = error.hints().iter().cloned();
    hints.fold(Error::invalid(message), Error::hint)
}
