//! Where options come from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// Where the value of an option comes from; a later one goes before an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A variable of JupyterHub's, which counts where nothing else is said.
    Fallback(&'static str),
    /// The configuration file, at a line.
    File(PathBuf, usize),
    /// A variable of the environment.
    Environment(String),
    /// An argument of the command line.
    Flag(&'static str),
}

impl Source {
    /// How much it counts.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Fallback(_) => 0,
            Self::File(..) => 1,
            Self::Environment(_) => 2,
            Self::Flag(_) => 3,
        }
    }
}

/// `hubctl.toml:3`, `HUBCTL_BIND` or `--bind`.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Fallback(name) | Self::Flag(name) => f.write_str(name),
            Self::Environment(name) => f.write_str(name),
        }
    }
}

/// Where each option comes from that something says, by `section.option`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    options: BTreeMap<String, Source>,
    /// Where each entry of a table is, by [`entry_of`].
    entries: BTreeMap<String, Source>,
}

/// How one of several entries of a table is referred to: by its index, or its name where it has one.
pub(crate) fn entry_of(table: &str, entry: impl fmt::Display) -> String {
    format!("{table}.{entry}")
}

impl Sources {
    /// Where `section.option`, or an entry of a table, comes from; `None` for a default.
    pub fn of(&self, option: &str) -> Option<&Source> {
        let option_or_entry = self.options.get(option);
        option_or_entry.or_else(|| self.entries.get(option))
    }

    /// What is said, as `section.option` or the name of a table, with where.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.options
            .iter()
            .map(|(option, source)| (option.as_str(), source))
    }

    pub(super) fn set(&mut self, option: String, source: Source) {
        self.options.insert(option, source);
    }

    pub(super) fn set_entry(&mut self, table: &str, entry: impl fmt::Display, source: Source) {
        self.entries.insert(entry_of(table, entry), source);
    }

    /// Whether `option` is said.
    pub(super) fn say(&self, option: &str) -> bool {
        self.options.contains_key(option)
    }

    /// Whether `option` is said by what counts as much as what says `other`, or more. If not, it is not said at all.
    pub(super) fn keep_if_at_least(&mut self, option: &str, other: &str) -> bool {
        let rank = |option| self.of(option).map(Source::rank);
        let counts = rank(option).is_some() && rank(option) >= rank(other);
        if !counts {
            self.options.remove(option);
        }
        counts
    }
}
