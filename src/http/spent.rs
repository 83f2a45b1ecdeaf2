//! Cookies that are kept from servers and services: the hub's own sign-in, and what they gave out for a token that is no
//! more.
//!
//! A server believes its cookie for minutes after it has last asked the hub (`HubAuth.cache_max_age`). Whoever signed
//! out has ended the token in it, so that a copy of the cookie must open nothing from then on: it is kept from the server.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use super::cookies;
use crate::hub::{Hub, said_as};
use crate::model::Secret;
use crate::proxy::Data;

/// The cookie of whoever is signed in to the hub. A server that had it could do all that its visitor may.
const OF_HUB: &str = "jupyterhub-hub-login";

/// How the cookies of servers and services begin that the hub lets people in to, after what binds one to its host.
const OF_SERVERS: &str = "jupyterhub-user-";
const OURS: [&str; 3] = [OF_HUB, OF_SERVERS, "service-"];
const OF_HOST: &str = "__Host-";

/// What the names of cookies have in them by which a server knows whom it has sent to sign in: no token is in those.
const OF_STATE: &str = "-oauth-state";

/// Leave out of `headers` what whoever the request goes to must not have.
pub(super) fn withhold(hub: &Hub, whose: &Data, headers: &mut HeaderMap) {
    if !has_any(headers) {
        return;
    }
    let theirs = client_of(hub, whose);
    let is_kept = |pair: &str| is_of_hub(pair) || is_spent(hub, &theirs, pair);
    let sent = headers.get_all(COOKIE).into_iter();
    let left: Vec<HeaderValue> = sent.filter_map(|sent| without(sent, is_kept)).collect();
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
enum Theirs {
    /// It has none.
    Nothing,
    /// Any of a server, whatever it is called: only its own are sent to it.
    OfServer,
    /// This one.
    Called(String),
}

fn client_of(hub: &Hub, whose: &Data) -> Theirs {
    match whose {
        Data::Hub { .. } | Data::Extra { .. } | Data::Other(_) => Theirs::Nothing,
        Data::Server { .. } => Theirs::OfServer,
        Data::Service { service } => {
            let config = hub.config();
            let declared = config.services.iter().find(|one| one.name == *service);
            let own = declared.and_then(|one| one.oauth_client_id.clone());
            Theirs::Called(own.unwrap_or_else(|| format!("service-{service}")))
        }
    }
}

fn is_of_hub(pair: &str) -> bool {
    let name = pair.split_once('=').map_or(pair, |(name, _)| name).trim();
    name.strip_prefix(OF_HOST).unwrap_or(name) == OF_HUB
}

/// Whether `pair` is one of `theirs`, and its token is no more. Where that cannot be found out, the server is left
/// to find it out.
fn is_spent(hub: &Hub, theirs: &Theirs, pair: &str) -> bool {
    let Some((name, value)) = pair.split_once('=') else {
        return false;
    };
    let name = name.trim();
    let bare = name.strip_prefix(OF_HOST).unwrap_or(name);
    let is_theirs = match theirs {
        Theirs::Nothing => false,
        Theirs::OfServer => bare.starts_with(OF_SERVERS) && !bare.contains(OF_STATE),
        Theirs::Called(client) => bare == client,
    };
    if !is_theirs {
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
    fn no_server_is_given_the_sign_in_to_the_hub() {
        for hubs in ["jupyterhub-hub-login=x", " __Host-jupyterhub-hub-login=x"] {
            assert!(is_of_hub(hubs), "{hubs}");
        }
        for other in [
            "jupyterhub-session-id=x",
            "jupyterhub-hub-login-2=x",
            "a=jupyterhub-hub-login",
        ] {
            assert!(!is_of_hub(other), "{other}");
        }
    }

    #[test]
    fn what_is_not_spent_is_left_as_it_was() {
        let sent = HeaderValue::from_static("a=1; gone=2;b=\"3 4\"");
        let left = without(&sent, |pair| pair.starts_with("gone="));
        assert_eq!(left.unwrap(), "a=1; b=\"3 4\"");
        assert_eq!(without(&sent, |_| true), None);
    }
}
