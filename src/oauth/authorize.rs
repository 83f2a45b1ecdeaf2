//! What a client asks when it sends a person to the hub (RFC 6749, 4.1.1).

use super::redirect::{is_absolute, is_loopback, with_query};
use super::{Challenge, Params, Problem, Refused};

/// What the hub knows of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// What it calls itself.
    pub identifier: String,
    /// Whether it has a secret: nobody signs in through one that has none and is not public.
    pub has_secret: bool,
    /// Where it has people sent back to.
    pub redirect_uri: String,
    /// Whether it is a program on the person's own machine, which can keep no secret (RFC 8252): it shows by PKCE
    /// that it asked, and has them sent back to that machine alone, at whichever port it has just then.
    pub is_public: bool,
}

/// A request that may be granted, as far as the client is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// The client.
    pub client_id: String,
    /// Where the person is sent back to.
    pub redirect_uri: String,
    /// The scopes that it asks for; all that it may have where it says nothing.
    pub scopes: Option<Vec<String>>,
    /// By what it will show that it asked.
    pub challenge: Option<Challenge>,
    state: Option<String>,
    /// Whether it wants no more than its state back.
    wants_nothing: bool,
    fragment: bool,
}

/// What of `params` asks for a code, of whichever `client` it names that is registered.
///
/// # Errors
/// Where it is not to be granted. Only a client that is known, and gave an address of its own, is told.
pub fn check(
    params: &Params,
    client: Option<&Registered>,
    requires_pkce: bool,
) -> Result<Authorization, Refused> {
    const ONCE: [&str; 5] = [
        "client_id",
        "response_type",
        "redirect_uri",
        "scope",
        "state",
    ];
    if !params.is_orderly() {
        return Err(told("Unable to parse query string"));
    }
    if let Some(name) = params.repeated(&ONCE) {
        return Err(Refused::Told(Problem::repeated(name)));
    }
    if client_id(params).is_none() {
        return Err(told("Missing client_id parameter."));
    }
    let Some(client) = client.filter(|client| client.has_secret || client.is_public) else {
        return Err(told("Invalid client_id parameter value."));
    };
    let redirect_uri = redirect_uri(params, client)?;
    let fragment = params.get("response_mode") == Some("fragment");
    let state = params.get("state").filter(|state| !state.is_empty());
    let back = |problem: Problem| {
        let state = state.map(str::to_owned);
        Refused::back(Problem { state, ..problem }, redirect_uri, fragment)
    };
    let Some(response_type) = params.get("response_type") else {
        return Err(back(Problem::invalid("Missing response_type parameter.")));
    };
    if !response_type.contains("code") && response_type != "none" {
        return Err(back(Problem::of("unsupported_response_type")));
    }
    let challenge = challenge(params, requires_pkce || client.is_public).map_err(back)?;
    if client.is_public && !challenge.as_ref().is_some_and(Challenge::is_hashed) {
        return Err(back(Problem::invalid("Transform algorithm not supported.")));
    }
    Ok(Authorization {
        client_id: client.identifier.clone(),
        redirect_uri: redirect_uri.to_owned(),
        scopes: params.get("scope").map(words),
        challenge,
        state: state.map(str::to_owned),
        wants_nothing: response_type == "none",
        fragment,
    })
}

/// The client that `params` name.
pub(super) fn client_id(params: &Params) -> Option<&str> {
    params.get("client_id").filter(|id| !id.is_empty())
}

fn redirect_uri<'a>(params: &'a Params, client: &'a Registered) -> Result<&'a str, Refused> {
    let registered = client.redirect_uri.as_str();
    let given = params.get("redirect_uri");
    if client.is_public {
        let own = given.filter(|uri| is_loopback(uri));
        return own.ok_or_else(|| told("Mismatching redirect URI."));
    }
    if given.is_none() && registered.is_empty() {
        return Err(told("Missing redirect URI."));
    }
    let uri = given.unwrap_or(registered);
    if !is_absolute(uri) {
        return Err(told("Invalid redirect URI."));
    }
    if uri != registered {
        return Err(told("Mismatching redirect URI."));
    }
    Ok(uri)
}

fn challenge(params: &Params, required: bool) -> Result<Option<Challenge>, Problem> {
    let Some(value) = params.get("code_challenge") else {
        if required {
            return Err(Problem::invalid("Code challenge required."));
        }
        return Ok(None);
    };
    let method = params.get("code_challenge_method").unwrap_or("plain");
    let challenge = Challenge {
        value: value.to_owned(),
        method: Some(method.to_owned()),
    };
    if challenge.has_known_method() {
        Ok(Some(challenge))
    } else {
        Err(Problem::invalid("Transform algorithm not supported."))
    }
}

/// Scopes are words with one space between.
fn words(scope: &str) -> Vec<String> {
    scope.trim().split(' ').map(str::to_owned).collect()
}

fn told(description: &'static str) -> Refused {
    Refused::Told(Problem::invalid(description))
}

impl Authorization {
    /// Where the person is sent with `code`.
    pub fn granted(&self, code: &str) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        let code = (!self.wants_nothing).then_some(("code", code));
        let said: Vec<_> = code.into_iter().chain(state).collect();
        with_query(&self.redirect_uri, &said, self.fragment)
    }

    /// Where the person is sent who does not agree.
    pub fn denied(&self) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        let said: Vec<_> = [("error", "access_denied")]
            .into_iter()
            .chain(state)
            .collect();
        with_query(&self.redirect_uri, &said, self.fragment)
    }

    /// The client may not have the scopes it asks for.
    pub fn refuse_scopes(&self) -> Refused {
        let problem = Problem {
            state: self.state.clone(),
            ..Problem::scope()
        };
        Refused::back(problem, &self.redirect_uri, self.fragment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> Registered {
        Registered {
            identifier: "service-x".to_owned(),
            has_secret: true,
            redirect_uri: "/services/x/cb".to_owned(),
            is_public: false,
        }
    }

    #[test]
    fn a_program_on_ones_own_machine_shows_that_it_asked_and_is_answered_there() {
        let program = Registered {
            identifier: "hubctl".to_owned(),
            has_secret: false,
            redirect_uri: String::new(),
            is_public: true,
        };
        let asked = |uri: &str, more: &str| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair("redirect_uri", uri);
            let uri = query.finish();
            let query = format!("client_id=hubctl&response_type=code&{uri}{more}");
            check(&Params::read(&query, "").unwrap(), Some(&program), false)
        };
        let pkce = "&code_challenge=c&code_challenge_method=S256";
        for good in ["http://127.0.0.1:41234/", "http://[::1]:9/callback"] {
            assert_eq!(asked(good, pkce).unwrap().redirect_uri, good);
        }
        for bad in [
            "http://127.0.0.1/callback",
            "http://127.0.0.1:0/",
            "http://127.0.0.1:+80/",
            "http://127.0.0.1:80.evil.example/",
            "http://127.0.0.1:80@evil.example/",
            "http://localhost:80/",
            "https://127.0.0.1:80/",
            "https://evil.example/",
            "/hub/home",
            "",
        ] {
            assert_eq!(
                asked(bad, pkce),
                Err(told("Mismatching redirect URI.")),
                "{bad}"
            );
        }
        for unproven in [
            "",
            "&code_challenge=c",
            "&code_challenge=c&code_challenge_method=plain",
        ] {
            let refused = asked("http://127.0.0.1:80/", unproven);
            assert!(
                matches!(refused, Err(Refused::SentBack { .. })),
                "{unproven}"
            );
        }
    }

    fn asked(query: &str, requires_pkce: bool) -> Result<Authorization, Refused> {
        check(
            &Params::read(query, "").unwrap(),
            Some(&client()),
            requires_pkce,
        )
    }

    fn sent_back(query: &str, requires_pkce: bool) -> String {
        match asked(query, requires_pkce) {
            Err(Refused::SentBack { to, .. }) => to,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn a_code_is_sent_where_the_client_is_registered_with_its_state() {
        let asked = asked("client_id=service-x&response_type=code&state=s%20t", false).unwrap();
        assert_eq!(asked.granted("c"), "/services/x/cb?code=c&state=s+t");
        assert_eq!(asked.scopes, None);
    }

    #[test]
    fn nobody_is_sent_to_an_address_that_is_not_the_clients_own() {
        for (query, why) in [
            ("", "Missing client_id parameter."),
            (
                "client_id=service-x&redirect_uri=/evil",
                "Mismatching redirect URI.",
            ),
            (
                "client_id=service-x&redirect_uri=evil",
                "Invalid redirect URI.",
            ),
            (
                "client_id=service-x&client_id=y",
                "Duplicate client_id parameter.",
            ),
            ("client_id=service-x&x", "Unable to parse query string"),
        ] {
            assert_eq!(asked(query, false), Err(told(why)), "{query}");
        }
        let params = Params::read("client_id=service-x", "").unwrap();
        let secretless = Registered {
            has_secret: false,
            ..client()
        };
        for client in [None, Some(&secretless)] {
            let unknown = told("Invalid client_id parameter value.");
            assert_eq!(check(&params, client, false), Err(unknown));
        }
    }

    #[test]
    fn a_client_learns_what_else_is_wrong() {
        assert_eq!(
            sent_back("client_id=service-x&state=s", false),
            "/services/x/cb?error=invalid_request\
             &error_description=Missing+response_type+parameter.&state=s"
        );
        assert_eq!(
            sent_back("client_id=service-x&response_type=token", false),
            "/services/x/cb?error=unsupported_response_type"
        );
        let code = "client_id=service-x&response_type=code";
        assert!(sent_back(code, true).contains("Code+challenge+required."));
        let odd = format!("{code}&code_challenge=c&code_challenge_method=MD5");
        assert!(sent_back(&odd, false).contains("Transform+algorithm+not+supported."));
    }
}
