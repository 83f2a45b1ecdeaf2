//! Names that the shell completes, read from the database the command would use.
//!
//! Completion never fails: where the database cannot be read, it completes nothing.

mod bash;

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap_complete::CompletionCandidate;
use clap_complete::env::{Elvish, Fish, Powershell, Shells, Zsh};

use super::backend::Backend;
use crate::error::Result;
use crate::ops::roles::ListRoles;
use crate::rbac::{Catalogue, Scope};
use crate::store::Tx;
use crate::store::names::{Noun, servers_starting_with, starting_with};

/// The shells that can complete.
pub(super) const SHELLS: Shells<'static> =
    Shells(&[&bash::Bash, &Elvish, &Fish, &Powershell, &Zsh]);

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

/// Whom a question can be about: users by name, the rest by kind and name.
pub(super) fn who(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_str().unwrap_or_default();
    match typed.split_once('=') {
        Some((kind @ ("user" | "group" | "service"), name)) => {
            let noun = match kind {
                "group" => Noun::Group,
                "service" => Noun::Service,
                _ => Noun::User,
            };
            complete(noun, OsStr::new(name))
                .into_iter()
                .map(|candidate| candidate.add_prefix(format!("{kind}=")))
                .collect()
        }
        Some(_) => Vec::new(),
        None => {
            let kinds = ["group=", "service=", "token="].into_iter();
            let kinds = kinds
                .filter(|kind| kind.starts_with(typed))
                .map(CompletionCandidate::new);
            complete(Noun::User, current)
                .into_iter()
                .chain(kinds)
                .collect()
        }
    }
}

/// Scopes, as far as the `!`: those of JupyterHub, and the custom ones in roles.
pub(super) fn scopes(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_str().unwrap_or_default();
    let catalogue = Catalogue::undefined();
    let custom = custom_scopes();
    catalogue
        .scopes()
        .chain(&custom)
        .filter(|scope| scope.as_str().starts_with(typed))
        .map(|scope| {
            let help = catalogue
                .description(scope)
                .map(|text| text.to_owned().into());
            CompletionCandidate::new(scope.as_str()).help(help)
        })
        .collect()
}

pub(super) fn oauth_clients(current: &OsStr) -> Vec<CompletionCandidate> {
    complete(Noun::OAuthClient, current)
}

pub(super) fn servers(current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(current, |tx, start| servers_starting_with(tx, start, MOST))
}

fn custom_scopes() -> BTreeSet<Scope> {
    Backend::for_completion()
        .and_then(|backend| backend.read(ListRoles::default()))
        .unwrap_or_default()
        .into_iter()
        .flat_map(|role| role.scopes)
        .filter_map(|scope| Scope::custom(scope.split('!').next()?))
        .collect()
}

fn complete(noun: Noun, current: &OsStr) -> Vec<CompletionCandidate> {
    candidates(current, |tx, start| starting_with(tx, noun, start, MOST))
}

fn candidates<T: ToString>(
    current: &OsStr,
    find: impl FnOnce(&Tx<'_>, &str) -> Result<Vec<T>>,
) -> Vec<CompletionCandidate> {
    let Some(start) = current.to_str() else {
        return Vec::new();
    };
    Backend::for_completion()
        .and_then(|backend| backend.look(|tx| find(tx, start)))
        .unwrap_or_default()
        .iter()
        .map(|name| CompletionCandidate::new(name.to_string()))
        .collect()
}
