//! Where servers and services reach the hub: a door of its own, beside the one for people.
//!
//! JupyterHub has it too, on port 8081, and has told so every server that runs when hubctl takes its
//! place: they go on reporting there.

use std::sync::Arc;

use crate::config::{Config, Hub as Options};
use crate::error::{Kind, Result};
use crate::http::Server;
use crate::hub::Hub;
use crate::model::Origin;

/// The door for servers, and where they find it, if that is not where the configuration says.
pub(super) struct Inner {
    server: Option<Server>,
    found_at: Option<Origin>,
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
        if let Some(server) = self.server {
            server.serve(hub).await;
        }
    }
}

/// Whether the configuration names the place.
fn is_asked_for(hub: &Options) -> bool {
    let default = Options::default();
    hub.hub_bind_url.is_some() || (&hub.hub_ip, hub.hub_port) != (&default.hub_ip, default.hub_port)
}
