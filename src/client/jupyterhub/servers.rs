//! Servers of a JupyterHub, which tells of them with their users.

use super::{Asked, JupyterHub};
use crate::error::{Error, Result};
use crate::model::{
    Server, ServerDetails, ServerRef, ServerShare, ServerToken, Share, StoredServer,
};
use crate::ops::environment::access_scopes;
use crate::ops::servers::{ListServers, ServerFilter, ShowServer};
use crate::ops::shares;
use crate::ops::users::UserFilter;

impl Asked for ListServers {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<Vec<StoredServer>> {
        let filter = self.0;
        let users = match &filter.user {
            Some(user) => vec![hub.user(user, true)?],
            None => hub.users(&UserFilter {
                group: filter.group.clone(),
                stopped_servers: true,
                ..UserFilter::default()
            })?,
        };
        let servers = users
            .into_iter()
            .flat_map(|user| user.servers.into_shown().unwrap_or_default().into_values());
        let chosen = servers.filter(|server| chooses(&filter, server));
        Ok(chosen.map(stored).collect())
    }
}

impl Asked for ShowServer {
    fn ask(self, hub: &JupyterHub<'_>) -> Result<ServerDetails> {
        let ShowServer(name) = self;
        let mut servers = hub.user(&name.user, true)?.servers.or_default();
        let names: Vec<_> = servers.values().map(|s| s.full_name.to_string()).collect();
        let server = servers.remove(&name.server).ok_or_else(|| {
            Error::not_found("server", &name)
                .did_you_mean(&name.to_string(), names)
                .hint(format!("see `hubctl servers list --user {}`", name.user))
        })?;
        Ok(ServerDetails {
            oauth_access_scopes: access_scopes(&name),
            tokens: hub.tokens_for(&name)?,
            shares: hub.shares_of(&name)?,
            stored: stored(server),
        })
    }
}

impl JupyterHub<'_> {
    fn tokens_for(&self, server: &ServerRef) -> Result<Vec<ServerToken>> {
        let tokens = self.tokens_of(&server.user)?.into_iter();
        let its = tokens.filter(|token| token.server_given().as_ref() == Some(server));
        Ok(its
            .map(|token| ServerToken {
                id: token.id,
                scopes: token.scopes.into_iter().flatten().collect(),
                expires_at: token.expires_at,
            })
            .collect())
    }

    fn shares_of(&self, server: &ServerRef) -> Result<Vec<ServerShare>> {
        let names = [server.user.as_str(), server.server.as_str()];
        let missing = || Error::not_found("server", server);
        let shares: Vec<Share> = self.all(&shares::LIST, &names, &[], missing)?;
        let shares = shares.into_iter();
        Ok(shares
            .map(|share| ServerShare {
                user: share.user.map(|named| named.name),
                group: share.group.map(|named| named.name),
                scopes: share.scopes,
                created_at: share.created_at,
                expires_at: share.expires_at.or_default(),
            })
            .collect())
    }
}

fn chooses(filter: &ServerFilter, server: &Server) -> bool {
    let last = server.last_activity;
    filter.name.as_ref().is_none_or(|name| *name == server.name)
        && filter
            .running
            .is_none_or(|running| running != server.stopped)
        && filter.active_since.is_none_or(|since| last >= Some(since))
        && filter.inactive_since.is_none_or(|since| last < Some(since))
}

/// What the API shows of a server is all that is known of it here.
fn stored(server: Server) -> StoredServer {
    StoredServer {
        server,
        address: None,
        oauth_client: None,
    }
}
