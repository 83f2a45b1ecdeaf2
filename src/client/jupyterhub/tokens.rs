//! Tokens of a JupyterHub, which tells of those of one user at a time.

use serde::Deserialize;
use serde_json::json;

use super::{Asked, JupyterHub, beyond};
use crate::client::http::Question;
use crate::error::{Error, Kind, Result};
use crate::model::{ServerRef, Token, TokenId, TokenOwner, UserName};
use crate::ops::tokens::{
    ChooseTokens, LIST, ListTokens, MadeToken, NEW, NewToken, REVOKE, ResolveTokens,
    ResolvedTokens, RevokeToken, RolesForToken, SHOW, ServersOfTokens, ShowToken, TokenFilter,
};

#[derive(Deserialize)]
struct Tokens {
    api_tokens: Vec<Token>,
}

impl Asked for ListTokens {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Vec<Token>> {
        hub.tokens(&self.0)
    }
}

impl Asked for ResolveTokens {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<ResolvedTokens> {
        hub.tokens(&self.0).map(ResolvedTokens::known)
    }
}

impl Asked for ShowToken {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Token> {
        match self {
            Self::Id(id) => hub.token(&hub.owner_of(id)?, id),
            Self::Of(user, id) => hub.token(user.as_str(), id),
            Self::Value(_) => Err(hub.cannot("does not look for a token by its value")),
        }
    }
}

impl Asked for ChooseTokens {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Vec<Token>> {
        let ids = self.0.into_iter();
        ids.map(|id| hub.token(&hub.owner_of(id)?, id)).collect()
    }
}

impl Asked for ServersOfTokens {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Vec<(TokenId, ServerRef)>> {
        let mut lost = Vec::new();
        for id in self.0 {
            let Some(server) = hub.token(&hub.owner_of(id)?, id)?.server_given() else {
                continue;
            };
            let servers = hub.user(&server.user, false)?.servers.or_default();
            if servers.contains_key(&server.server) {
                lost.push((id, server));
            }
        }
        Ok(lost)
    }
}

impl Asked for RevokeToken {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<usize> {
        let (user, id) = match self {
            Self::Id(id) => (hub.owner_of(id)?, id),
            Self::Of(user, id) => (user.to_string(), id),
        };
        let revoking = Question::of(&REVOKE, &[&user, &id.to_string()]);
        hub.do_or(&revoking, |status| {
            (status == 404).then(|| no_token(&user, id))
        })?;
        Ok(1)
    }
}

impl Asked for NewToken {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<MadeToken> {
        let TokenOwner::User(user) = &self.owner else {
            return Err(hub.cannot("makes no tokens for services"));
        };
        let mut body = json!({ "note": self.note });
        if let Some(span) = self.expires_in {
            body["expires_in"] = json!(span.num_seconds());
        }
        if let Some(allows) = &self.allows {
            match (allows.roles.is_empty(), allows.scopes.is_empty()) {
                (false, false) => {
                    return Err(hub.cannot("gives a token roles or scopes, not both"));
                }
                (false, true) => body["roles"] = json!(allows.roles),
                _ => body["scopes"] = json!(allows.scopes),
            }
        }
        let making = Question::of(&NEW, &[user.as_str()]).with(&body)?;
        hub.get_or(&making, |status| (status == 404).then(|| hub.no_user(user)))
    }
}

beyond! {
    "knows no roles": RolesForToken;
}

impl JupyterHub<'_> {
    fn tokens(&self, filter: &TokenFilter) -> Result<Vec<Token>> {
        let user = match &filter.owner {
            Some(TokenOwner::User(user)) => user,
            Some(TokenOwner::Service(_)) => {
                return Err(self.cannot("tells nothing of the tokens of services"));
            }
            None => {
                return Err(self
                    .cannot("tells of the tokens of one user at a time")
                    .hint("name the user by `--user`"));
            }
        };
        let mut tokens = self.tokens_of(user)?;
        tokens.retain(|token| chooses(filter, token));
        if filter.by_use {
            tokens.sort_by_key(|token| token.last_activity.or(token.created));
        }
        Ok(tokens)
    }

    /// All tokens of `user`.
    pub(super) fn tokens_of(&self, user: &UserName) -> Result<Vec<Token>> {
        let question = Question::of(&LIST, &[user.as_str()]);
        let Tokens { api_tokens } = self.get_or(&question, |status| {
            (status == 404).then(|| self.no_user(user))
        })?;
        let mut owners = self.owners.borrow_mut();
        owners.extend(api_tokens.iter().map(|token| (token.id, user.clone())));
        Ok(api_tokens)
    }

    fn token(&self, user: &str, id: TokenId) -> Result<Token> {
        let question = Question::of(&SHOW, &[user, &id.to_string()]);
        self.get_or(&question, |status| {
            (status == 404).then(|| no_token(user, id))
        })
    }
}

fn no_token(user: &str, id: TokenId) -> Error {
    Error::new(Kind::NotFound, format!("user `{user}` has no token `{id}`"))
        .hint(format!("see `hubctl token list --user {user}`"))
}

fn chooses(filter: &TokenFilter, token: &Token) -> bool {
    let used = token.last_activity.or(token.created);
    let end = token.expires_at;
    let by_client = token
        .oauth_client
        .as_deref()
        .is_some_and(|client| client != "JupyterHub");
    filter
        .client
        .as_ref()
        .is_none_or(|client| token.oauth_client.as_ref() == Some(client))
        && filter
            .created_before
            .is_none_or(|time| token.created < Some(time))
        && filter.unused_since.is_none_or(|time| used < Some(time))
        && filter
            .ending_by
            .is_none_or(|time| end.is_some_and(|end| end <= time))
        && filter
            .ending_from
            .is_none_or(|time| end.is_some_and(|end| end >= time))
        && (end.is_none() || !filter.never_expiring)
        && filter.oauth.is_none_or(|oauth| oauth == by_client)
}
