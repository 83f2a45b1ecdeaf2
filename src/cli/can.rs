//! `hubctl can`.

use clap::Args;
use clap_complete::ArgValueCompleter;

use super::args::Format;
use super::explain::reasons;
use super::roles::to_come;
use super::{Answer, Outcome, Session, complete};
use crate::error::{Error, Result};
use crate::ops::explain::{Can, ListGrants};
use crate::ops::who::Who;
use crate::rbac::{Catalogue, Filter, RawFilter, RawScope, Scope, Target};

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
    let on = args.on.as_deref().map(target).transpose()?;
    let Some(scope) = args.scope else {
        return list(who, on, session);
    };
    let (scope, target) = question(&scope, on)?;
    let verdict = session.backend.read(Can { who, scope, target })?;
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

/// The scope asked for, and on what: by `--on`, or by the filter that the scope carries.
fn question(scope: &str, on: Option<Target>) -> Result<(Scope, Target)> {
    let asked = Catalogue::undefined().check(scope)?;
    let carried = match asked.filter {
        RawFilter::Everything => None,
        RawFilter::Named(filter) => Some(named(filter)?),
        RawFilter::Own(own) => {
            return Err(Error::invalid(format!("`!{own}` does not say which {own}"))
                .hint(format!("write `!{own}=NAME`, or `--on {own}=NAME`")));
        }
    };
    match (carried, on) {
        (Some(_), Some(_)) => Err(
            Error::invalid(format!("`{scope}` and `--on` both say on what"))
                .hint("keep one of them"),
        ),
        (target, on) => Ok((asked.scope, target.or(on).unwrap_or(Target::Anything))),
    }
}

/// Reads `user=NAME`, `server=USER/NAME`, `group=NAME` or `service=NAME`.
fn target(on: &str) -> Result<Target> {
    match format!("{}!{on}", Scope::NoScope)
        .parse()
        .map(|raw: RawScope| raw.filter)
    {
        Ok(RawFilter::Named(filter)) => named(filter),
        _ => Err(no_target(on)),
    }
}

fn named(filter: Filter) -> Result<Target> {
    Ok(match filter {
        Filter::User(name) => Target::User(name),
        Filter::Server(server) => Target::Server(server),
        Filter::Group(name) => Target::Group(name),
        Filter::Service(name) => Target::Service(name),
        Filter::Unmatchable(text) => return Err(no_target(&text)),
    })
}

fn no_target(given: &str) -> Error {
    Error::invalid(format!(
        "`{given}` names nothing that a scope can be used on"
    ))
    .hint("write `user=NAME`, `server=USER/NAME`, `group=NAME` or `service=NAME`")
}
