//! `hubctl audit`.

use std::thread;
use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::Value;

use super::args::Format;
use super::output::{Row, time};
use super::when::Since;
use super::{Answer, Outcome, Session};
use crate::model::{Audited, Page};
use crate::ops::audit::{AuditFilter, LastAudited, ListAudit};

/// See who changed what, and who was refused, since hubctl first served the database
#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// List what was changed and what was refused, the newest first
    List(List),
    /// Show what is changed and what is refused, as it happens, until Ctrl-C
    Follow(Follow),
}

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    choice: Choice,
    /// Only since then: a span before now (`30d`) or a time
    #[arg(long, value_name = "WHEN")]
    since: Option<Since>,
    /// Only until then: a span before now (`30d`) or a time
    #[arg(long, value_name = "WHEN")]
    until: Option<Since>,
    /// How many at most
    #[arg(long, default_value_t = 100, value_name = "COUNT")]
    limit: u64,
}

#[derive(Debug, Args)]
pub(super) struct Follow {
    #[command(flatten)]
    choice: Choice,
}

/// Which rows of the audit log.
#[derive(Debug, Args)]
struct Choice {
    /// Only what they did: a name, or `user=NAME`, `service=NAME`, `operator=NAME`
    #[arg(long)]
    who: Option<String>,
    /// Only what was done to it: `user=NAME`, `group=NAME`, `role=NAME`, `server=USER/NAME`, …
    #[arg(long)]
    target: Option<String>,
    /// Only what begins so: `DELETE`, `POST /users`
    #[arg(long)]
    operation: Option<String>,
    /// Only what was refused
    #[arg(long)]
    refused: bool,
}

impl Choice {
    fn filter(&self) -> AuditFilter {
        AuditFilter {
            who: self.who.clone(),
            target: self.target.clone(),
            operation: self.operation.clone(),
            refused: self.refused.then_some(true),
            ..AuditFilter::default()
        }
    }
}

/// How often a log that is followed is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

pub(super) fn run(verb: Audit, session: &mut Session) -> Outcome {
    match verb {
        Audit::List(args) => list(&args, session),
        Audit::Follow(args) => follow(&args, session),
    }
}

fn list(args: &List, session: &mut Session) -> Outcome {
    let now = session.backend.clock().now();
    let point = |when: Option<Since>| when.map(|when| when.before(now)).transpose();
    let filter = AuditFilter {
        since: point(args.since)?,
        until: point(args.until)?,
        page: Some(Page {
            offset: 0,
            limit: args.limit,
        }),
        ..args.choice.filter()
    };
    let listed = session.backend.read(ListAudit(filter))?;
    session.out.list(&listed.items)?;
    Ok(Answer::Yes)
}

#[expect(
    clippy::disallowed_methods,
    reason = "SQLite tells nobody that another process has written"
)]
fn follow(args: &Follow, session: &mut Session) -> Outcome {
    let mut last = session.backend.read(LastAudited)?;
    session.out.say("following the audit log; Ctrl-C ends this");
    loop {
        let filter = AuditFilter {
            after: Some(last),
            ..args.choice.filter()
        };
        for row in session.backend.read(ListAudit(filter))?.items {
            last = row.id;
            if session.out.format() == Format::Json {
                session.out.json_line(&row)?;
            } else {
                session.out.line(&row.cells().join("  "))?;
            }
        }
        session.out.finish()?;
        thread::sleep(LOOK_EVERY);
    }
}

impl Row for Audited {
    const COLUMNS: &'static [&'static str] =
        &["id", "time", "who", "door", "operation", "target", "what"];

    fn cells(&self) -> Vec<String> {
        let entry = &self.entry;
        let who = &entry.who;
        let by = entry.client.iter().map(|client| format!(" by {client}"));
        vec![
            self.id.to_string(),
            time(Some(self.time)),
            format!("{}={}{}", who.kind, who.name, by.collect::<String>()),
            entry.door.as_str().to_owned(),
            entry.operation.clone(),
            entry.target.clone().unwrap_or_default(),
            what(self),
        ]
    }

    fn name(&self) -> String {
        self.id.to_string()
    }
}

/// What came of it, in a few words.
pub(super) fn what(row: &Audited) -> String {
    let entry = &row.entry;
    match (&entry.refused, &entry.before, &entry.after) {
        (Some(sentence), _, _) if entry.left_out > 0 => {
            short(&format!("refused, and {} more: {sentence}", entry.left_out))
        }
        (Some(sentence), _, _) => short(&format!("refused: {sentence}")),
        (None, None, Some(after)) => short(&format!("+ {}", told(after))),
        (None, Some(before), None) => short(&format!("- {}", told(before))),
        (None, Some(before), Some(after)) => short(&differences(before, after)),
        (None, None, None) => String::new(),
    }
}

/// The fields that are not what they were: `admin: false → true`.
fn differences(before: &Value, after: &Value) -> String {
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else {
        return format!("{before} → {after}");
    };
    let changed = after.iter().filter_map(|(name, value)| {
        let was = before.get(name).unwrap_or(&Value::Null);
        (was != value).then(|| format!("{name}: {was} → {value}"))
    });
    changed.collect::<Vec<_>>().join(", ")
}

/// What something is, by its fields that say so.
fn told(value: &Value) -> String {
    let Some(fields) = value.as_object() else {
        return value.to_string();
    };
    let telling = fields.iter().filter(|(name, value)| {
        let is_empty = value.as_array().is_some_and(Vec::is_empty);
        *name != "kind" && !value.is_null() && !is_empty && *value != &Value::Bool(false)
    });
    let telling = telling.map(|(name, value)| format!("{name}: {value}"));
    telling.collect::<Vec<_>>().join(", ")
}

/// As much as a table has room for; `-o json` has all.
fn short(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let begin: String = text.chars().take(LONGEST - 1).collect();
    begin + "…"
}
