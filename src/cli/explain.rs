//! `hubctl explain`: the verdict on a request, and the reasons of any verdict.

use clap::Args;
use clap_complete::ArgValueCompleter;

use super::args::Format;
use super::output::Output;
use super::roles::to_come;
use super::{Answer, Outcome, Session, complete};
use crate::ops::explain::{ExplainRequest, RequestVerdict};
use crate::ops::request::Method;
use crate::rbac::{Verdict, Way};

// Whoever asks is read after clap, which would repeat a token's value taken for its id.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The method
    #[arg(ignore_case = true)]
    method: Method,
    /// The path, as in a log or below `/hub/api`
    path: String,
    /// Who asks: a user, or `service=NAME`, `token=ID`
    #[arg(long = "as", value_name = "WHO", add = ArgValueCompleter::new(complete::who))]
    who: String,
}

pub(super) fn run(args: Arguments, session: &mut Session) -> Outcome {
    let asking = ExplainRequest {
        method: args.method,
        path: args.path,
        who: args.who.parse()?,
    };
    let found = session.backend.read(asking)?;
    let allowed = found.verdict.allowed;
    match session.out.format() {
        Format::Json => session.out.json(&found)?,
        Format::Name => session.out.line(Answer::from(allowed).word())?,
        Format::Table => {
            let RequestVerdict {
                who,
                request,
                verdict,
            } = &found;
            let needs = if request.any_of.is_empty() {
                "no scope".to_owned()
            } else {
                verdict.requirement.to_string()
            };
            let line = format!(
                "{}: {who} asks to {}",
                Answer::from(allowed).word(),
                request.does
            );
            session.out.line(&line)?;
            session.out.line(&format!(
                "{} {} needs {needs}",
                request.method, request.path
            ))?;
            reasons(verdict, &mut session.out)?;
        }
    }
    if !allowed {
        to_come::say(session)?;
    }
    Ok(Answer::from(allowed))
}

/// Why it is so, and what would change it.
pub(super) fn reasons(verdict: &Verdict, out: &mut Output) -> std::io::Result<()> {
    for way in &verdict.ways {
        out.line(&format!("  by {}", by(way)))?;
    }
    for loss in &verdict.losses {
        out.line(&format!("  because {loss}"))?;
    }
    if verdict.allowed {
        return Ok(());
    }
    for grant in &verdict.elsewhere {
        out.line(&format!("  it has `{grant}`, which does not reach so far"))?;
    }
    for (at, remedy) in verdict.remedies.iter().enumerate() {
        if at == 0 {
            out.line("any one of these would change it:")?;
        }
        let changes: Vec<_> = remedy.changes.iter().map(ToString::to_string).collect();
        out.line(&format!("  · {}", changes.join("; and ")))?;
    }
    Ok(())
}

/// ``role `support` by group `staff`: admin:servers → servers → read:servers``
fn by(way: &Way) -> String {
    let mut steps: Vec<_> = way.through.iter().map(ToString::to_string).collect();
    if let (Some(first), Some(written)) = (steps.first_mut(), Some(&way.written)) {
        first.clone_from(written);
    }
    if steps.len() > 1
        && let Some(last) = steps.last_mut()
    {
        *last = way.grant.to_string();
    }
    format!("{}: {}", way.source, steps.join(" → "))
}
