//! Where the hub's database is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::error::{Error, Result};

/// A SQLite database, given as JupyterHub's `db_url` takes it or as a bare path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DbUrl(PathBuf);

impl DbUrl {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

/// `./jupyterhub.sqlite`, JupyterHub's own default.
impl Default for DbUrl {
    fn default() -> Self {
        Self(PathBuf::from("jupyterhub.sqlite"))
    }
}

impl fmt::Display for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.display())
    }
}

/// `sqlite:///relative`, `sqlite:////absolute`, or a path.
impl FromStr for DbUrl {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self> {
        if given.is_empty() {
            return Err(Error::invalid("the name of the database is empty")
                .hint("give `--db sqlite:///path` or a path, or unset `HUBCTL_DB`"));
        }
        let path = match given.split_once("://") {
            None => given,
            Some((scheme, rest)) => match scheme.split('+').next().unwrap_or_default() {
                "sqlite" => sqlite_path(given, rest)?,
                scheme @ ("postgresql" | "postgres" | "mysql" | "mariadb") => {
                    return Err(Error::invalid(format!(
                        "hubctl cannot open {scheme} databases yet, only SQLite"
                    ))
                    .hint("give `--db sqlite:///path` or a path"));
                }
                scheme => {
                    return Err(Error::invalid(format!(
                        "`{scheme}://` is no database that JupyterHub knows"
                    ))
                    .hint("give `--db sqlite:///path` or a path"));
                }
            },
        };
        if path.is_empty() || path == ":memory:" {
            return Err(Error::invalid(
                "an in-memory database ends with its hub, so there is nothing to open",
            )
            .hint("give the file: `--db sqlite:///path`"));
        }
        Ok(Self(PathBuf::from(path)))
    }
}

/// The path in `sqlite:///path?options`; SQLAlchemy wants nothing between the second and third slash.
fn sqlite_path<'a>(given: &str, rest: &'a str) -> Result<&'a str> {
    let path = rest.split('?').next().unwrap_or_default();
    match path.strip_prefix('/') {
        Some(path) => Ok(path),
        None if path.is_empty() => Ok(path),
        None => Err(
            Error::invalid(format!("`{given}` names a host, which SQLite has none of"))
                .hint("write three slashes before a relative path, four before an absolute one"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_db_url_takes() {
        for (given, path) in [
            ("sqlite:///jupyterhub.sqlite", "jupyterhub.sqlite"),
            ("sqlite:////srv/hub.sqlite", "/srv/hub.sqlite"),
            ("sqlite+pysqlite:///a.sqlite?timeout=5", "a.sqlite"),
            ("/srv/hub.sqlite", "/srv/hub.sqlite"),
            ("hub.sqlite", "hub.sqlite"),
        ] {
            assert_eq!(
                given.parse::<DbUrl>().unwrap().path(),
                Path::new(path),
                "{given}"
            );
        }
    }

    #[test]
    fn refuses_what_it_cannot_open_with_a_sentence() {
        for (given, says) in [
            ("", "is empty"),
            (":memory:", "in-memory"),
            ("sqlite://", "in-memory"),
            ("sqlite:///:memory:", "in-memory"),
            ("postgresql://hub:secret@db/hub", "postgresql databases yet"),
            ("mysql+pymysql://db/hub", "mysql databases yet"),
            ("sqlite://host/hub.sqlite", "names a host"),
            ("oracle://db/hub", "no database that JupyterHub knows"),
        ] {
            let error = given.parse::<DbUrl>().unwrap_err().to_string();
            assert!(error.contains(says), "{given}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
