//! What only a running hub knows, for the outputs of operations that show it.
//!
//! An operation tells what the database knows. A hub that serves then completes its output, by the
//! servers in its hands and by where it is found itself; without one, output stays as it is.

use crate::model::{
    Listed, MadeShareCode, Pending, Seen, Server, ServerDetails, ServerRef, Service, ServiceName,
    Share, ShareCode, SharedServer, Site, StoredServer, User, UserName,
};

/// A hub that runs.
pub trait Live {
    /// What `server` is doing; `None` where the hub has not looked yet, and the database has the say.
    fn server(&self, server: &ServerRef) -> Option<LiveServer>;

    /// Whether any server of `user` is ready.
    fn any_ready(&self, user: &UserName) -> bool;

    /// The process that `service` is now, if the hub started it.
    fn process(&self, _service: &ServiceName) -> Option<u32> {
        None
    }

    /// Where the hub is found.
    fn site(&self) -> &Site;
}

/// What a server is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LiveServer {
    /// What it is in the middle of.
    pub pending: Option<Pending>,
    /// Whether it runs and answers; never in the middle of something (`Spawner.ready`).
    pub ready: bool,
}

impl LiveServer {
    /// Whether it runs, or is in the middle of something (`Spawner.active`).
    pub fn is_active(self) -> bool {
        self.ready || self.pending.is_some()
    }
}

/// An output that a running hub has more to say of.
pub trait Complete {
    /// Add what `live` knows to what is shown.
    fn complete(&mut self, live: &dyn Live);
}

impl Complete for Server {
    fn complete(&mut self, live: &dyn Live) {
        let site = live.site();
        if let Some(known) = live.server(&self.full_name) {
            self.pending = known.pending;
            self.ready = known.ready;
            self.stopped = !known.is_active();
        }
        let listens = self.url.take().filter(|_| !self.stopped);
        let url = where_it_runs(site.server_url(&self.full_name), listens);
        let progress_url = site.progress_url(&self.full_name);
        self.full_url = Seen::Shown(site.full(&url));
        self.full_progress_url = Seen::Shown(site.full(&progress_url));
        self.url = Some(url);
        self.progress_url = Seen::Shown(progress_url);
    }
}

/// `url`, where a server is found by the names that it has now; but one that runs since before its user
/// was renamed keeps the path that it `listens` below.
fn where_it_runs(url: String, listens: Option<String>) -> String {
    match listens {
        Some(path) if !url.ends_with(&path) => path,
        _ => url,
    }
}

impl Complete for StoredServer {
    fn complete(&mut self, live: &dyn Live) {
        self.server.complete(live);
    }
}

impl Complete for ServerDetails {
    fn complete(&mut self, live: &dyn Live) {
        self.stored.complete(live);
    }
}

impl Complete for User {
    fn complete(&mut self, live: &dyn Live) {
        let default = ServerRef {
            user: self.name.clone(),
            server: "".into(),
        };
        let known = live.server(&default);
        if let Some(pending) = self.pending.shown_mut() {
            *pending = known.and_then(|server| server.pending);
        }
        if let Some(url) = self.server.shown_mut() {
            let ready = known.map_or(url.is_some(), |server| server.ready);
            let listens = url.take();
            *url = ready.then(|| where_it_runs(live.site().user_url(&self.name), listens));
        }
        for server in self
            .servers
            .shown_mut()
            .into_iter()
            .flat_map(|all| all.values_mut())
        {
            server.complete(live);
        }
    }
}

impl Complete for Service {
    fn complete(&mut self, live: &dyn Live) {
        if let (Some(details), Some(process)) = (self.details.shown_mut(), live.process(&self.name))
        {
            details.pid = process.into();
        }
    }
}

impl Complete for SharedServer {
    fn complete(&mut self, live: &dyn Live) {
        let name = self.full_name();
        let url = live.site().server_url(&name);
        self.full_url = Seen::Shown(live.site().full(&url));
        self.url = Some(url);
        if let Some(known) = live.server(&name) {
            self.ready = known.ready;
        }
    }
}

impl Complete for Share {
    fn complete(&mut self, live: &dyn Live) {
        self.server.complete(live);
    }
}

impl Complete for ShareCode {
    fn complete(&mut self, live: &dyn Live) {
        self.server.complete(live);
    }
}

impl Complete for MadeShareCode {
    fn complete(&mut self, live: &dyn Live) {
        self.share_code.complete(live);
        let url = live.site().accept_url(&self.code);
        self.full_accept_url = live.site().full(&url);
        self.accept_url = Some(url);
    }
}

impl<T: Complete> Complete for Vec<T> {
    fn complete(&mut self, live: &dyn Live) {
        for each in self {
            each.complete(live);
        }
    }
}

impl<T: Complete> Complete for Listed<T> {
    fn complete(&mut self, live: &dyn Live) {
        self.items.complete(live);
    }
}

/// Keep of one page of users those with a server that is ready, which only the hub can tell from one
/// that is about to be. As in 6.1.1, the total counts all that run.
pub fn keep_ready(users: &mut Listed<User>, live: &dyn Live) {
    users.items.retain(|user| live.any_ready(&user.name));
}
