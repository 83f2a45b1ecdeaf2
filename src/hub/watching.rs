//! Watching a hub: what becomes of its servers, and what is changed, told as it happens to whoever may know.
//!
//! While nothing happens, whoever watches costs a look now and then at whether another program has written. What
//! they may see is decided by the scopes that they have when it happens.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use super::memory::Derived;
use super::{Hub, Identity};
use crate::error::Result;
use crate::model::{Doing, Happening, Page};
use crate::ops::Operation;
use crate::ops::audit::{AuditFilter, LastAudited, ListAudit};
use crate::rbac::{Caller, Filter, Scope, authorize};
use crate::store::Tx;

/// How often what other programs write is looked for: SQLite tells nobody of it.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What is written within so short a time is looked at once.
const TOGETHER: Duration = Duration::from_millis(50);

/// How many rows of the audit log are told at a time.
const ROWS: u64 = 256;

/// Somebody who is told what happens.
pub struct Watching {
    hub: Arc<Hub>,
    identity: Arc<Identity>,
    servers: broadcast::Receiver<Doing>,
    written: watch::Receiver<u64>,
    /// The last row of the audit log that was told, or that there was.
    after: i64,
    told: VecDeque<Happening>,
}

impl Hub {
    /// Tell `identity` what happens from now on, and first what there is; of the audit log, what comes `after` a
    /// row, or what is new.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn watch(
        self: &Arc<Self>,
        identity: &Arc<Identity>,
        after: Option<i64>,
    ) -> Result<Watching> {
        let written = self.pool.written();
        let last = self.pool.read(|tx, _| {
            may_read_log(identity.caller(), tx)?
                .then(|| last(identity, tx))
                .transpose()
        })?;
        let (doing, servers) = self.servers.watch();
        let mut watching = Watching {
            servers,
            hub: Arc::clone(self),
            identity: Arc::clone(identity),
            written,
            after: after.or(last).unwrap_or_default(),
            told: VecDeque::new(),
        };
        watching.begin(doing)?;
        Ok(watching)
    }
}

impl Watching {
    /// What happens next; `None` where no more is told: the hub ends, or does not know them any more. What is
    /// given up waiting for is not lost.
    pub async fn next(&mut self) -> Option<Happening> {
        loop {
            if let Some(told) = self.told.pop_front() {
                return Some(told);
            }
            let goes_on = match self.look() {
                Ok(goes_on) => goes_on,
                Err(error) => {
                    tracing::warn!(%error, "whoever watches cannot be told what happens");
                    false
                }
            };
            if !goes_on {
                return None;
            }
            if self.told.is_empty() && !self.wait().await {
                return None;
            }
        }
    }

    /// Wait until something may have happened; false where nothing more will.
    async fn wait(&mut self) -> bool {
        let hub = Arc::clone(&self.hub);
        let heard = tokio::select! {
            heard = self.servers.recv() => heard,
            _ = self.written.changed() => {
                tokio::time::sleep(TOGETHER).await;
                return true;
            }
            () = tokio::time::sleep(LOOK_EVERY) => return true,
            () = hub.stopping() => return false,
        };
        match heard {
            Ok(doing) => self.hear(doing).is_ok(),
            Err(RecvError::Lagged(_)) => {
                let (doing, servers) = hub.servers.watch();
                self.servers = servers;
                self.begin(doing).is_ok()
            }
            Err(RecvError::Closed) => false,
        }
    }

    /// Tell what a server is doing now, where they may see it.
    fn hear(&mut self, doing: Doing) -> Result<()> {
        let caller = self.identity.caller();
        let sees = self.hub.pool.read(|tx, _| sees(caller, &doing, tx))?;
        if sees {
            let time = self.hub.now();
            self.told.push_back(Happening::Server { time, doing });
        }
        Ok(())
    }

    /// Tell what there is.
    fn begin(&mut self, mut doing: Vec<Doing>) -> Result<()> {
        let caller = self.identity.caller();
        let log = self.hub.pool.read(|tx, _| {
            if !caller.allows(&Scope::ReadServers, None, tx)? {
                let seen: Result<Vec<_>> =
                    doing.iter().map(|doing| sees(caller, doing, tx)).collect();
                let mut seen = seen?.into_iter();
                doing.retain(|_| seen.next().unwrap_or_default());
            }
            may_read_log(caller, tx)
        })?;
        self.told.push_back(Happening::Servers {
            time: self.hub.now(),
            servers: doing,
            after: log.then_some(self.after),
        });
        Ok(())
    }

    /// Tell what was written down since; whether the hub knows them still.
    fn look(&mut self) -> Result<bool> {
        let (hub, after) = (&self.hub, self.after);
        let rows = hub.pool.read(|tx, derived: &mut Derived| {
            let Some(identity) = hub.still(tx, derived, &self.identity)? else {
                return Ok(None);
            };
            self.identity = identity;
            let caller = self.identity.caller();
            if !may_read_log(caller, tx)? {
                return Ok(Some(Vec::new()));
            }
            let filter = AuditFilter {
                after: Some(after),
                page: Some(Page {
                    offset: 0,
                    limit: ROWS,
                }),
                ..AuditFilter::default()
            };
            let listed = ListAudit::run(authorize(caller, ListAudit(filter), tx)?, tx)?;
            Ok(Some(listed.items))
        })?;
        let Some(rows) = rows else {
            return Ok(false);
        };
        self.after = rows.last().map_or(after, |row| row.id);
        let rows = rows.into_iter().map(Box::new);
        self.told.extend(rows.map(Happening::Audited));
        Ok(true)
    }
}

fn sees(caller: &Caller, doing: &Doing, tx: &Tx<'_>) -> Result<bool> {
    let server = Filter::Server(doing.server.clone());
    caller.allows(&Scope::ReadServers, Some(&server), tx)
}

fn may_read_log(caller: &Caller, tx: &Tx<'_>) -> Result<bool> {
    caller.allows(&Scope::AdminUsers, None, tx)
}

fn last(identity: &Identity, tx: &Tx<'_>) -> Result<i64> {
    LastAudited::run(authorize(identity.caller(), LastAudited, tx)?, tx)
}
