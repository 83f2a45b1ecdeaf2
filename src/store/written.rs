//! Scopes as rows have them written, found and changed by the name they are narrowed to.
//!
//! Nothing in the database ties such a name to what it names: who renames the one looks for the
//! other. The search reads each list with a filter of that kind, because no index could serve it.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::Tx;
use super::value::Json;
use crate::error::Result;
use crate::rbac::Filter;

/// A kind of row with a list of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The scopes of a role.
    Role,
    /// The scopes of a token.
    Token,
    /// What an OAuth client may ask for.
    OAuthClient,
    /// What a service's OAuth client is to be allowed to ask for.
    Service,
    /// What an OAuth code stands for.
    OAuthCode,
}

impl Place {
    const ALL: [Self; 5] = [
        Self::Role,
        Self::Token,
        Self::OAuthClient,
        Self::Service,
        Self::OAuthCode,
    ];

    /// One of them, in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Token => "token",
            Self::OAuthClient => "OAuth client",
            Self::Service => "service",
            Self::OAuthCode => "OAuth code",
        }
    }

    /// The table, the column of its scopes, and the one that names its rows to people.
    fn columns(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Role => ("roles", "scopes", "name"),
            Self::Token => ("api_tokens", "scopes", "NULL"),
            Self::OAuthClient => ("oauth_clients", "allowed_scopes", "identifier"),
            Self::Service => ("services", "oauth_client_allowed_scopes", "name"),
            Self::OAuthCode => ("oauth_codes", "scopes", "NULL"),
        }
    }

    /// `statement` on this place: `{table}`, `{scopes}` and `{name}` are its own.
    fn on(self, statement: &str) -> String {
        let (table, scopes, name) = self.columns();
        statement
            .replace("{table}", table)
            .replace("{scopes}", scopes)
            .replace("{name}", name)
    }
}

/// A row whose scopes name something.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mention {
    /// What kind of row.
    pub place: Place,
    /// Its name, if its kind has names that people use.
    pub name: Option<String>,
    #[serde(skip)]
    id: i64,
    #[serde(skip)]
    scopes: Vec<String>,
}

const WITH_KIND: &str = "SELECT id, {name}, {scopes} FROM {table} WHERE {scopes} LIKE ?1";

/// The rows with a scope narrowed to what `filter` names.
pub fn naming(tx: &Tx<'_>, filter: &Filter) -> Result<Vec<Mention>> {
    let kind = format!("%!{}=%", filter.kind());
    let ending = format!("!{filter}");
    let mut found = Vec::new();
    for place in Place::ALL {
        found.extend(tx.many(&place.on(WITH_KIND), params![kind], |row| {
            let Json(scopes) = row.get(2)?;
            Ok(Mention {
                place,
                name: row.get(1)?,
                id: row.get(0)?,
                scopes,
            })
        })?);
    }
    found.retain(|mention| mention.scopes.iter().any(|scope| scope.ends_with(&ending)));
    Ok(found)
}

const CUSTOM: &str = "SELECT DISTINCT {scopes} FROM {table} WHERE {scopes} LIKE '%custom:%'";

/// The scopes of all rows that have custom ones.
pub fn with_custom(tx: &Tx<'_>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for place in Place::ALL {
        let lists = tx.many(&place.on(CUSTOM), [], |row| row.get::<Json<Vec<String>>>(0))?;
        found.extend(lists.into_iter().flat_map(|Json(scopes)| scopes));
    }
    Ok(found)
}

const REWRITE: &str = "UPDATE {table} SET {scopes} = ?2 WHERE id = ?1";

/// Let the scopes in `mentions` that are narrowed to `old` be narrowed to `new`.
pub fn rename(tx: &Tx<'_>, mentions: &[Mention], old: &Filter, new: &Filter) -> Result<()> {
    let (old, new) = (format!("!{old}"), format!("!{new}"));
    for mention in mentions {
        let scopes: Vec<_> = mention
            .scopes
            .iter()
            .map(|scope| match scope.strip_suffix(&old) {
                Some(bare) => format!("{bare}{new}"),
                None => scope.clone(),
            })
            .collect();
        tx.execute(
            &mention.place.on(REWRITE),
            params![mention.id, Json(scopes)],
        )?;
    }
    Ok(())
}
