//! Slow work that is done a few at a time, so that many who sign in at once wait and nothing else does.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{Error, Result};

/// How many may wait: with more, waiting would be longer than anybody does.
const MOST_WAITING: usize = 256;

/// Those whose turn it is, and those who wait for one.
pub(super) struct Turns {
    turns: Semaphore,
    waiting: AtomicUsize,
}

/// Somebody's turn, over when it is dropped.
pub(super) struct Turn<'a> {
    _turn: SemaphorePermit<'a>,
    _place: Place<'a>,
}

impl Turns {
    /// So many at a time.
    pub(super) fn new(at_once: usize) -> Self {
        Self {
            turns: Semaphore::new(at_once),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Wait for one's turn.
    ///
    /// # Errors
    /// Where too many wait already.
    pub(super) async fn take(&self) -> Result<Turn<'_>> {
        let place = Place::take(&self.waiting)?;
        let turn =
            self.turns.acquire().await.map_err(|error| {
                Error::internal("nobody's turn comes any more").caused_by(error)
            })?;
        Ok(Turn {
            _turn: turn,
            _place: place,
        })
    }
}

/// A place among those who wait or work, given back when it is dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Result<Self> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING {
            let message = "too many people sign in at this moment";
            return Err(Error::unreachable(message).hint("try again in a few seconds"));
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
