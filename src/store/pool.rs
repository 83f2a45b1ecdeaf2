//! The database of a hub that serves: several readers, and one writer that commits in batches.
//!
//! A reader is a connection with what was derived from what it reads. That falls as soon as
//! anybody, this process or another, has written: `PRAGMA data_version` tells.
//!
//! Reads run where they are called, on the thread of the request: each is a few look-ups by index in
//! pages that are in memory, and handing it to another thread would cost more than it does.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{oneshot, watch};

use super::open::{connect, explain, serve_settings};
use super::{Access, Ending, Store, Tx, ours};
use crate::clock::Clock;
use crate::config::database::DbUrl;
use crate::error::{Error, Result};

/// How many writes are committed together at most: a batch that fails is answered as a whole.
const BATCH: usize = 256;

/// Connections to one database, which must be of the present schema.
///
/// `D` is what readers derive from what they read, and forget when something was written.
pub struct Pool<D> {
    url: DbUrl,
    clock: Arc<Clock>,
    idle: Mutex<Vec<Reader<D>>>,
    writer: Mutex<Option<Writer>>,
    written: watch::Sender<u64>,
}

/// The thread that writes, and the way to it.
struct Writer {
    jobs: Sender<Box<dyn Job>>,
    thread: JoinHandle<()>,
}

struct Reader<D> {
    connection: Connection,
    version: i64,
    derived: D,
}

/// Something that waits to be written.
trait Job: Send {
    /// Do it; how it wants its part of the batch to end.
    fn run(&mut self, tx: &Tx<'_>) -> Ending;

    /// Tell whoever waits how it ended, now that the batch is on disk, or is not.
    fn answer(self: Box<Self>, committed: Result<()>);
}

impl<D: Default + Send + 'static> Pool<D> {
    /// Open the database and start its writer. It is in WAL mode from here on, so that readers and
    /// the writer do not wait for each other.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(url: &DbUrl, clock: Arc<Clock>) -> Result<Self> {
        drop(Store::open(url, Access::Write)?);
        let connection = connect(url.path(), Access::Write)?;
        serve_settings(&connection, Access::Write)?;
        ours::create(&connection)?;
        let (sender, jobs) = channel();
        let clock_of_writer = Arc::clone(&clock);
        let written = watch::Sender::new(0);
        let tell = written.clone();
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || serve_writes(connection, &jobs, &clock_of_writer, &tell))
            .map_err(|error| {
                Error::unreachable("no thread can be started to write with").caused_by(error)
            })?;
        Ok(Self {
            url: url.clone(),
            clock,
            idle: Mutex::default(),
            writer: Mutex::new(Some(Writer {
                jobs: sender,
                thread,
            })),
            written,
        })
    }

    /// Where the database is.
    pub fn url(&self) -> &DbUrl {
        &self.url
    }

    /// The time and randomness of its transactions.
    pub fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }

    /// How often something was written through here, now and whenever that changes. What other programs
    /// write nobody tells.
    pub fn written(&self) -> watch::Receiver<u64> {
        self.written.subscribe()
    }

    /// Run `work` on one unchanging view of the database, with what was derived from that view.
    pub fn read<T>(&self, work: impl FnOnce(&Tx<'_>, &mut D) -> Result<T>) -> Result<T> {
        let mut reader = self.idle_reader()?;
        let done = reader.read(&self.clock, work);
        lock(&self.idle).push(reader);
        done
    }

    /// Run `work` in a transaction with other writes that wait; where it fails, nothing has
    /// happened, and once it is answered, it is on disk.
    pub async fn write<T: Send + 'static>(
        &self,
        ending: Ending,
        work: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(Write {
            work: Some(work),
            ending,
            done: Err(Error::internal("a write was not begun")),
            answer,
        });
        lock(&self.writer)
            .as_ref()
            .and_then(|writer| writer.jobs.send(job).ok())
            .ok_or_else(writer_is_gone)?;
        answered.await.map_err(|_| writer_is_gone())?
    }

    /// Write what waits to be written, and close the database. Where no other program has it open, all
    /// is in the one file from then on.
    pub fn close(&self) {
        lock(&self.idle).clear();
        // The last to close the file brings it up to date, which takes one that may write.
        if let Some(Writer { jobs, thread }) = lock(&self.writer).take() {
            drop(jobs);
            let _ = thread.join();
        }
    }

    fn idle_reader(&self) -> Result<Reader<D>> {
        if let Some(reader) = lock(&self.idle).pop() {
            return Ok(reader);
        }
        let connection = connect(self.url.path(), Access::Read)?;
        serve_settings(&connection, Access::Read)?;
        Ok(Reader {
            connection,
            version: 0,
            derived: D::default(),
        })
    }
}

impl<D: Default> Reader<D> {
    fn read<T>(
        &mut self,
        clock: &Clock,
        work: impl FnOnce(&Tx<'_>, &mut D) -> Result<T>,
    ) -> Result<T> {
        // A transaction that wrote nothing has nothing to undo when it is dropped.
        let transaction = self.connection.unchecked_transaction().map_err(explain)?;
        let version = transaction
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .map_err(explain)?;
        if self.version != version {
            self.version = version;
            self.derived = D::default();
        }
        work(&Tx::new(&transaction, clock), &mut self.derived)
    }
}

/// One write, and who waits for it.
struct Write<W, T> {
    work: Option<W>,
    ending: Ending,
    done: Result<T>,
    answer: oneshot::Sender<Result<T>>,
}

impl<W, T> Job for Write<W, T>
where
    W: FnOnce(&Tx<'_>) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, tx: &Tx<'_>) -> Ending {
        if let Some(work) = self.work.take() {
            // A defect in one operation must not end the writer that all others need.
            self.done = catch_unwind(AssertUnwindSafe(|| work(tx)))
                .unwrap_or_else(|_| Err(Error::internal("an operation failed in the middle")));
        }
        if self.done.is_ok() {
            self.ending
        } else {
            Ending::Undo
        }
    }

    fn answer(self: Box<Self>, committed: Result<()>) {
        // Nobody waits any more where the request was given up.
        let _ = self.answer.send(committed.and(self.done));
    }
}

/// Take jobs as they come, until the pool is gone; all that wait at a time are committed together.
fn serve_writes(
    mut connection: Connection,
    jobs: &Receiver<Box<dyn Job>>,
    clock: &Clock,
    written: &watch::Sender<u64>,
) {
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        let committed = commit_batch(&mut connection, clock, &mut batch, jobs);
        for job in batch {
            job.answer(committed.as_ref().copied().map_err(Error::again));
        }
        written.send_modify(|times| *times += 1);
    }
}

fn commit_batch(
    connection: &mut Connection,
    clock: &Clock,
    batch: &mut Vec<Box<dyn Job>>,
    jobs: &Receiver<Box<dyn Job>>,
) -> Result<()> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(explain)?;
    let mut at = 0;
    while let Some(job) = batch.get_mut(at) {
        run_alone(&transaction, clock, job.as_mut())?;
        at += 1;
        if at == batch.len() && at < BATCH {
            batch.extend(jobs.try_recv());
        }
    }
    transaction.commit().map_err(explain)
}

/// Run one job of a batch so that its failure undoes nothing of the others.
fn run_alone(transaction: &Connection, clock: &Clock, job: &mut dyn Job) -> Result<()> {
    let say = |sql| {
        let mut statement = transaction.prepare_cached(sql)?;
        statement.execute([])
    };
    say("SAVEPOINT job").map_err(explain)?;
    if job.run(&Tx::new(transaction, clock)) == Ending::Undo {
        say("ROLLBACK TO job").map_err(explain)?;
    }
    say("RELEASE job").map_err(explain).map(drop)
}

/// What a panicking thread held is whole: nothing here panics while it holds a lock.
fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

fn writer_is_gone() -> Error {
    Error::unreachable("the hub is stopping, and writes no more")
}
