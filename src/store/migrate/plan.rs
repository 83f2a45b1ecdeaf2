//! What an upgrade will do, found out without doing any of it.

use rusqlite::Connection;
use serde::Serialize;

use super::identify::{Identity, Tag};
use super::layout::{self, Layout, NEWEST, quoted};
use super::revision::{
    Revision, first_with_encrypted_auth_state, first_with_roles, last_without_roles, newest,
};
use super::tables::{count, count_where};
use crate::error::Result;

/// What becomes of API tokens that come from below 2.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tokens {
    /// They are dropped, as JupyterHub drops them.
    Drop,
    /// They stay valid, with all that their owner may do.
    Keep,
}

/// What an upgrade will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// What the database is now.
    pub state: State,
    /// The revision whose tables and columns it has.
    pub revision: &'static Revision,
    /// The releases that made it.
    pub releases: &'static str,
    /// The revision it will have.
    pub target: &'static Revision,
    /// What is unlike any release left it, and will be put right.
    pub repairs: Vec<String>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Tables that get the form that a newly made database has.
    pub reshaped: Vec<Rows>,
    /// What will not be there afterwards.
    pub losses: Vec<Loss>,
    /// How many rows JupyterHub's tables have.
    pub rows: u64,
}

/// What a database is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As JupyterHub 6.1 makes them.
    Current,
    /// Fit for JupyterHub 6.1 and hubctl, with tables in forms of older releases.
    Usable,
    /// Of an older release.
    Old,
    /// In the middle of an upgrade that stopped, or not tagged as what it is.
    Unfinished,
}

/// One step to a later revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The revision it leads to.
    pub revision: &'static Revision,
    /// The releases that make databases of it.
    pub releases: &'static str,
    /// What it brings.
    pub what: &'static str,
    /// The rows that it goes through.
    pub touches: Vec<Rows>,
}

/// How many rows a table has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// The table.
    pub table: String,
    /// How many.
    pub rows: u64,
}

/// Something that an upgrade drops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What.
    pub what: String,
    /// How many of it.
    pub count: u64,
    /// Whether people must be asked first: something that works now will not.
    pub grave: bool,
}

impl Plan {
    /// The plan for an open database.
    pub(super) fn of(connection: &Connection, identity: &Identity, tokens: Tokens) -> Result<Self> {
        let repairs = repairs(identity)?;
        let steps = steps(connection, identity)?;
        let reshaped = reshaped(connection, identity)?;
        let state = match (identity.is_current(), steps.is_empty(), repairs.is_empty()) {
            (true, ..) if reshaped.is_empty() && has_newest_form(connection)? => State::Current,
            (true, ..) => State::Usable,
            (false, _, false) => State::Unfinished,
            (false, ..) => State::Old,
        };
        Ok(Self {
            state,
            revision: identity.revision,
            releases: identity.revision.releases,
            target: newest(),
            repairs,
            steps,
            reshaped,
            losses: losses(connection, identity, tokens)?,
            rows: rows(connection, &identity.layout)?,
        })
    }

    /// What will be dropped that works now.
    pub fn grave_losses(&self) -> impl Iterator<Item = &Loss> {
        self.losses.iter().filter(|loss| loss.grave)
    }
}

fn has_newest_form(connection: &Connection) -> Result<bool> {
    Ok(layout::fingerprint(connection)? == layout::newest_fingerprint()?)
}

fn rows(connection: &Connection, layout: &Layout) -> Result<u64> {
    layout
        .tables()
        .filter(|(name, _)| NEWEST.has_table(name))
        .map(|(name, _)| count(connection, name))
        .sum()
}

fn steps(connection: &Connection, identity: &Identity) -> Result<Vec<Step>> {
    identity
        .revision
        .later()
        .map(|revision| {
            Ok(Step {
                revision,
                releases: revision.releases,
                what: revision.what,
                touches: counted(connection, &identity.layout, revision.touches)?,
            })
        })
        .collect()
}

fn counted(connection: &Connection, layout: &Layout, tables: &[&str]) -> Result<Vec<Rows>> {
    tables
        .iter()
        .filter(|table| layout.has_table(table))
        .map(|table| {
            Ok(Rows {
                table: (*table).to_owned(),
                rows: count(connection, table)?,
            })
        })
        .collect()
}

/// The tables whose form is not that of a newly made database.
fn reshaped(connection: &Connection, identity: &Identity) -> Result<Vec<Rows>> {
    let is = layout::fingerprint(connection)?;
    let differing: Vec<_> = layout::newest_fingerprint()?
        .into_iter()
        .filter(|(name, sql)| is.get(name) != Some(sql) && NEWEST.has_table(name))
        .map(|(name, _)| name)
        .collect();
    let names: Vec<_> = differing.iter().map(String::as_str).collect();
    counted(connection, &identity.layout, &names)
}

/// What no release left like this.
fn repairs(identity: &Identity) -> Result<Vec<String>> {
    let id = identity.revision.id;
    let mut repairs = Vec::new();
    match &identity.tag {
        Tag::Right => {}
        // Before 0.8 hubs tagged nothing: that is how such a database should be.
        Tag::Missing
            if identity
                .revision
                .is_before(first_with_encrypted_auth_state()) => {}
        Tag::Missing => repairs.push(format!(
            "it has no revision tag, but the tables and columns of {id}"
        )),
        Tag::Wrong(tagged) => repairs.push(format!(
            "it is tagged {}, but has the tables and columns of {id}",
            tagged.id
        )),
    }
    for copy in identity.copies() {
        repairs.push(format!("an upgrade that stopped left the table `{copy}`"));
    }
    let ahead = columns_ahead(identity)?;
    if !ahead.is_empty() {
        repairs.push(format!(
            "an upgrade that stopped left columns of later revisions: `{}`",
            ahead.join("`, `")
        ));
    }
    if identity.revision == newest() {
        let absent: Vec<_> = identity
            .absent_tables()
            .filter(|name| *name != "alembic_version")
            .collect();
        if !absent.is_empty() {
            repairs.push(format!("it lacks the tables `{}`", absent.join("`, `")));
        }
    }
    Ok(repairs)
}

/// Columns that only a later step adds.
fn columns_ahead(identity: &Identity) -> Result<Vec<String>> {
    let wanted = Layout::of(identity.revision)?;
    let without_roles = Layout::of(last_without_roles())?;
    Ok(odd_columns(identity, &wanted)
        .filter(|(table, column)| is_known(table, column, &without_roles))
        .map(|(table, column)| format!("{table}.{column}"))
        .collect())
}

/// Whether some revision has the column. The step to roles is the only one that drops a table which
/// an earlier step gave columns to.
fn is_known(table: &str, column: &str, without_roles: &Layout) -> bool {
    NEWEST.has(table, column) || without_roles.has(table, column)
}

/// Columns, in tables that `wanted` has, that it does not have.
fn odd_columns<'a>(
    identity: &'a Identity,
    wanted: &'a Layout,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    identity
        .layout
        .tables()
        .filter_map(|(name, table)| Some((name, table.beyond(wanted.get(name)?))))
        .flat_map(|(name, columns)| columns.into_iter().map(move |column| (name, column)))
}

/// What an upgrade drops: the values of a column.
struct Dropped {
    what: String,
    table: String,
    column: String,
    grave: bool,
}

fn dropped(what: &str, table: &str, column: &str, grave: bool) -> Dropped {
    Dropped {
        what: what.to_owned(),
        table: table.to_owned(),
        column: column.to_owned(),
        grave,
    }
}

fn losses(connection: &Connection, identity: &Identity, tokens: Tokens) -> Result<Vec<Loss>> {
    let mut losses = Vec::new();
    for dropped in all_dropped(identity, tokens)? {
        if !identity.layout.has(&dropped.table, &dropped.column) {
            continue;
        }
        let has_value = format!("{} IS NOT NULL", quoted(&dropped.column));
        let count = count_where(connection, &dropped.table, &has_value)?;
        if count > 0 {
            losses.push(Loss {
                what: dropped.what,
                count,
                grave: dropped.grave,
            });
        }
    }
    losses.extend(foreign_objects(connection)?);
    Ok(losses)
}

/// Indexes and triggers that somebody put on JupyterHub's tables. They go with the old form of these.
fn foreign_objects(connection: &Connection) -> Result<Vec<Loss>> {
    let newest = layout::newest_fingerprint()?;
    let found = layout::fingerprint(connection)?;
    let foreign = found
        .into_keys()
        .filter(|name| !newest.contains_key(name))
        .map(|name| Loss {
            what: format!("index or trigger `{name}`, which is not JupyterHub's"),
            count: 1,
            grave: false,
        });
    Ok(foreign.collect())
}

fn all_dropped(identity: &Identity, tokens: Tokens) -> Result<Vec<Dropped>> {
    let revision = identity.revision;
    let mut all = Vec::new();
    if revision.is_before(first_with_encrypted_auth_state()) {
        let link = "links from users to their running server";
        all.push(dropped(
            "auth states in clear",
            "users",
            "auth_state",
            false,
        ));
        all.push(dropped(link, "users", "_server_id", false));
    }
    if revision.is_before(first_with_roles()) {
        if tokens == Tokens::Drop {
            all.push(dropped("API tokens", "api_tokens", "id", true));
        }
        // Browsers get new ones by themselves.
        all.push(dropped("OAuth tokens", "oauth_access_tokens", "id", false));
    }
    let what = "roles of OAuth codes";
    all.push(dropped(what, "oauth_code_role_map", "role_id", false));
    let wanted = Layout::of(revision)?;
    let without_roles = Layout::of(last_without_roles())?;
    for (table, column) in odd_columns(identity, &wanted) {
        if !is_known(table, column, &without_roles) {
            let what = format!("values in `{table}.{column}`, no column of this JupyterHub's");
            all.push(dropped(&what, table, column, false));
        }
    }
    Ok(all)
}
