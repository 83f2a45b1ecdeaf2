//! An upgrade: one transaction from the old database to the new one.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::Serialize;

use super::converge::{self, Settled};
use super::enter::enter;
use super::identify::{Identity, identify};
use super::layout::SCHEMA;
use super::plan::{Plan, State, Tokens};
use super::revision::{first_with_roles, newest};
use super::{runner, tables};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::store::backup::{self, Backup};
use crate::store::check::refuse_damage;
use crate::store::holders::refuse_if_held;
use crate::store::open::{Access, connect, explain, in_memory, read_only};

/// How far an upgrade has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Copying the database to its backup.
    BackingUp(backup::Progress),
    /// Taking step `.0` of `.1`.
    Step(usize, usize),
    /// Bringing all tables to their final form and checking them.
    Checking,
}

/// What an upgrade did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// What it was to do.
    pub plan: Plan,
    /// API tokens that JupyterHub would have dropped.
    pub tokens_kept: u64,
    /// Rows that referred to nothing.
    pub settled: Vec<Settled>,
}

/// An upgrade that has begun: nobody else can write, and nothing is changed yet. Dropped without
/// [`Upgrade::run`], it leaves everything as it was.
pub struct Upgrade {
    connection: Connection,
    path: PathBuf,
    identity: Identity,
    plan: Plan,
    tokens: Tokens,
    begun: Timestamp,
}

impl Upgrade {
    /// Find out what the database is and plan; where there is something to do, lock it.
    ///
    /// # Errors
    /// [`crate::error::Kind::Unreachable`] where the file cannot be written or is in use,
    /// [`crate::error::Kind::Conflict`] where it is empty, no hub's, or too new.
    pub fn begin(path: &Path, tokens: Tokens, clock: &Clock) -> Result<Self> {
        let connection = connect(path, Access::Write)?;
        let path = path.canonicalize().map_err(|error| {
            Error::unreachable(format!("`{}` leads to no file", path.display())).caused_by(error)
        })?;
        let looked = Self::on(connection, path, tokens, clock, "BEGIN")?;
        if looked.plan.state == State::Current {
            return Ok(looked);
        }
        refuse_if_held(&looked.path)?;
        refuse_without_journal(&looked.path)?;
        looked
            .connection
            .execute_batch("ROLLBACK")
            .map_err(explain)?;
        Self::on(
            looked.connection,
            looked.path,
            tokens,
            clock,
            "BEGIN IMMEDIATE",
        )
    }

    /// Begin on a copy in memory, which ends with this upgrade: a rehearsal.
    pub fn rehearse(path: &Path, tokens: Tokens, clock: &Clock) -> Result<Self> {
        let source = connect(path, Access::Read)?;
        let mut copy = in_memory()?;
        backup::copy(&source, &mut copy, &mut |_| ())?;
        Self::on(copy, path.to_owned(), tokens, clock, "BEGIN")
    }

    fn on(
        connection: Connection,
        path: PathBuf,
        tokens: Tokens,
        clock: &Clock,
        begin: &str,
    ) -> Result<Self> {
        runner::prepare(&connection, clock)?;
        connection.execute_batch(begin).map_err(explain)?;
        let identity = identify(&connection)?;
        let plan = Plan::of(&connection, &identity, tokens)?;
        Ok(Self {
            connection,
            path,
            identity,
            plan,
            tokens,
            begun: clock.now(),
        })
    }

    /// What it will do.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Copy the database, as it is before the upgrade, into `directory`, or beside its file.
    pub fn back_up(
        &self,
        directory: Option<&Path>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Backup> {
        backup::before_upgrade(
            &self.path,
            directory,
            self.plan.revision.id,
            self.begun,
            &mut |state| progress(Progress::BackingUp(state)),
        )
    }

    /// Refuse to go on with a damaged file. Making a backup does this too.
    pub fn refuse_damage(&self) -> Result<()> {
        refuse_damage(&self.connection)
    }

    /// Upgrade. Until the last instant the file is the old database, then it is the new one.
    pub fn run(self, progress: &mut dyn FnMut(Progress)) -> Result<Outcome> {
        let outcome = self.change(progress)?;
        self.connection.execute_batch("COMMIT").map_err(explain)?;
        Ok(outcome)
    }

    fn change(&self, progress: &mut dyn FnMut(Progress)) -> Result<Outcome> {
        let connection = &self.connection;
        let mut kept = enter(connection, &self.identity)?;
        if self.tokens == Tokens::Keep && self.identity.revision.is_before(first_with_roles()) {
            kept.tokens(connection)?;
        }
        let steps = self.plan.steps.len();
        let mut taken = 0;
        runner::run_all(connection, || {
            taken = (taken + 1).min(steps);
            progress(Progress::Step(taken, steps));
        })?;
        let has_kept_tokens = kept.put_back(connection)?;
        progress(Progress::Checking);
        converge::converge(connection)?;
        let settled = converge::settle(connection)?;
        converge::verify(connection)?;
        let tokens_kept = if has_kept_tokens {
            tables::count(connection, "api_tokens")?
        } else {
            0
        };
        Ok(Outcome {
            plan: self.plan.clone(),
            tokens_kept,
            settled,
        })
    }
}

/// Refuse where the directory takes no journal, before anything is written elsewhere.
fn refuse_without_journal(path: &Path) -> Result<()> {
    let directory = path.parent().unwrap_or(Path::new("/"));
    rustix::fs::accessat(
        rustix::fs::CWD,
        directory,
        rustix::fs::Access::WRITE_OK,
        rustix::fs::AtFlags::EACCESS,
    )
    .map_err(|_| read_only())
}

/// What an upgrade of the database would do. Reads only.
pub fn plan(path: &Path, tokens: Tokens) -> Result<Plan> {
    let connection = connect(path, Access::Read)?;
    connection.execute_batch("BEGIN").map_err(explain)?;
    Plan::of(&connection, &identify(&connection)?, tokens)
}

/// Give an empty database the schema of [`newest`], as if it had taken every step.
pub(in crate::store) fn create_schema(connection: &Connection, clock: &Clock) -> Result<()> {
    runner::prepare(connection, clock)?;
    connection
        .execute_batch(&format!("BEGIN IMMEDIATE; {SCHEMA}"))
        .map_err(explain)?;
    runner::enter_at(connection, newest())?;
    connection.execute_batch("COMMIT").map_err(explain)
}
