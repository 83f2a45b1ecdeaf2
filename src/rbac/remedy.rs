//! The smallest changes that would turn a refusal.
//!
//! Each is thought up here and then tried out on the facts by the one resolver; what does not turn
//! the refusal is never offered.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::authorize::decide;
use super::change::{Change, Known, Supposed};
use super::explain::Requirement;
use super::target::Target;
use super::{
    Catalogue, Client, DefaultRole, Filter, Grant, Grants, HeldRole, Holder, Membership, Own,
    RawFilter, RawScope, Reach, Scope, Silent, Subject, resolve,
};
use crate::error::Result;
use crate::model::{RoleName, ServerRef};

/// Changes that together turn a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    /// What to do, all of it.
    pub changes: Vec<Change>,
}

/// The most remedies of one kind that are worth reading.
const ENOUGH: usize = 3;

/// The changes that turn the refusal of `requirement` to `subject`, the least first.
pub(super) fn remedies(
    catalogue: &Catalogue,
    subject: &Subject,
    requirement: &Requirement,
    known: &Known,
    membership: &impl Membership,
) -> Result<Vec<Remedy>> {
    let case = Case {
        catalogue,
        requirement,
        known,
        membership,
    };
    let of_token: Vec<Change> = case.changes_of_token(subject);
    if case.turns(subject, &[Change::InheritInToken])? && subject.token.is_some() {
        return case.those_that_turn(subject, of_token.into_iter().map(|change| vec![change]));
    }
    let mut found = Vec::new();
    for change in case.changes_of_holder(subject)? {
        let alone = vec![change.clone()];
        let with_token = of_token
            .iter()
            .map(|also| vec![change.clone(), also.clone()]);
        let tried = case.those_that_turn(subject, std::iter::once(alone).chain(with_token))?;
        found.extend(tried.into_iter().next());
    }
    Ok(found)
}

struct Case<'a, M> {
    catalogue: &'a Catalogue,
    requirement: &'a Requirement,
    known: &'a Known,
    membership: &'a M,
}

impl<M: Membership> Case<'_, M> {
    fn those_that_turn(
        &self,
        subject: &Subject,
        tries: impl Iterator<Item = Vec<Change>>,
    ) -> Result<Vec<Remedy>> {
        let mut found = Vec::new();
        for changes in tries {
            if self.turns(subject, &changes)? {
                found.push(Remedy { changes });
            }
        }
        Ok(found)
    }

    /// Whether `changes`, made to the facts, turn the refusal.
    fn turns(&self, subject: &Subject, changes: &[Change]) -> Result<bool> {
        let mut supposed = Supposed::new(subject, self.known, self.membership);
        for change in changes {
            supposed.make(change);
        }
        let Supposed {
            subject,
            membership,
            ..
        } = supposed;
        let grants = subject.resolve(self.catalogue, &membership, &mut Silent)?;
        let Requirement { any_of, target } = self.requirement;
        Ok(decide(&grants, any_of, target, &membership)?.is_none())
    }

    /// What could be done about the token.
    fn changes_of_token(&self, subject: &Subject) -> Vec<Change> {
        let Some(token) = &subject.token else {
            return Vec::new();
        };
        let mut changes = vec![Change::RenewToken];
        for scope in self.least_scopes(&subject.holdings.holder) {
            match &token.client {
                Client::Hub if token.server.is_some() => changes.extend([
                    Change::AddToServerRole {
                        scope: scope.clone(),
                    },
                    Change::UseOwnToken { scope },
                ]),
                Client::Hub | Client::Missing => changes.push(Change::AddToToken { scope }),
                Client::Server(_) => changes.extend([
                    Change::AllowServers {
                        scope: scope.clone(),
                    },
                    Change::UseOwnToken { scope },
                ]),
                Client::Service(service) => changes.extend([
                    Change::AllowClient {
                        service: service.clone(),
                        scope: scope.clone(),
                    },
                    Change::UseOwnToken { scope },
                ]),
                Client::Orphan => changes.push(Change::UseOwnToken { scope }),
            }
        }
        changes.push(match &token.server {
            Some(_) => Change::AddToServerRole {
                scope: Scope::Inherit.to_string(),
            },
            None => Change::InheritInToken,
        });
        changes
    }

    /// Each scope that would do, narrowed to the target.
    fn least_scopes(&self, holder: &Holder) -> Vec<String> {
        let own = match (&self.requirement.target, holder) {
            (Target::User(user), Holder::User(holder)) => user == holder,
            (Target::Server(server), Holder::User(holder)) => server.user == *holder,
            (Target::Service(service), Holder::Service(holder)) => service == holder,
            _ => false,
        };
        let narrowed = |scope: &Scope| match self.requirement.target.filter() {
            None => scope.to_string(),
            Some(_) if own => format!("{scope}!{}", holder.kind()),
            Some(Filter::Server(server)) if Own::Server.leaves_out(scope) => {
                Grant::on(scope.clone(), Filter::User(server.user)).to_string()
            }
            Some(filter) => Grant::on(scope.clone(), filter).to_string(),
        };
        self.requirement.any_of.iter().map(narrowed).collect()
    }

    /// What could be done about what the holder has, the least first.
    fn changes_of_holder(&self, subject: &Subject) -> Result<Vec<Change>> {
        let mut changes = self.shares(subject);
        changes.extend(self.joins_by_target(subject));
        changes.extend(self.widenings(subject));
        changes.extend(self.grants_of_roles(subject)?);
        changes.extend(self.joins_by_holder(subject)?);
        let to = &subject.holdings.holder;
        changes.extend(self.least_scopes(to).into_iter().take(1).map(|scope| {
            let to = to.clone();
            Change::CreateRole { scope, to }
        }));
        Ok(changes)
    }

    fn shares(&self, subject: &Subject) -> Vec<Change> {
        let with = &subject.holdings.holder;
        let Target::Server(server) = &self.requirement.target else {
            return Vec::new();
        };
        if matches!(with, Holder::Service(_)) || *with == Holder::User(server.user.clone()) {
            return Vec::new();
        }
        let scopes = self.requirement.any_of.iter().take(1);
        scopes
            .map(|scope| Change::ShareServer {
                server: server.clone(),
                scope: scope.clone(),
                with: with.clone(),
            })
            .collect()
    }

    /// The scope is held on a group: the user it is about could be put there.
    fn joins_by_target(&self, subject: &Subject) -> Vec<Change> {
        let (Target::User(user) | Target::Server(ServerRef { user, .. })) =
            &self.requirement.target
        else {
            return Vec::new();
        };
        let held = resolve::holder(self.catalogue, &subject.holdings, &mut Silent);
        let mut groups = BTreeSet::new();
        for scope in &self.requirement.any_of {
            if let Some(Reach::Only(only)) = held.reach(scope) {
                groups.extend(only.groups.iter().cloned());
            }
        }
        let join = |group| Change::JoinGroup {
            user: user.clone(),
            group,
        };
        groups.into_iter().take(ENOUGH).map(join).collect()
    }

    /// A filter in a role could be left out.
    fn widenings(&self, subject: &Subject) -> Vec<Change> {
        let mut found = Vec::new();
        for HeldRole { name, scopes, .. } in &subject.holdings.roles {
            // the default roles are everybody's, and `admin` cannot be redefined
            if DefaultRole::named(name.as_str()).is_some() {
                continue;
            }
            for from in scopes {
                let Some(to) = self.widened(from) else {
                    continue;
                };
                let change = Change::WidenRole {
                    role: name.clone(),
                    from: from.clone(),
                    to,
                };
                if !found.contains(&change) {
                    found.push(change);
                }
            }
        }
        found
    }

    /// A scope as written, without its filter, if it then might do.
    fn widened(&self, written: &str) -> Option<String> {
        let raw = written.parse::<RawScope>().ok()?;
        let might = raw.filter != RawFilter::Everything && self.brings(&raw.scope);
        might.then(|| raw.scope.to_string())
    }

    /// Whether `scope` brings with it one that would do.
    fn brings(&self, scope: &Scope) -> bool {
        let mut brings = false;
        self.catalogue.descend(scope, &mut |way| {
            brings |= self.requirement.any_of.contains(&way[way.len() - 1]);
        });
        brings
    }

    fn grants_of_roles(&self, subject: &Subject) -> Result<Vec<Change>> {
        let to = &subject.holdings.holder;
        // what is lacking is seldom the permission to do anything
        let but_admin = |(role, _): &&(RoleName, _)| role.as_str() != "admin";
        let grants = self
            .known
            .roles
            .iter()
            .filter(but_admin)
            .map(|(role, scopes)| {
                let change = Change::GrantRole {
                    role: role.clone(),
                    to: to.clone(),
                };
                (change, scopes.iter().collect())
            });
        self.lightest(subject, grants)
    }

    fn joins_by_holder(&self, subject: &Subject) -> Result<Vec<Change>> {
        let Holder::User(user) = &subject.holdings.holder else {
            return Ok(Vec::new());
        };
        let joins = self.known.groups.iter().map(|(group, roles)| {
            let change = Change::JoinGroup {
                user: user.clone(),
                group: group.clone(),
            };
            let scopes = roles.iter().flat_map(|role| self.known.scopes_of(role));
            (change, scopes.collect())
        });
        self.lightest(subject, joins)
    }

    /// Of the changes that bring these scopes, those that turn the refusal and allow least beyond:
    /// the fewest scopes on everything, then the fewest in all.
    fn lightest<'s>(
        &self,
        subject: &Subject,
        changes: impl Iterator<Item = (Change, Vec<&'s String>)>,
    ) -> Result<Vec<Change>> {
        let mut found = Vec::new();
        for (change, scopes) in changes {
            let scopes = scopes.into_iter().map(String::as_str);
            let holder = Some(&subject.holdings.holder);
            let brought = resolve::expand(self.catalogue, scopes, holder, None);
            // most roles have nothing to do with it, and trying one out takes longer than this
            let bears = self
                .requirement
                .any_of
                .iter()
                .any(|scope| brought.holds(scope));
            if bears && self.helps(subject, &change)? {
                found.push((weight(&brought), change));
            }
        }
        found.sort_by_key(|(weight, _)| *weight);
        Ok(found
            .into_iter()
            .take(ENOUGH)
            .map(|(_, change)| change)
            .collect())
    }

    /// Whether `change` would turn the refusal, were the token to have all that its owner has.
    fn helps(&self, subject: &Subject, change: &Change) -> Result<bool> {
        let mut changes = vec![change.clone()];
        if subject.token.is_some() {
            changes.push(Change::InheritInToken);
        }
        self.turns(subject, &changes)
    }
}

/// How much `grants` allow: scopes on everything first, then all.
fn weight(grants: &Grants) -> (usize, usize) {
    let everywhere = |(_, reach): &(&Scope, &Reach)| **reach == Reach::All;
    (
        grants.reaches().filter(everywhere).count(),
        grants.iter().count(),
    )
}
