//! Scopes: which there are, what each brings with it, who holds it, what asks for it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::who::holder_id;
use super::{Operation, Request, requests};
use crate::error::{Error, Result};
use crate::model::{RoleName, ServerRef, ServiceName, UserName};
use crate::rbac::{
    Allowed, Catalogue, Client, Grants, HeldRole, Holder, Holdings, Needs, Own, RawFilter,
    RawScope, Recorded, Scope, Via, resolve,
};
use crate::store::{Tx, roles, written};

/// What it takes to see which roles hold a scope.
const SEE: &[Scope] = &[Scope::ReadRoles];

/// What the REST API can be asked about scopes: additions to JupyterHub's.
pub const REQUESTS: &[Request] = &[LIST, SHOW];

/// All scopes that exist.
pub const LIST: Request = Request::get("/scopes", "list scopes", SEE).added();
/// One scope, and all that has to do with it.
pub const SHOW: Request = Request::get("/scopes/{scope}", "show a scope", SEE).added();

/// A scope, as the catalogue has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ScopeEntry {
    /// Which.
    pub scope: Scope,
    /// What it allows; that of a custom scope is only in the hub's configuration.
    pub description: Option<String>,
    /// The scopes that it directly brings with it.
    pub subscopes: Vec<Scope>,
    /// Whether it is a custom one, which some role, token or OAuth client of this database has.
    pub custom: bool,
}

/// List every scope: those of JupyterHub, and the custom ones in use.
#[derive(Serialize, Deserialize)]
pub struct ListScopes;

impl Needs for ListScopes {
    const ANY_OF: &'static [Scope] = SEE;
}

impl Operation for ListScopes {
    type Output = Vec<ScopeEntry>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<ScopeEntry>> {
        let catalogue = allowed.caller().catalogue();
        let mut custom = custom_in_use(tx)?;
        custom.retain(|scope| !catalogue.scopes().any(|known| known == scope));
        Ok(catalogue
            .scopes()
            .chain(&custom)
            .map(|scope| entry(catalogue, scope))
            .collect())
    }
}

fn entry(catalogue: &Catalogue, scope: &Scope) -> ScopeEntry {
    ScopeEntry {
        scope: scope.clone(),
        description: catalogue.description(scope).map(str::to_owned),
        subscopes: catalogue.subscopes(scope).to_vec(),
        custom: scope.is_custom(),
    }
}

fn custom_in_use(tx: &Tx<'_>) -> Result<BTreeSet<Scope>> {
    let written = written::with_custom(tx)?;
    Ok(written
        .iter()
        .filter_map(|scope| Scope::custom(scope.split('!').next()?))
        .collect())
}

/// Show a scope and all that has to do with it.
#[derive(Serialize, Deserialize)]
pub struct ShowScope(pub String);

/// A scope and all that has to do with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ScopeDetail {
    /// Which.
    pub scope: Scope,
    /// What it allows.
    pub description: Option<String>,
    /// Everything it brings with it, sorted.
    pub implies: Vec<Scope>,
    /// Everything that brings it along, sorted.
    pub implied_by: Vec<Scope>,
    /// The roles of this database that grant it.
    pub roles: Vec<RoleGranting>,
    /// The requests of the REST API that it allows.
    pub requests: Vec<RequestAllowed>,
}

/// A role that grants a scope.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RoleGranting {
    /// Which role.
    pub role: RoleName,
    /// The scope of the role, as written, from which it follows.
    pub by: String,
}

/// A request that a scope allows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RequestAllowed {
    /// Which request.
    #[serde(flatten)]
    pub request: &'static Request,
    /// The scope that it asks for: the one in question, or one that it brings with it.
    pub by: Scope,
}

impl Needs for ShowScope {
    const ANY_OF: &'static [Scope] = SEE;
}

impl Operation for ShowScope {
    type Output = ScopeDetail;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ScopeDetail> {
        let caller = allowed.caller().clone();
        let (ShowScope(name), _) = allowed.into_parts();
        let catalogue = caller.catalogue();
        let RawScope { scope, filter } = catalogue.check(&name)?;
        if filter != RawFilter::Everything {
            return Err(Error::invalid("a scope is shown without a filter")
                .hint(format!("`hubctl scopes show {scope}`")));
        }
        let implies = implied(catalogue, &scope);
        Ok(ScopeDetail {
            description: catalogue.description(&scope).map(str::to_owned),
            implied_by: catalogue
                .scopes()
                .filter(|wider| implied(catalogue, wider).contains(&scope))
                .cloned()
                .collect(),
            roles: roles_granting(tx, catalogue, &scope)?,
            requests: requests_allowed(&scope, &implies),
            implies: implies.into_iter().collect(),
            scope,
        })
    }
}

/// What `scope` brings with it; for `self`, whatever a user has by it.
fn implied(catalogue: &Catalogue, scope: &Scope) -> BTreeSet<Scope> {
    let anybody = Holder::User("user".into());
    let granted = resolve::expand(catalogue, [scope.as_str()], Some(&anybody), None);
    granted
        .reaches()
        .map(|(granted, _)| granted.clone())
        .filter(|granted| granted != scope)
        .collect()
}

fn requests_allowed(scope: &Scope, implies: &BTreeSet<Scope>) -> Vec<RequestAllowed> {
    requests()
        .filter_map(|request| {
            let fits = |one: &&Scope| *one == scope || implies.contains(*one);
            let by = request.any_of.iter().find(|one| *one == scope);
            let by = by.or_else(|| request.any_of.iter().find(fits))?;
            Some(RequestAllowed {
                request,
                by: by.clone(),
            })
        })
        .collect()
}

fn roles_granting(tx: &Tx<'_>, catalogue: &Catalogue, scope: &Scope) -> Result<Vec<RoleGranting>> {
    Ok(roles::list(tx, None)?
        .into_iter()
        .filter_map(|(_, role)| {
            let by = written_for(catalogue, &role.scopes, scope)?;
            Some(RoleGranting {
                role: role.name,
                by,
            })
        })
        .collect())
}

/// The one of a role's scopes, as written, by which the role grants `scope` to some user or service;
/// where there are several, one with the shortest way.
pub(super) fn written_for(
    catalogue: &Catalogue,
    written: &[String],
    scope: &Scope,
) -> Option<String> {
    let itself = |written: &&String| written.split('!').next() == Some(scope.as_str());
    if let Some(itself) = written.iter().find(itself) {
        return Some(itself.clone());
    }
    let holders = [
        Holder::User("user".into()),
        Holder::Service("service".into()),
    ];
    let ways = holders.into_iter().flat_map(|holder| {
        let role = HeldRole {
            name: "role".into(),
            scopes: written.to_vec(),
            via: Via::Direct,
        };
        let holdings = Holdings {
            holder,
            roles: vec![role],
            shares: Vec::new(),
        };
        let mut trace = Recorded::default();
        resolve::holder(catalogue, &holdings, &mut trace);
        trace.ways
    });
    ways.filter(|way| way.grant.scope == *scope)
        .min_by_key(|way| way.through.len())
        .map(|way| way.written)
}

/// What scopes grant to a token of somebody, were its owner to have everything.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpandScopes {
    /// The scopes, as written.
    pub scopes: Vec<String>,
    /// The user that `!user` and `self` stand for.
    pub user: Option<UserName>,
    /// The service that `!service` stands for.
    pub service: Option<ServiceName>,
    /// The server that `!server` stands for.
    pub server: Option<ServerRef>,
}

/// What scopes grant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Expanded {
    /// All of it.
    pub grants: Grants,
    /// The scopes that grant nothing, and what would give them a meaning.
    pub idle: Vec<(String, Own)>,
}

impl Needs for ExpandScopes {
    const ANY_OF: &'static [Scope] = SEE;
}

impl Operation for ExpandScopes {
    type Output = Expanded;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Expanded> {
        let caller = allowed.caller().clone();
        let (asked, _) = allowed.into_parts();
        let catalogue = caller.catalogue();
        let raw = catalogue.check_all(&asked.scopes)?;
        let owner = asked
            .user
            .map(Holder::User)
            .or(asked.service.map(Holder::Service));
        let host = asked
            .server
            .iter()
            .map(|server| Holder::User(server.user.clone()));
        for named in owner.iter().cloned().chain(host) {
            holder_id(tx, &caller, &named)?;
        }
        let client = asked.server.map(Client::Server);
        let expand = |written: &[String]| {
            let written = written.iter().map(String::as_str);
            resolve::expand(catalogue, written, owner.as_ref(), client.as_ref())
        };
        let idle = raw
            .iter()
            .filter_map(|raw| Some((raw.to_string(), needs(raw)?)))
            .filter(|(written, _)| expand(std::slice::from_ref(written)).is_empty())
            .collect();
        Ok(Expanded {
            grants: expand(&asked.scopes),
            idle,
        })
    }
}

/// What a scope needs for a meaning.
pub(super) fn needs(raw: &RawScope) -> Option<Own> {
    match (&raw.scope, &raw.filter) {
        (Scope::SelfScope, RawFilter::Everything) => Some(Own::User),
        (_, RawFilter::Own(own)) => Some(*own),
        _ => None,
    }
}
