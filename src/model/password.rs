//! How passwords of hubctl's own accounts are kept.

use std::fmt;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use super::Secret;
use crate::error::{Error, Result};

/// A password longer than this is none: hashing it would only cost time.
const LONGEST: usize = 4096;

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
    fn nobody_has_a_password_of_megabytes_hashed() {
        let long = secret(&"x".repeat(LONGEST + 1));
        assert!(PasswordHash::of(&long, [7; 16]).is_err());
    }
}
