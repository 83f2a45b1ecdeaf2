//! The proxy before the hub and people's servers: whose a request is, and passing it on.
//!
//! The table says which requests go where. A request that is passed on, its answer and the connection to the server all
//! live in the task of the client's connection: what the client does not take is not asked of the server, and where one
//! end goes away, the other is told.

mod forward;
mod headers;
mod join;
mod relayed;
mod table;
mod upload;
mod upstream;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, Weak};

pub use self::forward::{Client, Failed, Kept, forward};
pub use self::headers::Malformed;
pub use self::relayed::Relayed;
pub use self::table::{Data, Route, Spec, Table};
pub use self::upstream::{Stream, Upstream};

/// The proxy of a hub.
#[derive(Debug, Default)]
pub struct Proxy {
    table: RwLock<Table>,
    /// By URL: routes to one place share its connections.
    upstreams: Mutex<HashMap<Box<str>, Weak<Upstream>>>,
}

impl Proxy {
    /// Lead the requests of `spec` to `target`.
    pub fn add(&self, spec: Spec, target: &str, data: Data) {
        let route = Arc::new(Route::new(spec, self.upstream(target), data));
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        table.add(route);
    }

    /// Lead the requests of `spec` nowhere any more; whether they were.
    pub fn remove(&self, spec: &Spec) -> bool {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        table.remove(spec)
    }

    /// The routes.
    pub fn routes(&self) -> RwLockReadGuard<'_, Table> {
        self.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The routes of services.
    pub fn led_to_services(&self) -> Vec<Arc<Route>> {
        let table = self.routes();
        let of_services = table
            .iter()
            .filter(|route| matches!(route.data(), Data::Service { .. }));
        of_services.map(Arc::clone).collect()
    }

    /// The route of requests to `host` for `path`; none where they are the hub's.
    pub fn find(&self, host: &str, path: &str) -> Option<Arc<Route>> {
        let table = self.routes();
        let route = table.find(host, path)?;
        (!matches!(route.data(), Data::Hub { .. })).then(|| Arc::clone(route))
    }

    /// Close connections that wait for requests in vain, for as long as the hub lives.
    pub async fn tidy(&self) {
        loop {
            tokio::time::sleep(upstream::IDLE / 3).await;
            for upstream in self.upstreams() {
                upstream.forget_idle();
            }
        }
    }

    fn upstream(&self, url: &str) -> Arc<Upstream> {
        let mut upstreams = self
            .upstreams
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = upstreams.get(url).and_then(Weak::upgrade) {
            return known;
        }
        let new = Arc::new(Upstream::new(url));
        upstreams.insert(url.into(), Arc::downgrade(&new));
        new
    }

    /// Where the routes lead; those that none leads to are forgotten.
    fn upstreams(&self) -> Vec<Arc<Upstream>> {
        let mut upstreams = self
            .upstreams
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        upstreams.retain(|_, upstream| upstream.strong_count() > 0);
        upstreams.values().filter_map(Weak::upgrade).collect()
    }
}
