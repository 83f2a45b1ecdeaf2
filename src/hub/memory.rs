//! What a hub remembers so as not to reckon it again. Nothing here is the truth: that is in the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::Identity;
use crate::model::{Hashed, Secret};

/// How many tokens are remembered; beyond that, all are forgotten and begun anew.
const MOST: usize = 4096;

/// A token as it is remembered: no memory of a hub gives one away.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub(super) fn of(token: &Secret) -> Self {
        Self(Sha256::digest(token.reveal()).into())
    }
}

/// What a reader derived from its view of the database; it falls with any write.
#[derive(Default)]
pub(crate) struct Derived {
    /// Who a token is of.
    pub(super) tokens: Identities,
    /// Who signed in, by what their cookie says. Apart from tokens: what is in a cookie is no token.
    pub(super) logins: Identities,
}

/// Callers, by what they present.
#[derive(Default)]
pub(super) struct Identities(HashMap<Fingerprint, Arc<Identity>>);

impl Identities {
    pub(super) fn get(&self, presented: Fingerprint) -> Option<Arc<Identity>> {
        self.0.get(&presented).cloned()
    }

    pub(super) fn remember(&mut self, presented: Fingerprint, identity: &Arc<Identity>) {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(presented, Arc::clone(identity));
    }
}

/// Which hash a token was found to be of. A token that somebody chose takes 16,384 rounds to
/// compare: it costs them once, and as long as that very hash is stored.
#[derive(Default)]
pub(super) struct Verified(Mutex<HashMap<Fingerprint, Hashed>>);

impl Verified {
    /// Whether `hashed` is the hash of `token`.
    pub(super) fn is_of(&self, hashed: &Hashed, token: &Secret, fingerprint: Fingerprint) -> bool {
        if self.known().get(&fingerprint) == Some(hashed) {
            return true;
        }
        let is_of = hashed.is_of(token);
        if is_of {
            let mut known = self.known();
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(fingerprint, hashed.clone());
        }
        is_of
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Fingerprint, Hashed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
