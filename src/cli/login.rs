//! `hubctl login`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::args::Global;
use super::door::{Kept, Outside, Profile, Profiles, Tokens, settings};
use super::{Answer, Outcome, Session, names, prompt};
use crate::client::{Place, Remote};
use crate::error::{Error, Result};
use crate::model::Secret;

/// Sign in to a hub that runs, and ask it from now on
///
/// The token comes from a prompt or from stdin, and is kept in the keyring of the system, or where there
/// is none in a file that nobody else can read. A token is made on the hub's page `/hub/token`, or by
/// `hubctl token new` on the hub's machine.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Login {
    /// The hub: `https://hub.example.org` [default: the one in use]
    #[arg(value_name = "URL", value_hint = ValueHint::Url)]
    url: Option<String>,
    /// What to call it [default: its host]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Read the token from stdin
    #[arg(long)]
    with_token: bool,
}

pub(super) fn run(args: &Login, session: &mut Session) -> Outcome {
    let outside = Outside::read();
    let global = &session.global;
    let mut profiles = Profiles::read(&outside)?;
    let place = which(args, global, &profiles)?;
    let name = args.name.clone().unwrap_or_else(|| place.name());
    let token = token(args, &place)?;
    let known = profiles.at(&place).map(|(_, profile)| profile.clone());
    let settings = settings(global, place.clone(), Some(token.clone()), known.as_ref());
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
    Ok(Answer::Yes)
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

fn token(args: &Login, place: &Place) -> anyhow::Result<Secret> {
    if args.with_token {
        return names::secret("a token");
    }
    if !prompt::can_ask() {
        return Err(Error::invalid("there is no terminal to ask for a token on")
            .hint("give it on stdin: `hubctl login URL --with-token < FILE`")
            .into());
    }
    let question = format!("Token for {place} (made at {})", place.page("/hub/token"));
    prompt::secret(&question)
}

fn absolute(file: Option<&Path>) -> anyhow::Result<Option<PathBuf>> {
    Ok(file.map(std::path::absolute).transpose()?)
}
