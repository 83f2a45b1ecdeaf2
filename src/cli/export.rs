//! `hubctl export`.

use clap::Args;

use super::apply::Written;
use super::args::Format;
use super::{Answer, Outcome, Session};
use crate::config::described;
use crate::ops::apply::Describe;

/// Write the users, groups, roles and services of the hub as a file for `hubctl apply`
///
/// Defaults are left out, and so is what is secret or could be: tokens, passwords, environments.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// How to write it
    #[arg(long, value_enum, default_value = "toml")]
    format: Written,
    /// What it calls itself, by which `hubctl apply --prune` knows its own
    #[arg(long)]
    name: Option<String>,
}

pub(super) fn run(args: Export, session: &mut Session) -> Outcome {
    let mut description = session.backend.read(Describe)?;
    description.described.name = args.name;
    match session.out.format() {
        Format::Json => session.out.json(&description.described)?,
        Format::Table | Format::Name => {
            let text = described::write(&description.described, args.format.into());
            session.out.line(text.trim_end_matches('\n'))?;
        }
    }
    for note in &description.notes {
        session.out.say(&format!("note: {note}"));
    }
    Ok(Answer::Yes)
}
