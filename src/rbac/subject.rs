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
        let Some(token) = &self.token else {
            return write!(f, "{holder}");
        };
        match (&token.server, &token.client) {
            (Some(server), _) => write!(f, "the token of {holder} in server `{server}`"),
            (None, Client::Server(server)) => {
                write!(f, "a token of {holder} for server `{server}`")
            }
            (None, Client::Service(name)) => write!(f, "a token of {holder} for service `{name}`"),
            (None, _) => write!(f, "a token of {holder}"),
        }
    }
}
