//! Whose a token or a sign-in is: how services asked before `GET /user`, and some still do.

use serde::Serialize;

use super::live::{Complete, Live};
use super::request::Request;
use super::users::view::View;
use super::users::whoami::{Entity, identify_scopes};
use super::users::{SHOW, find, show};
use super::{Operation, services};
use crate::error::{Error, Kind, Result};
use crate::model::{Secret, TokenId, User, UserName};
use crate::ops::audit::{Change, Record};
use crate::rbac::{Allowed, Caller, Grant, Grants, Holder, Needs, Scope, Target, refused};
use crate::store::{Tx, credentials, subjects};

/// What the REST API can be asked about what somebody presents; deprecated since JupyterHub 2.0.
pub const REQUESTS: &[Request] = &[TOKEN, MAKE_TOKEN, COOKIE, COOKIE_VALUE];

/// Whose a token is.
pub const TOKEN: Request = Request::get(
    "/authorizations/token/{presented}",
    "show whose a token is; deprecated for `GET /user`",
    &[],
);
/// What there was before `POST /users/{user}/tokens`.
pub const MAKE_TOKEN: Request = Request::post(
    "/authorizations/token",
    "learn that tokens are made at `/users/{user}/tokens`",
    &[],
)
.unrecorded();
/// Whose a sign-in is, by a cookie in the body.
pub const COOKIE: Request = Request::get(
    "/authorizations/cookie/{cookie}",
    "show who signed in, by a cookie in the body; deprecated",
    &[],
);
/// Whose a sign-in is, by a cookie in the path.
pub const COOKIE_VALUE: Request = Request::get(
    "/authorizations/cookie/{cookie}/{value}",
    "show who signed in, by a cookie; deprecated",
    &[],
);

/// Show whose the token with this value is, as if they had asked themselves.
pub struct WhoseToken {
    /// The token.
    pub value: Secret,
    /// Show their servers that do not run, too.
    pub stopped_servers: bool,
}

impl Needs for WhoseToken {
    const ANY_OF: &'static [Scope] = TOKEN.any_of;
}

impl Operation for WhoseToken {
    type Output = Entity;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Entity> {
        let asked = allowed.op();
        let Some((id, holder)) = owner(tx, &asked.value)? else {
            return Err(Error::new(Kind::NotFound, "there is no such token"));
        };
        let now = tx.clock().now();
        credentials::token_seen(tx, id, now)?;
        match &holder {
            Holder::User(name) => {
                credentials::user_seen(tx, find(tx, allowed.caller(), name)?, now)?;
                let view = View::by(&with_identity(allowed.caller(), &holder));
                let user = show(tx, name, asked.stopped_servers, &view)?;
                Ok(Entity::User(Box::new(user)))
            }
            Holder::Service(name) => {
                let service = services::seen_by(tx, name, &allowed)?;
                Ok(Entity::Service(Box::new(service)))
            }
            Holder::Group(_) => Err(Error::internal("a group has no tokens")),
        }
    }
}

impl Change for WhoseToken {
    /// It writes down no more than that the token was used.
    fn record(&self) -> Option<Record> {
        None
    }
}

/// What `caller` may do, and what everybody may know of themselves: whoever has the token of `holder`
/// may know that of them.
fn with_identity(caller: &Caller, holder: &Holder) -> Grants {
    let mut grants = match caller {
        Caller::Granted(granted) | Caller::Remote(granted) => granted.grants().clone(),
        Caller::Operator => Grants::new(),
    };
    for scope in identify_scopes(holder) {
        grants.insert(Grant::on(scope.clone(), holder.filter()));
    }
    grants
}

fn owner(tx: &Tx<'_>, value: &Secret) -> Result<Option<(TokenId, Holder)>> {
    let candidates = credentials::candidates(tx, value)?;
    let found = candidates
        .into_iter()
        .find(|candidate| candidate.hashed.is_of(value));
    let Some(found) = found else {
        return Ok(None);
    };
    let subject = subjects::of_token(tx, found.id)?;
    Ok(subject.map(|subject| (found.id, subject.holdings.holder)))
}

/// Show a user who signed in, as far as the caller sees them.
pub struct WhoseLogin {
    /// Who signed in.
    pub name: UserName,
    /// Show their servers that do not run, too.
    pub stopped_servers: bool,
}

/// A user; nothing at all to whom may see nothing of them.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Glimpse {
    /// The user.
    User(Box<User>),
    /// Nothing: that somebody signed in is all there is to know.
    Nothing {},
}

impl Needs for WhoseLogin {
    const ANY_OF: &'static [Scope] = COOKIE.any_of;
}

impl Operation for WhoseLogin {
    type Output = Glimpse;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Glimpse> {
        let asked = allowed.op();
        if let Some(granted) = allowed.caller().granted() {
            let target = Target::User(asked.name.clone());
            if refused(granted, SHOW.any_of, &target, tx)?.is_some() {
                return Ok(Glimpse::Nothing {});
            }
        }
        let view = View::of(allowed.caller());
        let user = show(tx, &asked.name, asked.stopped_servers, &view)?;
        Ok(Glimpse::User(Box::new(user)))
    }
}

impl Complete for Entity {
    fn complete(&mut self, live: &dyn Live) {
        if let Self::User(user) = self {
            user.complete(live);
        }
    }
}

impl Complete for Glimpse {
    fn complete(&mut self, live: &dyn Live) {
        if let Self::User(user) = self {
            user.complete(live);
        }
    }
}
