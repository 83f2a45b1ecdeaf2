//! All that somebody may do, as a tree from where it is written to what it expands to.

use serde::{Deserialize, Serialize};

use super::expand::OWN_RESOURCES;
use super::{
    Catalogue, Grant, Grants, Loss, Membership, Recorded, Scope, Source, Subject, Way, Why,
};
use crate::error::Result;

/// All that somebody may do, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Where scopes are written, in the order they are met: roles, shares, the token.
    pub sources: Vec<Branch>,
    /// What it all comes to.
    pub grants: Grants,
    /// What is lost, and why; for a token this has what it lacks of its owner's.
    pub losses: Vec<Loss>,
}

/// One place where scopes are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Which.
    pub source: Source,
    /// The scopes written there.
    pub scopes: Vec<Written>,
}

/// A scope as written, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// As written.
    pub written: String,
    /// What it expands to; nothing if it is lost.
    pub expansion: Vec<Node>,
    /// The steps that lost all or part of it, each once.
    pub lost: Vec<Why>,
}

/// A scope in an expansion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// The scope.
    pub scope: Scope,
    /// What is granted by it; none for a metascope.
    pub grant: Option<Grant>,
    /// If the two sides of a token do not agree on it: which one lacks it.
    pub lost: Option<Why>,
    /// What it brings with it.
    pub brings: Vec<Node>,
}

/// What `subject` may do, and where that comes from.
pub fn outline(
    catalogue: &Catalogue,
    subject: &Subject,
    membership: &impl Membership,
) -> Result<Outline> {
    let mut recorded = Recorded::default();
    let grants = subject.resolve(catalogue, membership, &mut recorded)?;
    let mut outline = Outline {
        sources: Vec::new(),
        grants,
        losses: recorded.losses,
    };
    for way in &recorded.ways {
        let lost = disagreement(subject, &outline.grants, way, membership)?;
        let written = outline.written(&way.source, &way.written);
        grow(&mut written.expansion, way, lost);
    }
    for loss in outline.losses.clone() {
        if let Some(source) = &loss.source {
            let written = outline.written(source, &loss.written);
            if !written.lost.contains(&loss.why) {
                written.lost.push(loss.why);
            }
        }
    }
    Ok(outline)
}

impl Outline {
    /// The place in the tree for what `source` has as `written`.
    fn written(&mut self, source: &Source, written: &str) -> &mut Written {
        let branch = find_or_add(
            &mut self.sources,
            |branch| branch.source == *source,
            || Branch {
                source: source.clone(),
                scopes: Vec::new(),
            },
        );
        find_or_add(
            &mut branch.scopes,
            |known| known.written == written,
            || Written {
                written: written.to_owned(),
                expansion: Vec::new(),
                lost: Vec::new(),
            },
        )
    }
}

fn find_or_add<T>(
    all: &mut Vec<T>,
    is_it: impl Fn(&T) -> bool,
    make: impl FnOnce() -> T,
) -> &mut T {
    let at = all.iter().position(is_it).unwrap_or_else(|| {
        all.push(make());
        all.len() - 1
    });
    &mut all[at]
}

/// Which side of the token lacks what this way leads to.
fn disagreement(
    subject: &Subject,
    grants: &Grants,
    way: &Way,
    membership: &impl Membership,
) -> Result<Option<Why>> {
    let Grant { scope, filter } = &way.grant;
    let is_everything = *scope == Scope::Inherit;
    if subject.token.is_none()
        || is_everything
        || grants.allows(scope, filter.as_ref(), membership)?
    {
        return Ok(None);
    }
    Ok(Some(if way.source.is_of_token() {
        Why::NotOfOwner
    } else {
        Why::NotInToken
    }))
}

/// Add the steps of `way` to a tree.
fn grow(mut nodes: &mut Vec<Node>, way: &Way, mut lacking: Option<Why>) {
    for (step, scope) in way.through.iter().enumerate() {
        let node = find_or_add(
            nodes,
            |node| node.scope == *scope,
            || Node {
                scope: scope.clone(),
                grant: None,
                lost: None,
                brings: Vec::new(),
            },
        );
        if step + 1 == way.through.len() {
            node.grant = Some(way.grant.clone());
            node.lost = lacking.take();
        }
        nodes = &mut node.brings;
    }
}

/// A scope with all that it brings with it, whoever holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeTree {
    /// The scope.
    pub scope: Scope,
    /// What it allows; none for a custom scope whose definition is not known.
    pub description: Option<String>,
    /// What it brings with it; for `self`, what it stands for.
    pub subscopes: Vec<ScopeTree>,
}

impl Catalogue {
    /// `scope` with all that it brings with it.
    pub fn tree(&self, scope: &Scope) -> ScopeTree {
        let below = match scope {
            Scope::SelfScope => OWN_RESOURCES,
            _ => self.subscopes(scope),
        };
        ScopeTree {
            scope: scope.clone(),
            description: self.description(scope).map(str::to_owned),
            subscopes: below.iter().map(|below| self.tree(below)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_of_scopes_has_every_scope_below_a_root() {
        fn collect(tree: &ScopeTree, into: &mut std::collections::BTreeSet<Scope>) {
            into.insert(tree.scope.clone());
            tree.subscopes.iter().for_each(|below| collect(below, into));
        }
        let catalogue = Catalogue::undefined();
        let mut met = std::collections::BTreeSet::new();
        for root in catalogue.roots() {
            collect(&catalogue.tree(root), &mut met);
        }
        assert_eq!(met.len(), Scope::BUILTIN.len());
    }
}
