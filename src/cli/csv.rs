//! People in files of comma-separated values, as spreadsheets and course systems write them.

use std::collections::{BTreeMap, HashMap, HashSet};

use csv::{ReaderBuilder, StringRecord, Trim};

use super::names;
use crate::error::{Error, Result};
use crate::model::{Described, DescribedGroup, DescribedUser, GroupName, UserName};

/// How many bad lines are told of.
const MOST: usize = 20;

/// A file of people, a line each.
pub(super) struct People {
    file: String,
    rows: Vec<Row>,
}

/// What a line says of somebody.
struct Row {
    line: u64,
    name: UserName,
    admin: Option<bool>,
    groups: Vec<GroupName>,
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Admin,
    Groups,
}

impl Column {
    const ALL: [(&'static str, Self); 6] = [
        ("name", Self::Name),
        ("username", Self::Name),
        ("user", Self::Name),
        ("admin", Self::Admin),
        ("groups", Self::Groups),
        ("group", Self::Groups),
    ];

    fn named(heading: &str) -> Option<Self> {
        let heading = heading.to_lowercase();
        let mut known = Self::ALL.iter();
        known
            .find(|(name, _)| *name == heading)
            .map(|(_, column)| *column)
    }
}

impl People {
    /// Those in the file at `path`; `-` is stdin.
    ///
    /// # Errors
    /// All lines that say nothing sensible, by their numbers.
    pub(super) fn read(path: &str) -> anyhow::Result<Self> {
        let text = names::file(path)?;
        let file = if path == "-" { "stdin" } else { path };
        Ok(Self::parse(file, text.trim_start_matches('\u{feff}'))?)
    }

    fn parse(file: &str, text: &str) -> Result<Self> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .delimiter(separator(text))
            .from_reader(text.as_bytes());
        let mut bad = Bad::default();
        let mut columns = None;
        let mut rows = Vec::new();
        let mut seen = HashMap::new();
        for record in reader.records() {
            let record =
                record.map_err(|error| Error::invalid(format!("`{file}` is no CSV: {error}")))?;
            let line = record.position().map_or(0, csv::Position::line);
            let Some(known) = &columns else {
                let found = headings(&record);
                let is_heading = !matches!(found, Ok(None));
                let found = found.map_err(|error| error.within(&format!("{file}:{line}")))?;
                let only_names = || vec![Column::Name];
                let known = columns.insert(found.unwrap_or_else(only_names));
                if !is_heading {
                    bad.keep(line, row(line, &record, known), &mut rows, &mut seen);
                }
                continue;
            };
            bad.keep(line, row(line, &record, known), &mut rows, &mut seen);
        }
        let file = file.to_owned();
        bad.or(
            &file,
            Self {
                file: file.clone(),
                rows,
            },
        )
    }

    /// Their names.
    pub(super) fn names(&self) -> Vec<UserName> {
        self.rows.iter().map(|row| row.name.clone()).collect()
    }

    /// Refuse those who are not `known`, by their lines.
    pub(super) fn refuse_unknown(&self, known: &HashSet<UserName>) -> Result<()> {
        let mut bad = Bad::default();
        for row in self.rows.iter().filter(|row| !known.contains(&row.name)) {
            let error = Error::not_found("user", row.name.as_str().escape_debug());
            bad.add(row.line, &error.did_you_mean(row.name.as_str(), known));
        }
        bad.or(&self.file, ())
    }

    /// A description of them, with their groups.
    pub(super) fn described(self) -> Described {
        let mut groups: BTreeMap<GroupName, Vec<UserName>> = BTreeMap::new();
        let mut users = Vec::with_capacity(self.rows.len());
        for Row {
            name,
            admin,
            groups: of_them,
            ..
        } in self.rows
        {
            for group in of_them {
                groups.entry(group).or_default().push(name.clone());
            }
            users.push(DescribedUser { name, admin });
        }
        let group = |(name, users)| DescribedGroup {
            name,
            users,
            properties: None,
        };
        Described {
            users,
            groups: groups.into_iter().map(group).collect(),
            ..Described::default()
        }
    }
}

/// What stands between the cells of the first line: spreadsheets write `;` where `,` is in numbers.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let mut known = [b',', b'\t', b';'].into_iter();
    let is_there = |separator: &u8| first.contains(char::from(*separator));
    known.find(is_there).unwrap_or(b',')
}

/// The columns, where the first line names them; `None` where it is somebody.
fn headings(record: &StringRecord) -> Result<Option<Vec<Column>>> {
    if !record
        .iter()
        .any(|cell| Column::named(cell) == Some(Column::Name))
    {
        if record.len() > 1 {
            return Err(Error::invalid("nothing says what the columns are")
                .hint("name them in the first line: `name`, and if need be `admin` and `groups`"));
        }
        return Ok(None);
    }
    let column = |cell: &str| {
        Column::named(cell).ok_or_else(|| {
            Error::invalid(format!("there is no column `{}`", cell.escape_debug()))
                .did_you_mean(cell, Column::ALL.map(|(name, _)| name))
                .hint("there are `name`, `admin` and `groups`")
        })
    };
    let columns: Vec<Column> = record.iter().map(column).collect::<Result<_>>()?;
    for (at, column) in columns.iter().enumerate() {
        if columns[..at].contains(column) {
            let heading = record.get(at).unwrap_or_default().escape_debug();
            let message = format!("`{heading}` says the same as a column before it");
            return Err(Error::invalid(message));
        }
    }
    Ok(Some(columns))
}

fn row(line: u64, record: &StringRecord, columns: &[Column]) -> Result<Row> {
    if record.len() > columns.len() {
        let message = format!("{} cells in {} columns", record.len(), columns.len());
        return Err(Error::invalid(message));
    }
    let (mut name, mut admin, mut groups) = (None, None, Vec::new());
    for (cell, column) in record.iter().zip(columns) {
        match column {
            Column::Name => name = Some(UserName::new(cell)?),
            Column::Admin => admin = flag(cell)?,
            Column::Groups => {
                let given = cell.split([';', ',', '|']).map(str::trim);
                let given = given.filter(|group| !group.is_empty());
                groups = given.map(GroupName::new).collect::<Result<_>>()?;
            }
        }
    }
    let name = name.ok_or_else(|| Error::invalid("nobody is named"))?;
    Ok(Row {
        line,
        name,
        admin,
        groups,
    })
}

fn flag(cell: &str) -> Result<Option<bool>> {
    match cell.to_lowercase().as_str() {
        "" => Ok(None),
        "true" | "yes" | "1" => Ok(Some(true)),
        "false" | "no" | "0" => Ok(Some(false)),
        _ => {
            let cell = cell.escape_debug();
            Err(Error::invalid(format!(
                "`admin` is `true` or `false`, not `{cell}`"
            )))
        }
    }
}

/// The lines that say nothing sensible.
#[derive(Default)]
struct Bad(Vec<String>);

impl Bad {
    fn add(&mut self, line: u64, error: &Error) {
        self.0.push(format!("{line}: {error}"));
    }

    /// Put what a line says among `rows`, if that is sensible and nothing was said of them before.
    fn keep(
        &mut self,
        line: u64,
        row: Result<Row>,
        rows: &mut Vec<Row>,
        seen: &mut HashMap<UserName, u64>,
    ) {
        match row {
            Err(error) => self.add(line, &error),
            Ok(row) => match seen.insert(row.name.clone(), line) {
                Some(before) => {
                    let message = format!("`{}` is in line {before}, too", row.name);
                    self.add(line, &Error::invalid(message));
                }
                None => rows.push(row),
            },
        }
    }

    /// `good`, if there are none in `file`.
    fn or<T>(self, file: &str, good: T) -> Result<T> {
        if self.0.is_empty() {
            return Ok(good);
        }
        let more = self.0.len().saturating_sub(MOST);
        let mut lines: Vec<_> = self
            .0
            .iter()
            .take(MOST)
            .map(|bad| format!("{file}:{bad}"))
            .collect();
        if more > 0 {
            lines.push(format!("and {more} more lines"));
        }
        Err(Error::invalid(lines.join("\n")))
    }
}
