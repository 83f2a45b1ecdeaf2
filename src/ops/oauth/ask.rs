//! A client asks for a code, and a person gives it one.

use std::collections::BTreeSet;

use super::{is_own, known, registered, required};
use crate::error::{Error, Kind, Result};
use crate::model::UserId;
use crate::oauth::{Authorization, Params, Refused, check};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::users::find;
use crate::rbac::{
    Allowed, Caller, Catalogue, Client, Holder, Holdings, Needs, RawScope, Requested, Scope,
    Silent, Target, refused, resolve_requested,
};
use crate::store::oauth::{self, Code, Known};
use crate::store::roles::HolderId;
use crate::store::{Tx, holdings, roles};

/// How long a code can be exchanged, in seconds.
const LASTS: i64 = 300;

/// A scope that was the only one once, and means nothing any more.
const IDENTIFY: &str = "identify";

/// Look at what a client asks of whoever is signed in.
#[derive(Debug, Clone)]
pub struct AskAuthorization {
    /// What it says.
    pub params: Params,
    /// Whether it must use PKCE (`JupyterHub.oauth_require_pkce`).
    pub requires_pkce: bool,
}

/// What a client asks, and may have if the person agrees.
#[derive(Debug)]
pub struct Asked {
    /// What it is, for people.
    pub description: String,
    /// Where it has them sent back to.
    pub redirect_uri: String,
    /// Where they are sent who do not agree, if it waits to be told.
    pub denied: Option<String>,
    /// The scopes of the token that it would get, as written.
    pub scopes: BTreeSet<String>,
    /// Whether the person is to be asked first.
    pub needs_consent: bool,
    /// What its token would allow beyond telling whose it is and using the server or service itself.
    pub described: Vec<Described>,
}

/// A scope in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The scope, without its filter.
    pub scope: Scope,
    /// What it allows.
    pub description: String,
    /// To what it is narrowed, as written after `!`.
    pub filter: Option<String>,
}

impl Needs for AskAuthorization {
    const ANY_OF: &'static [Scope] = &[];
}

impl Operation for AskAuthorization {
    type Output = Result<Asked, Refused>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Self::Output> {
        let asked = allowed.op();
        let caller = allowed.caller();
        let person = Person::of(caller, tx)?;
        let judged = match person.judge(tx, &asked.params, asked.requires_pkce, None)? {
            Ok(judged) => judged,
            Err(refused) => return Ok(Err(refused)),
        };
        Ok(Ok(Asked {
            needs_consent: person.needs_consent(tx, &judged)?,
            described: described(caller.catalogue(), &judged),
            denied: judged.client.public.then(|| judged.authorization.denied()),
            description: judged.client.description,
            redirect_uri: judged.authorization.redirect_uri,
            scopes: judged.scopes,
        }))
    }
}

/// Give a client a code in the name of whoever is signed in.
#[derive(Debug, Clone)]
pub struct Authorize {
    /// What it says.
    pub params: Params,
    /// Whether it must use PKCE.
    pub requires_pkce: bool,
    /// The scopes that the person chose; those that it asked for where nobody had to be asked.
    pub chosen: Option<Vec<String>>,
    /// The session of the person's browser.
    pub session: String,
}

impl Needs for Authorize {
    const ANY_OF: &'static [Scope] = &[];
}

impl Operation for Authorize {
    /// Where the person is sent.
    type Output = Result<String, Refused>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Self::Output> {
        let asked = allowed.op();
        let person = Person::of(allowed.caller(), tx)?;
        let chosen = asked.chosen.clone();
        let judged = match person.judge(tx, &asked.params, asked.requires_pkce, chosen)? {
            Ok(judged) => judged,
            Err(refused) => return Ok(Err(refused)),
        };
        if asked.chosen.is_none() && person.needs_consent(tx, &judged)? {
            return Err(Error::new(Kind::Denied, "nobody agreed to that"));
        }
        let value = tx.clock().letters(30);
        let Judged {
            authorization,
            client,
            scopes,
        } = judged;
        let challenge = authorization.challenge.clone();
        let code = Code {
            redirect_uri: if client.public {
                authorization.redirect_uri.clone()
            } else {
                client.redirect_uri
            },
            client_id: client.identifier,
            user: (person.id, person.holdings.holder.name().into()),
            // Who signs out of a browser goes on at the command line.
            session_id: (!client.public).then(|| asked.session.clone()),
            scopes: scopes.into_iter().collect(),
            challenge: challenge.map(|challenge| (challenge.value, challenge.method)),
        };
        let end = tx.clock().now().unix() + LASTS;
        oauth::insert(tx, &value, &code, end)?;
        Ok(Ok(authorization.granted(&value)))
    }
}

impl Change for Authorize {
    fn record(&self) -> Option<Record> {
        let client = self.params.get("client_id").unwrap_or_default();
        let client = Subject::OAuthClient(client.to_owned());
        let record = Record::named("authorize OAuth client", client);
        Some(record.from(Subject::Nothing).becomes(Subject::Nothing))
    }

    fn made(outcome: &Self::Output, record: &mut Record) {
        if outcome.is_err() {
            record.came_to_nothing();
        }
    }
}

/// Whoever is signed in.
struct Person<'a> {
    caller: &'a Caller,
    id: UserId,
    holdings: Holdings,
}

/// A request that may be granted.
struct Judged {
    authorization: Authorization,
    client: Known,
    scopes: BTreeSet<String>,
}

impl<'a> Person<'a> {
    fn of(caller: &'a Caller, tx: &Tx<'_>) -> Result<Self> {
        let Some(holder @ Holder::User(name)) = caller.holder() else {
            return Err(Error::new(Kind::Denied, "only people sign in to something"));
        };
        let id = find(tx, caller, name)?;
        let holdings = holdings::of(tx, holder.clone(), HolderId::User(id))?;
        Ok(Self {
            caller,
            id,
            holdings,
        })
    }

    /// What a client that says `params` may have, if the person agrees: what they chose, or what it asked for.
    fn judge(
        &self,
        tx: &Tx<'_>,
        params: &Params,
        requires_pkce: bool,
        chosen: Option<Vec<String>>,
    ) -> Result<Result<Judged, Refused>> {
        let client = known(tx, params.get("client_id"))?;
        let authorization = match check(
            params,
            client.as_ref().map(registered).as_ref(),
            requires_pkce,
        ) {
            Ok(authorization) => authorization,
            Err(refused) => return Ok(Err(refused)),
        };
        let Some(client) = client else {
            return Err(Error::internal("a client that is not known was let pass"));
        };
        let wanted = chosen.or_else(|| authorization.scopes.clone());
        let Some(asked) = self.asked(tx, &client, wanted)? else {
            return Ok(Err(authorization.refuse_scopes()));
        };
        self.may_use(tx, &client)?;
        let scopes = self.held(tx, &client.owner, &asked)?;
        Ok(Ok(Judged {
            authorization,
            client,
            scopes,
        }))
    }

    /// The scopes that `client` asks for by `wanted`, with those that every token has of it; `None` where
    /// it may not ask for them (`JupyterHubRequestValidator.validate_scopes`).
    fn asked(
        &self,
        tx: &Tx<'_>,
        client: &Known,
        wanted: Option<Vec<String>>,
    ) -> Result<Option<BTreeSet<String>>> {
        let mut may: BTreeSet<String> = client.allowed_scopes.iter().cloned().collect();
        let mut asked = match wanted {
            None => may.clone(),
            Some(wanted) => match scopes_of(tx, self.caller.catalogue(), wanted)? {
                Some(scopes) => scopes,
                None => return Ok(None),
            },
        };
        let required: BTreeSet<String> = required(&client.owner).collect();
        asked.extend(required.iter().cloned());
        if client.public {
            // What it gets is for its user to say, and no more than they may do.
            may.clone_from(&asked);
        }
        let may = &may | &required;
        let resolved = self.resolve(tx, &client.owner, &asked, &may)?;
        if resolved.disallowed.is_empty() {
            return Ok(Some(asked));
        }
        tracing::warn!(
            client = client.identifier,
            scopes = ?resolved.disallowed,
            "an OAuth client asks for scopes that it may not have"
        );
        Ok(None)
    }

    /// What of the scopes `asked` for the person has themselves.
    fn held(
        &self,
        tx: &Tx<'_>,
        client: &Client,
        asked: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>> {
        let roles = self.holdings.roles.iter();
        let mut held: BTreeSet<String> = roles.flat_map(|role| role.scopes.clone()).collect();
        held.insert(Scope::Inherit.to_string());
        held.extend(required(client));
        Ok(self.resolve(tx, client, asked, &held)?.allowed)
    }

    fn resolve(
        &self,
        tx: &Tx<'_>,
        client: &Client,
        asked: &BTreeSet<String>,
        have: &BTreeSet<String>,
    ) -> Result<Requested> {
        let catalogue = self.caller.catalogue();
        let user = &self.holdings.holder;
        resolve_requested(catalogue, asked, have, user, client, tx, &mut Silent)
    }

    /// Refuse somebody who may not use what `client` is for.
    fn may_use(&self, tx: &Tx<'_>, client: &Known) -> Result<()> {
        if client.public {
            return Ok(());
        }
        let (scope, target) = match &client.owner {
            Client::Server(server) => (&[Scope::AccessServers], Target::Server(server.clone())),
            Client::Service(name) => (&[Scope::AccessServices], Target::Service(name.clone())),
            Client::Hub | Client::Orphan | Client::Missing => {
                return Err(Error::new(
                    Kind::NotFound,
                    format!(
                        "what `{}` signed people in to is not there any more",
                        client.identifier
                    ),
                ));
            }
        };
        let Caller::Granted(granted) = self.caller else {
            return Ok(());
        };
        let Some(refused) = refused(granted, scope, &target, tx)? else {
            return Ok(());
        };
        let needed = required(&client.owner).last().unwrap_or_default();
        let error = Error::new(
            Kind::Denied,
            format!(
                "You do not have permission to access {}",
                client.description
            ),
        );
        let error = error.hint(refused.error.message().to_owned());
        Err(match &client.owner {
            Client::Server(server) => error.hint(format!(
                "`{}` can share it with you, or an admin give you a role with `{needed}`",
                server.user
            )),
            _ => error.hint(format!("an admin can give you a role with `{needed}`")),
        })
    }

    /// Whether the person is to be asked before what was judged is granted
    /// (`OAuthAuthorizeHandler.needs_oauth_confirm`): not for servers of their own, for services that the
    /// configuration lets people sign in to unasked, and for what they agreed to before. What has no secret
    /// could be any program, and is asked about each time.
    fn needs_consent(&self, tx: &Tx<'_>, judged: &Judged) -> Result<bool> {
        let client = &judged.client;
        if client.public {
            return Ok(true);
        }
        if client.unasked || is_own(&client.owner, &self.holdings.holder) {
            return Ok(false);
        }
        let granted = oauth::granted(tx, self.id, &client.identifier, tx.clock().now())?;
        let granted: BTreeSet<String> = granted.into_iter().collect();
        Ok(granted.is_empty() || !judged.scopes.is_subset(&granted))
    }
}

/// The scopes that a client means by `wanted`: scopes, or roles. `None` where they are neither.
fn scopes_of(
    tx: &Tx<'_>,
    catalogue: &Catalogue,
    wanted: Vec<String>,
) -> Result<Option<BTreeSet<String>>> {
    let mut wanted: BTreeSet<String> = wanted.into_iter().collect();
    wanted.remove(IDENTIFY);
    if wanted.iter().all(|scope| catalogue.check(scope).is_ok()) {
        return Ok(Some(wanted));
    }
    let mut scopes = BTreeSet::new();
    for name in wanted {
        match roles::get(tx, &name.into())? {
            Some((_, role)) => scopes.extend(role.scopes),
            None => return Ok(None),
        }
    }
    Ok(Some(scopes))
}

/// What the token would allow, in words, beyond what every token of the client does.
fn described(catalogue: &Catalogue, judged: &Judged) -> Vec<Described> {
    let required: BTreeSet<String> = required(&judged.client.owner).collect();
    let beyond: Vec<&String> = judged.scopes.difference(&required).collect();
    let inherit = Scope::Inherit.to_string();
    let inherits = beyond.iter().any(|scope| **scope == inherit);
    // It is all that the person may do, whatever else is named.
    let told = beyond
        .into_iter()
        .filter(|scope| !inherits || **scope == inherit);
    told.filter_map(|written| describe(catalogue, written))
        .collect()
}

fn describe(catalogue: &Catalogue, written: &str) -> Option<Described> {
    let raw: RawScope = written.parse().ok()?;
    let filter = written.split_once('!').map(|(_, filter)| filter.to_owned());
    Some(Described {
        description: catalogue.description(&raw.scope)?.to_owned(),
        scope: raw.scope,
        filter,
    })
}
