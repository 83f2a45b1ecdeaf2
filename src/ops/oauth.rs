//! OAuth: how servers and services have people sign in through the hub.
//!
//! A client sends a person to the hub, who says what it may do in their name; it gets a code, and
//! exchanges that for a token. The rules are in [`oauth`](crate::oauth), what scopes come to in `rbac`.

mod ask;
mod exchange;

pub use self::ask::{AskAuthorization, Asked, Authorize, Described};
pub use self::exchange::{ExchangeCode, Issued};
use super::request::Request;
use crate::error::Result;
use crate::oauth::Registered;
use crate::rbac::{Client, Holder};
use crate::store::Tx;
pub use crate::store::oauth::COMMAND_LINE;
use crate::store::oauth::{self, Known};

/// What the REST API can be asked about OAuth.
pub const REQUESTS: &[Request] = &[AUTHORIZE, TOKEN];

/// Where servers and services send people: a page, and for people alone.
pub const AUTHORIZE: Request = Request::get(
    "/oauth2/authorize",
    "sign in to a server or service, by a browser",
    &[],
);
/// Exchange a code for a token. It is written down as that, for its client.
pub const TOKEN: Request = Request::post(
    "/oauth2/token",
    "exchange the code that a person brought for a token",
    &[],
)
.unrecorded();

fn registered(client: &Known) -> Registered {
    Registered {
        identifier: client.identifier.clone(),
        has_secret: client.secret.is_some(),
        redirect_uri: client.redirect_uri.clone(),
        is_public: client.public,
    }
}

/// The client with this identifier, where one is said.
fn known(tx: &Tx<'_>, identifier: Option<&str>) -> Result<Option<Known>> {
    match identifier {
        Some(identifier) => oauth::find(tx, identifier),
        None => Ok(None),
    }
}

/// What every token of `client` may do: tell whose it is, and use what it is for (`scopes.identify_scopes`,
/// `scopes.access_scopes`).
fn required(client: &Client) -> impl Iterator<Item = String> {
    let identify = ["read:users:name!user", "read:users:groups!user"];
    let access = crate::rbac::resolve::access_of(client);
    let access = access.map(|grant| grant.to_string());
    identify.into_iter().map(str::to_owned).chain(access)
}

/// Whether `client` is that of a server of `user`'s own.
fn is_own(client: &Client, user: &Holder) -> bool {
    match (client, user) {
        (Client::Server(server), Holder::User(name)) => server.user == *name,
        _ => false,
    }
}
