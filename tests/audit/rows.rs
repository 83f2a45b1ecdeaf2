//! A hub that serves, and the rows of its audit log.

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

use super::served::{Answer, Served, file, folder};

/// The token of `ada`, who is an admin.
pub(crate) const ADA: &str = "0123456789abcdef-of-ada";

/// The token of `bob`, who is not.
pub(crate) const BOB: &str = "0123456789abcdef-of-bob";

const CONFIGURATION: &str = r#"
[hub]
allow_named_servers = true
spawner_class = "simple"
api_tokens = { "0123456789abcdef-of-ada" = "ada", "0123456789abcdef-of-bob" = "bob" }
[hub.tornado_settings]
slow_spawn_timeout = 0
[auth]
admin_users = ["ada"]
[spawner]
cmd = ["sleep", "1000"]
"#;

/// A hub with users `ada` and `bob`.
pub(crate) struct Hub {
    folder: TempDir,
    served: Option<Served>,
}

/// What there is of a row, as text; nothing where it is NULL.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) who: String,
    pub(crate) operation: String,
    pub(crate) target: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) refused: String,
    pub(crate) left_out: i64,
}

impl Hub {
    pub(crate) fn serve() -> Self {
        let folder = folder();
        file(folder.path(), "hubctl.toml", CONFIGURATION);
        Self {
            folder,
            served: None,
        }
        .again()
    }

    /// The same, once it has stopped.
    pub(crate) fn stop(mut self) -> Self {
        if let Some(served) = self.served.take() {
            served.stop();
        }
        self
    }

    /// The same, started anew.
    pub(crate) fn again(self) -> Self {
        let mut hub = self.stop();
        hub.served = Some(Served::start(hub.folder.path(), &[]));
        hub
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("jupyterhub.sqlite")
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "tests look at the file past hubctl's own store"
    )]
    pub(crate) fn sql(&self) -> Connection {
        let connection = Connection::open(self.database()).unwrap();
        connection.busy_timeout(Duration::from_secs(5)).unwrap();
        connection
    }

    /// The answer to `METHOD /path` below the API, with a body, as whoever has `token`.
    pub(crate) fn ask(&self, token: &str, request: &str, body: &str) -> Answer {
        let (method, path) = request.split_once(' ').unwrap();
        let head = format!(
            "{method} /hub/api{path} HTTP/1.1\nauthorization: token {token}\ncontent-type: application/json\n\n{body}"
        );
        self.served.as_ref().unwrap().ask(&head)
    }

    /// Where it serves.
    pub(crate) fn url(&self) -> &str {
        self.served.as_ref().unwrap().url()
    }

    pub(crate) fn last(&self) -> i64 {
        let sql = "SELECT coalesce(max(id), 0) FROM hubctl_audit";
        self.sql().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// The rows after the one with this number.
    pub(crate) fn rows(&self, after: i64) -> Vec<Row> {
        let connection = self.sql();
        let sql = "SELECT who_kind || '=' || who, operation, target, was, became, refused, left_out \
                   FROM hubctl_audit WHERE id > ?1 ORDER BY id";
        let mut statement = connection.prepare(sql).unwrap();
        let text = |row: &rusqlite::Row<'_>, at| -> rusqlite::Result<String> {
            Ok(row.get::<_, Option<String>>(at)?.unwrap_or_default())
        };
        let rows = statement.query_map([after], |row| {
            Ok(Row {
                who: text(row, 0)?,
                operation: text(row, 1)?,
                target: text(row, 2)?,
                before: text(row, 3)?,
                after: text(row, 4)?,
                refused: text(row, 5)?,
                left_out: row.get(6)?,
            })
        });
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// The same, once there is one: not all are written before the answer.
    pub(crate) fn new_rows(&self, after: i64) -> Vec<Row> {
        let begun = Instant::now();
        loop {
            let rows = self.rows(after);
            if !rows.is_empty() || begun.elapsed() > Duration::from_secs(5) {
                return rows;
            }
            thread::yield_now();
        }
    }

    /// All text that the audit log holds.
    pub(crate) fn all(&self) -> String {
        let rows = self.rows(0);
        format!("{rows:#?}")
    }
}

/// The body of an answer, as JSON.
pub(crate) fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}
