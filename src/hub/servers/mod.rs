//! People's servers in the hands of a running hub: starting, stopping, watching, finding them again.
//!
//! The database knows which servers there are, and which ran. The [`board`](Board) knows what each is in
//! the middle of, and is the one place where that is decided, under a lock that nobody holds while
//! they wait. One task runs each start and each stop to its end, whether or not whoever asked for it
//! is still there.

mod about;
mod adopt;
mod board;
mod change;
mod end;
mod events;
mod follow;
mod form;
mod hooks;
mod limits;
mod order;
mod phase;
mod poll;
mod printed;
mod settings;
mod start;
mod stop;
mod up;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::{broadcast, watch};

use self::board::Board;
pub(in crate::hub) use self::change::{OfServers, OnHold};
use self::events::Events;
pub use self::follow::{Follow, Told};
pub use self::form::{Choice, Filled, Form};
pub use self::limits::Throttled;
pub(super) use self::order::hub_facts;
use self::phase::{Phase, Running};
pub use self::start::{NotStarted, StartServer, Waited};
use super::Hub;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::model::{Doing, Origin, ServerRef, Site, SpawnerId, Timestamp, UserName};
use crate::ops::live::LiveServer;
use crate::proxy::{Data, Proxy, Spec};
use crate::spawn::Spawner;
use crate::store::servers::running;

/// The servers of a hub.
pub struct Servers {
    spawner: Arc<dyn Spawner>,
    events: Events,
    board: Mutex<Board>,
    proxy: Proxy,
    site: Site,
    /// Where servers reach the hub.
    hub: RwLock<Origin>,
    /// Whether the servers that ran before this hub are on the board: from then on it has the say.
    has_looked: AtomicBool,
    /// How many starts have failed one after another, of whosever servers.
    failures: watch::Sender<u32>,
}

impl Servers {
    pub(super) fn new(config: &Config, spawner: Arc<dyn Spawner>) -> Result<Self> {
        Ok(Self {
            spawner,
            events: Events::to(config.log.events.as_deref())?,
            board: Mutex::default(),
            proxy: lasting_routes(config)?,
            site: order::site(config)?,
            hub: RwLock::new(order::told(config)?),
            has_looked: AtomicBool::new(false),
            failures: watch::channel(0).0,
        })
    }

    /// Servers reach the hub at `hub`, which is not where the configuration says.
    ///
    /// # Errors
    /// Where the configuration names no path for the hub's own route.
    pub fn found_at(&self, config: &Config, hub: Origin) -> Result<()> {
        add_hub(&self.proxy, config, &hub)?;
        *self.hub.write().unwrap_or_else(PoisonError::into_inner) = hub;
        Ok(())
    }

    /// Where servers reach the hub.
    pub(super) fn hub(&self) -> Origin {
        let hub = self.hub.read();
        hub.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The proxy, which leads people to them.
    pub fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    /// How many servers run, or are in the middle of something.
    pub fn active(&self) -> usize {
        self.board().active()
    }

    /// How many servers are starting.
    pub fn starting(&self) -> usize {
        self.board().starting()
    }

    /// How many starts have failed one after another, now and whenever that changes
    /// (`Spawner.consecutive_failure_limit`).
    pub fn failures(&self) -> watch::Receiver<u32> {
        self.failures.subscribe()
    }

    /// What a server is doing; `None` where this hub has not looked yet.
    pub(super) fn live(&self, server: &ServerRef) -> Option<LiveServer> {
        let board = self.board();
        let live = board.phase(server).map(|phase| LiveServer {
            pending: phase.pending(),
            ready: matches!(phase, Phase::Ready(_)),
        });
        // What is not on the board does not run, whatever the database says for the moment.
        live.or_else(|| self.has_looked().then(LiveServer::default))
    }

    /// Why the last start of `server` failed, if it did and nothing was done about it since.
    pub fn failure(&self, server: &ServerRef) -> Option<Error> {
        match self.board().phase(server) {
            Some(Phase::Failed(error)) => Some(error.again()),
            _ => None,
        }
    }

    /// Whether any server of `user` is ready, as far as this hub has looked.
    pub(super) fn any_ready(&self, user: &UserName) -> bool {
        let board = self.board();
        let mut theirs = board.of_user(user);
        theirs.any(|(_, phase)| matches!(phase, Phase::Ready(_))) || !self.has_looked()
    }

    /// What servers do that do anything, and what becomes of them from then on.
    pub(super) fn watch(&self) -> (Vec<Doing>, broadcast::Receiver<Doing>) {
        let board = self.board();
        let all = board.iter().map(|(server, phase)| Doing {
            server: server.clone(),
            state: phase.state(),
        });
        let active = all.filter(|doing| doing.state.is_active()).collect();
        (active, board.watch())
    }

    /// A number that differs where something that [`Servers::live`] tells does.
    pub(super) fn changes(&self) -> u64 {
        self.board().changes() * 2 + u64::from(self.has_looked())
    }

    /// Where the hub and its servers are found.
    pub(super) fn site(&self) -> &Site {
        &self.site
    }

    fn has_looked(&self) -> bool {
        self.has_looked.load(Ordering::Acquire)
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lead requests to a server that is ready.
    fn add_route(&self, server: &ServerRef, running: &Running) {
        let data = Data::Server {
            user: server.user.clone(),
            server_name: server.server.clone(),
        };
        let target = running.address.to_string();
        self.proxy.add(running.route.clone(), &target, data);
    }

    fn remove_route(&self, spec: &Spec) {
        self.proxy.remove(spec);
    }

    /// When each server that is ready was last used, as the proxy has seen it.
    pub(super) fn last_used(&self) -> Vec<(SpawnerId, Timestamp)> {
        let ready = self.ready();
        let routes = self.proxy.routes();
        let used = ready.iter().filter_map(|(_, running)| {
            let route = routes.get(&running.route)?;
            Some((running.id, route.last_activity()))
        });
        used.collect()
    }

    /// The servers that are ready.
    fn ready(&self) -> Vec<(ServerRef, Arc<Running>)> {
        let board = self.board();
        let ready = board.iter().filter_map(|(server, phase)| match phase {
            Phase::Ready(running) => Some((server.clone(), Arc::clone(running))),
            _ => None,
        });
        ready.collect()
    }
}

/// How long a hub that gives up goes on, so that those who wait for its last failures hear of them.
const LAST_WORDS: Duration = Duration::from_secs(2);

impl Hub {
    /// Wait until so many starts have failed one after another that the hub gives up
    /// (`Spawner.consecutive_failure_limit`): most likely none goes well until somebody mends it.
    pub async fn gives_up(&self) -> Error {
        let mut failures = self.servers.failures();
        loop {
            let failed = *failures.borrow_and_update();
            let limit = self.config().spawner.consecutive_failure_limit;
            if usize::try_from(failed).is_ok_and(|failed| limit.is_reached_by(failed)) {
                tokio::time::sleep(LAST_WORDS).await;
                return Error::unreachable(format!(
                    "{failed} starts of servers failed one after another"
                ))
                .hint("see `spawner.consecutive_failure_limit`, and why they failed");
            }
            // The sender is the hub's own, and outlives this.
            let _ = failures.changed().await;
        }
    }

    /// The servers in its hands.
    pub fn servers(&self) -> &Servers {
        &self.servers
    }

    /// Whether there is a server of this name, running or not.
    pub fn has_server(&self, server: &ServerRef) -> Result<bool> {
        let found = self.pool.read(|tx, _| running::find(tx, server))?;
        Ok(found.is_some())
    }
}

/// What is known of a user is too old for what is to be done with their server.
fn must_sign_in(user: &UserName, what: &str) -> Error {
    let error = format!("no server of `{user}` is {what} before they have signed in anew");
    Error::new(Kind::Denied, error).hint("sign out, and sign in again")
}

/// A server is in the middle of something that nothing else goes with.
fn busy(server: &ServerRef, pending: crate::model::Pending) -> Error {
    Error::invalid(format!(
        "server `{server}` is pending {}",
        board::word(pending)
    ))
    .hint("try again when that is over")
}

/// The routes that there are whatever else there is: the hub's, and what is configured besides.
fn lasting_routes(config: &Config) -> Result<Proxy> {
    let proxy = Proxy::default();
    add_hub(&proxy, config, &order::told(config)?)?;
    for (spec, target) in &config.proxy.extra_routes {
        proxy.add(spec.parse()?, target, Data::Extra { extra: true });
    }
    Ok(proxy)
}

fn add_hub(proxy: &Proxy, config: &Config, hub: &Origin) -> Result<()> {
    let spec = config.hub.hub_routespec.parse()?;
    proxy.add(spec, hub.as_str(), Data::Hub { hub: true });
    Ok(())
}
