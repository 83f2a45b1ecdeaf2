//! Names that the shell completes, read from the database the command would use.
//!
//! Completion never fails: where the database cannot be read, it completes nothing.

use std::ffi::OsStr;

use clap_complete::CompletionCandidate;

use super::backend::Backend;
use crate::store::names::{Noun, starting_with};

/// More than this many names help nobody.
const MOST: u32 = 500;

pub(super) fn users(current: &OsStr) -> Vec<CompletionCandidate> {
    complete(Noun::User, current)
}

pub(super) fn groups(current: &OsStr) -> Vec<CompletionCandidate> {
    complete(Noun::Group, current)
}

pub(super) fn roles(current: &OsStr) -> Vec<CompletionCandidate> {
    complete(Noun::Role, current)
}

pub(super) fn services(current: &OsStr) -> Vec<CompletionCandidate> {
    complete(Noun::Service, current)
}

fn complete(noun: Noun, current: &OsStr) -> Vec<CompletionCandidate> {
    let Some(start) = current.to_str() else {
        return Vec::new();
    };
    Backend::for_completion()
        .and_then(|backend| backend.look(|tx| starting_with(tx, noun, start, MOST)))
        .unwrap_or_default()
        .into_iter()
        .map(CompletionCandidate::new)
        .collect()
}
