//! Accounts of the hub's own: choosing and changing passwords, links, and asking for an account.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use chrono::TimeDelta;

use super::audit::request;
use super::{Hub, Identity, NotSignedIn};
use crate::auth::{Accounts, Compared, Form, machine, names};
use crate::clock::Clock;
use crate::config::{AuthenticatorClass, SpawnerClass};
use crate::error::{Error, Result};
use crate::model::{PasswordHash, PasswordRules, Secret, UserName};
use crate::ops::accounts::{
    AcceptLink, ChangePassword, Chosen, FirstLink, FollowLink, LinkOf, SetPassword, SignUp, used_up,
};
use crate::ops::audit::{Change, Source, recorded};
use crate::ops::operate;
use crate::ops::sign_in::SignedInUser;
use crate::rbac::{Caller, Holder};
use crate::store::{Ending, accounts};

/// How long the first administrator's link lasts; a restart makes another.
const FIRST_LINK_LASTS: TimeDelta = TimeDelta::days(1);

/// What comes of asking for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedUp {
    /// It is there.
    AtOnce,
    /// Somebody must approve it.
    Waiting,
}

impl Hub {
    /// Whether people sign in with accounts that the hub keeps.
    pub fn keeps_accounts(&self) -> bool {
        self.authenticator.keeps_accounts()
    }

    /// Whether there is any way to sign in.
    pub fn lets_people_in(&self) -> bool {
        self.config().hub.authenticator_class != AuthenticatorClass::Null
    }

    /// Whether anybody may ask for an account.
    pub fn takes_sign_ups(&self) -> bool {
        self.keeps_accounts() && self.config().auth.enable_signup
    }

    /// Set the password of `name`, if `identity` may.
    ///
    /// # Errors
    /// Where they may not, or the password is not one that the hub takes.
    pub async fn set_password(
        &self,
        identity: &Identity,
        name: UserName,
        password: Secret,
    ) -> Result<()> {
        let password = Chosen::Hashed(self.chosen(&password, name.as_str()).await?);
        self.change(identity, SetPassword { name, password }).await
    }

    /// Change the password of `identity`, who gives the old one, at the address `from`. They are signed out
    /// of every browser.
    ///
    /// # Errors
    /// Where the old one is wrong or was tried too often, or the hub does not take the new one.
    pub async fn change_password(
        &self,
        identity: &Identity,
        (old, new): (Secret, Secret),
        from: Option<IpAddr>,
    ) -> Result<UserName, NotSignedIn> {
        self.refuse_without_accounts()?;
        let Holder::User(name) = identity.holder().clone() else {
            return Err(Error::invalid("a service has no password").into());
        };
        let settings = &self.config().auth;
        let attempt = self.attempts.begin(settings, name.as_str(), from, now());
        let attempt = attempt.map_err(NotSignedIn::TooMany)?;
        let kept = self.password_of(&name)?;
        let compared = self.passwords.compare(kept, old, self.clock()).await?;
        if compared == Compared::Wrong {
            return Err(NotSignedIn::Wrong);
        }
        self.attempts.went_well(&attempt, name.as_str(), from);
        let password = self.chosen(&new, name.as_str()).await?;
        let changed = ChangePassword {
            name: name.clone(),
            password,
        };
        self.change(identity, changed).await?;
        Ok(name)
    }

    /// Whose account the link opens that says `token`; `None` where it is of no use any more.
    pub fn follow_link(&self, token: &Secret) -> Result<Option<LinkOf>> {
        let token = token.clone();
        self.pool.read(|tx, _| operate(FollowLink(token), tx))
    }

    /// Use the link that says `token`: its owner has `password` from now on, and is signed in. The first
    /// administrator chooses a `name` too.
    ///
    /// # Errors
    /// Where the link is of no use any more, or the hub does not take the name or the password.
    pub async fn accept_link(
        &self,
        token: Secret,
        name: &str,
        password: Secret,
    ) -> Result<SignedInUser> {
        self.refuse_without_accounts()?;
        let settings = &self.config().auth;
        let (whose, name) = match self.follow_link(&token)? {
            Some(LinkOf::User(user)) => (user, None),
            Some(LinkOf::FirstAdmin) => {
                let name = self.authenticator.normalized(settings, name.trim());
                let name = names::valid(settings, &name)?;
                (name.clone(), Some(name))
            }
            // Before anything is hashed for somebody who has no link.
            None => return Err(used_up()),
        };
        if names::includes(settings, &settings.blocked_users, &whose) {
            return Err(Error::conflict(format!(
                "`{whose}` may not sign in to this hub"
            )));
        }
        let password = self.chosen(&password, whose.as_str()).await?;
        let is_first = name.is_some();
        let user = self
            .change_as_visitor(
                &whose,
                AcceptLink {
                    token,
                    name,
                    password,
                },
            )
            .await?;
        if is_first {
            // It told a secret that is none any more.
            let _ = std::fs::remove_file(self.first_link_file());
        }
        self.has_signed_in(&user.name).await;
        tracing::info!(user = user.name.as_str(), "signed in by a link");
        Ok(user)
    }

    /// Ask for the account that `form` describes, at the address `from`.
    ///
    /// # Errors
    /// Where the hub takes no such requests or not this one, or they come too often.
    pub async fn sign_up(
        &self,
        form: &Form,
        from: Option<IpAddr>,
    ) -> Result<SignedUp, NotSignedIn> {
        if !self.takes_sign_ups() {
            let message = "nobody can ask for an account here";
            return Err(Error::conflict(message)
                .hint("ask whoever administers this hub to invite you")
                .into());
        }
        let settings = &self.config().auth;
        let name = self.authenticator.normalized(settings, form.username()?);
        // Each counts as an attempt that failed: a program that asks again and again comes to an end.
        let attempt = self.attempts.begin(settings, &name, from, now());
        attempt.map_err(NotSignedIn::TooMany)?;
        let name = names::valid(settings, &name)?;
        if names::includes(settings, &settings.blocked_users, &name) {
            return Err(NotSignedIn::NotAllowed);
        }
        let open = settings.open_signup;
        if open {
            self.refuse_reserved(&name).await?;
        }
        let password = self.chosen(form.password()?, name.as_str()).await?;
        let whose = name.clone();
        let operation = SignUp {
            name,
            password,
            open,
        };
        self.change_as_visitor(&whose, operation).await?;
        tracing::info!(user = whose.as_str(), open, "asked for an account");
        Ok(if open {
            SignedUp::AtOnce
        } else {
            SignedUp::Waiting
        })
    }

    /// What the first administrator's link says, as long as no administrator has an account; each call makes
    /// another, and the last one is good.
    ///
    /// # Errors
    /// Where it cannot be written down.
    pub async fn first_link(&self) -> Result<Option<Secret>> {
        if !self.keeps_accounts() {
            return Ok(None);
        }
        let link = FirstLink {
            lasts: FIRST_LINK_LASTS,
        };
        let write = self.pool.write(Ending::Commit, move |tx| operate(link, tx));
        let made = write.await?;
        if made.is_none() {
            let _ = std::fs::remove_file(self.first_link_file());
        }
        Ok(made)
    }

    /// Where the first administrator's link is written to if nobody is at a terminal to read it.
    pub fn first_link_file(&self) -> PathBuf {
        let database = &self.config().hub.db_url;
        database.path().with_extension("first-sign-in")
    }

    /// The path of the link that says `token`.
    pub fn link_path(&self, token: &Secret) -> String {
        let base = &self.config().hub.base_url;
        format!("{base}hub/invite/{}", token.reveal())
    }

    /// The hash of a password that somebody chooses as that of `name`.
    pub(super) async fn chosen(&self, password: &Secret, name: &str) -> Result<PasswordHash> {
        self.password_rules().check(password, name)?;
        self.passwords.hash(password.clone(), self.clock()).await
    }

    fn password_rules(&self) -> PasswordRules {
        let settings = &self.config().auth;
        PasswordRules {
            shortest: settings.minimum_password_length,
            may_be_common: !settings.check_common_password,
        }
    }

    /// Do for somebody who is not signed in what the hub lets everybody do.
    async fn change_as_visitor<O>(&self, whose: &UserName, operation: O) -> Result<O::Output>
    where
        O: Change + Send + 'static,
        O::Output: Send + 'static,
    {
        let source = Source::visitor(whose.as_str().to_owned(), request());
        let write = self.pool.write(Ending::Commit, move |tx| {
            recorded(&source, &Caller::Operator, operation, tx)
        });
        write.await
    }

    /// Refuse a name that is somebody's already, to whoever would have it without being asked: that of an administrator,
    /// or of a user of this machine, as whom a server would be started.
    async fn refuse_reserved(&self, name: &UserName) -> Result<()> {
        let config = self.config();
        let is_admin = names::includes(&config.auth, &config.auth.admin_users, name);
        let becomes = config.hub.spawner_class == SpawnerClass::LocalProcess;
        if is_admin || becomes && machine::number(name.as_str()).await?.is_some() {
            return Err(Error::conflict(format!("the name `{name}` is taken"))
                .hint("if it is yours, ask whoever administers this hub to invite you"));
        }
        Ok(())
    }

    fn refuse_without_accounts(&self) -> Result<()> {
        if self.keeps_accounts() {
            return Ok(());
        }
        Err(Error::conflict("this hub keeps no accounts")
            .hint("people sign in as `hub.authenticator_class` says"))
    }
}

impl Accounts for Hub {
    fn password_of(&self, name: &UserName) -> Result<Option<PasswordHash>> {
        self.pool.read(|tx, _| accounts::password_of(tx, name))
    }

    fn clock(&self) -> &Arc<Clock> {
        self.pool.clock()
    }
}

fn now() -> Instant {
    Instant::now()
}
