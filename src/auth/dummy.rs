//! Any name, with any password or the one that is configured: for trying out
//! (`DummyAuthenticator`).

use super::{Attempt, Authenticated, Authenticator, Doing};
use crate::error::Result;

/// Believes everybody, or everybody who knows one password.
pub(super) struct Dummy;

impl Authenticator for Dummy {
    fn authenticate<'a>(
        &'a self,
        attempt: Attempt<'a>,
    ) -> Doing<'a, Result<Option<Authenticated>>> {
        Box::pin(async move { believe(attempt) })
    }
}

fn believe(attempt: Attempt<'_>) -> Result<Option<Authenticated>> {
    let known = Authenticated::named(attempt.form.username()?);
    match &attempt.settings.password {
        Some(right) if attempt.form.password()? != right => Ok(None),
        _ => Ok(Some(known)),
    }
}
