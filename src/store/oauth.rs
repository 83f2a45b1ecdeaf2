//! What the OAuth provider keeps: clients as they are known by their identifiers, and codes that wait to be
//! exchanged.

use rusqlite::params;

use super::holdings::scopes;
use super::oauth_clients::{HUB, ensure_hub};
use super::value::Json;
use super::{Row, Tx};
use crate::error::Result;
use crate::model::{Hashed, ServerRef, Timestamp, UserId, UserName};
use crate::rbac::Client;

/// The client that `hubctl login` is. Every hub of hubctl's knows it, and no row of a table says so. Its codes and
/// tokens hang on the hub's own client, like tokens that people make themselves: what JupyterHub does with
/// clients it does not know, it does not do with them.
pub const COMMAND_LINE: &str = "hubctl";

/// An OAuth client, as the provider knows it.
#[derive(Debug, Clone)]
pub struct Known {
    /// What it calls itself.
    pub identifier: String,
    /// What it is, for people.
    pub description: String,
    /// Where it has people sent back to.
    pub redirect_uri: String,
    /// The hash of its secret.
    pub secret: Option<Hashed>,
    /// What its tokens may at most be allowed.
    pub allowed_scopes: Vec<String>,
    /// What it belongs to.
    pub owner: Client,
    /// Whether people sign in to it without being asked.
    pub unasked: bool,
    /// Whether it has no secret, and may ask for all that its user may do.
    pub public: bool,
}

impl Known {
    fn command_line() -> Self {
        Self {
            identifier: COMMAND_LINE.to_owned(),
            description: "hubctl, a command line on your own machine,".to_owned(),
            redirect_uri: String::new(),
            secret: None,
            allowed_scopes: Vec::new(),
            owner: Client::Hub,
            unasked: false,
            public: true,
        }
    }

    /// The client that its codes and tokens hang on.
    pub fn stored(&self) -> &str {
        stored(&self.identifier)
    }
}

fn stored(client: &str) -> &str {
    match client {
        COMMAND_LINE => HUB,
        other => other,
    }
}

const FIND: &str = "SELECT c.identifier, c.description, c.redirect_uri, c.secret, \
    c.allowed_scopes, u.name, p.name, v.name, v.oauth_no_confirm FROM oauth_clients c \
    LEFT JOIN spawners p ON p.oauth_client_id = c.identifier LEFT JOIN users u ON u.id = p.user_id \
    LEFT JOIN services v ON v.oauth_client_id = c.identifier WHERE c.identifier = ?1";

/// The client that calls itself so. One that two servers have, as a database can say, belongs to neither: what it is let
/// in to must be beyond doubt.
pub fn find(tx: &Tx<'_>, identifier: &str) -> Result<Option<Known>> {
    if identifier == COMMAND_LINE {
        return Ok(Some(Known::command_line()));
    }
    let mut found = tx.many(FIND, params![identifier], |row| {
        let identifier: String = row.get(0)?;
        let secret = row.get::<Option<String>>(3)?;
        Ok(Known {
            owner: owner(&identifier, row)?,
            description: row
                .get::<Option<_>>(1)?
                .unwrap_or_else(|| identifier.clone()),
            redirect_uri: row.get::<Option<_>>(2)?.unwrap_or_default(),
            secret: secret.filter(|hash| !hash.is_empty()).map(Hashed::from),
            allowed_scopes: scopes(row, 4)?,
            unasked: row.get::<Option<bool>>(8)?.unwrap_or(false),
            public: false,
            identifier,
        })
    })?;
    let is_one = found.len() == 1;
    Ok(found.pop().map(|client| Known {
        owner: if is_one { client.owner } else { Client::Orphan },
        unasked: client.unasked && is_one,
        ..client
    }))
}

fn owner(identifier: &str, row: &Row<'_>) -> Result<Client> {
    if identifier == HUB {
        return Ok(Client::Hub);
    }
    Ok(match (row.get(5)?, row.get(6)?, row.get(7)?) {
        (Some(user), Some(server), _) => Client::Server(ServerRef { user, server }),
        (_, _, Some(service)) => Client::Service(service),
        _ => Client::Orphan,
    })
}

const GRANTED: &str = "SELECT scopes FROM api_tokens WHERE user_id = ?1 AND client_id = ?2 \
    AND (expires_at IS NULL OR expires_at >= ?3)";

/// The scopes, as stored, of all tokens that a client has of a user.
pub fn granted(tx: &Tx<'_>, user: UserId, client: &str, now: Timestamp) -> Result<Vec<String>> {
    let all = tx.many(GRANTED, params![user, client, now], |row| scopes(row, 0))?;
    Ok(all.into_iter().flatten().collect())
}

/// A code, with what it is exchanged for.
#[derive(Debug, Clone)]
pub struct Code {
    /// The client that it is for.
    pub client_id: String,
    /// Where it was sent.
    pub redirect_uri: String,
    /// Whose it is.
    pub user: (UserId, UserName),
    /// The browser session in which it was granted.
    pub session_id: Option<String>,
    /// What is granted.
    pub scopes: Vec<String>,
    /// By what the client shows that it asked for the code, and how that is made.
    pub challenge: Option<(String, Option<String>)>,
}

const INSERT: &str = "INSERT INTO oauth_codes (client_id, code, expires_at, redirect_uri, \
    session_id, user_id, scopes, code_challenge, code_challenge_method) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/// Keep `code` until `end`, in seconds since the epoch.
pub fn insert(tx: &Tx<'_>, value: &str, code: &Code, end: i64) -> Result<()> {
    if code.client_id == COMMAND_LINE {
        ensure_hub(tx)?;
    }
    let (challenge, method) = code.challenge.clone().unzip();
    let params = params![
        stored(&code.client_id),
        value,
        end,
        code.redirect_uri,
        code.session_id,
        code.user.0,
        Json(&code.scopes),
        challenge,
        method.flatten(),
    ];
    tx.execute(INSERT, params).map(drop)
}

const FIND_CODE: &str = "SELECT o.client_id, o.user_id, u.name, o.session_id, o.scopes, \
    o.code_challenge, o.code_challenge_method, o.redirect_uri FROM oauth_codes o JOIN users u ON u.id = o.user_id \
    WHERE o.code = ?1 AND (o.expires_at IS NULL OR o.expires_at >= ?2) ORDER BY o.id";

/// What `code` is exchanged for at `now`, while it lasts (`OAuthCode.find`).
pub fn find_code(tx: &Tx<'_>, code: &str, now: Timestamp) -> Result<Option<Code>> {
    tx.maybe(FIND_CODE, params![code, now.unix()], |row| {
        let challenge: Option<String> = row.get(5)?;
        let method = row.get(6)?;
        // Nobody else asks for codes in the name of the hub's own client, which has no secret.
        let client_id = match row.get::<Option<String>>(0)? {
            Some(client) if client == HUB => COMMAND_LINE.to_owned(),
            client => client.unwrap_or_default(),
        };
        Ok(Code {
            client_id,
            redirect_uri: row.get::<Option<_>>(7)?.unwrap_or_default(),
            user: (row.get(1)?, row.get(2)?),
            session_id: row.get(3)?,
            scopes: scopes(row, 4)?,
            challenge: challenge.map(|challenge| (challenge, method)),
        })
    })
}

const DELETE: &str = "DELETE FROM oauth_codes WHERE code = ?1";

/// `code` was exchanged.
pub fn delete(tx: &Tx<'_>, code: &str) -> Result<()> {
    tx.execute(DELETE, params![code]).map(drop)
}
