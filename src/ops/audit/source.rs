//! Where a change comes from.

use std::sync::Arc;

use crate::model::{AuditEntry, Author, Door, TokenId};
use crate::rbac::{Caller, Client};

/// By which door somebody came, who they are, and by what they are known.
#[derive(Debug, Clone)]
pub struct Source {
    door: Door,
    who: Author,
    token: Option<TokenId>,
    client: Option<String>,
    request: Option<Arc<str>>,
}

impl Source {
    /// `caller`, over the REST API by `token`, in the request with this id.
    pub fn api(caller: &Caller, token: Option<TokenId>, request: Option<Arc<str>>) -> Self {
        let holder = caller.holder();
        let who = Author {
            kind: holder.map_or("operator", |holder| holder.kind()).to_owned(),
            name: holder.map_or("", |holder| holder.name()).to_owned(),
            uid: None,
        };
        Self {
            door: Door::Api,
            who,
            token,
            client: client_of(caller),
            request,
        }
    }

    /// Somebody who signs in as `name`, in the request with this id.
    pub fn visitor(name: String, request: Option<Arc<str>>) -> Self {
        Self {
            request,
            ..Self::without_token(Door::Api, "user", name, None)
        }
    }

    /// An OAuth client, which has shown its secret in the request with this id.
    pub fn oauth_client(identifier: String, request: Option<Arc<str>>) -> Self {
        Self {
            request,
            ..Self::without_token(Door::Api, "oauth-client", identifier, None)
        }
    }

    /// The operator of the database, by what the system calls them.
    pub fn operator(name: String, uid: u32) -> Self {
        Self::without_token(Door::Cli, "operator", name, Some(uid))
    }

    /// The hub itself, of its own accord.
    pub fn hub() -> Self {
        Self::without_token(Door::Hub, "hub", "jupyterhub".to_owned(), None)
    }

    fn without_token(door: Door, kind: &str, name: String, uid: Option<u32>) -> Self {
        Self {
            door,
            who: Author {
                kind: kind.to_owned(),
                name,
                uid,
            },
            token: None,
            client: None,
            request: None,
        }
    }

    /// Who it is.
    pub fn who(&self) -> &Author {
        &self.who
    }

    /// That `operation` was done from here.
    pub fn entry(&self, operation: String, target: Option<String>) -> AuditEntry {
        AuditEntry {
            door: self.door,
            who: self.who.clone(),
            token: self.token,
            client: self.client.clone(),
            request: self.request.as_deref().map(str::to_owned),
            operation,
            target,
            before: None,
            after: None,
            refused: None,
            left_out: 0,
        }
    }
}

/// Whose the token is that acts in its owner's name; nobody's where its owner has it.
fn client_of(caller: &Caller) -> Option<String> {
    let granted = caller.granted()?;
    let token = granted.subject().token.as_ref()?;
    match (&token.client, &token.server) {
        (Client::Server(server), _) | (_, Some(server)) => Some(format!("server={server}")),
        (Client::Service(service), _) => Some(format!("service={service}")),
        (Client::Hub | Client::Orphan | Client::Missing, None) => None,
    }
}
