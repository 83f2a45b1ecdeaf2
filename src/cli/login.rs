//! `hubctl login`.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use clap::{Args, ValueHint};
use clap_complete::ArgValueCompleter;

use super::args::Global;
use super::browser::browse;
use super::door::{Kept, Outside, Profile, Profiles, Tokens, settings};
use super::output::{Output, time};
use super::{Answer, Outcome, Session, complete, names, prompt};
use crate::client::{self, Place, Remote, Settings, SignIn};
use crate::error::{Error, Result};
use crate::model::{Secret, Timestamp};

/// Sign in to a hub that runs, and ask it from now on
///
/// Where there is a browser, the hub asks you there, and gives a token that does what you allow; `--scope` says
/// what that is to be. Else the token comes from a prompt or from stdin: one is made on the hub's page
/// `/hub/token`, or by `hubctl token new` on the hub's machine. It is kept in the keyring of the system, or where
/// there is none in a file that nobody else can read.
#[derive(Debug, Args)]
pub(super) struct Login {
    /// The hub: `https://hub.example.org` [default: the one in use]
    #[arg(value_name = "URL", value_hint = ValueHint::Url)]
    url: Option<String>,
    /// What to call it [default: its host]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Read the token from stdin
    #[arg(long, conflicts_with_all = ["browser", "no_browser", "scopes"])]
    with_token: bool,
    /// Sign in by a browser, wherever this is
    #[arg(long, conflicts_with = "no_browser")]
    browser: bool,
    /// The same, and print where the browser is to go in place of opening one
    #[arg(long)]
    no_browser: bool,
    /// What the token is to allow, as far as you may do it: `self` is your own servers and tokens, `inherit` all
    /// that you may (repeatable) [default: no more than telling who you are]
    #[arg(long = "scope", value_name = "SCOPE", add = ArgValueCompleter::new(complete::scopes))]
    scopes: Vec<String>,
}

/// Where the token comes from.
enum From {
    Stdin,
    Prompt,
    Browser { opens: bool },
}

pub(super) fn run(args: &Login, session: &mut Session) -> Outcome {
    let outside = Outside::read();
    let global = &session.global;
    let mut profiles = Profiles::read(&outside)?;
    let place = which(args, global, &profiles)?;
    let name = args.name.clone().unwrap_or_else(|| place.name());
    let known = profiles.at(&place).map(|(_, profile)| profile.clone());
    let reached = |token| settings(global, place.clone(), token, known.as_ref());
    let (token, given) = match args.from(&outside, &place, reached)? {
        From::Stdin => (names::secret("a token")?, None),
        From::Prompt => (asked_for(&place)?, None),
        From::Browser { opens } => {
            let hub = Remote::new(reached(None))?;
            let given = by_browser(args, &hub, opens, &mut session.out)?;
            (given.token.clone(), Some(given))
        }
    };
    let settings = reached(Some(token.clone()));
    let mut profile = Profile {
        hub: place.to_string(),
        keyring: false,
        ca: absolute(settings.ca.as_deref())?,
        client_cert: absolute(settings.certificate.as_deref())?,
        timeout: global.hub_timeout,
    };
    let me = Remote::new(settings)?.me()?;
    let kept = Tokens::new(&outside).keep(&name, &token)?;
    profile.keyring = kept == Kept::Keyring;
    profiles.keep(&name, profile);
    profiles.write()?;
    let who = format!("{} `{}`", me.kind, me.name);
    session.out.say(&format!(
        "signed in to `{place}` as {who}; it is the profile `{name}`, in use from now on"
    ));
    session.out.say(&told(&kept));
    if let Some(given) = given {
        session
            .out
            .say(&allowed(&given, session.backend.clock().now()));
    }
    Ok(Answer::Yes)
}

impl Login {
    /// Where the token comes from: as is said, else from a browser where there is one and somebody to see it,
    /// and the hub can ask them there.
    fn from(
        &self,
        outside: &Outside,
        place: &Place,
        reached: impl Fn(Option<Secret>) -> Settings,
    ) -> anyhow::Result<From> {
        if self.with_token {
            return Ok(From::Stdin);
        }
        let opens = !self.no_browser;
        if self.browser || self.no_browser || !self.scopes.is_empty() {
            let known = Remote::new(reached(None))?;
            let known = known.known()?;
            if known.hubctl.is_none() {
                let message = format!(
                    "this hub is {}, which signs nobody in to a command line by a browser",
                    known.name()
                );
                return Err(Error::invalid(message)
                    .hint(format!(
                        "make a token at {}, and give it to `hubctl login {place}`",
                        place.page("/hub/token")
                    ))
                    .into());
            }
            return Ok(From::Browser { opens });
        }
        if !prompt::can_ask() {
            return Err(Error::invalid("there is no terminal to ask for a token on")
                .hint("give it on stdin: `hubctl login URL --with-token < FILE`")
                .into());
        }
        if outside.has_browser && Remote::new(reached(None))?.known()?.hubctl.is_some() {
            return Ok(From::Browser { opens });
        }
        Ok(From::Prompt)
    }
}

/// Have the person agree in a browser.
fn by_browser(
    args: &Login,
    hub: &Remote,
    opens: bool,
    out: &mut Output,
) -> anyhow::Result<client::Given> {
    let scopes = if args.scopes.is_empty() {
        chosen(out)?
    } else {
        args.scopes.clone()
    };
    let signing_in = SignIn::begin()?;
    let url = signing_in.url(hub.place(), &scopes);
    if opens && browse(&url).is_ok() {
        out.say("the hub asks you in your browser; if it does not open, go to");
    } else {
        out.say("open this in a browser on this machine:");
    }
    out.say(&format!("  {url}"));
    Ok(signing_in.finish(hub)?)
}

/// What every token tells.
const LEAST: &str = "read:users:name!user";

/// The scopes that the person chooses; as few as there are where nobody can be asked.
fn chosen(out: &mut Output) -> anyhow::Result<Vec<String>> {
    let said = if prompt::can_ask() {
        out.say("What may the token do, as far as you may? Scopes, with spaces between:");
        out.say("  self     what you may do with your own servers and tokens");
        out.say("  inherit  all that you may do");
        out.say("  nothing  no more than tell who you are");
        prompt::line("Scopes")?
    } else {
        String::new()
    };
    let scopes: Vec<_> = said.split_whitespace().map(str::to_owned).collect();
    if scopes.is_empty() || scopes == ["nothing"] {
        return Ok(vec![LEAST.to_owned()]);
    }
    Ok(scopes)
}

/// What a token allows, and for how long.
fn allowed(given: &client::Given, now: Timestamp) -> String {
    let scopes: Vec<_> = given.scope.split_whitespace().collect();
    let end = given.expires_in.and_then(TimeDelta::try_seconds);
    let until = end.and_then(|span| now.plus(span));
    let until = until.map(|end| format!(", until {}", time(Some(end))));
    format!(
        "the token allows `{}`{} · `--scope` asks for others",
        scopes.join("`, `"),
        until.unwrap_or_default()
    )
}

/// Where a token is kept, said once.
fn told(kept: &Kept) -> String {
    match kept {
        Kept::Keyring => "the token is in the keyring of this system".to_owned(),
        Kept::File(file) => format!(
            "no keyring can be used here: the token is in `{}`, which only you can read",
            file.display()
        ),
    }
}

fn which(args: &Login, global: &Global, profiles: &Profiles) -> Result<Place> {
    if let Some(url) = args.url.as_ref().or(global.hub.as_ref()) {
        return url.parse();
    }
    let used = match (&args.name, &global.profile) {
        (Some(name), _) | (None, Some(name)) => Some(profiles.named(name)?),
        (None, None) => profiles.in_use().map(|(_, profile)| profile),
    };
    let used = used.ok_or_else(|| {
        Error::invalid("which hub?").hint("say `hubctl login https://hub.example.org`")
    })?;
    used.hub.parse()
}

fn asked_for(place: &Place) -> anyhow::Result<Secret> {
    let question = format!("Token for {place} (made at {})", place.page("/hub/token"));
    prompt::secret(&question)
}

fn absolute(file: Option<&Path>) -> anyhow::Result<Option<PathBuf>> {
    Ok(file.map(std::path::absolute).transpose()?)
}
