//! Users' servers, as far as the database knows them, and what of them it is told.

mod begin;
mod named;
mod stop;
mod view;

use serde::{Deserialize, Serialize};

pub use self::begin::{BeginStart, Begun, Provisions};
pub use self::named::{EditServer, EnsureServer, MakeServer, MayEditServer, NameRules};
pub use self::stop::{MayStopServer, RemoveServer};
pub use self::view::{LookAtServer, MayReadOutput};

use super::Operation;
use super::environment::{
    self, Environment, Facts, HubFacts, SpawnerSettings, access_scope, access_scopes,
};
use super::request::{Method, Request};
use super::users;
use crate::error::{Error, Result};
use crate::model::{
    Address, BaseUrl, Origin, Secret, Server, ServerClient, ServerDetails, ServerName, ServerRef,
    ServerToken, StoredServer, UserId, UserName,
};
use crate::rbac::{Allowed, Caller, Filter, Needs, Reach, Scope, Target};
use crate::store::roles::HolderId;
pub use crate::store::servers::ServerFilter;
use crate::store::{Tx, servers, subjects};

const READ: &[Scope] = &[Scope::ReadServers];
const TO_START: &[Scope] = &[Scope::StartServers];
const TO_STOP: &[Scope] = &[Scope::DeleteServers];
const TO_READ_OUTPUT: &[Scope] = &[Scope::Servers];
const DEFAULT: &str = "/users/{user}/server";
const NAMED: &str = "/users/{user}/servers/{server}";

/// What the REST API can be asked about servers.
pub const REQUESTS: &[Request] = &[
    LOOK_AT_DEFAULT,
    MAKE_DEFAULT,
    START_DEFAULT,
    EDIT_DEFAULT,
    STOP_DEFAULT,
    FOLLOW_DEFAULT,
    READ_OUTPUT_DEFAULT,
    LOOK_AT,
    MAKE,
    START,
    EDIT,
    STOP,
    FOLLOW,
    READ_OUTPUT,
    ADMIN_ACCESS,
];

/// Everybody has one, whether or not it was ever started.
pub const LOOK_AT_DEFAULT: Request = Request::get(DEFAULT, "show a user's default server", READ);
/// Refused: it is there.
pub const MAKE_DEFAULT: Request = Request::new(
    Method::Put,
    DEFAULT,
    "add a user's default server",
    TO_START,
)
.unrecorded();
/// Start it.
pub const START_DEFAULT: Request =
    Request::post(DEFAULT, "start a user's default server", TO_START);
/// Edit it.
pub const EDIT_DEFAULT: Request = Request::new(
    Method::Patch,
    DEFAULT,
    "edit a user's default server",
    TO_START,
);
/// Stop it.
pub const STOP_DEFAULT: Request = Request::delete(DEFAULT, "stop a user's default server", TO_STOP);
/// What happens while it starts.
pub const FOLLOW_DEFAULT: Request = Request::get(
    "/users/{user}/server/progress",
    "follow the start of a user's default server",
    READ,
);
/// One by its name; by an empty one, the default server.
pub const LOOK_AT: Request = Request::get(NAMED, "show a server", READ);
/// Add one that does not run yet.
pub const MAKE: Request = Request::new(Method::Put, NAMED, "add a named server", TO_START);
/// Start one, and add it where there is none.
pub const START: Request = Request::post(NAMED, "start a named server", TO_START);
/// Edit one that does not run.
pub const EDIT: Request = Request::new(Method::Patch, NAMED, "edit a named server", TO_START);
/// Stop one, and delete it where that is asked for.
pub const STOP: Request = Request::delete(NAMED, "stop or delete a named server", TO_STOP);
/// What happens while one starts.
pub const FOLLOW: Request = Request::get(
    "/users/{user}/servers/{server}/progress",
    "follow a server's start",
    READ,
);
/// What one has printed. It may tell what only its person should know.
pub const READ_OUTPUT: Request = Request::get(
    "/users/{user}/servers/{server}/logs",
    "read what a server printed",
    TO_READ_OUTPUT,
)
.added();
/// The same of the default server.
pub const READ_OUTPUT_DEFAULT: Request = Request::get(
    "/users/{user}/server/logs",
    "read what a user's default server printed",
    TO_READ_OUTPUT,
)
.added();
/// Does nothing since 0.8.
pub const ADMIN_ACCESS: Request = Request::post(
    "/users/{user}/admin-access",
    "ask for access to a user's server (deprecated)",
    &[Scope::Servers],
)
.unrecorded();

/// List the servers that a filter chooses, running or not.
#[derive(Serialize, Deserialize)]
pub struct ListServers(pub ServerFilter);

impl Needs for ListServers {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        Target::Listing
    }
}

impl Operation for ListServers {
    type Output = Vec<StoredServer>;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Vec<StoredServer>> {
        let caller = allowed.caller().clone();
        let (ListServers(filter), reach) = allowed.into_parts();
        let mut found = servers::list(tx, &reach, &filter)?;
        for stored in &mut found {
            cut(tx, &caller, &mut stored.server)?;
        }
        Ok(found)
    }
}

/// Show all that the database knows about one server.
#[derive(Serialize, Deserialize)]
pub struct ShowServer(pub ServerRef);

impl Needs for ShowServer {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        Target::Server(self.0.clone())
    }
}

impl Operation for ShowServer {
    type Output = ServerDetails;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<ServerDetails> {
        let ShowServer(name) = allowed.op();
        let user = users::find(tx, allowed.caller(), &name.user)?;
        let caller = allowed.caller();
        let Some(mut stored) = find(tx, name)? else {
            return Err(unknown(tx, caller, name)?);
        };
        cut(tx, caller, &mut stored.server)?;
        let (its, theirs) = (
            Target::Server(name.clone()),
            Target::User(name.user.clone()),
        );
        let sees = |scope, on: Target| caller.allows(&scope, on.filter().as_ref(), tx);
        Ok(ServerDetails {
            oauth_access_scopes: access_scopes(name),
            tokens: if sees(Scope::ReadTokens, theirs)? {
                tokens(tx, user, name)?
            } else {
                Vec::new()
            },
            shares: if sees(Scope::ReadShares, its)? {
                servers::shares(tx, name)?
            } else {
                Vec::new()
            },
            stored,
        })
    }
}

/// Foretell the environment that JupyterHub 6.1.1 gives to a server, which need not exist yet.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForetellEnvironment {
    /// Which server.
    pub server: ServerRef,
    /// The base URL, where it is not as the database tells.
    pub base_url: Option<BaseUrl>,
    /// Where servers reach the hub, where that is not 6.1.1's default.
    pub hub: Option<Origin>,
    /// Where browsers reach the hub, which no database tells.
    pub public: Option<Origin>,
    /// What a hub that runs knows of itself.
    #[serde(skip)]
    pub facts: Option<HubFacts>,
}

/// An environment, and what it rests on.
#[derive(Debug, Serialize, Deserialize)]
pub struct Foretold {
    /// The variables.
    pub environment: Environment,
    /// Whether there is such a server already.
    pub exists: bool,
    /// What neither the database nor the caller tells, and is taken to be: `` port `0` ``.
    pub assumed: Vec<String>,
}

impl Needs for ForetellEnvironment {
    const ANY_OF: &'static [Scope] = READ;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for ForetellEnvironment {
    type Output = Foretold;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Foretold> {
        let caller = allowed.caller().clone();
        let (asked, _) = allowed.into_parts();
        users::find(tx, &caller, &asked.server.user)?;
        let stored = find(tx, &asked.server)?;
        if stored.is_none() {
            refuse_new_name(tx, &caller, &asked.server)?;
        }
        let client = stored.as_ref().and_then(|s| s.oauth_client.as_ref());
        let own_host = client.and_then(|client| client.redirect_uri.parse::<Origin>().ok());
        let client_id = match client {
            Some(client) => client.identifier.clone(),
            None => environment::oauth_client_id(&asked.server),
        };
        let mut assumed = Vec::new();
        let hub = hub_facts(tx, &asked, stored.as_ref(), own_host.as_ref(), &mut assumed)?;
        let listen = listen(stored.as_ref(), &mut assumed);
        let environment = environment::of_server(&Facts {
            hub: &hub,
            server: &asked.server,
            own_host: own_host.as_ref(),
            listen: &listen,
            api_token: &Secret::new(""),
            client_id: &client_id,
            oauth_client_allowed_scopes: &allowed_besides(client, &asked.server, &mut assumed),
            certificates: None,
            settings: &SpawnerSettings::default(),
        });
        Ok(Foretold {
            environment,
            exists: stored.is_some(),
            assumed,
        })
    }
}

/// The hub, by what the caller says, else by the database, else by 6.1.1's defaults.
fn hub_facts(
    tx: &Tx<'_>,
    asked: &ForetellEnvironment,
    stored: Option<&StoredServer>,
    own_host: Option<&Origin>,
    assumed: &mut Vec<String>,
) -> Result<HubFacts> {
    if let Some(known) = &asked.facts {
        return Ok(HubFacts {
            base_url: asked.base_url.clone().unwrap_or(known.base_url.clone()),
            hub: asked.hub.clone().unwrap_or(known.hub.clone()),
            public: asked.public.clone().or(known.public.clone()),
            ..known.clone()
        });
    }
    let mut hub = HubFacts::default();
    let base_url = match &asked.base_url {
        Some(given) => Some(given.clone()),
        None => known_base_url(tx, stored)?,
    };
    match base_url {
        Some(known) => hub.base_url = known,
        None => assumed.push(format!("base URL `{}`", hub.base_url)),
    }
    match &asked.hub {
        Some(given) => hub.hub = given.clone(),
        None => assumed.push(format!("hub URL `{}`", hub.hub)),
    }
    hub.public = asked.public.clone().or_else(|| {
        // the default `subdomain_hook` puts a user one label below the hub
        let above = own_host.and_then(Origin::parent);
        assumed.push(match &above {
            Some(above) => format!("public URL `{above}`"),
            None => "no public URL".to_owned(),
        });
        above
    });
    Ok(hub)
}

/// The base URL by the server's own path while it runs, else by that of any other server.
fn known_base_url(tx: &Tx<'_>, stored: Option<&StoredServer>) -> Result<Option<BaseUrl>> {
    let own = stored.and_then(|StoredServer { server, .. }| {
        BaseUrl::of_server(server.url.as_deref()?, !server.name.as_str().is_empty())
    });
    match own {
        Some(own) => Ok(Some(own)),
        None => servers::base_url(tx),
    }
}

/// Where the server listens. Its row has where it is reached, which is the same but where a spawner
/// of containers maps one to the other.
fn listen(stored: Option<&StoredServer>, assumed: &mut Vec<String>) -> Address {
    const LOCAL: &str = "127.0.0.1";
    match stored.and_then(|stored| stored.address.clone()) {
        Some(address) if address.ip.is_empty() => Address {
            ip: LOCAL.to_owned(),
            ..address
        },
        Some(address) => {
            if address.proto == "https" {
                assumed.push("no certificate files".to_owned());
            }
            address
        }
        None => {
            assumed.push(format!("address `{LOCAL}`, a free port (shown as `0`)"));
            Address {
                proto: "http".to_owned(),
                ip: LOCAL.to_owned(),
                port: 0,
            }
        }
    }
}

/// `Spawner.oauth_client_allowed_scopes`, by what 6.1.1 made of it: the access scope is its addition.
fn allowed_besides(
    client: Option<&ServerClient>,
    server: &ServerRef,
    assumed: &mut Vec<String>,
) -> Vec<String> {
    let Some(client) = client else {
        assumed.push("no `oauth_client_allowed_scopes`".to_owned());
        return Vec::new();
    };
    let access = access_scope(server);
    let besides = client.allowed_scopes.iter();
    besides.filter(|scope| **scope != access).cloned().collect()
}

/// Hide what the spawner keeps about `server` from whoever may not see that.
fn cut(tx: &Tx<'_>, caller: &Caller, server: &mut Server) -> Result<()> {
    let itself = Filter::Server(server.full_name.clone());
    let state = caller.allows(&Scope::AdminServerState, Some(&itself), tx)?;
    server.state.keep_if(state);
    Ok(())
}

fn find(tx: &Tx<'_>, server: &ServerRef) -> Result<Option<StoredServer>> {
    Ok(servers::list(tx, &Reach::All, &ServerFilter::only(server))?.pop())
}

/// The tokens that the hub made for a server.
fn tokens(tx: &Tx<'_>, user: UserId, server: &ServerRef) -> Result<Vec<ServerToken>> {
    let found = subjects::tokens_of(tx, HolderId::User(user))?;
    let its = found
        .into_iter()
        .filter(|token| token.facts.server.as_ref() == Some(server));
    Ok(its
        .map(|token| ServerToken {
            id: token.id,
            scopes: token.facts.scopes,
            expires_at: token.expires_at,
        })
        .collect())
}

fn refuse_new_name(tx: &Tx<'_>, caller: &Caller, server: &ServerRef) -> Result<()> {
    match ServerName::new(server.server.as_str()) {
        Ok(_) => Ok(()),
        Err(refused) if !sees_servers_of(caller, &server.user, tx)? => Err(refused),
        Err(refused) => Err(refused.did_you_mean(&server.to_string(), names_of(tx, &server.user)?)),
    }
}

/// Whether `caller` is at a command line, and may see all servers of `user`.
fn sees_servers_of(caller: &Caller, user: &UserName, tx: &Tx<'_>) -> Result<bool> {
    let theirs = Filter::User(user.clone());
    Ok(caller.sees_more() && caller.allows(&Scope::ReadServers, Some(&theirs), tx)?)
}

/// Only whoever may see them all is told which names are near.
fn unknown(tx: &Tx<'_>, caller: &Caller, server: &ServerRef) -> Result<Error> {
    if !sees_servers_of(caller, &server.user, tx)? {
        return Ok(Error::not_found("server", server));
    }
    Ok(Error::not_found("server", server)
        .did_you_mean(&server.to_string(), names_of(tx, &server.user)?)
        .hint(format!("see `hubctl servers list --user {}`", server.user)))
}

/// The full names of a user's servers.
fn names_of(tx: &Tx<'_>, user: &UserName) -> Result<Vec<String>> {
    let filter = ServerFilter {
        user: Some(user.clone()),
        ..ServerFilter::default()
    };
    let found = servers::list(tx, &Reach::All, &filter)?;
    Ok(found
        .iter()
        .map(|stored| stored.server.full_name.to_string())
        .collect())
}
