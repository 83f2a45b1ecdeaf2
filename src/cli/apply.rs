//! `hubctl apply` and `hubctl drift`.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum, ValueHint};

use super::args::{Destroy, Format, Write};
use super::output::{Output, count};
use super::progress::{Bar, Spinner};
use super::{Answer, Outcome, Session, names, prompt};
use crate::config::described::{self, Language};
use crate::error::{Error, Result};
use crate::model::{Described, Plan, PlannedAction, PlannedChange, PlannedPart};
use crate::ops::apply::{self, Progress};

/// Bring the hub to what a file lists: users, groups, roles and services
///
/// Tables and keys are those of `hubctl.toml`: `[[users]]` with `name` and `admin`, `[[groups]]`, `[[roles]]`,
/// `[[services]]`. What the file does not say stays as it is. All of it is done, or nothing; done again, it
/// changes nothing.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").args(["files", "schema"]).required(true).multiple(true))]
pub(super) struct Apply {
    #[command(flatten)]
    files: Files,
    /// Take away what earlier applies of these files put there and they list no more
    #[arg(long)]
    prune: bool,
    #[command(flatten)]
    destroy: Destroy,
    /// Print the JSON Schema of such files, by which editors complete and check them
    #[arg(long, exclusive = true)]
    schema: bool,
}

/// Say how the hub differs from what a file lists; the exit code is 1 where it does
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").args(["files"]).required(true).multiple(true))]
pub(super) struct Drift {
    #[command(flatten)]
    files: Files,
    /// With what earlier applies of these files put there and they list no more
    #[arg(long)]
    prune: bool,
}

#[derive(Debug, Args)]
struct Files {
    /// The file; `-` is stdin (repeatable)
    #[arg(long = "file", short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// How the files are written [default: as their names end, and stdin in TOML]
    #[arg(long, value_enum)]
    format: Option<Written>,
}

/// How a description is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Written {
    /// TOML
    Toml,
    /// YAML, or JSON
    Yaml,
}

impl From<Written> for Language {
    fn from(written: Written) -> Self {
        match written {
            Written::Toml => Self::Toml,
            Written::Yaml => Self::Yaml,
        }
    }
}

pub(super) fn run(args: &Apply, session: &mut Session) -> Outcome {
    if args.schema {
        let schema = serde_json::to_string_pretty(&Described::schema())?;
        session.out.line(&schema)?;
        return Ok(Answer::Yes);
    }
    let described = args.files.read()?;
    apply(&described, args.prune, args.destroy, session)
}

/// Apply descriptions; where that takes something away, once the person agrees.
pub(super) fn apply(
    described: &[Described],
    prune: bool,
    destroy: Destroy,
    session: &mut Session,
) -> Outcome {
    let asks = prune && !destroy.yes && !destroy.write.dry_run;
    if asks {
        let rehearsed = write(described, prune, Write { dry_run: true }, session)?;
        if rehearsed.takes_away() {
            show(&rehearsed, &mut session.out)?;
            session.out.finish()?;
            prompt::confirm(destroy, "Do this?")?;
            let plan = write(described, prune, destroy.write, session)?;
            say(&plan, destroy.write, &mut session.out);
            return Ok(Answer::Yes);
        }
    }
    let plan = write(described, prune, destroy.write, session)?;
    show(&plan, &mut session.out)?;
    say(&plan, destroy.write, &mut session.out);
    Ok(Answer::Yes)
}

fn write(described: &[Described], prune: bool, write: Write, session: &Session) -> Result<Plan> {
    let bar = Bar::new();
    // A hub of hubctl's does it all at once, and tells nothing before the end.
    let tells = !session.backend.is_remote() || !session.backend.can_rehearse()?;
    let _waiting = (!tells).then(|| Spinner::new("the hub applies it"));
    let applying = apply::Apply {
        prune,
        progress: Progress::to(move |done, of| bar.show("applying", done, of)),
        ..apply::Apply::of(described.to_vec())
    };
    let mut plans = session.backend.write(write, [applying])?;
    plans
        .pop()
        .ok_or_else(|| Error::internal("what was applied has no plan"))
}

pub(super) fn drift(args: &Drift, session: &mut Session) -> Outcome {
    let plan = session.backend.read(apply::Compare {
        described: args.files.read()?,
        prune: args.prune,
    })?;
    show(&plan, &mut session.out)?;
    tell(&plan, &mut session.out);
    Ok(Answer::from(plan.is_empty()))
}

impl Files {
    fn read(&self) -> anyhow::Result<Vec<Described>> {
        self.files.iter().map(|path| self.read_one(path)).collect()
    }

    fn read_one(&self, path: &Path) -> anyhow::Result<Described> {
        let is_stdin = path == Path::new("-");
        let text = names::file(&path.to_string_lossy())?;
        let shown = if is_stdin { Path::new("stdin") } else { path };
        let language = match self.format {
            Some(written) => written.into(),
            None if is_stdin => Language::Toml,
            None => Language::of(path).ok_or_else(|| {
                let shown = path.display();
                Error::invalid(format!("nothing says how `{shown}` is written"))
                    .hint("say `--format toml` or `--format yaml`")
            })?,
        };
        let mut described = described::read(shown, &text, language).map_err(Error::from)?;
        if described.name.is_none() && !is_stdin {
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            described.name = stem.map(str::to_owned);
        }
        Ok(described)
    }
}

/// Show a plan as what was asked for.
fn show(plan: &Plan, out: &mut Output) -> std::io::Result<()> {
    match out.format() {
        Format::Json => out.json(plan),
        Format::Name => plan
            .changes
            .iter()
            .try_for_each(|change| out.line(&format!("{} {}", change.kind.word(), change.name))),
        Format::Table => plan.changes.iter().try_for_each(|change| {
            let lines = lines(change);
            lines.iter().try_for_each(|line| out.line(line))
        }),
    }
}

/// Say what was done, and what is to be known about it.
fn say(plan: &Plan, write: Write, out: &mut Output) {
    if !plan.is_empty() {
        let counts = [
            ("created", PlannedAction::Create),
            ("changed", PlannedAction::Change),
            ("removed", PlannedAction::Remove),
        ];
        let counts = counts.map(|(verb, action)| (verb, plan.count(action)));
        let done: Vec<_> = counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(verb, count)| format!("{verb} {count}"))
            .collect();
        out.did(write, &done.join(", "));
    }
    tell(plan, out);
}

fn tell(plan: &Plan, out: &mut Output) {
    if plan.is_empty() {
        out.say("nothing to change");
    }
    for note in &plan.notes {
        out.say(&format!("note: {note}"));
    }
    if !plan.left.is_empty() {
        out.say(&format!(
            "{} that an earlier apply put there {} listed no more: {} · `--prune` takes that away",
            count(plan.left.len(), "thing"),
            if plan.left.len() == 1 { "is" } else { "are" },
            shortened(&plan.left),
        ));
    }
}

/// A change in lines: what is changed, and below it what of it.
fn lines(change: &PlannedChange) -> Vec<String> {
    let sign = match change.action {
        PlannedAction::Create => '+',
        PlannedAction::Change => '~',
        PlannedAction::Remove => '-',
    };
    let mut lines = vec![format!("{sign} {} {}", change.kind.word(), change.name)];
    let is_new = change.action == PlannedAction::Create;
    for (field, part) in &change.parts {
        lines.push(format!("    {field}: {}", spoken(part, is_new)));
    }
    lines
}

fn spoken(part: &PlannedPart, is_new: bool) -> String {
    match part {
        PlannedPart::Value { after, .. } if is_new => after.to_string(),
        PlannedPart::Value { before, after } if before.is_null() => format!("nothing → {after}"),
        PlannedPart::Value { before, after } => format!("{before} → {after}"),
        PlannedPart::Names { added, .. } if is_new => shortened(added),
        PlannedPart::Names { added, removed } => {
            let signed = [("+", added), ("-", removed)];
            let signed = signed.iter().filter(|(_, names)| !names.is_empty());
            let spoken: Vec<_> = signed
                .map(|(sign, names)| format!("{sign} {}", shortened(names)))
                .collect();
            spoken.join(" ")
        }
    }
}

/// Names; of very many the first, and how many others there are.
fn shortened(names: &[String]) -> String {
    const MOST: usize = 24;
    match names.get(..MOST) {
        Some(first) if names.len() > MOST + 1 => {
            format!("{} and {} more", first.join(", "), names.len() - MOST)
        }
        _ => names.join(", "),
    }
}
