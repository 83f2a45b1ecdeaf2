//! The tokens that are declared (`init_api_tokens`, `_add_tokens`).

use std::collections::HashSet;

use super::users::add_bare;
use super::{Declared, Started};
use crate::error::{Error, Result};
use crate::model::{RoleName, Secret, ServiceName, TokenId};
use crate::rbac::Scope;
use crate::store::provenance::{self, Source, Thing};
use crate::store::roles::HolderId;
use crate::store::tokens::{self, NewRow};
use crate::store::{Tx, credentials, roles, services, users};

/// What JupyterHub notes of tokens that are declared.
const FROM_CONFIG: &str = "from config";

/// What it notes of those that it makes for services which it starts.
const AT_STARTUP: &str = "generated at startup";

/// The shortest token that JupyterHub takes (`Hashed.min_length`).
const SHORTEST: usize = 8;

/// Give services and users the tokens that are declared, and take back those that are no more.
pub(super) fn give(tx: &Tx<'_>, declared: &Declared, started: &mut Started) -> Result<()> {
    let mut given = HashSet::new();
    for (token, service) in declared.tokens_of_services() {
        let owner = |started: &mut Started| owning_service(tx, &service, started);
        let place = || format!("a token of the service `{service}`");
        given.insert(find_or_give(tx, declared, token, owner, place, started)?);
    }
    for (token, user) in &declared.api_tokens {
        let place = || format!("a token of the user `{user}` in `hub.api_tokens`");
        let owner = |started: &mut Started| {
            let id = match users::find(tx, user)? {
                Some(id) => id,
                None => add_bare(tx, user, started, place)?,
            };
            Ok(HolderId::User(id))
        };
        given.insert(find_or_give(tx, declared, token, owner, place, started)?);
    }
    for id in provenance::tokens(tx, Source::Configuration)? {
        if !given.contains(&id) {
            tokens::delete(tx, id)?;
            started.did("took back the token", id);
        }
    }
    Ok(())
}

impl Declared {
    /// The tokens of services, those in the services' own definitions among them.
    fn tokens_of_services(&self) -> impl Iterator<Item = (&Secret, ServiceName)> {
        let own = self.services.iter().filter_map(|service| {
            let token = service.token.as_ref()?;
            Some((token, ServiceName::from(service.name.as_str())))
        });
        let listed = self.service_tokens.iter();
        own.chain(listed.map(|(token, name)| (token, name.clone())))
    }
}

/// The service that is to have a token; made where nothing declares it, as 6.1.1 does.
fn owning_service(tx: &Tx<'_>, name: &ServiceName, started: &mut Started) -> Result<HolderId> {
    if let Some(id) = services::find(tx, name)? {
        return Ok(HolderId::Service(id));
    }
    ServiceName::new(name.as_str())?;
    started.warn(format!(
        "`hub.service_tokens` names the service `{name}`, which `[[services]]` does not have: it is made"
    ));
    services::insert_configured(tx, name).map(HolderId::Service)
}

/// The token of this value, given to its owner where nobody has it. A token costs its many rounds of
/// hashing here, and at its first use.
fn find_or_give(
    tx: &Tx<'_>,
    declared: &Declared,
    token: &Secret,
    owner: impl FnOnce(&mut Started) -> Result<HolderId>,
    place: impl Fn() -> String,
    started: &mut Started,
) -> Result<TokenId> {
    let candidates = credentials::candidates(tx, token)?;
    let present = candidates.into_iter().find(|one| one.hashed.is_of(token));
    let id = if let Some(present) = present {
        present.id
    } else {
        let made = owner(started)
            .and_then(|owner| insert(tx, token, declared.trusts_tokens, owner, FROM_CONFIG))
            .map_err(|error| error.within(&place()))?;
        started.did("gave the token", made);
        made
    };
    provenance::claim(tx, Thing::Token(id), Source::Configuration)?;
    Ok(id)
}

/// Make a new token for a service that the hub starts; the one of its last start is nobody's any more.
pub(super) fn make(tx: &Tx<'_>, service: HolderId) -> Result<Secret> {
    tokens::delete_noted(tx, service, AT_STARTUP)?;
    let value = Secret::new(tx.clock().uuid_hex());
    insert(tx, &value, true, service, AT_STARTUP)?;
    Ok(value)
}

/// Add a token, with the scopes of the role `token`; one that is `random` is hashed once.
fn insert(
    tx: &Tx<'_>,
    value: &Secret,
    random: bool,
    owner: HolderId,
    note: &str,
) -> Result<TokenId> {
    let length = value.reveal().chars().count();
    if length < SHORTEST {
        return Err(Error::invalid(format!(
            "a token has at least {SHORTEST} characters, and this one has {length}"
        )));
    }
    let default = roles::get(tx, &RoleName::from("token"))?;
    let scopes = default.map_or_else(|| vec![Scope::Inherit.to_string()], |(_, role)| role.scopes);
    let new = NewRow {
        owner,
        value,
        salt: tx.clock().random(),
        scopes: &scopes,
        note,
        created: tx.clock().now(),
        expires_at: None,
    };
    if random {
        tokens::insert(tx, &new)
    } else {
        tokens::insert_given(tx, &new)
    }
}
