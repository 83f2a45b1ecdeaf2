//! `hubctl token list` and `show`.

use clap::Args;

use super::{Choice, id};
use crate::cli::args::Format;
use crate::cli::output::{Row, join, join_seen, time};
use crate::cli::when::Span;
use crate::cli::{Answer, Outcome, Session, names};
use crate::model::{Seen, Timestamp, Token, TokenOwner};
use crate::ops::tokens::{ListTokens, ResolveTokens, ShowToken};
use crate::rbac::{Catalogue, Grants};

#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    choice: Choice,
    /// Only those that end within this span from now, as in `7d`
    #[arg(long, value_name = "SPAN", conflicts_with_all = ["expired", "never_expiring"])]
    expiring: Option<Span>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// Its id, as in `a12`; `-` reads the value of a token from stdin
    id: String,
}

pub(super) fn run(args: List, session: &mut Session) -> Outcome {
    let now = session.backend.clock().now();
    let mut filter = args.choice.filter(now)?;
    if let Some(Span(span)) = args.expiring {
        filter.ending_from = Some(now);
        filter.ending_by = now.plus(span);
    }
    if session.out.format() == Format::Json {
        let tokens = session.backend.read(ResolveTokens(filter))?;
        session.out.json_each(tokens.map(|token| Ok(token?)))?;
    } else {
        let tokens = session.backend.read(ListTokens(filter))?;
        session.out.list(&tokens)?;
    }
    Ok(Answer::Yes)
}

pub(super) fn show(args: &Show, session: &mut Session) -> Outcome {
    let asked = if args.id == "-" {
        ShowToken::Value(names::secret("a token")?)
    } else {
        ShowToken::Id(id(&args.id)?)
    };
    let token = session.backend.read(asked)?;
    let fields = fields(&token, session.backend.clock().now());
    session.out.one(&token, fields)?;
    Ok(Answer::Yes)
}

impl Row for Token {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "owner",
        "note",
        "client",
        "scopes",
        "created",
        "last activity",
        "expires",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            owner(self),
            self.note.clone().unwrap_or_default(),
            self.oauth_client.clone().unwrap_or_default(),
            match &self.raw_scopes {
                Seen::Shown(raw) => join(raw),
                // A JupyterHub tells what it allows, and not how that was written.
                Seen::Hidden => join(&heads(self)),
            },
            time(self.created),
            time(self.last_activity),
            time(self.expires_at),
        ]
    }

    fn name(&self) -> String {
        self.id.to_string()
    }
}

/// Whose it is; services are told from users.
fn owner(token: &Token) -> String {
    match &token.owner {
        Some(TokenOwner::User(name)) => name.to_string(),
        Some(TokenOwner::Service(name)) => format!("{name} (service)"),
        None => "(nobody)".to_owned(),
    }
}

fn fields(token: &Token, now: Timestamp) -> Vec<(&'static str, String)> {
    let ended = if token.is_expired(now) {
        " (expired)"
    } else {
        ""
    };
    vec![
        ("id", token.id.to_string()),
        ("owner", owner(token)),
        ("note", token.note.clone().unwrap_or_default()),
        ("client", token.oauth_client.clone().unwrap_or_default()),
        ("session", token.session_id.clone().unwrap_or_default()),
        ("scopes", join_seen(&token.raw_scopes)),
        ("allows", join(&heads(token))),
        ("created", time(token.created)),
        ("last activity", time(token.last_activity)),
        ("expires", time(token.expires_at) + ended),
    ]
}

/// What it allows, without what that brings along.
fn heads(token: &Token) -> Vec<String> {
    let grants = Grants::parse(token.scopes.iter().flatten()).unwrap_or_default();
    let heads = grants.heads(&Catalogue::undefined());
    heads.unparse().into_iter().collect()
}
