//! API tokens.
//!
//! A look-up by key or by value costs one row; a listing of one user's tokens costs those, where a
//! hub has served the database (`ours`); any other, one pass over all tokens.

use std::collections::HashMap;

use rusqlite::params;

use serde::{Deserialize, Serialize};

use super::filter::Where;
use super::oauth_clients::{self, HUB};
use super::roles::HolderId;
use super::value::Json;
use super::{Row, Tx, holdings, users};
use crate::error::Result;
use crate::model::{
    Hashed, More, Secret, Seen, ServerRef, ServiceName, Timestamp, Token, TokenId, TokenOwner,
    UserName,
};
use crate::rbac::{Client, Reach};

/// Which tokens to list; what is `None` or `false` does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenFilter {
    /// Those of this user or service.
    pub owner: Option<TokenOwner>,
    /// Issued to this OAuth client.
    pub client: Option<String>,
    /// Made before this time.
    pub created_before: Option<Timestamp>,
    /// Not used since this time; of those never used, the ones made before it.
    pub unused_since: Option<Timestamp>,
    /// Ending at this time or before.
    pub ending_by: Option<Timestamp>,
    /// Ending at this time or later.
    pub ending_from: Option<Timestamp>,
    /// Without an end.
    pub never_expiring: bool,
    /// Issued to an OAuth client other than the hub (`true`), or made by hand or API (`false`).
    pub oauth: Option<bool>,
    /// Whose time is not over.
    pub lasting: bool,
    /// In the order of their last use, or of being made where never used; else of being made.
    pub by_use: bool,
}

const OF_USER: &str = "t.user_id = (SELECT o.id FROM users o WHERE o.name = ?)";

const OF_SERVICE: &str = "t.service_id = (SELECT o.id FROM services o WHERE o.name = ?)";

impl TokenFilter {
    /// Whether it chooses all tokens.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The conditions, on a row `t` of `api_tokens`.
    fn conditions(&self) -> Where {
        let mut conditions = Where::default();
        match self.owner.clone() {
            Some(TokenOwner::User(name)) => conditions.and_with(OF_USER, name),
            Some(TokenOwner::Service(name)) => conditions.and_with(OF_SERVICE, name),
            None => {}
        }
        if let Some(client) = self.client.clone() {
            conditions.and_with("t.client_id = ?", client);
        }
        if let Some(time) = self.created_before {
            conditions.and_with("t.created < ?", time);
        }
        if let Some(time) = self.unused_since {
            conditions.and_with("COALESCE(t.last_activity, t.created) < ?", time);
        }
        if let Some(time) = self.ending_by {
            conditions.and_with("t.expires_at <= ?", time);
        }
        if let Some(time) = self.ending_from {
            conditions.and_with("t.expires_at >= ?", time);
        }
        if self.never_expiring {
            conditions.and("t.expires_at IS NULL");
        }
        match self.oauth {
            Some(true) => conditions.and_with("t.client_id <> ?", HUB),
            Some(false) => conditions.and_with("t.client_id = ?", HUB),
            None => {}
        }
        conditions
    }
}

const LIST: &str = "SELECT t.id, u.name, s.name, t.scopes, t.created, t.last_activity, \
    t.expires_at, t.note, t.session_id, c.description, t.client_id FROM api_tokens t \
    LEFT JOIN users u ON u.id = t.user_id LEFT JOIN services s ON s.id = t.service_id \
    LEFT JOIN oauth_clients c ON c.identifier = t.client_id {} ORDER BY {order}";

/// The tokens within `reach` that `filter` chooses, in the order it says.
pub fn list(tx: &Tx<'_>, reach: &Reach, filter: &TokenFilter) -> Result<Vec<Token>> {
    let mut conditions = filter.conditions();
    users::keep_within(reach, &mut conditions);
    if filter.lasting {
        let now = tx.clock().now();
        conditions.and_with("(t.expires_at IS NULL OR t.expires_at >= ?)", now);
    }
    let order = if filter.by_use {
        "COALESCE(t.last_activity, t.created), t.id"
    } else {
        "t.id"
    };
    let sql = conditions.within(LIST).replace("{order}", order);
    tx.many(&sql, conditions.params(), from_row)
}

/// One token by its key.
pub fn get(tx: &Tx<'_>, id: TokenId) -> Result<Option<Token>> {
    let mut conditions = Where::default();
    conditions.and_with("t.id = ?", id);
    let sql = conditions.within(LIST).replace("{order}", "t.id");
    tx.maybe(&sql, conditions.params(), from_row)
}

const BY_PREFIX: &str = "SELECT id, hashed FROM api_tokens WHERE prefix = ?1 ORDER BY id";

/// The key of the token with this value, past its time or not (`APIToken.find` finds only others).
pub fn find_by_value(tx: &Tx<'_>, value: &Secret) -> Result<Option<TokenId>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get::<Option<String>>(1)?));
    let candidates = tx.many(BY_PREFIX, params![Hashed::prefix_of(value)], read)?;
    Ok(candidates
        .into_iter()
        .find(|(_, hashed)| hashed.clone().is_some_and(|h| Hashed::from(h).is_of(value)))
        .map(|(id, _)| id))
}

fn from_row(row: &Row<'_>) -> Result<Token> {
    let user = row.get::<Option<UserName>>(1)?.map(TokenOwner::User);
    let service = row.get::<Option<ServiceName>>(2)?.map(TokenOwner::Service);
    let client_id: Option<String> = row.get(10)?;
    let described = row.get::<Option<String>>(9)?.filter(|d| !d.is_empty());
    Ok(Token {
        owner: user.or(service),
        id: row.get(0)?,
        kind: "api_token",
        roles: [],
        scopes: None,
        raw_scopes: Seen::Shown(holdings::scopes(row, 3)?),
        created: row.get(4)?,
        last_activity: row.get(5)?,
        expires_at: row.get(6)?,
        note: row.get(7)?,
        session_id: row.get(8)?,
        oauth_client: described.or_else(|| client_id.clone()),
        client_id: Seen::Shown(client_id),
        more: More::default(),
    })
}

const SERVER_CLIENTS: &str = "SELECT p.oauth_client_id, u.name, p.name FROM spawners p \
    JOIN users u ON u.id = p.user_id WHERE p.oauth_client_id IS NOT NULL";

const SERVICE_CLIENTS: &str =
    "SELECT oauth_client_id, name FROM services WHERE oauth_client_id IS NOT NULL";

/// What the OAuth clients of `tokens` are, by their identifiers.
///
/// Where all are the hub's own, this costs nothing; else one pass over servers and services.
pub fn clients<'t>(
    tx: &Tx<'_>,
    tokens: impl IntoIterator<Item = &'t Token>,
) -> Result<HashMap<String, Client>> {
    let mut clients: HashMap<String, Client> = tokens
        .into_iter()
        .filter_map(|token| token.client_id.or_default())
        .map(|id| (id, Client::Orphan))
        .collect();
    if let Some(hub) = clients.get_mut(HUB) {
        *hub = Client::Hub;
    }
    if clients.values().any(|client| *client == Client::Orphan) {
        let server = |row: &Row<'_>| {
            let user = row.get(1)?;
            let server = row.get(2)?;
            Ok((row.get::<String>(0)?, ServerRef { user, server }))
        };
        let service = |row: &Row<'_>| Ok((row.get::<String>(0)?, row.get(1)?));
        for (id, server) in tx.many(SERVER_CLIENTS, [], server)? {
            clients
                .entry(id)
                .and_modify(|c| *c = Client::Server(server));
        }
        for (id, name) in tx.many(SERVICE_CLIENTS, [], service)? {
            clients.entry(id).and_modify(|c| *c = Client::Service(name));
        }
    }
    Ok(clients)
}

/// What to write for a new token.
pub struct NewRow<'a> {
    /// Whose it is.
    pub owner: HolderId,
    /// Its value, of which only prefix and hash are kept.
    pub value: &'a Secret,
    /// Random bytes for the hash.
    pub salt: [u8; 8],
    /// Its scopes, in the order to store.
    pub scopes: &'a [String],
    /// What it is for.
    pub note: &'a str,
    /// When it is made.
    pub created: Timestamp,
    /// When it ends, if ever.
    pub expires_at: Option<Timestamp>,
}

const INSERT: &str = "INSERT INTO api_tokens \
    ({}_id, hashed, prefix, client_id, created, expires_at, note, scopes, session_id) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id";

/// Add a token of the hub's own client, with a random value. The owner is a user or a service.
pub fn insert(tx: &Tx<'_>, new: &NewRow<'_>) -> Result<TokenId> {
    oauth_clients::ensure_hub(tx)?;
    write(tx, new, &Hashed::generated(new.value, new.salt), HUB, None)
}

/// Add a token that the OAuth client `client` was issued in the browser session `session`, with a random
/// value.
pub fn insert_issued(
    tx: &Tx<'_>,
    new: &NewRow<'_>,
    client: &str,
    session: Option<&str>,
) -> Result<TokenId> {
    let hashed = Hashed::generated(new.value, new.salt);
    write(tx, new, &hashed, client, session)
}

/// Add a token of the hub's own client, with a value that somebody chose.
///
/// # Errors
/// Where that is too short or too long.
pub fn insert_given(tx: &Tx<'_>, new: &NewRow<'_>) -> Result<TokenId> {
    oauth_clients::ensure_hub(tx)?;
    write(tx, new, &Hashed::given(new.value, new.salt)?, HUB, None)
}

fn write(
    tx: &Tx<'_>,
    new: &NewRow<'_>,
    hashed: &Hashed,
    client: &str,
    session: Option<&str>,
) -> Result<TokenId> {
    let params = params![
        new.owner.key(),
        hashed.as_str(),
        Hashed::prefix_of(new.value),
        client,
        new.created,
        new.expires_at,
        new.note,
        Json(new.scopes),
        session,
    ];
    tx.one(&new.owner.on(INSERT), params, |row| row.get(0))
}

const DELETE: &str = "DELETE FROM api_tokens WHERE id = ?1";

/// Delete a token; whether there was one.
pub fn delete(tx: &Tx<'_>, id: TokenId) -> Result<bool> {
    Ok(tx.execute(DELETE, params![id])? > 0)
}

const DELETE_NOTED: &str = "DELETE FROM api_tokens WHERE {}_id = ?1 AND note = ?2";

/// Delete the tokens of an owner with this note.
pub fn delete_noted(tx: &Tx<'_>, owner: HolderId, note: &str) -> Result<()> {
    tx.execute(&owner.on(DELETE_NOTED), params![owner.key(), note])
        .map(drop)
}
