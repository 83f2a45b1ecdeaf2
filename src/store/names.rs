//! The names of everything that people name, to complete them and to guess what was meant.

use rusqlite::params;

use super::Tx;
use super::filter::Where;
use crate::error::Result;
use crate::model::ServerRef;

/// A kind of thing with a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// Users.
    User,
    /// Groups.
    Group,
    /// Roles.
    Role,
    /// Services.
    Service,
    /// OAuth clients.
    OAuthClient,
}

impl Noun {
    /// One of them, in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::Service => "service",
            Self::OAuthClient => "OAuth client",
        }
    }

    /// The command about them.
    pub fn command(self) -> &'static str {
        match self {
            Self::User => "users",
            Self::Group => "groups",
            Self::Role => "roles",
            Self::Service => "services",
            Self::OAuthClient => "oauth-clients",
        }
    }

    /// The table of this kind, and its column of names.
    fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::User => ("users", "name"),
            Self::Group => ("groups", "name"),
            Self::Role => ("roles", "name"),
            Self::Service => ("services", "name"),
            Self::OAuthClient => ("oauth_clients", "identifier"),
        }
    }

    /// `statement` on the table of this kind: `{table}` and `{name}` are its own.
    fn on(self, statement: &str) -> String {
        let (table, name) = self.columns();
        statement.replace("{table}", table).replace("{name}", name)
    }
}

const ALL: &str = "SELECT {name} FROM {table} WHERE {name} IS NOT NULL ORDER BY {name}";

/// All names.
pub fn all(tx: &Tx<'_>, noun: Noun) -> Result<Vec<String>> {
    tx.many(&noun.on(ALL), [], |row| row.get(0))
}

const STARTING_WITH: &str = "SELECT {name} FROM {table} WHERE {name} >= ?1 AND {name} < ?2 \
    ORDER BY {name} LIMIT ?3";

/// The first `limit` names that begin with `start`.
pub fn starting_with(tx: &Tx<'_>, noun: Noun, start: &str, limit: u32) -> Result<Vec<String>> {
    let end = format!("{start}{}", char::MAX);
    tx.many(&noun.on(STARTING_WITH), params![start, end, limit], |row| {
        row.get(0)
    })
}

const SERVERS_STARTING_WITH: &str = "SELECT u.name, s.name FROM users u \
    LEFT JOIN spawners s ON s.user_id = u.id {} ORDER BY u.name, s.name LIMIT ";

/// The first `limit` servers whose `user/server` begins with `start`; every user has a default one,
/// started ever or not.
pub fn servers_starting_with(tx: &Tx<'_>, start: &str, limit: u32) -> Result<Vec<ServerRef>> {
    let mut conditions = Where::default();
    let begins = |conditions: &mut Where, column: &str, start: &str| {
        conditions.and_with(&format!("{column} >= ?"), start.to_owned());
        conditions.and_with(&format!("{column} < ?"), format!("{start}{}", char::MAX));
    };
    match start.split_once('/') {
        None => begins(&mut conditions, "u.name", start),
        Some((user, server)) => {
            conditions.and_with("u.name = ?", user.to_owned());
            begins(&mut conditions, "coalesce(s.name, '')", server);
        }
    }
    let statement = format!("{}{limit}", conditions.within(SERVERS_STARTING_WITH));
    tx.many(&statement, conditions.params(), |row| {
        Ok(ServerRef {
            user: row.get(0)?,
            server: row.get::<Option<_>>(1)?.unwrap_or_else(|| "".into()),
        })
    })
}
