//! What somebody may do: each scope, and on what.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::filter::owner_of_nameless;
use super::{Catalogue, Fault, Filter, Membership, Own, RawFilter, RawScope, Scope};
use crate::error::Result;
use crate::model::{GroupName, ServerRef, ServiceName, UserName};

/// The names that a scope is narrowed to; nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// These users, and their servers.
    pub users: BTreeSet<UserName>,
    /// These groups, and the users in them with their servers.
    pub groups: BTreeSet<GroupName>,
    /// These servers.
    pub servers: BTreeSet<ServerRef>,
    /// These services.
    pub services: BTreeSet<ServiceName>,
    /// Filters that match nothing, kept because JupyterHub lists them.
    pub(super) unmatchable: BTreeSet<Arc<str>>,
}

impl Filters {
    /// Add one name; whether it was new.
    pub(super) fn insert(&mut self, filter: Filter) -> bool {
        match filter {
            Filter::User(name) => self.users.insert(name),
            Filter::Group(name) => self.groups.insert(name),
            Filter::Server(server) => self.servers.insert(server),
            Filter::Service(name) => self.services.insert(name),
            Filter::Unmatchable(whole) => self.unmatchable.insert(whole),
        }
    }

    /// Whether this very name is among them; what follows from it is for [`Reach::includes`].
    pub fn has(&self, filter: &Filter) -> bool {
        match filter {
            Filter::User(name) => self.users.contains(name),
            Filter::Group(name) => self.groups.contains(name),
            Filter::Server(server) => self.servers.contains(server),
            Filter::Service(name) => self.services.contains(name),
            Filter::Unmatchable(whole) => self.unmatchable.contains(whole),
        }
    }

    /// Each name, as a filter.
    pub fn iter(&self) -> impl Iterator<Item = Filter> {
        let users = self.users.iter().cloned().map(Filter::User);
        let groups = self.groups.iter().cloned().map(Filter::Group);
        let servers = self.servers.iter().cloned().map(Filter::Server);
        let services = self.services.iter().cloned().map(Filter::Service);
        let unmatchable = self.unmatchable.iter().cloned().map(Filter::Unmatchable);
        users
            .chain(groups)
            .chain(servers)
            .chain(services)
            .chain(unmatchable)
    }

    /// Whether there are none, so that the scope is of no use.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
            && self.groups.is_empty()
            && self.servers.is_empty()
            && self.services.is_empty()
            && self.unmatchable.is_empty()
    }
}

/// How far a scope goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    All,
    /// Only what is named.
    Only(Filters),
}

impl Reach {
    /// Whether it goes nowhere at all.
    pub fn is_nowhere(&self) -> bool {
        matches!(self, Self::Only(only) if only.is_empty())
    }

    /// Whether it goes as far as `target`; `None` is everything.
    ///
    /// A user stands for their servers, a group for the users in it and their servers, as in
    /// `scopes.has_scope`.
    pub fn includes(&self, target: Option<&Filter>, membership: &impl Membership) -> Result<bool> {
        let (only, target) = match (self, target) {
            (Self::All, _) => return Ok(true),
            (Self::Only(_), None) => return Ok(false),
            (Self::Only(only), Some(target)) => (only, target),
        };
        if only.has(target) {
            return Ok(true);
        }
        match target {
            Filter::User(user) => only.includes_by_group(user, membership),
            Filter::Server(server) => only.includes_owner(&server.user, membership),
            Filter::Unmatchable(whole) => match owner_of_nameless(whole) {
                Some(user) => only.includes_owner(&user, membership),
                None => Ok(false),
            },
            Filter::Group(_) | Filter::Service(_) => Ok(false),
        }
    }
}

impl Filters {
    /// Whether `user` is in a group that is named.
    pub(super) fn includes_by_group(
        &self,
        user: &UserName,
        membership: &impl Membership,
    ) -> Result<bool> {
        Ok(!self.groups.is_empty() && membership.is_in_any(user, &self.groups)?)
    }

    /// Whether the servers of `user` are within the users or groups named.
    pub(super) fn includes_owner(
        &self,
        user: &UserName,
        membership: &impl Membership,
    ) -> Result<bool> {
        Ok(self.users.contains(user) || self.includes_by_group(user, membership)?)
    }
}

/// One scope, on everything or on one thing: what JupyterHub calls an expanded scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    /// What may be done.
    pub scope: Scope,
    /// On what; `None` is everything.
    pub filter: Option<Filter>,
}

impl Grant {
    /// `scope` on everything.
    pub fn everywhere(scope: Scope) -> Self {
        Self {
            scope,
            filter: None,
        }
    }

    /// `scope` on what `filter` names.
    pub fn on(scope: Scope, filter: Filter) -> Self {
        Self {
            scope,
            filter: Some(filter),
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.filter {
            None => write!(f, "{}", self.scope),
            Some(filter) => write!(f, "{}!{filter}", self.scope),
        }
    }
}

impl Serialize for Grant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Grant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        given
            .parse()
            .map_err(|_| serde::de::Error::custom("no scope as it is granted"))
    }
}

/// Reads an expanded scope, in which each filter has its name.
impl FromStr for Grant {
    type Err = Fault;

    fn from_str(written: &str) -> Result<Self, Fault> {
        let RawScope { scope, filter } = written.parse()?;
        let nameless = |own: Own| Fault::NamelessFilter(own.to_string());
        let filter = match filter {
            RawFilter::Everything => None,
            RawFilter::Named(filter) => Some(filter),
            RawFilter::Own(own) => return Err(nameless(own)),
        };
        Ok(Self { scope, filter })
    }
}

/// A set of grants, always in its least form: a scope on everything swallows its filters, as
/// `scopes.reduce_scopes` makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants(BTreeMap<Scope, Reach>);

impl Grants {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How far `scope` goes, if it is held at all.
    pub fn reach(&self, scope: &Scope) -> Option<&Reach> {
        self.0.get(scope)
    }

    /// Each scope held, and how far it goes.
    pub fn reaches(&self) -> impl Iterator<Item = (&Scope, &Reach)> {
        self.0.iter()
    }

    /// Whether `scope` is held, on anything at all.
    pub fn holds(&self, scope: &Scope) -> bool {
        self.0.contains_key(scope)
    }

    /// Whether `scope` may be used on `target` (`None`: on everything), as `scopes.has_scope` says.
    pub fn allows(
        &self,
        scope: &Scope,
        target: Option<&Filter>,
        membership: &impl Membership,
    ) -> Result<bool> {
        self.reach(scope)
            .map_or(Ok(false), |reach| reach.includes(target, membership))
    }

    /// Add one; whether it changed anything.
    pub fn insert(&mut self, Grant { scope, filter }: Grant) -> bool {
        match (self.0.entry(scope), filter) {
            (Entry::Vacant(new), None) => {
                new.insert(Reach::All);
                true
            }
            (Entry::Vacant(new), Some(filter)) => {
                let mut only = Filters::default();
                only.insert(filter);
                new.insert(Reach::Only(only));
                true
            }
            (Entry::Occupied(mut held), filter) => match (held.get_mut(), filter) {
                (Reach::All, _) => false,
                (reach @ Reach::Only(_), None) => {
                    *reach = Reach::All;
                    true
                }
                (Reach::Only(only), Some(filter)) => only.insert(filter),
            },
        }
    }

    /// Set how far `scope` goes; nowhere removes it.
    pub(super) fn set(&mut self, scope: Scope, reach: Reach) {
        if matches!(&reach, Reach::Only(only) if only.is_empty()) {
            self.0.remove(&scope);
        } else {
            self.0.insert(scope, reach);
        }
    }

    /// Each grant by itself.
    pub fn iter(&self) -> impl Iterator<Item = Grant> {
        self.0.iter().flat_map(|(scope, reach)| {
            let everywhere = matches!(reach, Reach::All).then(|| Grant::everywhere(scope.clone()));
            let only = match reach {
                Reach::All => None,
                Reach::Only(only) => Some(only.iter().map(|f| Grant::on(scope.clone(), f))),
            };
            everywhere.into_iter().chain(only.into_iter().flatten())
        })
    }

    /// Whether this very grant is listed; what follows from others is for [`Grants::allows`].
    pub fn lists(&self, grant: &Grant) -> bool {
        match (self.reach(&grant.scope), &grant.filter) {
            (Some(Reach::All), None) => true,
            (Some(Reach::Only(only)), Some(filter)) => only.has(filter),
            _ => false,
        }
    }

    /// The grants listed here and not in `others`, name for name.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        self.iter().filter(|grant| !others.lists(grant)).collect()
    }

    /// Those that no other here brings with it: the shortest list that grants the same.
    #[must_use]
    pub fn heads(&self, catalogue: &Catalogue) -> Self {
        let brought = |grant: &Grant| {
            catalogue.parents(&grant.scope).any(|parent| {
                self.lists(&Grant {
                    scope: parent.clone(),
                    filter: grant.filter.clone(),
                })
            })
        };
        self.iter().filter(|grant| !brought(grant)).collect()
    }

    /// The set in JupyterHub's spelling, sorted (`scopes.unparse_scopes`).
    pub fn unparse(&self) -> BTreeSet<String> {
        self.spelled().into_iter().map(Cow::into_owned).collect()
    }

    /// The same, as a list, in which nothing is copied that is a scope's own name.
    pub fn spelled(&self) -> Vec<Cow<'_, str>> {
        let mut all = Vec::with_capacity(self.0.len());
        for (scope, reach) in self.reaches() {
            match reach {
                Reach::All => all.push(Cow::Borrowed(scope.as_str())),
                Reach::Only(only) => {
                    all.extend(only.iter().map(|on| format!("{scope}!{on}").into()));
                }
            }
        }
        all.sort_unstable();
        all
    }

    /// Read a set of expanded scopes (`scopes.parse_scopes`).
    pub fn parse<S: AsRef<str>>(scopes: impl IntoIterator<Item = S>) -> Result<Self, Fault> {
        scopes
            .into_iter()
            .map(|scope| scope.as_ref().parse::<Grant>())
            .collect()
    }
}

impl Extend<Grant> for Grants {
    fn extend<I: IntoIterator<Item = Grant>>(&mut self, grants: I) {
        for grant in grants {
            self.insert(grant);
        }
    }
}

impl FromIterator<Grant> for Grants {
    fn from_iter<I: IntoIterator<Item = Grant>>(grants: I) -> Self {
        let mut all = Self::new();
        all.extend(grants);
        all
    }
}

/// A sorted list in JupyterHub's spelling.
impl Serialize for Grants {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.spelled())
    }
}

impl<'de> Deserialize<'de> for Grants {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Vec::<String>::deserialize(deserializer)?;
        Self::parse(given).map_err(|_| serde::de::Error::custom("no list of scopes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_bring_the_rest_with_them() {
        let catalogue = Catalogue::undefined();
        let heads = |scopes: &[&str]| Grants::parse(scopes).unwrap().heads(&catalogue).unparse();
        let all = [
            "servers",
            "read:servers",
            "read:users:name",
            "read:users:name!user=ada",
        ];
        assert_eq!(heads(&all), BTreeSet::from(["servers".to_owned()]));
        let narrower = ["servers!user=ada", "read:servers", "start:servers!user=ada"];
        let both = ["read:servers".to_owned(), "servers!user=ada".to_owned()];
        assert_eq!(heads(&narrower), BTreeSet::from(both));
    }
}
