//! The smallest changes that would turn a refusal.
//!
//! Each is thought up here and then tried out on the facts by the one resolver; what does not turn
//! the refusal is never offered.

use std::collections::BTreeSet;

use serde::Serialize;

use super::authorize::{Target, decide};
use super::explain::Requirement;
use super::{
    Catalogue, Client, Filter, Grant, HeldRole, HeldShare, Holder, Membership, Own, RawFilter,
    RawScope, Reach, Scope, Silent, Subject, TokenFacts, Via, resolve,
};
use crate::error::Result;
use crate::model::{GroupName, RoleName, ServerRef, ServiceName, UserName};

/// What there is to choose remedies from.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The roles, each with its scopes as written.
    pub roles: Vec<(RoleName, Vec<String>)>,
    /// The groups, each with the names of its roles.
    pub groups: Vec<(GroupName, Vec<RoleName>)>,
}

/// Changes that together turn a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// What to do, all of it.
    pub changes: Vec<Change>,
}

/// One change that an administrator can make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Grant an existing role.
    GrantRole {
        /// Which.
        role: RoleName,
        /// To whom.
        to: Holder,
    },
    /// Create a role for the purpose, and grant it.
    CreateRole {
        /// Its scope.
        scope: String,
        /// To whom.
        to: Holder,
    },
    /// Widen a filter in a role that is held.
    WidenRole {
        /// Which.
        role: RoleName,
        /// The scope as it is written there.
        from: String,
        /// What to write instead.
        to: String,
    },
    /// Add a user to a group: the one who asks, or the one it is about.
    JoinGroup {
        /// Whom.
        user: UserName,
        /// To which.
        group: GroupName,
    },
    /// Share a server with whoever asks.
    ShareServer {
        /// Which.
        #[serde(serialize_with = "super::trace::as_text")]
        server: ServerRef,
        /// For what.
        scope: Scope,
        /// With whom.
        with: Holder,
    },
    /// Make the token with one scope more.
    AddToToken {
        /// Which.
        scope: String,
    },
    /// Make the token with `inherit`.
    InheritInToken,
    /// Add a scope to the role `server`, of which the tokens of servers are made.
    AddToServerRole {
        /// Which.
        scope: String,
    },
    /// Let the OAuth clients of servers ask for a scope.
    AllowServers {
        /// Which.
        scope: String,
    },
    /// Let the OAuth client of a service ask for a scope.
    AllowClient {
        /// Which service.
        service: ServiceName,
        /// Which scope.
        scope: String,
    },
    /// Use another token than the one that a server or service was given.
    UseOwnToken {
        /// The scope it needs.
        scope: String,
    },
    /// Make a new token in place of one that is no longer of use.
    RenewToken,
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
        let mut subject = subject.clone();
        let mut joined = Joined {
            newly: Vec::new(),
            already: self.membership,
        };
        for change in changes {
            self.make(change, &mut subject, &mut joined.newly);
        }
        let grants = subject.resolve(self.catalogue, &joined, &mut Silent)?;
        let Requirement { any_of, target } = self.requirement;
        Ok(decide(&grants, any_of, target, &joined)?.is_none())
    }

    fn make(
        &self,
        change: &Change,
        subject: &mut Subject,
        joined: &mut Vec<(UserName, GroupName)>,
    ) {
        match change {
            Change::GrantRole { role, .. } => subject.hold(role, self.scopes_of(role), Via::Direct),
            Change::CreateRole { scope, .. } => {
                subject.hold(&"new".into(), vec![scope.clone()], Via::Direct);
            }
            Change::WidenRole { role, from, to } => subject.rewrite(role, from, to),
            Change::JoinGroup { user, group } => {
                if subject.holdings.holder == Holder::User(user.clone()) {
                    self.hold_those_of(group, subject);
                }
                joined.push((user.clone(), group.clone()));
            }
            Change::ShareServer { server, scope, .. } => subject.holdings.shares.push(HeldShare {
                server: server.clone(),
                scopes: vec![scope.to_string()],
                via: Via::Direct,
            }),
            Change::AddToToken { scope }
            | Change::AddToServerRole { scope }
            | Change::AllowServers { scope }
            | Change::AllowClient { scope, .. } => {
                subject
                    .token
                    .iter_mut()
                    .for_each(|token| token.scopes.push(scope.clone()));
            }
            Change::InheritInToken => subject.token = Some(own_token(Scope::Inherit.as_str())),
            Change::UseOwnToken { scope } => subject.token = Some(own_token(scope)),
            Change::RenewToken => subject.token.iter_mut().for_each(|token| {
                token.expired = false;
                if token.client == Client::Missing {
                    token.client = Client::Hub;
                }
            }),
        }
    }

    fn hold_those_of(&self, group: &GroupName, subject: &mut Subject) {
        let roles = self.known.groups.iter().find(|(name, _)| name == group);
        for role in roles.iter().flat_map(|(_, roles)| roles) {
            subject.hold(role, self.scopes_of(role), Via::Group(group.clone()));
        }
    }

    fn scopes_of(&self, role: &RoleName) -> Vec<String> {
        let found = self.known.roles.iter().find(|(name, _)| name == role);
        found.map_or_else(Vec::new, |(_, scopes)| scopes.clone())
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
            if super::DefaultRole::named(name.as_str()).is_some() {
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
        let mut found = Vec::new();
        // what is lacking is seldom the permission to do anything
        let but_admin = |(role, _): &&(RoleName, _)| role.as_str() != "admin";
        for (role, scopes) in self.known.roles.iter().filter(but_admin) {
            let change = Change::GrantRole {
                role: role.clone(),
                to: to.clone(),
            };
            if self.helps(subject, &change)? {
                found.push((self.weight(scopes, to), change));
            }
        }
        Ok(lightest(found))
    }

    fn joins_by_holder(&self, subject: &Subject) -> Result<Vec<Change>> {
        let Holder::User(user) = &subject.holdings.holder else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for (group, roles) in &self.known.groups {
            let change = Change::JoinGroup {
                user: user.clone(),
                group: group.clone(),
            };
            if !roles.is_empty() && self.helps(subject, &change)? {
                let scopes: Vec<String> =
                    roles.iter().flat_map(|role| self.scopes_of(role)).collect();
                found.push((self.weight(&scopes, &subject.holdings.holder), change));
            }
        }
        Ok(lightest(found))
    }

    /// Whether `change` would turn the refusal, were the token to have all that its owner has.
    fn helps(&self, subject: &Subject, change: &Change) -> Result<bool> {
        let mut changes = vec![change.clone()];
        if subject.token.is_some() {
            changes.push(Change::InheritInToken);
        }
        self.turns(subject, &changes)
    }

    /// How much `scopes` allow: scopes on everything first, then all.
    fn weight(&self, scopes: &[String], holder: &Holder) -> (usize, usize) {
        let scopes = scopes.iter().map(String::as_str);
        let grants = resolve::expand(self.catalogue, scopes, Some(holder), None);
        let unlimited = grants
            .reaches()
            .filter(|(_, reach)| **reach == Reach::All)
            .count();
        (unlimited, grants.iter().count())
    }
}

/// The changes that allow least beyond what is needed.
fn lightest(mut found: Vec<((usize, usize), Change)>) -> Vec<Change> {
    found.sort_by_key(|(weight, _)| *weight);
    found
        .into_iter()
        .take(ENOUGH)
        .map(|(_, change)| change)
        .collect()
}

fn own_token(scope: &str) -> TokenFacts {
    TokenFacts {
        scopes: vec![scope.to_owned()],
        client: Client::Hub,
        server: None,
        expired: false,
    }
}

impl Subject {
    fn hold(&mut self, role: &RoleName, scopes: Vec<String>, via: Via) {
        self.holdings.roles.push(HeldRole {
            name: role.clone(),
            scopes,
            via,
        });
    }

    fn rewrite(&mut self, role: &RoleName, from: &str, to: &str) {
        let held = self
            .holdings
            .roles
            .iter_mut()
            .filter(|held| held.name == *role);
        for scope in held.flat_map(|held| &mut held.scopes) {
            if scope == from {
                to.clone_into(scope);
            }
        }
    }
}

/// Membership as it would be.
struct Joined<'a, M> {
    newly: Vec<(UserName, GroupName)>,
    already: &'a M,
}

impl<M: Membership> Membership for Joined<'_, M> {
    fn is_in_any(&self, user: &UserName, groups: &BTreeSet<GroupName>) -> Result<bool> {
        let newly =
            |(joiner, group): &(UserName, GroupName)| joiner == user && groups.contains(group);
        Ok(self.newly.iter().any(newly) || self.already.is_in_any(user, groups)?)
    }
}
