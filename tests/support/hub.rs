//! A hub's database in a folder of its own, and the real `hubctl` run on it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hubctl::clock::Clock;
use hubctl::rbac::DEFAULT_ROLES;
use hubctl::store::Store;
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

/// A database to run `hubctl` on.
pub(crate) struct Hub {
    folder: TempDir,
}

impl Hub {
    /// The database of a new hub, before anybody was added: with what a first start puts there.
    pub(crate) fn fresh() -> Self {
        let hub = Self {
            folder: TempDir::new().unwrap(),
        };
        let url = hub.path().to_str().unwrap().parse().unwrap();
        Store::create(&url, &Clock::system()).unwrap();
        for role in DEFAULT_ROLES {
            let scopes = serde_json::to_string(role.scopes).unwrap();
            hub.write(&format!(
                "INSERT INTO roles (name, description, scopes, managed_by_auth) \
                 VALUES ('{}', '{}', '{scopes}', 0)",
                role.name, role.description
            ));
        }
        hub.write(
            "INSERT INTO oauth_clients (identifier, allowed_scopes) VALUES ('jupyterhub', '[]')",
        );
        hub
    }

    /// A copy of the database that JupyterHub 6.1.1 made (`tests/fixtures/db`).
    pub(crate) fn recorded() -> Self {
        Self::copy_of("fixtures/db/6.1.1/jupyterhub.sqlite")
    }

    /// A copy of a database below `tests`.
    pub(crate) fn copy_of(database: &str) -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        Self::copy_at(&tests.join(database))
    }

    /// A copy of the database `original`.
    pub(crate) fn copy_at(original: &Path) -> Self {
        let folder = TempDir::new().unwrap();
        fs::copy(original, folder.path().join("jupyterhub.sqlite")).unwrap();
        Self { folder }
    }

    /// The database file.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("jupyterhub.sqlite")
    }

    /// Run `hubctl` with the words of `line` (no quoting; `␣` is a space in a word).
    pub(crate) fn run(&self, line: &str) -> String {
        self.run_with(line, "")
    }

    /// Run `hubctl` with `words`, quoted as in a shell by `'` alone; what a terminal would show, with the
    /// folder of the database as `/srv/hub`.
    pub(crate) fn transcript(&self, words: &str) -> String {
        let quoted: Vec<String> = words
            .split('\'')
            .enumerate()
            .map(|(at, part)| {
                if at % 2 == 1 {
                    part.replace(' ', "␣")
                } else {
                    part.to_owned()
                }
            })
            .collect();
        let output = self.output(&quoted.concat(), "");
        let shown = [output.stderr, output.stdout].concat();
        let folder = self.folder.path().to_str().unwrap();
        String::from_utf8(shown)
            .unwrap()
            .replace(folder, "/srv/hub")
    }

    /// Run `hubctl` with `stdin`. What it said and how it ended, as one text for a snapshot.
    pub(crate) fn run_with(&self, line: &str, stdin: &str) -> String {
        told(self.output(line, stdin))
    }

    /// Run `hubctl` where the environment has `variables` besides.
    pub(crate) fn run_where(&self, variables: &[(&str, &str)], line: &str) -> String {
        let mut command = self.command(line);
        told(command.envs(variables.iter().copied()).output().unwrap())
    }

    /// Run `hubctl` with `stdin` where the environment names a hub.
    pub(crate) fn run_remote(
        &self,
        line: &str,
        stdin: &str,
        variables: &[(&str, String)],
    ) -> String {
        let mut command = self.command(line);
        command.envs(variables.iter().map(|(name, value)| (*name, value)));
        told(given(command, stdin))
    }

    /// Run `hubctl` for its JSON, with what is in it by name.
    pub(crate) fn json(&self, line: &str) -> serde_json::Value {
        let output = self.output(&format!("{line} -o json"), "");
        assert!(output.status.success(), "{line}: {output:?}");
        let mut json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        json.sort_all_objects();
        json
    }

    /// What the shell would complete the last word of `line` to.
    pub(crate) fn complete(&self, line: &str) -> String {
        self.complete_where(&[], line)
    }

    /// The same where the environment has `variables` besides.
    pub(crate) fn complete_where(&self, variables: &[(&str, String)], line: &str) -> String {
        let index = line.split_whitespace().count().to_string();
        let output = self
            .command(&format!("-- hubctl {line}"))
            .envs(variables.iter().map(|(name, value)| (*name, value)))
            .envs([("COMPLETE", "bash"), ("_CLAP_COMPLETE_INDEX", &index)])
            .envs([("_CLAP_COMPLETE_COMP_TYPE", "9"), ("_CLAP_IFS", "\n")])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// The one value that `sql` finds in the database, as text.
    pub(crate) fn stored(&self, sql: &str) -> String {
        let value: Value = self
            .connect()
            .query_row(sql, [], |row| row.get(0))
            .unwrap_or(Value::Null);
        match value {
            Value::Null => String::from("NULL"),
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => text,
            other => panic!("{sql}: {other:?}"),
        }
    }

    /// The columns of the one row that `sql` finds, a line each; NULLs are left out.
    pub(crate) fn row(&self, sql: &str) -> String {
        let connection = self.connect();
        let mut statement = connection.prepare(sql).unwrap();
        let columns: Vec<String> = statement.column_names().map(String::from).collect();
        statement
            .query_row([], |row| {
                let shown = columns.iter().enumerate().filter_map(|(at, column)| {
                    match row.get(at).unwrap() {
                        Value::Null => None,
                        Value::Text(text) => Some(format!("{column} {text}\n")),
                        other => Some(format!("{column} {other:?}\n")),
                    }
                });
                Ok(shown.collect())
            })
            .unwrap()
    }

    /// Change the database by `sql`.
    pub(crate) fn write(&self, sql: &str) {
        self.connect().execute_batch(sql).unwrap();
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "tests look at the file past hubctl's own store"
    )]
    fn connect(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }

    /// Run `hubctl`, which must succeed: what it printed, and what it said.
    pub(crate) fn succeed(&self, line: &str) -> (String, String) {
        let output = self.output(line, "");
        assert!(output.status.success(), "{line}: {output:?}");
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr))
    }

    /// Run `hubctl`; all there is to know of how it went.
    pub(crate) fn output(&self, line: &str, stdin: &str) -> Output {
        given(self.command(line), stdin)
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hubctl"));
        command
            .args(line.split_whitespace().map(|word| word.replace('␣', " ")))
            .current_dir(self.folder.path())
            .env_remove("HUBCTL_DB")
            .env("XDG_CONFIG_HOME", self.folder.path());
        command
    }

    /// The rows that `sql` gives, as text, with `|` between columns; NULL is empty.
    pub(crate) fn query(&self, sql: &str) -> String {
        let connection = self.connect();
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut text = String::new();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<_> = (0..columns)
                .map(|column| match row.get::<_, Value>(column).unwrap() {
                    Value::Null => String::new(),
                    Value::Integer(number) => number.to_string(),
                    Value::Text(text) => text,
                    other => format!("{other:?}"),
                })
                .collect();
            text += &(cells.join("|") + "\n");
        }
        text
    }
}

/// How `command` goes where it is given `stdin`.
fn given(mut command: Command, stdin: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let written = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    // One that refuses does not read it.
    drop(written);
    child.wait_with_output().unwrap()
}

/// What `output` says and how it ended, as one text for a snapshot.
fn told(output: Output) -> String {
    let mut text = String::from_utf8(output.stdout).unwrap();
    for said in String::from_utf8(output.stderr).unwrap().lines() {
        let _ = writeln!(text, "! {said}");
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => writeln!(text, "exit {code}").unwrap(),
        None => text += "killed\n",
    }
    text
}
