//! Accounts of the hub's own, and the ways to one: links, and asking. An account goes with its user,
//! whoever deletes that.

use rusqlite::params;

use super::{Tx, ours};
use crate::error::Result;
use crate::model::{Account, PasswordHash, SignUp, Timestamp, UserId, UserName};

/// Whether accounts can be kept: not in a database that no hub of hubctl's has served.
pub fn exist(tx: &Tx<'_>) -> Result<bool> {
    ours::has(tx, "hubctl_sign_ups")
}

const PASSWORD: &str = "SELECT a.password FROM hubctl_accounts a JOIN users u ON u.id = a.user_id \
    WHERE u.name = ?1";

/// The hash of a user's password; `None` where they have no account.
pub fn password_of(tx: &Tx<'_>, name: &UserName) -> Result<Option<PasswordHash>> {
    tx.maybe(PASSWORD, params![name], |row| {
        row.get::<String>(0).map(PasswordHash::from)
    })
}

const SET: &str = "INSERT INTO hubctl_accounts (user_id, password, since) VALUES (?1, ?2, ?3) \
    ON CONFLICT (user_id) DO UPDATE SET password = excluded.password, since = excluded.since";

/// Keep the hash of a new password, whether they had an account or not. A link to the account is of no use
/// from then on.
pub fn set_password(tx: &Tx<'_>, user: UserId, password: &PasswordHash) -> Result<()> {
    let now = tx.clock().now();
    tx.execute(SET, params![user, password.as_str(), now])?;
    tx.execute(REVOKE, params![user]).map(drop)
}

const REVOKE: &str = "DELETE FROM hubctl_links WHERE user_id = ?1";

const REHASH: &str = "UPDATE hubctl_accounts SET password = ?2 WHERE user_id = ?1";

/// Keep a better hash of the same password.
pub fn rehash(tx: &Tx<'_>, user: UserId, password: &PasswordHash) -> Result<()> {
    tx.execute(REHASH, params![user, password.as_str()])
        .map(drop)
}

const LIST: &str = "SELECT u.name, u.admin, a.since, l.expires_at FROM users u \
    LEFT JOIN hubctl_accounts a ON a.user_id = u.id LEFT JOIN hubctl_links l ON l.user_id = u.id \
    WHERE a.user_id IS NOT NULL OR l.user_id IS NOT NULL ORDER BY u.name";

/// The accounts that there are, and those that somebody is invited to.
pub fn list(tx: &Tx<'_>) -> Result<Vec<Account>> {
    tx.many(LIST, [], |row| {
        Ok(Account {
            name: row.get(0)?,
            admin: row.get::<Option<bool>>(1)?.unwrap_or(false),
            since: row.get(2)?,
            invited_until: row.get(3)?,
        })
    })
}

const ADMIN: &str = "SELECT EXISTS (SELECT 1 FROM hubctl_accounts a JOIN users u \
    ON u.id = a.user_id WHERE u.admin = 1)";

/// Whether an admin has an account.
pub fn has_admin(tx: &Tx<'_>) -> Result<bool> {
    tx.one(ADMIN, [], |row| row.get(0))
}

/// A link that is good still.
#[derive(Debug, Clone)]
pub struct Link {
    /// Its key.
    id: i64,
    /// Whose account it opens; the first administrator's where `None`.
    pub user: Option<(UserId, UserName)>,
    /// Until when.
    pub expires_at: Timestamp,
}

const REPLACE_LINK: &str = "INSERT INTO hubctl_links (hashed, user_id, since, expires_at) \
    VALUES (?1, ?2, ?3, ?4) ON CONFLICT (user_id) DO UPDATE SET hashed = excluded.hashed, \
    since = excluded.since, expires_at = excluded.expires_at";

const DELETE_FIRST: &str = "DELETE FROM hubctl_links WHERE user_id IS NULL";

/// Keep a link by its hash, in place of the one that there was.
pub fn keep_link(
    tx: &Tx<'_>,
    hashed: &str,
    user: Option<UserId>,
    expires_at: Timestamp,
) -> Result<()> {
    if user.is_none() {
        delete_first_link(tx)?;
    }
    let now = tx.clock().now();
    tx.execute(REPLACE_LINK, params![hashed, user, now, expires_at])
        .map(drop)
}

/// The first administrator's link is of no use any more.
pub fn delete_first_link(tx: &Tx<'_>) -> Result<()> {
    tx.execute(DELETE_FIRST, []).map(drop)
}

const LINK: &str = "SELECT l.id, l.user_id, u.name, l.expires_at FROM hubctl_links l \
    LEFT JOIN users u ON u.id = l.user_id WHERE l.hashed = ?1 AND l.expires_at >= ?2";

/// The link of this hash, unless it is past its time.
pub fn link(tx: &Tx<'_>, hashed: &str) -> Result<Option<Link>> {
    tx.maybe(LINK, params![hashed, tx.clock().now()], |row| {
        let user: Option<UserId> = row.get(1)?;
        let name: Option<UserName> = row.get(2)?;
        Ok(Link {
            id: row.get(0)?,
            user: user.zip(name),
            expires_at: row.get(3)?,
        })
    })
}

const USE: &str = "DELETE FROM hubctl_links WHERE id = ?1";

/// A link is used, which happens once.
pub fn use_link(tx: &Tx<'_>, link: &Link) -> Result<()> {
    tx.execute(USE, params![link.id]).map(drop)
}

const SIGN_UP: &str = "INSERT INTO hubctl_sign_ups (name, password, since) VALUES (?1, ?2, ?3) \
    ON CONFLICT (name) DO NOTHING";

/// Somebody asks for an account; whether nobody of that name has.
pub fn sign_up(tx: &Tx<'_>, name: &UserName, password: &PasswordHash) -> Result<bool> {
    let now = tx.clock().now();
    let added = tx.execute(SIGN_UP, params![name, password.as_str(), now])?;
    Ok(added > 0)
}

const SIGN_UPS: &str = "SELECT name, since FROM hubctl_sign_ups ORDER BY since, name";

/// Those who asked for an account, the first first.
pub fn sign_ups(tx: &Tx<'_>) -> Result<Vec<SignUp>> {
    tx.many(SIGN_UPS, [], |row| {
        Ok(SignUp {
            name: row.get(0)?,
            since: row.get(1)?,
        })
    })
}

const WAITING: &str = "SELECT count(*) FROM hubctl_sign_ups";

/// How many have asked for an account.
pub fn waiting(tx: &Tx<'_>) -> Result<usize> {
    tx.one(WAITING, [], |row| row.get(0))
}

const TAKE: &str = "DELETE FROM hubctl_sign_ups WHERE name = ?1 RETURNING password";

/// Somebody who asked for an account waits no more; the hash of the password that they chose.
pub fn take_sign_up(tx: &Tx<'_>, name: &UserName) -> Result<Option<PasswordHash>> {
    tx.maybe(TAKE, params![name], |row| {
        row.get::<String>(0).map(PasswordHash::from)
    })
}
