//! `hubctl shares codes`.

use clap::{ArgGroup, Args, Subcommand};

use super::{Of, revoke_all};
use crate::cli::args::Destroy;
use crate::cli::output::{Row, join, time};
use crate::cli::{Answer, Outcome, Session, names};
use crate::model::{ShareCode, ShareCodeId};
use crate::ops::shares::{ListShareCodes, RevokeShareCode, ShowShareCode};

/// List, show and revoke the codes that give a share to whoever has them
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Codes {
    /// List share codes; of a code itself, only the first characters are kept
    List(List),
    /// Show a share code
    Show(Show),
    /// Revoke share codes; the shares they gave stay
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    of: Of,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// Which code, by its id
    id: ShareCodeId,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("filter").multiple(true).conflicts_with("ids"))]
#[command(
    override_usage = "hubctl shares codes revoke [OPTIONS] <ID>...\n       \
    hubctl shares codes revoke [OPTIONS] <--owner|--server|--expired>"
)]
pub(in crate::cli) struct Revoke {
    /// Which codes, by their ids; `-` reads them from stdin, one a line
    #[arg(value_name = "ID", required_unless_present = "filter")]
    ids: Vec<String>,
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    destroy: Destroy,
}

pub(super) fn run(verb: Codes, session: &mut Session) -> Outcome {
    match verb {
        Codes::List(args) => list(args, session),
        Codes::Show(args) => show(&args, session),
        Codes::Revoke(args) => revoke(args, session),
    }
}

fn list(args: List, session: &mut Session) -> Outcome {
    let filter = args.of.filter(session.backend.clock().now());
    let codes = session.backend.read(ListShareCodes(filter))?;
    session.out.list(&codes)?;
    Ok(Answer::Yes)
}

fn show(args: &Show, session: &mut Session) -> Outcome {
    let code = session.backend.read(ShowShareCode(args.id))?;
    let fields = fields(&code);
    session.out.one(&code, fields)?;
    Ok(Answer::Yes)
}

fn revoke(args: Revoke, session: &mut Session) -> Outcome {
    let ids: Vec<ShareCodeId> = if args.ids.is_empty() {
        let filter = args.of.filter(session.backend.clock().now());
        let chosen = session.backend.read(ListShareCodes(filter))?;
        chosen.iter().map(|code| code.id).collect()
    } else {
        names::parsed(&args.ids)?
    };
    revoke_all(ids, "share code", RevokeShareCode, args.destroy, session)
}

impl Row for ShareCode {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "code",
        "server",
        "scopes",
        "exchanged",
        "last exchanged",
        "expires",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            beginning(self),
            self.server.full_name().to_string(),
            join(&self.scopes),
            self.exchange_count.to_string(),
            time(self.last_exchanged_at),
            time(self.expires_at),
        ]
    }

    fn name(&self) -> String {
        self.id.to_string()
    }
}

fn fields(code: &ShareCode) -> Vec<(&'static str, String)> {
    vec![
        ("id", code.id.to_string()),
        ("code", beginning(code)),
        ("server", code.server.full_name().to_string()),
        ("url", code.server.url.clone().unwrap_or_default()),
        ("scopes", join(&code.scopes)),
        ("exchanged", code.exchange_count.to_string()),
        ("last exchanged", time(code.last_exchanged_at)),
        ("created", time(code.created_at)),
        ("expires", time(code.expires_at)),
    ]
}

/// What is kept of the code in clear.
fn beginning(code: &ShareCode) -> String {
    let prefix = code.prefix.shown().and_then(Option::as_ref);
    prefix.map_or_else(String::new, |prefix| format!("{prefix}…"))
}
