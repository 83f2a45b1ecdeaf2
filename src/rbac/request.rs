//! What may be asked for: scopes of a new token, and those that an OAuth client requests.

use std::collections::BTreeSet;

use super::resolve::{self, expand};
use super::{
    Catalogue, Client, Grants, Holder, Holdings, Loss, Membership, Silent, Source, Trace, Why,
};
use crate::error::Result;

/// What the scopes of a token about to be made go beyond what its owner has; empty if it may be
/// made (`scopes._check_token_scopes`).
///
/// Shares held through a group count here, though not when the token is used.
pub fn excess_of_token<S: AsRef<str>>(
    catalogue: &Catalogue,
    owner: &Holdings,
    scopes: &[S],
    client: &Client,
    membership: &impl Membership,
) -> Result<Grants> {
    let asked = scopes
        .iter()
        .map(AsRef::as_ref)
        .filter(|scope| *scope != "inherit");
    let asked = expand(catalogue, asked, Some(&owner.holder), Some(client));
    let owners = resolve::holder(catalogue, owner, &mut Silent);
    let both = asked.intersect(&owners, membership)?;
    Ok(asked.without(&both))
}

/// The answer to an OAuth client's request, in scopes as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requested {
    /// What it may have: what was requested, or the part of it that is allowed.
    pub allowed: BTreeSet<String>,
    /// What was requested and is not allowed, or not in full.
    pub disallowed: BTreeSet<String>,
}

/// Which of the `requested` scopes an OAuth client may have that may ask for `allowed` ones, for a
/// token of `user` (`scopes._resolve_requested_scopes`).
///
/// Requested scopes are taken in order of their names, each reckoned against those before it;
/// 6.1.1 takes them in no order, with the same permissions in the end.
pub fn resolve_requested<T: Trace>(
    catalogue: &Catalogue,
    requested: &BTreeSet<String>,
    allowed: &BTreeSet<String>,
    user: &Holder,
    client: &Client,
    membership: &impl Membership,
    trace: &mut T,
) -> Result<Requested> {
    let expand = |scopes: &BTreeSet<String>| {
        let scopes = scopes.iter().map(String::as_str);
        expand(catalogue, scopes, Some(user), Some(client))
    };
    let have = expand(allowed);
    let mut answer = Requested {
        allowed: requested & allowed,
        disallowed: BTreeSet::new(),
    };
    let mut granted = expand(&answer.allowed);
    for scope in requested.difference(allowed) {
        let wanted = expand(&BTreeSet::from([scope.clone()])).without(&granted);
        let part = wanted.intersect(&have, membership)?;
        if part == wanted {
            answer.allowed.insert(scope.clone());
        } else {
            answer.disallowed.insert(scope.clone());
            answer.allowed.extend(part.unparse());
            tell_disallowed(&wanted.without(&part), scope, trace);
        }
        granted = expand(&answer.allowed);
    }
    Ok(answer)
}

fn tell_disallowed<T: Trace>(lost: &Grants, written: &str, trace: &mut T) {
    for grant in lost.iter() {
        trace.lost(|| Loss {
            scope: Some(grant.scope),
            filter: grant.filter,
            source: Some(Source::Token),
            written: written.to_owned(),
            why: Why::NotOfClient,
        });
    }
}
