//! Who is asking.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::view::View;
use super::{WHOAMI, show};
use crate::error::{Error, Kind, Result};
use crate::model::{Service, TokenId, User};
use crate::ops::live::{Complete, Live};
use crate::ops::{Operation, services};
use crate::rbac::{Allowed, Filter, Grant, Granted, Holder, Needs, Reach, Scope};
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
    pub scopes: Spelled,
}

/// What somebody may do, in JupyterHub's spelling, sorted. It is spelled where it is written: most
/// have dozens of scopes, and programs ask often.
#[derive(Debug)]
pub struct Spelled(Arc<Granted>);

impl Serialize for Spelled {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.grants().spelled())
    }
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
        let Some(granted) = allowed.caller().granted() else {
            return Err(Error::new(
                Kind::NeedsHub,
                "the operator of a database is nobody in particular",
            ));
        };
        let mut grants = Cow::Borrowed(granted.grants());
        let holder = &granted.subject().holdings.holder;
        for scope in identify_scopes(holder) {
            let grant = Grant::on(scope.clone(), holder.filter());
            let held = grants.reach(scope) == Some(&Reach::All) || grants.lists(&grant);
            // Hardly anybody lacks it.
            if !held {
                grants.to_mut().insert(grant);
            }
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
            scopes: Spelled(Arc::clone(granted)),
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
