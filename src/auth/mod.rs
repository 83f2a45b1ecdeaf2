//! Ways to tell who somebody is: one small trait, and one file for each kind.
//!
//! An authenticator reads what somebody filled in and says who that is, or that it is nobody it knows.
//! It knows nothing of the database: what comes of a name, and whether its owner may come in, is the
//! hub's affair. What it must know of accounts it asks [`Accounts`].
//!
//! To add a kind: 1. its file, with the trait; 2. its name in [`AuthenticatorClass`]; 3. a line in
//! [`build`]; 4. in `config/rules/auth.rs`, what it must be given so that anybody can sign in.

mod authenticated;
mod dummy;
pub mod fake;
mod form;
mod keeper;
pub mod machine;
pub mod names;
mod native;
mod null;
mod pam;
mod passwords;
mod shared_password;
mod turns;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use self::authenticated::Authenticated;
pub use self::form::Form;
pub use self::keeper::Keeper;
pub use self::passwords::{Compared, Passwords};
use crate::clock::Clock;
use crate::config::{Auth, AuthenticatorClass, Config};
use crate::error::Result;
use crate::model::{PasswordHash, UserName};

/// Something that takes its time.
pub type Doing<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A way to tell who somebody is.
pub trait Authenticator: Send + Sync {
    /// Who it is that filled in the form of `attempt`; `None` where that is not right.
    ///
    /// # Errors
    /// Of kind `Denied` where somebody may not come in, with the sentence that they are told; others where it
    /// cannot be told now who that is.
    fn authenticate<'a>(&'a self, attempt: Attempt<'a>)
    -> Doing<'a, Result<Option<Authenticated>>>;

    /// `name` as this authenticator writes names (`Authenticator.normalize_username`).
    fn normalized(&self, settings: &Auth, name: &str) -> String {
        names::normalized(settings, name)
    }

    /// Whether people fill in a name and a password to sign in.
    fn has_form(&self) -> bool {
        true
    }

    /// Whether it knows people by accounts that the hub keeps.
    fn keeps_accounts(&self) -> bool {
        false
    }

    /// Whether whoever it knows is a user of this machine too (`LocalAuthenticator`).
    fn knows_system_users(&self) -> bool {
        false
    }

    /// Find out whether anybody could sign in, before a hub begins to serve.
    ///
    /// # Errors
    /// Where nobody could, with what it takes.
    fn is_usable<'a>(&'a self, _settings: &'a Auth) -> Doing<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// A server of `name` is about to start (`Authenticator.pre_spawn_start`).
    fn before_start<'a>(&'a self, _settings: &'a Auth, _name: &'a UserName) -> Doing<'a, ()> {
        Box::pin(async {})
    }

    /// A server of `name` has stopped (`Authenticator.post_spawn_stop`).
    fn after_stop<'a>(&'a self, _settings: &'a Auth, _name: &'a UserName) -> Doing<'a, ()> {
        Box::pin(async {})
    }
}

/// Somebody who tries to sign in.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    /// What they filled in.
    pub form: &'a Form,
    /// Who may sign in, and how.
    pub settings: &'a Auth,
    /// The accounts that the hub keeps.
    pub accounts: &'a dyn Accounts,
    /// Where passwords are hashed.
    pub passwords: &'a Passwords,
}

/// The accounts that a hub keeps itself.
pub trait Accounts: Send + Sync {
    /// The hash of a user's password; `None` where there is no such account.
    ///
    /// # Errors
    /// Where that cannot be read.
    fn password_of(&self, name: &UserName) -> Result<Option<PasswordHash>>;

    /// The randomness that passwords are hashed with.
    fn clock(&self) -> &Arc<Clock>;
}

/// The authenticator that the configuration names.
pub fn build(config: &Config) -> Arc<dyn Authenticator> {
    match config.hub.authenticator_class {
        AuthenticatorClass::Native => Arc::new(native::Native),
        AuthenticatorClass::Dummy => Arc::new(dummy::Dummy),
        AuthenticatorClass::SharedPassword => Arc::new(shared_password::SharedPassword),
        AuthenticatorClass::Pam => Arc::new(pam::Pam::of(config)),
        AuthenticatorClass::Null => Arc::new(null::Null),
    }
}
