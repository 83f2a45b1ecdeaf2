//! What a hub sets right for everybody when it starts, each in one statement that writes only where
//! something is wrong.

use rusqlite::params;

use super::oauth_clients::HUB;
use super::{Tx, delete};
use crate::error::Result;
use crate::model::{GroupId, RoleId, UserId, UserName};

/// Who may have the admin flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flagged {
    /// Users.
    Users,
    /// Services.
    Services,
}

impl Flagged {
    /// `statement` for the tables of this kind: `{}` is the kind.
    fn on(self, statement: &str) -> String {
        statement.replace(
            "{}",
            match self {
                Self::Users => "user",
                Self::Services => "service",
            },
        )
    }
}

const FLAG: &str = "UPDATE {}s SET admin = 1 WHERE admin = 0 \
    AND id IN (SELECT {}_id FROM {}_role_map WHERE role_id = ?1) RETURNING name";

/// Set the admin flag of those who hold the role `admin`; their names.
pub fn flag_holders(tx: &Tx<'_>, kind: Flagged, admin: RoleId) -> Result<Vec<String>> {
    tx.many(&kind.on(FLAG), params![admin], |row| row.get(0))
}

const FLAGGED: &str = "SELECT id, name FROM {}s WHERE admin = 1 \
    AND id NOT IN (SELECT {}_id FROM {}_role_map WHERE role_id = ?1) ORDER BY id";

const GRANT: &str = "INSERT INTO {}_role_map ({}_id, role_id, managed_by_auth) VALUES (?1, ?2, 0)";

/// Grant the role `admin` to those with the admin flag; their names.
pub fn grant_to_flagged(tx: &Tx<'_>, kind: Flagged, admin: RoleId) -> Result<Vec<String>> {
    let pair = |row: &super::Row<'_>| Ok((row.get::<i64>(0)?, row.get(1)?));
    let lacking = tx.many(&kind.on(FLAGGED), params![admin], pair)?;
    let mut names = Vec::new();
    for (id, name) in lacking {
        tx.execute(&kind.on(GRANT), params![id, admin])?;
        names.push(name);
    }
    Ok(names)
}

const LACKING: &str = "SELECT u.id, u.name FROM users u WHERE u.id NOT IN \
    (SELECT m.user_id FROM user_role_map m WHERE m.role_id = ?1)";

/// The users who do not hold a role themselves.
pub fn lacking(tx: &Tx<'_>, role: RoleId) -> Result<Vec<(UserId, UserName)>> {
    tx.many(LACKING, params![role], |row| Ok((row.get(0)?, row.get(1)?)))
}

const TO_ALL_WITHOUT: &str = "INSERT INTO user_role_map (user_id, role_id, managed_by_auth) \
    SELECT u.id, ?1, 0 FROM users u WHERE u.id NOT IN (SELECT m.user_id FROM user_role_map m)";

/// Grant a role to the users who have none; how many they are.
pub fn grant_to_all_without(tx: &Tx<'_>, role: RoleId) -> Result<usize> {
    tx.execute(TO_ALL_WITHOUT, params![role])
}

const BARE: &str = "SELECT NOT EXISTS (SELECT 1 FROM user_group_map WHERE group_id = ?1) \
    AND NOT EXISTS (SELECT 1 FROM group_role_map WHERE group_id = ?1) \
    AND NOT EXISTS (SELECT 1 FROM shares WHERE group_id = ?1)";

/// Whether a group has no members, no roles and no shares.
pub fn is_bare(tx: &Tx<'_>, group: GroupId) -> Result<bool> {
    tx.one(BARE, params![group], |row| row.get(0))
}

const UNDATED: &str =
    "UPDATE users SET created = coalesce(last_activity, ?1) WHERE created IS NULL";

/// Date the users of whom a release before 0.9 did not note when they came.
pub fn date_users(tx: &Tx<'_>) -> Result<()> {
    tx.execute(UNDATED, params![tx.clock().now()]).map(drop)
}

const BLOCKED: [&str; 3] = [
    "UPDATE users SET admin = 0 WHERE id = ?1 AND admin = 1",
    "DELETE FROM user_role_map WHERE user_id = ?1",
    "DELETE FROM user_group_map WHERE user_id = ?1",
];

/// Take admin flag, roles and groups from a user; whether they had any.
pub fn strip(tx: &Tx<'_>, user: UserId) -> Result<bool> {
    let mut any = false;
    for sql in BLOCKED {
        any |= tx.execute(sql, params![user])? > 0;
    }
    Ok(any)
}

const STRAY: &str = "SELECT identifier FROM oauth_clients WHERE identifier <> ?1 \
    AND identifier NOT IN (SELECT oauth_client_id FROM services WHERE oauth_client_id IS NOT NULL) \
    AND identifier NOT IN (SELECT oauth_client_id FROM spawners WHERE oauth_client_id IS NOT NULL)";

/// Delete the OAuth clients that belong to no service or server, with their tokens; their names.
pub fn delete_stray_clients(tx: &Tx<'_>) -> Result<Vec<String>> {
    let stray: Vec<String> = tx.many(STRAY, params![HUB], |row| row.get(0))?;
    for identifier in &stray {
        delete::delete(tx, delete::Referred::OAuthClient(identifier))?;
    }
    Ok(stray)
}
