//! What browsers are signed in to.

use serde_json::json;

use super::Operation;
use super::audit::{Change, Record, Subject};
use super::users::find;
use crate::error::{Error, Kind, Result};
use crate::model::{Secret, UserName};
use crate::rbac::{Allowed, Holder, Needs, Scope, Target};
use crate::store::{Tx, credentials};

/// Sign whoever asks out, in every browser.
///
/// Their sign-ins say a secret of theirs that JupyterHub never changes, so that a copy of such a cookie
/// opens everything for as long as cookies last. Here it is drawn anew, in the transaction in which the
/// tokens of their browsers go: no copy of any of their cookies opens anything afterwards, whether
/// hubctl or JupyterHub is asked.
pub struct SignOut {
    /// Whoever asks.
    pub user: UserName,
}

impl Needs for SignOut {
    const ANY_OF: &'static [Scope] = &[];
}

impl Operation for SignOut {
    /// How many tokens of browsers went.
    type Output = usize;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<usize> {
        let SignOut { user } = allowed.op();
        let caller = allowed.caller();
        let themselves = matches!(caller.holder(), Some(Holder::User(name)) if name == user);
        if !themselves && !caller.is_operator() {
            return Err(Error::new(Kind::Denied, "nobody signs somebody else out"));
        }
        let id = find(tx, caller, user)?;
        credentials::end_sessions(tx, id, &Secret::new(tx.clock().uuid_hex()))
    }
}

impl Change for SignOut {
    fn record(&self) -> Option<Record> {
        let record = Record::named("sign out", Subject::Nothing);
        Some(record.on(&Target::User(self.user.clone())))
    }

    fn made(tokens: &usize, record: &mut Record) {
        record.is_now(Some(json!({ "revoked_tokens": tokens })));
    }
}
