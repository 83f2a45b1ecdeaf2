//! Starting a server.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::timeout;

use super::about::About;
use super::board::{self, Unstarted};
use super::events::Action;
use super::limits::{Limits, Throttled};
use super::phase::{End, Phase, Running, Start};
use super::{busy, must_sign_in, order, settings, up};
use crate::config::{Config, Spawner};
use crate::error::{Error, Kind, Result};
use crate::hub::audit::begun;
use crate::hub::metrics::{Ended, Spawned};
use crate::hub::{Hub, Identity, caught};
use crate::model::{Address, HostOf, ServerRef};
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
        let user = &wanted.server.user;
        if config.auth.refresh_pre_spawn && self.is_stale(identity, user).await? {
            return Err(must_sign_in(user, "started").into());
        }
        let ensure = EnsureServer {
            server: wanted.server.clone(),
            display_name: wanted.display_name.clone(),
            rules: self.name_rules(&wanted.server).await?,
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
        begun(attempt.run());
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
                Ok(board::Beginning::Begun(start)) => return Ok(Some(start)),
                Ok(board::Beginning::Pending) => return Ok(None),
                Ok(board::Beginning::Runs(running)) => {
                    if !self.is_found_dead(server, &running).await {
                        break;
                    }
                }
                Err(Unstarted::Busy(pending)) => return Err(busy(server, pending).into()),
                Err(Unstarted::UserChanges) => return Err(board::changes(&server.user).into()),
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

/// What is known when a start has begun.
struct Beginning {
    about: About,
    listen: Address,
    client_scopes: Vec<String>,
    begun: Begun,
}

/// What a server that is being started is found and stopped by.
struct Found {
    settings: Arc<Spawner>,
    state: State,
}

impl Found {
    /// One of which nothing is known yet.
    fn by(config: &Config) -> Self {
        Self {
            settings: Arc::new(config.spawner.clone()),
            state: State::default(),
        }
    }

    fn known<'a>(&'a self, server: &'a ServerRef) -> Known<'a> {
        Known {
            server,
            state: &self.state,
            settings: &self.settings,
        }
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
        let begun = caught("beginning a start", self.begin()).await;
        let end = match begun.flatten() {
            Ok(beginning) => self.bring_up_or_clear(&beginning).await,
            Err(error) => {
                let end = End::Failed(Arc::new(error));
                self.forget(&end);
                end
            }
        };
        self.count(&end, since.elapsed());
        let seconds = since.elapsed().as_secs_f64();
        match &end {
            End::Ready => {
                tracing::info!(%server, seconds, "a server is ready");
                let events = &self.hub.servers.events;
                events.write(Action::Start, server, self.hub.now());
            }
            End::Failed(error) if is_their_own(error) => {
                tracing::warn!(%server, %error, "a server was not started");
            }
            End::Failed(error) => {
                tracing::error!(%server, seconds, %error, "a server did not start");
            }
            End::Cancelled => tracing::info!(%server, seconds, "a start was given up"),
        }
        self.start.end(end);
    }

    /// Write down that it begins. Nobody interrupts this: what is written must be known.
    async fn begin(&self) -> Result<Beginning> {
        let chosen = self.wanted.user_options.clone().unwrap_or_default();
        let about = self.hub.about(&self.wanted.server, &chosen)?;
        self.hub
            .know_domain(HostOf::User, about.user().as_str())
            .await?;
        let site = self.hub.servers.site();
        let provisions = order::provisions(&self.config, site, &about).await?;
        let listen = self.hub.servers.spawner.listen(&self.config.spawner)?;
        let client_scopes = provisions.client_scopes.clone();
        let operation = BeginStart {
            server: self.wanted.server.clone(),
            user_options: self.wanted.user_options.clone(),
            listen: listen.clone(),
            provisions,
        };
        let begun = self.hub.change(&self.identity, operation).await?;
        Ok(Beginning {
            about: self.hub.about(&self.wanted.server, &begun.user_options)?,
            listen,
            client_scopes,
            begun,
        })
    }

    async fn bring_up_or_clear(&self, beginning: &Beginning) -> End {
        let mut found = Found::by(&self.config);
        let up = tokio::select! {
            up = caught("starting a server", self.bring_up(beginning, &mut found)) => Some(up.flatten()),
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
        self.clear(beginning, &found, end).await
    }

    /// Have it started, and wait until it answers. `found` is what is known of it by then.
    async fn bring_up(&self, beginning: &Beginning, found: &mut Found) -> Result<Running> {
        let Started { address, state } = self.have_started(beginning, found).await?;
        found.state.clone_from(&state);
        let begun = &beginning.begun;
        // From here on the next hub finds it, whatever becomes of this one.
        self.note_started(begun, &address, &state).await?;
        let server = &self.wanted.server;
        in_time(&found.settings, self.hub.servers.spawner.go(server)).await?;
        let path = server_path(&self.config.hub.base_url, server);
        let spawner = &*self.hub.servers.spawner;
        let answers = up::wait(spawner, found.known(server), &address, &path).await?;
        if let Some(version) = answers.version {
            tracing::debug!(%server, version, "a server answers");
        }
        Ok(Running {
            id: begun.server.id,
            address,
            state,
            settings: Arc::clone(&found.settings),
            tokens: vec![begun.token_id],
            route: self
                .hub
                .servers
                .site
                .user_route(&server.user, &path)?
                .parse()?,
        })
    }

    async fn have_started(&self, beginning: &Beginning, found: &mut Found) -> Result<Started> {
        let Beginning {
            about,
            begun,
            client_scopes,
            listen,
        } = beginning;
        self.hub
            .before_start(&self.config, &self.wanted.server)
            .await;
        found.settings = Arc::new(settings::of(&self.hub, &self.config, about).await?);
        let settings = &found.settings;
        let spawner = &*self.hub.servers.spawner;
        let own = (&settings.ip, settings.port);
        let moved = own != (&self.config.spawner.ip, self.config.spawner.port);
        let listen = if moved {
            &spawner.listen(settings)?
        } else {
            listen
        };
        let own_host = self.hub.servers.site.user_host(&self.wanted.server.user);
        let own_host = own_host.map(|host| host.parse()).transpose()?;
        let known = order::Known {
            about,
            hub: self.hub.servers.hub(),
            own_host: own_host.as_ref(),
            server: &self.wanted.server,
            begun,
            client_scopes,
            listen,
            settings,
            start: &self.start,
        };
        let order = order::order(&self.config, known).await?;
        in_time(settings, spawner.start(&order)).await
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
    async fn clear(&self, beginning: &Beginning, found: &Found, end: End) -> End {
        let server = &self.wanted.server;
        let begun = &beginning.begun;
        let ending = self.hub.servers.board().clear_start(server);
        let known = found.known(server);
        if let Err(error) = self.hub.have_stopped(known, Stop::Gently).await {
            tracing::error!(%server, %error, "what a start left could not be stopped");
        }
        self.hub
            .clear_rows(server, begun.server.id, &[begun.token_id])
            .await;
        self.hub.after_stop(server).await;
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

    /// Count how it ended, after `length`, and how many have failed in a row: others watch that, and give the
    /// hub up.
    fn count(&self, end: &End, length: Duration) {
        let spawned = match end {
            End::Ready => Some(Spawned::Success),
            End::Failed(error) if is_their_own(error) => Some(Spawned::NOT_AS_WISHED),
            End::Failed(_) => Some(Spawned::Error),
            End::Cancelled => None,
        };
        if let Some(spawned) = spawned {
            self.hub.metrics.server_spawn.observe(&spawned, length);
        }
        let failures = &self.hub.servers.failures;
        match end {
            End::Failed(error) if is_their_own(error) => {}
            End::Failed(_) => failures.send_modify(|failed| *failed = failed.saturating_add(1)),
            End::Ready | End::Cancelled => failures.send_modify(|failed| *failed = 0),
        }
    }
}

/// What `starting` comes to within `start_timeout`.
async fn in_time<T>(settings: &Spawner, starting: impl Future<Output = Result<T>>) -> Result<T> {
    let patience = settings.start_timeout.duration();
    let started = timeout(patience, starting).await;
    started.unwrap_or_else(|_| {
        let seconds = patience.as_secs_f64();
        let error = format!("it did not start in {seconds} seconds");
        Err(Error::unreachable(error).hint("see `spawner.start_timeout`"))
    })
}

/// Whether it is for whoever asked for the start to correct: no fault of the hub's, and not counted as one
/// (`_track_failure_count`).
fn is_their_own(error: &Error) -> bool {
    error.kind() == Kind::Invalid
}
