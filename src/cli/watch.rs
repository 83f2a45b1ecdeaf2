//! `hubctl watch`: servers as they come and go.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::args::Format;
use super::output::time;
use super::{Outcome, Session};
use crate::client::Watched;
use crate::model::{Pending, ServerRef, Timestamp, User};

/// Say what becomes of the servers of a hub that runs, as it happens
#[derive(Debug, Args)]
pub(super) struct Watch {
    /// How often to look, in seconds
    #[arg(long, default_value = "2", value_name = "SECONDS")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
}

/// What a server is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Starting,
    Running,
    Stopping,
    Changing,
    Stopped,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Stopping => "stopping",
            Self::Changing => "changing",
            Self::Stopped => "stopped",
        }
    }
}

/// That a server is doing something else now.
#[derive(Serialize)]
struct Changed<'a> {
    time: Timestamp,
    server: &'a ServerRef,
    state: State,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a hub tells what changes only to whoever asks again"
)]
pub(super) fn run(args: &Watch, session: &mut Session) -> Outcome {
    let mut watched = Watched::default();
    let mut before = BTreeMap::new();
    let place = session.backend.hub()?.place().to_string();
    session.out.say(&format!(
        "watching the servers of `{place}`; Ctrl-C ends this"
    ));
    loop {
        if let Some(users) = session.backend.hub()?.look_again(&mut watched)? {
            let now = states(&users);
            tell(&before, &now, session)?;
            before = now;
        }
        session.out.finish()?;
        thread::sleep(Duration::from_secs(args.every));
    }
}

/// What each server does that does anything.
fn states(users: &[User]) -> BTreeMap<ServerRef, State> {
    let servers = users.iter().filter_map(|user| user.servers.shown());
    let servers = servers.flat_map(BTreeMap::values);
    servers
        .filter(|server| !server.stopped)
        .map(|server| {
            let state = match server.pending {
                Some(Pending::Spawn) => State::Starting,
                Some(Pending::Stop) => State::Stopping,
                Some(Pending::Check | Pending::Rename) => State::Changing,
                None => State::Running,
            };
            (server.full_name.clone(), state)
        })
        .collect()
}

fn tell(
    before: &BTreeMap<ServerRef, State>,
    now: &BTreeMap<ServerRef, State>,
    session: &mut Session,
) -> anyhow::Result<()> {
    let changed = now
        .iter()
        .filter(|(server, state)| before.get(server) != Some(state));
    let gone = before.keys().filter(|server| !now.contains_key(server));
    let gone = gone.map(|server| (server, &State::Stopped));
    let at = session.backend.clock().now();
    for (server, state) in changed.chain(gone) {
        let changed = Changed {
            time: at,
            server,
            state: *state,
        };
        match session.out.format() {
            Format::Json => session.out.json_line(&changed)?,
            Format::Name => session.out.line(&server.to_string())?,
            Format::Table => {
                let line = format!("{}  {:<9} {server}", time(Some(at)), state.word());
                session.out.line(&line)?;
            }
        }
    }
    Ok(())
}
