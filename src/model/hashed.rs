//! How JupyterHub keeps tokens and codes that must be recognised and not be read.

use std::fmt;

use sha2::{Digest, Sha512};
use subtle::ConstantTimeEq;

use super::Secret;
use crate::clock::hex;
use crate::error::{Error, Result};

/// Tokens and codes longer than this are never valid, and not worth hashing (`_TOKEN_MAX_LEN`).
const LONGEST: usize = 64;

/// Tokens shorter than this are refused (`Hashed.min_length`).
const SHORTEST: usize = 8;

/// How often a value that somebody chose is hashed (`Hashed.rounds`).
const ROUNDS: u32 = 16384;

/// How many characters of a token are kept in clear, to find it by (`Hashed.prefix_length`).
const PREFIX: usize = 4;

/// The hash of a token or code, as stored: `sha512:ROUNDS:SALT:DIGEST` (`utils.hash_token`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashed(String);

impl Hashed {
    /// The hash of a random value, which needs one round only (`Hashed.generated_rounds`).
    pub fn generated(value: &Secret, salt: [u8; 8]) -> Self {
        Self(hash(value, 1, &hex(&salt)))
    }

    /// The hash of a value that somebody chose, which needs many rounds (`Hashed.rounds`).
    ///
    /// # Errors
    /// Where it has fewer than 8 characters or more than 64: JupyterHub would never take it.
    pub fn given(value: &Secret, salt: [u8; 8]) -> Result<Self> {
        let length = value.reveal().chars().count();
        if !(SHORTEST..=LONGEST).contains(&length) {
            return Err(Error::invalid(format!(
                "a token has {SHORTEST} to {LONGEST} characters, and what was given has {length}"
            )));
        }
        Ok(Self(hash(value, ROUNDS, &hex(&salt))))
    }

    /// What of `value` is kept in clear beside its hash.
    pub fn prefix_of(value: &Secret) -> String {
        value.reveal().chars().take(PREFIX).collect()
    }

    /// The hash as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the hash of `value`, compared in constant time.
    pub fn is_of(&self, value: &Secret) -> bool {
        let mut parts = self.0.split(':');
        let (Some("sha512"), Some(rounds), Some(salt)) = (parts.next(), parts.next(), parts.next())
        else {
            return false;
        };
        let Ok(rounds) = rounds.parse() else {
            return false;
        };
        value.reveal().chars().count() <= LONGEST
            && hash(value, rounds, salt)
                .as_bytes()
                .ct_eq(self.0.as_bytes())
                .into()
    }
}

impl From<String> for Hashed {
    fn from(stored: String) -> Self {
        Self(stored)
    }
}

impl fmt::Display for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn hash(value: &Secret, rounds: u32, salt: &str) -> String {
    let mut digest = Sha512::new();
    digest.update(salt);
    for _ in 0..rounds {
        digest.update(value.reveal());
    }
    format!("sha512:{rounds}:{salt}:{}", hex(&digest.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `jupyterhub.utils.hash_token("0123456789abcdef", salt="0011223344556677", rounds=…)`.
    const RECORDED: [&str; 2] = [
        "sha512:1:0011223344556677:8e807a84c9fc202673590e8cc98eb67361d69bb21b7f3a5d32fed21f4a5ddd8bfd28b4df45527b0dc9a8a90fb47fc89fdcd344b7f490ad48e35ce8b23e94375a",
        "sha512:3:0011223344556677:56c49d8322d2a6e9dbafb8a12ebf29afbec40489f6db490a335ad5af698ac4a71fdc5d2f4e71b51f4f34440209aa73c0b0d2de2520a7b49b96ece0c07fb81ab0",
    ];

    #[test]
    fn hashes_are_those_of_jupyterhub() {
        let value = Secret::new("0123456789abcdef");
        let salt = [0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77];
        assert_eq!(Hashed::generated(&value, salt).as_str(), RECORDED[0]);
        for stored in RECORDED {
            let stored = Hashed::from(stored.to_owned());
            assert!(stored.is_of(&value));
            assert!(!stored.is_of(&Secret::new("0123456789abcdee")));
        }
    }

    #[test]
    fn what_is_no_hash_is_the_hash_of_nothing() {
        for stored in ["", "sha512", "md5:1:ab:cd", "sha512:x:ab:cd"] {
            assert!(!Hashed::from(stored.to_owned()).is_of(&Secret::new("")));
        }
    }

    #[test]
    fn four_characters_stay_in_clear() {
        assert_eq!(Hashed::prefix_of(&Secret::new("zoë…5678")), "zoë…");
    }
}
