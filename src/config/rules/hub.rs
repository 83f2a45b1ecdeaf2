//! The rest of `[hub]`.

use std::time::Duration;

use crate::config::cookie_secret::{self, COOKIE_SECRET_BYTES};
use crate::config::reading::Reading;
use crate::config::{OrCommand, Seconds, Subdomains};
use crate::error::Error;

use super::none_if_empty;

/// A token is at least so long (`orm.APIToken.new`).
pub(super) const SHORTEST_TOKEN: usize = 8;

pub(super) fn apply(reading: &mut Reading) {
    let hub = &mut reading.config.hub;
    for text in [&mut hub.forwarded_host_header, &mut hub.hub_connect_ip] {
        none_if_empty(text);
    }
    none_if_empty(&mut hub.pid_file);
    none_if_empty(&mut hub.logo_file);
    none_if_empty(&mut hub.data_files_path);
    sign_ins(reading);
    cookie_secret(reading);
    names(reading);
    tokens(reading);
}

/// Tokens of sign-ins live as long as the sign-in (`JupyterHub._cookie_max_age_seconds`).
fn sign_ins(reading: &mut Reading) {
    let days = reading.config.hub.cookie_max_age_days;
    let Ok(age) = Duration::try_from_secs_f64(days * 24.0 * 3600.0) else {
        return reading.wrong(
            "hub.cookie_max_age_days",
            Error::invalid(format!("`hub.cookie_max_age_days` cannot be {days}")),
        );
    };
    if !reading.sources.say("hub.oauth_token_expires_in") {
        reading.config.hub.oauth_token_expires_in = Seconds::new(age.as_secs());
    }
}

fn cookie_secret(reading: &mut Reading) {
    let secret = &mut reading.config.hub.cookie_secret;
    if secret
        .as_ref()
        .is_some_and(|secret| secret.reveal().is_empty())
    {
        *secret = None;
    }
    let bytes = secret
        .as_ref()
        .map(|secret| cookie_secret::from_hex(secret.reveal()));
    match bytes {
        Some(None) => reading.wrong(
            "hub.cookie_secret",
            Error::invalid("`hub.cookie_secret` is not an even number of hexadecimal digits")
                .hint("make one with `openssl rand -hex 32`"),
        ),
        Some(Some(bytes)) if bytes.len() != COOKIE_SECRET_BYTES => {
            reading.warnings.push(format!(
                "`hub.cookie_secret` is {} bytes, and should be {COOKIE_SECRET_BYTES}",
                bytes.len()
            ));
        }
        _ => {}
    }
}

fn names(reading: &mut Reading) {
    let hub = &mut reading.config.hub;
    if hub
        .default_server_name
        .as_ref()
        .is_some_and(|name| name.as_str().is_empty())
    {
        hub.default_server_name = None;
    }
    if !hub.allow_named_servers && hub.default_server_name.take().is_some() {
        reading.warnings.push(
            "`hub.default_server_name` is of no use without `hub.allow_named_servers`".to_owned(),
        );
    }
    let legacy = hub.subdomain_hook == OrCommand::Value(Subdomains::Legacy);
    if legacy && hub.subdomain_host.is_some() {
        reading.warnings.push(
            "`hub.subdomain_hook` is `legacy`, which JupyterHub has given up for `idna`".to_owned(),
        );
    }
}

fn tokens(reading: &mut Reading) {
    let hub = &reading.config.hub;
    let short = |token: &crate::model::Secret| token.reveal().chars().count() < SHORTEST_TOKEN;
    let services = hub.service_tokens.iter().any(|(token, _)| short(token));
    let users = hub.api_tokens.iter().any(|(token, _)| short(token));
    let deprecated = !hub.api_tokens.is_empty();
    for (option, wrong) in [("hub.service_tokens", services), ("hub.api_tokens", users)] {
        if wrong {
            reading.wrong(
                option,
                Error::invalid(format!(
                    "a token of `{option}` is shorter than {SHORTEST_TOKEN} characters"
                )),
            );
        }
    }
    if deprecated {
        reading.warnings.push(
            "`hub.api_tokens` is deprecated: a service with a token and a role is the better way"
                .to_owned(),
        );
    }
}
