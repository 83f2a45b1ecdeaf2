//! Signing in: who somebody is, and whether they may come in (`Authenticator.get_authenticated_user`,
//! `BaseHandler.login_user`).

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::audit::request;
use super::metrics::LoggedIn;
use super::{Hub, Identity};
use crate::auth::{Attempt, Authenticated, Form, machine, names};
use crate::command::External;
use crate::config::{Auth, CommandLine, Config};
use crate::error::{Error, Kind, Result};
use crate::model::{AuditEntry, GroupName, UserName};
use crate::ops::audit::{Source, recorded};
use crate::ops::sign_in::{KnowAnew, SignIn, SignedInUser, WhatIsKnown};
use crate::rbac::Caller;
use crate::store::{Ending, users};

/// How much of a name that nobody has is written into logs.
const LONGEST_LOGGED: usize = 32;
const LEFT_OF_LONGER: usize = 16;

/// Why somebody is not signed in.
#[derive(Debug)]
pub enum NotSignedIn {
    /// The name or the password is wrong; nobody is told which.
    Wrong,
    /// They are who they say, and may not come in.
    NotAllowed,
    /// This was tried too often; it may be again after so long.
    TooMany(Duration),
    /// They are told this.
    Told(String),
    /// It could not be found out.
    Failed(Error),
}

impl From<Error> for NotSignedIn {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl NotSignedIn {
    /// What the person is told.
    pub fn sentence(&self) -> String {
        match self {
            Self::Wrong => "The name or the password is wrong.".to_owned(),
            Self::NotAllowed => "You are not allowed to use this hub.".to_owned(),
            Self::TooMany(wait) => match whole_seconds(*wait) {
                1 => "That was tried too often. Try again in a second.".to_owned(),
                seconds => format!("That was tried too often. Try again in {seconds} seconds."),
            },
            Self::Told(told) => told.clone(),
            Self::Failed(_) => "Signing in does not work at the moment.".to_owned(),
        }
    }

    /// Why, for the log.
    fn reason(&self) -> String {
        match self {
            Self::Wrong => "wrong name or password".to_owned(),
            Self::NotAllowed => "may not come in".to_owned(),
            Self::TooMany(_) => "tried too often".to_owned(),
            Self::Told(told) => told.clone(),
            Self::Failed(error) => error.to_string(),
        }
    }
}

/// `wait` in whole seconds, none too few: whoever comes back then may try.
pub fn whole_seconds(wait: Duration) -> u64 {
    let more = u64::from(wait.subsec_nanos() > 0);
    wait.as_secs().saturating_add(more).max(1)
}

impl Hub {
    /// Sign in whoever filled in `form`, at the address `from`; none is a Unix socket.
    ///
    /// # Errors
    /// Where they are not signed in, with what they are told.
    pub async fn sign_in(
        self: &Arc<Self>,
        form: Form,
        from: Option<IpAddr>,
    ) -> Result<SignedInUser, NotSignedIn> {
        let began = Instant::now();
        let config = self.config();
        let coming_in = self.let_in(&config, &form, from);
        let outcome = self.within_limits(&config, &form, from, coming_in).await;
        let from = from.map_or_else(|| "unix".to_owned(), |from| from.to_string());
        let status = match &outcome {
            Ok(user) => {
                tracing::info!(user = user.name.as_str(), from, "signed in");
                LoggedIn::Success
            }
            Err(refusal) => {
                self.note_failure(form.username().unwrap_or_default(), &from, refusal);
                LoggedIn::Failure
            }
        };
        self.metrics.login.observe(&status, began.elapsed());
        outcome
    }

    /// Who filled in `form`, at the address `from`, if they could sign in. Nothing comes of it, and whoever was never
    /// here is nobody (`UserTokenListAPIHandler.post`).
    ///
    /// # Errors
    /// Where they could not, or are nobody.
    pub async fn vouched(
        self: &Arc<Self>,
        form: &Form,
        from: Option<IpAddr>,
    ) -> Result<Arc<Identity>, NotSignedIn> {
        let config = self.config();
        let found = self.found(&config, form);
        let outcome = match self.within_limits(&config, form, from, found).await {
            Ok((name, _)) => self.signed_in(&name)?.ok_or(NotSignedIn::Wrong),
            Err(refusal) => Err(refusal),
        };
        outcome.inspect_err(|refusal| {
            let from = from.map_or_else(|| "unix".to_owned(), |from| from.to_string());
            self.note_failure(form.username().unwrap_or_default(), &from, refusal);
        })
    }

    /// What comes of `trying`, if it was not tried too often.
    async fn within_limits<T>(
        &self,
        config: &Config,
        form: &Form,
        from: Option<IpAddr>,
        trying: impl Future<Output = Result<T, NotSignedIn>>,
    ) -> Result<T, NotSignedIn> {
        let name = self
            .authenticator
            .normalized(&config.auth, form.username()?);
        let now = Instant::now();
        let attempt = self.attempts.begin(&config.auth, &name, from, now);
        let attempt = attempt.map_err(NotSignedIn::TooMany)?;
        let done = trying.await?;
        self.attempts.went_well(&attempt, &name, from);
        Ok(done)
    }

    async fn let_in(
        &self,
        config: &Config,
        form: &Form,
        from: Option<IpAddr>,
    ) -> Result<SignedInUser, NotSignedIn> {
        let (name, found) = self.found(config, form).await?;
        self.expect(config, &name).await.map_err(not_theirs)?;
        let entered = self.enter(config, name, found, from).await;
        let user = entered.map_err(not_theirs)?;
        self.has_signed_in(&user.name).await;
        Ok(user)
    }

    /// Who filled in `form`, if they may come in, and what is known of them.
    async fn found(
        &self,
        config: &Config,
        form: &Form,
    ) -> Result<(UserName, Authenticated), NotSignedIn> {
        let attempt = Attempt {
            form,
            settings: &config.auth,
            accounts: self,
            passwords: &self.passwords,
        };
        let found = self.authenticator.authenticate(attempt).await;
        let found = found.map_err(kept_out)?.ok_or(NotSignedIn::Wrong)?;
        let (name, found) = self.admitted(&config.auth, found).await?;
        self.changed(config, name, found).await
    }

    /// Somebody who may come in, by the name they have here, and whether they are an admin.
    async fn admitted(
        &self,
        settings: &Auth,
        mut found: Authenticated,
    ) -> Result<(UserName, Authenticated), NotSignedIn> {
        let name = self.authenticator.normalized(settings, &found.name);
        let name = names::valid(settings, &name).map_err(|error| {
            tracing::warn!(%error, "nobody can have this name");
            NotSignedIn::Wrong
        })?;
        if names::includes(settings, &settings.blocked_users, &name)
            || !self.is_allowed(settings, &name).await?
        {
            return Err(NotSignedIn::NotAllowed);
        }
        if found.admin.is_none() {
            found.admin = is_admin(settings, &name).await?;
        }
        name.as_str().clone_into(&mut found.name);
        Ok((name, found))
    }

    /// Somebody who may come in, as `post_auth_hook` changes what is known of them. Under another name they
    /// are admitted once more.
    async fn changed(
        &self,
        config: &Config,
        name: UserName,
        found: Authenticated,
    ) -> Result<(UserName, Authenticated), NotSignedIn> {
        let option = "auth.post_auth_hook";
        let Some(hook) = external(config, option, config.auth.post_auth_hook.as_ref()) else {
            return Ok((name, found));
        };
        let told = json!({ "option": option, "auth_model": found });
        let Some(changed) = hook.maybe::<Authenticated>(&told).await.map_err(refused)? else {
            return Ok((name, found));
        };
        let changed = Authenticated {
            rehashed: found.rehashed,
            ..changed
        };
        if changed.name == found.name {
            Ok((name, changed))
        } else {
            self.admitted(&config.auth, changed).await
        }
    }

    /// Whether anything says that `name` may come in (`Authenticator.check_allowed`; existing users are
    /// among those allowed, where they are to be, from `Authenticator.add_user` on).
    async fn is_allowed(&self, settings: &Auth, name: &UserName) -> Result<bool> {
        let includes = |names| names::includes(settings, names, name);
        // Where some are allowed, admins are.
        let allowed = !settings.allowed_users.is_empty()
            && (includes(&settings.allowed_users) || includes(&settings.admin_users));
        if settings.allow_all || allowed {
            return Ok(true);
        }
        let exists = || self.pool.read(|tx, _| users::find(tx, name));
        if settings.allow_existing_users && exists()?.is_some() {
            return Ok(true);
        }
        let of_machine = machine::membership(name, &settings.allowed_groups).await?;
        for group in &of_machine.unknown {
            tracing::error!(
                group,
                "this machine has no such group of `auth.allowed_groups`"
            );
        }
        Ok(of_machine.is_member)
    }

    /// Keep what is known of them.
    async fn enter(
        &self,
        config: &Config,
        name: UserName,
        found: Authenticated,
        from: Option<IpAddr>,
    ) -> Result<SignedInUser> {
        let source = Source::visitor(name.as_str().to_owned(), request());
        if config.auth.manage_groups && found.groups.is_none() {
            let message = "the authenticator does not say in which groups somebody is";
            return Err(Error::unreachable(message)
                .hint("take away `auth.manage_groups`, or have `auth.post_auth_hook` say it"));
        }
        let operation = SignIn {
            known: self.known(config, name, found).await?,
            from,
        };
        let write = self.pool.write(Ending::Commit, move |tx| {
            recorded(&source, &Caller::Operator, operation, tx)
        });
        write.await
    }

    /// Keep what was asked anew of somebody who is a user.
    pub(super) async fn know_anew(
        &self,
        config: &Config,
        name: &UserName,
        found: Authenticated,
    ) -> Result<()> {
        let source = Source::hub();
        let operation = KnowAnew(self.known(config, name.clone(), found).await?);
        let write = self.pool.write(Ending::Commit, move |tx| {
            recorded(&source, &Caller::Operator, operation, tx)
        });
        write.await.map(drop)
    }

    async fn known(
        &self,
        config: &Config,
        name: UserName,
        found: Authenticated,
    ) -> Result<WhatIsKnown> {
        Ok(WhatIsKnown {
            auth_state: self.to_keep(config, &name, &found).await?,
            groups: managed_groups(&config.auth, &found)?,
            roles: self.managed_roles(&config.auth, &found),
            name,
            admin: found.admin,
            user_info: found.user_info,
            rehashed: found.rehashed,
        })
    }

    /// What is known of them in secret, encrypted; nothing where nothing is to be kept.
    async fn to_keep(
        &self,
        config: &Config,
        name: &UserName,
        found: &Authenticated,
    ) -> Result<Option<Vec<u8>>> {
        if !config.auth.enable_auth_state {
            return Ok(None);
        }
        let option = "auth.reconcile_auth_state_hook";
        let command = config.auth.reconcile_auth_state_hook.as_ref();
        let state = if let Some(hook) = external(config, option, command) {
            let existing = self.auth_state_of(name)?;
            let told = json!({
                "option": option, "auth_model": found, "existing_auth_state": existing,
            });
            hook.maybe::<Value>(&told).await?
        } else {
            found.auth_state.clone()
        };
        let clock = self.pool.clock();
        state
            .map(|state| self.keeper.seal(&state, clock))
            .transpose()
    }

    /// Write down that somebody who calls themselves `name` was not let in. Anybody can call themselves
    /// anything: no more of it is repeated than a name has, and nothing that is not printed.
    fn note_failure(self: &Arc<Self>, name: &str, from: &str, refusal: &NotSignedIn) {
        if let NotSignedIn::Failed(error) = refusal
            && error.kind() != Kind::Invalid
        {
            let cause = std::error::Error::source(error);
            tracing::error!(%error, ?cause, "signing in does not work");
        }
        let name = bounded(name);
        let reason = refusal.reason();
        tracing::warn!(name, from, reason, "did not sign in");
        let source = Source::visitor(name, request());
        self.note_refused(&AuditEntry {
            refused: Some(reason),
            ..source.entry("sign in".to_owned(), None)
        });
    }
}

/// Whether the configuration makes `name` an admin, or none; `None` leaves it as it is
/// (`PAMAuthenticator.is_admin`).
async fn is_admin(settings: &Auth, name: &UserName) -> Result<Option<bool>> {
    if names::includes(settings, &settings.admin_users, name) {
        return Ok(Some(true));
    }
    if settings.admin_groups.is_empty() {
        return Ok(None);
    }
    let of_machine = machine::membership(name, &settings.admin_groups).await?;
    // Nobody stops being an admin because a group is misspelt, or cannot be found at the moment.
    if let Some(group) = of_machine.unknown.first() {
        let group = group.escape_debug();
        let message = format!("this machine has no group `{group}`, whose members are admins");
        return Err(Error::unreachable(message).hint("correct `auth.admin_groups`"));
    }
    Ok(Some(of_machine.is_member))
}

/// The command that `option` names, if it does.
fn external<'a>(
    config: &Config,
    option: &'a str,
    command: Option<&'a CommandLine>,
) -> Option<External<'a>> {
    command.map(|command| External {
        option,
        command,
        patience: config.hub.command_timeout.duration(),
    })
}

/// What is wrong with what an authenticator says, nobody who signs in can correct.
fn not_theirs(error: Error) -> Error {
    match error.kind() {
        Kind::Invalid | Kind::Conflict => Error::unreachable(error.to_string()),
        _ => error,
    }
}

/// A command refuses with a sentence for the person, or fails.
fn refused(error: Error) -> NotSignedIn {
    match error.kind() {
        Kind::Invalid => NotSignedIn::Told(error.message().to_owned()),
        _ => NotSignedIn::Failed(error),
    }
}

/// An authenticator keeps somebody out with a sentence for them, or fails.
fn kept_out(error: Error) -> NotSignedIn {
    match error.kind() {
        Kind::Denied => NotSignedIn::Told(error.message().to_owned()),
        _ => NotSignedIn::Failed(error),
    }
}

/// The groups that somebody is to be in, where the authenticator says that.
fn managed_groups(settings: &Auth, found: &Authenticated) -> Result<Option<Vec<GroupName>>> {
    if !settings.manage_groups {
        return Ok(None);
    }
    let groups = found.groups.as_ref();
    let names = groups.map(|groups| groups.iter().map(|name| GroupName::new(name)).collect());
    names.transpose()
}

/// As much of `name` as is written into logs.
fn bounded(name: &str) -> String {
    let length = name.chars().count();
    let start = |most| name.chars().take(most).collect::<String>();
    let shown = start(LONGEST_LOGGED).escape_debug().to_string();
    if length <= LONGEST_LOGGED {
        return shown;
    }
    let shown = start(LEFT_OF_LONGER).escape_debug().to_string();
    format!("{shown}… ({length} characters)")
}

#[cfg(test)]
mod tests {
    use super::{NotSignedIn, bounded, whole_seconds};
    use std::time::Duration;

    #[test]
    fn whoever_waits_as_long_as_they_are_told_may_try() {
        for (wait, seconds) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (20_900, 21)] {
            assert_eq!(
                whole_seconds(Duration::from_millis(wait)),
                seconds,
                "{wait}"
            );
        }
        let told = |millis| NotSignedIn::TooMany(Duration::from_millis(millis)).sentence();
        assert!(told(1).ends_with("Try again in a second."));
        assert!(told(1100).ends_with("Try again in 2 seconds."));
    }

    #[test]
    fn a_name_in_a_log_is_short_and_in_one_line() {
        assert_eq!(bounded("ada"), "ada");
        assert_eq!(bounded("ada\nroot signed in"), r"ada\nroot signed in");
        let long = "x".repeat(100_000);
        assert_eq!(bounded(&long), "xxxxxxxxxxxxxxxx… (100000 characters)");
    }
}
