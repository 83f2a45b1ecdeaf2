//! One line of what happens.

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::audit::what;
use crate::cli::output::{Output, time};
use crate::model::{Audited, Doing, Timestamp};

/// What happened.
pub(super) enum Line<'a> {
    /// A server is doing something else.
    Server { time: Timestamp, doing: &'a Doing },
    /// Somebody changed something, or was refused it.
    Change {
        row: &'a Audited,
        /// As the hub said it.
        said: &'a Value,
    },
}

impl Line<'_> {
    pub(super) fn print(&self, out: &mut Output) -> anyhow::Result<()> {
        match out.format() {
            Format::Json => out.json_line(&self.json())?,
            Format::Name if self.name().is_empty() => {}
            Format::Name => out.line(&self.name())?,
            Format::Table => out.brief(self.words().trim_end())?,
        }
        Ok(())
    }

    fn json(&self) -> Value {
        match self {
            Self::Server { time, doing } => json!({
                "kind": "server", "time": time, "server": doing.server, "state": doing.state,
            }),
            Self::Change { said, .. } => (*said).clone(),
        }
    }

    /// What it is about.
    fn name(&self) -> String {
        match self {
            Self::Server { doing, .. } => format!("server={}", doing.server),
            Self::Change { row, .. } => row.entry.target.clone().unwrap_or_default(),
        }
    }

    /// When, what, of what; and of what somebody did, who, how, and what came of it.
    fn words(&self) -> String {
        match self {
            Self::Server { time: at, doing } => {
                let name = self.name();
                format!("{}  {:<8}  {name}", time(Some(*at)), doing.state.word())
            }
            Self::Change { row, .. } => {
                let done = if row.allowed { "changed" } else { "refused" };
                let entry = &row.entry;
                let by = format!("{}={}", entry.who.kind, entry.who.name);
                let target = self.name();
                let begin = format!("{}  {done:<8}  {target:<20}", time(Some(row.time)));
                format!("{begin}  {by}  {}  {}", entry.operation, what(row))
            }
        }
    }
}
