//! `hubctl config`: what a hub is told, before it is.

mod scopes;
mod show;
mod told;

use clap::Subcommand;
use serde::Serialize;

pub(super) use self::told::{Configuration, Told, refused};
use super::args::Format;
use super::{Answer, Outcome, Session};
use crate::config::{self, Problems};
use crate::error::Error;

/// Check and show the configuration of `hubctl serve`
#[derive(Debug, Subcommand)]
pub(super) enum Config {
    /// Say all that is wrong with the configuration
    #[command(after_help = "Ends with 2 where something is wrong; warnings alone are no failure.")]
    Check(Configuration),
    /// Show the configuration that a hub would go by, and where each option comes from
    #[command(
        after_help = "Secrets are shown as `…`. `-o name` lists the options that something says."
    )]
    Show(Configuration),
    /// Print the JSON Schema of a configuration file
    #[command(after_help = "An editor completes and checks by it: put \
        `#:schema hubctl.schema.json` into the first line of the file.")]
    Schema,
}

pub(super) fn run(verb: Config, session: &mut Session) -> Outcome {
    match verb {
        Config::Check(given) => check(&given, session),
        Config::Show(given) => show(&given, session),
        Config::Schema => {
            session.out.json(&config::Config::schema())?;
            Ok(Answer::Yes)
        }
    }
}

fn check(given: &Configuration, session: &mut Session) -> Outcome {
    let told = Told::by(&given.given(session));
    if session.out.format() == Format::Json {
        return list(told, session);
    }
    match told {
        Ok(told) if told.warnings.is_empty() => session.out.say("nothing is wrong"),
        Ok(told) => told.warn(session),
        Err(problems) => return Err(refused(&problems, session).into()),
    }
    Ok(Answer::Yes)
}

/// The findings, for programs.
fn list(told: Result<Told, Problems>, session: &mut Session) -> Outcome {
    let findings: Vec<_> = match &told {
        Ok(told) => told
            .warnings
            .iter()
            .map(|said| Finding::warning(said))
            .collect(),
        Err(problems) => problems.iter().map(Finding::error).collect(),
    };
    session.out.json(&findings)?;
    told.map_err(|problems| told::summary(&problems))?;
    Ok(Answer::Yes)
}

fn show(given: &Configuration, session: &mut Session) -> Outcome {
    let told = given.told(session)?;
    match session.out.format() {
        Format::Json => session.out.json(&told.config)?,
        Format::Name => {
            let said: Vec<_> = told.sources.iter().map(|(option, _)| option).collect();
            session.out.names(&said)?;
        }
        Format::Table => {
            for line in show::lines(&told.config, &told.sources)? {
                session.out.line(&line)?;
            }
        }
    }
    Ok(Answer::Yes)
}

/// Something to be said about a configuration.
#[derive(Debug, Serialize)]
struct Finding {
    severity: &'static str,
    message: String,
    hints: Vec<String>,
}

impl Finding {
    fn warning(message: &str) -> Self {
        Self {
            severity: "warning",
            message: message.to_owned(),
            hints: Vec::new(),
        }
    }

    fn error(error: &Error) -> Self {
        Self {
            severity: "error",
            message: error.message().to_owned(),
            hints: error.hints().to_vec(),
        }
    }
}
