//! A flow through both doors: on the database, and on a `hubctl serve` of a copy of it. What a person
//! sees must be the same.

use std::cell::{OnceCell, RefCell};
use std::path::PathBuf;

use sha2::{Digest, Sha512};

use crate::hub::Hub as Direct;
use crate::served::{Served, file};

/// A database, and a hub that serves a copy of it as soon as something is asked.
pub(crate) struct Hub {
    direct: Direct,
    /// Whether only the direct door is gone through.
    here: bool,
    twin: OnceCell<Twin>,
    same: RefCell<Same>,
}

/// The hub that serves the copy, and how it is asked.
struct Twin {
    copy: Direct,
    served: Served,
}

/// How the copy is served: what the recorded hub was configured with, so that it does not go; and noting
/// nobody's activity, so that asking leaves no trace.
const CONFIGURED: &str = r#"
[hub]
activity_resolution = 3000000000
allow_named_servers = true

[[services]]
name = "announce"

[[services]]
name = "culler"

[[services]]
name = "grader"
url = "http://127.0.0.1:10101"
oauth_no_confirm = false
oauth_client_allowed_scopes = ["read:users:name"]
info = { desc = "grädes", n = 1 }
"#;

/// The same for a hub that has only just begun.
const FRESH: &str = "[hub]\nactivity_resolution = 3000000000\n";

/// By which the copy's hub is asked: the value of the token `a4` there, which is an admin's.
const TOKEN: &str = "f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1";

impl Hub {
    /// As [`Direct::recorded`].
    pub(crate) fn recorded() -> Self {
        Self::of(Direct::recorded())
    }

    /// The same for what only the operator of a database may do, or what a hub that starts puts in order
    /// before it can be asked.
    pub(crate) fn recorded_here() -> Self {
        Self {
            here: true,
            ..Self::recorded()
        }
    }

    /// As [`Direct::copy_of`], for the direct door alone: nobody knows whom its hub would listen to.
    pub(crate) fn copy_of(database: &str) -> Self {
        Self {
            here: true,
            ..Self::of(Direct::copy_of(database))
        }
    }

    /// As [`Direct::fresh`], with `root`, an admin.
    pub(crate) fn fresh() -> Self {
        let direct = Direct::fresh();
        direct.write(
            "INSERT INTO users (id, name, admin, cookie_id, created, last_activity) VALUES
                 (0, 'root', 1, 'c0', '2024-03-05 06:07:08.123456', '2024-03-05 06:07:08.123456');
             INSERT INTO user_role_map (user_id, role_id, managed_by_auth) \
                 SELECT 0, id, 0 FROM roles WHERE name IN ('user', 'admin');
             INSERT INTO api_tokens (id, user_id, client_id, scopes, note, created, last_activity, \
                 hashed, prefix) VALUES (0, 0, 'jupyterhub', '[\"inherit\"]', 'of root', \
                 '2024-03-05 06:07:08.123456', '2024-03-05 06:07:08.123456', '', '')",
        );
        Self::of(direct)
    }

    fn of(direct: Direct) -> Self {
        Self {
            direct,
            here: false,
            twin: OnceCell::new(),
            same: RefCell::default(),
        }
    }

    /// What both doors say.
    pub(crate) fn run(&self, line: &str) -> String {
        self.run_with(line, "")
    }

    /// What both doors say, given `stdin`.
    pub(crate) fn run_with(&self, line: &str, stdin: &str) -> String {
        let Some(twin) = self.started() else {
            return self.direct.run_with(line, stdin);
        };
        let here = self.direct.run_with(line, stdin);
        let mut same = self.same.borrow_mut();
        let (line_there, stdin_there) = (same.there(line), same.there(stdin));
        let there = twin.run(&line_there, &stdin_there);
        same.learn(&here, &there);
        assert_eq!(
            same.here(&there, &here),
            same.here(&here, &here),
            "`{line}` by the remote door, and by the direct one"
        );
        here
    }

    /// What the direct door says of either database, where the other says something else: a hub knows more than
    /// its database, and some things are for the operator of the database alone.
    pub(crate) fn run_here(&self, line: &str) -> String {
        if let Some(twin) = self.started() {
            twin.copy.run(line);
        }
        self.direct.run(line)
    }

    /// What the remote door says, where that is otherwise.
    pub(crate) fn run_there(&self, line: &str) -> String {
        self.twin().run(line, "")
    }

    /// What each door says, where one knows of a JupyterHub and the other is a hub of hubctl's.
    pub(crate) fn run_apart(&self, line: &str, stdin: &str) -> [String; 2] {
        let twin = self.twin();
        [self.direct.run_with(line, stdin), twin.run(line, stdin)]
    }

    /// Do something by each door, which must go well, whatever each says of it.
    pub(crate) fn do_apart(&self, line: &str) {
        for said in self.run_apart(line, "") {
            let refused = said.lines().any(|line| line.starts_with("exit "));
            assert!(!refused, "{line}: {said}");
        }
    }

    /// The JSON of both doors, with what is in it by name.
    pub(crate) fn json(&self, line: &str) -> serde_json::Value {
        let text = self.run(&format!("{line} -o json"));
        let json = text.lines().next().unwrap_or_default();
        let json = serde_json::from_str(json);
        let mut json: serde_json::Value = json.unwrap_or_else(|_| panic!("{line}: {text}"));
        json.sort_all_objects();
        json
    }

    /// The JSON of the direct door, where a running hub knows more.
    pub(crate) fn json_here(&self, line: &str) -> serde_json::Value {
        self.started();
        self.direct.json(line)
    }

    /// What both doors print, and what they say; both must succeed.
    pub(crate) fn succeed(&self, line: &str) -> (String, String) {
        let said = self.run(line);
        let (said, printed): (Vec<_>, Vec<_>) =
            said.lines().partition(|line| line.starts_with("! "));
        assert!(
            !printed.iter().any(|line| line.starts_with("exit ")),
            "{line}: {said:?}"
        );
        let whole = |lines: Vec<&str>| lines.into_iter().flat_map(|line| [line, "\n"]).collect();
        let said = said.into_iter().map(|line| &line[2..]).collect();
        (whole(printed), whole(said))
    }

    /// Change both databases by `sql`.
    pub(crate) fn write(&self, sql: &str) {
        if let Some(twin) = self.started() {
            twin.copy.write(sql);
        }
        self.direct.write(sql);
    }

    /// Have a file beside both databases.
    pub(crate) fn put(&self, name: &str, text: &str) {
        if let Some(twin) = self.started() {
            file(twin.copy.path().parent().unwrap(), name, text);
        }
        file(self.direct.path().parent().unwrap(), name, text);
    }

    /// As [`Direct::stored`]; both databases say the same.
    pub(crate) fn stored(&self, sql: &str) -> String {
        self.both(sql, |hub| hub.stored(sql))
    }

    /// As [`Direct::query`]; both databases say the same.
    pub(crate) fn query(&self, sql: &str) -> String {
        self.both(sql, |hub| hub.query(sql))
    }

    /// As [`Direct::row`]; both databases say the same.
    pub(crate) fn row(&self, sql: &str) -> String {
        self.both(sql, |hub| hub.row(sql))
    }

    fn both(&self, what: &str, of: impl Fn(&Direct) -> String) -> String {
        let found = of(&self.direct);
        if let Some(twin) = self.started() {
            assert_eq!(of(&twin.copy), found, "{what}");
        }
        found
    }

    /// As [`Direct::complete`], by both doors.
    pub(crate) fn complete(&self, line: &str) -> String {
        let here = self.direct.complete(line);
        if let Some(twin) = self.started() {
            let there = twin.copy.complete_where(&twin.variables(), line);
            assert_eq!(there, here, "`{line}` completed by the remote door");
        }
        here
    }

    /// The database of the direct door.
    pub(crate) fn path(&self) -> PathBuf {
        self.started();
        self.direct.path()
    }

    /// How the environment names the hub, for what runs commands by itself.
    pub(crate) fn variables(&self) -> [(&'static str, String); 2] {
        self.twin().variables()
    }

    /// The database of the direct door, and the copy that is served.
    pub(crate) fn databases(&self) -> [&Direct; 2] {
        [&self.direct, &self.twin().copy]
    }

    /// The hub that serves the copy, if both doors are gone through.
    fn started(&self) -> Option<&Twin> {
        (!self.here).then(|| self.twin())
    }

    fn twin(&self) -> &Twin {
        self.twin.get_or_init(|| Twin::of(&self.direct))
    }
}

impl Twin {
    /// A hub that serves a copy of `direct`. What it puts in order as it starts is put back.
    fn of(direct: &Direct) -> Self {
        let is_fresh = direct.stored("SELECT count(*) FROM users WHERE id = 0") == "1";
        let (id, config) = if is_fresh {
            (0, FRESH)
        } else {
            (4, CONFIGURED)
        };
        let digest = Sha512::digest(format!("salt{TOKEN}"));
        let digest = hubctl::clock::hex(&digest);
        direct.write(&format!(
            "UPDATE api_tokens SET prefix = '{}', hashed = 'sha512:1:salt:{digest}' WHERE id = {id}",
            &TOKEN[..4]
        ));
        let copy = Direct::copy_at(&direct.path());
        let folder = copy.path().parent().unwrap().to_owned();
        file(&folder, "hubctl.toml", config);
        let served = Served::start(&folder, &[]);
        let tables = direct.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' \
             AND name NOT LIKE 'hubctl%'",
        );
        let tables = tables.lines().map(|table| {
            format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM direct.{table};")
        });
        copy.write(&format!(
            "PRAGMA foreign_keys = off; ATTACH '{}' AS direct; BEGIN IMMEDIATE; {} COMMIT",
            direct.path().display(),
            tables.collect::<String>()
        ));
        Self { copy, served }
    }

    fn run(&self, line: &str, stdin: &str) -> String {
        self.copy.run_remote(line, stdin, &self.variables())
    }

    fn variables(&self) -> [(&'static str, String); 2] {
        [
            ("HUBCTL_HUB", self.served.url().to_owned()),
            ("HUBCTL_TOKEN", TOKEN.to_owned()),
        ]
    }
}

/// What is drawn by chance, and so is another thing by each door: its value here, and there.
#[derive(Default)]
struct Same(Vec<(String, String)>);

impl Same {
    /// Take note of what is otherwise by chance alone.
    fn learn(&mut self, here: &str, there: &str) {
        let of = |text: &str| words(text).map(str::to_owned).collect::<Vec<_>>();
        let (ours, theirs) = (of(here), of(there));
        if ours.len() != theirs.len() {
            return;
        }
        for (ours, theirs) in ours.into_iter().zip(theirs) {
            let known = self.0.iter().any(|(_, known)| *known == theirs);
            if ours != theirs && !known && (is_drawn(&ours, &theirs) || is_time(&ours, &theirs)) {
                self.0.push((ours, theirs));
            }
        }
    }

    /// What is said by the direct door, for the remote one.
    fn there(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (here, there) in &self.0 {
            text = text.replace(here, there);
        }
        text
    }

    /// The other way round, of what is said beside `beside`: moments are looked at where they stand, since two of
    /// them here may be one there.
    fn here(&self, text: &str, beside: &str) -> String {
        let mut same = String::new();
        let mut rest = text;
        if words(text).count() == words(beside).count() {
            for (theirs, ours) in words(text).zip(words(beside)) {
                let (before, after) = rest.split_once(theirs).unwrap();
                same += before;
                same += if is_time(ours, theirs) { ours } else { theirs };
                rest = after;
            }
        }
        same += rest;
        let drawn = self.0.iter().filter(|(here, there)| !is_time(here, there));
        drawn.fold(same, |text, (here, there)| text.replace(there, here))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_:.".contains(c);
    text.split(move |c| !is_part(c))
        .filter(|word| !word.is_empty())
}

/// Whether these are the values of tokens, or of links.
fn is_drawn(here: &str, there: &str) -> bool {
    let is_one = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        word.len() >= 32 && digits > 2 && !word.contains(['.', ':'])
    };
    here.len() == there.len() && is_one(here) && is_one(there)
}

/// Whether these are moments, or days and hours, which the doors came to one after the other.
fn is_time(here: &str, there: &str) -> bool {
    let shape = |word: &str| word.replace(|c: char| c.is_ascii_digit(), "0");
    let known = ["00:00:00", "0000-00-00", "0000-00-00T00:00:00.000000Z"];
    shape(here) == shape(there) && known.contains(&shape(here).as_str())
}
