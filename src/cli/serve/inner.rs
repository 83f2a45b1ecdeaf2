//! Where servers and services reach the hub, and programs the proxy's routes: doors beside the one for people.
//!
//! JupyterHub has the first too, on port 8081, and has told so every server that runs when hubctl takes its
//! place: they go on reporting there.

use std::sync::Arc;

use crate::config::{Config, Hub as Options};
use crate::error::{Kind, Result};
use crate::http::{Purpose, Server};
use crate::hub::Hub;
use crate::model::Origin;

/// The doors for servers and programs, and where servers find theirs, if that is not where the configuration says.
pub(super) struct Inner {
    server: Option<Server>,
    found_at: Option<Origin>,
    /// The API of the proxy's routes.
    routes: Option<Server>,
}

impl Inner {
    /// Listen there. Where the port is taken and nobody has asked for it, servers are led to the door
    /// for people.
    ///
    /// # Errors
    /// Where it is not possible to listen, and that was asked for.
    pub(super) async fn listen(config: &Config, outer: &Server) -> Result<Self> {
        let hub = &config.hub;
        let bind = hub.private_bind();
        let server = if bind.address == hub.bind_url.address {
            None
        } else {
            match Server::listen(&bind, hub.hub_socket_mode, None).await {
                Err(error) if error.kind() == Kind::Conflict && !is_asked_for(hub) => {
                    tracing::warn!(%error, "servers will reach the hub where people do");
                    None
                }
                listening => Some(listening?),
            }
        };
        let is_told = hub.hub_connect_url.is_some() || bind.address.socket().is_some();
        let found = server.as_ref().unwrap_or(outer).url();
        let elsewhere = !is_told && found.address != bind.address;
        Ok(Self {
            found_at: elsewhere.then(|| found.to_string().parse()).transpose()?,
            server,
            routes: routes(config).await?,
        })
    }

    /// Have `hub` tell its servers.
    pub(super) fn tell(&self, hub: &Hub) -> Result<()> {
        match &self.found_at {
            Some(origin) => hub.servers().found_at(&hub.config(), origin.clone()),
            None => Ok(()),
        }
    }

    /// Answer there for `hub` until it stops.
    pub(super) async fn serve(self, hub: &Arc<Hub>) {
        let serve = async |server: Option<Server>| {
            if let Some(server) = server {
                server.serve(hub).await;
            }
        };
        tokio::join!(serve(self.server), serve(self.routes));
    }
}

/// Where programs may change the proxy's routes, if that is configured.
async fn routes(config: &Config) -> Result<Option<Server>> {
    let Some(bind) = &config.proxy.api_url else {
        return Ok(None);
    };
    let server = Server::listen(bind, config.hub.hub_socket_mode, None).await?;
    Ok(Some(server.serving(Purpose::Routes)))
}

/// Whether the configuration names the place.
fn is_asked_for(hub: &Options) -> bool {
    let default = Options::default();
    hub.hub_bind_url.is_some() || (&hub.hub_ip, hub.hub_port) != (&default.hub_ip, default.hub_port)
}
