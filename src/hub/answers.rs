//! Answers that are the same until something is written: programs that watch a hub ask one question again
//! and again.

use std::sync::Arc;

use super::memory::{Beside, Derived, Written};
use super::{Hub, Identity};
use crate::error::{Error, Result};
use crate::ops::Operation;
use crate::rbac::authorize;
use crate::store::Tx;

impl Hub {
    /// What `operation` says, as `write` writes it; or what it wrote when `identity` asked the same `question`,
    /// where that would be the same now.
    ///
    /// The question is all of the request that the answer hangs on.
    pub fn look_again<O: Operation>(
        &self,
        identity: &Arc<Identity>,
        question: &str,
        operation: O,
        write: impl FnOnce(O::Output) -> serde_json::Result<Written>,
    ) -> Result<Written> {
        let answer = |identity: &Identity, tx: &Tx<'_>| {
            let output = O::run(authorize(identity.caller(), operation, tx)?, tx)?;
            write(output)
                .map_err(|error| Error::internal("an answer could not be written").caused_by(error))
        };
        let beside = Beside {
            config: self.config(),
            servers: self.servers.changes(),
        };
        self.pool.read(|tx, derived: &mut Derived| {
            let token = identity.presented();
            // What the token may do by this view of the database: `identity` may be of an older one.
            let known = token.and_then(|token| Some((token, derived.tokens.get(token)?)));
            let Some((token, identity)) = known else {
                return answer(identity, tx);
            };
            if let Some(written) = derived.answers.get(token, question, &beside) {
                return Ok(written.clone());
            }
            let written = answer(&identity, tx)?;
            derived.answers.remember(token, question, beside, &written);
            Ok(written)
        })
    }
}
