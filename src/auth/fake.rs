//! An authenticator that says what a test told it to say.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::{Attempt, Authenticated, Authenticator, Doing};
use crate::error::Result;

/// Knows those it was told of, whatever their password.
#[derive(Default)]
pub struct Fake(Mutex<BTreeMap<String, Authenticated>>);

impl Fake {
    /// From now on, whoever gives `known`'s name is `known`.
    pub fn knows(&self, known: Authenticated) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert(known.name.clone(), known);
    }
}

impl Authenticator for Fake {
    fn authenticate<'a>(
        &'a self,
        attempt: Attempt<'a>,
    ) -> Doing<'a, Result<Option<Authenticated>>> {
        Box::pin(async move {
            let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(told.get(attempt.form.username()?).cloned())
        })
    }
}
