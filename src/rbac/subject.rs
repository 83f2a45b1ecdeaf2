//! Who asks: somebody as they are, or by way of a token of theirs.

use std::fmt;

use super::{Catalogue, Client, Grants, Holdings, Membership, TokenFacts, Trace, resolve};
use crate::error::Result;

/// Who asks, and the facts that decide what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Who it is, and what they hold.
    pub holdings: Holdings,
    /// The token by which they ask, if it is by one.
    pub token: Option<TokenFacts>,
}

impl Subject {
    /// What they may do.
    pub fn resolve<T: Trace>(
        &self,
        catalogue: &Catalogue,
        membership: &impl Membership,
        trace: &mut T,
    ) -> Result<Grants> {
        match &self.token {
            None => Ok(resolve::holder(catalogue, &self.holdings, trace)),
            Some(token) => resolve::token(catalogue, &self.holdings, token, membership, trace),
        }
    }
}

/// ``user `ada` ``, or ``a token of user `ada` ``
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let holder = &self.holdings.holder;
        match self.token.as_ref().map(|token| &token.client) {
            None => write!(f, "{holder}"),
            Some(Client::Server(server)) => {
                write!(f, "the token of {holder} in server `{server}`")
            }
            Some(Client::Service(name)) => write!(f, "a token of {holder} in service `{name}`"),
            Some(Client::Hub | Client::Orphan | Client::Missing) => {
                write!(f, "a token of {holder}")
            }
        }
    }
}
