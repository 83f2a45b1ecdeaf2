//! Who asks: known by a token or by a sign-in, with what they may do.

use std::sync::Arc;

use super::Hub;
use super::memory::{Derived, Fingerprint};
use crate::error::Result;
use crate::model::{Secret, Timestamp, TokenId};
use crate::rbac::{Caller, Granted, Holder};
use crate::store::credentials::{self, Active, Presented};
use crate::store::{Tx, subjects};

/// Somebody who asks, and by what they are known.
#[derive(Debug)]
pub struct Identity {
    granted: Arc<Granted>,
    caller: Caller,
    credential: Credential,
    /// By what readers remember it, if it is a token.
    presented: Option<Fingerprint>,
}

/// By what somebody is known.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A token, in the header `Authorization`.
    Token(Presented),
    /// A sign-in, in the hub's cookie.
    Login(SignedIn),
}

/// A user who signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// What the hub's cookie says of them: nobody else's does.
    pub cookie_id: Secret,
    /// Who they are, and when they were last seen.
    pub user: Active,
}

impl Identity {
    pub(super) fn new(granted: Granted, credential: Credential) -> Self {
        let granted = Arc::new(granted);
        Self {
            caller: Caller::Granted(Arc::clone(&granted)),
            granted,
            credential,
            presented: None,
        }
    }

    /// The same, remembered by `presented`.
    fn presenting(self, presented: Fingerprint) -> Self {
        Self {
            presented: Some(presented),
            ..self
        }
    }

    /// By what readers remember the token that it is, if it is one.
    pub(super) fn presented(&self) -> Option<Fingerprint> {
        self.presented
    }

    /// As whom operations are authorized.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The same for pages, and for what a command line sends: those are shown more than the API shows.
    pub fn remote(&self) -> Caller {
        Caller::Remote(Arc::clone(&self.granted))
    }

    /// What they may do, and why.
    pub fn granted(&self) -> &Granted {
        &self.granted
    }

    /// The user or service it is.
    pub fn holder(&self) -> &Holder {
        &self.granted.subject().holdings.holder
    }

    /// By what they are known.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// The token they are known by, if it is one.
    pub fn token_id(&self) -> Option<TokenId> {
        self.token().map(|token| token.id)
    }

    /// The browser session that the token was issued to.
    pub fn session_id(&self) -> Option<&str> {
        self.token()?.session_id.as_deref()
    }

    fn token(&self) -> Option<&Presented> {
        match &self.credential {
            Credential::Token(token) => Some(token),
            Credential::Login(_) => None,
        }
    }
}

impl Hub {
    /// Who presents `token`; `None` where it is no token, or past its time.
    pub async fn identify(&self, token: &Secret) -> Result<Option<Arc<Identity>>> {
        let now = self.now();
        let Some(identity) = self.holder_of(token, now)? else {
            return Ok(None);
        };
        self.note_use(&identity, now).await;
        Ok(Some(identity))
    }

    /// Whether `token` is one, and not past its time; nothing is noted of its use.
    pub fn is_good(&self, token: &Secret) -> Result<bool> {
        Ok(self.holder_of(token, self.now())?.is_some())
    }

    fn holder_of(&self, token: &Secret, now: Timestamp) -> Result<Option<Arc<Identity>>> {
        let fingerprint = Fingerprint::of(token);
        let found = self
            .pool
            .read(|tx, derived| self.recall(tx, derived, token, fingerprint))?;
        Ok(found.filter(|identity| {
            let end = identity.token().and_then(|token| token.expires_at);
            end.is_none_or(|end| end >= now)
        }))
    }

    fn recall(
        &self,
        tx: &Tx<'_>,
        derived: &mut Derived,
        token: &Secret,
        fingerprint: Fingerprint,
    ) -> Result<Option<Arc<Identity>>> {
        if let Some(identity) = derived.tokens.get(fingerprint) {
            return Ok(Some(identity));
        }
        let candidates = credentials::candidates(tx, token)?;
        let Some(candidate) = candidates
            .into_iter()
            .find(|candidate| self.verified.is_of(&candidate.hashed, token, fingerprint))
        else {
            return Ok(None);
        };
        let identity = self.resolve(tx, candidate.id)?;
        let identity = identity.map(|identity| Arc::new(identity.presenting(fingerprint)));
        if let Some(identity) = &identity {
            derived.tokens.remember(fingerprint, identity);
        }
        Ok(identity)
    }

    /// `identity` by the present view of the database; `None` where that knows them no more, or their token is
    /// past its time. Nothing is noted of its use.
    pub(super) fn still(
        &self,
        tx: &Tx<'_>,
        derived: &mut Derived,
        identity: &Identity,
    ) -> Result<Option<Arc<Identity>>> {
        let token = match &identity.credential {
            Credential::Login(signed_in) => {
                return self.recall_login(tx, derived, &signed_in.cookie_id);
            }
            Credential::Token(token) => token,
        };
        if token.expires_at.is_some_and(|end| end < tx.clock().now()) {
            return Ok(None);
        }
        let known = identity
            .presented
            .and_then(|token| derived.tokens.get(token));
        if known.is_some() {
            return Ok(known);
        }
        let Some(resolved) = self.resolve(tx, token.id)? else {
            return Ok(None);
        };
        let Some(presented) = identity.presented else {
            return Ok(Some(Arc::new(resolved)));
        };
        let resolved = Arc::new(resolved.presenting(presented));
        derived.tokens.remember(presented, &resolved);
        Ok(Some(resolved))
    }

    /// Who has the token of `identity`, and what it allows now.
    pub(super) fn resolved_again(&self, identity: &Identity) -> Result<Option<Arc<Identity>>> {
        let Some(id) = identity.token_id() else {
            return Ok(None);
        };
        let resolved = self.pool.read(|tx, _| self.resolve(tx, id))?;
        Ok(resolved.map(|resolved| {
            Arc::new(match identity.presented {
                Some(presented) => resolved.presenting(presented),
                None => resolved,
            })
        }))
    }

    fn resolve(&self, tx: &Tx<'_>, id: TokenId) -> Result<Option<Identity>> {
        let (Some(token), Some(subject)) =
            (credentials::find(tx, id)?, subjects::of_token(tx, id)?)
        else {
            return Ok(None);
        };
        let granted = Granted::resolve(Arc::clone(&self.catalogue), subject, tx)?;
        Ok(Some(Identity::new(granted, Credential::Token(token))))
    }
}
