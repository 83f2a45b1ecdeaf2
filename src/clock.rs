//! The only reader of time and randomness, so that tests can fix both.

use std::fmt::Write;
use std::sync::Mutex;

use chrono::Utc;

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

    /// A random UUID (version 4) as 32 hexadecimal digits: what JupyterHub makes tokens and cookie
    /// ids of.
    pub fn uuid_hex(&self) -> String {
        let mut bytes: [u8; 16] = self.random();
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        hex(&bytes)
    }

    /// So many random letters and digits: what `oauthlib` makes codes and tokens of.
    pub fn letters(&self, length: usize) -> String {
        const LETTERS: &[u8; 62] =
            b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        // Beyond the last whole round of letters some would be drawn more often.
        const ROUNDS: usize = 256 / LETTERS.len() * LETTERS.len();
        let mut text = String::with_capacity(length);
        while text.len() < length {
            let drawn = self.random::<32>().map(usize::from);
            let fair = drawn.into_iter().filter(|drawn| *drawn < ROUNDS);
            let letters = fair.map(|drawn| char::from(LETTERS[drawn % LETTERS.len()]));
            text.extend(letters.take(length - text.len()));
        }
        text
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

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
