//! What of the audit log only a running hub knows: who asks in which request, and what was refused.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::task::JoinHandle;

use super::{Hub, Identity};
use crate::error::{Error, Result};
use crate::model::{AuditEntry, Author};
use crate::ops::Request;
use crate::ops::audit::{Source, note};
use crate::rbac::Target;
use crate::store::{Ending, audit, purge};

tokio::task_local! {
    /// The request that this task answers.
    static REQUEST: Arc<str>;
}

/// Answer the request with this id by `answering`: what that changes is written down under it.
pub fn in_request<F: Future>(id: Arc<str>, answering: F) -> impl Future<Output = F::Output> {
    REQUEST.scope(id, answering)
}

/// The id of the request that this task answers.
pub(super) fn request() -> Option<Arc<str>> {
    REQUEST.try_with(Arc::clone).ok()
}

/// Begin `work`, which goes on whether or not anybody waits for it. What it changes is written down under the request
/// that this task answers.
pub(super) fn begun<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> JoinHandle<T> {
    match request() {
        Some(request) => tokio::spawn(in_request(request, work)),
        None => tokio::spawn(work),
    }
}

/// What `work` comes to, which is done to its end though whoever asked for it may be gone.
///
/// # Errors
/// Its own.
pub(super) async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let done = begun(work).await;
    done.unwrap_or_else(|_| Err(Error::internal("what was asked for broke off")))
}

/// How often the refusals that were only counted are written down.
const COUNTED_EVERY: Duration = Duration::from_mins(1);

/// How often what has expired is deleted, as JupyterHub does.
const PURGED_EVERY: Duration = Duration::from_hours(1);

/// How many kinds of refusals are told apart between two of those times.
const MOST_KINDS: usize = 512;

/// The refusals since they were last written down: the first of a kind is written at once, and those like
/// it are counted, so that whoever is refused all the time fills no disk.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    seen: Mutex<HashMap<Kind, AuditEntry>>,
}

/// Who was refused what. Beyond [`MOST_KINDS`], all of a kind of callers are one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Kind {
    who: Author,
    operation: String,
}

impl Refusals {
    /// Take note of one; whether it is the first of its kind, which is to be written down.
    fn count(&self, entry: &AuditEntry) -> Option<AuditEntry> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kind = Kind {
            who: entry.who.clone(),
            operation: entry.operation.clone(),
        };
        let mut entry = entry.clone();
        if seen.len() >= MOST_KINDS && !seen.contains_key(&kind) {
            "(various)".clone_into(&mut kind.who.name);
            "(various)".clone_into(&mut kind.operation);
            entry.who.clone_from(&kind.who);
            entry.operation.clone_from(&kind.operation);
            entry.token = None;
            entry.client = None;
            entry.target = None;
        }
        if let Some(counted) = seen.get_mut(&kind) {
            entry.left_out = counted.left_out + 1;
            *counted = entry;
            return None;
        }
        seen.insert(kind, entry.clone());
        Some(entry)
    }

    /// Those that were counted and not written down; what comes now is the first of its kind again.
    fn take(&self) -> Vec<AuditEntry> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut *seen);
        let counted = taken.into_values().filter(|entry| entry.left_out > 0);
        // The row itself stands for one.
        counted
            .map(|entry| AuditEntry {
                left_out: entry.left_out - 1,
                ..entry
            })
            .collect()
    }
}

impl Hub {
    /// Where what `identity` asks in this task comes from.
    pub(super) fn source(identity: &Identity) -> Source {
        Source::api(identity.caller(), identity.token_id(), request())
    }

    /// Write down that `request` was refused with `sentence`. Nobody waits for it.
    pub fn note_refusal(
        self: &Arc<Self>,
        identity: &Identity,
        request: &Request,
        target: &Target,
        sentence: &str,
    ) {
        let entry = AuditEntry {
            refused: Some(sentence.to_owned()),
            ..entry(identity, request, target)
        };
        self.note_refused(&entry);
    }

    /// Write down what was refused, if none like it was a moment ago. Nobody waits for it.
    pub(super) fn note_refused(self: &Arc<Self>, entry: &AuditEntry) {
        let Some(first) = self.refusals.count(entry) else {
            return;
        };
        let hub = Arc::clone(self);
        tokio::spawn(async move { hub.write_refusals(vec![first]).await });
    }

    /// Write down what was asked of the hub itself, which changes nothing in the database.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub async fn note_done(
        &self,
        identity: &Identity,
        request: &Request,
        target: &Target,
    ) -> Result<()> {
        let entry = entry(identity, request, target);
        let write = self.pool.write(Ending::Commit, move |tx| note(&entry, tx));
        write.await
    }

    /// Write down what was only counted until now.
    pub async fn write_counted(&self) {
        let counted = self.refusals.take();
        if !counted.is_empty() {
            self.write_refusals(counted).await;
        }
    }

    async fn write_refusals(&self, entries: Vec<AuditEntry>) {
        let write = self.pool.write(Ending::Commit, move |tx| {
            entries.iter().try_for_each(|entry| note(entry, tx))
        });
        if let Err(error) = write.await {
            tracing::warn!(%error, "what was refused is not in the audit log");
        }
    }

    /// Write down what is counted, and delete what has expired, for as long as the hub runs.
    pub async fn tidy(self: Arc<Self>) {
        tokio::join!(
            self.write_counted_again_and_again(),
            self.purge_every_hour()
        );
    }

    async fn write_counted_again_and_again(&self) {
        loop {
            tokio::time::sleep(COUNTED_EVERY).await;
            self.write_counted().await;
        }
    }

    async fn purge_every_hour(&self) {
        loop {
            if let Err(error) = self.purge().await {
                tracing::warn!(%error, "what has expired was not deleted");
            }
            tokio::time::sleep(PURGED_EVERY).await;
        }
    }

    /// Delete tokens, codes and shares that have expired, and rows of the audit log that are older than
    /// they are kept.
    async fn purge(&self) -> Result<()> {
        let days = i64::from(self.config().audit.keep_days);
        let since = self.now().minus(TimeDelta::days(days)).filter(|_| days > 0);
        let write = self.pool.write(Ending::Commit, move |tx| {
            let purged = purge::purge(tx)?;
            let rows = since.map_or(Ok(0), |since| audit::cut(tx, since))?;
            Ok((purged, rows))
        });
        let (purged, rows) = write.await?;
        for of_kind in purged.iter().filter(|of_kind| of_kind.count > 0) {
            tracing::info!(
                what = of_kind.what,
                count = of_kind.count,
                "deleted what had expired"
            );
        }
        if rows > 0 {
            tracing::info!(rows, "deleted the end of the audit log");
        }
        Ok(())
    }
}

fn entry(identity: &Identity, request: &Request, target: &Target) -> AuditEntry {
    let operation = format!("{} {}", request.method, request.path);
    let target = target.filter().map(|filter| filter.to_string());
    Hub::source(identity).entry(operation, target)
}
