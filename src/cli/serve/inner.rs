//! Where servers and services reach the hub: a door of its own, beside the one for people.
//!
//! JupyterHub has it too, on port 8081, and has told so every server that runs when hubctl takes its
//! place: they go on reporting there.

use crate::config::{Config, Hub};
use crate::error::{Kind, Result};
use crate::http::Server;

/// Listen there, and have `config` say where that is.
///
/// Where the port is taken and nobody has asked for it, servers are led to the door for people.
///
/// # Errors
/// Where it is not possible to listen, and that was asked for.
pub(super) async fn listen(config: &mut Config, outer: &Server) -> Result<Option<Server>> {
    let hub = &config.hub;
    let bind = hub.private_bind();
    if bind.address == hub.bind_url.address {
        return Ok(None);
    }
    match Server::listen(&bind, hub.hub_socket_mode, None).await {
        Ok(inner) => {
            if hub.hub_port == 0 && hub.hub_connect_url.is_none() {
                config.hub.hub_connect_url = Some(inner.url().to_string().parse()?);
            }
            Ok(Some(inner))
        }
        Err(error) if error.kind() == Kind::Conflict && !is_asked_for(hub) => {
            tracing::warn!(%error, "servers will reach the hub where people do");
            if hub.hub_connect_url.is_none() && bind.address.socket().is_none() {
                config.hub.hub_connect_url = Some(outer.url().to_string().parse()?);
            }
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Whether the configuration names the place.
fn is_asked_for(hub: &Hub) -> bool {
    let default = Hub::default();
    hub.hub_bind_url.is_some() || (&hub.hub_ip, hub.hub_port) != (&default.hub_ip, default.hub_port)
}
