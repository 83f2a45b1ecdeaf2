//! `hubctl watch`: servers, and what is changed, as it happens.

mod line;

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use clap::{Args, ValueEnum};

use self::line::Line;
use super::output::Output;
use super::{Outcome, Session};
use crate::client::{Remote, Watched};
use crate::clock::Clock;
use crate::error::{Error, Kind};
use crate::model::{Doing, Happening, Server, ServerRef, ServerState, Timestamp, User};

/// Say what becomes of the servers of a hub that runs, and what is changed there, as it happens
///
/// A hub of hubctl's tells by itself: of servers, whoever has `read:servers`; of what is changed and refused,
/// whoever has `admin:users` and so may read the audit log. A JupyterHub tells of servers alone, and only when it
/// is asked again. A hub that is restarted is waited for. In JSON, one line is one event.
#[derive(Debug, Args)]
pub(super) struct Watch {
    /// Of what is changed, begin after the event with this number (`id` in JSON), and not with what is new
    #[arg(long, value_name = "NUMBER")]
    after: Option<i64>,
    /// Tell of one kind alone
    #[arg(long, value_enum)]
    only: Option<Only>,
    /// How often to ask a hub that does not tell by itself, in seconds
    #[arg(long, default_value = "2", value_name = "SECONDS")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
}

/// What to tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    /// What becomes of servers
    Servers,
    /// What is changed, and what is refused
    Changes,
}

/// How long to wait between two attempts to reach a hub that went away.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// A hub that is watched, and what is known of it.
struct Watching<'a> {
    hub: &'a Remote,
    out: &'a mut Output,
    clock: &'a Clock,
    args: &'a Watch,
    /// What each server does that does anything.
    servers: BTreeMap<ServerRef, ServerState>,
    /// The last event, after which a hub that comes back goes on.
    after: Option<i64>,
    reached: Reached,
}

/// Whether the hub is there, as far as was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    NotYet,
    Yes,
    Away,
}

pub(super) fn run(args: &Watch, session: &mut Session) -> Outcome {
    let hub = session.backend.hub()?;
    let mut watching = Watching {
        hub,
        out: &mut session.out,
        clock: session.backend.clock(),
        args,
        servers: BTreeMap::new(),
        after: args.after,
        reached: Reached::NotYet,
    };
    let tells = hub.known()?.hubctl.is_some();
    if !tells && (args.only == Some(Only::Changes) || args.after.is_some()) {
        let message = format!(
            "this hub is {}, whose API does not tell what is changed",
            hub.known()?.name()
        );
        return Err(Error::invalid(message)
            .hint("it tells what becomes of servers")
            .into());
    }
    loop {
        let ended = if tells {
            watching.listen()
        } else {
            watching.ask_again_and_again()
        };
        watching.is_away(ended)?;
        wait(AGAIN_AFTER);
    }
}

impl Watching<'_> {
    /// Listen to a hub that tells by itself, until it goes away.
    fn listen(&mut self) -> anyhow::Result<()> {
        let mut happenings = self.hub.happenings(self.after)?;
        self.is_there();
        while let Some(heard) = happenings.wait()? {
            self.after = heard.happening.after().or(self.after);
            match heard.happening {
                Happening::Servers { time, servers, .. } => self.found(time, servers)?,
                Happening::Server { time, doing } => self.changed(time, &doing)?,
                Happening::Audited(row) => self.tell(&Line::Change {
                    row: &row,
                    said: &heard.said,
                })?,
            }
            self.out.finish()?;
        }
        Ok(())
    }

    /// Ask a hub again and again, until it goes away.
    fn ask_again_and_again(&mut self) -> anyhow::Result<()> {
        let mut watched = Watched::default();
        loop {
            if let Some(users) = self.hub.look_again(&mut watched)? {
                self.is_there();
                self.found(self.clock.now(), active(users))?;
                self.out.finish()?;
            }
            wait(Duration::from_secs(self.args.every));
        }
    }

    /// Say that the hub is there, where that is new.
    fn is_there(&mut self) {
        let place = self.hub.place();
        match std::mem::replace(&mut self.reached, Reached::Yes) {
            Reached::NotYet => {
                let how = match self.hub.known() {
                    Ok(known) if known.hubctl.is_none() => format!(
                        ", whose API tells of servers alone: it is asked every {} s",
                        self.args.every
                    ),
                    _ => String::new(),
                };
                self.out
                    .say(&format!("watching `{place}`{how}; Ctrl-C ends this"));
            }
            Reached::Away => self.out.say(&format!("`{place}` is back")),
            Reached::Yes => {}
        }
    }

    /// Say that the hub has gone, where that is what `ended` tells and it was there.
    fn is_away(&mut self, ended: anyhow::Result<()>) -> anyhow::Result<()> {
        if let Err(error) = ended {
            let kind = error.downcast_ref::<Error>().map(Error::kind);
            if kind != Some(Kind::Unreachable) || self.reached == Reached::NotYet {
                return Err(error);
            }
        }
        if std::mem::replace(&mut self.reached, Reached::Away) == Reached::Yes {
            let place = self.hub.place();
            self.out
                .say(&format!("`{place}` has gone; waiting until it is back"));
        }
        Ok(())
    }

    /// These servers do something, and no others.
    fn found(&mut self, time: Timestamp, servers: Vec<Doing>) -> anyhow::Result<()> {
        let now: BTreeMap<_, _> = servers
            .into_iter()
            .map(|doing| (doing.server, doing.state))
            .collect();
        let gone = self
            .servers
            .keys()
            .filter(|server| !now.contains_key(server));
        let gone: Vec<_> = gone.cloned().collect();
        let gone = gone
            .into_iter()
            .map(|server| (server, ServerState::Stopped));
        for (server, state) in now.into_iter().chain(gone) {
            self.changed(time, &Doing { server, state })?;
        }
        Ok(())
    }

    /// A server does this now.
    fn changed(&mut self, time: Timestamp, doing: &Doing) -> anyhow::Result<()> {
        let before = if doing.state.is_active() {
            self.servers.insert(doing.server.clone(), doing.state)
        } else {
            self.servers.remove(&doing.server)
        };
        if before == Some(doing.state) {
            return Ok(());
        }
        self.tell(&Line::Server { time, doing })
    }

    fn tell(&mut self, line: &Line<'_>) -> anyhow::Result<()> {
        let of_servers = matches!(line, Line::Server { .. });
        match self.args.only {
            Some(Only::Servers) if !of_servers => Ok(()),
            Some(Only::Changes) if of_servers => Ok(()),
            _ => line.print(self.out),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a hub that is away, or tells nothing by itself, is asked again after a while"
)]
fn wait(span: Duration) {
    thread::sleep(span);
}

/// What each server of `users` does that does anything.
fn active(users: Vec<User>) -> Vec<Doing> {
    let servers = users
        .into_iter()
        .filter_map(|user| user.servers.into_shown());
    let servers = servers.flat_map(BTreeMap::into_values);
    let active = servers.filter(|server| !server.stopped);
    active
        .map(|server: Server| Doing {
            state: server
                .pending
                .map_or(ServerState::Running, ServerState::from),
            server: server.full_name,
        })
        .collect()
}
