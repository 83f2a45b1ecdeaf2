//! Lines on their way to stderr: whoever says something never waits for whoever reads it.
//!
//! A thread writes all that gathered at once, which costs a busy hub a fraction of a system call a
//! line. Where nobody reads, lines are lost and counted, and memory stays bounded.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

use crate::cli::output;

/// How many bytes of lines wait at most.
const MOST: usize = 1 << 20;

/// How long lines gather before they are written.
const GATHERING: Duration = Duration::from_millis(5);

/// The thread that writes. Dropped, it has written all there was.
pub(super) struct Sink {
    queue: Queue,
    writer: Option<JoinHandle<()>>,
}

/// Takes lines.
#[derive(Clone, Default)]
pub(super) struct Queue(Arc<Shared>);

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    first: Condvar,
    end: Condvar,
}

#[derive(Default)]
struct Waiting {
    lines: Vec<u8>,
    lost: u64,
    ended: bool,
}

impl Sink {
    pub(super) fn start() -> io::Result<Self> {
        let queue = Queue::default();
        let ours = queue.clone();
        let writer = thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || ours.write_until_the_end())?;
        Ok(Self {
            queue,
            writer: Some(writer),
        })
    }

    /// What takes the lines.
    pub(super) fn queue(&self) -> Queue {
        self.queue.clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.queue.waiting().ended = true;
        self.queue.0.first.notify_one();
        self.queue.0.end.notify_one();
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

impl Queue {
    /// Nothing panics while it holds the lock, and lines are appended whole.
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        let waiting = self.0.waiting.lock();
        waiting.unwrap_or_else(PoisonError::into_inner)
    }

    fn write_until_the_end(&self) {
        let mut lines = Vec::new();
        loop {
            let (lost, ended) = self.take(&mut lines);
            output::log(&lines);
            lines.clear();
            if lost > 0 {
                tracing::warn!(lines = lost, "the log was too slow, and lines are lost");
            } else if ended {
                return;
            }
        }
    }

    /// Wait for lines and put them into `lines`; how many were lost, and whether that was all.
    fn take(&self, lines: &mut Vec<u8>) -> (u64, bool) {
        let idle = |waiting: &mut Waiting| waiting.lines.is_empty() && !waiting.ended;
        let going = |waiting: &mut Waiting| !waiting.ended;
        let waited = self.0.first.wait_while(self.waiting(), idle);
        let waiting = waited.unwrap_or_else(PoisonError::into_inner);
        let gathered = self.0.end.wait_timeout_while(waiting, GATHERING, going);
        let (mut waiting, _) = gathered.unwrap_or_else(PoisonError::into_inner);
        mem::swap(lines, &mut waiting.lines);
        (mem::take(&mut waiting.lost), waiting.ended)
    }
}

impl Write for Queue {
    /// Take one line, whole.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut waiting = self.waiting();
        if waiting.lines.len() + line.len() > MOST {
            waiting.lost += 1;
        } else {
            waiting.lines.extend_from_slice(line);
            // Whoever writes sleeps only where there was nothing.
            if waiting.lines.len() == line.len() {
                self.0.first.notify_one();
            }
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Queue {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
