//! Changes that an administrator can make, and the facts as they would be after them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Client, HeldRole, HeldShare, Holder, Membership, Scope, Subject, TokenFacts, Via};
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

impl Known {
    /// The scopes of `role` as written.
    pub(super) fn scopes_of(&self, role: &RoleName) -> &[String] {
        let found = self.roles.iter().find(|(name, _)| name == role);
        found.map_or(&[], |(_, scopes)| scopes)
    }

    fn roles_of(&self, group: &GroupName) -> &[RoleName] {
        let found = self.groups.iter().find(|(name, _)| name == group);
        found.map_or(&[], |(_, roles)| roles)
    }
}

/// One change that an administrator can make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// The facts as they would be.
pub(super) struct Supposed<'a, M> {
    /// Who would ask, and what they would hold.
    pub(super) subject: Subject,
    /// Who would be in which group.
    pub(super) membership: Joined<'a, M>,
    known: &'a Known,
}

impl<'a, M> Supposed<'a, M> {
    /// The facts as they are.
    pub(super) fn new(subject: &Subject, known: &'a Known, membership: &'a M) -> Self {
        Self {
            subject: subject.clone(),
            membership: Joined {
                newly: Vec::new(),
                already: membership,
            },
            known,
        }
    }

    /// Suppose that `change` were made.
    pub(super) fn make(&mut self, change: &Change) {
        match change {
            Change::GrantRole { role, .. } => self.hold(role, Via::Direct),
            Change::CreateRole { scope, .. } => self.subject.holdings.roles.push(HeldRole {
                name: "new".into(),
                scopes: vec![scope.clone()],
                via: Via::Direct,
            }),
            Change::WidenRole { role, from, to } => self.rewrite(role, from, to),
            Change::JoinGroup { user, group } => self.join(user, group),
            Change::ShareServer { server, scope, .. } => {
                self.subject.holdings.shares.push(HeldShare {
                    server: server.clone(),
                    scopes: vec![scope.to_string()],
                    via: Via::Direct,
                });
            }
            Change::AddToToken { scope }
            | Change::AddToServerRole { scope }
            | Change::AllowServers { scope }
            | Change::AllowClient { scope, .. } => {
                if let Some(token) = &mut self.subject.token {
                    token.scopes.push(scope.clone());
                }
            }
            Change::InheritInToken => self.subject.token = Some(own_token(Scope::Inherit.as_str())),
            Change::UseOwnToken { scope } => self.subject.token = Some(own_token(scope)),
            Change::RenewToken => self.renew(),
        }
    }

    fn hold(&mut self, role: &RoleName, via: Via) {
        self.subject.holdings.roles.push(HeldRole {
            name: role.clone(),
            scopes: self.known.scopes_of(role).to_vec(),
            via,
        });
    }

    fn rewrite(&mut self, role: &RoleName, from: &str, to: &str) {
        let roles = self.subject.holdings.roles.iter_mut();
        let held = roles.filter(|held| held.name == *role);
        for scope in held.flat_map(|held| &mut held.scopes) {
            if scope == from {
                to.clone_into(scope);
            }
        }
    }

    fn join(&mut self, user: &UserName, group: &GroupName) {
        if self.subject.holdings.holder == Holder::User(user.clone()) {
            for role in self.known.roles_of(group) {
                self.hold(role, Via::Group(group.clone()));
            }
        }
        self.membership.newly.push((user.clone(), group.clone()));
    }

    fn renew(&mut self) {
        if let Some(token) = &mut self.subject.token {
            token.expired = false;
            if token.client == Client::Missing {
                token.client = Client::Hub;
            }
        }
    }
}

fn own_token(scope: &str) -> TokenFacts {
    TokenFacts {
        scopes: vec![scope.to_owned()],
        client: Client::Hub,
        server: None,
        expired: false,
    }
}

/// Membership as it would be.
pub(super) struct Joined<'a, M> {
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
