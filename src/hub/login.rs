//! Who signed in: known by the cookie that the hub gave their browser.

use std::sync::Arc;
use std::time::Instant;

use super::identity::{Credential, Identity, SignedIn};
use super::memory::{Derived, Fingerprint};
use super::{Hub, Signer};
use crate::error::Result;
use crate::model::{Secret, UserName};
use crate::ops::sessions::SignOut;
use crate::rbac::{Granted, Holder};
use crate::store::credentials::{self, Active};
use crate::store::roles::HolderId;
use crate::store::{Tx, subjects};

/// The cookie of a sign-in (`objects.Hub.cookie_name`).
const LOGIN: &str = "jupyterhub-hub-login";

/// The same with the prefix by which browsers bind it to the host alone.
const LOGIN_OF_HOST: &str = "__Host-jupyterhub-hub-login";

impl Hub {
    /// What signs the hub's cookies.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// The name of the cookie of a sign-in.
    pub fn login_cookie(&self) -> &'static str {
        if self.config().hub.cookie_host_prefix_enabled {
            LOGIN_OF_HOST
        } else {
            LOGIN
        }
    }

    /// An id for what one browser does from now on.
    pub fn new_session(&self) -> String {
        self.pool.clock().uuid_hex()
    }

    /// Who the cookie `name` says signed in; `None` where the hub did not make it, where it is too old,
    /// and where it is nobody's any more (`BaseHandler._user_for_cookie`).
    pub async fn identify_login(&self, name: &str, cookie: &str) -> Result<Option<Arc<Identity>>> {
        let now = self.now();
        let days = self.config().hub.cookie_max_age_days;
        let Some(cookie_id) = self.signer.verify(name, cookie, days, now) else {
            return Ok(None);
        };
        let cookie_id = Secret::new(cookie_id);
        let found = self
            .pool
            .read(|tx, derived| self.recall_login(tx, derived, &cookie_id))?;
        if let Some(identity) = &found {
            self.note_use(identity, now).await;
        }
        Ok(found)
    }

    /// Who `name` is once they have signed in; `None` where there is no such user.
    pub fn signed_in(&self, name: &UserName) -> Result<Option<Arc<Identity>>> {
        self.pool.read(|tx, derived| {
            let Some(cookie_id) = credentials::cookie_of(tx, name)? else {
                return Ok(None);
            };
            self.recall_login(tx, derived, &cookie_id)
        })
    }

    /// Sign `identity` out, in every browser; and stop their servers, where `shutdown_on_logout` says so.
    /// A service signs in to nothing.
    ///
    /// # Errors
    /// Where it cannot be written down: then they are still signed in.
    pub async fn sign_out(self: &Arc<Self>, identity: &Arc<Identity>) -> Result<()> {
        let Holder::User(user) = identity.holder().clone() else {
            return Ok(());
        };
        let began = Instant::now();
        let signed_out = SignOut { user: user.clone() };
        let tokens = self.change(identity, signed_out).await?;
        tracing::info!(%user, tokens, "signed out");
        if self.config().hub.shutdown_on_logout {
            self.stop_ready_servers_of(identity, &user).await;
        }
        self.metrics().logout.observe(began.elapsed());
        Ok(())
    }

    pub(super) fn recall_login(
        &self,
        tx: &Tx<'_>,
        derived: &mut Derived,
        cookie_id: &Secret,
    ) -> Result<Option<Arc<Identity>>> {
        let fingerprint = Fingerprint::of(cookie_id);
        if let Some(identity) = derived.logins.get(fingerprint) {
            return Ok(Some(identity));
        }
        let Some((name, user)) = credentials::by_cookie(tx, cookie_id)? else {
            return Ok(None);
        };
        let subject = subjects::of_holder(tx, Holder::User(name), HolderId::User(user.id))?;
        let granted = Granted::resolve(Arc::clone(&self.catalogue), subject, tx)?;
        let identity = Arc::new(Identity::new(granted, signed_in(cookie_id, user)));
        derived.logins.remember(fingerprint, &identity);
        Ok(Some(identity))
    }
}

fn signed_in(cookie_id: &Secret, user: Active) -> Credential {
    Credential::Login(SignedIn {
        cookie_id: cookie_id.clone(),
        user,
    })
}
