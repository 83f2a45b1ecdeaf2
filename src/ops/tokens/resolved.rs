//! What tokens allow.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{LIST, target_of};
use crate::error::Result;
use crate::model::{Timestamp, Token, TokenOwner};
use crate::ops::Operation;
use crate::ops::who::holder_id;
use crate::rbac::{
    Allowed, Caller, Catalogue, Client, Holder, Holdings, Membership, Needs, Scope, Silent, Target,
    TokenFacts, resolve,
};
use crate::store::census::Census;
use crate::store::tokens::{self, TokenFilter};
use crate::store::{Tx, holdings};

/// List the tokens that a filter chooses, with what each allows.
#[derive(Serialize, Deserialize)]
pub struct ResolveTokens(pub TokenFilter);

impl Needs for ResolveTokens {
    const ANY_OF: &'static [Scope] = LIST.any_of;

    fn target(&self) -> Target {
        self.0.owner.as_ref().map_or(Target::Listing, target_of)
    }
}

impl Operation for ResolveTokens {
    type Output = ResolvedTokens;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ResolvedTokens> {
        let caller = allowed.caller().clone();
        let (ResolveTokens(filter), reach) = allowed.into_parts();
        let mut tokens = super::list(tx, &caller, &reach, &filter)?;
        let owners: HashSet<_> = tokens.iter().filter_map(|t| t.owner.as_ref()).collect();
        let facts = if owners.len() > FEW {
            Some(Facts {
                clients: tokens::clients(tx, &tokens)?,
                census: Census::read(tx)?,
                now: tx.clock().now(),
            })
        } else {
            add_scopes(tx, &caller, &mut tokens)?;
            None
        };
        Ok(ResolvedTokens {
            tokens: tokens.into_iter(),
            facts,
            caller,
        })
    }
}

/// Of so many owners, what they hold is read one by one; of more, it is cheaper to read everybody's.
const FEW: usize = 16;

/// Tokens with what each allows. What those of many owners allow is much, and is worked out only as
/// they are taken, which needs the database no more.
pub struct ResolvedTokens {
    tokens: std::vec::IntoIter<Token>,
    facts: Option<Facts>,
    caller: Caller,
}

/// The facts that decide what tokens of many owners allow.
struct Facts {
    clients: HashMap<String, Client>,
    census: Census,
    now: Timestamp,
}

impl ResolvedTokens {
    /// Tokens of which it is known already what they allow.
    pub fn known(tokens: Vec<Token>) -> Self {
        Self {
            tokens: tokens.into_iter(),
            facts: None,
            caller: Caller::Operator,
        }
    }
}

impl Iterator for ResolvedTokens {
    type Item = Result<Token>;

    fn next(&mut self) -> Option<Result<Token>> {
        let mut token = self.tokens.next()?;
        let resolved = match &self.facts {
            Some(facts) => facts.resolve(self.caller.catalogue(), &mut token),
            None => Ok(()),
        };
        cut(&self.caller, &mut token);
        Some(resolved.map(|()| token))
    }
}

impl Facts {
    fn resolve(&self, catalogue: &Catalogue, token: &mut Token) -> Result<()> {
        let Facts {
            clients,
            census,
            now,
        } = self;
        let owner = token.owner.as_ref().map(Holder::from);
        let owner = owner.map(|owner| census.holdings(owner));
        resolve(catalogue, token, owner.as_ref(), clients, *now, census)
    }
}

/// `token` with what it allows, as `caller` sees it.
pub(super) fn show(tx: &Tx<'_>, caller: &Caller, token: Token) -> Result<Token> {
    let mut token = [token];
    add_scopes(tx, caller, &mut token)?;
    let [mut token] = token;
    cut(caller, &mut token);
    Ok(token)
}

/// Leave out of `token` what the REST API does not show.
pub(super) fn cut(caller: &Caller, token: &mut Token) {
    token.raw_scopes.keep_if(caller.sees_more());
    token.client_id.keep_if(caller.sees_more());
}

/// Work out what each token allows. What an owner holds is read once for all their tokens.
fn add_scopes(tx: &Tx<'_>, caller: &Caller, tokens: &mut [Token]) -> Result<()> {
    let clients = tokens::clients(tx, &*tokens)?;
    let now = tx.clock().now();
    let mut owners: HashMap<TokenOwner, Holdings> = HashMap::new();
    for token in tokens {
        if let Some(owner) = &token.owner
            && !owners.contains_key(owner)
        {
            let holder = Holder::from(owner);
            let id = holder_id(tx, caller, &holder)?;
            owners.insert(owner.clone(), holdings::of(tx, holder, id)?);
        }
        let owner = token.owner.as_ref().map(|owner| &owners[owner]);
        resolve(caller.catalogue(), token, owner, &clients, now, tx)?;
    }
    Ok(())
}

/// Work out what `token` allows; one of nobody allows nothing.
fn resolve(
    catalogue: &Catalogue,
    token: &mut Token,
    owner: Option<&Holdings>,
    clients: &HashMap<String, Client>,
    now: Timestamp,
    membership: &impl Membership,
) -> Result<()> {
    let Some(owner) = owner else {
        token.scopes = Some(BTreeSet::new());
        return Ok(());
    };
    let client = token.client().and_then(|id| clients.get(id));
    let facts = TokenFacts {
        scopes: token.raw_scopes.or_default(),
        client: client.cloned().unwrap_or(Client::Missing),
        server: token.server_given(),
        expired: token.is_expired(now),
    };
    let grants = resolve::token(catalogue, owner, &facts, membership, &mut Silent)?;
    token.scopes = Some(grants.unparse());
    Ok(())
}
