//! `hubctl servers start`, `stop`, `restart`, `delete` and `open`: what a hub that runs does.

use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use clap_complete::ArgValueCompleter;

use crate::cli::args::{Destroy, Write};
use crate::cli::browser::browse;
use crate::cli::output::{Output, heard_by_a_person};
use crate::cli::pairs::Pair;
use crate::cli::progress::Bar;
use crate::cli::{Answer, Outcome, Session, complete, pairs, prompt};
use crate::client::{Came, Event, Next, Remote};
use crate::error::{Error, Result};
use crate::model::{Server, ServerRef};
use crate::ops::servers::{RemoveServer, ShowServer};

/// How often a stop that goes on is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How long a stop is waited for.
const PATIENCE: Duration = Duration::from_mins(2);

#[derive(Debug, Args)]
pub(in crate::cli) struct Start {
    #[command(flatten)]
    which: Which,
    /// An option of its start; the value is JSON, or text
    #[arg(long = "option", value_name = "KEY=VALUE")]
    options: Vec<Pair>,
    /// Do not wait until it is up
    #[arg(long)]
    no_wait: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Stop {
    #[command(flatten)]
    which: Which,
    /// Do not wait until it has stopped
    #[arg(long)]
    no_wait: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Delete {
    #[command(flatten)]
    which: Which,
    /// On a database, though the server runs as far as that knows
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    destroy: Destroy,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Open {
    #[command(flatten)]
    which: Which,
    /// Only print the URL
    #[arg(long)]
    print: bool,
}

/// Which server.
#[derive(Debug, Args)]
pub(in crate::cli) struct Which {
    /// Which; `USER` alone is the default server
    #[arg(value_name = "USER[/SERVER]", add = ArgValueCompleter::new(complete::servers))]
    server: ServerRef,
}

pub(super) fn start(args: Start, session: &mut Session) -> Outcome {
    let hub = session.backend.hub()?;
    start_one(hub, args, &mut session.out)
}

pub(super) fn stop(args: &Stop, session: &mut Session) -> Outcome {
    let server = &args.which.server;
    let hub = session.backend.hub()?;
    let stopped = stop_one(hub, server, !args.no_wait)?;
    session.out.say(&if stopped {
        format!("stopped `{server}`")
    } else {
        format!("`{server}` is stopping")
    });
    Ok(Answer::Yes)
}

pub(super) fn restart(args: Start, session: &mut Session) -> Outcome {
    let hub = session.backend.hub()?;
    stop_one(hub, &args.which.server, true)?;
    session.out.say(&format!("stopped `{}`", args.which.server));
    start_one(hub, args, &mut session.out)
}

pub(super) fn delete(args: &Delete, session: &mut Session) -> Outcome {
    let server = &args.which.server;
    if server.server.as_str().is_empty() {
        return Err(Error::invalid("a default server cannot be deleted")
            .hint(format!("stop it: `hubctl servers stop {}`", server.user))
            .into());
    }
    let (is_remote, write) = (session.backend.is_remote(), args.destroy.write);
    // What cannot be deleted is not asked about.
    match (is_remote, args.destroy.yes && !write.dry_run) {
        (_, true) => {}
        (true, _) => drop(session.backend.read(ShowServer(server.clone()))?),
        (false, _) => remove_here(args, Write { dry_run: true }, session)?,
    }
    let stopping = if is_remote {
        ", stopping it if it runs"
    } else {
        ""
    };
    prompt::confirm(
        args.destroy,
        &format!("Delete the server `{server}`{stopping}?"),
    )?;
    match (is_remote, write.dry_run) {
        (_, true) => {}
        (true, _) => remove_there(session.backend.hub()?, server)?,
        (false, _) => remove_here(args, write, session)?,
    }
    session.out.did(write, &format!("deleted `{server}`"));
    Ok(Answer::Yes)
}

/// Have a hub delete a server, stopping it first where it runs.
fn remove_there(hub: &Remote, server: &ServerRef) -> Result<()> {
    if hub.remove(server)? == Came::Pending {
        await_stop(hub, server)?;
        hub.remove(server)?;
    }
    Ok(())
}

/// Delete a server from the database.
fn remove_here(args: &Delete, write: Write, session: &Session) -> Result<()> {
    let removing = RemoveServer {
        server: args.which.server.clone(),
        force: args.force,
    };
    session.backend.write_here(write, [removing]).map(drop)
}

pub(super) fn open(args: &Open, session: &mut Session) -> Outcome {
    let server = &args.which.server;
    let hub = session.backend.hub()?;
    let running = hub.server(server)?.filter(|found| !found.stopped);
    let Some(running) = running else {
        return Err(Error::conflict(format!("`{server}` does not run"))
            .hint(format!("start it: `hubctl servers start {server}`"))
            .into());
    };
    let url = address(hub, &running);
    session.out.line(&url)?;
    session.out.finish()?;
    if !args.print && heard_by_a_person() {
        browse(&url).map_err(|error| error.hint("or say `--print`"))?;
    }
    Ok(Answer::Yes)
}

/// Where browsers find a server that runs.
fn address(hub: &Remote, server: &Server) -> String {
    if let Some(Some(full)) = server.full_url.shown() {
        return full.clone();
    }
    hub.place().on_host(server.url.as_deref().unwrap_or("/"))
}

fn start_one(hub: &Remote, args: Start, out: &mut Output) -> Outcome {
    let server = &args.which.server;
    let came = hub.start(server, &pairs::object(args.options))?;
    if came == Came::Pending && args.no_wait {
        out.say(&format!("`{server}` is starting"));
        return Ok(Answer::Yes);
    }
    let url = match came {
        Came::Done => hub.server(server)?.map(|found| address(hub, &found)),
        Came::Pending => match follow(hub, server, out)? {
            Some(url) => Some(url),
            None => return Ok(Answer::Yes),
        },
    };
    out.say(&format!("started `{server}`"));
    if let Some(url) = url {
        out.line(&url)?;
    }
    Ok(Answer::Yes)
}

/// Show how a start goes on until it is up, and tell where; `None` where it was left alone or cancelled.
fn follow(hub: &Remote, server: &ServerRef, out: &mut Output) -> anyhow::Result<Option<String>> {
    let mut events = hub.follow(server)?;
    let shown = Shown::new();
    loop {
        match events.wait()? {
            Next::Event(event) if event.ready => {
                return Ok(Some(match &event.url {
                    Some(url) => hub.place().on_host(url),
                    None => hub.place().to_string(),
                }));
            }
            Next::Event(event) if event.failed => {
                let why = event.message.trim().trim_end_matches('.').to_owned();
                return Err(Error::conflict(format!("`{server}` did not start: {why}"))
                    .hint(format!("see `hubctl servers logs {server}`"))
                    .into());
            }
            Next::Event(event) => shown.show(&event, out),
            Next::End => {
                return Err(Error::unreachable(format!(
                    "the hub says nothing more of the start of `{server}`"
                ))
                .hint(format!("see `hubctl servers show {server}`"))
                .into());
            }
            Next::Interrupted => {
                shown.hide();
                if cancels(server)? {
                    hub.stop(server)?;
                    return Err(
                        Error::conflict(format!("cancelled the start of `{server}`")).into(),
                    );
                }
                out.say(&format!("`{server}` goes on starting"));
                return Ok(None);
            }
        }
    }
}

/// Whether the person wants the start cancelled; where nobody can be asked, it goes on.
fn cancels(server: &ServerRef) -> anyhow::Result<bool> {
    if prompt::can_ask() {
        prompt::agrees(&format!("Cancel the start of `{server}`?"))
    } else {
        Ok(false)
    }
}

/// How far a start has come: a bar on a terminal, else a line for each event.
struct Shown(Option<Bar>);

impl Shown {
    fn new() -> Self {
        Self(heard_by_a_person().then(Bar::new))
    }

    fn show(&self, event: &Event, out: &mut Output) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is from 0 to 100"
        )]
        let percent = event.progress.clamp(0.0, 100.0) as usize;
        match &self.0 {
            Some(bar) => bar.tell(&event.message, percent, 100),
            None => out.say(&format!("{percent:>3}% {}", event.message)),
        }
    }

    fn hide(&self) {
        if let Some(bar) = &self.0 {
            bar.hide();
        }
    }
}

/// Stop a server, and wait for that; whether it has stopped.
fn stop_one(hub: &Remote, server: &ServerRef, waits: bool) -> Result<bool> {
    match hub.stop(server)? {
        Came::Done => Ok(true),
        Came::Pending if waits => await_stop(hub, server).map(|()| true),
        Came::Pending => Ok(false),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a hub tells of the end of a stop only to whoever asks again"
)]
fn await_stop(hub: &Remote, server: &ServerRef) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        match hub.server(server)? {
            Some(found) if !found.stopped || found.pending.is_some() => thread::sleep(LOOK_EVERY),
            _ => return Ok(()),
        }
    }
    Err(Error::unreachable(format!("`{server}` is still stopping"))
        .hint(format!("see `hubctl servers show {server}`")))
}
