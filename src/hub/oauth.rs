//! What the OAuth provider needs of a running hub: who a client is, and how long its tokens last.

use chrono::TimeDelta;

use super::audit::request;
use super::memory::Fingerprint;
use super::{Hub, Identity};
use crate::error::Result;
use crate::model::{Hashed, Secret};
use crate::oauth::{Params, Problem, Refused};
use crate::ops::audit::{Source, recorded};
use crate::ops::oauth::{AskAuthorization, Asked, Authorize, ExchangeCode, Issued};
use crate::rbac::Caller;
use crate::store::{Ending, oauth};

/// How long tokens last where the configuration says for no time, as `oauthlib` has it.
const USUAL: u64 = 3600;

impl Hub {
    /// Look at what a client that says `params` asks of `identity`.
    ///
    /// # Errors
    /// Where they may not use what the client is for.
    pub fn asked_by_client(
        &self,
        identity: &Identity,
        params: &Params,
    ) -> Result<Result<Asked, Refused>> {
        let asked = AskAuthorization {
            params: params.clone(),
            requires_pkce: self.config().hub.oauth_require_pkce,
        };
        self.look(identity, asked)
    }

    /// Give a client a code in the name of `identity`, for the scopes that they `chose`, or for what it asked
    /// where they need not be asked. Where they are sent.
    ///
    /// # Errors
    /// As [`Hub::asked_by_client`].
    pub async fn authorize_client(
        &self,
        identity: &Identity,
        session: &str,
        params: Params,
        chosen: Option<Vec<String>>,
    ) -> Result<Result<String, Refused>> {
        let authorize = Authorize {
            params,
            requires_pkce: self.config().hub.oauth_require_pkce,
            chosen,
            session: session.to_owned(),
        };
        self.change(identity, authorize).await
    }

    /// Give a client a token for the code that it has.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub async fn exchange_code(&self, params: Params) -> Result<Result<Issued, Problem>> {
        let client = params.get("client_id").unwrap_or_default().to_owned();
        let secret = params
            .get("client_secret")
            .filter(|secret| !secret.is_empty());
        let secret = secret.map(Secret::new);
        let known = self.pool.read(|tx, _| oauth::find(tx, &client))?;
        let hashed = known.and_then(|client| client.secret);
        let shown = match hashed.zip(secret) {
            Some((hashed, secret)) if self.is_secret(&hashed, &secret).await? => Some(hashed),
            _ => None,
        };
        let config = self.config();
        let lasts = match config.hub.oauth_token_expires_in.duration().as_secs() {
            0 => USUAL,
            seconds => seconds,
        };
        let exchange = ExchangeCode {
            params,
            shown,
            requires_pkce: config.hub.oauth_require_pkce,
            lasts: i64::try_from(lasts)
                .ok()
                .and_then(TimeDelta::try_seconds)
                .unwrap_or(TimeDelta::MAX),
        };
        let source = Source::oauth_client(client.clone(), request());
        let write = self.pool.write(Ending::Commit, move |tx| {
            recorded(&source, &Caller::Operator, exchange, tx)
        });
        let exchanged = write.await?;
        if let Err(problem) = &exchanged {
            tracing::warn!(
                client,
                error = problem.error,
                why = problem.description.as_deref(),
                "no token for an OAuth client"
            );
        }
        Ok(exchanged)
    }

    /// Whether `hashed` is the hash of a client's `secret`. Anybody can send any: what is not known already is compared in
    /// its turn, off the threads that answer.
    async fn is_secret(&self, hashed: &Hashed, secret: &Secret) -> Result<bool> {
        let fingerprint = Fingerprint::of(secret);
        if self.verified.knows(hashed, fingerprint) {
            return Ok(true);
        }
        let is_of = self
            .passwords
            .compare_secret(hashed.clone(), secret.clone())
            .await?;
        if is_of {
            self.verified.learn(hashed, fingerprint);
        }
        Ok(is_of)
    }
}
