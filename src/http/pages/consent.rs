//! Where people say what a server or service may do in their name.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Page;
use crate::ops::oauth::{Asked, Described};
use crate::rbac::{Holder, Scope};

/// What it asks for.
#[derive(Debug, Serialize)]
pub(in crate::http) struct ConsentPage {
    oauth_client: Client,
    /// What is sent back, as written.
    allowed_scopes: BTreeSet<String>,
    /// The same in words, beyond telling whose it is.
    scope_descriptions: Vec<InWords>,
}

/// The server or service.
#[derive(Debug, Serialize)]
struct Client {
    description: String,
    redirect_uri: String,
    /// Where whoever does not agree goes, if not home.
    deny: Option<String>,
}

/// One of the things that it could do.
#[derive(Debug, Serialize)]
struct InWords {
    scope: Option<String>,
    description: String,
    filter: String,
}

impl Page for ConsentPage {
    const TEMPLATE: &'static str = "oauth.html";

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let sample = |descriptions| Self {
            oauth_client: Client {
                description: "Server at /user/ada/".to_owned(),
                redirect_uri: "/user/ada/oauth_callback".to_owned(),
                deny: None,
            },
            allowed_scopes: BTreeSet::from(["tokens!user".to_owned()]),
            scope_descriptions: descriptions,
        };
        let told = |filter: &str| InWords {
            scope: Some("tokens".to_owned()),
            description: "Make tokens".to_owned(),
            filter: filter.to_owned(),
        };
        vec![
            sample(vec![identify()]),
            sample(vec![told("only you"), told("")]),
        ]
    }
}

impl ConsentPage {
    /// What is `asked` of `person`.
    pub(in crate::http) fn new(asked: Asked, person: &Holder) -> Self {
        let mut descriptions: Vec<_> = asked
            .described
            .iter()
            .map(|described| description(described, person))
            .collect();
        if descriptions.is_empty() {
            descriptions.push(identify());
        }
        let inherits = |described: &Described| described.scope == Scope::Inherit;
        Self {
            // It is all that the person may do: nothing is left to name beside it.
            allowed_scopes: if asked.described.iter().any(inherits) {
                BTreeSet::from([Scope::Inherit.to_string()])
            } else {
                asked.scopes
            },
            scope_descriptions: descriptions,
            oauth_client: Client {
                description: asked.description,
                redirect_uri: asked.redirect_uri,
                deny: asked.denied,
            },
        }
    }
}

/// No more than who they are.
fn identify() -> InWords {
    InWords {
        scope: None,
        description: "Know your name and your groups".to_owned(),
        filter: String::new(),
    }
}

fn description(described: &Described, person: &Holder) -> InWords {
    let filter = described.filter.as_deref().unwrap_or_default();
    let filter = match filter.split_once('=') {
        None if filter == "user" => "only you".to_owned(),
        Some(("user", name)) if name == person.name() => "only you".to_owned(),
        Some(("group", name)) => format!("the people in the group {name}"),
        Some((kind, name)) => format!("the {kind} {name}"),
        None => filter.to_owned(),
    };
    InWords {
        scope: Some(described.scope.to_string()),
        description: described.description.clone(),
        filter,
    }
}
