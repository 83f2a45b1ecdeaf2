//! `hubctl token`.

mod list;
mod new;
mod revoke;

use clap::{Args, Subcommand};
use clap_complete::ArgValueCompleter;

use self::list::{List, Show};
use self::new::New;
use self::revoke::Revoke;
use super::when::Since;
use super::{Outcome, Session, complete, outline};
use crate::error::{Error, Result};
use crate::model::{ServiceName, Timestamp, TokenId, TokenOwner, UserName};
use crate::ops::tokens::TokenFilter;
use crate::ops::who::Who;

/// Make, list, show and revoke API tokens
#[derive(Debug, Subcommand)]
pub(super) enum Tokens {
    /// Make a token, and print it and nothing else
    New(New),
    /// List tokens
    List(List),
    /// Show a token with all that it allows
    Show(Show),
    /// Revoke tokens, by their ids or all that are chosen
    Revoke(Revoke),
    /// Say what a token may do, where that comes from, and what it lacks of its owner's
    Explain {
        /// Its id, as in `a12`
        id: String,
    },
    /// Compare what two tokens may do
    Diff {
        /// The id of one
        left: String,
        /// The id of the other
        right: String,
    },
}

pub(super) fn run(verb: Tokens, session: &mut Session) -> Outcome {
    match verb {
        Tokens::New(args) => new::run(args, session),
        Tokens::List(args) => list::run(args, session),
        Tokens::Show(args) => list::show(&args, session),
        Tokens::Revoke(args) => revoke::run(args, session),
        Tokens::Explain { id: given } => outline::who(Who::Token(id(&given)?), session),
        Tokens::Diff { left, right } => outline::diff(id(&left)?, id(&right)?, session),
    }
}

/// The id given, which may be a value that somebody took for one: clap would repeat it.
pub(super) fn id(given: &str) -> Result<TokenId> {
    given.parse().map_err(|error: Error| {
        error.hint(
            "the value of a token goes to the stdin of `hubctl token show -`, never on a command line",
        )
    })
}

/// Which tokens; all conditions must hold.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which tokens")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
struct Choice {
    /// Only those of this user
    #[arg(long, add = ArgValueCompleter::new(complete::users), conflicts_with = "service")]
    user: Option<UserName>,
    /// Only those of this service
    #[arg(long, add = ArgValueCompleter::new(complete::services))]
    service: Option<ServiceName>,
    /// Only those made before: a span before now (`30d`) or a time
    #[arg(long, value_name = "WHEN")]
    created_before: Option<Since>,
    /// Only those not used since: a span before now (`90d`) or a time
    #[arg(long, value_name = "WHEN")]
    unused_since: Option<Since>,
    /// Only those past their end
    #[arg(long)]
    expired: bool,
    /// Only those that never end
    #[arg(long, conflicts_with = "expired")]
    never_expiring: bool,
    /// Only those issued to servers and services when somebody signed in there
    #[arg(long, conflicts_with = "api")]
    oauth: bool,
    /// Only those made by hand or by API
    #[arg(long)]
    api: bool,
}

impl Choice {
    /// The filter, seen from `now`.
    fn filter(self, now: Timestamp) -> Result<TokenFilter> {
        let before = |since: Option<Since>| since.map(|since| since.before(now)).transpose();
        let user = self.user.map(TokenOwner::User);
        Ok(TokenFilter {
            owner: user.or(self.service.map(TokenOwner::Service)),
            created_before: before(self.created_before)?,
            unused_since: before(self.unused_since)?,
            ending_by: self.expired.then_some(now),
            never_expiring: self.never_expiring,
            oauth: if self.oauth {
                Some(true)
            } else {
                self.api.then_some(false)
            },
            ..TokenFilter::default()
        })
    }
}
