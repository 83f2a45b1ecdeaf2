//! `[[roles]]`, `[[groups]]`, `[[services]]` and `[custom_scopes]`.

use std::collections::BTreeSet;

use crate::config::Service;
use crate::config::reading::Reading;
use crate::config::source::entry_of;
use crate::error::Error;

use super::hub::SHORTEST_TOKEN;

pub(super) fn apply(reading: &mut Reading) {
    roles(reading);
    let config = &reading.config;
    let groups = twice(config.groups.iter().map(|group| group.name.as_str()));
    let services = twice(config.services.iter().map(|service| service.name.as_str()));
    defined_twice(reading, "groups", groups);
    defined_twice(reading, "services", services);
    let services = reading.config.services.iter().enumerate();
    let unsound = services.filter_map(|(index, service)| Some((index, unsound(service)?)));
    for (index, error) in unsound.collect::<Vec<_>>() {
        reading.wrong(&entry_of("services", index), error);
    }
    custom_scopes(reading);
}

/// The first name that is there twice, and its index the second time.
fn twice<'a>(names: impl Iterator<Item = &'a str>) -> Option<(usize, String)> {
    let mut seen = BTreeSet::new();
    let mut names = names.enumerate();
    let again = names.find(|(_, name)| !seen.insert(*name));
    again.map(|(index, name)| (index, name.to_owned()))
}

fn defined_twice(reading: &mut Reading, table: &str, twice: Option<(usize, String)>) {
    if let Some((index, name)) = twice {
        let what = table.trim_end_matches('s');
        let error = Error::invalid(format!("the {what} `{name}` is defined twice"));
        reading.wrong(&entry_of(table, index), error);
    }
}

/// As `JupyterHub.init_role_creation` and `roles.create_role` have it.
fn roles(reading: &mut Reading) {
    let again = twice(reading.config.roles.iter().map(|role| role.name.as_str()));
    defined_twice(reading, "roles", again);
    let config = &reading.config;
    let at = |name: &str| {
        config
            .roles
            .iter()
            .position(|role| role.name.as_str() == name)
    };
    let named = |name: &str| at(name).map(|index| &config.roles[index]);
    let admin = named("admin");
    let place = entry_of("roles", at("admin").unwrap_or_default());
    let changed = admin.is_some_and(|admin| admin.scopes.is_some() || admin.description.is_some());
    let both = admin.is_some() && !config.auth.admin_users.is_empty();
    let user = named("user").and_then(|user| user.scopes.as_ref());
    let selfless = user.is_some_and(|scopes| !scopes.iter().any(|scope| scope == "self"));
    let ignored = user.is_some() && !config.hub.extra_user_scopes.is_empty();
    if changed {
        reading.wrong(
            &place,
            Error::invalid("what the role `admin` allows, and its description, cannot be changed")
                .hint("give it `users`, `groups` and `services` only, or make another role"),
        );
    }
    for (meant, warning) in [
        (
            both,
            "`auth.admin_users` and the role `admin` of `[[roles]]` both say who is an admin: the role's users are these and those",
        ),
        (
            selfless,
            "the role `user` is given scopes without `self`: users may lack what they need · `hub.extra_user_scopes` adds scopes",
        ),
        (
            ignored,
            "`hub.extra_user_scopes` is of no use where `[[roles]]` says the scopes of `user`",
        ),
    ] {
        if meant {
            reading.warnings.push(warning.to_owned());
        }
    }
}

/// What is wrong with a service, if something is (`JupyterHub.service_from_spec`, `Service`).
fn unsound(service: &Service) -> Option<Error> {
    let name = &service.name;
    let client = service.oauth_client_id.as_deref();
    let secret = service.api_token.as_ref();
    let signs_in = client.is_some() || service.oauth_no_confirm;
    if client.is_some_and(|id| !id.starts_with("service-")) {
        return Some(Error::invalid(format!(
            "the OAuth client of the service `{name}` must have a name that starts with `service-`"
        )));
    }
    if secret.is_some_and(|token| token.reveal().chars().count() < SHORTEST_TOKEN) {
        return Some(Error::invalid(format!(
            "the token of the service `{name}` is shorter than {SHORTEST_TOKEN} characters"
        )));
    }
    if signs_in && service.url.is_none() && service.oauth_redirect_uri.is_none() {
        return Some(
            Error::invalid(format!("people sign in to the service `{name}`, and nothing says where they are sent back to"))
                .hint("give it an `oauth_redirect_uri`, or a `url`"),
        );
    }
    None
}

/// What is missing of custom scopes; whether their names and what they bring along can be is for `rbac` to say.
fn custom_scopes(reading: &mut Reading) {
    let scopes = reading.config.custom_scopes.iter();
    let mute = scopes.filter(|(_, scope)| scope.description.is_empty());
    let errors: Vec<_> = mute
        .map(|(name, _)| {
            let error = Error::invalid(format!("the custom scope `{name}` has no description"));
            (entry_of("custom_scopes", name), error)
        })
        .collect();
    for (place, error) in errors {
        reading.wrong(&place, error);
    }
}
