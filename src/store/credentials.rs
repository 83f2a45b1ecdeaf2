//! Tokens and sign-ins as they are presented: which one it is, whose, and when it was last seen.

use rusqlite::params;

use super::{Row, Tx};
use crate::error::Result;
use crate::model::{Hashed, Secret, ServerRef, Timestamp, TokenId, UserId, UserName};

/// A token that may be the one presented.
#[derive(Debug)]
pub struct Candidate {
    /// Its key.
    pub id: TokenId,
    /// What a presented value must hash to.
    pub hashed: Hashed,
}

const BY_PREFIX: &str = "SELECT id, hashed FROM api_tokens WHERE prefix = ?1 AND hashed NOT NULL \
    AND (expires_at IS NULL OR expires_at >= ?2) ORDER BY id";

/// The tokens of which one may have this value, those past their time left out (`APIToken.find`).
pub fn candidates(tx: &Tx<'_>, value: &Secret) -> Result<Vec<Candidate>> {
    let prefix = Hashed::prefix_of(value);
    tx.many(BY_PREFIX, params![prefix, tx.clock().now()], |row| {
        Ok(Candidate {
            id: row.get(0)?,
            hashed: Hashed::from(row.get::<String>(1)?),
        })
    })
}

/// What there is to know of a token at each of its uses.
#[derive(Debug, Clone)]
pub struct Presented {
    /// Its key.
    pub id: TokenId,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// When it was last used.
    pub last_activity: Option<Timestamp>,
    /// The browser session that it was issued to.
    pub session_id: Option<String>,
    /// The user whose activity its use is. A server's own token tells nothing of its user.
    pub user: Option<Active>,
}

/// A user, and when they were last seen.
#[derive(Debug, Clone, Copy)]
pub struct Active {
    /// Who.
    pub id: UserId,
    /// When.
    pub last_activity: Option<Timestamp>,
}

const BY_ID: &str = "SELECT t.id, t.expires_at, t.last_activity, t.session_id, t.note, u.id, \
    u.last_activity FROM api_tokens t LEFT JOIN users u ON u.id = t.user_id WHERE t.id = ?1";

/// The token with this key.
pub fn find(tx: &Tx<'_>, id: TokenId) -> Result<Option<Presented>> {
    tx.maybe(BY_ID, params![id], from_row)
}

fn from_row(row: &Row<'_>) -> Result<Presented> {
    let of_server = row
        .get::<Option<String>>(4)?
        .is_some_and(|note| note.starts_with(ServerRef::NOTE));
    let user = row.get::<Option<UserId>>(5)?.filter(|_| !of_server);
    let last_activity = row.get(6)?;
    Ok(Presented {
        id: row.get(0)?,
        expires_at: row.get(1)?,
        last_activity: row.get(2)?,
        session_id: row.get(3)?,
        user: user.map(|id| Active { id, last_activity }),
    })
}

const BY_COOKIE: &str = "SELECT id, last_activity, name FROM users WHERE cookie_id = ?1";

/// The user whose sign-ins say `cookie_id`.
pub fn by_cookie(tx: &Tx<'_>, cookie_id: &Secret) -> Result<Option<(UserName, Active)>> {
    tx.maybe(BY_COOKIE, params![cookie_id.reveal()], |row| {
        let user = Active {
            id: row.get(0)?,
            last_activity: row.get(1)?,
        };
        Ok((row.get(2)?, user))
    })
}

const COOKIE: &str = "SELECT cookie_id FROM users WHERE name = ?1";

/// What the sign-ins of a user say.
pub fn cookie_of(tx: &Tx<'_>, name: &UserName) -> Result<Option<Secret>> {
    tx.maybe(COOKIE, params![name], |row| {
        Ok(Secret::new(row.get::<String>(0)?))
    })
}

/// What end all that a user is signed in to: what was issued to a browser, and what could still be
/// exchanged for such a token.
const END_SESSIONS: [&str; 2] = [
    "DELETE FROM api_tokens WHERE user_id = ?1 AND session_id IS NOT NULL",
    "DELETE FROM oauth_codes WHERE user_id = ?1",
];

const RENEW_COOKIE: &str = "UPDATE users SET cookie_id = ?2 WHERE id = ?1";

/// End all sign-ins of a user: their cookies say what is nobody's any more, and `cookie_id`, a fresh
/// secret, is what others will say. How many tokens of browsers went.
pub fn end_sessions(tx: &Tx<'_>, id: UserId, cookie_id: &Secret) -> Result<usize> {
    let [tokens, codes] = END_SESSIONS;
    let ended = tx.execute(tokens, params![id])?;
    tx.execute(codes, params![id])?;
    tx.execute(RENEW_COOKIE, params![id, cookie_id.reveal()])?;
    Ok(ended)
}

const TOKEN_SEEN: &str = "UPDATE api_tokens SET last_activity = ?2 WHERE id = ?1";

const USER_SEEN: &str = "UPDATE users SET last_activity = ?2 WHERE id = ?1";

/// The token was used at `time`.
pub fn token_seen(tx: &Tx<'_>, id: TokenId, time: Timestamp) -> Result<()> {
    tx.execute(TOKEN_SEEN, params![id, time]).map(drop)
}

/// The user was seen at `time`.
pub fn user_seen(tx: &Tx<'_>, id: UserId, time: Timestamp) -> Result<()> {
    tx.execute(USER_SEEN, params![id, time]).map(drop)
}
