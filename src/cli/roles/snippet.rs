//! A role as lines of `jupyterhub_config.py`.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::{Member, RoleMembers};

/// A role as `c.JupyterHub.load_roles` takes it.
///
/// It is complete, because what `load_roles` leaves out is taken away.
#[derive(Serialize)]
struct Spec<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    /// Those of `admin` cannot be redefined, and are what they are without saying so.
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<&'a [String]>,
    /// Of the role `user`, and of it alone, everybody keeps it where this is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<Vec<&'a str>>,
    groups: Vec<&'a str>,
    services: Vec<&'a str>,
}

/// The lines with which a JupyterHub makes `role` as it is, at each start.
pub(super) fn of(role: &RoleMembers) -> Result<String> {
    let definition = &role.role;
    let name = definition.name.as_str();
    let described = definition.description.as_deref().filter(|d| !d.is_empty());
    let spec = Spec {
        name,
        description: described.filter(|_| name != "admin"),
        scopes: Some(definition.scopes.as_slice()).filter(|_| name != "admin"),
        users: Some(names(&role.users)).filter(|_| name != "user"),
        groups: names(&role.groups),
        services: names(&role.services),
    };
    // strings, lists and mappings are written alike in JSON and Python
    let spec = serde_json::to_string_pretty(&[spec])
        .map_err(|e| Error::internal("a role could not be written as JSON").caused_by(e))?;
    Ok(format!("c.JupyterHub.load_roles += {spec}"))
}

fn names(members: &[Member]) -> Vec<&str> {
    members.iter().map(|member| member.name.as_str()).collect()
}
