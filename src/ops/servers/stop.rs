//! Stopping servers, and deleting those that have stopped.

use super::{STOP, unknown};
use crate::error::{Error, Result};
use crate::model::ServerRef;
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::{Operation, users};
use crate::rbac::{Allowed, Needs, Scope, Target};
use crate::store::Tx;
use crate::store::servers::{self, running};

/// Find out whether a server may be stopped, and deleted where that is asked for.
#[derive(Debug, Clone)]
pub struct MayStopServer {
    /// Which.
    pub server: ServerRef,
    /// Whether it is to be deleted, too.
    pub remove: bool,
    /// Whether there may be servers with names.
    pub named: bool,
}

impl Needs for MayStopServer {
    const ANY_OF: &'static [Scope] = STOP.any_of;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for MayStopServer {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let asked = allowed.op();
        users::find(tx, allowed.caller(), &asked.server.user)?;
        if asked.server.server.as_str().is_empty() {
            return if asked.remove {
                Err(is_default())
            } else {
                Ok(())
            };
        }
        if !asked.named {
            return Err(Error::invalid("named servers are not enabled")
                .hint("they are with `allow_named_servers`"));
        }
        match running::find(tx, &asked.server)? {
            Some(_) => Ok(()),
            None => Err(Error::not_found("server", &asked.server)),
        }
    }
}

/// Delete a named server that has stopped.
#[derive(Debug, Clone)]
pub struct RemoveServer {
    /// Which.
    pub server: ServerRef,
    /// Whether it may run, as far as the database knows.
    pub force: bool,
}

impl Needs for RemoveServer {
    const ANY_OF: &'static [Scope] = STOP.any_of;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for RemoveServer {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let caller = allowed.caller();
        let RemoveServer { server, force } = allowed.op();
        users::find(tx, caller, &server.user)?;
        if server.server.as_str().is_empty() {
            return Err(is_default());
        }
        let Some(row) = running::find(tx, server)? else {
            return Err(unknown(tx, caller, server)?);
        };
        if !force && servers::runs(tx, row.id)? {
            return Err(Error::conflict(format!(
                "`{server}` runs, and cannot be deleted while it does"
            ))
            .hint("stop it in the hub first, or say `--force` if the hub is gone"));
        }
        running::delete(tx, row.id)
    }
}

impl Change for RemoveServer {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&STOP, Subject::Server(self.server.clone())))
    }
}

fn is_default() -> Error {
    Error::invalid("a default server cannot be deleted")
}
