//! OAuth clients, with what they belong to and how many tokens and codes hang on them.

use std::collections::HashMap;

use rusqlite::params;

use serde::{Deserialize, Serialize};

use super::delete::{self, Referred};
use super::filter::Where;
use super::holdings::scopes;
use super::{Row, Tx};
use crate::error::Result;
use crate::model::{ClientOwner, OAuthClient, ServerRef, ServiceName, UserName};

/// The hub's own client, to which tokens made by hand or by API are issued.
pub const HUB: &str = "jupyterhub";

/// Which OAuth clients to list; what is `None` or `false` does not matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClientFilter {
    /// The one called so.
    pub identifier: Option<String>,
    /// Those of this user's servers.
    pub user: Option<UserName>,
    /// That of this service.
    pub service: Option<ServiceName>,
    /// Those that belong to nothing.
    pub orphan: bool,
}

const BY_USER: &str = "c.identifier IN (SELECT s.oauth_client_id FROM users o \
    JOIN spawners s ON s.user_id = o.id WHERE o.name = ?)";

const BY_SERVICE: &str =
    "c.identifier IN (SELECT s.oauth_client_id FROM services s WHERE s.name = ?)";

const ORPHAN: &str = "c.identifier <> ? AND c.identifier NOT IN \
    (SELECT s.oauth_client_id FROM spawners s WHERE s.oauth_client_id IS NOT NULL) \
    AND c.identifier NOT IN \
    (SELECT s.oauth_client_id FROM services s WHERE s.oauth_client_id IS NOT NULL)";

impl ClientFilter {
    /// The conditions, on a row `c` of `oauth_clients`.
    fn conditions(&self) -> Where {
        let mut conditions = Where::default();
        if let Some(identifier) = &self.identifier {
            conditions.and_with("c.identifier = ?", identifier.clone());
        }
        if let Some(user) = &self.user {
            conditions.and_with(BY_USER, user.clone());
        }
        if let Some(service) = &self.service {
            conditions.and_with(BY_SERVICE, service.clone());
        }
        if self.orphan {
            conditions.and_with(ORPHAN, HUB);
        }
        conditions
    }
}

const LIST: &str = "SELECT c.identifier, c.description, c.redirect_uri, c.allowed_scopes, \
    c.secret <> '', u.name, p.name, p.server_id IS NOT NULL, v.name FROM oauth_clients c \
    LEFT JOIN spawners p ON p.oauth_client_id = c.identifier LEFT JOIN users u ON u.id = p.user_id \
    LEFT JOIN services v ON v.oauth_client_id = c.identifier {} ORDER BY c.identifier";

const TOKENS: &str = "SELECT c.identifier, count(*) FROM api_tokens t JOIN oauth_clients c \
    ON c.identifier = t.client_id {} GROUP BY c.identifier";

const CODES: &str = "SELECT c.identifier, count(*) FROM oauth_codes t JOIN oauth_clients c \
    ON c.identifier = t.client_id {} GROUP BY c.identifier";

/// The OAuth clients that `filter` chooses, by identifier.
pub fn list(tx: &Tx<'_>, filter: &ClientFilter) -> Result<Vec<OAuthClient>> {
    let conditions = filter.conditions();
    let mut found = tx.many(&conditions.within(LIST), conditions.params(), from_row)?;
    let tokens = counts(tx, TOKENS, &conditions)?;
    let codes = counts(tx, CODES, &conditions)?;
    for client in &mut found {
        client.tokens = tokens.get(&client.identifier).copied().unwrap_or(0);
        client.codes = codes.get(&client.identifier).copied().unwrap_or(0);
    }
    Ok(found)
}

fn counts(tx: &Tx<'_>, statement: &str, conditions: &Where) -> Result<HashMap<String, u32>> {
    let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let pairs = tx.many(&conditions.within(statement), conditions.params(), pair)?;
    Ok(pairs.into_iter().collect())
}

fn from_row(row: &Row<'_>) -> Result<OAuthClient> {
    let identifier: String = row.get(0)?;
    Ok(OAuthClient {
        owner: owner(&identifier, row)?,
        identifier,
        description: row.get(1)?,
        redirect_uri: row.get(2)?,
        allowed_scopes: scopes(row, 3)?,
        has_secret: row.get::<Option<bool>>(4)?.unwrap_or(false),
        tokens: 0,
        codes: 0,
    })
}

fn owner(identifier: &str, row: &Row<'_>) -> Result<ClientOwner> {
    if identifier == HUB {
        return Ok(ClientOwner::Hub);
    }
    if let (Some(user), Some(server)) = (row.get(5)?, row.get(6)?) {
        return Ok(ClientOwner::Server {
            name: ServerRef { user, server },
            running: row.get(7)?,
        });
    }
    Ok(match row.get(8)? {
        Some(name) => ClientOwner::Service { name },
        None => ClientOwner::Orphan,
    })
}

const ENSURE_HUB: &str = "INSERT INTO oauth_clients \
    (identifier, description, secret, redirect_uri, allowed_scopes) \
    VALUES (?1, 'JupyterHub', '', '', '[]') ON CONFLICT DO NOTHING";

/// Make the hub's own client where it is missing, as JupyterHub does at each start (`init_db`).
pub fn ensure_hub(tx: &Tx<'_>) -> Result<()> {
    tx.execute(ENSURE_HUB, params![HUB]).map(drop)
}

/// Delete a client, with its tokens and codes.
pub fn delete(tx: &Tx<'_>, identifier: &str) -> Result<()> {
    delete::delete(tx, Referred::OAuthClient(identifier))
}
