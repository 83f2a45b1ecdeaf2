//! What earlier descriptions put there, and these list no more.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::groups::texts;
use super::planning::Planning;
use crate::error::Result;
use crate::model::{GroupName, PlannedAction, PlannedKind, RoleName, UserName};
use crate::ops::audit::Change;
use crate::ops::groups::{ChangeMembers, DeleteGroup, MemberChange};
use crate::ops::roles::{DeleteRole, RevokeRole};
use crate::ops::services::DeleteService;
use crate::ops::users::DeleteUser;
use crate::rbac::{DefaultRole, Holder, Reach, Scope, Target};
use crate::store::applied::{self, Thing};
use crate::store::groups::{self, GroupFilter, Parts};
use crate::store::provenance::{self, Source};
use crate::store::{roles, users};

/// What is to go, by what it is.
#[derive(Default)]
struct Going {
    things: BTreeSet<Thing>,
    members: BTreeMap<GroupName, Vec<UserName>>,
    grants: BTreeMap<RoleName, Vec<Holder>>,
}

impl Planning<'_> {
    /// Plan to take it away, or tell of it.
    pub(super) fn prune(&mut self, takes_away: bool) -> Result<()> {
        let going = self.unlisted(takes_away)?;
        if !takes_away {
            self.plan.left = going.iter().map(spoken).collect();
            return Ok(());
        }
        let going = Going::of(going);
        self.take_grants(&going);
        self.take_members(&going);
        for thing in &going.things {
            self.take(thing, &going)?;
        }
        Ok(())
    }

    /// What these descriptions put there before and list no more, as far as the caller may see it. What is
    /// another's too is only forgotten, where it is to be.
    fn unlisted(&mut self, forgets: bool) -> Result<BTreeSet<Thing>> {
        let mut unlisted = BTreeSet::new();
        let mut forgotten = Vec::new();
        let ours: HashSet<&str> = self.listed.iter().map(|(name, _)| name).collect();
        let listed: HashSet<&Thing> = self.listed.iter().flat_map(|(_, things)| things).collect();
        let others: HashSet<&Thing> = {
            let others = self
                .noted
                .iter()
                .filter(|(by, _)| !ours.contains(by.as_str()));
            others.map(|(_, thing)| thing).collect()
        };
        for (name, things) in self.listed.iter() {
            let own = self.noted.iter().filter(|(by, _)| by == name);
            for (_, thing) in own.filter(|(_, thing)| !things.contains(thing)) {
                if !self.may_see(thing) {
                    continue;
                }
                let is_others = listed.contains(thing) || others.contains(thing);
                if is_others || self.is_claimed(thing)? {
                    forgotten.push((name.to_owned(), thing.clone()));
                } else {
                    unlisted.insert(thing.clone());
                }
            }
        }
        if forgets {
            self.forgotten = forgotten;
        }
        Ok(unlisted)
    }

    fn may_see(&self, thing: &Thing) -> bool {
        let (scope, target) = match thing {
            Thing::User(user) => (Scope::ReadUsers, Target::User(user.clone())),
            Thing::Group(group) | Thing::Member(group, _) => {
                (Scope::ReadGroups, Target::Group(group.clone()))
            }
            Thing::Service(service) => (Scope::ReadServices, Target::Service(service.clone())),
            Thing::Role(_) | Thing::Grant(..) => (Scope::ReadRoles, Target::Anything),
        };
        self.sees(scope, &target).is_ok()
    }

    /// Whether the configuration or the authenticator has the say on it, or every hub.
    fn is_claimed(&self, thing: &Thing) -> Result<bool> {
        let every_hubs = match thing {
            Thing::Role(role) => DefaultRole::named(role.as_str()).is_some(),
            // What every user has.
            Thing::Grant(role, Holder::User(_)) => role.as_str() == "user",
            _ => false,
        };
        let source = self.source_of(thing)?;
        let is_anothers = matches!(source, Some(Source::Configuration | Source::Authenticator));
        Ok(every_hubs || is_anothers)
    }

    fn source_of(&self, thing: &Thing) -> Result<Option<Source>> {
        let thing = match thing {
            Thing::Role(role) => roles::find(self.tx, role)?.map(provenance::Thing::Role),
            Thing::Group(group) => groups::find(self.tx, group)?.map(provenance::Thing::Group),
            Thing::Grant(role, holder) => {
                let role = roles::find(self.tx, role)?;
                let holder = roles::find_holder(self.tx, holder)?;
                role.zip(holder)
                    .map(|(role, holder)| provenance::Thing::Grant(role, holder))
            }
            Thing::Member(group, user) => {
                let group = groups::find(self.tx, group)?;
                let user = users::find(self.tx, user)?;
                group
                    .zip(user)
                    .map(|(group, user)| provenance::Thing::Membership(group, user))
            }
            Thing::User(_) | Thing::Service(_) => None,
        };
        let Some(thing) = thing else { return Ok(None) };
        Ok(provenance::find(self.tx, thing)?.map(|(source, _)| source))
    }

    fn take_grants(&mut self, going: &Going) {
        for (role, holders) in &going.grants {
            for (field, kind) in [
                ("users", "user"),
                ("groups", "group"),
                ("services", "service"),
            ] {
                let of_kind = holders.iter().filter(|holder| holder.kind() == kind);
                let names = of_kind.map(|holder| holder.name().to_owned()).collect();
                self.names(field, Vec::new(), names);
            }
            self.change_if_any(PlannedKind::Role, role);
            for holder in holders {
                let revoking = RevokeRole {
                    role: role.clone(),
                    from: holder.clone(),
                };
                self.step(PlannedKind::Role, role, revoking);
            }
        }
    }

    fn take_members(&mut self, going: &Going) {
        for (group, users) in &going.members {
            self.names("users", Vec::new(), texts(users));
            self.change_if_any(PlannedKind::Group, group);
            let removing = ChangeMembers {
                group: group.clone(),
                users: users.clone(),
                change: MemberChange::Remove,
            };
            self.step(PlannedKind::Group, group, removing);
        }
    }

    fn take(&mut self, thing: &Thing, going: &Going) -> Result<()> {
        match thing {
            Thing::Role(role) => self.remove(PlannedKind::Role, role, DeleteRole(role.clone())),
            Thing::Group(group) if self.is_left_bare(group, going)? => {
                self.remove(PlannedKind::Group, group, DeleteGroup(group.clone()));
            }
            Thing::Group(group) => self.plan.notes.push(format!(
                "the group `{group}` stays: it has members, roles or shares that others gave it"
            )),
            Thing::Service(service) => {
                let deleting = DeleteService(service.clone());
                self.remove(PlannedKind::Service, service, deleting);
            }
            Thing::User(user) => {
                let deleting = DeleteUser {
                    name: user.clone(),
                    force: false,
                };
                self.remove(PlannedKind::User, user, deleting);
            }
            Thing::Member(..) | Thing::Grant(..) => {}
        }
        Ok(())
    }

    fn remove(
        &mut self,
        kind: PlannedKind,
        name: impl std::fmt::Display,
        operation: impl Change + 'static,
    ) {
        self.change(PlannedAction::Remove, kind, &name);
        self.step(kind, name, operation);
    }

    /// Whether nothing is left of a group once what is going has gone.
    fn is_left_bare(&self, name: &GroupName, going: &Going) -> Result<bool> {
        let filter = GroupFilter {
            name: Some(name.clone()),
            ..GroupFilter::default()
        };
        let found = groups::list(self.tx, &Reach::All, &filter, None, Parts::ALL)?;
        let Some(id) = groups::find(self.tx, name)? else {
            return Ok(true);
        };
        let holder = Holder::Group(name.clone());
        let is_bare = found.iter().all(|group| {
            let mut users = group.users.shown().into_iter().flatten();
            let mut roles = group.roles.shown().into_iter().flatten();
            users.all(|user| going.takes_member(name, user))
                && roles.all(|role| going.takes_grant(role, &holder))
        });
        Ok(is_bare && !applied::is_shared_with(self.tx, id)?)
    }
}

impl Going {
    /// What goes by itself, and what goes with it.
    fn of(things: BTreeSet<Thing>) -> Self {
        let mut going = Self::default();
        for thing in &things {
            match thing {
                Thing::Member(group, user) if !things.contains(&Thing::User(user.clone())) => {
                    let members = going.members.entry(group.clone()).or_default();
                    members.push(user.clone());
                }
                Thing::Grant(role, holder) if !goes_with(&things, role, holder) => {
                    let holders = going.grants.entry(role.clone()).or_default();
                    holders.push(holder.clone());
                }
                _ => {}
            }
        }
        going.things = things;
        going
    }

    fn takes_member(&self, group: &GroupName, user: &UserName) -> bool {
        self.things.contains(&Thing::User(user.clone()))
            || self
                .things
                .contains(&Thing::Member(group.clone(), user.clone()))
    }

    fn takes_grant(&self, role: &RoleName, holder: &Holder) -> bool {
        self.things.contains(&Thing::Role(role.clone()))
            || self
                .things
                .contains(&Thing::Grant(role.clone(), holder.clone()))
    }
}

/// Whether a grant goes with its role or its holder; a group may have to stay.
fn goes_with(things: &BTreeSet<Thing>, role: &RoleName, holder: &Holder) -> bool {
    let holder = match holder {
        Holder::User(user) => Thing::User(user.clone()),
        Holder::Service(service) => Thing::Service(service.clone()),
        Holder::Group(_) => return things.contains(&Thing::Role(role.clone())),
    };
    things.contains(&Thing::Role(role.clone())) || things.contains(&holder)
}

/// What it is called in a sentence.
fn spoken(thing: &Thing) -> String {
    match thing {
        Thing::User(user) => format!("user {user}"),
        Thing::Group(group) => format!("group {group}"),
        Thing::Role(role) => format!("role {role}"),
        Thing::Service(service) => format!("service {service}"),
        Thing::Member(group, user) => format!("user {user} in group {group}"),
        Thing::Grant(role, holder) => {
            format!("role {role} of {} {}", holder.kind(), holder.name())
        }
    }
}
