//! All that an attacker may come to do by what 6.1.1 means scopes to give.

use std::collections::{BTreeMap, BTreeSet};

use hubctl::model::{GroupName, UserName};
use hubctl::rbac::{
    Caller, Catalogue, Filter, Grant, Grants, HeldRole, Holder, Holdings, Scope, Silent, Via,
    resolve,
};
use hubctl::store::roles::find_holder;
use hubctl::store::{groups, holdings, roles};

use super::world::{Attack, GROUPS, SERVICES, USERS};

const ALL: Catalogue = Catalogue::undefined();

type Members = BTreeMap<UserName, BTreeSet<GroupName>>;

/// What may be reached, and who may come to be in which group.
pub(crate) struct Bound {
    grants: Grants,
    members: Members,
}

/// What the attacker may reach from here.
pub(crate) fn of(attack: &Attack) -> Bound {
    let world = Facts::read(attack);
    let mut bound = Bound {
        grants: held(attack),
        members: world.members.clone(),
    };
    loop {
        let before = (bound.grants.clone(), bound.members.clone());
        bound.widen(&world);
        if before == (bound.grants.clone(), bound.members.clone()) {
            return bound;
        }
    }
}

impl Bound {
    /// What the attacker may do by now and should not.
    pub(crate) fn beyond(&self, attack: &Attack) -> Grants {
        let members = &self.members;
        held(attack)
            .iter()
            .filter(|Grant { scope, filter }| {
                !self.grants.allows(scope, filter.as_ref(), members).unwrap()
            })
            .collect()
    }

    fn allows(&self, scope: &Scope, filter: &Filter) -> bool {
        let filter = Some(filter);
        self.grants.allows(scope, filter, &self.members).unwrap()
    }

    fn widen(&mut self, world: &Facts) {
        let groups: Vec<_> = GROUPS
            .iter()
            .filter(|name| self.allows(&Scope::Groups, &Filter::Group((**name).into())))
            .collect();
        for group in &groups {
            for user in USERS {
                let theirs = self.members.entry(user.into()).or_default();
                theirs.insert((**group).into());
            }
        }
        let by_groups: Vec<HeldRole> = groups
            .iter()
            .flat_map(|name| world.roles_of(&Holder::Group((**name).into())))
            .collect();
        self.widen_by_token(world, &by_groups);
        for name in USERS {
            if self.allows(&Scope::Tokens, &Filter::User(name.into())) {
                let holder = Holder::User(name.into());
                let creates = self.allows(&Scope::AdminUsers, &Filter::User(name.into()));
                self.add(world, &holder, &by_groups, creates);
            }
        }
        for name in SERVICES {
            if self.allows(&Scope::Tokens, &Filter::Service(name.into())) {
                self.add(world, &Holder::Service(name.into()), &[], false);
            }
            if self.allows(&Scope::AdminServices, &Filter::Service(name.into())) {
                self.add(world, &Holder::User("mal".into()), &by_groups, false);
                // what a service is told of itself
                self.grants.insert(Grant::on(
                    Scope::ReadServicesName,
                    Filter::Service(name.into()),
                ));
            }
        }
    }

    /// What the first token has, once its owner is in the groups.
    fn widen_by_token(&mut self, world: &Facts, by_groups: &[HeldRole]) {
        let mut subject = world.attacker.clone();
        subject.holdings.roles.extend(by_groups.iter().cloned());
        let grants = subject.resolve(&ALL, &self.members, &mut Silent).unwrap();
        self.grants.extend(grants.iter());
    }

    /// All that `holder` may do.
    fn add(&mut self, world: &Facts, holder: &Holder, by_groups: &[HeldRole], creates: bool) {
        let mut theirs = world.holdings(holder);
        theirs.roles.extend(by_groups.iter().cloned());
        if creates {
            theirs.roles.push(world.user_role.clone());
        }
        let grants = resolve::holder(&ALL, &theirs, &mut Silent);
        self.grants.extend(grants.iter());
    }
}

/// All that the attacker's tokens allow together.
fn held(attack: &Attack) -> Grants {
    let mut all = Grants::new();
    for caller in attack.callers() {
        if let Caller::Granted(granted) = caller {
            all.extend(granted.grants().iter());
        }
    }
    all
}

/// How the hub begins.
struct Facts {
    holdings: Vec<Holdings>,
    members: Members,
    user_role: HeldRole,
    attacker: hubctl::rbac::Subject,
}

impl Facts {
    fn read(attack: &Attack) -> Self {
        let users = USERS.iter().map(|name| Holder::User((*name).into()));
        let groups = GROUPS.iter().map(|name| Holder::Group((*name).into()));
        let services = SERVICES.iter().map(|name| Holder::Service((*name).into()));
        let holders: Vec<_> = users.chain(groups).chain(services).collect();
        let read = attack.desk.within(|tx| {
            let mut all = Vec::new();
            for holder in holders {
                if let Some(id) = find_holder(tx, &holder)? {
                    all.push(holdings::of(tx, holder, id)?);
                }
            }
            let mut members = Members::new();
            for name in USERS {
                let name = UserName::from(name);
                let of = groups::of_user(tx, &name)?.into_iter().collect();
                members.insert(name, of);
            }
            let (_, user) = roles::get(tx, &"user".into())?.unwrap();
            Ok((all, members, user))
        });
        let (holdings, members, user) = read.unwrap();
        let Caller::Granted(attacker) = attack.callers().remove(0) else {
            unreachable!("an attacker is no operator")
        };
        Self {
            holdings,
            members,
            user_role: HeldRole {
                name: user.name,
                scopes: user.scopes,
                via: Via::Direct,
            },
            attacker: attacker.subject().clone(),
        }
    }

    fn holdings(&self, holder: &Holder) -> Holdings {
        let found = self.holdings.iter().find(|one| one.holder == *holder);
        found.cloned().unwrap_or_else(|| Holdings {
            holder: holder.clone(),
            roles: Vec::new(),
            shares: Vec::new(),
        })
    }

    fn roles_of(&self, holder: &Holder) -> Vec<HeldRole> {
        self.holdings(holder).roles
    }
}
