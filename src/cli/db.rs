//! `hubctl db` and `hubctl upgrade-db`: the database as a whole.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::args::{Destroy, Format, Write};
use super::output::{Row, join};
use super::progress::Bar;
use super::{Answer, Outcome, Session, prompt};
use crate::ops::database::{
    self, Backup, BackupTo, Finding, Loss, Plan, Purged, Rows, Severity, State, Status, Step,
    Tokens, Upgraded,
};
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
    Upgrade(Upgrade),
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

#[derive(Debug, Args)]
pub(super) struct Upgrade {
    /// Show the steps with how many rows each goes through, and what will be lost
    #[arg(long, conflicts_with = "dry_run")]
    plan: bool,
    /// Coming from below 2.0, keep API tokens valid, with all that their owner may do, instead of
    /// dropping them as JupyterHub does
    #[arg(long)]
    keep_tokens: bool,
    /// Where the backup goes [default: beside the database]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    backup_dir: Option<PathBuf>,
    /// Make no backup
    #[arg(long, conflicts_with = "backup_dir")]
    no_backup: bool,
    #[command(flatten)]
    destroy: Destroy,
}

pub(super) fn run(verb: Db, session: &mut Session) -> Outcome {
    match verb {
        Db::Status => status(session),
        Db::Check => check(session),
        Db::Backup(args) => back_up(&args, session),
        Db::Purge(args) => purge(&args, session),
        Db::Upgrade(args) => upgrade(&args, session),
    }
}

fn status(session: &mut Session) -> Outcome {
    let status = database::status(session.backend.db().path(), Tokens::Drop)?;
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
    let mut store = Store::open_any(session.backend.db(), Access::Read)?;
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
    let backup = database::back_up(session.backend.db().path(), &args.target, &mut |pages| {
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
    let purged = Store::open(session.backend.db(), Access::Write)?.write(
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

pub(super) fn upgrade(args: &Upgrade, session: &mut Session) -> Outcome {
    let tokens = if args.keep_tokens {
        Tokens::Keep
    } else {
        Tokens::Drop
    };
    if args.plan {
        let status = database::status(session.backend.db().path(), tokens)?;
        return show_plan(&status.plan, session);
    }
    let upgrade = database::begin_upgrade(
        session.backend.db().path(),
        tokens,
        args.destroy.write.ending(),
        session.backend.clock(),
    )?;
    let plan = upgrade.plan();
    if plan.state == State::Current {
        return nothing_to_do(plan, session);
    }
    say_losses(plan, session);
    if plan.grave_losses().next().is_some() {
        prompt::confirm(args.destroy, "Drop these tokens?")?;
    }
    let bar = Bar::new();
    let upgraded = database::finish_upgrade(upgrade, &backup_to(args), &mut |progress| {
        bar.upgrade(progress);
    })?;
    drop(bar);
    say_upgraded(&upgraded, args.destroy.write, session);
    if session.out.format() == Format::Json {
        session.out.json(&upgraded)?;
    }
    Ok(Answer::Yes)
}

fn backup_to(args: &Upgrade) -> BackupTo {
    match &args.backup_dir {
        _ if args.no_backup || args.destroy.write.dry_run => BackupTo::Nowhere,
        Some(directory) => BackupTo::Directory(directory.clone()),
        None => BackupTo::Beside,
    }
}

fn nothing_to_do(plan: &Plan, session: &mut Session) -> Outcome {
    session.out.say(&format!(
        "`{}` is as JupyterHub 6.1 makes it (revision {}): there is nothing to do",
        session.backend.db(),
        plan.revision.id
    ));
    if session.out.format() == Format::Json {
        session.out.json(plan)?;
    }
    Ok(Answer::Yes)
}

fn show_plan(plan: &Plan, session: &mut Session) -> Outcome {
    if session.out.format() == Format::Json {
        session.out.json(plan)?;
        return Ok(Answer::Yes);
    }
    if plan.state == State::Current {
        return nothing_to_do(plan, session);
    }
    session.out.say(&way(plan));
    for repair in &plan.repairs {
        session.out.say(&format!("note: {repair}"));
    }
    if !plan.steps.is_empty() {
        session.out.list(&plan.steps)?;
    }
    session.out.say(&format!(
        "tables brought to the form of a new database: {}",
        rows(&plan.reshaped)
    ));
    say_losses(plan, session);
    Ok(Answer::Yes)
}

fn say_losses(plan: &Plan, session: &mut Session) {
    if plan.losses.is_empty() {
        return;
    }
    session
        .out
        .say(&format!("will be lost: {}", losses(&plan.losses)));
    if plan.grave_losses().next().is_some() {
        session
            .out
            .say("API tokens stay valid with `--keep-tokens`; JupyterHub would drop them");
    }
}

fn losses(losses: &[Loss]) -> String {
    let losses: Vec<_> = losses
        .iter()
        .map(|loss| format!("{} {}", loss.count, loss.what))
        .collect();
    join(&losses)
}

fn say_backup(backup: &Backup, session: &mut Session) {
    session.out.say(&format!(
        "backed up to `{}` ({} bytes, verified)",
        backup.path.display(),
        backup.bytes
    ));
}

fn say_upgraded(upgraded: &Upgraded, write: Write, session: &mut Session) {
    if let Some(backup) = &upgraded.backup {
        say_backup(backup, session);
    }
    for settled in &upgraded.outcome.settled {
        let done = if settled.deleted {
            "deleted"
        } else {
            "now refer to none"
        };
        session.out.say(&format!(
            "rows of `{}` that referred to one of `{}` that is not there: {} ({done})",
            settled.table, settled.missing_in, settled.rows
        ));
    }
    if upgraded.outcome.tokens_kept > 0 {
        let kept = format!("kept {} API tokens", upgraded.outcome.tokens_kept);
        session.out.did(write, &kept);
    }
    let done = format!("upgraded {}", way(&upgraded.outcome.plan));
    session.out.did(write, &done);
}

/// From where to where.
fn way(plan: &Plan) -> String {
    let to = format!("to {} (revision {})", database::RELEASE, plan.target.id);
    match plan.state {
        State::Unfinished if plan.steps.is_empty() => {
            format!("from an upgrade that was not finished {to}")
        }
        State::Current | State::Usable => format!("from forms of older releases {to}"),
        State::Old | State::Unfinished => format!(
            "from JupyterHub {} (revision {}) {to}",
            plan.releases, plan.revision.id
        ),
    }
}

/// `users 3, groups 1`, without empty tables.
fn rows(tables: &[Rows]) -> String {
    let tables: Vec<_> = tables
        .iter()
        .filter(|table| table.rows > 0)
        .map(|table| format!("{} {}", table.table, table.rows))
        .collect();
    join(&tables)
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

impl Row for Step {
    const COLUMNS: &'static [&'static str] = &["revision", "jupyterhub", "brings", "rows"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.revision.id.to_owned(),
            self.releases.to_owned(),
            self.what.to_owned(),
            rows(&self.touches),
        ]
    }

    fn name(&self) -> String {
        self.revision.id.to_owned()
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
