//! OAuth clients: list, show, delete.
//!
//! The REST API has none of this: hubs make clients as servers and services come, and only at their
//! start look for those that went.

use serde::{Deserialize, Serialize};

use super::Operation;
use super::audit::{Change, Record, Subject};
use super::find::known;
use crate::error::{Error, Result};
use crate::model::{ClientOwner, OAuthClient};
use crate::rbac::{Allowed, Caller, Needs, Scope};
use crate::store::Tx;
use crate::store::names::Noun;
pub use crate::store::oauth_clients::ClientFilter;
use crate::store::oauth_clients::{self, HUB};

/// They show whose servers there are, and whom services may act for.
const LOOK: &[Scope] = &[Scope::AdminServices];
const DELETE: &[Scope] = &[Scope::AdminServices];

/// List the OAuth clients that a filter chooses.
#[derive(Serialize, Deserialize)]
pub struct ListOAuthClients(pub ClientFilter);

impl Needs for ListOAuthClients {
    const ANY_OF: &'static [Scope] = LOOK;
}

impl Operation for ListOAuthClients {
    type Output = Vec<OAuthClient>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<OAuthClient>> {
        oauth_clients::list(tx, &allowed.into_parts().0.0)
    }
}

/// Show one OAuth client, by its identifier.
#[derive(Serialize, Deserialize)]
pub struct ShowOAuthClient(pub String);

impl Needs for ShowOAuthClient {
    const ANY_OF: &'static [Scope] = LOOK;
}

impl Operation for ShowOAuthClient {
    type Output = OAuthClient;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<OAuthClient> {
        show(tx, allowed.caller(), &allowed.op().0)
    }
}

/// Delete an OAuth client, with the tokens and codes issued to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteOAuthClient {
    /// Which.
    pub identifier: String,
    /// Whether it may be that of a running server, or of a service.
    pub force: bool,
}

impl Needs for DeleteOAuthClient {
    const ANY_OF: &'static [Scope] = DELETE;
}

impl Operation for DeleteOAuthClient {
    type Output = OAuthClient;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<OAuthClient> {
        let DeleteOAuthClient { identifier, force } = allowed.op();
        let client = show(tx, allowed.caller(), identifier)?;
        refuse_needed(&client, *force)?;
        oauth_clients::delete(tx, identifier)?;
        Ok(client)
    }
}

impl Change for DeleteOAuthClient {
    fn record(&self) -> Option<Record> {
        let client = Subject::OAuthClient(self.identifier.clone());
        Some(Record::named("delete OAuth client", client))
    }
}

fn refuse_needed(client: &OAuthClient, force: bool) -> Result<()> {
    let loses = match &client.owner {
        ClientOwner::Hub => {
            return Err(Error::conflict(format!(
                "`{HUB}` cannot be deleted: every token made by hand or by API hangs on it"
            ))
            .hint("revoke tokens by `hubctl token revoke`"));
        }
        ClientOwner::Server {
            name,
            running: true,
        } => format!("`{name}` runs, and nobody could sign in to it until it is restarted"),
        ClientOwner::Service { name } => {
            format!("nobody could sign in to the service `{name}` any more")
        }
        ClientOwner::Server { running: false, .. } | ClientOwner::Orphan => return Ok(()),
    };
    if force {
        return Ok(());
    }
    Err(Error::conflict(loses).hint("say `--force` to delete its client all the same"))
}

fn show(tx: &Tx<'_>, caller: &Caller, identifier: &str) -> Result<OAuthClient> {
    let filter = ClientFilter {
        identifier: Some(identifier.to_owned()),
        ..ClientFilter::default()
    };
    let found = oauth_clients::list(tx, &filter)?.pop();
    known(tx, caller, Noun::OAuthClient, identifier, found)
}
