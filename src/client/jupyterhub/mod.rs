//! What an operation comes to on a JupyterHub: the requests of its REST API, by noun.
//!
//! Where JupyterHub says no, the sentence is that of the operation itself, as far as the status tells
//! what it was. What its API has no place for says so, and names the direct way.

mod described;
mod groups;
mod servers;
mod services;
mod shares;
mod tokens;
mod users;

use std::cell::RefCell;
use std::collections::HashMap;

use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::http::{Http, PAGES, Question};
use super::{Known, Place};
use crate::error::{Error, Result};
use crate::model::{TokenId, UserName};
use crate::ops::Request;
use crate::ops::accounts::{
    ApproveSignUp, Invite, ListAccounts, ListSignUps, RejectSignUp, SetPassword,
};
use crate::ops::audit::{LastAudited, ListAudit};
use crate::ops::explain::{Can, DiffTokens, ExplainRequest, ExplainRole, ExplainWho, ListGrants};
use crate::ops::oauth_clients::{DeleteOAuthClient, ListOAuthClients, ShowOAuthClient};
use crate::ops::roles::{
    CreateRole, DeleteRole, EditRole, GrantRole, ListRoles, RevokeRole, RolesAreKept, RolesToCome,
    ShowRole,
};
use crate::ops::scopes::{ExpandScopes, ListScopes, ShowScope};
use crate::ops::sent::Sent;
use crate::ops::servers::ForetellEnvironment;

/// How many of a listing are asked for at once: what JupyterHub gives at most, unless told otherwise.
const PAGE: u64 = 200;

/// An operation that a JupyterHub can be asked for.
pub trait Asked: Sent {
    /// Ask for it.
    ///
    /// # Errors
    /// Where the hub refuses, or its API has no place for it.
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Self::Output>;

    /// Find out what would come of it.
    ///
    /// # Errors
    /// As what is asked, and where the API tells of that only once it is done.
    fn rehearse(self, hub: &JupyterHub<'_>) -> Result<Self::Output> {
        let name = hub.known.name();
        Err(Error::invalid(format!("{name} cannot rehearse a change"))
            .hint("leave out `--dry-run`, or use `--db` on the hub's machine"))
    }
}

/// A JupyterHub that answers.
pub struct JupyterHub<'a> {
    http: &'a Http,
    known: &'a Known,
    watched: Option<&'a dyn Fn(usize, usize)>,
    owners: &'a RefCell<HashMap<TokenId, UserName>>,
}

/// A page of a listing.
#[derive(Deserialize)]
struct Paged<T> {
    items: Vec<T>,
    #[serde(rename = "_pagination")]
    position: Position,
}

#[derive(Deserialize)]
struct Position {
    total: u64,
    next: Option<Next>,
}

#[derive(Deserialize)]
struct Next {
    offset: u64,
}

/// A page, or all of it from a hub that does not know of pages.
#[derive(Deserialize)]
#[serde(untagged)]
enum Listing<T> {
    Page(Paged<T>),
    All(Vec<T>),
}

impl<'a> JupyterHub<'a> {
    pub(super) fn new(
        http: &'a Http,
        known: &'a Known,
        watched: Option<&'a dyn Fn(usize, usize)>,
        owners: &'a RefCell<HashMap<TokenId, UserName>>,
    ) -> Self {
        Self {
            http,
            known,
            watched,
            owners,
        }
    }

    fn place(&self) -> &Place {
        self.http.place()
    }

    /// What is answered to `question`.
    fn get<T: DeserializeOwned>(&self, question: &Question) -> Result<T> {
        self.http.send(question)?.outcome(self.place())
    }

    /// The same, with `refused` in place of what the hub says under some statuses.
    fn get_or<T: DeserializeOwned>(
        &self,
        question: &Question,
        refused: impl FnOnce(u16) -> Option<Error>,
    ) -> Result<T> {
        let answer = self.http.send(question)?;
        match refused(answer.status().as_u16()) {
            Some(error) if answer.refusal(self.place()).is_of_hub() => Err(error),
            _ => answer.outcome(self.place()),
        }
    }

    /// The same where only the status counts.
    fn do_or(
        &self,
        question: &Question,
        refused: impl FnOnce(u16) -> Option<Error>,
    ) -> Result<StatusCode> {
        let answer = self.http.send(question)?;
        let status = answer.status();
        match refused(status.as_u16()) {
            Some(error) if answer.refusal(self.place()).is_of_hub() => Err(error),
            _ if status.is_success() => Ok(status),
            _ => Err(answer.refusal(self.place())),
        }
    }

    /// All of a listing, page after page.
    fn all<T: DeserializeOwned>(
        &self,
        request: &Request,
        names: &[&str],
        query: &[(&'static str, &str)],
        missing: impl Fn() -> Error,
    ) -> Result<Vec<T>> {
        let mut items = Vec::new();
        let mut offset = 0;
        loop {
            let mut question = Question::of(request, names)
                .accepting(PAGES)
                .asking("offset", &offset)
                .asking("limit", &PAGE);
            for (name, value) in query {
                question = question.asking(name, *value);
            }
            match self.get_or(&question, |status| (status == 404).then(&missing))? {
                Listing::All(all) => return Ok(all),
                Listing::Page(Paged {
                    items: more,
                    position,
                }) => {
                    items.extend(more);
                    if let Some(watched) = self.watched.filter(|_| position.total > PAGE) {
                        let total = usize::try_from(position.total).unwrap_or(usize::MAX);
                        watched(items.len(), total);
                    }
                    match position.next {
                        // A hub that never comes to an end is no reason to do so, too.
                        Some(next) if next.offset > offset => offset = next.offset,
                        _ => return Ok(items),
                    }
                }
            }
        }
    }

    /// Whose the token `id` is: as was told before, else of whoever asks.
    fn owner_of(&self, id: TokenId) -> Result<String> {
        if let Some(owner) = self.owners.borrow().get(&id) {
            return Ok(owner.to_string());
        }
        let whoami: Value = self.get(&Question::get("/user"))?;
        match (whoami["kind"].as_str(), whoami["name"].as_str()) {
            (Some("user"), Some(name)) => Ok(name.to_owned()),
            _ => Err(self
                .cannot("knows a token by its user alone")
                .hint("or choose the token by `--user`")),
        }
    }

    /// What the API has no place for: `knows no roles`.
    fn cannot(&self, what: &str) -> Error {
        Error::invalid(format!(
            "this hub is {}, whose API {what}",
            self.known.name()
        ))
        .hint("use `--db` on the hub's machine")
    }
}

impl Error {
    /// Whether a hub said it, and nothing on the way to one.
    fn is_of_hub(&self) -> bool {
        self.kind() != crate::error::Kind::Unreachable
    }
}

macro_rules! beyond {
    ($($what:literal: $($operation:ident)*;)*) => {$($(
        impl Asked for $operation {
            fn ask(self, hub: &JupyterHub<'_>) -> Result<Self::Output> {
                Err(hub.cannot($what))
            }
        }
    )*)*};
}
use beyond;

beyond! {
    "knows no roles": ListRoles ShowRole CreateRole EditRole DeleteRole GrantRole RevokeRole;
    "explains nothing": Can ListGrants ExplainWho ExplainRole ExplainRequest DiffTokens;
    "tells nothing of scopes": ListScopes ShowScope ExpandScopes;
    "tells nothing of OAuth clients": ListOAuthClients ShowOAuthClient DeleteOAuthClient;
    "has no audit log": ListAudit LastAudited;
    "does not tell what servers are given": ForetellEnvironment;
}

macro_rules! no_accounts {
    ($($operation:ident)*) => {$(
        impl Asked for $operation {
            fn ask(self, hub: &JupyterHub<'_>) -> Result<Self::Output> {
                Err(Error::invalid(format!(
                    "this hub is {}, which keeps no accounts: its authenticator knows people",
                    hub.known.name()
                )))
            }
        }
    )*};
}

no_accounts! { ListAccounts ListSignUps SetPassword Invite ApproveSignUp RejectSignUp }

/// A hub that runs has made its roles.
impl Asked for RolesToCome {
    fn ask(self, _: &JupyterHub<'_>) -> Result<bool> {
        Ok(false)
    }
}

/// It makes its roles anew whenever it starts.
impl Asked for RolesAreKept {
    fn ask(self, _: &JupyterHub<'_>) -> Result<bool> {
        Ok(false)
    }
}
