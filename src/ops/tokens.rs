//! API tokens.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::new::{Allows, MadeToken, NewToken, RolesForToken};
pub use self::resolved::{ResolveTokens, ResolvedTokens};
use self::resolved::{cut, show};
use super::Operation;
use super::audit::{Change, Record, Subject};
use super::request::Request;
use super::users::find;
use super::who::holder_id;
use crate::error::{Error, Kind, Result};
use crate::model::{Secret, ServerRef, Token, TokenId, TokenOwner, UserName};
use crate::rbac::{Allowed, Caller, Holder, Needs, Reach, Scope, Target};
use crate::store::oauth_clients::HUB;
use crate::store::servers::ServerFilter;
pub use crate::store::tokens::TokenFilter;
use crate::store::{Tx, servers, tokens};

mod new;
mod resolved;

/// What the REST API can be asked about tokens.
pub const REQUESTS: &[Request] = &[LIST, NEW, SHOW, REVOKE];

/// List a user's tokens.
pub const LIST: Request = Request::get(
    "/users/{user}/tokens",
    "list a user's tokens",
    &[Scope::ReadTokens],
);
/// Make a token for a user.
pub const NEW: Request = Request::post(
    "/users/{user}/tokens",
    "make a token for a user",
    &[Scope::Tokens],
);
/// Show a token.
pub const SHOW: Request = Request::get(
    "/users/{user}/tokens/{token}",
    "show a token",
    &[Scope::ReadTokens],
);
/// Revoke a token.
pub const REVOKE: Request = Request::delete(
    "/users/{user}/tokens/{token}",
    "revoke a token",
    &[Scope::Tokens],
);

/// List the tokens that a filter chooses.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListTokens(pub TokenFilter);

impl Needs for ListTokens {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        self.0.owner.as_ref().map_or(Target::Listing, target_of)
    }
}

impl Operation for ListTokens {
    type Output = Vec<Token>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Token>> {
        let caller = allowed.caller().clone();
        let (ListTokens(filter), reach) = allowed.into_parts();
        let mut tokens = list(tx, &caller, &reach, &filter)?;
        for token in &mut tokens {
            cut(&caller, token);
        }
        Ok(tokens)
    }
}

fn list(tx: &Tx<'_>, caller: &Caller, reach: &Reach, filter: &TokenFilter) -> Result<Vec<Token>> {
    match &filter.owner {
        Some(TokenOwner::User(name)) => drop(find(tx, caller, name)?),
        Some(owner) => drop(holder_id(tx, caller, &Holder::from(owner))?),
        None => {}
    }
    tokens::list(tx, reach, filter)
}

/// Show a token, with what it allows.
#[derive(Serialize, Deserialize)]
pub enum ShowToken {
    /// The one with this key.
    Id(TokenId),
    /// The one with this key, if it is this user's.
    Of(UserName, TokenId),
    /// The one with this value.
    Value(#[serde(serialize_with = "Secret::serialize_revealed")] Secret),
}

impl Needs for ShowToken {
    const ANY_OF: &'static [Scope] = SHOW.any_of;

    fn target(&self) -> Target {
        match self {
            Self::Of(user, _) => Target::User(user.clone()),
            Self::Id(_) => Target::Listing,
            Self::Value(_) => Target::Anything,
        }
    }
}

impl Operation for ShowToken {
    type Output = Token;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Token> {
        let caller = allowed.caller();
        let token = match allowed.op() {
            ShowToken::Id(id) => get_for(caller, &Scope::ReadTokens, tx, *id)?,
            ShowToken::Of(user, id) => get_of(caller, tx, user, *id)?,
            ShowToken::Value(value) => get(tx, by_value(tx, value)?)?,
        };
        show(tx, caller, token)
    }
}

fn by_value(tx: &Tx<'_>, value: &Secret) -> Result<TokenId> {
    tokens::find_by_value(tx, value)?.ok_or_else(|| {
        Error::new(Kind::NotFound, "no token has this value")
            .hint("it was revoked, purged after its end, or made by another hub")
    })
}

/// Choose tokens to revoke by their keys.
///
/// Of an OAuth client's tokens, those that the same owner has from the same client go with the one
/// named, as when JupyterHub revokes one: else the client would go on with another.
#[derive(Serialize, Deserialize)]
pub struct ChooseTokens(pub Vec<TokenId>);

impl Needs for ChooseTokens {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ChooseTokens {
    type Output = Vec<Token>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Token>> {
        let caller = allowed.caller().clone();
        let (ChooseTokens(ids), _) = allowed.into_parts();
        let mut chosen = BTreeMap::new();
        for id in ids {
            if chosen.contains_key(&id) {
                continue;
            }
            let token = get_for(&caller, &Scope::ReadTokens, tx, id)?;
            for token in of_same_client(tx, &token)? {
                chosen.insert(token.id, token);
            }
            chosen.insert(id, token);
        }
        Ok(chosen.into_values().collect())
    }
}

/// The tokens that the owner of `token` has from the same OAuth client, which is not the hub itself.
fn of_same_client(tx: &Tx<'_>, token: &Token) -> Result<Vec<Token>> {
    match token.client() {
        Some(client) if client != HUB && token.owner.is_some() => {
            let filter = TokenFilter {
                owner: token.owner.clone(),
                client: Some(client.to_owned()),
                ..TokenFilter::default()
            };
            tokens::list(tx, &Reach::All, &filter)
        }
        _ => Ok(Vec::new()),
    }
}

/// Revoke a token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum RevokeToken {
    /// The one with this key, and no other.
    Id(TokenId),
    /// The one with this key, if it is this user's; with it go all that the same OAuth client has of
    /// them, as in JupyterHub.
    Of(UserName, TokenId),
}

impl Needs for RevokeToken {
    const ANY_OF: &'static [Scope] = REVOKE.any_of;

    fn target(&self) -> Target {
        match self {
            Self::Of(user, _) => Target::User(user.clone()),
            Self::Id(_) => Target::Listing,
        }
    }
}

impl Operation for RevokeToken {
    /// How many there were.
    type Output = usize;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<usize> {
        match allowed.op() {
            RevokeToken::Id(id) => {
                let reached = match tokens::get(tx, *id)? {
                    Some(token) => reaches(allowed.caller(), &Scope::Tokens, &token, tx)?,
                    None => false,
                };
                Ok(usize::from(reached && tokens::delete(tx, *id)?))
            }
            RevokeToken::Of(user, id) => {
                let token = get_of(allowed.caller(), tx, user, *id)?;
                let mut revoked = usize::from(tokens::delete(tx, *id)?);
                for other in of_same_client(tx, &token)? {
                    revoked += usize::from(tokens::delete(tx, other.id)?);
                }
                Ok(revoked)
            }
        }
    }
}

impl Change for RevokeToken {
    fn record(&self) -> Option<Record> {
        Some(match self {
            Self::Id(id) => Record::of(&REVOKE, Subject::Token(*id)),
            Self::Of(_, id) => Record::of(&REVOKE, Subject::Token(*id)).on(&self.target()),
        })
    }
}

/// Which of these tokens running servers were given when they started, and are lost without.
#[derive(Serialize, Deserialize)]
pub struct ServersOfTokens(pub Vec<TokenId>);

impl Needs for ServersOfTokens {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ServersOfTokens {
    type Output = Vec<(TokenId, ServerRef)>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Self::Output> {
        let caller = allowed.caller().clone();
        let (ServersOfTokens(ids), _) = allowed.into_parts();
        let mut tokens = Vec::with_capacity(ids.len());
        for id in ids {
            tokens.push(get_for(&caller, &Scope::ReadTokens, tx, id)?);
        }
        // of several made for one server, it has the last
        let given = |token: &Token| Some((token.server_given()?, token.id));
        let given: BTreeMap<_, _> = tokens.iter().filter_map(given).collect();
        if given.is_empty() {
            return Ok(Vec::new());
        }
        let running = ServerFilter {
            running: Some(true),
            ..ServerFilter::default()
        };
        let running = servers::list(tx, &Reach::All, &running)?;
        Ok(running
            .into_iter()
            .filter_map(|server| given.get_key_value(&server.server.full_name))
            .map(|(server, token)| (*token, server.clone()))
            .collect())
    }
}

fn no_token(id: TokenId) -> Error {
    Error::not_found("token", id).hint("see `hubctl token list`")
}

fn target_of(owner: &TokenOwner) -> Target {
    match owner {
        TokenOwner::User(name) => Target::User(name.clone()),
        TokenOwner::Service(name) => Target::Service(name.clone()),
    }
}

fn get(tx: &Tx<'_>, id: TokenId) -> Result<Token> {
    tokens::get(tx, id)?.ok_or_else(|| no_token(id))
}

/// A token that `caller` reaches by `scope`; any other is to them as if there were none.
fn get_for(caller: &Caller, scope: &Scope, tx: &Tx<'_>, id: TokenId) -> Result<Token> {
    let token = get(tx, id)?;
    if reaches(caller, scope, &token, tx)? {
        Ok(token)
    } else {
        Err(no_token(id))
    }
}

/// Whether `caller` may use `scope` on the tokens of whoever has this one.
fn reaches(caller: &Caller, scope: &Scope, token: &Token, tx: &Tx<'_>) -> Result<bool> {
    let owner = token.owner.as_ref().map(target_of);
    let owner = owner.and_then(|owner| owner.filter());
    caller.allows(scope, owner.as_ref(), tx)
}

/// A token of `user`; somebody else's is to them as if there were none.
fn get_of(caller: &Caller, tx: &Tx<'_>, user: &UserName, id: TokenId) -> Result<Token> {
    find(tx, caller, user)?;
    let owner = TokenOwner::User(user.clone());
    tokens::get(tx, id)?
        .filter(|token| token.owner.as_ref() == Some(&owner))
        .ok_or_else(|| Error::new(Kind::NotFound, format!("{owner} has no token `{id}`")))
}
