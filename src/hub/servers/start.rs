//! Starting a server.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::timeout;

use super::board::{Beginning, Unstarted};
use super::limits::{Limits, Throttled};
use super::phase::{End, Phase, Running, Start};
use super::{busy, order, up};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::hub::audit::{in_request, request};
use crate::hub::metrics::{Ended, Spawned};
use crate::hub::{Hub, Identity};
use crate::model::{Address, ServerRef};
use crate::ops::environment::server_path;
use crate::ops::servers::{BeginStart, Begun, EnsureServer};
use crate::spawn::{Known, Started, State, Stop};
use crate::store::Ending as Transaction;
use crate::store::servers::running;

/// Somebody wants a server started.
#[derive(Debug, Clone)]
pub struct StartServer {
    /// Which.
    pub server: ServerRef,
    /// What people are to call it, if it has a name.
    pub display_name: Option<String>,
    /// What is chosen for it; what was chosen last where `None`.
    pub user_options: Option<Map<String, Value>>,
}

/// What something came to while whoever asked for it waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// It is done.
    Done,
    /// It goes on.
    Pending,
}

/// Why a server was not started.
#[derive(Debug)]
pub enum NotStarted {
    /// It may not be, or not now.
    Refused(Error),
    /// The hub has enough to do.
    Throttled(Throttled),
    /// It was tried, and failed.
    Failed(Arc<Error>),
}

impl From<Error> for NotStarted {
    fn from(refused: Error) -> Self {
        Self::Refused(refused)
    }
}

impl Hub {
    /// Start a server, and add it where there is none; wait for it as long as `slow_spawn_timeout`
    /// (`BaseHandler.spawn_single_user`). The start goes on if nobody waits any more.
    pub async fn start_server(
        self: &Arc<Self>,
        identity: &Arc<Identity>,
        wanted: StartServer,
    ) -> Result<Waited, NotStarted> {
        let config = self.config();
        let ensure = EnsureServer {
            server: wanted.server.clone(),
            display_name: wanted.display_name.clone(),
            rules: order::name_rules(&config)?,
        };
        self.change(identity, ensure).await?;
        let Some(start) = self.begin_start(&config, &wanted.server).await? else {
            return Ok(Waited::Pending);
        };
        let attempt = Attempt {
            hub: Arc::clone(self),
            identity: Arc::clone(identity),
            start: Arc::clone(&start),
            wanted,
            config: Arc::clone(&config),
        };
        // What it writes down is what this request asked for.
        match request() {
            Some(request) => tokio::spawn(in_request(request, attempt.run())),
            None => tokio::spawn(attempt.run()),
        };
        let patience = config.hub.tornado_settings.slow_spawn_timeout.duration();
        match timeout(patience, start.ended()).await {
            Ok(End::Ready) => Ok(Waited::Done),
            Ok(End::Failed(error)) => Err(NotStarted::Failed(error)),
            Ok(End::Cancelled) => {
                let error = Error::unreachable("it was stopped while it was starting");
                Err(NotStarted::Failed(Arc::new(error)))
            }
            Err(_) => Ok(Waited::Pending),
        }
    }

    /// A start of `server`; `None` where one is going on.
    async fn begin_start(
        self: &Arc<Self>,
        config: &Config,
        server: &ServerRef,
    ) -> Result<Option<Arc<Start>>, NotStarted> {
        let [drawn] = self.pool.clock().random();
        let limits = Limits::of(config, drawn);
        // Twice at most: what is found dead has stopped by then, or somebody else has started it.
        for _ in 0..2 {
            let beginning = self.servers.board().begin_start(server, &limits);
            match beginning {
                Ok(Beginning::Begun(start)) => return Ok(Some(start)),
                Ok(Beginning::Pending) => return Ok(None),
                Ok(Beginning::Runs(running)) => {
                    if !self.is_found_dead(server, &running).await {
                        break;
                    }
                }
                Err(Unstarted::Busy(pending)) => return Err(busy(server, pending).into()),
                Err(Unstarted::Throttled(throttled)) => {
                    tracing::warn!(%server, %throttled, "a start was put off");
                    let counted = match throttled {
                        Throttled::Starting { .. } => Spawned::THROTTLED,
                        Throttled::Active => Spawned::TOO_MANY_USERS,
                    };
                    self.metrics.server_spawn.observe(&counted, Duration::ZERO);
                    return Err(NotStarted::Throttled(throttled));
                }
            }
        }
        Err(Error::invalid(format!("server `{server}` is already running")).into())
    }
}

/// One start, from its beginning to its end, whoever waits for it.
struct Attempt {
    hub: Arc<Hub>,
    identity: Arc<Identity>,
    start: Arc<Start>,
    wanted: StartServer,
    config: Arc<Config>,
}

impl Attempt {
    async fn run(self) {
        let since = tokio::time::Instant::now();
        let server = &self.wanted.server;
        let end = match self.begin().await {
            Ok((listen, begun)) => self.bring_up_or_clear(&listen, &begun).await,
            Err(error) => {
                let end = End::Failed(Arc::new(error));
                self.forget(&end);
                end
            }
        };
        self.count(&end, since.elapsed());
        let seconds = since.elapsed().as_secs_f64();
        match &end {
            End::Ready => tracing::info!(%server, seconds, "a server is ready"),
            End::Failed(error) => {
                tracing::error!(%server, seconds, %error, "a server did not start");
            }
            End::Cancelled => tracing::info!(%server, seconds, "a start was given up"),
        }
        self.start.end(end);
    }

    /// Write down that it begins. Nobody interrupts this: what is written must be known.
    async fn begin(&self) -> Result<(Address, Begun)> {
        let listen = self.hub.servers.spawner.listen(&self.config.spawner)?;
        let operation = BeginStart {
            server: self.wanted.server.clone(),
            user_options: self.wanted.user_options.clone(),
            listen: listen.clone(),
            provisions: order::provisions(&self.config)?,
        };
        let begun = self.hub.change(&self.identity, operation).await?;
        Ok((listen, begun))
    }

    async fn bring_up_or_clear(&self, listen: &Address, begun: &Begun) -> End {
        let mut state = State::default();
        let up = tokio::select! {
            up = self.bring_up(listen, begun, &mut state) => Some(up),
            () = self.start.cancelled() => None,
        };
        let end = match up {
            Some(Ok(running)) => {
                if self.is_taken_up(running) {
                    return End::Ready;
                }
                End::Cancelled
            }
            Some(Err(error)) => End::Failed(Arc::new(error)),
            None => End::Cancelled,
        };
        self.clear(begun, &state, end).await
    }

    /// Have it started, and wait until it answers. `state` is what is known of it by then.
    async fn bring_up(
        &self,
        listen: &Address,
        begun: &Begun,
        state: &mut State,
    ) -> Result<Running> {
        let server = &self.wanted.server;
        let spawner = &*self.hub.servers.spawner;
        let settings = &self.config.spawner;
        let order = order::order(
            &self.config,
            self.hub.servers().hub(),
            server,
            begun,
            listen,
            &self.start,
        )?;
        let patience = settings.start_timeout.duration();
        let started = timeout(patience, spawner.start(&order))
            .await
            .map_err(|_| {
                let seconds = patience.as_secs_f64();
                Error::unreachable(format!("it did not start in {seconds} seconds"))
                    .hint("see `spawner.start_timeout`")
            })?;
        let Started {
            address,
            state: its_state,
        } = started?;
        state.clone_from(&its_state);
        self.note_started(begun, &address, &its_state).await?;
        let known = Known {
            server,
            state,
            settings,
        };
        let path = server_path(&self.config.hub.base_url, server);
        let answers = up::wait(spawner, known, &address, &path).await?;
        if let Some(version) = answers.version {
            tracing::debug!(%server, version, "a server answers");
        }
        Ok(Running {
            id: begun.server.id,
            address,
            state: its_state,
            tokens: vec![begun.token_id],
            route: path.parse()?,
        })
    }

    async fn note_started(&self, begun: &Begun, address: &Address, state: &State) -> Result<()> {
        let (id, address, state) = (begun.server.id, address.clone(), state.clone());
        let write = self.hub.pool.write(Transaction::Commit, move |tx| {
            running::started(tx, id, &address, state.as_json())
        });
        write.await
    }

    /// Lead requests to it; false where it was given up in this very moment.
    fn is_taken_up(&self, running: Running) -> bool {
        let servers = &self.hub.servers;
        let running = Arc::new(running);
        let mut board = servers.board();
        let taken = board.started(&self.wanted.server, &self.start, Arc::clone(&running));
        if taken {
            let since = tokio::time::Instant::now();
            servers.add_route(&self.wanted.server, &running);
            let added = &self.hub.metrics.proxy_add;
            added.observe(&Ended::Success, since.elapsed());
        }
        taken
    }

    /// End what a start left, and clear its rows.
    async fn clear(&self, begun: &Begun, state: &State, end: End) -> End {
        let server = &self.wanted.server;
        let ending = self.hub.servers.board().clear_start(server);
        let known = Known {
            server,
            state,
            settings: &self.config.spawner,
        };
        if let Err(error) = self.hub.have_stopped(known, Stop::Gently).await {
            tracing::error!(%server, %error, "what a start left could not be stopped");
        }
        self.hub
            .clear_rows(server, begun.server.id, &[begun.token_id])
            .await;
        let failed = match &end {
            End::Failed(error) => Some(Phase::Failed(Arc::clone(error))),
            End::Ready | End::Cancelled => None,
        };
        self.hub.servers.board().ended(server, &ending, failed);
        ending.end(Ok(()));
        end
    }

    /// It came to nothing before anything was written.
    fn forget(&self, end: &End) {
        let mut board = self.hub.servers.board();
        let ending = board.clear_start(&self.wanted.server);
        let failed = match end {
            End::Failed(error) => Some(Phase::Failed(Arc::clone(error))),
            End::Ready | End::Cancelled => None,
        };
        board.ended(&self.wanted.server, &ending, failed);
        ending.end(Ok(()));
    }

    /// Count how it ended, after `length`, and how many have failed in a row: the hub is given up by
    /// others, who watch that.
    fn count(&self, end: &End, length: Duration) {
        let spawned = match end {
            End::Ready => Some(Spawned::Success),
            End::Failed(_) => Some(Spawned::Error),
            End::Cancelled => None,
        };
        if let Some(spawned) = spawned {
            self.hub.metrics.server_spawn.observe(&spawned, length);
        }
        let limit = self.config.spawner.consecutive_failure_limit;
        let failed = matches!(end, End::Failed(_));
        self.hub.servers.failures.send_modify(|failures| {
            *failures = if failed {
                failures.saturating_add(1)
            } else {
                0
            };
        });
        let failures = *self.hub.servers.failures.borrow();
        if failed && limit.get().is_some() {
            tracing::warn!(failures, limit = ?limit.get(), "starts have failed one after another");
        }
    }
}
