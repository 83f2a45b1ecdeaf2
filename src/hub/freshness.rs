//! Asking anew what is known of people (`BaseHandler.refresh_auth`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync;

use super::{Credential, Hub, Identity};
use crate::auth::Authenticated;
use crate::command::External;
use crate::config::{CommandLine, Config};
use crate::error::{Error, Kind, Result};
use crate::model::{ManagedRole, UserName};
use crate::rbac::Holder;
use crate::store::groups;

const OPTION: &str = "auth.refresh_user";

/// How long it is not asked again about somebody of whom it was said that they must sign in anew, or nothing.
const ASIDE: Duration = Duration::from_secs(10);

/// When each person was last asked about. Whoever comes while that goes on waits for it.
#[derive(Default)]
pub(super) struct Freshness(Mutex<HashMap<UserName, Arc<sync::Mutex<Last>>>>);

/// What came of it last, and when.
#[derive(Default)]
enum Last {
    /// Nobody has asked since the hub started.
    #[default]
    Never,
    /// What is known is up to date.
    Fresh(Instant),
    /// They must sign in anew.
    Stale(Instant),
    /// Nobody could tell.
    Failed(Instant, Error),
}

impl Freshness {
    fn of(&self, user: &UserName) -> Arc<sync::Mutex<Last>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(user.clone()).or_default())
    }
}

/// What is known of somebody, once it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// It is what was known, as far as anybody says.
    AsBefore,
    /// It may be otherwise.
    Anew,
    /// It is out of date, and only they can bring it up to date, by signing in.
    Stale,
}

/// What is otherwise of somebody; what is not said stays.
#[derive(Deserialize)]
struct Otherwise {
    admin: Option<bool>,
    groups: Option<Vec<String>>,
    roles: Option<Vec<ManagedRole>>,
    user_info: Option<Value>,
}

impl Hub {
    /// `identity` once what is known of them is no older than `auth_refresh_age`; `None` where they must sign in
    /// anew. Who comes by a token cannot do that there and then: they go on, unless `auth_refresh_strict` is set.
    ///
    /// # Errors
    /// Where nobody can tell.
    pub async fn up_to_date(&self, identity: Arc<Identity>) -> Result<Option<Arc<Identity>>> {
        let config = self.config();
        let (Some(command), Holder::User(user)) = (command(&config), identity.holder()) else {
            return Ok(Some(identity));
        };
        let Some(age) = config.auth.auth_refresh_age.unless_zero() else {
            return Ok(Some(identity));
        };
        match self.ask_anew(&config, command, user, Some(age)).await? {
            Asked::AsBefore => Ok(Some(identity)),
            Asked::Anew => self.once_more(&identity, user),
            Asked::Stale if goes_on(&config, &identity, user) => Ok(Some(identity)),
            Asked::Stale => Ok(None),
        }
    }

    /// Ask anew about `user`, whose server `identity` is about to have started or stopped; whether they must sign in
    /// anew first.
    ///
    /// # Errors
    /// Where nobody can tell.
    pub(super) async fn is_stale(&self, identity: &Identity, user: &UserName) -> Result<bool> {
        let config = self.config();
        let Some(command) = command(&config) else {
            return Ok(false);
        };
        let asked = self.ask_anew(&config, command, user, None).await?;
        Ok(asked == Asked::Stale && !goes_on(&config, identity, user))
    }

    /// Whoever signs in has just been asked about.
    pub(super) async fn has_signed_in(&self, user: &UserName) {
        if command(&self.config()).is_some() {
            *self.freshness.of(user).lock().await = Last::Fresh(Instant::now());
        }
    }

    /// Ask anew about `user`, if what is known of them is older than `age`.
    async fn ask_anew(
        &self,
        config: &Config,
        command: &CommandLine,
        user: &UserName,
        age: Option<Duration>,
    ) -> Result<Asked> {
        let last = self.freshness.of(user);
        let mut last = last.lock().await;
        match &*last {
            Last::Fresh(at) if age.is_some_and(|age| at.elapsed() < age) => {
                return Ok(Asked::AsBefore);
            }
            Last::Stale(at) if at.elapsed() < ASIDE => return Ok(Asked::Stale),
            Last::Failed(at, error) if at.elapsed() < ASIDE => return Err(error.again()),
            _ => {}
        }
        let asked = self.ask(config, command, user).await;
        let now = Instant::now();
        *last = match &asked {
            Ok(Asked::Stale) => Last::Stale(now),
            Ok(_) => Last::Fresh(now),
            Err(error) => {
                tracing::error!(user = user.as_str(), %error, "nobody can tell whether somebody must sign in anew");
                Last::Failed(now, error.again())
            }
        };
        asked
    }

    async fn ask(&self, config: &Config, command: &CommandLine, user: &UserName) -> Result<Asked> {
        let external = External {
            option: OPTION,
            command,
            patience: config.hub.command_timeout.duration(),
        };
        let kept = self.auth_state_of(user)?;
        let groups = self.pool.read(|tx, _| groups::of_user(tx, user))?;
        let told = json!({
            "option": OPTION, "user": { "name": user, "groups": groups }, "auth_state": kept,
        });
        let answer = match external.maybe::<Value>(&told).await {
            Ok(answer) => answer.unwrap_or(Value::Bool(true)),
            Err(error) if error.kind() == Kind::Invalid => {
                tracing::warn!(user = user.as_str(), %error, "somebody must sign in anew");
                return Ok(Asked::Stale);
            }
            Err(error) => return Err(error),
        };
        match answer {
            Value::Bool(true) => Ok(Asked::AsBefore),
            Value::Bool(false) => {
                tracing::warn!(user = user.as_str(), "somebody must sign in anew");
                Ok(Asked::Stale)
            }
            answer => {
                let state = answer.get("auth_state").cloned();
                let found = otherwise(user, answer, state.or(kept))?;
                self.know_anew(config, user, found).await?;
                Ok(Asked::Anew)
            }
        }
    }

    /// Who that is, and what they may do, now that more is known of them.
    fn once_more(&self, identity: &Identity, user: &UserName) -> Result<Option<Arc<Identity>>> {
        match identity.credential() {
            Credential::Login(_) => self.signed_in(user),
            Credential::Token(_) => self.resolved_again(identity),
        }
    }
}

/// The command that is asked, if there is one.
fn command(config: &Config) -> Option<&CommandLine> {
    let command = config.auth.refresh_user.as_ref();
    command.filter(|command| !command.is_empty())
}

/// Whether something goes on of which nobody can ask `user` to sign in anew for it.
fn goes_on(config: &Config, identity: &Identity, user: &UserName) -> bool {
    let themselves = *identity.holder() == Holder::User(user.clone());
    let can_sign_in = themselves && matches!(identity.credential(), Credential::Login(_));
    !can_sign_in && !config.auth.auth_refresh_strict
}

fn otherwise(user: &UserName, answer: Value, auth_state: Option<Value>) -> Result<Authenticated> {
    let said: Otherwise = serde_json::from_value(answer).map_err(|error| {
        Error::unreachable(format!(
            "the command of `{OPTION}` gave no answer of use: {error}"
        ))
        .hint("see `docs/commands.md` for what it may answer")
    })?;
    Ok(Authenticated {
        admin: said.admin,
        groups: said.groups,
        roles: said.roles,
        user_info: said.user_info,
        auth_state,
        ..Authenticated::named(user.as_str())
    })
}
