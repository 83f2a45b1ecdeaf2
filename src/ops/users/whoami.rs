//! Who is asking.

use std::collections::BTreeSet;

use serde::Serialize;

use super::view::View;
use super::{WHOAMI, show};
use crate::error::{Error, Kind, Result};
use crate::model::{Service, TokenId, User};
use crate::ops::live::{Complete, Live};
use crate::ops::{Operation, services};
use crate::rbac::{Allowed, Caller, Filter, Grant, Holder, Needs, Scope};
use crate::store::Tx;

/// Show whoever asks, as they may see themselves.
pub struct Whoami {
    /// The token by which they ask, if it is by one.
    pub token: Option<TokenId>,
    /// The browser session that the token was issued to.
    pub session: Option<String>,
    /// Show their servers that do not run, too.
    pub stopped_servers: bool,
}

/// Who it is, by which token, and what they may do.
#[derive(Debug, Serialize)]
pub struct WhoIsIt {
    /// The user or service.
    #[serde(flatten)]
    pub who: Entity,
    /// The token by which they ask.
    pub token_id: Option<TokenId>,
    /// The browser session that the token was issued to.
    pub session_id: Option<String>,
    /// What they may do.
    pub scopes: BTreeSet<String>,
}

/// Who can ask.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Entity {
    /// A user.
    User(Box<User>),
    /// A service.
    Service(Box<Service>),
}

impl Needs for Whoami {
    const ANY_OF: &'static [Scope] = WHOAMI.any_of;
}

impl Operation for Whoami {
    type Output = WhoIsIt;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<WhoIsIt> {
        let Caller::Granted(granted) = allowed.caller() else {
            return Err(Error::new(
                Kind::NeedsHub,
                "the operator of a database is nobody in particular",
            ));
        };
        let mut grants = granted.grants().clone();
        let holder = &granted.subject().holdings.holder;
        for scope in identify_scopes(holder) {
            grants.insert(Grant::on(scope.clone(), holder.filter()));
        }
        let asked = allowed.op();
        let who = match holder {
            Holder::User(name) => {
                let view = View::by(&grants);
                Entity::User(Box::new(show(tx, name, asked.stopped_servers, &view)?))
            }
            Holder::Service(name) => {
                Entity::Service(Box::new(services::seen_by(tx, name, &allowed)?))
            }
            Holder::Group(_) => return Err(Error::internal("a group asks nothing")),
        };
        Ok(WhoIsIt {
            who,
            token_id: asked.token,
            session_id: asked.session.clone(),
            scopes: granted.grants().unparse(),
        })
    }
}

/// What everybody may know of themselves, whatever their token allows (`scopes.identify_scopes`).
pub(in crate::ops) fn identify_scopes(holder: &Holder) -> &'static [Scope] {
    match holder.filter() {
        Filter::Service(_) => &[Scope::ReadServicesName],
        _ => &[Scope::ReadUsersName, Scope::ReadUsersGroups],
    }
}

impl Complete for WhoIsIt {
    fn complete(&mut self, live: &dyn Live) {
        self.who.complete(live);
    }
}
