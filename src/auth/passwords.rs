//! Hashing passwords and the secrets of OAuth clients, a few at a time and off the threads that answer.

use std::sync::OnceLock;
use std::thread::available_parallelism;

use super::turns::Turns;
use crate::clock::{Clock, hex};
use crate::error::{Error, Result};
use crate::model::{Hashed, PasswordHash, Secret};

/// How many are hashed at a time at most: each takes a processor, and 19 MiB.
const MOST_AT_ONCE: usize = 4;

/// Where passwords are hashed and compared.
pub struct Passwords {
    turns: Turns,
    /// Those of secrets: whoever sends wrong ones keeps nobody from signing in.
    of_secrets: Turns,
    /// What the password of nobody is compared with, so that it takes as long as somebody's.
    nobody: OnceLock<PasswordHash>,
}

impl Default for Passwords {
    fn default() -> Self {
        let processors = available_parallelism().map_or(1, usize::from);
        Self {
            turns: Turns::new(processors.min(MOST_AT_ONCE)),
            of_secrets: Turns::new(processors.div_ceil(2).min(MOST_AT_ONCE)),
            nobody: OnceLock::new(),
        }
    }
}

/// What came of comparing a password with a hash.
#[derive(Debug, PartialEq)]
pub enum Compared {
    /// It is another.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one, and better kept so.
    Rehashed(PasswordHash),
}

impl Passwords {
    /// The hash of a password that is new.
    ///
    /// # Errors
    /// Where it cannot be hashed now.
    pub async fn hash(&self, password: Secret, clock: &Clock) -> Result<PasswordHash> {
        let salt = clock.random();
        self.in_turn(move || PasswordHash::of(&password, salt))
            .await
    }

    /// Whether `kept` is the hash of `password`; where there is none, it takes as long.
    ///
    /// # Errors
    /// Where it cannot be compared now.
    pub async fn compare(
        &self,
        kept: Option<PasswordHash>,
        password: Secret,
        clock: &Clock,
    ) -> Result<Compared> {
        let salt = clock.random();
        let nobody = if let Some(nobody) = self.nobody.get() {
            nobody.clone()
        } else {
            let made = self.hash(Secret::new(hex(&salt)), clock).await?;
            self.nobody.get_or_init(|| made).clone()
        };
        self.in_turn(move || compare(kept, &nobody, &password, salt))
            .await
    }

    /// Whether `kept` is the hash of `secret`, which takes thousands of rounds.
    ///
    /// # Errors
    /// Where it cannot be compared now.
    pub async fn compare_secret(&self, kept: Hashed, secret: Secret) -> Result<bool> {
        let _turn = self.of_secrets.take().await?;
        let done = tokio::task::spawn_blocking(move || kept.is_of(&secret)).await;
        done.map_err(gone)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _turn = self.turns.take().await?;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(gone)?
    }
}

fn compare(
    kept: Option<PasswordHash>,
    nobody: &PasswordHash,
    password: &Secret,
    salt: [u8; 16],
) -> Result<Compared> {
    Ok(match kept {
        None => {
            nobody.is_of(password);
            Compared::Wrong
        }
        Some(kept) if !kept.is_of(password) => Compared::Wrong,
        Some(kept) if kept.is_outdated() => Compared::Rehashed(PasswordHash::of(password, salt)?),
        Some(_) => Compared::Right,
    })
}

fn gone(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::internal("a password was not hashed").caused_by(error)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn secrets_wait_for_their_turn_and_keep_no_password_waiting() {
        let passwords = Arc::new(Passwords::default());
        let processors = available_parallelism().map_or(1, usize::from);
        let mut held = Vec::new();
        for _ in 0..processors.div_ceil(2).min(MOST_AT_ONCE) {
            held.push(passwords.of_secrets.take().await.unwrap());
        }
        let secret = Secret::new("a secret of a client");
        let kept = Hashed::given(&secret, [1; 8]).unwrap();
        let comparing = Arc::clone(&passwords);
        let waiting = tokio::spawn(async move { comparing.compare_secret(kept, secret).await });
        let clock = Clock::system();
        let hashed = passwords.hash(Secret::new("correct horse"), &clock).await;
        assert!(hashed.is_ok());
        assert!(!waiting.is_finished());
        drop(held);
        assert!(waiting.await.unwrap().unwrap());
    }
}
