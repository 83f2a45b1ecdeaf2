//! What everybody holds, read in a constant number of passes: for what asks it of many at once.

use std::collections::{BTreeSet, HashMap};

use super::holdings::{scopes, share};
use super::{Row, Tx};
use crate::error::Result;
use crate::model::{GroupId, GroupName, RoleId, RoleName, UserName};
use crate::rbac::{HeldRole, HeldShare, Holder, Holdings, Membership, Via};

/// What users, groups and services hold, and who is in which group. It outlives its transaction.
#[derive(Default)]
pub struct Census {
    roles: HashMap<RoleId, (RoleName, Vec<String>)>,
    groups: HashMap<GroupId, GroupName>,
    held: HashMap<Holder, Held>,
}

/// What one holds of their own.
#[derive(Default)]
struct Held {
    roles: Vec<RoleId>,
    groups: Vec<GroupId>,
    shares: Vec<HeldShare>,
}

const ROLES: &str = "SELECT id, name, scopes FROM roles";

const GROUPS: &str = "SELECT id, name FROM groups";

const ROLES_OF_USERS: &str =
    "SELECT u.name, m.role_id FROM user_role_map m JOIN users u ON u.id = m.user_id";

const ROLES_OF_GROUPS: &str =
    "SELECT g.name, m.role_id FROM group_role_map m JOIN groups g ON g.id = m.group_id";

const ROLES_OF_SERVICES: &str =
    "SELECT s.name, m.role_id FROM service_role_map m JOIN services s ON s.id = m.service_id";

const MEMBERS: &str =
    "SELECT u.name, m.group_id FROM user_group_map m JOIN users u ON u.id = m.user_id";

const SHARES_WITH_USERS: &str = "SELECT o.name, s.name, h.scopes, NULL, w.name FROM shares h \
    JOIN spawners s ON s.id = h.spawner_id JOIN users o ON o.id = s.user_id \
    JOIN users w ON w.id = h.user_id";

const SHARES_WITH_GROUPS: &str = "SELECT o.name, s.name, h.scopes, NULL, w.name FROM shares h \
    JOIN spawners s ON s.id = h.spawner_id JOIN users o ON o.id = s.user_id \
    JOIN groups w ON w.id = h.group_id";

impl Census {
    /// Read what everybody holds.
    pub fn read(tx: &Tx<'_>) -> Result<Self> {
        let mut census = Self::default();
        tx.each(ROLES, [], |row| {
            let role = (row.get(1)?, scopes(row, 2)?);
            census.roles.insert(row.get(0)?, role);
            Ok(())
        })?;
        tx.each(GROUPS, [], |row| {
            census.groups.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
        census.read_roles(tx, ROLES_OF_USERS, |row| Ok(Holder::User(row.get(0)?)))?;
        census.read_roles(tx, ROLES_OF_GROUPS, |row| Ok(Holder::Group(row.get(0)?)))?;
        census.read_roles(tx, ROLES_OF_SERVICES, |row| {
            Ok(Holder::Service(row.get(0)?))
        })?;
        tx.each(MEMBERS, [], |row| {
            let user = census.of(Holder::User(row.get(0)?));
            user.groups.push(row.get(1)?);
            Ok(())
        })?;
        census.read_shares(tx, SHARES_WITH_USERS, |row| Ok(Holder::User(row.get(4)?)))?;
        census.read_shares(tx, SHARES_WITH_GROUPS, |row| Ok(Holder::Group(row.get(4)?)))?;
        Ok(census)
    }

    fn of(&mut self, holder: Holder) -> &mut Held {
        self.held.entry(holder).or_default()
    }

    fn read_roles(
        &mut self,
        tx: &Tx<'_>,
        sql: &str,
        holder: impl Fn(&Row<'_>) -> Result<Holder>,
    ) -> Result<()> {
        tx.each(sql, [], |row| {
            self.of(holder(row)?).roles.push(row.get(1)?);
            Ok(())
        })
    }

    fn read_shares(
        &mut self,
        tx: &Tx<'_>,
        sql: &str,
        holder: impl Fn(&Row<'_>) -> Result<Holder>,
    ) -> Result<()> {
        tx.each(sql, [], |row| {
            self.of(holder(row)?).shares.push(share(row)?);
            Ok(())
        })
    }

    /// All that `holder` holds, as [`super::holdings::of`] reads it of one.
    pub fn holdings(&self, holder: Holder) -> Holdings {
        let mut holdings = Holdings {
            holder,
            roles: Vec::new(),
            shares: Vec::new(),
        };
        let Some(held) = self.held.get(&holdings.holder) else {
            return holdings;
        };
        self.add(held, &Via::Direct, &mut holdings);
        for group in held.groups.iter().filter_map(|id| self.groups.get(id)) {
            if let Some(held) = self.held.get(&Holder::Group(group.clone())) {
                self.add(held, &Via::Group(group.clone()), &mut holdings);
            }
        }
        holdings
    }

    fn add(&self, held: &Held, via: &Via, holdings: &mut Holdings) {
        let roles = held.roles.iter().filter_map(|id| self.roles.get(id));
        holdings.roles.extend(roles.map(|(name, scopes)| HeldRole {
            name: name.clone(),
            scopes: scopes.clone(),
            via: via.clone(),
        }));
        holdings
            .shares
            .extend(held.shares.iter().map(|share| HeldShare {
                via: via.clone(),
                ..share.clone()
            }));
    }
}

impl Membership for Census {
    fn is_in_any(&self, user: &UserName, groups: &BTreeSet<GroupName>) -> Result<bool> {
        let held = self.held.get(&Holder::User(user.clone()));
        Ok(held.is_some_and(|held| {
            let names = held.groups.iter().filter_map(|id| self.groups.get(id));
            names.into_iter().any(|group| groups.contains(group))
        }))
    }
}
