//! Which revision a database really is of, by its tables and columns; its tag is heard, not trusted.
//!
//! A tag can be wrong: databases before 0.8 have none, JupyterHub 6.1 puts the newest on any file
//! that has none but has `spawners`, and an upgrade that stopped half-way leaves the old one.

use rusqlite::Connection;

use super::layout::{ALEMBIC_COPY, Layout};
use super::revision::{HISTORY, Revision, TABLES, by_id, newest};
use crate::error::{Error, Result};
use crate::store::open::explain;

/// What a database was found to be.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// The revision whose tables and columns it has.
    pub(crate) revision: &'static Revision,
    /// What it says of itself.
    pub(crate) tag: Tag,
    /// What it has.
    pub(super) layout: Layout,
}

/// What `alembic_version` says, seen in the light of tables and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tag {
    /// Nothing.
    Missing,
    /// The revision it really is of.
    Right,
    /// A revision whose columns are not there.
    Wrong(&'static Revision),
}

impl Identity {
    /// Whether hubctl can work on it as it is.
    pub(crate) fn is_current(&self) -> bool {
        self.revision == newest()
            && self.tag == Tag::Right
            && self.copies().next().is_none()
            && self.absent_tables().next().is_none()
    }

    /// Tables of a newly made database that this one has not.
    pub(super) fn absent_tables(&self) -> impl Iterator<Item = &'static str> {
        TABLES
            .into_iter()
            .filter(|name| !self.layout.has_table(name))
    }

    /// Copies of tables that an alembic which was stopped left behind.
    pub(super) fn copies(&self) -> impl Iterator<Item = &str> {
        self.layout
            .tables()
            .map(|(name, _)| name)
            .filter(|name| name.starts_with(ALEMBIC_COPY))
    }
}

/// Identify an open database.
///
/// # Errors
/// [`crate::error::Kind::Conflict`] where it is empty, no hub's, or newer than hubctl knows.
pub(crate) fn identify(connection: &Connection) -> Result<Identity> {
    let layout = Layout::read(connection)?;
    refuse_what_is_no_hub(&layout)?;
    let shown = by_columns(&layout);
    let (revision, tag) = match tag(connection, &layout)? {
        None => (shown.reached, Tag::Missing),
        Some(tagged) => match shown.lacking {
            Some(lacking) if !tagged.is_before(lacking) => (shown.reached, Tag::Wrong(tagged)),
            _ => (tagged, Tag::Right),
        },
    };
    Ok(Identity {
        revision,
        tag,
        layout,
    })
}

fn refuse_what_is_no_hub(layout: &Layout) -> Result<()> {
    if layout.is_empty() {
        return Err(
            Error::conflict("the database has no tables: no hub has used it yet")
                .hint("check the path; a hub makes its tables when it first starts"),
        );
    }
    if layout.has("users", "cookie_id") && layout.has("servers", "base_url") {
        return Ok(());
    }
    Err(
        Error::conflict("the file is an SQLite database, but not one of a JupyterHub")
            .hint("check the path; a hub's own is often `jupyterhub.sqlite`"),
    )
}

/// What the columns prove.
struct Shown {
    /// The last revision whose step was taken, with all before it.
    reached: &'static Revision,
    /// The first one whose step was not taken, where its table is there to tell.
    lacking: Option<&'static Revision>,
}

fn by_columns(layout: &Layout) -> Shown {
    let mut shown = Shown {
        reached: &HISTORY[0],
        lacking: None,
    };
    for revision in &HISTORY {
        match was_taken(revision, layout) {
            Some(true) => shown.reached = revision,
            Some(false) => {
                shown.lacking = Some(revision);
                break;
            }
            None => {}
        }
    }
    shown
}

/// Whether the step to `revision` was taken; `None` where nothing tells. Hubs make missing tables
/// only when they start, so a missing table proves nothing.
fn was_taken(revision: &Revision, layout: &Layout) -> Option<bool> {
    let (table, column) = revision.mark;
    let dropped_later = (table, column) == ("users", "auth_state")
        && (layout.has("users", "encrypted_auth_state") || !layout.has_table("proxies"));
    if dropped_later {
        return None;
    }
    Some(layout.get(table)?.columns.iter().any(|name| name == column))
}

/// The revision that the database says it is of.
fn tag(connection: &Connection, layout: &Layout) -> Result<Option<&'static Revision>> {
    if !layout.has("alembic_version", "version_num") {
        return Ok(None);
    }
    let tags: Vec<String> = connection
        .prepare("SELECT version_num FROM alembic_version")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(explain)?;
    match tags.as_slice() {
        [id] => by_id(id).map(Some).ok_or_else(|| newer(id)),
        // Two tags are as good as none: the columns tell.
        _ => Ok(None),
    }
}

fn newer(id: &str) -> Error {
    Error::conflict(format!(
        "the database is newer than hubctl knows: its revision `{id}` is of no JupyterHub up to 6.1"
    ))
    .hint("use a newer hubctl, or restore a backup made before the upgrade")
}

/// Refuse to work on a database that must be upgraded first.
pub(in crate::store) fn require_current(connection: &Connection) -> Result<()> {
    let identity = identify(connection)?;
    if identity.is_current() {
        return Ok(());
    }
    let found = if identity.revision == newest() {
        "the upgrade of the database to JupyterHub 6.1 was not finished".to_owned()
    } else {
        format!(
            "the database is of JupyterHub {} (revision {}), and hubctl works on those of 6.1",
            identity.revision.releases, identity.revision.id
        )
    };
    Err(Error::conflict(found).hint("bring it up to date with `hubctl upgrade-db`"))
}
