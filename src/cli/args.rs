//! Arguments that several commands share.

use std::path::PathBuf;

use clap::{Args, Command, FromArgMatches, ValueEnum, ValueHint};

use super::door::Given;
use crate::error::{Error, Result};
use crate::store::Ending;

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// The hub's database: `sqlite:///path` or a path [default: jupyterhub.sqlite]
    // A plain string, because clap would repeat a refused URL with the password in it.
    #[arg(
        long,
        env = "HUBCTL_DB",
        hide_env_values = true,
        global = true,
        value_name = "URL"
    )]
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) db: Option<String>,

    /// The hub to ask, if it runs: `https://hub.example.org`
    #[arg(
        long,
        env = "HUBCTL_HUB",
        hide_env_values = true,
        global = true,
        value_name = "URL"
    )]
    #[arg(value_hint = ValueHint::Url)]
    pub(super) hub: Option<String>,

    /// The same by the name it has in `hubctl profiles`
    #[arg(long, env = "HUBCTL_PROFILE", global = true, value_name = "NAME")]
    pub(super) profile: Option<String>,

    /// Trust the authorities in this file, too, when asking a hub
    #[arg(long, env = "HUBCTL_CA", global = true, value_name = "FILE")]
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) ca: Option<PathBuf>,

    /// Show the hub the certificate in this file, which has its key, too
    #[arg(long, env = "HUBCTL_CLIENT_CERT", global = true, value_name = "FILE")]
    #[arg(value_hint = ValueHint::FilePath)]
    pub(super) client_cert: Option<PathBuf>,

    /// How long the hub may say nothing [default: 30]
    #[arg(long, env = "HUBCTL_TIMEOUT", global = true, value_name = "SECONDS")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) hub_timeout: Option<u64>,

    /// How to print results
    #[arg(
        long,
        short,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    pub(super) output: Format,
}

impl Global {
    /// What a command line that is being completed says so far of which hub it is about, and the environment.
    pub(super) fn as_typed() -> Result<(Self, Given)> {
        const OPTIONS: [&str; 6] = [
            "--db",
            "--hub",
            "--profile",
            "--ca",
            "--client-cert",
            "--hub-timeout",
        ];
        let mut kept = Vec::new();
        let mut words = std::env::args();
        while let Some(word) = words.next() {
            let name = word.split('=').next().unwrap_or_default();
            if !OPTIONS.contains(&name) {
                continue;
            }
            let value = if word.contains('=') {
                None
            } else {
                words.next()
            };
            kept.push(word);
            kept.extend(value);
        }
        let command = Self::augment_args(Command::new("hubctl").no_binary_name(true));
        let matches = command.try_get_matches_from(kept);
        let matches = matches.map_err(|error| Error::invalid(error.to_string()))?;
        let global = Self::from_arg_matches(&matches);
        let global = global.map_err(|error| Error::invalid(error.to_string()))?;
        Ok((global, Given::of(&matches)))
    }
}

/// How to print results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A table for people
    #[default]
    Table,
    /// JSON for programs
    Json,
    /// Names, one a line
    Name,
}

/// For commands that write.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Write {
    /// Show what would happen, and change nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

impl Write {
    /// What becomes of the writes.
    pub(super) fn ending(self) -> Ending {
        if self.dry_run {
            Ending::Undo
        } else {
            Ending::Commit
        }
    }
}

/// As for a command that destroys nothing.
impl From<Write> for Destroy {
    fn from(write: Write) -> Self {
        Self { write, yes: false }
    }
}

/// For commands that destroy.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Destroy {
    #[command(flatten)]
    pub(super) write: Write,
    /// Do not ask
    #[arg(long, short)]
    pub(super) yes: bool,
}
