//! What has expired and only takes up room. JupyterHub deletes the same, every hour that it runs.

use serde::Serialize;

use super::Tx;
use crate::error::Result;

/// What was deleted of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Purged {
    /// The kind.
    pub what: &'static str,
    /// How many.
    pub count: usize,
}

const TOKENS: &str = "DELETE FROM api_tokens WHERE expires_at < ?1";
const SHARES: &str = "DELETE FROM shares WHERE expires_at < ?1";
const SHARE_CODES: &str = "DELETE FROM share_codes WHERE expires_at < ?1";
/// OAuth codes alone count seconds since the epoch.
const OAUTH_CODES: &str = "DELETE FROM oauth_codes WHERE expires_at < ?1";

/// Delete expired tokens, OAuth codes, shares and share codes; how many of each.
pub fn purge(tx: &Tx<'_>) -> Result<Vec<Purged>> {
    let now = tx.clock().now();
    let stored = now.stored();
    Ok(vec![
        purged("API tokens", tx.execute(TOKENS, [&stored])?),
        purged("OAuth codes", tx.execute(OAUTH_CODES, [now.unix()])?),
        purged("shares", tx.execute(SHARES, [&stored])?),
        purged("share codes", tx.execute(SHARE_CODES, [&stored])?),
    ])
}

fn purged(what: &'static str, count: usize) -> Purged {
    Purged { what, count }
}
