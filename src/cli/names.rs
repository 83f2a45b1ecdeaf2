//! Names given as arguments, or on stdin.

use std::io::{self, BufRead, IsTerminal};

use anyhow::Context;

use crate::error::Error;

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

fn read_stdin() -> anyhow::Result<Vec<String>> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(
            Error::invalid("`-` reads names from stdin, which is a terminal here")
                .hint("pipe them in, one a line")
                .into(),
        );
    }
    let lines: io::Result<Vec<_>> = stdin.lock().lines().collect();
    let lines = lines.context("stdin could not be read")?;
    Ok(lines
        .iter()
        .map(|l| l.trim())
        .filter(|l| !l.is_empty())
        .map(str::to_owned)
        .collect())
}
