//! The accounts of this machine, by PAM (`PAMAuthenticator`).

mod python;

use std::sync::atomic::{AtomicBool, Ordering};

use self::python::{Do, Python, Refusal, Step};
use super::turns::Turns;
use super::{Attempt, Authenticated, Authenticator, Doing, machine, names};
use crate::config::{Auth, Config};
use crate::error::{Error, Kind, Result};
use crate::model::{Secret, UserName};

/// How many are asked about at a time: each question is a process, which mostly waits.
const MOST_AT_ONCE: usize = 16;

/// Knows people by what PAM says of their name and password.
pub(super) struct Pam {
    python: Python,
    turns: Turns,
    /// That a session could not be opened or closed: none is from then on.
    gave_up: AtomicBool,
}

impl Pam {
    /// That of a hub that is configured so.
    pub(super) fn of(config: &Config) -> Self {
        let patience = config.hub.command_timeout.duration();
        Self {
            python: Python::of(&config.spawner.cmd, patience),
            turns: Turns::new(MOST_AT_ONCE),
            gave_up: AtomicBool::new(false),
        }
    }

    async fn compare(&self, attempt: Attempt<'_>) -> Result<Option<Authenticated>> {
        let (settings, form) = (attempt.settings, attempt.form);
        let name = form.username()?;
        let mut passwords = vec![form.password()?];
        passwords.extend(form.otp());
        if name.is_empty() || !is_text(name) || !passwords.iter().all(|it| is_text(it.reveal())) {
            return Ok(None);
        }
        let actions: &[Do] = if settings.check_account {
            &[Do::Authenticate, Do::Check]
        } else {
            &[Do::Authenticate]
        };
        match self.ask(settings, actions, name, &passwords).await? {
            Ok(()) => {}
            Err(Refusal {
                step: Step::Account,
                why,
            }) => {
                tracing::warn!(why, "PAM does not let an account in");
                let told = format!("This machine does not let you in: {}", said(&why));
                return Err(Error::new(Kind::Denied, told));
            }
            Err(Refusal { why, .. }) => {
                tracing::warn!(why, "PAM does not know a name with this password");
                return Ok(None);
            }
        }
        is_one_person(settings, name).await?;
        Ok(Some(Authenticated::named(name)))
    }

    async fn ask(
        &self,
        settings: &Auth,
        actions: &[Do],
        name: &str,
        passwords: &[&Secret],
    ) -> Result<Result<(), Refusal>> {
        let _turn = self.turns.take().await?;
        self.python.ask(settings, actions, name, passwords).await
    }

    /// Open or close a session (`PAMAuthenticator.pre_spawn_start`, `post_spawn_stop`).
    async fn session(&self, settings: &Auth, name: &UserName, action: Do) {
        if !settings.open_sessions || self.gave_up.load(Ordering::Relaxed) {
            return;
        }
        let asked = self.ask(settings, &[action], name.as_str(), &[]).await;
        let why = match asked {
            Ok(Ok(())) => return,
            Ok(Err(Refusal { why, .. })) => why,
            Err(error) => error.to_string(),
        };
        self.gave_up.store(true, Ordering::Relaxed);
        tracing::warn!(
            user = name.as_str(),
            why,
            "PAM did not open or close a session; none is from now on"
        );
    }
}

impl Authenticator for Pam {
    fn authenticate<'a>(
        &'a self,
        attempt: Attempt<'a>,
    ) -> Doing<'a, Result<Option<Authenticated>>> {
        Box::pin(self.compare(attempt))
    }

    fn normalized(&self, settings: &Auth, name: &str) -> String {
        let own = settings
            .pam_normalize_username
            .then(|| machine::own_name(name));
        match own.flatten() {
            Some(own) => names::mapped(settings, own),
            None => names::normalized(settings, name),
        }
    }

    fn is_usable<'a>(&'a self, settings: &'a Auth) -> Doing<'a, Result<()>> {
        Box::pin(self.python.find(settings))
    }

    fn knows_system_users(&self) -> bool {
        true
    }

    fn before_start<'a>(&'a self, settings: &'a Auth, name: &'a UserName) -> Doing<'a, ()> {
        Box::pin(self.session(settings, name, Do::Open))
    }

    fn after_stop<'a>(&'a self, settings: &'a Auth, name: &'a UserName) -> Doing<'a, ()> {
        Box::pin(self.session(settings, name, Do::Close))
    }
}

/// Whether C takes all of it: it takes a text to end at its first NUL.
fn is_text(given: &str) -> bool {
    !given.contains('\0')
}

/// `[PAM Error 13] User account has expired` without its beginning.
fn said(why: &str) -> &str {
    why.split_once("] ").map_or(why, |(_, said)| said)
}

/// Refuse `Ada` where `ada` is another's account: names are written in lower case here, and servers run by them.
/// Where the machine is to say how names are written, it must know the name.
async fn is_one_person(settings: &Auth, name: &str) -> Result<()> {
    let found = machine::number(name).await?;
    if settings.pam_normalize_username {
        return found.map(drop).ok_or_else(|| {
            Error::unreachable("PAM knows a name that this machine does not").hint(
                "see `auth.pam_normalize_username`, and what /etc/nsswitch.conf says of `passwd`",
            )
        });
    }
    let lower = name.to_lowercase();
    if lower != name
        && let (Some(own), Some(other)) = (found, machine::number(&lower).await?)
        && own != other
    {
        tracing::warn!(
            user = lower,
            "this machine has users whose names differ in case alone"
        );
        let told =
            "This machine has another user of your name in lower case, and you cannot come in.";
        return Err(Error::new(Kind::Denied, told));
    }
    Ok(())
}
