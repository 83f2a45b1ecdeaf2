//! `hubctl can`.

use clap::Args;
use clap_complete::ArgValueCompleter;

use super::args::Format;
use super::explain::reasons;
use super::roles::to_come;
use super::{Answer, Outcome, Session, complete};
use crate::ops::explain::{Can, ListGrants};
use crate::ops::who::Who;
use crate::rbac::Target;

// Whoever is asked about is read after clap, which would repeat a token's value taken for its id.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Who: a user, or `group=NAME`, `service=NAME`, `token=ID`
    #[arg(add = ArgValueCompleter::new(complete::who))]
    who: String,
    /// Which scope; it may carry its filter, as in `read:users!group=class`
    #[arg(required_unless_present = "list", add = ArgValueCompleter::new(complete::scopes))]
    scope: Option<String>,
    /// On what: `user=NAME`, `server=USER/NAME`, `group=NAME` or `service=NAME`
    #[arg(long, value_name = "TARGET")]
    on: Option<String>,
    /// List all they may do instead
    #[arg(long, conflicts_with = "scope")]
    list: bool,
}

pub(super) fn run(args: Arguments, session: &mut Session) -> Outcome {
    let who = args.who.parse()?;
    let on = args.on.as_deref().map(str::parse).transpose()?;
    let Some(scope) = args.scope else {
        return list(who, on, session);
    };
    let verdict = session.backend.read(Can::asked(who, &scope, on)?)?;
    match session.out.format() {
        Format::Json => session.out.json(&verdict)?,
        Format::Name => session.out.line(Answer::from(verdict.allowed).word())?,
        Format::Table => {
            session.out.line(Answer::from(verdict.allowed).word())?;
            reasons(&verdict, &mut session.out)?;
        }
    }
    if !verdict.allowed {
        to_come::say(session)?;
    }
    Ok(Answer::from(verdict.allowed))
}

fn list(who: Who, on: Option<Target>, session: &mut Session) -> Outcome {
    let grants = session.backend.read(ListGrants { who, on })?;
    match session.out.format() {
        Format::Json => session.out.json(&grants)?,
        _ => grants
            .iter()
            .try_for_each(|grant| session.out.line(&grant.to_string()))?,
    }
    if grants.is_empty() {
        to_come::say(session)?;
    }
    Ok(Answer::Yes)
}
