//! `hubctl scopes`.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Args, Subcommand};
use clap_complete::ArgValueCompleter;

use super::args::Format;
use super::output::{Row, join};
use super::tree::Tree;
use super::{Answer, Outcome, Session, complete, names};
use crate::model::{ServerRef, ServiceName, UserName};
use crate::ops::scopes::{ExpandScopes, ListScopes, ScopeDetail, ScopeEntry, ShowScope};
use crate::rbac::Scope;

/// List, show and expand scopes
#[derive(Debug, Subcommand)]
pub(super) enum Scopes {
    /// List all scopes as a tree: below each, those that it brings with it
    List,
    /// Show a scope: what it implies, which roles hold it, which requests it allows
    Show(Show),
    /// Expand scopes to all that they grant, as JupyterHub does
    Expand(Expand),
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Which
    #[arg(add = ArgValueCompleter::new(complete::scopes))]
    scope: String,
}

#[derive(Debug, Args)]
pub(super) struct Expand {
    /// The scopes, as a role or token has them; `-` reads them from stdin, one a line
    #[arg(required = true, value_name = "SCOPE", add = ArgValueCompleter::new(complete::scopes))]
    scopes: Vec<String>,
    /// The user that `self` and `!user` stand for
    #[arg(long, add = ArgValueCompleter::new(complete::users), conflicts_with = "service")]
    user: Option<UserName>,
    /// The service that `!service` stands for
    #[arg(long, add = ArgValueCompleter::new(complete::services))]
    service: Option<ServiceName>,
    /// The server that `!server` stands for
    #[arg(long, value_name = "USER/SERVER", add = ArgValueCompleter::new(complete::servers))]
    server: Option<ServerRef>,
}

pub(super) fn run(verb: Scopes, session: &mut Session) -> Outcome {
    match verb {
        Scopes::List => list(session),
        Scopes::Show(args) => show(args, session),
        Scopes::Expand(args) => expand(args, session),
    }
}

fn list(session: &mut Session) -> Outcome {
    let scopes = session.backend.read(ListScopes)?;
    if session.out.format() == Format::Table {
        let rows = as_tree(&scopes).into_iter();
        session.out.table(ScopeEntry::COLUMNS, rows)?;
    } else {
        session.out.list(&scopes)?;
    }
    Ok(Answer::Yes)
}

fn show(args: Show, session: &mut Session) -> Outcome {
    let detail = session.backend.read(ShowScope(args.scope))?;
    let fields = fields(&detail);
    session.out.one(&detail, fields)?;
    Ok(Answer::Yes)
}

fn expand(args: Expand, session: &mut Session) -> Outcome {
    let expanded = session.backend.read(ExpandScopes {
        scopes: names::given(&args.scopes)?,
        user: args.user,
        service: args.service,
        server: args.server,
    })?;
    if session.out.format() == Format::Json {
        session.out.json(&expanded.grants)?;
    } else {
        for scope in expanded.grants.unparse() {
            session.out.line(&scope)?;
        }
    }
    for (written, own) in expanded.idle {
        session.out.say(&format!(
            "note: `{written}` grants nothing without a {own} · name one with `--{own}`"
        ));
    }
    Ok(Answer::Yes)
}

/// The rows of a table with scopes below those that bring them along. One that several bring is
/// drawn below each.
fn as_tree(scopes: &[ScopeEntry]) -> Vec<Vec<String>> {
    let brought: BTreeSet<_> = scopes.iter().flat_map(|entry| &entry.subscopes).collect();
    let entries: BTreeMap<_, _> = scopes.iter().map(|entry| (&entry.scope, entry)).collect();
    let mut rows = Vec::new();
    for root in scopes
        .iter()
        .filter(|entry| !brought.contains(&entry.scope))
    {
        let mut descriptions = Vec::new();
        let lines = grow(root, &entries, &mut descriptions).lines();
        rows.extend(lines.into_iter().zip(descriptions).map(|(l, d)| vec![l, d]));
    }
    rows
}

/// The tree of a scope; what each of its lines allows goes to `descriptions`.
fn grow(
    entry: &ScopeEntry,
    entries: &BTreeMap<&Scope, &ScopeEntry>,
    descriptions: &mut Vec<String>,
) -> Tree {
    let [scope, description] = cells(entry);
    descriptions.push(description);
    let below = entry
        .subscopes
        .iter()
        .filter_map(|scope| entries.get(scope));
    let below = below
        .map(|entry| grow(entry, entries, descriptions))
        .collect();
    Tree::new(scope, below)
}

fn cells(entry: &ScopeEntry) -> [String; 2] {
    let unknown = "a custom scope; its meaning is in the hub's configuration";
    let description = entry.description.as_deref().unwrap_or(unknown);
    [entry.scope.to_string(), description.to_owned()]
}

impl Row for ScopeEntry {
    const COLUMNS: &'static [&'static str] = &["scope", "allows to"];

    fn cells(&self) -> Vec<String> {
        cells(self).into()
    }

    fn name(&self) -> String {
        self.scope.to_string()
    }
}

impl Row for ScopeDetail {
    const COLUMNS: &'static [&'static str] = ScopeEntry::COLUMNS;

    fn cells(&self) -> Vec<String> {
        vec![
            self.scope.to_string(),
            self.description.clone().unwrap_or_default(),
        ]
    }

    fn name(&self) -> String {
        self.scope.to_string()
    }
}

fn fields(detail: &ScopeDetail) -> Vec<(&'static str, String)> {
    let own = detail.scope.as_str();
    let by = |by: &str| {
        if by == own {
            String::new()
        } else {
            format!(" (by {by})")
        }
    };
    let roles: Vec<_> = detail
        .roles
        .iter()
        .map(|granting| format!("{}{}", granting.role, by(&granting.by)))
        .collect();
    let requests: Vec<_> = detail
        .requests
        .iter()
        .map(|allowed| {
            let request = allowed.request;
            let by = by(allowed.by.as_str());
            format!("{} {}{by}", request.method, request.path)
        })
        .collect();
    vec![
        ("scope", own.to_owned()),
        ("allows to", detail.description.clone().unwrap_or_default()),
        ("implies", names_of(&detail.implies)),
        ("implied by", names_of(&detail.implied_by)),
        ("roles", join(&roles)),
        ("requests", requests.join("\n")),
    ]
}

fn names_of(scopes: &[Scope]) -> String {
    let names: Vec<_> = scopes.iter().map(Scope::as_str).collect();
    join(&names)
}
