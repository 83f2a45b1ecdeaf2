//! What servers print, kept in one file for each.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Take};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::model::{ServerRef, escape_segment};

/// How many of the last lines tell why a server ended.
const LINES: usize = 10;

/// How many bytes of the end they are looked for in.
const TAIL: u64 = 4096;

/// The most that is kept of what a server prints, besides as much from before.
const MOST: u64 = 8 << 20;

/// How much of the end is read where many lines are wanted.
const MUCH: u64 = 1 << 20;

/// Where `server` prints to.
pub(super) fn path(folder: &Path, server: &ServerRef) -> PathBuf {
    // An escaped name has no `/`, and no `=`, which therefore tells the user from the server.
    let user = escape_segment(server.user.as_str());
    let name = escape_segment(server.server.as_str());
    folder.join(format!("{user}={name}.log"))
}

/// The file for a new start of `server`, empty. What the last one printed is kept beside it.
pub(super) fn of(folder: &Path, server: &ServerRef) -> Result<PathBuf> {
    let path = path(folder, server);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| unusable(folder, error))?;
    match fs::rename(&path, before(&path)) {
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

/// Whether more was printed than is kept.
pub(super) fn is_too_long(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > MOST)
}

/// Keep the file at `path` from growing for ever: the server goes on at its beginning, and the last of what it said is
/// kept beside it once. The server can make the file as long as it likes; no more than [`MOST`] is read of it.
pub(super) fn bound(path: &Path) -> std::io::Result<()> {
    let mut printed = from_end(path, MOST)?;
    io::copy(&mut printed, &mut anew(&before(path))?)?;
    // Whoever appends to it does so at its end, wherever that is.
    OpenOptions::new().write(true).open(path)?.set_len(0)
}

fn anew(path: &Path) -> std::io::Result<File> {
    OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}

/// Where what was printed before is kept.
fn before(path: &Path) -> PathBuf {
    path.with_extension("log.1")
}

/// The last lines printed that say something; none where there is nothing to read.
pub(super) fn last_lines(path: &Path) -> Vec<String> {
    let lines = lines(&read_end(path, TAIL).unwrap_or_default());
    let says = lines.into_iter().filter(|line| !line.trim().is_empty());
    last(says.collect(), LINES)
}

/// The last `most` lines printed; `None` where nothing is kept.
pub(super) fn lines_of(path: &Path, most: usize) -> Option<Vec<String>> {
    let end = read_end(path, MUCH).ok()?;
    Some(last(lines(&end), most))
}

fn lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    text.lines().map(str::to_owned).collect()
}

fn last(mut lines: Vec<String>, most: usize) -> Vec<String> {
    lines.split_off(lines.len().saturating_sub(most))
}

fn read_end(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut end = Vec::new();
    from_end(path, most)?.read_to_end(&mut end)?;
    Ok(end)
}

/// The last `most` bytes of the file.
fn from_end(path: &Path, most: u64) -> std::io::Result<Take<File>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    Ok(file.take(most))
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
        assert_eq!(lines_of(&before(&path), 2).unwrap(), ["line 999", ""]);
    }

    #[test]
    fn what_is_kept_does_not_grow_for_ever_and_the_server_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ada=.log");
        let mut file = writer(&path).unwrap();
        let long = vec![b'x'; usize::try_from(MOST).unwrap()];
        file.write_all(&long).unwrap();
        assert!(!is_too_long(&path), "as much as may be");
        writeln!(file).unwrap();
        assert!(is_too_long(&path));
        bound(&path).unwrap();
        writeln!(file, "after").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "after\n");
        assert_eq!(fs::metadata(before(&path)).unwrap().len(), MOST);
    }

    #[test]
    fn a_file_that_says_it_is_huge_costs_no_more_than_what_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ada=.log");
        writer(&path).unwrap().set_len(1 << 40).unwrap();
        bound(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 0);
        assert_eq!(fs::metadata(before(&path)).unwrap().len(), MOST);
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
