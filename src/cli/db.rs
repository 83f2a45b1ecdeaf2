//! `hubctl db`: the database as a whole.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::args::{Format, Write};
use super::output::Row;
use super::progress::Bar;
use super::upgrade_db::{self, UpgradeDb};
use super::{Answer, Outcome, Session};
use crate::ops::database::{self, Backup, Finding, Purged, Severity, State, Status, Tokens};
use crate::store::{Access, Store};

/// Check, back up and upgrade the database
#[derive(Debug, Subcommand)]
pub(super) enum Db {
    /// Show which JupyterHub made the database, and what an upgrade would do
    Status,
    /// Look the database through for damage and for what leads nowhere
    #[command(after_help = "Ends with 1 where a fault was found.")]
    Check,
    /// Copy the database, also while a hub uses it, and verify the copy
    Backup(BackUp),
    /// Delete expired tokens, OAuth codes, shares and share codes
    Purge(Purge),
    /// Bring the database to the schema of JupyterHub 6.1
    Upgrade(UpgradeDb),
}

#[derive(Debug, Args)]
pub(super) struct BackUp {
    /// The file to make, which must not exist
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    target: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Purge {
    #[command(flatten)]
    write: Write,
}

pub(super) fn run(verb: Db, session: &mut Session) -> Outcome {
    match verb {
        Db::Status => status(session),
        Db::Check => check(session),
        Db::Backup(args) => back_up(&args, session),
        Db::Purge(args) => purge(&args, session),
        Db::Upgrade(args) => upgrade_db::run(&args, session),
    }
}

fn status(session: &mut Session) -> Outcome {
    let status = database::status(session.backend.db()?.path(), Tokens::Drop)?;
    let fields = fields(&status);
    session.out.one(&status, fields)?;
    for repair in &status.plan.repairs {
        session.out.say(&format!("note: {repair}"));
    }
    if status.plan.state != State::Current {
        session
            .out
            .say("bring it up to date with `hubctl upgrade-db`; `--plan` shows what it would do");
    }
    Ok(Answer::Yes)
}

fn check(session: &mut Session) -> Outcome {
    let mut store = Store::open_any(&session.backend.db()?, Access::Read)?;
    let findings = database::check(&mut store, session.backend.clock())?;
    if !findings.is_empty() || session.out.format() == Format::Json {
        session.out.list(&findings)?;
    } else {
        session.out.say("nothing was found wrong");
    }
    let faulty = findings
        .iter()
        .any(|finding| finding.severity == Severity::Fault);
    Ok(if faulty { Answer::No } else { Answer::Yes })
}

fn back_up(args: &BackUp, session: &mut Session) -> Outcome {
    let bar = Bar::new();
    let backup = database::back_up(session.backend.db()?.path(), &args.target, &mut |pages| {
        bar.show("backing up", pages.done, pages.total);
    })?;
    drop(bar);
    say_backup(&backup, session);
    if session.out.format() == Format::Json {
        session.out.json(&backup)?;
    }
    Ok(Answer::Yes)
}

fn purge(args: &Purge, session: &mut Session) -> Outcome {
    let ending = args.write.ending();
    let purged = Store::open(&session.backend.db()?, Access::Write)?.write(
        session.backend.clock(),
        ending,
        database::purge,
    )?;
    session.out.list(&purged)?;
    let count = purged.iter().map(|purged| purged.count).sum();
    session
        .out
        .done(args.write, "deleted", count, "expired row");
    Ok(Answer::Yes)
}

/// Say that a backup was made.
pub(super) fn say_backup(backup: &Backup, session: &mut Session) {
    session.out.say(&format!(
        "backed up to `{}` ({} bytes, verified)",
        backup.path.display(),
        backup.bytes
    ));
}

fn fields(status: &Status) -> Vec<(&'static str, String)> {
    let plan = &status.plan;
    let state = match plan.state {
        State::Current => "current",
        State::Usable => "usable, with tables in forms of older releases",
        State::Old => "old: must be upgraded",
        State::Unfinished => "unfinished: an upgrade must be completed",
    };
    vec![
        ("database", status.path.display().to_string()),
        ("JupyterHub", plan.releases.to_owned()),
        ("revision", plan.revision.id.to_owned()),
        ("state", state.to_owned()),
        ("rows", plan.rows.to_string()),
        ("bytes", status.bytes.to_string()),
    ]
}

impl Row for Status {
    const COLUMNS: &'static [&'static str] = &[];

    fn cells(&self) -> Vec<String> {
        Vec::new()
    }

    fn name(&self) -> String {
        self.plan.revision.id.to_owned()
    }
}

impl Row for Finding {
    const COLUMNS: &'static [&'static str] = &["severity", "check", "finding"];

    fn cells(&self) -> Vec<String> {
        let severity = match self.severity {
            Severity::Fault => "fault",
            Severity::Notice => "notice",
        };
        vec![
            severity.to_owned(),
            self.check.to_owned(),
            self.message.clone(),
        ]
    }

    fn name(&self) -> String {
        self.message.clone()
    }
}

impl Row for Purged {
    const COLUMNS: &'static [&'static str] = &["expired", "count"];

    fn cells(&self) -> Vec<String> {
        vec![self.what.to_owned(), self.count.to_string()]
    }

    fn name(&self) -> String {
        self.what.to_owned()
    }
}
