//! `hubctl shares`.

mod codes;

use std::fmt::Display;

use clap::{ArgGroup, Args, Subcommand};
use clap_complete::ArgValueCompleter;

use super::args::Destroy;
use super::output::{Row, join, seen, time};
use super::{Answer, Outcome, Session, complete, names, prompt};
use crate::client::Asked;
use crate::model::{GroupName, ServerRef, Share, ShareId, Timestamp, UserName};
use crate::ops::audit::Change;
use crate::ops::sent::AnyChange;
use crate::ops::shares::{ListShares, RevokeShare, ShareFilter, ShowShare};

/// List, show and revoke shares of servers, and the codes that give them
#[derive(Debug, Subcommand)]
pub(super) enum Shares {
    /// List shares
    List(List),
    /// Show a share
    Show(Show),
    /// Revoke shares
    Revoke(Revoke),
    /// List, show and revoke the codes that give a share to whoever has them
    #[command(subcommand)]
    Codes(codes::Codes),
}

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    with: With,
}

/// What is shared, and until when.
#[derive(Debug, Args)]
struct Of {
    /// Only of this user's servers
    #[arg(long, value_name = "USER", group = "filter", add = ArgValueCompleter::new(complete::users))]
    owner: Option<UserName>,
    /// Only of this server: `USER/` is the default one
    #[arg(long, value_name = "USER/SERVER", group = "filter")]
    #[arg(add = ArgValueCompleter::new(complete::users))]
    server: Option<ServerRef>,
    /// Only those whose time is over
    #[arg(long, group = "filter")]
    expired: bool,
}

/// With whom.
#[derive(Debug, Args)]
struct With {
    /// Only with this user, directly
    #[arg(long, group = "filter", add = ArgValueCompleter::new(complete::users))]
    user: Option<UserName>,
    /// Only with this group
    #[arg(long, group = "filter", add = ArgValueCompleter::new(complete::groups))]
    group: Option<GroupName>,
}

impl Of {
    fn filter(self, now: Timestamp) -> ShareFilter {
        ShareFilter {
            owner: self.owner,
            server: self.server,
            expired_at: self.expired.then_some(now),
            ..ShareFilter::default()
        }
    }
}

impl With {
    fn narrow(self, filter: ShareFilter) -> ShareFilter {
        ShareFilter {
            user: self.user,
            group: self.group,
            ..filter
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Which share, by its id
    id: ShareId,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("filter").multiple(true).conflicts_with("ids"))]
#[command(override_usage = "hubctl shares revoke [OPTIONS] <ID>...\n       \
    hubctl shares revoke [OPTIONS] <--owner|--server|--user|--group|--expired>")]
pub(super) struct Revoke {
    /// Which shares, by their ids; `-` reads them from stdin, one a line
    #[arg(value_name = "ID", required_unless_present = "filter")]
    ids: Vec<String>,
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    with: With,
    #[command(flatten)]
    destroy: Destroy,
}

pub(super) fn run(verb: Shares, session: &mut Session) -> Outcome {
    match verb {
        Shares::List(args) => list(args, session),
        Shares::Show(args) => show(&args, session),
        Shares::Revoke(args) => revoke(args, session),
        Shares::Codes(verb) => codes::run(verb, session),
    }
}

fn list(args: List, session: &mut Session) -> Outcome {
    let now = session.backend.clock().now();
    let filter = args.with.narrow(args.of.filter(now));
    let shares = session.backend.read(ListShares(filter))?;
    session.out.list(&shares)?;
    Ok(Answer::Yes)
}

fn show(args: &Show, session: &mut Session) -> Outcome {
    let share = session.backend.read(ShowShare(args.id))?;
    let fields = fields(&share);
    session.out.one(&share, fields)?;
    Ok(Answer::Yes)
}

fn revoke(args: Revoke, session: &mut Session) -> Outcome {
    let ids: Vec<ShareId> = if args.ids.is_empty() {
        let now = session.backend.clock().now();
        let filter = args.with.narrow(args.of.filter(now));
        let chosen = session.backend.read(ListShares(filter))?;
        chosen
            .iter()
            .filter_map(|share| share.id.shown().copied())
            .collect()
    } else {
        names::parsed(&args.ids)?
    };
    revoke_all(ids, "share", RevokeShare, args.destroy, session)
}

/// Revoke each of `ids`, once the person agreed.
fn revoke_all<T: Display, O: Asked + Change + Into<AnyChange>>(
    ids: Vec<T>,
    noun: &str,
    operation: impl Fn(T) -> O,
    destroy: Destroy,
    session: &mut Session,
) -> Outcome {
    if !ids.is_empty() {
        let which = names::spoken(&ids, noun);
        prompt::confirm(destroy, &format!("Revoke {which}?"))?;
    }
    let write = destroy.write;
    let revoked = session
        .backend
        .write(write, ids.into_iter().map(operation))?;
    session.out.done(write, "revoked", revoked.len(), noun);
    Ok(Answer::Yes)
}

impl Row for Share {
    const COLUMNS: &'static [&'static str] =
        &["id", "server", "with", "scopes", "created", "expires"];

    fn cells(&self) -> Vec<String> {
        vec![
            seen(&self.id, ToString::to_string),
            self.server.full_name().to_string(),
            with(self),
            join(&self.scopes),
            time(self.created_at),
            seen(&self.expires_at, |end| time(*end)),
        ]
    }

    fn name(&self) -> String {
        seen(&self.id, ToString::to_string)
    }
}

fn fields(share: &Share) -> Vec<(&'static str, String)> {
    vec![
        ("id", seen(&share.id, ToString::to_string)),
        ("server", share.server.full_name().to_string()),
        ("url", share.server.url.clone().unwrap_or_default()),
        ("with", with(share)),
        ("scopes", join(&share.scopes)),
        ("created", time(share.created_at)),
        ("expires", seen(&share.expires_at, |end| time(*end))),
    ]
}

/// With whom: `user ada`, `group class`.
fn with(share: &Share) -> String {
    let group = share
        .group
        .as_ref()
        .map(|group| format!("group {}", group.name));
    let user = share
        .user
        .as_ref()
        .map(|user| format!("user {}", user.name));
    group.or(user).unwrap_or_default()
}
