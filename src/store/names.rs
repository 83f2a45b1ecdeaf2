//! The names of everything that people name, to complete them and to guess what was meant.

use rusqlite::params;

use super::Tx;
use crate::error::Result;

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
}

impl Noun {
    /// One of them, in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::Service => "service",
        }
    }

    /// `statement` on the table of this kind: `{}` is its name.
    fn on(self, statement: &str) -> String {
        statement.replace("{}", &format!("{}s", self.word()))
    }
}

const ALL: &str = "SELECT name FROM {} WHERE name IS NOT NULL ORDER BY name";

/// All names.
pub fn all(tx: &Tx<'_>, noun: Noun) -> Result<Vec<String>> {
    tx.many(&noun.on(ALL), [], |row| row.get(0))
}

const STARTING_WITH: &str =
    "SELECT name FROM {} WHERE name >= ?1 AND name < ?2 ORDER BY name LIMIT ?3";

/// The first `limit` names that begin with `start`.
pub fn starting_with(tx: &Tx<'_>, noun: Noun, start: &str, limit: u32) -> Result<Vec<String>> {
    let end = format!("{start}{}", char::MAX);
    tx.many(&noun.on(STARTING_WITH), params![start, end, limit], |row| {
        row.get(0)
    })
}
