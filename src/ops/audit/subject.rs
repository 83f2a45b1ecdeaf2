//! What a change is about, and how the audit log describes it: as its operator sees it, without secrets.

use serde::Serialize;
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::model::{
    GroupName, RoleName, ServerRef, ServiceName, ShareCodeId, ShareId, TokenId, UserName,
};
use crate::rbac::{Filter, Holder, Reach};
use crate::store::groups::{GroupFilter, Parts};
use crate::store::oauth_clients::ClientFilter;
use crate::store::roles::find_holder;
use crate::store::servers::ServerFilter;
use crate::store::services::ServiceFilter;
use crate::store::shares::ShareFilter;
use crate::store::users::UserFilter;
use crate::store::{Tx, groups, oauth_clients, roles, servers, services, shares, tokens, users};

/// What a change is about.
#[derive(Debug, Clone)]
pub enum Subject {
    /// Nothing that could be described.
    Nothing,
    /// What the change itself tells.
    Given(Value),
    /// A user, with their servers.
    User(UserName),
    /// A group, without its members: those are described where they change.
    Group(GroupName),
    /// A group with its members.
    WholeGroup(GroupName),
    /// A service.
    Service(ServiceName),
    /// A role.
    Role(RoleName),
    /// A server.
    Server(ServerRef),
    /// A token, without its value.
    Token(TokenId),
    /// A share.
    Share(ShareId),
    /// The share of a server with somebody.
    ShareWith(ServerRef, Holder),
    /// All shares of a server.
    SharesOf(ServerRef),
    /// A share code, without its value.
    ShareCode(ShareCodeId),
    /// The share codes of a server, by their ids.
    ShareCodesOf(ServerRef),
    /// An OAuth client, without its secret.
    OAuthClient(String),
}

/// What models have for the operator and is left out: what is secret, or could be, or tells secrets
/// apart.
const LEFT_OUT: [&str; 5] = ["auth_state", "user_info", "state", "session_id", "prefix"];

impl Subject {
    /// What it is called: `user=ada`.
    pub(super) fn target(&self) -> Option<String> {
        let filter = match self {
            Self::Nothing | Self::Given(_) => return None,
            Self::User(name) => Filter::User(name.clone()),
            Self::Group(name) | Self::WholeGroup(name) => Filter::Group(name.clone()),
            Self::Service(name) => Filter::Service(name.clone()),
            Self::Server(server)
            | Self::ShareWith(server, _)
            | Self::SharesOf(server)
            | Self::ShareCodesOf(server) => Filter::Server(server.clone()),
            Self::Role(name) => return Some(format!("role={name}")),
            Self::Token(id) => return Some(format!("token={id}")),
            Self::Share(id) => return Some(format!("share={id}")),
            Self::ShareCode(id) => return Some(format!("share-code={id}")),
            Self::OAuthClient(name) => return Some(format!("oauth-client={name}")),
        };
        Some(filter.to_string())
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// What the change itself tells.
    pub(super) fn given(&self) -> Option<Value> {
        match self {
            Self::Given(value) => Some(value.clone()),
            _ => None,
        }
    }

    /// It, as it is now; `None` where it is not there.
    pub(super) fn model(&self, tx: &Tx<'_>) -> Result<Option<Value>> {
        match self {
            Self::Nothing => Ok(None),
            Self::Given(value) => Ok(Some(value.clone())),
            Self::User(name) => user(tx, name),
            Self::Group(name) => group(tx, name, false),
            Self::WholeGroup(name) => group(tx, name, true),
            Self::Service(name) => service(tx, name),
            Self::Role(name) => described(roles::get(tx, name)?.map(|(_, role)| role)),
            Self::Server(server) => {
                let filter = ServerFilter::only(server);
                let found = servers::list(tx, &Reach::All, &filter)?.pop();
                described(found.map(|stored| stored.server))
            }
            Self::Token(id) => described(tokens::get(tx, *id)?),
            Self::Share(id) => described(shares::find(tx, &Reach::All, *id)?),
            Self::ShareWith(server, holder) => share_with(tx, server, holder),
            Self::SharesOf(server) => {
                let filter = shares_of(server);
                described(Some(shares::list(tx, &Reach::All, &filter)?))
            }
            Self::ShareCode(id) => described(shares::find_code(tx, &Reach::All, *id)?),
            Self::ShareCodesOf(server) => {
                let codes = shares::list_codes(tx, &Reach::All, &shares_of(server))?;
                let ids: Vec<_> = codes.into_iter().map(|code| code.id).collect();
                Ok(Some(json!({ "share_codes": ids })))
            }
            Self::OAuthClient(identifier) => {
                let filter = ClientFilter {
                    identifier: Some(identifier.clone()),
                    ..ClientFilter::default()
                };
                described(oauth_clients::list(tx, &filter)?.pop())
            }
        }
    }
}

fn user(tx: &Tx<'_>, name: &UserName) -> Result<Option<Value>> {
    let filter = UserFilter {
        name: Some(name.clone()),
        stopped_servers: true,
        ..UserFilter::default()
    };
    described(users::list(tx, &Reach::All, &filter)?.items.pop())
}

fn group(tx: &Tx<'_>, name: &GroupName, users: bool) -> Result<Option<Value>> {
    let filter = GroupFilter {
        name: Some(name.clone()),
        ..GroupFilter::default()
    };
    let parts = Parts { roles: true, users };
    let found = groups::list(tx, &Reach::All, &filter, None, parts)?.pop();
    let model = described(found)?;
    Ok(model.map(|mut model| {
        if let (Some(fields), false) = (model.as_object_mut(), users) {
            fields.remove("users");
        }
        model
    }))
}

fn service(tx: &Tx<'_>, name: &ServiceName) -> Result<Option<Value>> {
    let filter = ServiceFilter {
        name: Some(name.clone()),
        ..ServiceFilter::default()
    };
    described(services::list(tx, &Reach::All, &filter)?.pop())
}

fn share_with(tx: &Tx<'_>, server: &ServerRef, holder: &Holder) -> Result<Option<Value>> {
    let (Some(server), Some(holder)) = (shares::find_server(tx, server)?, find_holder(tx, holder)?)
    else {
        return Ok(None);
    };
    described(shares::with(tx, server, holder)?)
}

fn shares_of(server: &ServerRef) -> ShareFilter {
    ShareFilter {
        server: Some(server.clone()),
        ..ShareFilter::default()
    }
}

/// `model` as JSON, without what is left out.
pub(in crate::ops) fn described<T: Serialize>(model: Option<T>) -> Result<Option<Value>> {
    let Some(model) = model else {
        return Ok(None);
    };
    let mut value = serde_json::to_value(model)
        .map_err(|error| Error::internal("a model could not be written").caused_by(error))?;
    strip(&mut value);
    Ok(Some(value))
}

/// Leave out of models, and of models in them, what the log must not hold.
fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
            for (name, field) in fields.iter_mut() {
                // what the site or a user chose has names of its own
                if !["properties", "user_options"].contains(&name.as_str()) {
                    strip(field);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}
