//! Deleting a row that others refer to.
//!
//! The schema of 6.1.1 lets what hangs on such a row go with it, by `ON DELETE`. Databases that
//! JupyterHub itself upgraded from 0.8 and before lack some of these rules for good: what they
//! lack is done here, for every database alike.

use rusqlite::{ToSql, params};

use super::Tx;
use crate::error::Result;
use crate::model::{GroupId, RoleId, ServiceId, UserId};

/// A row that others refer to, by its key.
#[derive(Debug, Clone, Copy)]
pub(super) enum Referred<'a> {
    /// A row of `users`.
    User(UserId),
    /// A row of `groups`.
    Group(GroupId),
    /// A row of `roles`.
    Role(RoleId),
    /// A row of `services`.
    Service(ServiceId),
    /// A row of `oauth_clients`, to which others refer by its identifier.
    OAuthClient(&'a str),
    /// A row of `servers`: where a user's server or a service listens.
    Address(i64),
}

const USER: &[&str] = &[
    "DELETE FROM user_group_map WHERE user_id = ?1",
    "DELETE FROM users WHERE id = ?1",
];

const GROUP: &[&str] = &[
    "DELETE FROM user_group_map WHERE group_id = ?1",
    "DELETE FROM groups WHERE id = ?1",
];

const ROLE: &[&str] = &["DELETE FROM roles WHERE id = ?1"];

const SERVICE: &[&str] = &["DELETE FROM services WHERE id = ?1"];

const OAUTH_CLIENT: &[&str] = &[
    "DELETE FROM oauth_codes WHERE client_id = ?1",
    "DELETE FROM oauth_clients WHERE identifier = ?1",
];

const ADDRESS: &[&str] = &[
    "UPDATE services SET _server_id = NULL WHERE _server_id = ?1",
    "DELETE FROM servers WHERE id = ?1",
];

/// Delete a row, with what hangs on it.
pub(super) fn delete(tx: &Tx<'_>, row: Referred<'_>) -> Result<()> {
    let (statements, key): (_, &dyn ToSql) = match &row {
        Referred::User(id) => (USER, id),
        Referred::Group(id) => (GROUP, id),
        Referred::Role(id) => (ROLE, id),
        Referred::Service(id) => (SERVICE, id),
        Referred::OAuthClient(identifier) => (OAUTH_CLIENT, identifier),
        Referred::Address(id) => (ADDRESS, id),
    };
    statements
        .iter()
        .try_for_each(|statement| tx.execute(statement, params![key]).map(drop))
}
