//! What servers print, kept in one file for each.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::model::{ServerRef, escape_segment};

/// How many of the last lines tell why a server ended.
const LINES: usize = 10;

/// How many bytes of the end they are looked for in.
const TAIL: u64 = 4096;

/// Where `server` prints to.
pub(super) fn path(folder: &Path, server: &ServerRef) -> PathBuf {
    // An escaped name has no `/`, and no `=`, which therefore tells the user from the server.
    let user = escape_segment(server.user.as_str());
    let name = escape_segment(server.server.as_str());
    folder.join(format!("{user}={name}.log"))
}

/// The file for a new start of `server`, empty.
pub(super) fn of(folder: &Path, server: &ServerRef) -> Result<PathBuf> {
    let path = path(folder, server);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| unusable(folder, error))?;
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unusable(&path, error)),
        _ => Ok(path),
    }
}

/// One of the ends that a server prints to.
pub(super) fn writer(path: &Path) -> Result<File> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| unusable(path, error))
}

/// The last lines printed; none where there is nothing to read.
pub(super) fn last_lines(path: &Path) -> Vec<String> {
    let end = read_end(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&end);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let skipped = lines.len().saturating_sub(LINES);
    lines[skipped..]
        .iter()
        .map(|&line| line.to_owned())
        .collect()
}

fn read_end(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut end = Vec::new();
    file.take(TAIL).read_to_end(&mut end)?;
    Ok(end)
}

fn unusable(path: &Path, error: std::io::Error) -> Error {
    Error::unreachable(format!(
        "what the server prints cannot be kept in `{}`: {error}",
        path.display()
    ))
    .caused_by(error)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_last_lines_are_kept_apart_for_each_server() {
        let folder = tempfile::tempdir().unwrap();
        let [mine, other] = ["ada/lab", "ada/"].map(|name| {
            name.parse::<ServerRef>()
                .unwrap_or_else(|never| match never {})
        });
        let path = of(folder.path(), &mine).unwrap();
        let mut file = writer(&path).unwrap();
        for line in 0..1000 {
            writeln!(file, "line {line}\n").unwrap();
        }
        let lines = last_lines(&path);
        assert_eq!(lines.first().map(String::as_str), Some("line 990"));
        assert_eq!(lines.last().map(String::as_str), Some("line 999"));
        assert!(last_lines(&super::path(folder.path(), &other)).is_empty());
        of(folder.path(), &mine).unwrap();
        assert!(last_lines(&path).is_empty(), "a new start begins anew");
    }

    #[test]
    fn no_name_leaves_the_folder() {
        let folder = Path::new("/srv/output");
        for name in ["../x/..", "a%2fb/c", "a=/b", "a/=b"] {
            let server: ServerRef = name.parse().unwrap_or_else(|never| match never {});
            assert_eq!(path(folder, &server).parent(), Some(folder), "{name}");
        }
    }
}
