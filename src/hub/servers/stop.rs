//! Stopping servers, one, all of a user, or all.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::board::Stopping;
use super::end::Why;
use super::phase::{Ending, Phase};
use super::start::Waited;
use super::{busy, must_sign_in};
use crate::error::{Error, Result};
use crate::hub::audit::begun;
use crate::hub::{Hub, Identity};
use crate::model::{ServerRef, UserName};
use crate::ops::servers::{MayStopServer, STOP, STOP_DEFAULT};
use crate::rbac::{Holder, Target};

impl Hub {
    /// Stop a server, or give up its start; and delete it then, where `remove` asks for that. Wait for
    /// it as long as `slow_stop_timeout` (`UserServerAPIHandler.delete`).
    ///
    /// # Errors
    /// Where it may not be stopped, or goes on in spite of all.
    pub async fn stop_server(
        self: &Arc<Self>,
        identity: &Arc<Identity>,
        server: &ServerRef,
        remove: bool,
    ) -> Result<Waited> {
        let config = self.config();
        let may = MayStopServer {
            server: server.clone(),
            remove,
            named: config.hub.allow_named_servers,
        };
        self.look(identity, may)?;
        if config.auth.refresh_pre_stop && self.is_stale(identity, &server.user).await? {
            if *identity.holder() == Holder::User(server.user.clone()) {
                return Err(must_sign_in(&server.user, "stopped"));
            }
            tracing::warn!(%server, "what is known of a server's owner may be out of date");
        }
        let (ending, waits) = match self.begin_stop(server)? {
            Some(begun) => {
                // That it is deleted is written down when it is.
                if !remove {
                    self.note_stop(identity, server).await?;
                }
                begun
            }
            None if remove => return self.remove_server(identity, server).await,
            None => return Ok(Waited::Done),
        };
        let whole = {
            let (hub, identity, server) = (Arc::clone(self), Arc::clone(identity), server.clone());
            let whole = async move {
                ending.ended().await.map_err(|error| error.again())?;
                if remove {
                    hub.remove_server(&identity, &server).await?;
                }
                Ok(())
            };
            begun(whole)
        };
        let patience = config.hub.tornado_settings.slow_stop_timeout.duration();
        match timeout(if waits { patience } else { Duration::ZERO }, whole).await {
            Ok(Ok(Ok(()))) => Ok(Waited::Done),
            Ok(Ok(Err(error))) => Err(error),
            Ok(Err(_)) => Err(Error::internal("the task that stops a server has failed")),
            Err(_) => Ok(Waited::Pending),
        }
    }

    async fn note_stop(&self, identity: &Identity, server: &ServerRef) -> Result<()> {
        let is_default = server.server.as_str().is_empty();
        let request = if is_default { &STOP_DEFAULT } else { &STOP };
        self.note_done(identity, request, &Target::Server(server.clone()))
            .await
    }

    /// Have a server end; by whom it is waited for, and whether this is who began it. `None` where it
    /// does not run.
    fn begin_stop(self: &Arc<Self>, server: &ServerRef) -> Result<Option<(Arc<Ending>, bool)>> {
        let stopping = self.servers.board().begin_stop(server);
        Ok(Some(match stopping {
            Stopping::Stopped => return Ok(None),
            Stopping::Busy(pending) => return Err(busy(server, pending)),
            Stopping::Pending(ending) => (ending, false),
            Stopping::Cancelled(ending) => (ending, true),
            Stopping::Begun(running, ending) => {
                let its = Arc::clone(&ending);
                let end = Arc::clone(self).end_server(server.clone(), running, its, Why::Asked);
                tokio::spawn(end);
                (ending, true)
            }
        }))
    }

    /// Stop all servers of a user who is about to be deleted, within `slow_stop_timeout`
    /// (`UserAPIHandler.delete`).
    ///
    /// # Errors
    /// Where one is stopping for longer than that, or is in the middle of something else.
    pub(super) async fn stop_servers_of(self: &Arc<Self>, user: &UserName) -> Result<()> {
        let patience = self
            .config()
            .hub
            .tornado_settings
            .slow_stop_timeout
            .duration();
        let theirs: Vec<ServerRef> = {
            let board = self.servers.board();
            let active = board.of_user(user).filter(|(_, phase)| phase.is_active());
            active.map(|(server, _)| server.clone()).collect()
        };
        let mut endings = Vec::new();
        for server in &theirs {
            endings.extend(self.begin_stop(server)?);
        }
        // One that was stopping before has had its time.
        let all_stop = async {
            for (ending, begun) in endings {
                if !begun {
                    return Err(still_stopping(user));
                }
                ending.ended().await.map_err(|error| error.again())?;
            }
            Ok(())
        };
        let stopped = timeout(patience, all_stop).await;
        stopped.unwrap_or_else(|_| Err(still_stopping(user)))
    }

    /// Stop the servers of `user` that are ready, as they sign out, within `slow_stop_timeout`; what is
    /// starting or stopping goes on (`LogoutHandler._shutdown_servers`).
    pub(in crate::hub) async fn stop_ready_servers_of(
        self: &Arc<Self>,
        identity: &Identity,
        user: &UserName,
    ) {
        let ready: Vec<ServerRef> = {
            let board = self.servers.board();
            let ready = board
                .of_user(user)
                .filter(|(_, phase)| matches!(phase, Phase::Ready(_)));
            ready.map(|(server, _)| server.clone()).collect()
        };
        let mut endings = Vec::new();
        for server in &ready {
            if let Ok(Some((ending, _))) = self.begin_stop(server) {
                endings.push(ending);
                if let Err(error) = self.note_stop(identity, server).await {
                    tracing::warn!(%error, %server, "that it is stopped is not in the audit log");
                }
            }
        }
        let patience = self.config().hub.tornado_settings.slow_stop_timeout;
        let all_stop = async {
            for ending in endings {
                // What became of it is in the log.
                let _ = ending.ended().await;
            }
        };
        let _ = timeout(patience.duration(), all_stop).await;
    }

    /// The hub is about to end: give up what is starting, and stop what runs where `stop` says so. What
    /// else runs goes on, for the next hub to find.
    pub async fn leave_servers(self: &Arc<Self>, stop: bool) {
        let concerned: Vec<ServerRef> = {
            let board = self.servers.board();
            let concerned = board.iter().filter(|(_, phase)| {
                phase.is_starting() || stop && matches!(phase, Phase::Ready(_))
            });
            concerned.map(|(server, _)| server.clone()).collect()
        };
        let begun: Vec<_> = concerned
            .iter()
            .filter_map(|server| self.begin_stop(server).ok().flatten())
            .collect();
        for (ending, _) in begun {
            // What became of it is in the log.
            let _ = ending.ended().await;
        }
    }
}

fn still_stopping(user: &UserName) -> Error {
    Error::invalid(format!(
        "a server of `{user}` is in the process of stopping"
    ))
    .hint("try again when it has stopped")
}
