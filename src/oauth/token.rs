//! What a client asks when it exchanges a code for a token (RFC 6749, 4.1.3).

use super::{Challenge, Params, Problem, pkce};

/// What a client asks of the token endpoint; its secret is not looked at yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRequest {
    /// To exchange a code.
    Exchange,
    /// What no client of the hub may ask, once it has shown its secret.
    Refresh,
}

/// What was granted with a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The client that it was granted to.
    pub client_id: String,
    /// By what the client shows that it asked.
    pub challenge: Option<Challenge>,
}

impl TokenRequest {
    /// What `params` ask.
    ///
    /// # Errors
    /// Where that is nothing that can be asked.
    pub fn of(params: &Params) -> Result<Self, Problem> {
        const ONCE: [&str; 3] = ["client_id", "grant_type", "redirect_uri"];
        if params.has_query() {
            return Err(Problem::invalid("URL query parameters are not allowed"));
        }
        match params.get("grant_type") {
            Some("authorization_code" | "openid") => {}
            Some("refresh_token") => {
                return match params.get("refresh_token") {
                    Some(_) => Ok(Self::Refresh),
                    None => Err(Problem::invalid("Missing refresh token parameter.")),
                };
            }
            _ => return Err(Problem::of("unsupported_grant_type")),
        }
        if params.get("code").is_none() {
            return Err(Problem::invalid("Missing code parameter."));
        }
        match params.repeated(&ONCE) {
            Some(name) => Err(Problem::repeated(name)),
            None => Ok(Self::Exchange),
        }
    }

    /// Go on once the client was looked at: `is_known` says whether it has shown its secret.
    ///
    /// # Errors
    /// Where it has not, and where it asks what no client may.
    pub fn by(self, params: &Params, is_known: bool) -> Result<(), Problem> {
        let no_client = || Problem::unknown_client();
        if !is_known {
            return Err(no_client());
        }
        // A code as OpenID Connect has it is none of the hub's.
        if self == Self::Refresh || params.get("grant_type") != Some("authorization_code") {
            return Err(Problem::of("unauthorized_client"));
        }
        Ok(())
    }
}

impl Grant {
    /// Check that `params` may have it: the client that asked for it does, and it was sent where it is
    /// `registered` to be.
    ///
    /// # Errors
    /// Where they may not.
    pub fn check(
        &self,
        params: &Params,
        registered: &str,
        requires_pkce: bool,
    ) -> Result<(), Problem> {
        if params.get("client_id") != Some(&self.client_id) {
            return Err(Problem::grant());
        }
        let verifier = params.get("code_verifier");
        match &self.challenge {
            Some(challenge) => challenge.check(verifier)?,
            None if requires_pkce && verifier.is_none() => return Err(pkce::required()),
            None if requires_pkce => return Err(Problem::grant().because("Challenge not found")),
            None => {}
        }
        match params.get("redirect_uri").unwrap_or(registered) {
            "" => Err(Problem::invalid("Missing redirect URI.")),
            uri if uri == registered => Ok(()),
            _ => Err(Problem::invalid("Mismatching redirect URI.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(body: &str) -> Params {
        Params::read("", body).unwrap()
    }

    #[test]
    fn a_code_alone_can_be_exchanged() {
        let asked = |body| TokenRequest::of(&params(body)).map_err(|problem| problem.error);
        assert_eq!(
            asked("grant_type=authorization_code&code=c"),
            Ok(TokenRequest::Exchange)
        );
        assert_eq!(
            asked("grant_type=authorization_code"),
            Err("invalid_request")
        );
        assert_eq!(asked("grant_type=password"), Err("unsupported_grant_type"));
        assert_eq!(asked(""), Err("unsupported_grant_type"));
        assert_eq!(
            asked("grant_type=refresh_token&refresh_token=r"),
            Ok(TokenRequest::Refresh)
        );
        let twice = "grant_type=authorization_code&code=c&client_id=a&client_id=a";
        assert_eq!(asked(twice), Err("invalid_request"));
    }

    #[test]
    fn a_code_is_for_the_client_and_the_address_that_it_was_made_for() {
        let grant = Grant {
            client_id: "service-x".to_owned(),
            challenge: None,
        };
        let check = |body| {
            grant
                .check(&params(body), "/cb", false)
                .map_err(|problem| problem.error)
        };
        assert_eq!(check("client_id=service-x&redirect_uri=/cb"), Ok(()));
        assert_eq!(check("client_id=service-x"), Ok(()));
        assert_eq!(
            check("client_id=service-y&redirect_uri=/cb"),
            Err("invalid_grant")
        );
        assert_eq!(
            check("client_id=service-x&redirect_uri=/other"),
            Err("invalid_request")
        );
        let required = grant.check(&params("client_id=service-x"), "/cb", true);
        assert_eq!(
            required.map_err(|problem| problem.error),
            Err("invalid_request")
        );
    }
}
