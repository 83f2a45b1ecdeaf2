//! `hubctl upgrade-db`, which is `hubctl db upgrade` too.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::args::{Destroy, Format, Write};
use super::db::say_backup;
use super::output::{Row, join};
use super::progress::Bar;
use super::{Answer, Outcome, Session, prompt};
use crate::ops::database::{self, BackupTo, Loss, Plan, Rows, State, Step, Tokens, Upgraded};

#[derive(Debug, Args)]
pub(super) struct UpgradeDb {
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

pub(super) fn run(args: &UpgradeDb, session: &mut Session) -> Outcome {
    let tokens = if args.keep_tokens {
        Tokens::Keep
    } else {
        Tokens::Drop
    };
    if args.plan {
        let status = database::status(session.backend.db()?.path(), tokens)?;
        return show_plan(&status.plan, session);
    }
    let upgrade = database::begin_upgrade(
        session.backend.db()?.path(),
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

fn backup_to(args: &UpgradeDb) -> BackupTo {
    match &args.backup_dir {
        _ if args.no_backup || args.destroy.write.dry_run => BackupTo::Nowhere,
        Some(directory) => BackupTo::Directory(directory.clone()),
        None => BackupTo::Beside,
    }
}

fn nothing_to_do(plan: &Plan, session: &mut Session) -> Outcome {
    session.out.say(&format!(
        "`{}` is as JupyterHub 6.1 makes it (revision {}): there is nothing to do",
        &session.backend.db()?,
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
