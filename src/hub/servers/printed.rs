//! What servers print, for those who may read it.

use serde::Serialize;

use crate::error::Result;
use crate::hub::{Hub, Identity};
use crate::model::ServerRef;
use crate::ops::servers::MayReadOutput;

/// The last that a server printed, now or when it last ran.
#[derive(Debug, Serialize)]
pub struct Printed {
    /// Which.
    server: ServerRef,
    /// Its last lines; none where nothing is kept.
    lines: Vec<String>,
}

impl Hub {
    /// The last `lines` that `server` printed.
    ///
    /// # Errors
    /// Where `identity` may not read them, or there is no such server.
    pub fn printed(&self, identity: &Identity, server: ServerRef, lines: usize) -> Result<Printed> {
        self.look(identity, MayReadOutput(server.clone()))?;
        let lines = self.servers.spawner.printed(&server, lines);
        Ok(Printed {
            server,
            lines: lines.unwrap_or_default(),
        })
    }
}
