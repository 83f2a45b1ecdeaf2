//! Accounts in the hub's own database, with a name and a password.

use std::sync::OnceLock;
use std::thread::available_parallelism;

use tokio::sync::{Semaphore, TryAcquireError};

use super::{Attempt, Authenticated, Authenticator, Doing, names};
use crate::error::{Error, Result};
use crate::model::{PasswordHash, Secret, UserName};

/// How many passwords are hashed at a time at most: each takes a processor, and 19 MiB.
const MOST_AT_ONCE: usize = 4;

/// Knows people by the accounts that the hub keeps.
pub(super) struct Native {
    turns: Semaphore,
    /// What the password of nobody is compared with, so that it takes as long as somebody's.
    nobody: OnceLock<PasswordHash>,
}

impl Default for Native {
    fn default() -> Self {
        let processors = available_parallelism().map_or(1, usize::from);
        Self {
            turns: Semaphore::new(processors.min(MOST_AT_ONCE)),
            nobody: OnceLock::new(),
        }
    }
}

impl Authenticator for Native {
    fn authenticate<'a>(
        &'a self,
        attempt: Attempt<'a>,
    ) -> Doing<'a, Result<Option<Authenticated>>> {
        Box::pin(self.compare(attempt))
    }
}

/// What came of comparing a password with a hash.
enum Compared {
    Wrong,
    Right,
    /// Right, and better kept so.
    Rehashed(PasswordHash),
}

impl Native {
    async fn compare(&self, attempt: Attempt<'_>) -> Result<Option<Authenticated>> {
        let name = names::normalized(attempt.settings, attempt.form.username()?);
        let password = attempt.form.password()?.clone();
        let kept = attempt
            .accounts
            .password_of(&UserName::from(name.as_str()))?;
        let salt = attempt.accounts.salt();
        let rehashed = match self.compared(kept, password, salt).await? {
            Compared::Wrong => return Ok(None),
            Compared::Right => None,
            Compared::Rehashed(hash) => Some(hash),
        };
        Ok(Some(Authenticated {
            rehashed,
            ..Authenticated::named(name)
        }))
    }

    /// Hashing is for threads that may be kept busy, a few at a time.
    async fn compared(
        &self,
        kept: Option<PasswordHash>,
        password: Secret,
        salt: [u8; 16],
    ) -> Result<Compared> {
        let _turn = self.turn().await?;
        let nobody = self.nobody.get().cloned();
        let work = tokio::task::spawn_blocking(move || compare(kept, nobody, &password, salt));
        let (compared, nobody) = work
            .await
            .map_err(|error| Error::internal("a password was not compared").caused_by(error))??;
        if let Some(nobody) = nobody {
            let _ = self.nobody.set(nobody);
        }
        Ok(compared)
    }

    async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>> {
        match self.turns.try_acquire() {
            Err(TryAcquireError::NoPermits) => self.turns.acquire().await.map_err(gone),
            turn => turn.map_err(gone),
        }
    }
}

fn gone(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::internal("passwords are compared no more").caused_by(error)
}

/// Compare; where there is no account, with a hash that is made once and nobody's.
fn compare(
    kept: Option<PasswordHash>,
    nobody: Option<PasswordHash>,
    password: &Secret,
    salt: [u8; 16],
) -> Result<(Compared, Option<PasswordHash>)> {
    let nobody = match nobody {
        Some(nobody) => nobody,
        None => PasswordHash::of(&Secret::new(crate::clock::hex(&salt)), salt)?,
    };
    let compared = match kept {
        None => {
            nobody.is_of(password);
            Compared::Wrong
        }
        Some(kept) if !kept.is_of(password) => Compared::Wrong,
        Some(kept) if kept.is_outdated() => Compared::Rehashed(PasswordHash::of(password, salt)?),
        Some(_) => Compared::Right,
    };
    Ok((compared, Some(nobody)))
}
