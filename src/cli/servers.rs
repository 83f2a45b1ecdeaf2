//! `hubctl servers`.

mod live;

use clap::{Args, Subcommand};
use clap_complete::ArgValueCompleter;

use super::args::Format;
use super::output::{Row, join, time};
use super::when::Active;
use super::{Answer, Outcome, Session, complete};
use crate::error::{Error, Kind};
use crate::model::{
    BaseUrl, GroupName, Origin, ServerClient, ServerDetails, ServerRef, ServerShare, ServerToken,
    StoredServer, UserName,
};
use crate::ops::servers::{
    ForetellEnvironment, Foretold, ListServers, MayReadOutput, ServerFilter, ShowServer,
};
use crate::spawn::local::printed;
use crate::spawn::output_beside;

/// List, start, stop and open servers, and see what they are given
#[derive(Debug, Subcommand)]
pub(super) enum Servers {
    /// List servers, running or not
    List(List),
    /// Show all that the database knows about a server
    Show(Show),
    /// Show the environment that JupyterHub 6.1.1 gives to a server, secrets masked
    Env(Env),
    /// Show what a server printed last, now or when it last ran
    Logs(Logs),
    /// Have the hub start a server, and follow how it comes up
    Start(live::Start),
    /// Have the hub stop a server
    Stop(live::Stop),
    /// Stop a server, and start it anew
    Restart(live::Start),
    /// Have the hub delete a named server
    Delete(live::Delete),
    /// Open a server that runs in the browser
    Open(live::Open),
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only those of this user
    #[arg(long, add = ArgValueCompleter::new(complete::users))]
    user: Option<UserName>,
    /// Only those of members of this group
    #[arg(long, add = ArgValueCompleter::new(complete::groups))]
    group: Option<GroupName>,
    /// Only those that run
    #[arg(long, conflicts_with = "stopped")]
    running: bool,
    /// Only those that do not run
    #[arg(long)]
    stopped: bool,
    #[command(flatten)]
    active: Active,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Which; `USER` alone is the default server
    #[arg(value_name = "USER[/SERVER]", add = ArgValueCompleter::new(complete::servers))]
    server: ServerRef,
}

#[derive(Debug, Args)]
pub(super) struct Env {
    /// Which; `USER` alone is the default server. It need not exist yet
    #[arg(value_name = "USER[/SERVER]", add = ArgValueCompleter::new(complete::servers))]
    server: ServerRef,
    /// The path below which the hub is served, if no running server shows it
    #[arg(long, value_name = "PATH")]
    base_url: Option<BaseUrl>,
    /// Where servers reach the hub [default: `http://127.0.0.1:8081`]
    #[arg(long, value_name = "URL")]
    hub_url: Option<Origin>,
    /// Where browsers reach the hub, if its configuration says
    #[arg(long, value_name = "URL")]
    public_url: Option<Origin>,
}

#[derive(Debug, Args)]
pub(super) struct Logs {
    /// Which; `USER` alone is the default server
    #[arg(value_name = "USER[/SERVER]", add = ArgValueCompleter::new(complete::servers))]
    server: ServerRef,
    /// How many of the last lines
    #[arg(long, short = 'n', value_name = "COUNT", default_value_t = 100)]
    lines: usize,
}

pub(super) fn run(verb: Servers, session: &mut Session) -> Outcome {
    match verb {
        Servers::List(args) => list(args, session),
        Servers::Show(args) => show(args, session),
        Servers::Env(args) => env(args, session),
        Servers::Logs(args) => logs(&args, session),
        Servers::Start(args) => live::start(args, session),
        Servers::Stop(args) => live::stop(&args, session),
        Servers::Restart(args) => live::restart(args, session),
        Servers::Delete(args) => live::delete(&args, session),
        Servers::Open(args) => live::open(&args, session),
    }
}

fn list(args: List, session: &mut Session) -> Outcome {
    let (active_since, inactive_since) = args.active.bounds(session.backend.clock().now())?;
    let filter = ServerFilter {
        user: args.user,
        group: args.group,
        running: if args.running {
            Some(true)
        } else {
            args.stopped.then_some(false)
        },
        active_since,
        inactive_since,
        ..ServerFilter::default()
    };
    let servers = session.backend.read(ListServers(filter))?;
    session.out.list(&servers)?;
    Ok(Answer::Yes)
}

fn show(args: Show, session: &mut Session) -> Outcome {
    let server = session.backend.read(ShowServer(args.server))?;
    let fields = fields(&server);
    session.out.one(&server, fields)?;
    Ok(Answer::Yes)
}

fn env(args: Env, session: &mut Session) -> Outcome {
    let server = args.server.clone();
    let foretold = session.backend.read(ForetellEnvironment {
        server: args.server,
        base_url: args.base_url,
        hub: args.hub_url,
        public: args.public_url,
        facts: None,
    })?;
    if !foretold.exists {
        let what = format!("there is no server `{server}` yet; this is what it would get");
        session.out.say(&what);
    }
    session.out.say(&rests_on(&foretold));
    let variables = foretold.environment.iter();
    match session.out.format() {
        Format::Table => session.out.table(
            &["name", "value"],
            variables.map(|(name, value)| vec![name.to_owned(), value.to_string()]),
        )?,
        Format::Json => session.out.json(&foretold.environment)?,
        Format::Name => {
            for (name, _) in variables {
                session.out.line(name)?;
            }
        }
    }
    Ok(Answer::Yes)
}

fn logs(args: &Logs, session: &mut Session) -> Outcome {
    let lines = if session.backend.is_remote() {
        session.backend.hub()?.printed(&args.server, args.lines)?
    } else {
        kept(args, session)?
    };
    match session.out.format() {
        Format::Json => session.out.json(&lines)?,
        Format::Table | Format::Name => lines.iter().try_for_each(|line| session.out.line(line))?,
    }
    Ok(Answer::Yes)
}

/// What is kept beside the database of what a server printed.
fn kept(args: &Logs, session: &Session) -> anyhow::Result<Vec<String>> {
    session
        .backend
        .read_here(MayReadOutput(args.server.clone()))?;
    let kept = output_beside(session.backend.db()?.path());
    printed(&kept, &args.server, args.lines).ok_or_else(|| {
        let error = format!("nothing is kept that server `{}` printed", args.server);
        Error::new(Kind::NotFound, error)
            .hint("a hub that `hubctl serve` runs keeps it, beside the database")
            .into()
    })
}

/// What the environment rests on besides the database, in one line.
fn rests_on(foretold: &Foretold) -> String {
    const UNSEEN: &str = "what the hub's configuration adds is not shown";
    if foretold.assumed.is_empty() {
        return UNSEEN.to_owned();
    }
    format!(
        "assumed, as the database does not say: {}; {UNSEEN}",
        foretold.assumed.join(", ")
    )
}

impl Row for StoredServer {
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "url",
        "started",
        "last activity",
        "display name",
        "address",
        "oauth client",
    ];

    fn cells(&self) -> Vec<String> {
        let server = &self.server;
        vec![
            self.name(),
            server.url.clone().unwrap_or_default(),
            time(server.started),
            time(server.last_activity),
            server.display_name.clone().unwrap_or_default(),
            address(self),
            client(self).map_or_else(String::new, |client| client.identifier.clone()),
        ]
    }

    fn name(&self) -> String {
        self.server.full_name.to_string()
    }
}

impl Row for ServerDetails {
    const COLUMNS: &'static [&'static str] = StoredServer::COLUMNS;

    fn cells(&self) -> Vec<String> {
        self.stored.cells()
    }

    fn name(&self) -> String {
        self.stored.name()
    }
}

/// What a person may see: not the spawner's state, which may hold secrets.
fn fields(details: &ServerDetails) -> Vec<(&'static str, String)> {
    let cells = StoredServer::COLUMNS.iter().copied();
    let mut fields: Vec<_> = cells.zip(details.cells()).collect();
    let options = details.stored.server.user_options.as_ref();
    fields.extend([
        (
            "allowed scopes",
            client(&details.stored).map_or_else(String::new, |client| join(&client.allowed_scopes)),
        ),
        ("access by any of", join(&details.oauth_access_scopes)),
        (
            "user options",
            options.map_or_else(String::new, ToString::to_string),
        ),
    ]);
    fields.extend(
        details
            .tokens
            .iter()
            .map(|token| ("token", described(token))),
    );
    fields.extend(
        details
            .shares
            .iter()
            .map(|share| ("shared with", shared(share))),
    );
    fields
}

fn address(server: &StoredServer) -> String {
    server
        .address
        .as_ref()
        .map_or_else(String::new, ToString::to_string)
}

fn client(server: &StoredServer) -> Option<&ServerClient> {
    server.oauth_client.as_ref()
}

fn described(token: &ServerToken) -> String {
    format!("{}: {}", token.id, join(&token.scopes))
}

fn shared(share: &ServerShare) -> String {
    let with = match (&share.user, &share.group) {
        (Some(user), _) => format!("user {user}"),
        (None, Some(group)) => format!("group {group}"),
        (None, None) => "nobody".to_owned(),
    };
    format!("{with}: {}", join(&share.scopes))
}
