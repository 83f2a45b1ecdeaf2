//! One server as a caller of the REST API sees it.

use super::{LOOK_AT, READ_OUTPUT, find};
use crate::error::{Error, Result};
use crate::model::{Server, ServerRef};
use crate::ops::{Operation, users};
use crate::rbac::{Allowed, Caller, Filter, Needs, Scope, Target};
use crate::store::Tx;

/// Show a server (`APIHandler.server_model`). Everybody has a default one.
pub struct LookAtServer(pub ServerRef);

impl Needs for LookAtServer {
    const ANY_OF: &'static [Scope] = LOOK_AT.any_of;

    fn target(&self) -> Target {
        Target::Server(self.0.clone())
    }
}

impl Operation for LookAtServer {
    type Output = Server;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Server> {
        let LookAtServer(server) = allowed.op();
        users::find(tx, allowed.caller(), &server.user)?;
        look(tx, allowed.caller(), server)
    }
}

/// Read what a server printed, which whoever runs it has kept.
pub struct MayReadOutput(pub ServerRef);

impl Needs for MayReadOutput {
    const ANY_OF: &'static [Scope] = READ_OUTPUT.any_of;

    fn target(&self) -> Target {
        Target::Server(self.0.clone())
    }
}

impl Operation for MayReadOutput {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let MayReadOutput(server) = allowed.op();
        users::find(tx, allowed.caller(), &server.user)?;
        look(tx, allowed.caller(), server).map(drop)
    }
}

/// `server`, of a user who exists, as `caller` sees it.
pub(super) fn look(tx: &Tx<'_>, caller: &Caller, server: &ServerRef) -> Result<Server> {
    let mut seen = match find(tx, server)? {
        Some(stored) => stored.server,
        None if server.server.as_str().is_empty() => Server::unstarted(server.user.clone()),
        None => return Err(Error::not_found("server", server)),
    };
    let target = Filter::Server(server.clone());
    seen.state
        .keep_if(caller.allows(&Scope::AdminServerState, Some(&target), tx)?);
    Ok(seen)
}
