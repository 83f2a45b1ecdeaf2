//! Subjects: who asks, and the facts that decide what they may do, for `rbac` to judge.

use rusqlite::params;

use super::holdings::{self, scopes};
use super::roles::HolderId;
use super::{Row, Tx};
use crate::error::{Error, Result};
use crate::model::{ServerRef, ServiceId, ServiceName, Timestamp, TokenId, UserId, UserName};
use crate::rbac::{Client, Holder, Subject, TokenFacts};

/// The OAuth client of tokens made by hand or by API.
const HUB_CLIENT: &str = "jupyterhub";

/// Somebody as they are, without a token.
pub fn of_holder(tx: &Tx<'_>, holder: Holder, id: HolderId) -> Result<Subject> {
    Ok(Subject {
        holdings: holdings::of(tx, holder, id)?,
        token: None,
    })
}

const TOKEN: &str = "SELECT t.user_id, u.name, t.service_id, s.name, t.scopes, t.expires_at, \
    t.client_id, p.name, o.name, v.name FROM api_tokens t LEFT JOIN users u ON u.id = t.user_id \
    LEFT JOIN services s ON s.id = t.service_id \
    LEFT JOIN spawners p ON p.oauth_client_id = t.client_id \
    LEFT JOIN users o ON o.id = p.user_id LEFT JOIN services v ON v.oauth_client_id = t.client_id \
    WHERE t.id = ?1";

/// Whoever uses the token `id`.
pub fn of_token(tx: &Tx<'_>, id: TokenId) -> Result<Option<Subject>> {
    let Some((owner, token)) = tx.maybe(TOKEN, params![id], |row| owner_and_token(tx, row))? else {
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
        token: Some(token),
    }))
}

type Owner = Option<(Holder, HolderId)>;

fn owner_and_token(tx: &Tx<'_>, row: &Row<'_>) -> Result<(Owner, TokenFacts)> {
    let user = row
        .get::<Option<UserId>>(0)?
        .zip(row.get::<Option<UserName>>(1)?);
    let service = row
        .get::<Option<ServiceId>>(2)?
        .zip(row.get::<Option<ServiceName>>(3)?);
    let owner = user
        .map(|(id, name)| (Holder::User(name), HolderId::User(id)))
        .or_else(|| service.map(|(id, name)| (Holder::Service(name), HolderId::Service(id))));
    let expires_at: Option<Timestamp> = row.get(5)?;
    let facts = TokenFacts {
        scopes: scopes(row, 4)?,
        client: client(row)?,
        expired: expires_at.is_some_and(|time| time <= tx.clock().now()),
    };
    Ok((owner, facts))
}

/// The client that the token was issued to, by what hangs on it.
fn client(row: &Row<'_>) -> Result<Client> {
    Ok(match row.get::<Option<String>>(6)? {
        None => Client::Missing,
        Some(client) if client == HUB_CLIENT => Client::Hub,
        Some(_) => match (row.get(7)?, row.get(8)?, row.get(9)?) {
            (Some(server), Some(user), _) => Client::Server(ServerRef { user, server }),
            (_, _, Some(service)) => Client::Service(service),
            _ => Client::Orphan,
        },
    })
}
