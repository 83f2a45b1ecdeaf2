//! Whether a database is whole, and what in it leads nowhere.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde::Serialize;

use super::migrate::identify;
use super::open::{corrupt, explain};
use super::{Store, Tx};
use crate::clock::Clock;
use crate::error::Result;
use crate::rbac::Scope;

/// Something that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What is looked at: `integrity`, `references`, `owners`, `orphans`, `scopes` or `roles`.
    pub check: &'static str,
    /// What was found.
    pub message: String,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The database is not as it must be.
    Fault,
    /// It works, but somebody may want to know.
    Notice,
}

impl Store {
    /// Look the database through. Of one that must be upgraded first, only what does not depend on
    /// its revision is looked at.
    pub fn check(&mut self, clock: &Clock) -> Result<Vec<Finding>> {
        self.read(clock, |tx| {
            let mut findings = general(tx.connection())?;
            if identify(tx.connection())?.is_current() {
                findings.extend(owners(tx)?);
                findings.extend(orphans(tx)?);
                findings.extend(unknown_scopes(tx)?);
                findings.extend(unused_roles(tx)?);
            }
            Ok(findings)
        })
    }
}

fn fault(check: &'static str, message: String) -> Finding {
    Finding {
        severity: Severity::Fault,
        check,
        message,
    }
}

fn notice(check: &'static str, message: String) -> Finding {
    Finding {
        severity: Severity::Notice,
        check,
        message,
    }
}

/// What must hold for a database of any revision.
fn general(connection: &Connection) -> Result<Vec<Finding>> {
    let mut findings: Vec<_> = complaints(connection)?
        .into_iter()
        .map(|line| fault("integrity", line))
        .collect();
    let dangling: Vec<(String, String, u64)> = connection
        .prepare(
            r#"SELECT "table", parent, count(*) FROM pragma_foreign_key_check
               GROUP BY 1, 2 ORDER BY 1, 2"#,
        )
        .and_then(|mut statement| statement.query_map([], |row| row.try_into())?.collect())
        .map_err(explain)?;
    findings.extend(dangling.into_iter().map(|(table, parent, rows)| {
        fault(
            "references",
            format!(
                "{} of `{table}` {} to rows of `{parent}` that are not there",
                counted(rows, "row"),
                if rows == 1 { "refers" } else { "refer" }
            ),
        )
    }));
    Ok(findings)
}

/// What SQLite finds wrong with the file, line by line.
fn complaints(connection: &Connection) -> Result<Vec<String>> {
    let lines: Vec<String> = connection
        .prepare("PRAGMA integrity_check(20)")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(explain)?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

/// Refuse a file that is damaged. A row that breaks a rule of the schema is no damage: releases made
/// rules that older rows do not keep.
pub(super) fn refuse_damage(connection: &Connection) -> Result<()> {
    let broken_rule =
        |line: &String| line.starts_with("NULL value in") || line.starts_with("CHECK constraint");
    match complaints(connection)?
        .into_iter()
        .find(|line| !broken_rule(line))
    {
        None => Ok(()),
        Some(damage) => Err(corrupt().hint(format!("SQLite says: {damage}"))),
    }
}

/// `1 row`, `2 rows`.
fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// Things that must belong to somebody, and do not.
const OWNERLESS: [(&str, &str, &str); 6] = [
    (
        "API token",
        "without owner",
        "SELECT count(*) FROM api_tokens WHERE user_id IS NULL AND service_id IS NULL",
    ),
    (
        "API token",
        "without OAuth client, which JupyterHub refuses",
        "SELECT count(*) FROM api_tokens WHERE client_id IS NULL",
    ),
    (
        "server",
        "without user",
        "SELECT count(*) FROM spawners WHERE user_id IS NULL",
    ),
    (
        "OAuth code",
        "without user or client",
        "SELECT count(*) FROM oauth_codes WHERE user_id IS NULL OR client_id IS NULL",
    ),
    (
        "share",
        "of no server, or with nobody",
        "SELECT count(*) FROM shares WHERE owner_id IS NULL OR spawner_id IS NULL
         OR (user_id IS NULL AND group_id IS NULL)",
    ),
    (
        "share code",
        "of no server",
        "SELECT count(*) FROM share_codes WHERE owner_id IS NULL OR spawner_id IS NULL",
    ),
];

fn owners(tx: &Tx<'_>) -> Result<Vec<Finding>> {
    found(tx, &OWNERLESS, |message| fault("owners", message))
}

/// Things that are no use to anybody any more; JupyterHub leaves them behind.
const ORPHANED: [(&str, &str, &str); 2] = [
    (
        "address",
        "in `servers` that no server or service has",
        "SELECT count(*) FROM servers
         WHERE id NOT IN (SELECT server_id FROM spawners WHERE server_id IS NOT NULL)
         AND id NOT IN (SELECT _server_id FROM services WHERE _server_id IS NOT NULL)",
    ),
    (
        "OAuth client",
        "of servers that are gone",
        "SELECT count(*) FROM oauth_clients WHERE identifier LIKE 'jupyterhub-user-%'
         AND identifier NOT IN
             (SELECT oauth_client_id FROM spawners WHERE oauth_client_id IS NOT NULL)
         AND identifier NOT IN
             (SELECT oauth_client_id FROM services WHERE oauth_client_id IS NOT NULL)",
    ),
];

fn orphans(tx: &Tx<'_>) -> Result<Vec<Finding>> {
    found(tx, &ORPHANED, |message| notice("orphans", message))
}

fn found(
    tx: &Tx<'_>,
    questions: &[(&str, &str, &str)],
    finding: impl Fn(String) -> Finding,
) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (noun, which, sql) in questions {
        let count = tx.one(sql, [], |row| row.get(0))?;
        if count > 0 {
            findings.push(finding(format!("{} {which}", counted(count, noun))));
        }
    }
    Ok(findings)
}

/// Every scope that is written anywhere, with where.
const WRITTEN_SCOPES: &str = "
    SELECT 'role `' || roles.name || '`', scope.value FROM roles
    JOIN json_each(CASE WHEN json_valid(roles.scopes) THEN roles.scopes ELSE '[]' END) AS scope
    UNION
    SELECT 'OAuth client `' || identifier || '`', scope.value FROM oauth_clients
    JOIN json_each(CASE WHEN json_valid(allowed_scopes) THEN allowed_scopes ELSE '[]' END) AS scope
    UNION
    SELECT 'some API tokens', scope.value FROM api_tokens
    JOIN json_each(CASE WHEN json_valid(scopes) THEN scopes ELSE '[]' END) AS scope
    ORDER BY 1, 2";

/// Scopes that mean nothing. Custom ones are defined in the hub's configuration, not here.
fn unknown_scopes(tx: &Tx<'_>) -> Result<Vec<Finding>> {
    let written: Vec<(String, String)> =
        tx.many(WRITTEN_SCOPES, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let unknown: BTreeSet<_> = written
        .into_iter()
        .filter(|(_, scope)| {
            let name = scope.split('!').next().unwrap_or_default();
            Scope::named(name).is_none()
        })
        .collect();
    Ok(unknown
        .into_iter()
        .map(|(place, scope)| notice("scopes", format!("unknown scope `{scope}` in {place}")))
        .collect())
}

const UNUSED_ROLES: &str = "
    SELECT name FROM roles
    WHERE id NOT IN (SELECT role_id FROM user_role_map)
    AND id NOT IN (SELECT role_id FROM group_role_map)
    AND id NOT IN (SELECT role_id FROM service_role_map)
    AND name NOT IN ('user', 'admin', 'server', 'token')
    ORDER BY name";

/// Roles that do nothing. The default ones work without being held.
fn unused_roles(tx: &Tx<'_>) -> Result<Vec<Finding>> {
    tx.many(UNUSED_ROLES, [], |row| {
        let name: String = row.get(0)?;
        Ok(notice("roles", format!("nobody has the role `{name}`")))
    })
}
