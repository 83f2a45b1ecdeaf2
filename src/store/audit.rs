//! The audit log: added to, read, and cut off at its end (`hubctl_audit`).

use chrono::TimeDelta;
use rusqlite::params;
use serde_json::Value;

use serde::{Deserialize, Serialize};

use super::filter::Where;
use super::tx::Row;
use super::{Tx, ours};
use crate::error::{Error, Result};
use crate::model::{AuditEntry, Audited, Author, Door, Listed, Page, Timestamp};

/// Whether this database has one: only a hub of hubctl's that served it makes it.
pub fn exists(tx: &Tx<'_>) -> Result<bool> {
    ours::has(tx, "hubctl_audit")
}

const APPEND: &str = "INSERT INTO hubctl_audit (time, door, who_kind, who, uid, token_id, client, \
    request_id, operation, target, was, became, refused, left_out) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

/// Write down what happened, now.
pub fn append(tx: &Tx<'_>, entry: &AuditEntry) -> Result<()> {
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    let params = params![
        tx.clock().now(),
        entry.door.as_str(),
        entry.who.kind,
        entry.who.name,
        entry.who.uid,
        entry.token,
        entry.client,
        entry.request,
        entry.operation,
        entry.target,
        json(&entry.before),
        json(&entry.after),
        entry.refused,
        i64::try_from(entry.left_out).unwrap_or(i64::MAX),
    ];
    tx.execute(APPEND, params).map(drop)
}

/// Which rows of the audit log.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuditFilter {
    /// By whom: a name, or `user=NAME`, `service=NAME`, `operator=NAME`, `hub=NAME`.
    pub who: Option<String>,
    /// To what, as `user=NAME`.
    pub target: Option<String>,
    /// What, by how its name begins: `DELETE`, `POST /users`.
    pub operation: Option<String>,
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// What was refused, or what was done.
    pub refused: Option<bool>,
    /// After the row with this number, the oldest first. Else the newest come first.
    pub after: Option<i64>,
    /// Only these of them.
    pub page: Option<Page>,
}

impl AuditFilter {
    fn conditions(&self) -> Where {
        let mut conditions = Where::default();
        if let Some(who) = &self.who {
            match who.split_once('=') {
                Some((kind, name)) => {
                    conditions.and_with("who_kind = ?", kind.to_owned());
                    conditions.and_with("who = ?", name.to_owned());
                }
                None => conditions.and_with("who = ?", who.clone()),
            }
        }
        if let Some(target) = &self.target {
            conditions.and_with("target = ?", target.clone());
        }
        if let Some(operation) = &self.operation {
            conditions.and_with("substr(operation, 1, length(?)) = ?", operation.clone());
        }
        if let Some(since) = self.since {
            conditions.and_with("time >= ?", since);
        }
        if let Some(until) = self.until {
            conditions.and_with("time < ?", until);
        }
        match self.refused {
            Some(true) => conditions.and("refused IS NOT NULL"),
            Some(false) => conditions.and("refused IS NULL"),
            None => {}
        }
        if let Some(after) = self.after {
            conditions.and_with("id > ?", after);
        }
        conditions
    }
}

const LIST: &str = "SELECT id, time, door, who_kind, who, uid, token_id, client, request_id, \
    operation, target, was, became, refused, left_out FROM hubctl_audit {} ORDER BY id {order} {page}";

const COUNT: &str = "SELECT count(*) FROM hubctl_audit {}";

/// The rows that `filter` chooses, and how many there are of them on all pages.
pub fn list(tx: &Tx<'_>, filter: &AuditFilter) -> Result<Listed<Audited>> {
    let mut conditions = filter.conditions();
    let total = match filter.page {
        // Whoever goes on after a row asks for what is new, and not for how much there is.
        Some(_) if filter.after.is_none() => Some(tx.one(
            &conditions.within(COUNT),
            conditions.params(),
            |row| row.get(0),
        )?),
        _ => None,
    };
    conditions.keep_to(filter.page);
    let order = if filter.after.is_some() {
        "ASC"
    } else {
        "DESC"
    };
    let sql = conditions.within(&LIST.replace("{order}", order));
    let items = tx.many(&sql, conditions.params(), from_row)?;
    let total = total.unwrap_or(items.len() as u64);
    Ok(Listed { items, total })
}

fn from_row(row: &Row<'_>) -> Result<Audited> {
    let json = |index| -> Result<Option<Value>> {
        let text: Option<String> = row.get(index)?;
        let value = text.map(|text| serde_json::from_str(&text)).transpose();
        value.map_err(|error| Error::internal("the audit log is damaged").caused_by(error))
    };
    let refused: Option<String> = row.get(13)?;
    Ok(Audited {
        id: row.get(0)?,
        time: row.get(1)?,
        allowed: refused.is_none(),
        entry: AuditEntry {
            door: door(&row.get::<String>(2)?),
            who: Author {
                kind: row.get(3)?,
                name: row.get(4)?,
                uid: row.get(5)?,
            },
            token: row.get(6)?,
            client: row.get(7)?,
            request: row.get(8)?,
            operation: row.get(9)?,
            target: row.get(10)?,
            before: json(11)?,
            after: json(12)?,
            refused,
            left_out: row.get(14)?,
        },
    })
}

/// The table holds no other words.
fn door(word: &str) -> Door {
    match word {
        "api" => Door::Api,
        "cli" => Door::Cli,
        _ => Door::Hub,
    }
}

const LAST: &str = "SELECT coalesce(max(id), 0) FROM hubctl_audit";

/// The number of the last row; 0 where there is none.
pub fn last(tx: &Tx<'_>) -> Result<i64> {
    tx.one(LAST, [], |row| row.get(0))
}

const KEEP: &str = "INSERT INTO hubctl_audit_kept (id, since) VALUES (1, ?1) \
    ON CONFLICT (id) DO UPDATE SET since = ?1";
const CUT: &str = "DELETE FROM hubctl_audit WHERE time < ?1";

/// What is kept in any case: the day that the table itself keeps, by a clock that may go otherwise.
const LEAST: TimeDelta = TimeDelta::hours(25);

/// Delete the rows before `since`; how many there were. The last day is never deleted, whatever `since` is.
pub fn cut(tx: &Tx<'_>, since: Timestamp) -> Result<usize> {
    let latest = tx.clock().now().minus(LEAST);
    let since = latest.map_or(since, |latest| since.min(latest));
    tx.execute(KEEP, [since])?;
    tx.execute(CUT, [since])
}
