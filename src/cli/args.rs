//! Arguments that several commands share.

use clap::{Args, ValueEnum, ValueHint};

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
