//! Nobody signs in: there are tokens only (`NullAuthenticator`).

use super::{Attempt, Authenticated, Authenticator, Doing};
use crate::error::Result;

/// Knows nobody.
pub(super) struct Null;

impl Authenticator for Null {
    fn authenticate<'a>(&'a self, _: Attempt<'a>) -> Doing<'a, Result<Option<Authenticated>>> {
        Box::pin(async { Ok(None) })
    }

    fn has_form(&self) -> bool {
        false
    }
}
