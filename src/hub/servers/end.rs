//! The end of a server: it is stopped, its route and its rows go.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::events::Action;
use super::phase::{Ending, Phase, Running};
use super::up::glance;
use crate::error::{Error, Result};
use crate::hub::metrics::{Ended, Polled};
use crate::hub::{Hub, caught};
use crate::model::{ServerRef, SpawnerId, TokenId};
use crate::spawn::{Known, State, Status, Stop};
use crate::store::Ending as Transaction;
use crate::store::servers::running;

/// Why a server ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Somebody stops it.
    Asked,
    /// It should run, and does not.
    FoundDead,
    /// The last hub left it, and this one does not take it up.
    NotAdopted,
}

impl Why {
    fn how(self) -> Stop {
        match self {
            Self::Asked | Self::NotAdopted => Stop::Gently,
            Self::FoundDead => Stop::Now,
        }
    }
}

/// What a spawner may take to stop a server besides the times that it gives the server.
const MARGIN: Duration = Duration::from_secs(10);

impl Hub {
    /// Whether a server runs, as its spawner says, within a bounded time.
    pub(super) async fn status_of(&self, server: &ServerRef, state: &State) -> Status {
        let config = self.config();
        let known = Known {
            server,
            state,
            settings: &config.spawner,
        };
        let since = Instant::now();
        let status = glance(&*self.servers.spawner, known).await;
        let polled = match &status {
            Status::Stopped(_) => Polled::Stopped,
            Status::Running | Status::Unknown(_) => Polled::Running,
        };
        self.metrics.server_poll.observe(&polled, since.elapsed());
        status
    }

    /// Have a server stopped that may run, within a bounded time.
    pub(super) async fn have_stopped(&self, known: Known<'_>, how: Stop) -> Result<()> {
        let settings = known.settings;
        let bound = MARGIN
            + settings.interrupt_timeout.duration()
            + settings.term_timeout.duration()
            + settings.kill_timeout.duration();
        let stop = caught("stopping a server", self.servers.spawner.stop(known, how));
        let stopped = timeout(bound, stop).await;
        stopped.unwrap_or_else(|_| {
            let seconds = bound.as_secs();
            Ok(Err(Error::unreachable(format!(
                "it could not be stopped in {seconds} seconds"
            ))))
        })?
    }

    /// Clear the rows of a server that has stopped, and delete its tokens.
    pub(super) async fn clear_rows(&self, server: &ServerRef, id: SpawnerId, tokens: &[TokenId]) {
        let (now, tokens) = (self.now(), tokens.to_vec());
        let write = self.pool.write(Transaction::Commit, move |tx| {
            running::ended(tx, id, &tokens, now)
        });
        if let Err(error) = write.await {
            // The next hub that starts looks for it, and clears them then.
            tracing::error!(%server, %error, "what the database says of a server that has stopped was not cleared");
        }
    }

    /// Stop a server that ran, and clear what is left of it.
    ///
    /// One that cannot be stopped goes on, as does one of which nobody can tell: it is ready again, with the reason for
    /// whoever waits.
    pub(super) async fn end_server(
        self: Arc<Self>,
        server: ServerRef,
        running: Arc<Running>,
        ending: Arc<Ending>,
        why: Why,
    ) {
        let since = Instant::now();
        self.servers.remove_route(&running.route);
        self.metrics
            .proxy_delete
            .observe(&Ended::Success, since.elapsed());
        let stopped = match self.status_of(&server, &running.state).await {
            Status::Stopped(code) => {
                tracing::info!(%server, code, "a server has ended by itself");
                Ok(())
            }
            Status::Running | Status::Unknown(_) => {
                self.stop_running(&server, &running, why.how()).await
            }
        };
        if let Err(error) = stopped {
            tracing::error!(%server, %error, "a server was not stopped");
            let now = self.status_of(&server, &running.state).await;
            if !matches!(now, Status::Stopped(_)) {
                self.metrics
                    .server_stop
                    .observe(&Ended::Failure, since.elapsed());
                self.go_on(&server, running, &ending, error);
                return;
            }
        }
        self.clear_rows(&server, running.id, &running.tokens).await;
        self.after_stop(&server).await;
        self.servers.board().ended(&server, &ending, None);
        ending.end(Ok(()));
        self.metrics
            .server_stop
            .observe(&Ended::Success, since.elapsed());
        tracing::info!(%server, "a server has stopped");
        if why == Why::Asked {
            self.servers.events.write(Action::Stop, &server, self.now());
        }
    }

    async fn stop_running(&self, server: &ServerRef, running: &Running, how: Stop) -> Result<()> {
        let known = Known {
            server,
            state: &running.state,
            settings: &running.settings,
        };
        self.have_stopped(known, how).await
    }

    fn go_on(&self, server: &ServerRef, running: Arc<Running>, ending: &Arc<Ending>, error: Error) {
        let mut board = self.servers.board();
        self.servers.add_route(server, &running);
        board.ended(server, ending, Some(Phase::Ready(running)));
        ending.end(Err(Arc::new(error)));
    }

    /// Whether a server that should run is dead; if so, what it left has been cleared.
    pub(super) async fn is_found_dead(
        self: &Arc<Self>,
        server: &ServerRef,
        running: &Arc<Running>,
    ) -> bool {
        match self.status_of(server, &running.state).await {
            Status::Running => return false,
            Status::Unknown(reason) => {
                tracing::warn!(%server, reason, "nobody can tell whether a server runs");
                return false;
            }
            Status::Stopped(code) => tracing::warn!(%server, code, "a server is found dead"),
        }
        let found = self.servers.board().found_dead(server, running);
        if let Some(ending) = found {
            let (server, running) = (server.clone(), Arc::clone(running));
            let end =
                Arc::clone(self).end_server(server, running, Arc::clone(&ending), Why::FoundDead);
            tokio::spawn(end);
            // Whether it could be cleared or not, it is dead.
            let _ = ending.ended().await;
        }
        true
    }
}
