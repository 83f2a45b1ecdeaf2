//! Accounts of the hub's own, and the ways to one. An account goes with its user, whoever deletes that.

use rusqlite::params;

use super::Tx;
use crate::error::Result;
use crate::model::{PasswordHash, UserId, UserName};

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

/// Keep the hash of a new password, whether they had an account or not.
pub fn set_password(tx: &Tx<'_>, user: UserId, password: &PasswordHash) -> Result<()> {
    let now = tx.clock().now();
    tx.execute(SET, params![user, password.as_str(), now])
        .map(drop)
}

const REHASH: &str = "UPDATE hubctl_accounts SET password = ?2 WHERE user_id = ?1";

/// Keep a better hash of the same password.
pub fn rehash(tx: &Tx<'_>, user: UserId, password: &PasswordHash) -> Result<()> {
    tx.execute(REHASH, params![user, password.as_str()])
        .map(drop)
}
