//! What people's servers did, for programs that follow it: lines of JSON as `jupyter-events` writes them, of
//! JupyterHub's own schema.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::{ServerRef, Timestamp};

/// The schema of what is written, and its versions.
const SCHEMA: &str = "https://schema.jupyter.org/jupyterhub/events/server-action";
const VERSION: &str = "1";
const METADATA: u8 = 1;

/// Something that a hub did with a server, and that went well.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Action {
    /// It runs and answers.
    Start,
    /// Somebody has stopped it. What ends by itself is not told.
    Stop,
}

/// A line.
#[derive(Serialize)]
struct Event<'a> {
    #[serde(rename = "__timestamp__")]
    at: String,
    #[serde(rename = "__schema__")]
    schema: &'static str,
    #[serde(rename = "__schema_version__")]
    version: &'static str,
    #[serde(rename = "__metadata_version__")]
    metadata: u8,
    action: Action,
    username: &'a str,
    servername: &'a str,
}

/// Where actions are written to, if they are.
#[derive(Debug, Default)]
pub(super) struct Events(Option<Mutex<File>>);

impl Events {
    /// Write to `file`, after what is there.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub(super) fn to(file: Option<&Path>) -> Result<Self> {
        let Some(path) = file else {
            return Ok(Self::default());
        };
        let opened = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o640)
            .open(path);
        let file = opened.map_err(|error| {
            Error::unreachable(format!(
                "events cannot be written to `{}`: {error}",
                path.display()
            ))
            .hint("see `log.events`")
            .caused_by(error)
        })?;
        Ok(Self(Some(Mutex::new(file))))
    }

    /// Write down that `action` was done with `server`.
    pub(super) fn write(&self, action: Action, server: &ServerRef, at: Timestamp) {
        let Some(file) = &self.0 else {
            return;
        };
        let event = Event {
            at: at.to_string(),
            schema: SCHEMA,
            version: VERSION,
            metadata: METADATA,
            action,
            username: server.user.as_str(),
            servername: server.server.as_str(),
        };
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let line = serde_json::to_string(&event).unwrap_or_default() + "\n";
        // One write a line: lines of several writers stay whole.
        if let Err(error) = file.write_all(line.as_bytes()) {
            tracing::error!(%error, "an event was not written");
        }
    }
}
