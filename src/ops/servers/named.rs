//! Adding servers, naming and renaming them.

use serde_json::{Map, Value};

use super::view::look;
use super::{EDIT, EDIT_DEFAULT, MAKE, START};
use crate::error::{Error, Kind, Result};
use crate::model::{DisplayName, Server, ServerName, ServerRef, UserId};
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::{Operation, users};
use crate::rbac::{Allowed, Caller, Needs, Scope, Target};
use crate::store::Tx;
use crate::store::servers::running::{self, ServerRow};

/// What a hub allows of servers with names.
#[derive(Debug, Clone, Copy, Default)]
pub struct NameRules {
    /// Whether there may be any (`JupyterHub.allow_named_servers`).
    pub allowed: bool,
    /// How many each user may have; any number where `None`.
    pub most: Option<u32>,
    /// Whether those may be started that older releases let have other names than 6.1 does.
    pub start_invalid: bool,
}

impl NameRules {
    /// Refuse a named server that is not allowed (`BaseHandler._check_named_server_request`).
    /// `counts` says whether there is one more then, if there is none yet.
    fn check(&self, tx: &Tx<'_>, user: UserId, server: &ServerRef, counts: bool) -> Result<()> {
        if !self.allowed {
            return Err(Error::invalid("named servers are not enabled")
                .hint("they are with `allow_named_servers`"));
        }
        let exists = exists(tx, server)?;
        if counts && !exists {
            self.refuse_too_many(tx, user, server)?;
        }
        match ServerName::new(server.server.as_str()) {
            Err(refused) if !exists => Err(refused),
            Err(_) if !self.start_invalid => Err(Error::invalid(format!(
                "servers with names such as `{}` are not started any more",
                server.server.as_str().escape_debug()
            ))
            .hint("ask whoever runs the hub")),
            _ => Ok(()),
        }
    }

    fn refuse_too_many(&self, tx: &Tx<'_>, user: UserId, server: &ServerRef) -> Result<()> {
        let Some(most) = self.most else {
            return Ok(());
        };
        if running::count_named(tx, user)? < most {
            return Ok(());
        }
        Err(Error::invalid(format!(
            "user `{}` already has the maximum of {most} named servers",
            server.user
        ))
        .hint("delete one of them first"))
    }
}

/// Whether there is such a server. Everybody has a default one, with a row or without.
fn exists(tx: &Tx<'_>, server: &ServerRef) -> Result<bool> {
    Ok(server.server.as_str().is_empty() || running::find(tx, server)?.is_some())
}

/// Add a named server, which does not run yet.
#[derive(Debug, Clone)]
pub struct MakeServer {
    /// Which.
    pub server: ServerRef,
    /// What people call it; its name where `None`.
    pub display_name: Option<String>,
    /// What is chosen for its first start.
    pub user_options: Option<Map<String, Value>>,
    /// What the hub allows.
    pub rules: NameRules,
}

impl Needs for MakeServer {
    const ANY_OF: &'static [Scope] = MAKE.any_of;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for MakeServer {
    type Output = Server;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Server> {
        let made = allowed.op();
        let user = users::find(tx, allowed.caller(), &made.server.user)?;
        if exists(tx, &made.server)? {
            return Err(Error::conflict(format!(
                "there is a server `{}` already",
                made.server
            )));
        }
        made.rules.check(tx, user, &made.server, true)?;
        let row = add(tx, user, &made.server, made.display_name.as_deref())?;
        if let Some(options) = made
            .user_options
            .as_ref()
            .filter(|options| !options.is_empty())
        {
            running::set_user_options(tx, row.id, options)?;
        }
        look(tx, allowed.caller(), &made.server)
    }
}

impl Change for MakeServer {
    fn record(&self) -> Option<Record> {
        Some(Record::of(&MAKE, Subject::Server(self.server.clone())))
    }
}

/// Add a server that is about to be started, where there is none yet.
#[derive(Debug, Clone)]
pub struct EnsureServer {
    /// Which.
    pub server: ServerRef,
    /// What people are to call it from now on, if it has a name.
    pub display_name: Option<String>,
    /// What the hub allows.
    pub rules: NameRules,
}

impl Needs for EnsureServer {
    const ANY_OF: &'static [Scope] = START.any_of;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for EnsureServer {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        let asked = allowed.op();
        let user = users::find(tx, allowed.caller(), &asked.server.user)?;
        let is_named = !asked.server.server.as_str().is_empty();
        if is_named {
            asked.rules.check(tx, user, &asked.server, true)?;
        }
        let said = asked.display_name.as_deref().filter(|_| is_named);
        match running::find(tx, &asked.server)? {
            None => add(tx, user, &asked.server, said).map(drop),
            Some(row) => say_display_name(tx, &row, said),
        }
    }
}

impl Change for EnsureServer {
    /// The start that it is for is written down.
    fn record(&self) -> Option<Record> {
        None
    }
}

/// Change a server that does not run. What is `None` stays.
#[derive(Debug, Clone)]
pub struct EditServer {
    /// Which.
    pub server: ServerRef,
    /// Its new name.
    pub name: Option<ServerName>,
    /// What people are to call it.
    pub display_name: Option<String>,
    /// What is chosen for its next start.
    pub user_options: Option<Map<String, Value>>,
    /// What the hub allows.
    pub rules: NameRules,
}

impl EditServer {
    /// The user, and the row of a server that may be changed so: everybody has a default one, even
    /// where there is no row for it yet.
    fn check(&self, tx: &Tx<'_>, caller: &Caller) -> Result<(UserId, Option<ServerRow>)> {
        let user = users::find(tx, caller, &self.server.user)?;
        if let Some(renamed) = self.renamed() {
            // To rename the default server makes room for another.
            let counts = self.server.server.as_str().is_empty();
            self.rules.check(tx, user, &renamed, counts)?;
        } else if self.display_name.is_some() {
            self.rules.check(tx, user, &self.server, false)?;
        }
        let row = running::find(tx, &self.server)?;
        if row.is_none() && !self.server.server.as_str().is_empty() {
            return Err(Error::not_found("server", &self.server));
        }
        match self.renamed() {
            Some(renamed) if exists(tx, &renamed)? => Err(Error::conflict(format!(
                "there is a server `{renamed}` already"
            ))),
            _ => Ok((user, row)),
        }
    }

    fn renamed(&self) -> Option<ServerRef> {
        self.name.as_ref().map(|name| ServerRef {
            user: self.server.user.clone(),
            server: name.clone(),
        })
    }
}

impl Needs for EditServer {
    const ANY_OF: &'static [Scope] = EDIT.any_of;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for EditServer {
    type Output = Server;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Server> {
        let edit = allowed.op();
        let (user, row) = edit.check(tx, allowed.caller())?;
        let row = match row {
            Some(row) => row,
            None => add(tx, user, &edit.server, None)?,
        };
        if let Some(name) = &edit.name {
            running::rename(tx, row.id, name)?;
        }
        if let Some(options) = &edit.user_options {
            running::set_user_options(tx, row.id, options)?;
        }
        say_display_name(tx, &row, edit.display_name.as_deref())?;
        let server = edit.renamed().unwrap_or_else(|| edit.server.clone());
        look(tx, allowed.caller(), &server)
    }
}

impl Change for EditServer {
    fn record(&self) -> Option<Record> {
        let request = if self.server.server.as_str().is_empty() {
            &EDIT_DEFAULT
        } else {
            &EDIT
        };
        let renamed = self.renamed().unwrap_or_else(|| self.server.clone());
        let record = Record::of(request, Subject::Server(self.server.clone()));
        Some(record.becomes(Subject::Server(renamed)))
    }
}

/// Find out whether [`EditServer`] would be refused, before the server is kept from starting for it.
pub struct MayEditServer(pub EditServer);

impl Needs for MayEditServer {
    const ANY_OF: &'static [Scope] = EDIT.any_of;

    fn target(&self) -> Target {
        self.0.target()
    }
}

impl Operation for MayEditServer {
    type Output = ();

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<()> {
        match allowed.op().0.check(tx, allowed.caller()) {
            // Whether the new name is free is for the change itself, as in 6.1.1: after what keeps
            // the server from being changed at all.
            Err(refused) if refused.kind() != Kind::Conflict => Err(refused),
            _ => Ok(()),
        }
    }
}

fn add(tx: &Tx<'_>, user: UserId, server: &ServerRef, said: Option<&str>) -> Result<ServerRow> {
    let name = &server.server;
    let display_name = match said.filter(|said| !said.is_empty()) {
        Some(said) => DisplayName::new(said)?.to_string(),
        None => name.to_string(),
    };
    Ok(ServerRow {
        id: running::insert(tx, user, name, &display_name)?,
        user,
        display_name: Some(display_name),
        user_options: None,
    })
}

fn say_display_name(tx: &Tx<'_>, row: &ServerRow, said: Option<&str>) -> Result<()> {
    match said.filter(|said| !said.is_empty()) {
        Some(said) if row.display_name.as_deref() != Some(said) => {
            running::set_display_name(tx, row.id, DisplayName::new(said)?.as_str())
        }
        _ => Ok(()),
    }
}
