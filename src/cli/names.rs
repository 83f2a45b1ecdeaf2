//! Names given as arguments, or on stdin.

use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::str::FromStr;

use super::output::count;
use crate::error::{Error, Result};
use crate::model::Secret;

/// The names given: the arguments, or with `-` the lines of stdin. Each once, in the order given.
pub(super) fn given<T>(arguments: &[String]) -> anyhow::Result<Vec<T>>
where
    T: for<'a> From<&'a str> + PartialEq + Clone + std::hash::Hash + Eq,
{
    let mut seen = std::collections::HashSet::new();
    let mut names = Vec::new();
    for argument in arguments {
        let lines = if argument == "-" {
            read_stdin()?
        } else {
            vec![argument.clone()]
        };
        names.extend(
            lines
                .iter()
                .map(|l| T::from(l))
                .filter(|name| seen.insert(name.clone())),
        );
    }
    Ok(names)
}

/// The ids given, each read as what it is the id of.
pub(super) fn parsed<T: FromStr<Err = Error>>(arguments: &[String]) -> anyhow::Result<Vec<T>> {
    let given: Vec<String> = given(arguments)?;
    let ids: Result<_> = given.iter().map(|id| id.parse()).collect();
    Ok(ids?)
}

/// What things to be destroyed are called in the question: the one by its name, several by their
/// number.
pub(super) fn spoken<T: Display>(names: &[T], noun: &str) -> String {
    match names {
        [name] => format!("`{name}`"),
        names => count(names.len(), noun),
    }
}

/// A text given as an argument, or with `-` all of stdin.
pub(super) fn text(argument: String) -> anyhow::Result<String> {
    if argument == "-" {
        read_all("what to write")
    } else {
        Ok(argument)
    }
}

/// What is in a file, or with `-` all of stdin.
pub(super) fn file(path: &str) -> anyhow::Result<String> {
    if path == "-" {
        return read_all("what the file would hold");
    }
    std::fs::read_to_string(path).map_err(|error| unread(&format!("`{path}`"), &error).into())
}

fn unread(what: &str, error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::InvalidData {
        return Error::invalid(format!("{what} is no text in UTF-8"))
            .hint("save it as that: spreadsheets ask for the character set");
    }
    Error::invalid(format!("{what} could not be read: {error}"))
}

fn read_stdin() -> anyhow::Result<Vec<String>> {
    Ok(read_all("names, one a line")?
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(str::to_owned)
        .collect())
}

fn read_all(what: &str) -> anyhow::Result<String> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(
            Error::invalid("`-` reads from stdin, which is a terminal here")
                .hint(format!("pipe in {what}"))
                .into(),
        );
    }
    io::read_to_string(stdin).map_err(|error| unread("stdin", &error).into())
}

/// A secret, from the first line of stdin.
pub(super) fn secret(what: &str) -> anyhow::Result<Secret> {
    let lines = read_stdin()?;
    match lines.first() {
        Some(line) => Ok(Secret::new(line.as_str())),
        None => Err(Error::invalid(format!("stdin holds no line for {what}")).into()),
    }
}
