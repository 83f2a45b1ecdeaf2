//! What is known of people in secret, for those who may see and change it.

use serde_json::Value;

use super::Hub;
use crate::error::Result;
use crate::model::{Seen, User, UserName};
use crate::ops::users::NewAuthState;
use crate::store::{Ending, sign_ins};

impl Hub {
    /// `state` as it is kept.
    pub fn encrypted(&self, state: &Value) -> NewAuthState {
        // That there is no key is told to those alone who may change it.
        match self.keeper.seal(state, self.pool.clock()) {
            Ok(state) => NewAuthState::Encrypted(state),
            Err(_) => NewAuthState::WithoutKey,
        }
    }

    /// Add what is known of `user` in secret, where whoever is told of them may see that.
    ///
    /// # Errors
    /// Where that cannot be read.
    pub fn add_auth_state(&self, user: &mut User) -> Result<()> {
        let Seen::Shown(state) = &mut user.auth_state else {
            return Ok(());
        };
        *state = self.auth_state_of(&user.name)?;
        Ok(())
    }

    /// Encrypt by the first key what the others have encrypted, so that they can go. JupyterHub does it for each user whom
    /// it looks at (`User.get_auth_state`).
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub(super) async fn seal_anew(&self) -> Result<()> {
        if !self.keeper.has_several() {
            return Ok(());
        }
        let kept = self.pool.read(|tx, _| sign_ins::auth_states(tx))?;
        let clock = self.pool.clock();
        let sealed = |(user, kept): (_, Vec<u8>)| {
            let anew = self.keeper.sealed_anew(&kept, clock)?;
            Some((user, anew))
        };
        let anew: Vec<_> = kept.into_iter().filter_map(sealed).collect();
        if anew.is_empty() {
            return Ok(());
        }
        let users = anew.len();
        let write = self.pool.write(Ending::Commit, move |tx| {
            anew.iter()
                .try_for_each(|(user, state)| sign_ins::set_auth_state(tx, *user, Some(state)))
        });
        write.await?;
        tracing::info!(
            users,
            "the first of `crypt.keys` encrypts what is known of users now: the others can go"
        );
        Ok(())
    }

    /// What is known of `name` in secret; what no key decrypts is as good as not there (`User.get_auth_state`).
    ///
    /// # Errors
    /// Where that cannot be read.
    pub fn auth_state_of(&self, name: &UserName) -> Result<Option<Value>> {
        let kept = self.pool.read(|tx, _| sign_ins::auth_state_of(tx, name))?;
        Ok(kept.and_then(|kept| {
            let opened = self.keeper.open(&kept);
            if opened.is_none() {
                tracing::warn!(
                    user = name.as_str(),
                    "no key decrypts what is kept of a user"
                );
            }
            opened
        }))
    }
}
