//! Names that the shell completes, of the database the command would use, or of the hub it would ask.
//!
//! Completion never fails: where the database cannot be read, or the hub does not answer at once, it
//! completes nothing.

mod bash;

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap_complete::CompletionCandidate;
use clap_complete::env::{Elvish, Fish, Powershell, Shells, Zsh};

use super::backend::Backend;
use crate::error::Result;
use crate::model::{Page, UserName};
use crate::ops::groups::{GroupFilter, NameGroups};
use crate::ops::oauth_clients::{ClientFilter, ListOAuthClients};
use crate::ops::roles::ListRoles;
use crate::ops::servers::{ListServers, ServerFilter};
use crate::ops::services::{ListServices, ServiceFilter};
use crate::ops::users::{NameUsers, UserFilter};
use crate::rbac::{Catalogue, Scope};
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
    candidates(current, |backend, start| {
        if backend.is_remote() {
            return asked_servers(backend, start);
        }
        let found = backend.look(|tx| servers_starting_with(tx, start, MOST))?;
        Ok(found.iter().map(ToString::to_string).collect())
    })
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
    candidates(current, |backend, start| {
        if backend.is_remote() {
            return asked(backend, noun, start);
        }
        backend.look(|tx| starting_with(tx, noun, start, MOST))
    })
}

fn candidates(
    current: &OsStr,
    find: impl FnOnce(&Backend, &str) -> Result<Vec<String>>,
) -> Vec<CompletionCandidate> {
    let Some(start) = current.to_str() else {
        return Vec::new();
    };
    Backend::for_completion()
        .and_then(|backend| find(&backend, start))
        .unwrap_or_default()
        .into_iter()
        .map(CompletionCandidate::new)
        .collect()
}

/// The names that begin with `start`, of what a hub shows to whoever asks. Of users there may be many, of
/// all else a hub has few.
fn asked(backend: &Backend, noun: Noun, start: &str) -> Result<Vec<String>> {
    fn texts<T>(items: Vec<T>, name: impl Fn(T) -> String) -> Vec<String> {
        items.into_iter().map(name).collect()
    }
    let mut names: Vec<String> = match noun {
        Noun::User => texts(users_starting_with(backend, start)?, |name| {
            name.to_string()
        }),
        Noun::Group => {
            let groups = backend.read(NameGroups(GroupFilter::default()))?;
            texts(groups, |name| name.to_string())
        }
        Noun::Role => texts(backend.read(ListRoles::default())?, |role| {
            role.name.to_string()
        }),
        Noun::Service => {
            let services = backend.read(ListServices(ServiceFilter::default()))?;
            texts(services, |service| service.name.to_string())
        }
        Noun::OAuthClient => {
            let clients = backend.read(ListOAuthClients(ClientFilter::default()))?;
            texts(clients, |client| client.identifier)
        }
    };
    names.retain(|name| name.starts_with(start));
    names.sort_unstable();
    names.truncate(MOST as usize);
    Ok(names)
}

fn users_starting_with(backend: &Backend, start: &str) -> Result<Vec<UserName>> {
    backend.read(NameUsers(UserFilter {
        name_start: Some(start.to_owned()),
        page: Some(Page {
            offset: 0,
            limit: u64::from(MOST),
        }),
        ..UserFilter::default()
    }))
}

/// The same of servers: once it is typed whose they are, all of theirs.
fn asked_servers(backend: &Backend, start: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for user in match start.split_once('/') {
        Some((user, _)) => vec![user.into()],
        None => users_starting_with(backend, start)?,
    } {
        names.push(format!("{user}/"));
        let theirs = ServerFilter {
            user: Some(user),
            ..ServerFilter::default()
        };
        let found = backend.read(ListServers(theirs))?;
        names.extend(
            found
                .into_iter()
                .map(|stored| stored.server.full_name.to_string()),
        );
    }
    names.retain(|name| name.starts_with(start));
    names.sort_unstable();
    names.dedup();
    names.truncate(MOST as usize);
    Ok(names)
}
