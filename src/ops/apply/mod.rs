//! Bringing a hub to what a description lists, in one transaction (`hubctl apply`).
//!
//! A [`Plan`] is what differs; applying does it by the operations of each noun, as the caller, so that
//! nobody can do by a description what they could not do by hand. What is not listed stays, but for
//! what an earlier description of the same name put there, where it is asked to go
//! ([`crate::store::applied`]).
//!
//! `ops::start` does the like for a hub's configuration, which has the last word on what it declares: what
//! is its own, or the authenticator's, is left alone here.

mod describe;
mod doing;
mod groups;
mod listed;
mod planning;
mod prune;
mod roles;
mod services;
mod users;

use serde::{Deserialize, Serialize};
use serde_json::json;

pub use self::describe::{Describe, Description};
pub use self::doing::{Admits, Progress};
use self::listed::Listed;
pub use self::listed::merged;
use self::planning::Planning;
use super::Operation;
use super::audit::{Change, Record, Subject};
use super::request::Request;
use crate::error::{Error, Result};
use crate::model::{Described, Plan, PlannedAction};
use crate::rbac::{Allowed, Caller, Needs, Scope, Target};
use crate::store::{Tx, applied};

/// What the REST API can be asked about descriptions.
pub const REQUESTS: &[Request] = &[APPLY, COMPARE, DESCRIBE];

/// What it takes to look at a hub's people, groups, roles and services: as much of each as is described.
const SEE: &[Scope] = &[
    Scope::ReadUsers,
    Scope::ReadGroups,
    Scope::ReadServices,
    Scope::ReadRoles,
];

/// Bring the hub to what is described. Each change takes what it would take by itself.
pub const APPLY: Request = Request::post(
    "/apply",
    "bring the hub to what a description lists",
    &[Scope::AdminUsers, Scope::Groups, Scope::AdminServices],
)
.for_a_part()
.added();
/// Tell how the hub differs from what is described.
pub const COMPARE: Request = Request::post(
    "/compare",
    "tell how the hub differs from a description",
    SEE,
)
.for_a_part()
.added()
.unrecorded();
/// Describe the hub.
pub const DESCRIBE: Request = Request::list(
    "/description",
    "describe the users, groups, roles and services",
    &[
        Scope::ListUsers,
        Scope::ListGroups,
        Scope::ListServices,
        Scope::ReadRoles,
    ],
)
.added();

/// Bring the hub to what descriptions list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Apply {
    /// The descriptions. Each that has a name is remembered by it.
    pub described: Vec<Described>,
    /// Whether what earlier ones of these names put there and these list no more is taken away.
    pub prune: bool,
    /// Who is told how far it has come.
    #[serde(skip)]
    pub progress: Progress,
    /// Which new users the hub takes.
    #[serde(skip)]
    pub admits: Admits,
}

impl Apply {
    /// What `described` list, without more.
    pub fn of(described: Vec<Described>) -> Self {
        Self {
            described,
            prune: false,
            progress: Progress::default(),
            admits: Admits::default(),
        }
    }
}

impl Needs for Apply {
    const ANY_OF: &'static [Scope] = APPLY.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for Apply {
    /// What was changed.
    type Output = Plan;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Plan> {
        let caller = allowed.caller().clone();
        let (asked, _) = allowed.into_parts();
        let planned = plan(tx, &caller, asked.described, asked.prune)?;
        let new_users = planned.plan.users(PlannedAction::Create);
        new_users
            .into_iter()
            .try_for_each(|name| asked.admits.check(name))?;
        planned.carry_out(&asked.progress)
    }
}

/// One row names all that was done: it is as long as the description, and what earlier ones put there.
impl Change for Apply {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&APPLY, Subject::Nothing))
    }

    fn made(plan: &Plan, record: &mut Record) {
        if plan.is_empty() {
            return record.came_to_nothing();
        }
        record.is_now(Some(json!({ "changes": plan.changes })));
    }
}

/// Tell how the hub differs from what descriptions list, and change nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Compare {
    /// The descriptions.
    pub described: Vec<Described>,
    /// Whether what earlier ones of these names put there and these list no more differs, too.
    pub prune: bool,
}

impl Needs for Compare {
    const ANY_OF: &'static [Scope] = COMPARE.any_of;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for Compare {
    type Output = Plan;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Plan> {
        let caller = allowed.caller().clone();
        let (asked, _) = allowed.into_parts();
        Ok(plan(tx, &caller, asked.described, asked.prune)?.plan)
    }
}

/// What differs, and what is to be done about it.
fn plan<'a>(
    tx: &'a Tx<'a>,
    caller: &'a Caller,
    described: Vec<Described>,
    prune: bool,
) -> Result<Planning<'a>> {
    refuse_nameless_pruning(&described, prune)?;
    let listed = Listed::of(&described);
    let all = listed::merged(described)?;
    let mut planning = Planning::new(tx, caller, listed, applied::noted(tx)?);
    planning.users(&all)?;
    planning.groups(&all)?;
    planning.services(&all)?;
    planning.roles(&all)?;
    planning.prune(prune)?;
    Ok(planning)
}

fn refuse_nameless_pruning(described: &[Described], prune: bool) -> Result<()> {
    if prune && described.iter().any(|each| each.name.is_none()) {
        return Err(Error::invalid(
            "a description without a name put nothing there that is known by it",
        )
        .hint("write `name = \"…\"` at its beginning"));
    }
    Ok(())
}
