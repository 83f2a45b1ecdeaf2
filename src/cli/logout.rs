//! `hubctl logout`.

use clap::Args;

use super::door::{Outside, Profiles, Tokens, settings};
use super::{Answer, Outcome, Session, prompt};
use crate::client::{Place, Remote, Settings};
use crate::error::Error;

/// Forget a hub and the token for it
#[derive(Debug, Args)]
pub(super) struct Logout {
    /// The profile of the hub [default: the one in use]
    name: Option<String>,
    /// Have the hub end the token, too
    #[arg(long, conflicts_with = "keep_token")]
    revoke: bool,
    /// Leave the token good at the hub, and do not ask
    #[arg(long)]
    keep_token: bool,
}

pub(super) fn run(args: &Logout, session: &mut Session) -> Outcome {
    let outside = Outside::read();
    let mut profiles = Profiles::read(&outside)?;
    let used = profiles.in_use().map(|(name, _)| name.to_owned());
    let said = args.name.clone().or_else(|| session.global.profile.clone());
    let name = said
        .or(used)
        .ok_or_else(|| Error::invalid("no hub is in use").hint("see `hubctl profiles list`"))?;
    let profile = profiles.named(&name)?.clone();
    let tokens = Tokens::new(&outside);
    match tokens.find(&name, &profile) {
        Ok(None) => {}
        Ok(Some(token)) => {
            let place: Place = profile.hub.parse()?;
            let settings = settings(&session.global, place, Some(token), Some(&profile));
            end(args, settings, session)?;
        }
        // What cannot be read can still be forgotten, but not ended.
        Err(error) if args.revoke => return Err(error.into()),
        Err(error) => {
            let still = format!(
                "the token is still good at `{}`: {}",
                profile.hub,
                error.message()
            );
            session.out.say(&still);
        }
    }
    tokens.forget(&name, &profile)?;
    profiles.forget(&name)?;
    profiles.write()?;
    session
        .out
        .say(&format!("forgot the profile `{name}` and its token"));
    Ok(Answer::Yes)
}

/// Have the hub end the token, where that is wanted.
fn end(args: &Logout, settings: Settings, session: &mut Session) -> anyhow::Result<()> {
    let place = settings.place.clone();
    if !wanted(args, &place)? {
        let what = format!("the token is still good at `{place}`");
        session.out.say(&what);
        return Ok(());
    }
    let ended = Remote::new(settings).and_then(|remote| remote.revoke_own(&remote.me()?));
    match ended {
        Ok(()) => session
            .out
            .say(&format!("`{place}` does not take the token any more")),
        // Whoever said so must know that it is not done.
        Err(error) if args.revoke => return Err(error.into()),
        Err(error) => session
            .out
            .say(&format!("the token could not be ended: {error}")),
    }
    Ok(())
}

fn wanted(args: &Logout, place: &Place) -> anyhow::Result<bool> {
    if args.revoke || args.keep_token || !prompt::can_ask() {
        return Ok(args.revoke);
    }
    prompt::agrees(&format!("End the token at {place}, too?"))
}
