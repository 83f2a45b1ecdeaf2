//! The running hub: what lives only while one runs.
//!
//! Both doors of a hub that serves, the REST API and the pages, go through [`Hub`]: it knows who
//! asks, has operations done on the database, and adds what no database knows.

mod accounts;
mod activity;
mod answers;
mod apply;
mod attempts;
mod audit;
mod auth_state;
mod domains;
mod freshness;
mod identity;
mod leads;
mod live;
mod lock;
mod login;
mod managed_roles;
mod memory;
pub mod metrics;
mod oauth;
mod operate;
mod routes;
mod servers;
mod services;
mod shares;
mod shutdown;
mod sign_in;
mod signed;
mod start;
mod still_users;
mod system_users;
mod unwind;
mod watching;

use std::sync::{Arc, PoisonError, RwLock};

pub use self::accounts::SignedUp;
use self::attempts::Attempts;
use self::audit::Refusals;
pub use self::audit::in_request;
pub use self::identity::{Credential, Identity, SignedIn};
pub use self::lock::Held;
pub use self::memory::Written;
use self::memory::{Derived, Verified};
use self::metrics::Metrics;
pub use self::servers::{
    Choice, Filled, Follow, Form, NotStarted, Servers, StartServer, Throttled, Told, Waited,
};
use self::services::Services;
pub use self::shutdown::Leaving;
use self::shutdown::Shutdown;
pub use self::sign_in::{NotSignedIn, whole_seconds};
pub use self::signed::{Signer, said_as};
pub use self::start::catalogue;
pub use self::unwind::caught;
pub use self::watching::Watching;
use crate::auth::{self, Authenticator, Keeper, Passwords};
use crate::clock::Clock;
use crate::config::{Config, CookieSecret};
use crate::error::Result;
use crate::model::Timestamp;
use crate::ops::audit::{Change, recorded};
use crate::ops::live::Complete;
use crate::ops::{Operation, Request};
use crate::rbac::{Catalogue, Refused, Scope, Target, authorize, refused};
use crate::spawn::{self, Spawner};
use crate::store::{Ending, Pool};

/// A running hub.
pub struct Hub {
    config: RwLock<Arc<Config>>,
    pool: Pool<Derived>,
    catalogue: Arc<Catalogue>,
    verified: Verified,
    authenticator: Arc<dyn Authenticator>,
    attempts: Attempts,
    passwords: Passwords,
    keeper: Keeper,
    servers: Servers,
    services: Services,
    shutdown: Shutdown,
    signer: Signer,
    metrics: Metrics,
    refusals: Refusals,
    loaded: managed_roles::Loaded,
    freshness: freshness::Freshness,
}

impl Hub {
    /// Open the database that `config` names, and start servers as it says.
    ///
    /// # Errors
    /// Where it cannot be opened, or must be upgraded first; where what signs cookies cannot be had.
    pub fn open(config: Config, catalogue: Catalogue, clock: Arc<Clock>) -> Result<Self> {
        let output = spawn::output_beside(config.hub.db_url.path());
        let spawner = spawn::build(config.hub.spawner_class, output);
        Self::with_spawner(config, catalogue, clock, spawner)
    }

    /// Open the database that `config` names, and start servers by `spawner`.
    ///
    /// # Errors
    /// As [`Hub::open`].
    pub fn with_spawner(
        config: Config,
        catalogue: Catalogue,
        clock: Arc<Clock>,
        spawner: Arc<dyn Spawner>,
    ) -> Result<Self> {
        let secret = CookieSecret::load(&config.hub, &clock)?;
        Ok(Self {
            metrics: Metrics::new(&config.metrics),
            authenticator: auth::build(&config),
            attempts: Attempts::default(),
            passwords: Passwords::default(),
            keeper: Keeper::new(&config.crypt)?,
            servers: Servers::new(&config, spawner)?,
            services: Services::default(),
            signer: Signer::new(secret.reveal()),
            pool: Pool::open(&config.hub.db_url, clock)?,
            config: RwLock::new(Arc::new(config)),
            catalogue: Arc::new(catalogue),
            verified: Verified::default(),
            shutdown: Shutdown::default(),
            refusals: Refusals::default(),
            loaded: managed_roles::Loaded::default(),
            freshness: freshness::Freshness::default(),
        })
    }

    /// The same hub, where people are known by `authenticator`.
    #[must_use]
    pub fn with_authenticator(mut self, authenticator: Arc<dyn Authenticator>) -> Self {
        self.authenticator = authenticator;
        self
    }

    /// The configuration as it is now.
    pub fn config(&self) -> Arc<Config> {
        let config = self.config.read();
        Arc::clone(&config.unwrap_or_else(PoisonError::into_inner))
    }

    /// Take up what a running hub can of another configuration; what it cannot is for its caller to
    /// have kept.
    pub fn reconfigure(&self, config: Config) {
        let mut held = self.config.write().unwrap_or_else(PoisonError::into_inner);
        *held = Arc::new(config);
    }

    /// Close the database. All that was written is on disk, and in the one file; nothing is read or
    /// written any more.
    pub fn close(&self) {
        self.pool.close();
    }

    /// What the hub counts.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The present time.
    pub fn now(&self) -> Timestamp {
        self.pool.clock().now()
    }

    /// Why `identity` may not make `request` on `target`; `None` if it may.
    pub fn refusal(
        &self,
        identity: &Identity,
        request: &Request,
        target: &Target,
    ) -> Result<Option<Refused>> {
        self.pool
            .read(|tx, _| refused(identity.granted(), request.any_of, target, tx))
    }

    /// Why `identity` may not do on `target` what takes any of these scopes; `None` if it may.
    pub fn refusal_of(
        &self,
        identity: &Identity,
        any_of: &[Scope],
        target: &Target,
    ) -> Result<Option<Refused>> {
        self.pool
            .read(|tx, _| refused(identity.granted(), any_of, target, tx))
    }

    /// Do an operation that only looks.
    pub fn look<O: Operation>(&self, identity: &Identity, operation: O) -> Result<O::Output> {
        self.pool
            .read(|tx, _| O::run(authorize(identity.caller(), operation, tx)?, tx))
    }

    /// Do an operation that only looks, and be told what JupyterHub's API has no place for, as far as scopes go.
    pub fn look_closely<O: Operation>(
        &self,
        identity: &Identity,
        operation: O,
    ) -> Result<O::Output> {
        self.pool
            .read(|tx, _| O::run(authorize(&identity.remote(), operation, tx)?, tx))
    }

    /// Do an operation that only looks, and add what only a running hub knows.
    pub fn show<O>(&self, identity: &Identity, operation: O) -> Result<O::Output>
    where
        O: Operation,
        O::Output: Complete,
    {
        self.look(identity, operation)
            .map(|output| self.completed(output))
    }

    /// Do an operation that writes; once it is answered, what it wrote is on disk, with who did it.
    pub async fn change<O>(&self, identity: &Identity, operation: O) -> Result<O::Output>
    where
        O: Change + Send + 'static,
        O::Output: Send + 'static,
    {
        self.write_as(identity, Ending::Commit, operation).await
    }

    /// Do an operation that writes, and undo it or not.
    async fn write_as<O>(
        &self,
        identity: &Identity,
        ending: Ending,
        operation: O,
    ) -> Result<O::Output>
    where
        O: Change + Send + 'static,
        O::Output: Send + 'static,
    {
        let (caller, source) = (identity.caller().clone(), Self::source(identity));
        let write = self
            .pool
            .write(ending, move |tx| recorded(&source, &caller, operation, tx));
        write.await
    }
}
