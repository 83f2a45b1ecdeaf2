//! Proof Key for Code Exchange (RFC 7636): who exchanges a code shows that they asked for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::Problem;

/// What a client says when it asks for a code, to be known by when it exchanges it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The challenge.
    pub value: String,
    /// How it is made of what is shown later: `S256` or `plain`.
    pub method: Option<String>,
}

impl Challenge {
    /// Whether its method is one that there is.
    pub(super) fn has_known_method(&self) -> bool {
        matches!(self.method.as_deref(), Some("S256" | "plain"))
    }

    /// Whether it tells nothing of what is shown later.
    pub(super) fn is_hashed(&self) -> bool {
        self.method.as_deref() == Some("S256")
    }

    /// Refuse a `verifier` that it is not made of.
    pub(super) fn check(&self, verifier: Option<&str>) -> Result<(), Problem> {
        let Some(verifier) = verifier else {
            return Err(required());
        };
        let made = match self.method.as_deref() {
            Some("S256") => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
            Some("plain") => verifier.to_owned(),
            None => return Err(Problem::grant().because("Challenge method not found")),
            Some(other) => {
                let why = format!("code_challenge_method {other} is not supported.");
                return Err(Problem::of("server_error").because(why));
            }
        };
        if bool::from(made.as_bytes().ct_eq(self.value.as_bytes())) {
            Ok(())
        } else {
            Err(Problem::grant())
        }
    }
}

/// What is shown is missing.
pub(super) fn required() -> Problem {
    Problem::invalid("Code verifier required.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_is_verified() {
        let challenge = Challenge {
            value: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned(),
            method: Some("S256".to_owned()),
        };
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge.check(Some(verifier)), Ok(()));
        assert_eq!(challenge.check(Some("another")), Err(Problem::grant()));
        assert_eq!(challenge.check(None), Err(required()));
    }
}
