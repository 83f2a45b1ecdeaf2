//! When tokens and their users were last seen, at a resolution that spares the database.

use std::time::Duration;

use super::{Credential, Hub, Identity};
use crate::model::Timestamp;
use crate::store::{Ending, credentials};

/// How long a request waits for its own use to be noted; it is noted even so.
const PATIENCE: Duration = Duration::from_millis(100);

impl Hub {
    /// Note that `identity` asked something at `now`, where that is news
    /// (`BaseHandler._record_activity`).
    pub(super) async fn note_use(&self, identity: &Identity, now: Timestamp) {
        let (token, user) = match identity.credential() {
            Credential::Token(token) => (Some(token), token.user),
            Credential::Login(login) => (None, Some(login.user)),
        };
        let resolution = self.config().hub.activity_resolution.duration();
        let is_news = |last: Option<Timestamp>| {
            last.is_none_or(|last| resolution.is_zero() || now.since(last) > resolution)
        };
        let token = token.filter(|token| is_news(token.last_activity));
        let token = token.map(|token| token.id);
        let user = user.filter(|user| is_news(user.last_activity));
        if token.is_none() && user.is_none() {
            return;
        }
        let noted = self.pool.write(Ending::Commit, move |tx| {
            if let Some(token) = token {
                credentials::token_seen(tx, token, now)?;
            }
            if let Some(user) = user {
                credentials::user_seen(tx, user.id, now)?;
            }
            Ok(())
        });
        // Nobody is refused because their visit could not be written down.
        if let Ok(Err(error)) = tokio::time::timeout(PATIENCE, noted).await {
            tracing::warn!(%error, "activity was not recorded");
        }
    }
}
