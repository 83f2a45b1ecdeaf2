//! What a hub does at its start with the roles, users, groups, services and tokens of its
//! configuration (`JupyterHub.init_role_creation` to `init_blocked_users`), in one transaction.
//!
//! The configuration takes back only what the configuration gave ([`crate::store::provenance`]); where
//! JupyterHub takes away more, or less, `docs/what-survives-a-restart.md` says so. A start with the
//! configuration of the last one writes nothing.

mod declared;
mod grants;
mod groups;
mod managed;
mod roles;
mod services;
mod tokens;
mod users;

use std::fmt;

use serde_json::json;

pub use self::declared::{Declared, DeclaredGroup, DeclaredRole, DeclaredService, Offloaded};
use super::Operation;
use super::audit::{self, Record, Subject};
use crate::error::Result;
use crate::model::{Secret, ServiceName};
use crate::rbac::{Allowed, Needs, Scope};
use crate::store::{Tx, oauth_clients, ours, purge, start};

/// Bring the database to what the configuration of a hub that starts says.
pub struct Start(pub Declared);

/// What a start did.
#[derive(Debug, Default)]
pub struct Started {
    /// What it changed, in order.
    pub changes: Vec<Change>,
    /// What the administrator should know.
    pub warnings: Vec<String>,
    /// The tokens it made for services that the hub starts, which are nowhere else.
    pub tokens: Vec<(ServiceName, Secret)>,
}

/// One thing that a start changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was done: `created the role`.
    pub did: &'static str,
    /// To what, and to whom: `grader`, `grader · user ada`.
    pub what: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.did, self.what)
    }
}

impl Started {
    fn did(&mut self, did: &'static str, what: impl fmt::Display) {
        let what = what.to_string();
        self.changes.push(Change { did, what });
    }

    fn warn(&mut self, warning: String) {
        self.warnings.push(warning);
    }
}

/// No request asks for it: a hub does it, of its own accord.
impl Needs for Start {
    const ANY_OF: &'static [Scope] = &[Scope::AdminUsers];
}

impl Operation for Start {
    type Output = Started;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Started> {
        let (Start(mut declared), _) = allowed.into_parts();
        let mut started = Started::default();
        ours::prepare(tx)?;
        oauth_clients::ensure_hub(tx)?;
        let first = roles::define(tx, &declared, &mut started)?;
        managed::define(tx, &declared, &mut started)?;
        users::add(tx, &declared, &mut started)?;
        groups::define(tx, &declared, &mut started)?;
        services::define(tx, &mut declared, &mut started)?;
        tokens::give(tx, &declared, &mut started)?;
        purge::purge(tx)?;
        managed::assign(tx, &declared, &mut started)?;
        grants::assign(tx, &declared, &mut started)?;
        groups::retire(tx, &declared, &mut started)?;
        if first {
            grants::first_roles(tx)?;
        }
        users::strip_blocked(tx, &declared, &mut started)?;
        for client in start::delete_stray_clients(tx)? {
            started.did("deleted the OAuth client of nothing", client);
        }
        Ok(started)
    }
}

impl audit::Change for Start {
    fn record(&self) -> Option<Record> {
        Some(Record::named("start", Subject::Nothing))
    }

    fn made(started: &Started, record: &mut Record) {
        if started.changes.is_empty() {
            return record.came_to_nothing();
        }
        let changes: Vec<_> = started.changes.iter().map(ToString::to_string).collect();
        record.is_now(Some(json!({ "changes": changes })));
    }
}
