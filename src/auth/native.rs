//! Accounts in the hub's own database, with a name and a password.

use super::{Attempt, Authenticated, Authenticator, Compared, Doing, names};
use crate::error::Result;
use crate::model::UserName;

/// Knows people by the accounts that the hub keeps.
pub(super) struct Native;

impl Authenticator for Native {
    fn authenticate<'a>(
        &'a self,
        attempt: Attempt<'a>,
    ) -> Doing<'a, Result<Option<Authenticated>>> {
        Box::pin(compare(attempt))
    }

    fn keeps_accounts(&self) -> bool {
        true
    }
}

async fn compare(attempt: Attempt<'_>) -> Result<Option<Authenticated>> {
    let name = names::normalized(attempt.settings, attempt.form.username()?);
    let password = attempt.form.password()?.clone();
    let user = UserName::from(name.as_str());
    let kept = attempt.accounts.password_of(&user)?;
    let compared = attempt
        .passwords
        .compare(kept, password, attempt.accounts.clock());
    let rehashed = match compared.await? {
        Compared::Wrong => return Ok(None),
        Compared::Right => None,
        Compared::Rehashed(hash) => Some(hash),
    };
    Ok(Some(Authenticated {
        rehashed,
        ..Authenticated::named(name)
    }))
}
