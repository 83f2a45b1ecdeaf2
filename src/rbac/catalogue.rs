//! Which scopes exist: those of JupyterHub, and the custom ones that a hub's configuration defines.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::filter::refused;
use super::scope::CUSTOM_RULE;
use super::{RawFilter, RawScope, Scope};
use crate::error::{Error, Result};

/// The definition of a custom scope, as in `c.JupyterHub.custom_scopes`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct CustomScope {
    /// What it allows, for people.
    pub description: String,
    /// The custom scopes that it directly brings with it, by full name.
    #[serde(default)]
    pub subscopes: Vec<String>,
}

/// The scopes that exist.
#[derive(Debug, Clone)]
pub struct Catalogue {
    custom: BTreeMap<Scope, Custom>,
    /// Whether custom scopes may exist whose definitions are not known.
    open: bool,
}

#[derive(Debug, Clone)]
struct Custom {
    description: String,
    subscopes: Vec<Scope>,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::undefined()
    }
}

impl Catalogue {
    /// The scopes of JupyterHub, and any well-formed custom one.
    ///
    /// For a database without its configuration: only there does a hub keep the definitions, so a
    /// custom scope stands for itself.
    pub const fn undefined() -> Self {
        Self {
            custom: BTreeMap::new(),
            open: true,
        }
    }

    /// The scopes of JupyterHub, and the `definitions` of a hub's configuration; no others.
    ///
    /// Refuses what `scopes.define_custom_scopes` refuses. A scope that brings itself with it is
    /// refused too: 6.1.1 takes it and then fails at every use.
    pub fn with_custom(
        definitions: impl IntoIterator<Item = (String, CustomScope)>,
    ) -> Result<Self> {
        let definitions: BTreeMap<String, CustomScope> = definitions.into_iter().collect();
        let mut custom = BTreeMap::new();
        for (name, definition) in &definitions {
            let scope = Scope::custom(name).ok_or_else(|| misnamed(name))?;
            let subscopes = definition
                .subscopes
                .iter()
                .map(|subscope| subscope_of(name, subscope, &definitions))
                .collect::<Result<_>>()?;
            let description = definition.description.clone();
            let defined = Custom {
                description,
                subscopes,
            };
            custom.insert(scope, defined);
        }
        let catalogue = Self {
            custom,
            open: false,
        };
        catalogue.refuse_circles()?;
        Ok(catalogue)
    }

    fn refuse_circles(&self) -> Result<()> {
        for scope in self.custom.keys() {
            let mut path = vec![scope];
            if self.leads_back(&mut path) {
                return Err(Error::invalid(format!(
                    "the custom scope `{scope}` is among its own subscopes"
                )));
            }
        }
        Ok(())
    }

    /// Whether a way down from the end of `path` comes back to its start.
    fn leads_back<'a>(&'a self, path: &mut Vec<&'a Scope>) -> bool {
        let last = path[path.len() - 1];
        self.subscopes(last).iter().any(|next| {
            if path.contains(&next) {
                return *next == *path[0];
            }
            path.push(next);
            let back = self.leads_back(path);
            path.pop();
            back
        })
    }

    /// Every scope known, in order.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        Scope::BUILTIN.iter().chain(self.custom.keys())
    }

    /// Every scope that no other brings with it: the roots of the tree.
    pub fn roots(&self) -> impl Iterator<Item = &Scope> {
        self.scopes()
            .filter(|scope| self.parents(scope).next().is_none())
    }

    /// The scopes that directly bring `scope` with them.
    pub fn parents<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = &'a Scope> {
        self.scopes()
            .filter(|parent| self.subscopes(parent).contains(scope))
    }

    /// The scopes that `scope` directly brings with it.
    pub fn subscopes(&self, scope: &Scope) -> &[Scope] {
        match self.custom.get(scope) {
            Some(custom) => &custom.subscopes,
            None => scope.builtin_subscopes(),
        }
    }

    /// What `scope` allows, in a line; `None` for a custom one whose definition is not known.
    pub fn description<'a>(&'a self, scope: &'a Scope) -> Option<&'a str> {
        scope
            .description()
            .or_else(|| Some(self.custom.get(scope)?.description.as_str()))
    }

    /// Whether `scope` exists.
    pub fn has(&self, scope: &Scope) -> bool {
        !scope.is_custom() || self.open || self.custom.contains_key(scope)
    }

    /// Read a scope that somebody is about to put into a role or token, and refuse what does not
    /// exist, as `scopes._check_scopes_exist` does.
    ///
    /// An empty name in a filter (`!user=`) is refused too: 6.1.1 takes it, and then fails at every
    /// use of the role or token.
    pub fn check(&self, written: &str) -> Result<RawScope> {
        let (name, filter) = written.split_once('!').unwrap_or((written, ""));
        let exists = Scope::named(name).is_some_and(|scope| self.has(&scope));
        if !exists {
            return Err(Scope::unknown(name, self.scopes().map(Scope::as_str)));
        }
        match written.parse::<RawScope>() {
            Ok(raw) if !names_unknown_kind(&raw) => Ok(raw),
            _ => Err(refused(written, filter)),
        }
    }

    /// [`Catalogue::check`] each.
    pub fn check_all<S: AsRef<str>>(&self, written: &[S]) -> Result<Vec<RawScope>> {
        written.iter().map(|one| self.check(one.as_ref())).collect()
    }

    /// Visit `scope` and everything it brings with it, each by its way down from `scope`.
    ///
    /// A scope that is brought along in two ways is visited twice.
    pub fn descend(&self, scope: &Scope, visit: &mut impl FnMut(&[Scope])) {
        self.step_down(&mut vec![scope.clone()], visit);
    }

    fn step_down(&self, way: &mut Vec<Scope>, visit: &mut impl FnMut(&[Scope])) {
        visit(way);
        for subscope in self.subscopes(&way[way.len() - 1]) {
            way.push(subscope.clone());
            self.step_down(way, visit);
            way.pop();
        }
    }
}

fn names_unknown_kind(raw: &RawScope) -> bool {
    match &raw.filter {
        RawFilter::Named(filter) => {
            !["user", "service", "group", "server"].contains(&filter.kind())
        }
        RawFilter::Everything | RawFilter::Own(_) => false,
    }
}

fn misnamed(name: &str) -> Error {
    let name = name.escape_debug();
    Error::invalid(format!("`{name}` cannot name a custom scope")).hint(CUSTOM_RULE)
}

/// The subscope called `name` of the custom scope `of`, if it may be one.
fn subscope_of(of: &str, name: &str, definitions: &BTreeMap<String, CustomScope>) -> Result<Scope> {
    if Scope::builtin(name).is_some() {
        return Err(Error::invalid(format!(
            "the custom scope `{of}` cannot bring `{name}` with it, which is not a custom scope"
        ))
        .hint("put both into a role"));
    }
    if !definitions.contains_key(name) {
        let name = name.escape_debug();
        return Err(Error::invalid(format!(
            "the custom scope `{of}` brings `{name}` with it, which is not defined"
        ))
        .did_you_mean(&name.to_string(), definitions.keys()));
    }
    Scope::custom(name).ok_or_else(|| misnamed(name))
}
