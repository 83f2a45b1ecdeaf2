//! From a scope as written to what it grants: metascopes, subscopes and filters resolved.

use super::trace::{Loss, Source, Trace, Way, Why};
use super::{Catalogue, Client, Filter, Grant, Grants, Holder, Own, RawFilter, RawScope, Scope};

/// What `self` stands for, each narrowed to the user (`scopes._expand_self_scope`).
pub(super) const OWN_RESOURCES: &[Scope] = &[
    Scope::ReadUsers,
    Scope::UsersShares,
    Scope::ReadShares,
    Scope::UsersActivity,
    Scope::Servers,
    Scope::Tokens,
    Scope::AccessServers,
];

/// What the filters without a name stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct Targets {
    user: Option<Filter>,
    server: Option<Filter>,
    service: Option<Filter>,
}

impl Targets {
    /// For the roles of a holder.
    pub(super) fn of_holder(holder: &Holder) -> Self {
        let itself = holder.filter();
        match holder {
            Holder::User(_) => Self {
                user: Some(itself),
                ..Self::default()
            },
            Holder::Service(_) => Self {
                service: Some(itself),
                ..Self::default()
            },
            Holder::Group(_) => Self::default(),
        }
    }

    /// For a token of `owner`, issued to `client`.
    pub(super) fn of_token(owner: &Holder, client: &Client) -> Self {
        Self::of_holder(owner).with_client(client)
    }

    /// What `client` adds: its server, or its service in place of the one that owns the token.
    pub(super) fn with_client(mut self, client: &Client) -> Self {
        match client {
            Client::Server(server) => self.server = Some(Filter::Server(server.clone())),
            Client::Service(name) => self.service = Some(Filter::Service(name.clone())),
            Client::Hub | Client::Orphan | Client::Missing => {}
        }
        self
    }

    fn get(&self, own: Own) -> Option<&Filter> {
        match own {
            Own::User => self.user.as_ref(),
            Own::Server => self.server.as_ref(),
            Own::Service => self.service.as_ref(),
        }
    }
}

/// Expands scopes from one place, for one holder, into one set of grants, as
/// `scopes.expand_scopes` does; a scope that means nothing is lost here, where 6.1.1 fails.
pub(super) struct Expansion<'a, T> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) targets: &'a Targets,
    pub(super) grants: &'a mut Grants,
    pub(super) trace: &'a mut T,
}

impl<T: Trace> Expansion<'_, T> {
    /// Add what `written` grants; `source` says where it is written.
    pub(super) fn add(&mut self, written: &str, source: impl Fn() -> Source) {
        match written.parse::<RawScope>() {
            Ok(raw) if self.catalogue.has(&raw.scope) => self.add_raw(&raw, &source),
            Ok(_) => self.lose(written, &[], Why::UnknownScope, &source),
            Err(fault) => self.lose(written, &[], fault.into(), &source),
        }
    }

    /// Add what `raw` grants.
    pub(super) fn add_raw(&mut self, raw: &RawScope, source: &impl Fn() -> Source) {
        match (&raw.scope, &raw.filter) {
            (Scope::SelfScope, RawFilter::Everything) => self.add_self(source),
            (_, RawFilter::Everything) => self.add_expanded(raw, None, source),
            (_, RawFilter::Named(filter)) => self.add_expanded(raw, Some(filter), source),
            (_, RawFilter::Own(own)) => match self.targets.get(*own) {
                Some(filter) => self.add_expanded(raw, Some(filter), source),
                None => self.lose_expanded(raw, Why::FilterWithoutTarget, source),
            },
        }
    }

    fn add_self(&mut self, source: &impl Fn() -> Source) {
        let written = Scope::SelfScope.as_str();
        let Some(user) = &self.targets.user else {
            return self.lose(written, OWN_RESOURCES, Why::SelfOfNoUser, source);
        };
        for own in OWN_RESOURCES {
            self.catalogue.descend(own, &mut |way| {
                let grant = Grant::on(way[way.len() - 1].clone(), user.clone());
                self.trace.granted(|| Way {
                    grant: grant.clone(),
                    source: source(),
                    written: written.to_owned(),
                    through: [&[Scope::SelfScope], way].concat(),
                });
                self.grants.insert(grant);
            });
        }
    }

    fn add_expanded(
        &mut self,
        raw: &RawScope,
        filter: Option<&Filter>,
        source: &impl Fn() -> Source,
    ) {
        self.catalogue.descend(&raw.scope, &mut |way| {
            let scope = &way[way.len() - 1];
            if raw.filter.leaves_out(scope) {
                self.trace.lost(|| Loss {
                    scope: Some(scope.clone()),
                    filter: filter.cloned(),
                    source: Some(source()),
                    written: raw.to_string(),
                    why: Why::NotAboutServers,
                });
                return;
            }
            let grant = Grant {
                scope: scope.clone(),
                filter: filter.cloned(),
            };
            self.trace.granted(|| Way {
                grant: grant.clone(),
                source: source(),
                written: raw.to_string(),
                through: way.to_vec(),
            });
            self.grants.insert(grant);
        });
    }

    fn lose_expanded(&mut self, raw: &RawScope, why: Why, source: &impl Fn() -> Source) {
        if T::RECORDS {
            let mut scopes = Vec::new();
            self.catalogue.descend(&raw.scope, &mut |way| {
                scopes.extend(way.last().cloned());
            });
            self.lose(&raw.to_string(), &scopes, why, source);
        }
    }

    fn lose(&mut self, written: &str, scopes: &[Scope], why: Why, source: &impl Fn() -> Source) {
        if !T::RECORDS {
            return;
        }
        let unknown = scopes.is_empty().then_some(None);
        for scope in scopes.iter().cloned().map(Some).chain(unknown) {
            self.trace.lost(|| Loss {
                scope,
                filter: None,
                source: Some(source()),
                written: written.to_owned(),
                why,
            });
        }
    }
}
