//! What a user, group, service or token may do. The one resolver: `explain` listens to it.

use std::collections::HashSet;

use super::expand::{Expansion, Targets};
use super::trace::{Loss, Source, Trace, Way, Why, tell_narrowed};
use super::{
    Catalogue, Client, Filter, Grant, Grants, HeldRole, HeldShare, Holder, Holdings, Membership,
    RawFilter, RawScope, Scope, Silent, TokenFacts, Via,
};
use crate::error::Result;

/// What a user, group or service may do (`scopes.get_scopes_for`): all their roles and shares.
pub fn holder<T: Trace>(catalogue: &Catalogue, holdings: &Holdings, trace: &mut T) -> Grants {
    let mut grants = of_roles(catalogue, holdings, trace);
    add_shares(catalogue, &holdings.shares, &mut grants, trace);
    grants
}

/// What a token may do (`scopes.get_scopes_for`): what its own scopes and its owner's roles and
/// shares both allow.
///
/// `owner` is what the token's owner holds. Quirks of 6.1.1 that are followed: shares held through
/// a group do not count, nor what a shared scope brings with it; `inherit` is all that the owner
/// has, and sets the token's other scopes aside. A token past its time, or without an OAuth client,
/// may do nothing: 6.1.1 does not find the one and deletes the other.
pub fn token<T: Trace>(
    catalogue: &Catalogue,
    owner: &Holdings,
    token: &TokenFacts,
    membership: &impl Membership,
    trace: &mut T,
) -> Result<Grants> {
    if let Some(why) = unusable(token) {
        trace.lost(|| Loss {
            scope: None,
            filter: None,
            source: Some(Source::Token),
            written: token.scopes.join(" "),
            why,
        });
        return Ok(Grants::new());
    }
    let mut owners = of_roles(catalogue, owner, trace);
    add_shares_to_token(catalogue, &owner.shares, &mut owners, trace);
    if token
        .scopes
        .iter()
        .any(|scope| scope == Scope::Inherit.as_str())
    {
        trace.granted(inherited);
        return Ok(owners);
    }
    let tokens = of_token(catalogue, &owner.holder, token, trace);
    let both = tokens.intersect(&owners, membership)?;
    tell_narrowed(&owners, &tokens, &both, trace);
    Ok(both)
}

/// Why a token may do nothing, whatever its scopes.
fn unusable(token: &TokenFacts) -> Option<Why> {
    if token.expired {
        Some(Why::Expired)
    } else if token.client == Client::Missing {
        Some(Why::NoClient)
    } else {
        None
    }
}

fn inherited() -> Way {
    Way {
        grant: Grant::everywhere(Scope::Inherit),
        source: Source::Token,
        written: Scope::Inherit.to_string(),
        through: vec![Scope::Inherit],
    }
}

/// What the scopes `written` grant to a token of `owner` issued to `client`, were its owner to have
/// everything (`scopes.expand_scopes`).
pub fn expand<'a>(
    catalogue: &Catalogue,
    written: impl IntoIterator<Item = &'a str>,
    owner: Option<&Holder>,
    client: Option<&Client>,
) -> Grants {
    let mut targets = owner.map_or_else(Targets::default, Targets::of_holder);
    if let Some(client) = client {
        targets = targets.with_client(client);
    }
    let mut grants = Grants::new();
    let mut expansion = Expansion {
        catalogue,
        targets: &targets,
        grants: &mut grants,
        trace: &mut Silent,
    };
    for scope in written {
        expansion.add(scope, || Source::Token);
    }
    grants
}

fn of_roles<T: Trace>(catalogue: &Catalogue, holdings: &Holdings, trace: &mut T) -> Grants {
    let mut grants = Grants::new();
    let mut expansion = Expansion {
        catalogue,
        targets: &Targets::of_holder(&holdings.holder),
        grants: &mut grants,
        trace,
    };
    let mut met = HashSet::new();
    for HeldRole { name, scopes, via } in &holdings.roles {
        for scope in scopes {
            // the same scope in another role is one more way there, and nothing more to grant
            if T::RECORDS || met.insert(scope.as_str()) {
                expansion.add(scope, || Source::Role {
                    name: name.clone(),
                    via: via.clone(),
                });
            }
        }
    }
    grants
}

/// What a token's own scopes would grant, and what being a token does.
fn of_token<T: Trace>(
    catalogue: &Catalogue,
    owner: &Holder,
    token: &TokenFacts,
    trace: &mut T,
) -> Grants {
    let mut grants = Grants::new();
    let mut expansion = Expansion {
        catalogue,
        targets: &Targets::of_token(owner, &token.client),
        grants: &mut grants,
        trace,
    };
    for scope in &token.scopes {
        expansion.add(scope, || Source::Token);
    }
    let access = access_of(&token.client).map(|grant| (grant, Source::Client));
    let identity = identity_of(owner)
        .into_iter()
        .map(|grant| (grant, Source::Identity));
    for (grant, source) in access.into_iter().chain(identity) {
        trace.granted(|| as_it_is(grant.clone(), source));
        grants.insert(grant);
    }
    grants
}

/// A way without steps.
fn as_it_is(grant: Grant, source: Source) -> Way {
    Way {
        written: grant.to_string(),
        through: vec![grant.scope.clone()],
        grant,
        source,
    }
}

/// What a token needs to use the server or service it was issued for (`scopes.access_scopes`).
pub fn access_of(client: &Client) -> Option<Grant> {
    match client {
        Client::Server(server) => {
            let server = Filter::Server(server.clone());
            Some(Grant::on(Scope::AccessServers, server))
        }
        Client::Service(name) => {
            let service = Filter::Service(name.clone());
            Some(Grant::on(Scope::AccessServices, service))
        }
        Client::Hub | Client::Orphan | Client::Missing => None,
    }
}

/// What a token needs to tell whose it is (`scopes.identify_scopes`).
pub fn identity_of(owner: &Holder) -> Vec<Grant> {
    let scopes: &[Scope] = match owner {
        Holder::User(_) => &[Scope::ReadUsersName, Scope::ReadUsersGroups],
        Holder::Service(_) => &[Scope::ReadServicesName],
        Holder::Group(_) => &[],
    };
    let on_owner = |scope: &Scope| Grant::on(scope.clone(), owner.filter());
    scopes.iter().map(on_owner).collect()
}

fn add_shares<T: Trace>(
    catalogue: &Catalogue,
    shares: &[HeldShare],
    grants: &mut Grants,
    trace: &mut T,
) {
    let mut expansion = Expansion {
        catalogue,
        targets: &Targets::default(),
        grants,
        trace,
    };
    for share in shares {
        for scope in &share.scopes {
            match shared(share, scope) {
                Some(raw) if catalogue.has(&raw.scope) => {
                    expansion.add_raw(&raw, &|| source_of(share));
                }
                _ => expansion.add(scope, || source_of(share)),
            }
        }
    }
}

/// A shared scope, narrowed to the server as it is named now (`orm._Share._apply_filter`).
fn shared(share: &HeldShare, written: &str) -> Option<RawScope> {
    let name = written.split_once('!').map_or(written, |(name, _)| name);
    Some(RawScope {
        scope: Scope::named(name)?,
        filter: RawFilter::Named(Filter::Server(share.server.clone())),
    })
}

fn source_of(share: &HeldShare) -> Source {
    Source::Share {
        server: share.server.clone(),
        via: share.via.clone(),
    }
}

/// Shares as they count for tokens of their holder: only the holder's own, and unexpanded.
fn add_shares_to_token<T: Trace>(
    catalogue: &Catalogue,
    shares: &[HeldShare],
    grants: &mut Grants,
    trace: &mut T,
) {
    for share in shares {
        let own = share.via == Via::Direct;
        for raw in share.scopes.iter().filter_map(|scope| shared(share, scope)) {
            if own {
                let server = Filter::Server(share.server.clone());
                let grant = Grant::on(raw.scope.clone(), server);
                trace.granted(|| as_it_is(grant.clone(), source_of(share)));
                grants.insert(grant);
            }
            tell_uncounted(catalogue, share, &raw, own, trace);
        }
    }
}

/// Tell what of a shared scope does not count for tokens.
fn tell_uncounted<T: Trace>(
    catalogue: &Catalogue,
    share: &HeldShare,
    raw: &RawScope,
    own: bool,
    trace: &mut T,
) {
    if !T::RECORDS {
        return;
    }
    catalogue.descend(&raw.scope, &mut |way| {
        let scope = &way[way.len() - 1];
        let counts = own && way.len() == 1;
        if counts || raw.filter.leaves_out(scope) {
            return;
        }
        trace.lost(|| Loss {
            scope: Some(scope.clone()),
            filter: Some(Filter::Server(share.server.clone())),
            source: Some(source_of(share)),
            written: raw.to_string(),
            why: if own {
                Why::ShareNotExpandedInToken
            } else {
                Why::GroupShareInToken
            },
        });
    });
}
