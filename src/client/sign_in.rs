//! Signing in by a browser, as a program on the person's own machine does it (RFC 8252): the browser is sent to the
//! hub with a challenge (PKCE, RFC 7636), the hub asks the person, and the browser comes back here with a code.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use url::form_urlencoded;

use super::http::Question;
use super::{Place, Remote};
use crate::clock::Clock;
use crate::error::{Error, Kind, Result};
use crate::model::Secret;
use crate::ops::oauth::{AUTHORIZE, COMMAND_LINE, TOKEN};

/// How long the person may take.
const PATIENCE: Duration = Duration::from_mins(10);

/// How long one request of a browser may take to come, and how long it may be.
const PROMPT: Duration = Duration::from_secs(10);
const LONGEST: usize = 16 * 1024;

/// Where the browser comes back to.
const PATH: &str = "/callback";

/// A sign-in that has begun: somebody listens for the browser.
pub struct SignIn {
    listener: std::net::TcpListener,
    redirect: String,
    verifier: Secret,
    state: String,
}

/// A token that the hub gives.
#[derive(Debug, Deserialize)]
pub struct Given {
    /// Its value.
    #[serde(rename = "access_token")]
    pub token: Secret,
    /// How long it lasts, in seconds.
    #[serde(default)]
    pub expires_in: Option<i64>,
    /// What it allows, as written, with spaces between.
    #[serde(default)]
    pub scope: String,
}

/// What a browser brought.
enum Brought {
    Code(Secret),
    Refusal(String),
}

impl SignIn {
    /// Listen for a browser on this machine.
    ///
    /// # Errors
    /// Where no port can be had.
    pub fn begin() -> Result<Self> {
        let clock = Clock::system();
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| {
            listener.set_nonblocking(true)?;
            let port = listener.local_addr()?.port();
            Ok((listener, port))
        });
        let (listener, port) = listener.map_err(|error| {
            Error::unreachable("nothing can listen for the browser").caused_by(error)
        })?;
        Ok(Self {
            listener,
            redirect: format!("http://127.0.0.1:{port}{PATH}"),
            verifier: Secret::new(URL_SAFE_NO_PAD.encode(clock.random::<32>())),
            state: URL_SAFE_NO_PAD.encode(clock.random::<16>()),
        })
    }

    /// Where the browser is to go, to ask for `scopes`.
    pub fn url(&self, place: &Place, scopes: &[String]) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.reveal()));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs([
            ("client_id", COMMAND_LINE),
            ("response_type", "code"),
            ("redirect_uri", &self.redirect),
            ("scope", &scopes.join(" ")),
            ("state", &self.state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        format!("{}?{}", place.api(AUTHORIZE.path), query.finish())
    }

    /// Wait until the browser has come back, and have the hub give a token for what it brings.
    ///
    /// # Errors
    /// Where the person did not agree, or nobody comes.
    pub fn finish(self, remote: &Remote) -> Result<Given> {
        let Self {
            listener,
            redirect,
            verifier,
            state,
        } = self;
        let brought = remote.http.runtime().block_on(async {
            let listener = TcpListener::from_std(listener).map_err(|error| {
                Error::unreachable("nothing can listen for the browser").caused_by(error)
            })?;
            let came = tokio::time::timeout(PATIENCE, come(&listener, state)).await;
            came.map_err(|_| {
                let minutes = PATIENCE.as_secs() / 60;
                Error::conflict(format!(
                    "nobody came back from the browser in {minutes} minutes"
                ))
            })
        })?;
        let code = match brought {
            Brought::Code(code) => code,
            Brought::Refusal(why) if why == "access_denied" => {
                return Err(Error::new(
                    Kind::Denied,
                    "you did not allow it: nobody is signed in",
                ));
            }
            Brought::Refusal(why) => {
                let why = format!("the hub gives no token: {}", why.escape_debug());
                return Err(Error::new(Kind::Denied, why)
                    .hint("are the scopes right? `hubctl scopes list` has them"));
            }
        };
        remote.exchange(&code, &redirect, &verifier)
    }
}

impl Remote {
    fn exchange(&self, code: &Secret, redirect: &str, verifier: &Secret) -> Result<Given> {
        let question = Question::of(&TOKEN, &[]).with_form(&[
            ("grant_type", "authorization_code"),
            ("client_id", COMMAND_LINE),
            ("code", code.reveal()),
            ("redirect_uri", redirect),
            ("code_verifier", verifier.reveal()),
        ]);
        let answer = self.http.send(&question)?;
        if answer.status().is_client_error() {
            return Err(Error::new(
                Kind::Denied,
                "the hub gives no token for what the browser brought",
            )
            .hint("try again"));
        }
        answer.outcome(self.place())
    }
}

/// The first that comes back and knows `state`. Browsers open connections that they do not use, and anybody on
/// this machine may come: each is heard by itself, and whoever does not know the state is sent away.
async fn come(listener: &TcpListener, state: String) -> Brought {
    let (tell, mut told) = mpsc::channel(1);
    loop {
        tokio::select! {
            brought = told.recv() => if let Some(brought) = brought {
                return brought;
            },
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                let (tell, state) = (tell.clone(), state.clone());
                tokio::spawn(async move {
                    let heard = tokio::time::timeout(PROMPT, hear(stream, &state)).await;
                    if let Ok(Some(brought)) = heard {
                        let _ = tell.send(brought).await;
                    }
                });
            },
        }
    }
}

/// Hear one request, and answer it.
async fn hear(mut stream: TcpStream, state: &str) -> Option<Brought> {
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        if head.len() > LONGEST || stream.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = String::from_utf8_lossy(&head);
    let brought = read(head.lines().next().unwrap_or_default(), state);
    let (status, said) = match &brought {
        Some(Brought::Code(_)) => ("200 OK", "Go back to the command line: it goes on there."),
        Some(Brought::Refusal(_)) => ("200 OK", "Nobody was signed in."),
        None => ("404 Not Found", "There is nothing here."),
    };
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>hubctl</title>\
         <p>{said}</p><p>This page can be closed.</p></html>"
    );
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\ncontent-security-policy: default-src 'none'\r\n\
         referrer-policy: no-referrer\r\nconnection: close\r\n\r\n{page}",
        page.len()
    );
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
    brought
}

/// What a request brings whose first line this is.
fn read(line: &str, state: &str) -> Option<Brought> {
    let target = line.strip_prefix("GET ")?.split(' ').next()?;
    let (path, query) = target.split_once('?')?;
    let find = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.into_owned())
    };
    if path != PATH || Secret::new(find("state")?) != Secret::new(state) {
        return None;
    }
    match find("error") {
        Some(error) => Some(Brought::Refusal(find("error_description").unwrap_or(error))),
        None => find("code").map(|code| Brought::Code(Secret::new(code))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(line: &str) -> String {
        match read(line, "s") {
            Some(Brought::Code(code)) => format!("code {}", code.reveal()),
            Some(Brought::Refusal(why)) => format!("no: {why}"),
            None => String::from("nothing"),
        }
    }

    #[test]
    fn only_who_knows_the_state_brings_something() {
        assert_eq!(heard("GET /callback?code=c&state=s HTTP/1.1"), "code c");
        assert_eq!(
            heard("GET /callback?error=access_denied&state=s HTTP/1.1"),
            "no: access_denied"
        );
        for other in [
            "GET /callback?code=c&state=t HTTP/1.1",
            "GET /callback?code=c HTTP/1.1",
            "GET /callback HTTP/1.1",
            "GET /favicon.ico?code=c&state=s HTTP/1.1",
            "POST /callback?code=c&state=s HTTP/1.1",
            "",
        ] {
            assert_eq!(heard(other), "nothing", "{other}");
        }
    }
}
