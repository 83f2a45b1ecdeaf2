//! Where roles, grants, groups, memberships and tokens come from: each source takes back only its own.
//!
//! What is not noted was there before hubctl served, or was given by another program. A note goes with
//! what it tells of, whoever deletes that: foreign keys see to it, for JupyterHub's writes too.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{ToSql, params};
use serde::Serialize;

use super::roles::HolderId;
use super::{Row, Tx, ours};
use crate::error::Result;
use crate::model::{
    GroupId, GroupName, RoleId, RoleName, ServiceId, Timestamp, TokenId, UserId, UserName,
};

/// Who put something there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The hub's configuration, at a start.
    Configuration,
    /// The authenticator, when somebody signed in.
    Authenticator,
    /// A command, or a request of the API.
    Runtime,
}

impl Source {
    /// The word for it, as stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Authenticator => "authenticator",
            Self::Runtime => "runtime",
        }
    }
}

impl ToSql for Source {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.word().into())
    }
}

impl FromSql for Source {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "configuration" => Ok(Self::Configuration),
            "authenticator" => Ok(Self::Authenticator),
            "runtime" => Ok(Self::Runtime),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

/// What somebody put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A role.
    Role(RoleId),
    /// A role that somebody holds.
    Grant(RoleId, HolderId),
    /// A group.
    Group(GroupId),
    /// A user's place in a group.
    Membership(GroupId, UserId),
    /// A token that somebody chose.
    Token(TokenId),
}

/// The keys of a [`Thing`], in the order of the columns; those that it has not are NULL.
#[derive(Default)]
struct Keys {
    role: Option<RoleId>,
    user: Option<UserId>,
    group: Option<GroupId>,
    service: Option<ServiceId>,
    token: Option<TokenId>,
}

impl From<Thing> for Keys {
    fn from(thing: Thing) -> Self {
        let mut keys = Self::default();
        match thing {
            Thing::Role(role) => keys.role = Some(role),
            Thing::Group(group) => keys.group = Some(group),
            Thing::Membership(group, user) => {
                (keys.group, keys.user) = (Some(group), Some(user));
            }
            Thing::Token(token) => keys.token = Some(token),
            Thing::Grant(role, holder) => {
                keys.role = Some(role);
                match holder {
                    HolderId::User(user) => keys.user = Some(user),
                    HolderId::Group(group) => keys.group = Some(group),
                    HolderId::Service(service) => keys.service = Some(service),
                }
            }
        }
        keys
    }
}

const CLAIM: &str = "INSERT INTO hubctl_provenance \
    (role_id, user_id, group_id, service_id, token_id, source, since) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
    ON CONFLICT DO NOTHING";

/// Note that `source` put `thing` there, which must be there; a note that is there stays.
pub fn claim(tx: &Tx<'_>, thing: Thing, source: Source) -> Result<()> {
    let Keys {
        role,
        user,
        group,
        service,
        token,
    } = thing.into();
    let now = tx.clock().now();
    let values = params![role, user, group, service, token, source, now];
    tx.execute(CLAIM, values).map(drop)
}

/// Note that a command or a request put `thing` there, in a database that a hub of hubctl's serves.
pub fn claim_at_runtime(tx: &Tx<'_>, thing: Thing) -> Result<()> {
    claim_if_noted(tx, thing, Source::Runtime)
}

/// Note that the authenticator put `thing` there, in a database that a hub of hubctl's serves.
pub fn claim_for_authenticator(tx: &Tx<'_>, thing: Thing) -> Result<()> {
    claim_if_noted(tx, thing, Source::Authenticator)
}

fn claim_if_noted(tx: &Tx<'_>, thing: Thing, source: Source) -> Result<()> {
    if ours::has(tx, "hubctl_provenance")? {
        claim(tx, thing, source)?;
    }
    Ok(())
}

// As the unique index has it, so that it serves.
const OF: &str = "coalesce(role_id, 0) = coalesce(?1, 0) AND coalesce(user_id, 0) = coalesce(?2, 0) \
    AND coalesce(group_id, 0) = coalesce(?3, 0) AND coalesce(service_id, 0) = coalesce(?4, 0) \
    AND coalesce(token_id, 0) = coalesce(?5, 0)";

const RELEASE: &str = "DELETE FROM hubctl_provenance WHERE {}";

/// Forget where `thing` comes from.
pub fn release(tx: &Tx<'_>, thing: Thing) -> Result<()> {
    let keys = Keys::from(thing);
    let values = params![keys.role, keys.user, keys.group, keys.service, keys.token];
    tx.execute(&RELEASE.replace("{}", OF), values).map(drop)
}

const FIND: &str = "SELECT source, since FROM hubctl_provenance WHERE {}";

/// Whether it is noted here at all: a hub of hubctl's has served this database.
pub fn is_noted(tx: &Tx<'_>) -> Result<bool> {
    ours::has(tx, "hubctl_provenance")
}

/// Who put `thing` there, and when; `None` where it is not noted.
pub fn find(tx: &Tx<'_>, thing: Thing) -> Result<Option<(Source, Timestamp)>> {
    if !ours::has(tx, "hubctl_provenance")? {
        return Ok(None);
    }
    let keys = Keys::from(thing);
    let values = params![keys.role, keys.user, keys.group, keys.service, keys.token];
    tx.maybe(&FIND.replace("{}", OF), values, |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

const ROLES: &str = "SELECT r.id, r.name FROM hubctl_provenance p JOIN roles r ON r.id = p.role_id \
    WHERE p.source = ?1 AND p.user_id IS NULL AND p.group_id IS NULL AND p.service_id IS NULL \
    ORDER BY r.id";

/// The roles that `source` put there.
pub fn roles(tx: &Tx<'_>, source: Source) -> Result<Vec<(RoleId, RoleName)>> {
    tx.many(ROLES, params![source], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A role that somebody holds, by names and keys.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The key of the role.
    pub role: RoleId,
    /// Its name.
    pub role_name: RoleName,
    /// Who holds it.
    pub holder: HolderId,
    /// The holder's name.
    pub holder_name: String,
}

const GRANTS: &str = "SELECT r.id, r.name, p.user_id, p.group_id, p.service_id, \
    coalesce(u.name, g.name, s.name) FROM hubctl_provenance p JOIN roles r ON r.id = p.role_id \
    LEFT JOIN users u ON u.id = p.user_id LEFT JOIN groups g ON g.id = p.group_id \
    LEFT JOIN services s ON s.id = p.service_id WHERE p.source = ?1 \
    AND (p.user_id IS NOT NULL OR p.group_id IS NOT NULL OR p.service_id IS NOT NULL)";

/// The grants that `source` gave.
pub fn grants(tx: &Tx<'_>, source: Source) -> Result<Vec<Grant>> {
    let found = tx.many(GRANTS, params![source], grant)?;
    Ok(found.into_iter().flatten().collect())
}

fn grant(row: &Row<'_>) -> Result<Option<Grant>> {
    let user = row.get::<Option<UserId>>(2)?.map(HolderId::User);
    let group = row.get::<Option<GroupId>>(3)?.map(HolderId::Group);
    let service = row.get::<Option<ServiceId>>(4)?.map(HolderId::Service);
    let Some(holder) = user.or(group).or(service) else {
        return Ok(None);
    };
    Ok(Some(Grant {
        role: row.get(0)?,
        role_name: row.get(1)?,
        holder,
        holder_name: row.get(5)?,
    }))
}

const GROUPS: &str = "SELECT g.id, g.name FROM hubctl_provenance p JOIN groups g \
    ON g.id = p.group_id WHERE p.source = ?1 AND p.user_id IS NULL AND p.role_id IS NULL \
    ORDER BY g.id";

/// The groups that `source` put there.
pub fn groups(tx: &Tx<'_>, source: Source) -> Result<Vec<(GroupId, GroupName)>> {
    tx.many(GROUPS, params![source], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// A user's place in a group, by names and keys.
#[derive(Debug, Clone)]
pub struct Membership {
    /// The key of the group.
    pub group: GroupId,
    /// Its name.
    pub group_name: GroupName,
    /// The key of the user.
    pub user: UserId,
    /// Their name.
    pub user_name: UserName,
}

const MEMBERSHIPS: &str = "SELECT g.id, g.name, u.id, u.name FROM hubctl_provenance p \
    JOIN groups g ON g.id = p.group_id JOIN users u ON u.id = p.user_id WHERE p.source = ?1";

/// The memberships that `source` gave.
pub fn memberships(tx: &Tx<'_>, source: Source) -> Result<Vec<Membership>> {
    tx.many(MEMBERSHIPS, params![source], |row| {
        Ok(Membership {
            group: row.get(0)?,
            group_name: row.get(1)?,
            user: row.get(2)?,
            user_name: row.get(3)?,
        })
    })
}

const TOKENS: &str = "SELECT token_id FROM hubctl_provenance \
    WHERE source = ?1 AND token_id IS NOT NULL ORDER BY token_id";

/// The tokens that `source` gave.
pub fn tokens(tx: &Tx<'_>, source: Source) -> Result<Vec<TokenId>> {
    tx.many(TOKENS, params![source], |row| row.get(0))
}
