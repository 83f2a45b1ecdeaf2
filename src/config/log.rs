//! `[log]`: what the hub says, and how.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::section::section;

section! {
    /// What the hub says about its work, and how. It says it on stderr.
    pub struct Log in "log" {
        /// How much is said: this, and what is graver.
        live level: Level = Level::Info;
        /// For whom the lines are: people, or programs.
        restart format: Format = Format::Auto;
        /// The file to which servers that start and stop are written, as `jupyter-events` does: a JSON object a line.
        restart events: Option<PathBuf> = None;
    }
}

/// How grave something is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Level {
    /// A failure that somebody must see to.
    #[serde(alias = "critical")]
    Error,
    /// Something that may need seeing to.
    #[serde(alias = "warning")]
    Warn,
    /// What happens: requests, servers that start and stop.
    Info,
    /// What the hub does about it.
    Debug,
    /// Everything.
    Trace,
}

/// For whom the lines of the log are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Format {
    /// `text` on a terminal, `json` elsewhere.
    Auto,
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}
