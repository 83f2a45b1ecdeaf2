//! `hubctl serve`: be the hub.

mod database;
mod first_link;
mod inner;
mod pid_file;
mod signals;
mod singleuser;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinHandle, JoinSet};

use self::inner::Inner;
use self::pid_file::PidFile;
use self::signals::{Reload, Signals};
use self::singleuser::Quickstart;
use super::config::{Configuration, Told, refused};
use super::logs::Logs;
use super::{Answer, Outcome, Session};
use crate::clock::Clock;
use crate::config::{Config, Given, Patience};
use crate::error::Result;
use crate::http::{Certificates, Purpose, Server};
use crate::hub::Hub;

/// How long what still runs when the hub has stopped has to end.
const LAST: Duration = Duration::from_secs(1);

/// Be the hub of a database, in place of JupyterHub
///
/// Without any configuration it serves on 127.0.0.1:8000, from `jupyterhub.sqlite`, which it makes if
/// there is none, and prints a link by which the first administrator signs in. `hubctl config` checks and shows what
/// it would go by.
#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// Install what people's servers are beside the database, if that is not done, and use it: a Python environment with
    /// Jupyter's Lab in it. Where nothing else is configured, servers run for whoever signs in, as the hub's own user
    #[arg(long)]
    quickstart: bool,
    #[command(flatten)]
    configuration: Configuration,
}

/// Serve until the process is told to stop.
pub(super) fn run(args: &Serve, session: &mut Session) -> Outcome {
    let mut given = args.configuration.given(session);
    let mut told = Told::by(&given).map_err(|problems| refused(&problems, session))?;
    let quickstart = args.quickstart.then(|| Quickstart::of(&told.config));
    let quickstart = quickstart.transpose()?;
    if let Some(quickstart) = &quickstart {
        quickstart.add_to(&mut given, &told);
        told = Told::by(&given).map_err(|problems| refused(&problems, session))?;
    }
    let logs = Arc::new(Logs::start(&told.config.log)?);
    for warning in &told.warnings {
        tracing::warn!("{warning}");
    }
    match quickstart {
        Some(quickstart) => quickstart.make()?,
        None => singleuser::say_what_lacks(&told.config),
    }
    singleuser::say_whose_they_are(&told.config);
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the threads of the hub cannot be started")?;
    let ended = runtime.block_on(serve(told, given, &logs));
    ended.map(|hub| close(&hub, runtime))?;
    Ok(Answer::Yes)
}

fn close(hub: &Hub, runtime: Runtime) {
    runtime.shutdown_timeout(LAST);
    hub.close();
    tracing::info!("stopped");
}

/// Serve as `told` by what is `given`; the hub that has stopped.
async fn serve(told: Told, given: Given, logs: &Arc<Logs>) -> Result<Arc<Hub>> {
    let began = Instant::now();
    let Told {
        config, catalogue, ..
    } = told;
    // From here on a signal is heard, and nothing is left half done.
    let signals = Signals::listen()?;
    let clock = Arc::new(Clock::system());
    let certificates = certificates(&config)?;
    let bind = &config.hub.bind_url;
    let server = Server::listen(bind, config.hub.hub_socket_mode, certificates.as_ref()).await?;
    let server = server.serving(Purpose::People);
    let inner = Inner::listen(&config, &server).await?;
    database::prepare(&config, &clock)?;
    let pid_file = config.hub.pid_file.clone();
    let hub = Arc::new(Hub::open(config, catalogue, clock)?);
    inner.tell(&hub)?;
    let held = hub.hold(server.url().to_string()).await?;
    if let Err(error) = hub.start().await {
        hub.release(held).await?;
        return Err(error);
    }
    let _pid_file = pid_file.map(PidFile::write).transpose()?;

    let adopting = tokio::spawn(hub.adopt_servers()?);

    let mut beside = JoinSet::new();
    beside.spawn(Arc::clone(&hub).watch_servers());
    beside.spawn(Arc::clone(&hub).watch_services());
    beside.spawn(Arc::clone(&hub).tidy());
    beside.spawn(Arc::clone(&hub).watch_routes());
    let reload = Reload::new(given, &hub, logs, certificates.clone());
    beside.spawn(signals.follow(Arc::clone(&hub), reload));
    beside.spawn(follow(certificates));
    await_servers(&hub, adopting).await;
    let measured = Arc::clone(&hub);
    beside.spawn(async move { measured.measure().await });
    hub.metrics().hub_startup.observe(began.elapsed());
    hub.start_services();
    first_link::offer(&hub, &server.url()).await?;
    tracing::info!(url = %server.url(), process = std::process::id(), "serving");
    let mut serving = std::pin::pin!(async {
        tokio::join!(server.serve(&hub), inner.serve(&hub));
    });
    let (error, is_lost) = tokio::select! {
        () = &mut serving => (None, false),
        error = hub.keep(&held) => (Some(error), true),
        error = hub.gives_up() => (Some(error), false),
    };
    if let Some(error) = &error {
        tracing::error!(%error, "this hub stops");
        hub.stop_or_hurry();
        serving.await;
    }
    if !is_lost {
        leave(&hub).await;
        hub.write_counted().await;
        hub.release(held).await?;
    }
    error.map_or(Ok(Arc::clone(&hub)), Err)
}

/// Wait until the servers that ran have been looked for, as long as the hub may wait for that.
async fn await_servers(hub: &Hub, adopting: JoinHandle<usize>) {
    let patience = match hub.config().hub.init_spawners_timeout {
        Patience::For(seconds) => seconds.duration(),
        Patience::Endless => Duration::from_secs(u64::from(u32::MAX)),
    };
    tokio::select! {
        found = adopting => tracing::debug!(servers = found.unwrap_or_default(), "looked for the servers that ran"),
        () = tokio::time::sleep(patience) => tracing::warn!("the servers that ran are still being looked for"),
        () = hub.stopping() => {}
    }
}

/// Stop the hub's services, and people's servers too or leave them to the next hub; whoever is in a hurry leaves
/// them.
async fn leave(hub: &Arc<Hub>) {
    hub.note_activity(None).await;
    let stop = hub.leaving().servers;
    let stop = stop.unwrap_or(hub.config().hub.cleanup_servers);
    let left = async { tokio::join!(hub.leave_servers(stop), hub.stop_services()) };
    tokio::select! {
        _ = left => {}
        () = hub.hurried() => {}
    }
}

/// The certificates that `config` names.
fn certificates(config: &Config) -> Result<Option<Arc<Certificates>>> {
    let (Some(chain), Some(key)) = (&config.hub.ssl_cert, &config.hub.ssl_key) else {
        return Ok(None);
    };
    Certificates::read(chain, key).map(Some)
}

/// Take up certificates that change.
async fn follow(certificates: Option<Arc<Certificates>>) {
    if let Some(certificates) = certificates {
        certificates.follow(signals::say_certificates).await;
    }
}
