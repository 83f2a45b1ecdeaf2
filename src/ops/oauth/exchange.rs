//! A client exchanges a code for a token.

use chrono::TimeDelta;
use serde_json::Value;

use super::known;
use crate::error::{Error, Result};
use crate::model::{Hashed, Secret};
use crate::oauth::{Challenge, Grant, Params, Problem, TokenRequest};
use crate::ops::Operation;
use crate::ops::audit::{Change, Record, Subject, described};
use crate::rbac::{Allowed, Caller, Holder, Needs, Scope, excess_of_token};
use crate::store::oauth::{self, Code, Known};
use crate::store::roles::HolderId;
use crate::store::tokens::{self, NewRow};
use crate::store::{Tx, holdings};

/// Exchange a code for a token.
#[derive(Debug, Clone)]
pub struct ExchangeCode {
    /// What the client says.
    pub params: Params,
    /// The hash that the secret it shows was found to be of.
    pub shown: Option<Hashed>,
    /// Whether it must use PKCE.
    pub requires_pkce: bool,
    /// How long the token lasts.
    pub lasts: TimeDelta,
}

/// A token just issued.
#[derive(Debug)]
pub struct Issued {
    /// Its value, which is never to be had again.
    pub value: Secret,
    /// How long it lasts, in seconds.
    pub expires_in: i64,
    /// What it allows, as written.
    pub scopes: Vec<String>,
    described: Option<Value>,
}

impl Needs for ExchangeCode {
    const ANY_OF: &'static [Scope] = &[];
}

impl Operation for ExchangeCode {
    type Output = Result<Issued, Problem>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Self::Output> {
        let exchange = allowed.op();
        let caller = allowed.caller();
        let params = &exchange.params;
        let found = match exchange.found(tx)? {
            Ok(found) => found,
            Err(problem) => return Ok(Err(problem)),
        };
        let (client, code) = found;
        if !may_have(caller, tx, &client, &code)? {
            let why = "Its user may not do any more what was granted";
            return Ok(Err(Problem::lost(why)));
        }
        oauth::delete(tx, params.get("code").unwrap_or_default())?;
        exchange.issue(tx, &client, code).map(Ok)
    }
}

impl Change for ExchangeCode {
    fn record(&self) -> Option<Record> {
        Some(Record::named("issue OAuth token", Subject::Nothing))
    }

    fn made(outcome: &Self::Output, record: &mut Record) {
        match outcome {
            Ok(issued) => record.is_now(issued.described.clone()),
            Err(_) => record.came_to_nothing(),
        }
    }
}

impl ExchangeCode {
    /// The client and the code, if it may exchange that.
    fn found(&self, tx: &Tx<'_>) -> Result<Result<(Known, Code), Problem>> {
        let params = &self.params;
        let asked = match TokenRequest::of(params) {
            Ok(asked) => asked,
            Err(problem) => return Ok(Err(problem)),
        };
        let client = known(tx, params.get("client_id"))?;
        // The secret was looked at before: that takes longer than anybody should wait for a writer.
        let has_shown = |client: &Known| client.secret.is_some() && client.secret == self.shown;
        let client = client.filter(|client| client.public || has_shown(client));
        if let Err(problem) = asked.by(params, client.is_some()) {
            return Ok(Err(problem));
        }
        let value = params.get("code").unwrap_or_default();
        let code = oauth::find_code(tx, value, tx.clock().now())?;
        let (Some(client), Some(code)) = (client, code) else {
            return Ok(Err(Problem::grant()));
        };
        let challenge = code.challenge.clone();
        let grant = Grant {
            client_id: code.client_id.clone(),
            challenge: challenge.map(|(value, method)| Challenge { value, method }),
        };
        let (to, requires_pkce) = if client.public {
            (&code.redirect_uri, true)
        } else {
            (&client.redirect_uri, self.requires_pkce)
        };
        let checked = grant.check(params, to, requires_pkce);
        Ok(checked.map(|()| (client, code)))
    }

    fn issue(&self, tx: &Tx<'_>, client: &Known, code: Code) -> Result<Issued> {
        let value = Secret::new(tx.clock().letters(30));
        let created = tx.clock().now();
        let expires_at = created.plus(self.lasts);
        let expires_at = expires_at
            .ok_or_else(|| Error::invalid("`hub.oauth_token_expires_in` is later than dates go"))?;
        let row = NewRow {
            owner: HolderId::User(code.user.0),
            value: &value,
            salt: tx.clock().random(),
            scopes: &code.scopes,
            note: if client.public { "hubctl login" } else { "" },
            created,
            expires_at: Some(expires_at),
        };
        let session = code.session_id.as_deref();
        let token = tokens::insert_issued(tx, &row, client.stored(), session)?;
        Ok(Issued {
            value,
            expires_in: self.lasts.num_seconds(),
            scopes: code.scopes,
            described: described(tokens::get(tx, token)?)?,
        })
    }
}

/// Whether the owner of the code may still do all that was granted with it (`scopes._check_token_scopes`).
fn may_have(caller: &Caller, tx: &Tx<'_>, client: &Known, code: &Code) -> Result<bool> {
    let (id, name) = &code.user;
    let holdings = holdings::of(tx, Holder::User(name.clone()), HolderId::User(*id))?;
    let catalogue = caller.catalogue();
    let excess = excess_of_token(catalogue, &holdings, &code.scopes, &client.owner, tx)?;
    Ok(excess.is_empty())
}
