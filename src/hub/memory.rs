//! What a hub remembers so as not to reckon it again. Nothing here is the truth: that is in the database.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::Identity;
use crate::config::Config;
use crate::model::{Hashed, Secret};

/// How many tokens are remembered; beyond that, all are forgotten and begun anew.
const MOST: usize = 4096;

/// A token as it is remembered: no memory of a hub gives one away.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint([u8; 32]);

/// It tells nothing of itself.
impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

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
    /// What tokens were answered.
    pub(super) answers: Answers,
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

/// An answer, written out.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its text.
    pub body: Bytes,
    /// A number that differs where the text does.
    pub tag: u64,
}

/// What an answer rests on besides the database.
#[derive(Clone)]
pub(super) struct Beside {
    /// The configuration.
    pub(super) config: Arc<Config>,
    /// How often the servers in the hands of the hub have changed.
    pub(super) servers: u64,
}

impl Beside {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.config, &other.config) && self.servers == other.servers
    }
}

/// Answers to questions that are asked again and again, by the token and the question. Like all that is
/// derived they fall with any write.
#[derive(Default)]
pub(super) struct Answers {
    of: HashMap<Fingerprint, HashMap<String, (Beside, Written)>>,
    bytes: usize,
}

impl Answers {
    /// How many bytes are remembered; beyond that, all are forgotten and begun anew.
    const MOST_BYTES: usize = 512 << 10;

    pub(super) fn get(
        &self,
        token: Fingerprint,
        question: &str,
        beside: &Beside,
    ) -> Option<&Written> {
        let (made_of, written) = self.of.get(&token)?.get(question)?;
        made_of.is(beside).then_some(written)
    }

    pub(super) fn remember(
        &mut self,
        token: Fingerprint,
        question: &str,
        beside: Beside,
        written: &Written,
    ) {
        let bytes = question.len() + written.body.len();
        if self.bytes + bytes > Self::MOST_BYTES {
            *self = Self::default();
        }
        if bytes <= Self::MOST_BYTES {
            self.bytes += bytes;
            let of_token = self.of.entry(token).or_default();
            of_token.insert(question.to_owned(), (beside, written.clone()));
        }
    }
}

/// Which hash a token was found to be of. A token that somebody chose takes 16,384 rounds to
/// compare: it costs them once, and as long as that very hash is stored.
#[derive(Default)]
pub(super) struct Verified(Mutex<HashMap<Fingerprint, Hashed>>);

impl Verified {
    /// Whether `hashed` is the hash of `token`.
    pub(super) fn is_of(&self, hashed: &Hashed, token: &Secret, fingerprint: Fingerprint) -> bool {
        if self.knows(hashed, fingerprint) {
            return true;
        }
        let is_of = hashed.is_of(token);
        if is_of {
            self.learn(hashed, fingerprint);
        }
        is_of
    }

    /// Whether `token` is known to be what `hashed` is the hash of, without a comparison.
    pub(super) fn knows(&self, hashed: &Hashed, fingerprint: Fingerprint) -> bool {
        self.known().get(&fingerprint) == Some(hashed)
    }

    /// Keep in mind that `hashed` is the hash of the token with this fingerprint.
    pub(super) fn learn(&self, hashed: &Hashed, fingerprint: Fingerprint) {
        let mut known = self.known();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(fingerprint, hashed.clone());
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Fingerprint, Hashed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
