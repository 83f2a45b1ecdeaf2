//! The rules of the house that a compiler does not check; `ARCHITECTURE.md` has the plan.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot read the project fails, and says where"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms that every other may use.
const GROUND: [&str; 3] = ["model", "error", "clock"];
const LONGEST_FILE: usize = 600;
const SQL: [&str; 6] = [
    "SELECT ",
    "INSERT INTO ",
    "DELETE FROM ",
    "UPDATE ",
    "CREATE TABLE ",
    "PRAGMA ",
];
const PRINTING: [&str; 6] = [
    "print!(",
    "println!(",
    "eprint!(",
    "eprintln!(",
    "io::stdout().write",
    "io::stderr().write",
];

/// For each room, the paths under `crate::` that it may use.
type Plan = BTreeMap<String, BTreeSet<String>>;

struct SourceFile {
    /// Relative to `src/`, with `/`.
    path: String,
    /// Without comments, and without the tests at its end.
    code: String,
    /// Without comments.
    code_and_tests: String,
}

impl SourceFile {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }
}

#[test]
fn every_arrow_between_rooms_is_in_the_plan() {
    let plan = plan();
    let wrong: Vec<_> = rooms()
        .iter()
        .flat_map(|file| paths(&file.code_and_tests).map(move |path| (file, path)))
        .filter(|(file, path)| !allowed(&plan, file.room(), path))
        .map(|(file, path)| format!("src/{} uses crate::{path}", file.path))
        .collect();
    none(&wrong, "an arrow that ARCHITECTURE.md does not allow");
}

#[test]
fn the_plan_has_a_row_for_every_room_and_no_other() {
    let planned: BTreeSet<_> = plan().into_keys().collect();
    let built: BTreeSet<_> = rooms().iter().map(|file| file.room().to_owned()).collect();
    assert_eq!(planned, built, "rooms of ARCHITECTURE.md, and of src/");
}

#[test]
fn no_file_is_too_long_without_its_tests() {
    let wrong: Vec<_> = sources()
        .iter()
        .filter(|file| file.code.lines().count() > LONGEST_FILE)
        .map(|file| format!("src/{}", file.path))
        .collect();
    none(&wrong, "a file too long: find the two ideas in it");
}

#[test]
fn sql_is_in_the_store_alone() {
    let wrong = lines_with(&SQL, |file| file.room() != "store");
    none(&wrong, "SQL outside store/");
}

#[test]
fn printing_is_in_one_file_alone() {
    let wrong = lines_with(&PRINTING, |file| file.path != "cli/output.rs");
    none(&wrong, "printing outside cli/output.rs");
}

#[test]
fn paths_are_read_from_every_form_of_use() {
    let code = "use crate::a::{self, b::C, d::{E, F}};\nlet x = crate::g::H::new();";
    let found: Vec<_> = paths(code).collect();
    assert_eq!(found, ["a", "a::b::C", "a::d::E", "a::d::F", "g::H::new"]);
}

#[test]
fn a_path_is_allowed_by_its_beginning_alone() {
    let plan = Plan::from([("cli".into(), BTreeSet::from(["store::Tx".into()]))]);
    let allowed = |path| allowed(&plan, "cli", path);
    assert!(allowed("store::Tx::one") && allowed("model::UserName") && allowed("cli::run"));
    assert!(!allowed("store") && !allowed("store::TxOther") && !allowed("rbac::Reach"));
}

fn none(wrong: &[String], what: &str) {
    assert!(wrong.is_empty(), "{what}:\n{}", wrong.join("\n"));
}

fn allowed(plan: &Plan, room: &str, path: &str) -> bool {
    let target = path.split("::").next().unwrap();
    target == room
        || GROUND.contains(&target)
        || plan.get(room).is_some_and(|may| {
            may.iter().any(|may| {
                path.strip_prefix(may.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            })
        })
}

/// The table of `ARCHITECTURE.md`: its rows name rooms and paths in backticks; what stands in
/// brackets is a remark, unless it is a path.
fn plan() -> Plan {
    let text = fs::read_to_string(project().join("ARCHITECTURE.md")).unwrap();
    let rows = text
        .lines()
        .skip_while(|line| !line.starts_with("| room | may use"))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut plan = Plan::new();
    for row in rows {
        let cells: Vec<_> = row.trim_matches('|').split('|').collect();
        let [rooms, may] = cells[..] else {
            panic!("not two cells in `{row}`")
        };
        let may: BTreeSet<_> = literals(may).filter(|path| is_path(path)).collect();
        plan.extend(literals(rooms).map(|room| (room, may.clone())));
    }
    assert!(!plan.is_empty(), "no table of rooms in ARCHITECTURE.md");
    plan
}

/// A room or something in one starts in lower case; a remark's type (`Reach`) does not.
fn is_path(literal: &str) -> bool {
    literal.starts_with(|first: char| first.is_ascii_lowercase())
}

fn literals(cell: &str) -> impl Iterator<Item = String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// The paths that `code` names after `crate::`, those of a group one by one.
fn paths(code: &str) -> impl Iterator<Item = String> {
    code.split("crate::").skip(1).flat_map(|rest| {
        let mut found = Vec::new();
        tree(rest, "", &mut found);
        found
    })
}

/// Read one tree of a `use` from the start of `code` into `found`; returns what follows it.
fn tree<'a>(code: &'a str, prefix: &str, found: &mut Vec<String>) -> &'a str {
    let end = code
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':' || c == '*'))
        .unwrap_or(code.len());
    let (path, mut rest) = code.split_at(end);
    let path = format!("{prefix}{path}");
    let Some(inner) = rest.strip_prefix('{').filter(|_| path.ends_with("::")) else {
        let path = path.strip_suffix("self").unwrap_or(&path);
        found.push(path.trim_end_matches(':').to_owned());
        return rest;
    };
    rest = inner;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if let Some(after) = rest.strip_prefix('}') {
            return after;
        }
        let left = tree(rest, &path, found);
        assert!(left.len() < rest.len(), "cannot read `{rest}`");
        rest = left;
    }
}

fn lines_with(words: &[&str], of: impl Fn(&SourceFile) -> bool) -> Vec<String> {
    sources()
        .iter()
        .filter(|file| of(file))
        .flat_map(|file| file.code.lines().map(move |line| (file, line)))
        .filter(|(_, line)| words.iter().any(|word| line.contains(word)))
        .map(|(file, line)| format!("src/{}: {}", file.path, line.trim()))
        .collect()
}

/// All of `src/` but `main.rs` and `lib.rs`, which are in no room.
fn rooms() -> Vec<SourceFile> {
    let mut files = sources();
    files.retain(|file| !["main.rs", "lib.rs"].contains(&file.path.as_str()));
    files
}

fn sources() -> Vec<SourceFile> {
    let root = project().join("src");
    files_under(&root)
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| source(&root, path))
        .collect()
}

fn source(root: &Path, path: &Path) -> SourceFile {
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<_> = text.lines().map(without_comment).collect();
    let tests = lines.iter().position(|line| *line == "#[cfg(test)]");
    SourceFile {
        path: path
            .strip_prefix(root)
            .unwrap()
            .components()
            .map(|part| part.as_os_str().to_str().unwrap())
            .collect::<Vec<_>>()
            .join("/"),
        code: lines[..tests.unwrap_or(lines.len())].join("\n"),
        code_and_tests: lines.join("\n"),
    }
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        ""
    } else {
        line
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| {
            if path.is_dir() {
                files_under(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
