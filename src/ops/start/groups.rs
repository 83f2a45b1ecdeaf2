//! The groups, and who is in them (`init_groups`).

use std::collections::HashSet;

use super::users::find_or_add;
use super::{Declared, DeclaredGroup, Started};
use crate::error::{Error, Result};
use crate::model::{GroupId, GroupName, Properties, UserId};
use crate::store::provenance::{self, Source, Thing};
use crate::store::{Tx, groups, start};

/// Make the groups that are declared, with their members, and take back what was declared and is no
/// more.
pub(super) fn define(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    if declared.offloaded.groups && !declared.groups.is_empty() {
        let message = "the authenticator says who is in which group (`auth.manage_groups`)";
        return Err(Error::conflict(message)
            .hint("leave out the groups, or the option")
            .within("`[[groups]]`"));
    }
    let mut members = HashSet::new();
    for group in &declared.groups {
        let id = find_or_add_group(tx, &group.name, started)?;
        set_properties(tx, id, group, started)?;
        for user in fill(tx, declared, id, group, started)? {
            members.insert((id, user));
        }
    }
    for given in provenance::memberships(tx, Source::Configuration)? {
        if !members.contains(&(given.group, given.user)) {
            groups::remove_user(tx, given.group, given.user)?;
            let what = format!("{} · user {}", given.group_name, given.user_name);
            started.did("took out of the group", what);
        }
    }
    Ok(())
}

/// The group of this name, made where there is none; the configuration put it there.
pub(super) fn find_or_add_group(
    tx: &Tx<'_>,
    name: &GroupName,
    started: &mut Started,
) -> Result<GroupId> {
    let id = if let Some(id) = groups::find(tx, name)? {
        id
    } else {
        started.did("created the group", name);
        groups::insert(tx, name, &Properties::default())?
    };
    provenance::claim(tx, Thing::Group(id), Source::Configuration)?;
    Ok(id)
}

fn set_properties(
    tx: &Tx<'_>,
    id: GroupId,
    group: &DeclaredGroup,
    started: &mut Started,
) -> Result<()> {
    match &group.properties {
        Some(properties) if groups::properties_of(tx, id)? != *properties => {
            started.did("set the properties of the group", &group.name);
            groups::set_properties(tx, id, properties)
        }
        _ => Ok(()),
    }
}

/// Put the declared members into a group; those who are blocked stay out.
fn fill(
    tx: &Tx<'_>,
    declared: &Declared,
    id: GroupId,
    group: &DeclaredGroup,
    started: &mut Started,
) -> Result<Vec<UserId>> {
    let mut members = Vec::new();
    for name in &group.users {
        let place = || format!("group `{}` in `[[groups]]`", group.name);
        let user = find_or_add(tx, name, started, place)?;
        if declared.blocks(name) {
            continue;
        }
        if groups::add_user(tx, id, user)? {
            started.did(
                "put into the group",
                format!("{} · user {name}", group.name),
            );
        }
        provenance::claim(tx, Thing::Membership(id, user), Source::Configuration)?;
        members.push(user);
    }
    Ok(members)
}

/// Delete the groups that were declared once, are no more, and have nothing left that another source gave;
/// the others are nobody's from now on.
pub(super) fn retire(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    let named: HashSet<&GroupName> = declared
        .groups
        .iter()
        .map(|group| &group.name)
        .chain(
            declared
                .roles
                .iter()
                .flat_map(|role| role.groups.iter().flatten()),
        )
        .collect();
    for (id, name) in provenance::groups(tx, Source::Configuration)? {
        if named.contains(&name) {
            continue;
        }
        if start::is_bare(tx, id)? {
            groups::delete(tx, id)?;
            started.did("deleted the group", name);
        } else {
            provenance::release(tx, Thing::Group(id))?;
        }
    }
    Ok(())
}
