//! The only reader of time and randomness, so that tests can fix both.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::Timestamp;

/// Time and randomness: those of the machine, or fixed ones for tests.
#[derive(Debug)]
pub struct Clock(Source);

#[derive(Debug)]
enum Source {
    System,
    Fixed { now: Timestamp, drawn: Mutex<u8> },
}

impl Clock {
    /// The machine's clock and random source.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still at `now` and draws 0, 1, 2, … as random bytes.
    pub const fn fixed(now: Timestamp) -> Self {
        Self(Source::Fixed {
            now,
            drawn: Mutex::new(0),
        })
    }

    /// The present time.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the time"
    )]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::from(Utc::now()),
            Source::Fixed { now, .. } => *now,
        }
    }

    /// `span` after now; `None` where that is no date.
    pub fn after(&self, span: TimeDelta) -> Option<Timestamp> {
        DateTime::<Utc>::from(self.now())
            .checked_add_signed(span)
            .map(Timestamp::from)
    }

    /// `N` random bytes, fit for secrets.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that draws randomness"
    )]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            Source::System => {
                getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
            }
            Source::Fixed { drawn, .. } => {
                let mut drawn = drawn.lock().expect("no holder of this lock panics");
                for byte in &mut bytes {
                    *byte = *drawn;
                    *drawn = drawn.wrapping_add(1);
                }
            }
        }
        bytes
    }
}
