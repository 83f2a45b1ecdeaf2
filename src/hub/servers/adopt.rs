//! Finding the servers again that ran when the last hub ended.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::task::JoinSet;
use tokio::time::Instant;

use super::end::Why;
use super::phase::Running;
use super::up;
use crate::auth::names;
use crate::error::Result;
use crate::hub::Hub;
use crate::model::{ServerRef, TokenId, UserName};
use crate::ops::environment::server_path;
use crate::proxy::Spec;
use crate::spawn::{Known, State, Status};
use crate::store::servers::running::{self, LeftRunning};

/// How many servers are looked for at a time.
const AT_A_TIME: usize = 256;

/// A server that ran, and the tokens made for it.
struct Left {
    row: LeftRunning,
    state: State,
    tokens: Vec<TokenId>,
}

impl Hub {
    /// Look for each server that the database says runs: those that do and answer are ready again, the
    /// rows of the others are cleared (`JupyterHub.init_spawners`).
    ///
    /// When this returns, all of them are being looked for, and nobody can start one in between; the
    /// future does it, and says how many there were.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn adopt_servers(self: &Arc<Self>) -> Result<impl Future<Output = usize> + Send + use<>> {
        let left = self.left_running()?;
        {
            let mut board = self.servers.board();
            for server in &left {
                board.check(&server.row.server);
            }
            self.servers.has_looked.store(true, Ordering::Release);
        }
        Ok(Arc::clone(self).look_for_all(left))
    }

    async fn look_for_all(self: Arc<Self>, left: Vec<Left>) -> usize {
        let (since, count) = (Instant::now(), left.len());
        let mut looks = JoinSet::new();
        for server in left {
            if looks.len() >= AT_A_TIME {
                looks.join_next().await;
            }
            looks.spawn(Arc::clone(&self).look_for(server));
        }
        while looks.join_next().await.is_some() {}
        self.metrics.init_spawners.observe(since.elapsed());
        count
    }

    fn left_running(&self) -> Result<Vec<Left>> {
        self.pool.read(|tx, _| {
            let mut tokens: HashMap<(UserName, String), Vec<TokenId>> = HashMap::new();
            for token in running::tokens(tx)? {
                let of = (token.user, token.note);
                tokens.entry(of).or_default().push(token.id);
            }
            let left = running::left_running(tx)?.into_iter().map(|mut row| {
                if row.path.is_empty() {
                    row.path = server_path(&self.config().hub.base_url, &row.server);
                }
                let of = (row.server.user.clone(), ServerRef::note(&row.path));
                Left {
                    state: State::from(std::mem::take(&mut row.state)),
                    tokens: tokens.remove(&of).unwrap_or_default(),
                    row,
                }
            });
            Ok(left.collect())
        })
    }

    async fn look_for(self: Arc<Self>, left: Left) {
        let server = left.row.server.clone();
        let route = match self.route_left(&left) {
            Ok(route) => route,
            Err(error) => {
                tracing::error!(%server, %error, "nobody can be led to a server that ran");
                let ending = self.servers.board().disown(&server);
                self.servers.board().ended(&server, &ending, None);
                ending.end(Err(Arc::new(error)));
                return;
            }
        };
        let is_there = self.is_wanted(&server) && self.is_there(&left).await;
        let running = Arc::new(Running {
            id: left.row.id,
            address: left.row.address,
            state: left.state,
            settings: Arc::new(self.config().spawner.clone()),
            tokens: left.tokens,
            route,
        });
        if is_there {
            let mut board = self.servers.board();
            self.servers.add_route(&server, &running);
            board.adopt(&server, running);
            return;
        }
        let ending = self.servers.board().disown(&server);
        self.end_server(server, running, ending, Why::NotAdopted)
            .await;
    }

    /// Nobody's who is blocked by now.
    fn is_wanted(&self, server: &ServerRef) -> bool {
        let settings = &self.config().auth;
        let blocked = names::includes(settings, &settings.blocked_users, &server.user);
        if blocked {
            tracing::warn!(%server, "the server of a blocked user is stopped");
        }
        !blocked
    }

    /// Whether it runs and answers. Where nobody can tell whether it runs, it is taken to.
    async fn is_there(&self, left: &Left) -> bool {
        let server = &left.row.server;
        match self.status_of(server, &left.state).await {
            Status::Stopped(code) => {
                tracing::warn!(%server, code, "a server has ended while no hub was there");
                return false;
            }
            Status::Unknown(reason) => {
                tracing::warn!(%server, reason, "nobody can tell whether a server runs");
                return true;
            }
            Status::Running => {}
        }
        let config = self.config();
        let known = Known {
            server,
            state: &left.state,
            settings: &config.spawner,
        };
        let spawner = &*self.servers.spawner;
        match up::wait(spawner, known, &left.row.address, &left.row.path).await {
            Ok(_) => true,
            Err(error) => {
                tracing::error!(%server, %error, "a server that runs does not answer, and is stopped");
                false
            }
        }
    }

    /// Which requests are for it: those for the path that it was started with.
    fn route_left(&self, left: &Left) -> Result<Spec> {
        let LeftRunning { server, path, .. } = &left.row;
        self.servers.site.user_route(&server.user, path)?.parse()
    }
}
