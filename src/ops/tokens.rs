//! API tokens.

use std::collections::{BTreeMap, HashMap};

pub use self::new::{MadeToken, NewToken, RolesForToken};
use super::Operation;
use super::request::Request;
use super::who::holder_id;
use crate::error::{Error, Kind, Result};
use crate::model::{Secret, ServerRef, Token, TokenId, TokenOwner};
use crate::rbac::{
    Allowed, Catalogue, Client, Holder, Holdings, Needs, Reach, Scope, Silent, Target, TokenFacts,
    resolve,
};
use crate::store::oauth_clients::HUB;
use crate::store::servers::ServerFilter;
pub use crate::store::tokens::TokenFilter;
use crate::store::{Tx, holdings, servers, tokens};

mod new;

/// What the REST API can be asked about tokens.
pub const REQUESTS: &[Request] = &[LIST, NEW, SHOW, REVOKE];

const LIST: Request = Request::get(
    "/users/{user}/tokens",
    "list a user's tokens",
    &[Scope::ReadTokens],
);
const NEW: Request = Request::post(
    "/users/{user}/tokens",
    "make a token for a user",
    &[Scope::Tokens],
);
const SHOW: Request = Request::get(
    "/users/{user}/tokens/{token}",
    "show a token",
    &[Scope::ReadTokens],
);
const REVOKE: Request = Request::delete(
    "/users/{user}/tokens/{token}",
    "revoke a token",
    &[Scope::Tokens],
);

/// List the tokens that a filter chooses.
#[derive(Debug, Clone, Default)]
pub struct ListTokens {
    /// Which.
    pub filter: TokenFilter,
    /// Whether to work out what each allows.
    pub resolve: bool,
}

impl Needs for ListTokens {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        self.filter
            .owner
            .as_ref()
            .map_or(Target::Listing, target_of)
    }
}

impl Operation for ListTokens {
    type Output = Vec<Token>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Token>> {
        let (ListTokens { filter, resolve }, reach) = allowed.into_parts();
        if let Some(owner) = &filter.owner {
            holder_id(tx, &Holder::from(owner))?;
        }
        let mut found = tokens::list(tx, &reach, &filter)?;
        if resolve {
            add_scopes(tx, &mut found)?;
        }
        Ok(found)
    }
}

/// Show a token, with what it allows.
pub enum ShowToken {
    /// The one with this key.
    Id(TokenId),
    /// The one with this value.
    Value(Secret),
}

impl Needs for ShowToken {
    const ANY_OF: &'static [Scope] = SHOW.any_of;
}

impl Operation for ShowToken {
    type Output = Token;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Token> {
        let id = match allowed.into_parts().0 {
            ShowToken::Id(id) => id,
            ShowToken::Value(value) => tokens::find_by_value(tx, &value)?.ok_or_else(|| {
                Error::new(Kind::NotFound, "no token has this value")
                    .hint("it was revoked, purged after its end, or made by another hub")
            })?,
        };
        show(tx, id)
    }
}

/// Choose tokens to revoke by their keys.
///
/// Of an OAuth client's tokens, those that the same owner has from the same client go with the one
/// named, as when JupyterHub revokes one: else the client would go on with another.
pub struct ChooseTokens(pub Vec<TokenId>);

impl Needs for ChooseTokens {
    const ANY_OF: &'static [Scope] = LIST.any_of;
}

impl Operation for ChooseTokens {
    type Output = Vec<Token>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<Token>> {
        let (ChooseTokens(ids), _) = allowed.into_parts();
        let mut chosen = BTreeMap::new();
        for id in ids {
            if chosen.contains_key(&id) {
                continue;
            }
            let token = get(tx, id)?;
            for token in of_same_client(tx, &token)? {
                chosen.insert(token.id, token);
            }
            chosen.insert(id, token);
        }
        Ok(chosen.into_values().collect())
    }
}

fn of_same_client(tx: &Tx<'_>, token: &Token) -> Result<Vec<Token>> {
    match &token.client_id {
        Some(client) if client != HUB && token.owner.is_some() => {
            let filter = TokenFilter {
                owner: token.owner.clone(),
                client: Some(client.clone()),
                ..TokenFilter::default()
            };
            tokens::list(tx, &Reach::All, &filter)
        }
        _ => Ok(Vec::new()),
    }
}

/// Revoke one token.
pub struct RevokeToken(pub TokenId);

impl Needs for RevokeToken {
    const ANY_OF: &'static [Scope] = REVOKE.any_of;
}

impl Operation for RevokeToken {
    /// Whether it was still there.
    type Output = bool;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<bool> {
        let (RevokeToken(id), _) = allowed.into_parts();
        tokens::delete(tx, id)
    }
}

/// Which of these tokens running servers were given when they started, and are lost without.
pub struct ServersOfTokens(pub Vec<Token>);

impl Needs for ServersOfTokens {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ServersOfTokens {
    type Output = Vec<(TokenId, ServerRef)>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Self::Output> {
        let (ServersOfTokens(tokens), _) = allowed.into_parts();
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

fn target_of(owner: &TokenOwner) -> Target {
    match owner {
        TokenOwner::User(name) => Target::User(name.clone()),
        TokenOwner::Service(name) => Target::Service(name.clone()),
    }
}

fn get(tx: &Tx<'_>, id: TokenId) -> Result<Token> {
    tokens::get(tx, id)?
        .ok_or_else(|| Error::not_found("token", id).hint("see `hubctl token list`"))
}

fn show(tx: &Tx<'_>, id: TokenId) -> Result<Token> {
    let mut token = [get(tx, id)?];
    add_scopes(tx, &mut token)?;
    let [token] = token;
    Ok(token)
}

/// Work out what each token allows. What an owner holds is read once for all their tokens.
fn add_scopes(tx: &Tx<'_>, tokens: &mut [Token]) -> Result<()> {
    let catalogue = Catalogue::undefined();
    let clients = tokens::clients(tx, &*tokens)?;
    let mut owners: HashMap<TokenOwner, Holdings> = HashMap::new();
    for token in tokens {
        let Some(owner) = &token.owner else {
            token.scopes = Some(Vec::new());
            continue;
        };
        if !owners.contains_key(owner) {
            let holder = Holder::from(owner);
            let id = holder_id(tx, &holder)?;
            owners.insert(owner.clone(), holdings::of(tx, holder, id)?);
        }
        let facts = facts(tx, token, &clients);
        let grants = resolve::token(&catalogue, &owners[owner], &facts, tx, &mut Silent)?;
        token.scopes = Some(grants.unparse().into_iter().collect());
    }
    Ok(())
}

fn facts(tx: &Tx<'_>, token: &Token, clients: &HashMap<String, Client>) -> TokenFacts {
    let client = token.client_id.as_ref().and_then(|id| clients.get(id));
    TokenFacts {
        scopes: token.raw_scopes.clone(),
        client: client.cloned().unwrap_or(Client::Missing),
        server: token.server_given(),
        expired: token.is_expired(tx.clock().now()),
    }
}
