//! `hubctl profiles`.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::door::{Outside, Profiles as Known, Tokens};
use super::output::{Row, flag};
use super::{Answer, Outcome, Session};

/// List the hubs you are signed in to, and choose one
#[derive(Debug, Subcommand)]
pub(super) enum Profiles {
    /// List the hubs
    List,
    /// Ask this hub from now on
    Use(Use),
    /// Forget a hub and the token for it, which stays good there
    Remove(Remove),
}

#[derive(Debug, Args)]
pub(super) struct Use {
    /// Which
    #[arg(required_unless_present = "none")]
    name: Option<String>,
    /// Work on the database again where no hub is named
    #[arg(long, conflicts_with = "name")]
    none: bool,
}

#[derive(Debug, Args)]
pub(super) struct Remove {
    /// Which
    name: String,
}

/// A profile, as it is listed.
#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    in_use: bool,
    hub: &'a str,
    token: &'static str,
}

impl Row for Listed<'_> {
    const COLUMNS: &'static [&'static str] = &["name", "in use", "hub", "token"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.to_owned(),
            flag(self.in_use),
            self.hub.to_owned(),
            self.token.to_owned(),
        ]
    }

    fn name(&self) -> String {
        self.name.to_owned()
    }
}

pub(super) fn run(verb: Profiles, session: &mut Session) -> Outcome {
    let outside = Outside::read();
    let mut known = Known::read(&outside)?;
    match verb {
        Profiles::List => list(&known, session),
        Profiles::Use(args) => {
            known.use_one(args.name.as_deref())?;
            known.write()?;
            session.out.say(&match args.name {
                Some(name) => format!("`{name}` is in use from now on"),
                None => "no hub is in use any more".to_owned(),
            });
            Ok(Answer::Yes)
        }
        Profiles::Remove(Remove { name }) => {
            let profile = known.named(&name)?.clone();
            Tokens::new(&outside).forget(&name, &profile)?;
            known.forget(&name)?;
            known.write()?;
            session.out.say(&format!("forgot the profile `{name}`"));
            Ok(Answer::Yes)
        }
    }
}

fn list(known: &Known, session: &mut Session) -> Outcome {
    let used = known.in_use().map(|(name, _)| name);
    let rows: Vec<_> = known
        .iter()
        .map(|(name, profile)| Listed {
            name,
            in_use: used == Some(name),
            hub: &profile.hub,
            token: if profile.keyring { "keyring" } else { "file" },
        })
        .collect();
    session.out.list(&rows)?;
    Ok(Answer::Yes)
}
