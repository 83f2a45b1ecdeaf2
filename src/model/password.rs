//! How passwords of hubctl's own accounts are kept.

use std::fmt;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use sha2::{Digest, Sha256};

use super::Secret;
use crate::error::{Error, Result};

/// A password longer than this is none: hashing it would only cost time.
const LONGEST: usize = 4096;

/// The first six bytes of the SHA-256 of each password that many have, in order
/// (`common_passwords/make.py`).
const COMMON: &[u8] = include_bytes!("common_passwords/hashes.bin");

/// What a password that somebody chooses must be.
#[derive(Debug, Clone, Copy)]
pub struct PasswordRules {
    /// How many characters it has at least.
    pub shortest: usize,
    /// Whether it may be one that many have.
    pub may_be_common: bool,
}

impl Default for PasswordRules {
    /// Where no configuration is read.
    fn default() -> Self {
        Self {
            shortest: 8,
            may_be_common: false,
        }
    }
}

impl PasswordRules {
    /// Refuse `password` as that of `name`, where it breaks these rules.
    ///
    /// # Errors
    /// What is wrong with it; it is not repeated.
    pub fn check(self, password: &Secret, name: &str) -> Result<()> {
        let text = password.reveal();
        let lower = text.to_lowercase();
        let wrong = if text.chars().count() < self.shortest {
            format!("a password has at least {} characters", self.shortest)
        } else if text.len() > LONGEST {
            format!("a password has at most {LONGEST} bytes")
        } else if lower == name.to_lowercase() {
            "a password is not the name it goes with".to_owned()
        } else if !self.may_be_common && is_common(&lower) {
            "this password is one of those that many people have, and that are guessed first"
                .to_owned()
        } else {
            return Ok(());
        };
        Err(Error::invalid(wrong))
    }
}

fn is_common(lower: &str) -> bool {
    let hash = Sha256::digest(lower);
    let (hashes, _) = COMMON.as_chunks::<6>();
    hashes
        .binary_search_by(|known| known[..].cmp(&hash[..6]))
        .is_ok()
}

/// The hash of a password that somebody chose, as a PHC string: `$argon2id$v=19$m=…,t=…,p=…$SALT$HASH`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The hash of `password`. It takes some 20 ms of a processor, on purpose.
    ///
    /// # Errors
    /// Where the password is longer than any is.
    pub fn of(password: &Secret, salt: [u8; 16]) -> Result<Self> {
        let password = password.reveal().as_bytes();
        if password.len() > LONGEST {
            let message = format!("a password has at most {LONGEST} bytes");
            return Err(Error::invalid(message));
        }
        let hashed = hasher().hash_password_with_salt(password, &salt);
        let hashed: Phc = hashed
            .map_err(|error| Error::internal(format!("a password cannot be hashed: {error}")))?;
        Ok(Self(hashed.to_string()))
    }

    /// Whether this is the hash of `password`, which takes as long as to make it.
    pub fn is_of(&self, password: &Secret) -> bool {
        let password = password.reveal().as_bytes();
        password.len() <= LONGEST
            && Phc::new(&self.0).is_ok_and(|kept| hasher().verify_password(password, &kept).is_ok())
    }

    /// Whether a hash that is made now is harder to guess from, so that it is worth replacing this one.
    pub fn is_outdated(&self) -> bool {
        let wanted = Params::default();
        let Ok(kept) = Phc::new(&self.0) else {
            return true;
        };
        let params = Params::try_from(&kept);
        kept.algorithm != Algorithm::Argon2id.ident()
            || params.is_ok_and(|kept| {
                kept.m_cost() < wanted.m_cost()
                    || (kept.m_cost() == wanted.m_cost() && kept.t_cost() < wanted.t_cost())
            })
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What OWASP recommends: 19 MiB, twice over, in one lane.
fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

impl From<String> for PasswordHash {
    fn from(stored: String) -> Self {
        Self(stored)
    }
}

/// A hash can be guessed from at leisure: it is as secret as a password.
impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text)
    }

    #[test]
    fn a_password_is_known_by_its_hash_and_no_other_is() {
        let hash = PasswordHash::of(&secret("correct horse"), [7; 16]).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hash.is_of(&secret("correct horse")));
        assert!(!hash.is_of(&secret("correct horsE")));
        assert!(!hash.is_outdated());
        assert_eq!(format!("{hash:?}"), "…");
    }

    #[test]
    fn what_is_no_hash_is_the_hash_of_nothing() {
        for stored in ["", "$argon2id$", "sha512:1:ab:cd", "$2b$12$abc"] {
            assert!(!PasswordHash::from(stored.to_owned()).is_of(&secret("")));
        }
    }

    #[test]
    fn a_weaker_hash_still_serves_and_is_outdated() {
        let params = Params::new(8, 1, 1, None).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let weak: Phc = weak
            .hash_password_with_salt(b"correct horse", &[7; 16])
            .unwrap();
        let weak = PasswordHash::from(weak.to_string());
        assert!(weak.is_of(&secret("correct horse")) && weak.is_outdated());
    }

    #[test]
    fn a_password_is_long_uncommon_and_no_name() {
        let rules = PasswordRules::default();
        for bad in [
            "",
            "short12",
            "password",
            "PassWord1",
            "baseball",
            "adalovelace",
            &"x".repeat(5000),
        ] {
            assert!(rules.check(&secret(bad), "AdaLovelace").is_err(), "{bad}");
        }
        for good in ["correct horse", "πάθημα-μάθημα", "        "] {
            assert!(rules.check(&secret(good), "ada").is_ok(), "{good}");
        }
        let lax = PasswordRules {
            shortest: 3,
            may_be_common: true,
        };
        assert!(lax.check(&secret("password"), "ada").is_ok());
    }

    #[test]
    fn nobody_has_a_password_of_megabytes_hashed() {
        let long = secret(&"x".repeat(LONGEST + 1));
        assert!(PasswordHash::of(&long, [7; 16]).is_err());
    }
}
