//! Cookies that a server gave out for a token that is no more.
//!
//! A server believes its cookie for minutes after it has last asked the hub (`HubAuth.cache_max_age`). Whoever signed
//! out has ended the token in it, so that a copy of the cookie must open nothing from then on: it is kept from the server.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use super::cookies;
use crate::hub::{Hub, said_as};
use crate::model::{Secret, ServerRef};
use crate::ops::environment::oauth_client_id;
use crate::proxy::Data;

/// How the cookies of servers and services begin that the hub lets people in to, after what binds one to its host.
const OURS: [&str; 2] = ["jupyterhub-user-", "service-"];
const OF_HOST: &str = "__Host-";

/// Leave out of `headers` what whoever the request goes to gave out for a token that is no more.
pub(super) fn withhold(hub: &Hub, whose: &Data, headers: &mut HeaderMap) {
    if !has_any(headers) {
        return;
    }
    let Some(client) = client_of(hub, whose) else {
        return;
    };
    let is_spent = |pair: &str| is_spent(hub, &client, pair);
    let sent = headers.get_all(COOKIE).into_iter();
    let left: Vec<HeaderValue> = sent.filter_map(|sent| without(sent, is_spent)).collect();
    headers.remove(COOKIE);
    for left in left {
        headers.append(COOKIE, left);
    }
}

fn has_any(headers: &HeaderMap) -> bool {
    let mut sent = headers.get_all(COOKIE).into_iter();
    sent.any(|sent| {
        let sent = sent.to_str().unwrap_or_default();
        OURS.iter().any(|ours| sent.contains(ours))
    })
}

/// What a server or service calls its cookie (`HubOAuth.cookie_name`).
fn client_of(hub: &Hub, whose: &Data) -> Option<String> {
    match whose {
        Data::Hub { .. } | Data::Extra { .. } | Data::Other(_) => None,
        Data::Server { user, server_name } => Some(oauth_client_id(&ServerRef {
            user: user.clone(),
            server: server_name.clone(),
        })),
        Data::Service { service } => {
            let config = hub.config();
            let declared = config.services.iter().find(|one| one.name == *service);
            let own = declared.and_then(|one| one.oauth_client_id.clone());
            Some(own.unwrap_or_else(|| format!("service-{service}")))
        }
    }
}

/// Whether `pair` is the cookie of `client`, and its token is no more. Where that cannot be found out, the server is left
/// to find it out.
fn is_spent(hub: &Hub, client: &str, pair: &str) -> bool {
    let Some((name, value)) = pair.split_once('=') else {
        return false;
    };
    let name = name.trim();
    if name.strip_prefix(OF_HOST).unwrap_or(name) != client {
        return false;
    }
    let token = said_as(name, cookies::unquoted(value.trim()));
    token.is_some_and(|token| matches!(hub.is_good(&Secret::new(token)), Ok(false)))
}

/// What is left of the cookies in one header.
fn without(sent: &HeaderValue, is_spent: impl Fn(&str) -> bool) -> Option<HeaderValue> {
    let Ok(text) = sent.to_str() else {
        return Some(sent.clone());
    };
    let pairs = text.split(';').map(str::trim);
    let left: Vec<&str> = pairs.filter(|pair| !is_spent(pair)).collect();
    let left = left.join("; ");
    if left.is_empty() {
        return None;
    }
    HeaderValue::try_from(left).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_spent_is_left_as_it_was() {
        let sent = HeaderValue::from_static("a=1; gone=2;b=\"3 4\"");
        let left = without(&sent, |pair| pair.starts_with("gone="));
        assert_eq!(left.unwrap(), "a=1; b=\"3 4\"");
        assert_eq!(without(&sent, |_| true), None);
    }
}
