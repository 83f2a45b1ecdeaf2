//! The audit log: what is written down of each change, and how it is read.
//!
//! A [`Change`] says what it is called and what it is about. [`recorded`] is the one way by which a
//! change is made, behind every door: it authorizes it, does it, and writes it down in the same
//! transaction.

mod source;
mod subject;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::source::Source;
pub use self::subject::Subject;
pub(in crate::ops) use self::subject::described;
use super::Operation;
use super::request::Request;
use crate::error::Result;
use crate::model::{AuditEntry, Audited, Listed};
use crate::rbac::{Allowed, Caller, Needs, Scope, Target, authorize};
pub use crate::store::audit::AuditFilter;
use crate::store::{Tx, audit};

/// What the REST API can be asked about the audit log.
pub const REQUESTS: &[Request] = &[LIST];

/// Who did what. It tells of everybody, and so takes what is as good as being everybody.
pub const LIST: Request = Request::get(
    "/audit",
    "list what was changed, and what was refused",
    &[Scope::AdminUsers],
)
.added();

/// An operation that writes. What is none cannot be given to a hub, or to the database, to be done.
pub trait Change: Operation {
    /// What is to be written down of it; `None` where it is part of another that is, or no more than
    /// a note of use.
    fn record(&self) -> Option<Record>;

    /// Put into `record` what only the outcome tells.
    fn made(_outcome: &Self::Output, _record: &mut Record) {}
}

/// What is written down of one change.
#[derive(Debug, Clone)]
pub struct Record {
    operation: String,
    written: bool,
    target: Option<String>,
    before: Subject,
    after: Subject,
}

impl Record {
    /// That `request` is done to `subject`, which is there before and after.
    pub fn of(request: &Request, subject: Subject) -> Self {
        let mut record = Self::named("", subject);
        record.operation = format!("{} {}", request.method, request.path);
        record.written = request.recorded;
        record
    }

    /// The same of what no request does, by its name.
    pub fn named(operation: &str, subject: Subject) -> Self {
        Self {
            operation: operation.to_owned(),
            written: true,
            target: subject.target(),
            before: subject.clone(),
            after: subject,
        }
    }

    /// What it is done to, where that is not what it changes.
    #[must_use]
    pub fn on(mut self, target: &Target) -> Self {
        self.target = target.filter().map(|filter| filter.to_string());
        self
    }

    /// What it was before.
    #[must_use]
    pub fn from(mut self, before: Subject) -> Self {
        self.before = before;
        self
    }

    /// What it becomes.
    #[must_use]
    pub fn becomes(mut self, after: Subject) -> Self {
        self.after = after;
        self
    }

    /// It was `before` until now.
    pub fn was(&mut self, before: Option<Value>) {
        self.before = before.map_or(Subject::Nothing, Subject::Given);
    }

    /// It is `after` from now on.
    pub fn is_now(&mut self, after: Option<Value>) {
        self.after = after.map_or(Subject::Nothing, Subject::Given);
    }

    /// What only the outcome tells goes to the one of the two that is given.
    pub fn fill_in(&mut self, told: Value) {
        if self.before.is_nothing() {
            self.is_now(Some(told));
        } else {
            self.was(Some(told));
        }
    }

    /// It came to nothing, and is not worth a row.
    pub fn came_to_nothing(&mut self) {
        self.written = false;
    }

    fn entry(self, source: &Source, before: Option<Value>, after: Option<Value>) -> AuditEntry {
        AuditEntry {
            before,
            after,
            ..source.entry(self.operation, self.target)
        }
    }
}

/// Do `operation` as `caller`, and write down who did what, from where `source` says, where the
/// database has an audit log. What is refused or fails writes nothing.
pub fn recorded<O: Change>(
    source: &Source,
    caller: &Caller,
    operation: O,
    tx: &Tx<'_>,
) -> Result<O::Output> {
    let record = operation.record().filter(|record| record.written);
    let allowed = authorize(caller, operation, tx)?;
    let mut record = match record {
        Some(record) if audit::exists(tx)? => record,
        _ => return O::run(allowed, tx),
    };
    let before = record.before.model(tx)?;
    let outcome = O::run(allowed, tx)?;
    O::made(&outcome, &mut record);
    let before = match record.before.given() {
        Some(given) => Some(given),
        None => before.filter(|_| !record.before.is_nothing()),
    };
    if record.written {
        let after = record.after.model(tx)?;
        audit::append(tx, &record.entry(source, before, after))?;
    }
    Ok(outcome)
}

/// Write down what is no change of the database: what a hub was asked to do, or what was refused.
pub fn note(entry: &AuditEntry, tx: &Tx<'_>) -> Result<()> {
    audit::append(tx, entry)
}

/// List the rows of the audit log that a filter chooses, the newest first, or the oldest after one.
#[derive(Serialize, Deserialize)]
pub struct ListAudit(pub AuditFilter);

impl Needs for ListAudit {
    const ANY_OF: &'static [Scope] = LIST.any_of;
}

impl Operation for ListAudit {
    type Output = Listed<Audited>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Listed<Audited>> {
        if !audit::exists(tx)? {
            return Ok(Listed {
                items: Vec::new(),
                total: 0,
            });
        }
        audit::list(tx, &allowed.op().0)
    }
}

/// The number of the last row of the audit log, after which there will be others.
#[derive(Serialize, Deserialize)]
pub struct LastAudited;

impl Needs for LastAudited {
    const ANY_OF: &'static [Scope] = LIST.any_of;
}

impl Operation for LastAudited {
    type Output = i64;

    fn run(_: Allowed<Self>, tx: &Tx<'_>) -> Result<i64> {
        if audit::exists(tx)? {
            audit::last(tx)
        } else {
            Ok(0)
        }
    }
}
