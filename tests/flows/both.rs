//! A flow through both doors: on the database, and on a `hubctl serve` of a copy of it. What a person
//! sees must be the same.

use std::cell::OnceCell;

use crate::served::{Served, file};
use crate::support::hub::Hub as Direct;

/// A database, and a hub that serves a copy of it as soon as something is asked.
pub(crate) struct Hub {
    direct: Direct,
    /// Whether only the direct door is gone through.
    here: bool,
    twin: OnceCell<Twin>,
}

/// The hub that serves the copy, and how it is asked.
struct Twin {
    copy: Direct,
    served: Served,
    token: String,
}

/// What the recorded hub was configured with, so that it does not go when the copy is served.
const CONFIGURED: &str = r#"
[[services]]
name = "announce"

[[services]]
name = "culler"

[[services]]
name = "grader"
"#;

/// Who asks the hub.
const ADMIN: &str = "ada-admin";

impl Hub {
    /// As [`Direct::recorded`].
    pub(crate) fn recorded() -> Self {
        Self {
            direct: Direct::recorded(),
            here: false,
            twin: OnceCell::new(),
        }
    }

    /// The same for what only the operator of a database may do, or what a hub that starts puts in order
    /// before it can be asked.
    pub(crate) fn recorded_here() -> Self {
        Self {
            here: true,
            ..Self::recorded()
        }
    }

    /// What both doors say.
    pub(crate) fn run(&self, line: &str) -> String {
        self.run_with(line, "")
    }

    /// What both doors say, given `stdin`.
    pub(crate) fn run_with(&self, line: &str, stdin: &str) -> String {
        if self.here {
            return self.direct.run_with(line, stdin);
        }
        let twin = self.twin();
        let here = self.direct.run_with(line, stdin);
        let there = twin.copy.run_remote(line, stdin, &twin.variables());
        assert_eq!(
            there, here,
            "`{line}` by the remote door, and by the direct one"
        );
        here
    }

    /// What the direct door says, and what the other says is otherwise: the hub knows more than the
    /// database, or may do what the database alone refuses.
    pub(crate) fn run_here(&self, line: &str) -> String {
        self.started();
        self.direct.run(line)
    }

    /// The JSON of both doors; only the direct one's where a running hub knows more.
    pub(crate) fn json(&self, line: &str) -> serde_json::Value {
        self.started();
        self.direct.json(line)
    }

    /// Change both databases by `sql`.
    pub(crate) fn write(&self, sql: &str) {
        if let Some(twin) = self.started() {
            twin.copy.write(sql);
        }
        self.direct.write(sql);
    }

    /// As [`Direct::stored`]; both databases say the same.
    pub(crate) fn stored(&self, sql: &str) -> String {
        let stored = self.direct.stored(sql);
        if let Some(twin) = self.started() {
            assert_eq!(twin.copy.stored(sql), stored, "{sql}");
        }
        stored
    }

    /// As [`Direct::query`]; both databases say the same.
    pub(crate) fn query(&self, sql: &str) -> String {
        let found = self.direct.query(sql);
        if let Some(twin) = self.started() {
            assert_eq!(twin.copy.query(sql), found, "{sql}");
        }
        found
    }

    /// As [`Direct::complete`].
    pub(crate) fn complete(&self, line: &str) -> String {
        self.direct.complete(line)
    }

    /// The database of the direct door.
    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.direct.path()
    }

    /// The hub that serves the copy, if both doors are gone through.
    fn started(&self) -> Option<&Twin> {
        (!self.here).then(|| self.twin())
    }

    fn twin(&self) -> &Twin {
        self.twin.get_or_init(|| {
            let copy = Direct::copy_at(&self.direct.path());
            let (token, _) = copy.succeed(&format!("token new {ADMIN} --inherit"));
            let folder = copy.path().parent().unwrap().to_owned();
            file(&folder, "hubctl.toml", CONFIGURED);
            Twin {
                served: Served::start(&folder, &[]),
                copy,
                token: token.trim().to_owned(),
            }
        })
    }
}

impl Twin {
    fn variables(&self) -> [(&'static str, String); 2] {
        [
            ("HUBCTL_HUB", self.served.url().to_owned()),
            ("HUBCTL_TOKEN", self.token.clone()),
        ]
    }
}
