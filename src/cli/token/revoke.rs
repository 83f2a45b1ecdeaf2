//! `hubctl token revoke`.

use std::collections::BTreeSet;

use clap::Args;

use super::Choice;
use crate::cli::args::Destroy;
use crate::cli::output::count;
use crate::cli::{Answer, Outcome, Session, names, prompt};
use crate::error::Error;
use crate::model::{Token, TokenId};
use crate::ops::tokens::{ChooseTokens, ListTokens, RevokeToken, ServersOfTokens};

/// More names than this are counted.
const NAMED: usize = 5;

#[derive(Debug, Args)]
pub(in crate::cli) struct Revoke {
    /// Their ids, as in `a12`; `-` reads them from stdin, one a line
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    choice: Choice,
    /// Revoke what running servers were given, too: they cannot speak to the hub any more
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    destroy: Destroy,
}

pub(super) fn run(args: Revoke, session: &mut Session) -> Outcome {
    let tokens = chosen(&args.ids, args.choice, session)?;
    if tokens.is_empty() {
        session
            .out
            .say("there is no such token, and nothing was changed");
        return Ok(Answer::Yes);
    }
    let ids = tokens.iter().map(|token| token.id).collect();
    for (token, server) in session.backend.read(ServersOfTokens(ids))? {
        if !args.force {
            return Err(Error::conflict(format!(
                "`{token}` was given to the server `{server}`, which runs, and could not speak to the hub any more"
            ))
            .hint("stop it first, or say `--force`")
            .into());
        }
        session.out.say(&format!(
            "warning: `{token}` was given to the server `{server}`, which runs; until it is started anew it cannot speak to the hub"
        ));
    }
    let whose = whose(&tokens);
    let question = format!("Revoke {} of {whose}?", count(tokens.len(), "token"));
    prompt::confirm(args.destroy, &question)?;
    let revoking = tokens.iter().map(|token| RevokeToken::Id(token.id));
    let revoked = session.backend.write(args.destroy.write, revoking)?;
    let revoked = revoked.iter().sum();
    session.out.did(
        args.destroy.write,
        &format!("revoked {} of {whose}", count(revoked, "token")),
    );
    Ok(Answer::Yes)
}

fn chosen(ids: &[String], choice: Choice, session: &Session) -> anyhow::Result<Vec<Token>> {
    let filter = choice.filter(session.backend.clock().now())?;
    match (ids.is_empty(), filter.is_empty()) {
        (false, true) => {
            let ids = names::parsed::<TokenId>(ids)?;
            Ok(session.backend.read(ChooseTokens(ids))?)
        }
        (true, false) => Ok(session.backend.read(ListTokens(filter))?),
        (false, false) => Err(
            Error::invalid("tokens are named by their ids or chosen, not both")
                .hint("revoke them one after the other")
                .into(),
        ),
        (true, true) => Err(Error::invalid("which tokens?")
            .hint("name their ids, or choose them: `--user`, `--unused-since`, `--expired` …")
            .into()),
    }
}

/// Whose they are, in a sentence.
fn whose(tokens: &[Token]) -> String {
    let owners: BTreeSet<_> = tokens
        .iter()
        .map(|token| {
            token
                .owner
                .as_ref()
                .map_or_else(|| "nobody".to_owned(), ToString::to_string)
        })
        .collect();
    let named: Vec<_> = owners.iter().take(NAMED).map(String::as_str).collect();
    match owners.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} others", named.join(", ")),
    }
}
