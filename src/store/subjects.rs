//! Subjects: who asks, and the facts that decide what they may do, for `rbac` to judge.

use rusqlite::params;

use super::holdings::{self, scopes};
use super::roles::HolderId;
use super::{Row, Tx, oauth_clients};
use crate::error::{Error, Result};
use crate::model::{
    GroupName, RoleName, ServerRef, ServiceId, ServiceName, Timestamp, TokenId, UserId, UserName,
};
use crate::rbac::{Client, Holder, Known, Subject, TokenFacts};

/// Somebody as they are, without a token.
pub fn of_holder(tx: &Tx<'_>, holder: Holder, id: HolderId) -> Result<Subject> {
    Ok(Subject {
        holdings: holdings::of(tx, holder, id)?,
        token: None,
    })
}

/// Whoever uses the token `id`.
pub fn of_token(tx: &Tx<'_>, id: TokenId) -> Result<Option<Subject>> {
    let sql = TOKENS.replace("{}", "t.id = ?1");
    let read = |row: &Row<'_>| Ok((owner(row)?, token(tx, row)?));
    let Some((owner, token)) = tx.maybe(&sql, params![id], read)? else {
        return Ok(None);
    };
    let Some((holder, key)) = owner else {
        return Err(
            Error::conflict(format!("the token `{id}` belongs to nobody"))
                .hint("see `hubctl db check`"),
        );
    };
    Ok(Some(Subject {
        holdings: holdings::of(tx, holder, key)?,
        token: Some(token.facts),
    }))
}

/// A token, as it lies beside others of its owner.
#[derive(Debug, Clone)]
pub struct HeldToken {
    /// Its key.
    pub id: TokenId,
    /// What it was made for, in its maker's words.
    pub note: Option<String>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// What decides what it may do.
    pub facts: TokenFacts,
}

/// The tokens of a user or service; a group has none.
pub fn tokens_of(tx: &Tx<'_>, holder: HolderId) -> Result<Vec<HeldToken>> {
    let (column, key) = match holder {
        HolderId::User(UserId(key)) => ("user_id", key),
        HolderId::Service(ServiceId(key)) => ("service_id", key),
        HolderId::Group(_) => return Ok(Vec::new()),
    };
    let sql = TOKENS.replace("{}", &format!("t.{column} = ?1"));
    tx.many(&sql, params![key], |row| token(tx, row))
}

const TOKENS: &str = "SELECT t.id, t.note, t.expires_at, t.scopes, t.client_id, p.name, o.name, \
    v.name, t.user_id, u.name, t.service_id, s.name FROM api_tokens t \
    LEFT JOIN users u ON u.id = t.user_id LEFT JOIN services s ON s.id = t.service_id \
    LEFT JOIN spawners p ON p.oauth_client_id = t.client_id \
    LEFT JOIN users o ON o.id = p.user_id LEFT JOIN services v ON v.oauth_client_id = t.client_id \
    WHERE {} ORDER BY t.id";

fn token(tx: &Tx<'_>, row: &Row<'_>) -> Result<HeldToken> {
    let expires_at: Option<Timestamp> = row.get(2)?;
    Ok(HeldToken {
        id: row.get(0)?,
        note: row.get(1)?,
        expires_at,
        facts: TokenFacts {
            scopes: scopes(row, 3)?,
            client: client(row)?,
            server: server_given(row)?,
            expired: expires_at.is_some_and(|time| time < tx.clock().now()),
        },
    })
}

/// The server that the hub gave the token to.
fn server_given(row: &Row<'_>) -> Result<Option<ServerRef>> {
    let owner = row.get::<Option<UserName>>(9)?;
    let note = row.get::<Option<String>>(1)?;
    Ok(owner.and_then(|owner| ServerRef::noted(&owner, note.as_deref()?)))
}

/// The client that the token was issued to, by what hangs on it.
fn client(row: &Row<'_>) -> Result<Client> {
    Ok(match row.get::<Option<String>>(4)? {
        None => Client::Missing,
        Some(client) if client == oauth_clients::HUB => Client::Hub,
        Some(_) => match (row.get(5)?, row.get(6)?, row.get(7)?) {
            (Some(server), Some(user), _) => Client::Server(ServerRef { user, server }),
            (_, _, Some(service)) => Client::Service(service),
            _ => Client::Orphan,
        },
    })
}

fn owner(row: &Row<'_>) -> Result<Option<(Holder, HolderId)>> {
    let user = row
        .get::<Option<UserId>>(8)?
        .zip(row.get::<Option<UserName>>(9)?);
    let service = row
        .get::<Option<ServiceId>>(10)?
        .zip(row.get::<Option<ServiceName>>(11)?);
    Ok(user
        .map(|(id, name)| (Holder::User(name), HolderId::User(id)))
        .or_else(|| service.map(|(id, name)| (Holder::Service(name), HolderId::Service(id)))))
}

const NOTE: &str = "SELECT note FROM api_tokens WHERE id = ?1";

/// What the token `id` was made for, in its maker's words.
pub fn note_of(tx: &Tx<'_>, id: TokenId) -> Result<Option<String>> {
    Ok(tx.maybe(NOTE, params![id], |row| row.get(0))?.flatten())
}

const ROLES: &str = "SELECT name, scopes FROM roles ORDER BY id";

const GROUPS: &str = "SELECT g.name, r.name FROM groups g JOIN group_role_map m \
    ON m.group_id = g.id JOIN roles r ON r.id = m.role_id ORDER BY g.id, r.id";

/// The roles there are, and the groups that hold some: what an explanation may advise.
pub fn known(tx: &Tx<'_>) -> Result<Known> {
    let roles = tx.many(ROLES, [], |row| Ok((row.get(0)?, scopes(row, 1)?)))?;
    let held = tx.many(GROUPS, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut groups: Vec<(GroupName, Vec<RoleName>)> = Vec::new();
    for (group, role) in held {
        match groups.last_mut() {
            Some((last, roles)) if *last == group => roles.push(role),
            _ => groups.push((group, vec![role])),
        }
    }
    Ok(Known { roles, groups })
}
