//! What somebody may do, as a tree to choose from.

use std::collections::BTreeSet;

use serde::Serialize;

use super::error::sentence;
use crate::model::UserName;
use crate::rbac::{Catalogue, Filter, Grants, Reach, Scope};

/// A scope that somebody holds, and those that it brings along.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Node {
    scope: String,
    /// As it is asked for: with where it is held, and several times where that is in several places.
    value: String,
    description: String,
    /// Where it is held; empty for everywhere.
    reach: String,
    below: Vec<Node>,
}

/// What `grants` allow `user`, by what brings what along.
pub(super) fn of(grants: &Grants, catalogue: &Catalogue, user: &UserName) -> Vec<Node> {
    let mut seen = BTreeSet::new();
    let mut tree = Vec::new();
    // From the top; what is held without what brings it along comes after, by itself.
    for scope in catalogue.roots().chain(catalogue.scopes()) {
        tree.extend(node(scope, grants, catalogue, user, &mut seen));
    }
    tree
}

fn node(
    scope: &Scope,
    grants: &Grants,
    catalogue: &Catalogue,
    user: &UserName,
    seen: &mut BTreeSet<Scope>,
) -> Option<Node> {
    let reach = grants.reach(scope).filter(|reach| !reach.is_nowhere())?;
    if !seen.insert(scope.clone()) {
        return None;
    }
    let below = catalogue.subscopes(scope).iter();
    let below: Vec<Node> = below
        .filter_map(|scope| node(scope, grants, catalogue, user, seen))
        .collect();
    Some(Node {
        scope: scope.to_string(),
        value: value(scope, reach),
        description: sentence(catalogue.description(scope).unwrap_or_default()),
        reach: in_words(reach, user),
        below,
    })
}

fn value(scope: &Scope, reach: &Reach) -> String {
    match reach {
        Reach::All => scope.to_string(),
        Reach::Only(filters) => {
            let each = filters.iter().map(|filter| format!("{scope}!{filter}"));
            each.collect::<Vec<_>>().join(" ")
        }
    }
}

fn in_words(reach: &Reach, user: &UserName) -> String {
    let Reach::Only(filters) = reach else {
        return String::new();
    };
    let own = Filter::User(user.clone());
    let places = filters.iter().map(|filter| {
        if filter == own {
            return "only you".to_owned();
        }
        let written = filter.to_string();
        match written.split_once('=') {
            Some(("group", name)) => format!("people in the group {name}"),
            Some((kind, name)) => format!("the {kind} {name}"),
            None => written,
        }
    });
    places.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
pub(super) fn sample() -> Vec<Node> {
    let leaf = Node {
        scope: "read:users".to_owned(),
        value: "read:users!user=ada".to_owned(),
        description: "Read users".to_owned(),
        reach: "only you".to_owned(),
        below: Vec::new(),
    };
    let root = Node {
        scope: "users".to_owned(),
        below: vec![leaf.clone()],
        ..leaf
    };
    vec![root]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rbac::Grants;

    #[test]
    fn each_scope_that_is_held_is_in_the_tree_once_below_what_brings_it() {
        let catalogue = Catalogue::default();
        let written = [
            "users!user=ada",
            "read:users!user=ada",
            "access:servers!server=bob/",
            "tokens",
        ];
        let grants = Grants::parse(written).unwrap();
        let tree = of(&grants, &catalogue, &"ada".into());
        let found: Vec<_> = tree
            .iter()
            .map(|node| {
                (
                    node.scope.as_str(),
                    node.value.as_str(),
                    node.reach.as_str(),
                )
            })
            .collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.contains(&("users", "users!user=ada", "only you")));
        assert!(found.contains(&("tokens", "tokens", "")));
        assert!(
            found
                .iter()
                .any(|(scope, _, reach)| *scope == "access:servers" && !reach.is_empty())
        );
        let users = tree.iter().find(|node| node.scope == "users").unwrap();
        assert_eq!(users.below[0].scope, "read:users");
    }
}
