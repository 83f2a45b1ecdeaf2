//! What descriptions of a hub put there (`hubctl apply`), so that each takes away only its own.
//!
//! A note goes with what it tells of, whoever deletes that: foreign keys see to it, for JupyterHub's
//! writes too. A database to which nothing was applied, and that no hub of hubctl's has served, has none.

use rusqlite::{Params, params};

use super::{Row, Tx, ours};
use crate::error::Result;
use crate::model::{GroupId, GroupName, RoleName, ServiceName, UserName};
use crate::rbac::Holder;

/// Something that a description lists, by its names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A user.
    User(UserName),
    /// A group.
    Group(GroupName),
    /// A role.
    Role(RoleName),
    /// A service.
    Service(ServiceName),
    /// A user's place in a group.
    Member(GroupName, UserName),
    /// A role that somebody holds.
    Grant(RoleName, Holder),
}

/// The names of a [`Thing`], in the order of the columns; those that it has not are NULL.
#[derive(Default)]
struct Names<'a> {
    role: Option<&'a str>,
    user: Option<&'a str>,
    group: Option<&'a str>,
    service: Option<&'a str>,
}

impl<'a> From<&'a Thing> for Names<'a> {
    fn from(thing: &'a Thing) -> Self {
        let mut names = Self::default();
        match thing {
            Thing::User(user) => names.user = Some(user.as_str()),
            Thing::Group(group) => names.group = Some(group.as_str()),
            Thing::Role(role) => names.role = Some(role.as_str()),
            Thing::Service(service) => names.service = Some(service.as_str()),
            Thing::Member(group, user) => {
                (names.group, names.user) = (Some(group.as_str()), Some(user.as_str()));
            }
            Thing::Grant(role, holder) => {
                names.role = Some(role.as_str());
                match holder {
                    Holder::User(user) => names.user = Some(user.as_str()),
                    Holder::Group(group) => names.group = Some(group.as_str()),
                    Holder::Service(service) => names.service = Some(service.as_str()),
                }
            }
        }
        names
    }
}

impl Names<'_> {
    fn params<'a>(&'a self, description: &'a str) -> impl Params + 'a {
        (description, self.role, self.user, self.group, self.service)
    }
}

const NOTE: &str = "INSERT INTO hubctl_applied \
    (description, role_id, user_id, group_id, service_id, since) VALUES (?1, \
    (SELECT id FROM roles WHERE name = ?2), (SELECT id FROM users WHERE name = ?3), \
    (SELECT id FROM groups WHERE name = ?4), (SELECT id FROM services WHERE name = ?5), ?6) \
    ON CONFLICT DO NOTHING";

/// Note that `description` put `thing` there, which must be there.
pub fn note(tx: &Tx<'_>, description: &str, thing: &Thing) -> Result<()> {
    let names = Names::from(thing);
    let now = tx.clock().now();
    let values = params![
        description,
        names.role,
        names.user,
        names.group,
        names.service,
        now
    ];
    tx.execute(NOTE, values).map(drop)
}

/// Make the table, where it is not there yet.
pub fn prepare(tx: &Tx<'_>) -> Result<()> {
    ours::prepare_applied(tx)
}

// As the unique index has it, so that it serves.
const FORGET: &str = "DELETE FROM hubctl_applied WHERE description = ?1 \
    AND coalesce(role_id, 0) = coalesce((SELECT id FROM roles WHERE name = ?2), 0) \
    AND coalesce(user_id, 0) = coalesce((SELECT id FROM users WHERE name = ?3), 0) \
    AND coalesce(group_id, 0) = coalesce((SELECT id FROM groups WHERE name = ?4), 0) \
    AND coalesce(service_id, 0) = coalesce((SELECT id FROM services WHERE name = ?5), 0)";

/// Forget that `description` put `thing` there.
pub fn forget(tx: &Tx<'_>, description: &str, thing: &Thing) -> Result<()> {
    let names = Names::from(thing);
    tx.execute(FORGET, names.params(description)).map(drop)
}

const NOTED: &str = "SELECT p.description, r.name, u.name, g.name, s.name FROM hubctl_applied p \
    LEFT JOIN roles r ON r.id = p.role_id LEFT JOIN users u ON u.id = p.user_id \
    LEFT JOIN groups g ON g.id = p.group_id LEFT JOIN services s ON s.id = p.service_id";

/// All that is noted, each with the description that put it there.
pub fn noted(tx: &Tx<'_>) -> Result<Vec<(String, Thing)>> {
    if !ours::has(tx, "hubctl_applied")? {
        return Ok(Vec::new());
    }
    let found = tx.many(NOTED, [], |row| Ok((row.get(0)?, thing(row)?)))?;
    let whole = found
        .into_iter()
        .filter_map(|(description, thing)| Some((description, thing?)));
    Ok(whole.collect())
}

fn thing(row: &Row<'_>) -> Result<Option<Thing>> {
    let role: Option<RoleName> = row.get(1)?;
    let user: Option<UserName> = row.get(2)?;
    let group: Option<GroupName> = row.get(3)?;
    let service: Option<ServiceName> = row.get(4)?;
    Ok(match (role, user, group, service) {
        (None, Some(user), None, None) => Some(Thing::User(user)),
        (None, None, Some(group), None) => Some(Thing::Group(group)),
        (Some(role), None, None, None) => Some(Thing::Role(role)),
        (None, None, None, Some(service)) => Some(Thing::Service(service)),
        (None, Some(user), Some(group), None) => Some(Thing::Member(group, user)),
        (Some(role), Some(user), None, None) => Some(Thing::Grant(role, Holder::User(user))),
        (Some(role), None, Some(group), None) => Some(Thing::Grant(role, Holder::Group(group))),
        (Some(role), None, None, Some(service)) => {
            Some(Thing::Grant(role, Holder::Service(service)))
        }
        _ => None,
    })
}

const SHARED: &str = "SELECT EXISTS (SELECT 1 FROM shares WHERE group_id = ?1)";

/// Whether something is shared with a group.
pub fn is_shared_with(tx: &Tx<'_>, group: GroupId) -> Result<bool> {
    tx.one(SHARED, params![group], |row| row.get(0))
}
