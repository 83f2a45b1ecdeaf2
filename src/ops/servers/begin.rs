//! The beginning of a start: what the database is told before the spawner is.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{START, START_DEFAULT};
use crate::error::{Error, Result};
use crate::model::{Address, BaseUrl, RoleName, Secret, ServerRef, SpawnerId, TokenId, UserId};
use crate::ops::audit::{Change, Record, Subject};
use crate::ops::environment::{access_scope, oauth_client_id, server_path};
use crate::ops::{Operation, users};
use crate::rbac::{
    Allowed, Catalogue, Client, Holder, Needs, Scope, Silent, Target, resolve_requested,
};
use crate::store::roles::HolderId;
use crate::store::servers::running::{self, Begin, ServerRow};
use crate::store::tokens::NewRow;
use crate::store::{Tx, holdings, roles, tokens};

/// What lets a server report its own activity, without which a hub would think it idle.
const ACTIVITY: [&str; 3] = ["users:activity!user", "users:activity", "inherit"];

/// The role whose scopes the token of a server has, where the configuration says none.
const SERVER_ROLE: &str = "server";

/// Give a server what it takes to start: an address, a token and an OAuth client (`User.spawn`).
#[derive(Debug, Clone)]
pub struct BeginStart {
    /// Which.
    pub server: ServerRef,
    /// What is chosen for this start and those to come; what was chosen last where `None`.
    pub user_options: Option<Map<String, Value>>,
    /// Where it is to listen.
    pub listen: Address,
    /// What the hub gives every server.
    pub provisions: Provisions,
}

/// What a hub gives every server, by its configuration.
#[derive(Debug, Clone, Default)]
pub struct Provisions {
    /// The path below which the hub is served.
    pub base_url: BaseUrl,
    /// The scheme and host of its user's own, where users have some; else nothing.
    pub own_host: String,
    /// The scopes of its token (`Spawner.server_token_scopes`); those of the role `server` if none.
    pub token_scopes: Vec<String>,
    /// What its OAuth client may ask for besides access (`Spawner.oauth_client_allowed_scopes`).
    pub client_scopes: Vec<String>,
    /// The same in roles, of use where there are no scopes (`Spawner.oauth_roles`).
    pub client_roles: Vec<RoleName>,
}

/// A start that the database knows of.
#[derive(Debug)]
pub struct Begun {
    /// The server's row.
    pub server: ServerRow,
    /// The key of its token.
    pub token_id: TokenId,
    /// Its token.
    pub token: Secret,
    /// What its OAuth client calls itself.
    pub client_id: String,
    /// What is chosen for this start.
    pub user_options: Map<String, Value>,
}

impl Needs for BeginStart {
    const ANY_OF: &'static [Scope] = START.any_of;

    fn target(&self) -> Target {
        Target::Server(self.server.clone())
    }
}

impl Operation for BeginStart {
    type Output = Begun;

    fn run(allowed: Allowed<Self>, tx: &Tx<'_>) -> Result<Begun> {
        let start = allowed.op();
        let user = users::find(tx, allowed.caller(), &start.server.user)?;
        let Some(server) = running::find(tx, &start.server)? else {
            return Err(Error::not_found("server", &start.server));
        };
        let path = server_path(&start.provisions.base_url, &start.server);
        let scopes = start.token_scopes(tx, allowed.caller().catalogue(), user)?;
        let (token_id, token) = new_token(tx, user, &scopes, &path)?;
        let user_options = match &start.user_options {
            Some(chosen) => {
                running::set_user_options(tx, server.id, chosen)?;
                chosen.clone()
            }
            None => server.user_options.clone().unwrap_or_default(),
        };
        let client_id = client_id(tx, &start.server, server.id)?;
        running::begin(
            tx,
            &Begin {
                server: &server,
                path: &path,
                listen: &start.listen,
                client: running::Client {
                    identifier: &client_id,
                    secret: &token,
                    salt: tx.clock().random(),
                    redirect_uri: &format!("{}{path}oauth_callback", start.provisions.own_host),
                    allowed_scopes: &start.client_scopes(tx)?,
                },
                now: tx.clock().now(),
            },
        )?;
        Ok(Begun {
            server,
            token_id,
            token,
            client_id,
            user_options,
        })
    }
}

impl Change for BeginStart {
    fn record(&self) -> Option<Record> {
        let request = if self.server.server.as_str().is_empty() {
            &START_DEFAULT
        } else {
            &START
        };
        Some(Record::of(request, Subject::Server(self.server.clone())))
    }
}

impl BeginStart {
    /// What the server's own token may do: what is asked for it, within what its user may.
    fn token_scopes(
        &self,
        tx: &Tx<'_>,
        catalogue: &Catalogue,
        user: UserId,
    ) -> Result<Vec<String>> {
        let mut asked = self.provisions.token_scopes.clone();
        if asked.is_empty() {
            let role = roles::get(tx, &RoleName::from(SERVER_ROLE))?;
            asked = role.map(|(_, role)| role.scopes).unwrap_or_default();
        }
        // The token is no OAuth client's, by which `!server` is found otherwise.
        let its_own = |scope: String| match scope.strip_suffix("!server") {
            Some(bare) => format!("{bare}!server={}", self.server),
            None => scope,
        };
        let mut asked: BTreeSet<String> = asked.into_iter().map(its_own).collect();
        if !ACTIVITY.iter().any(|scope| asked.contains(*scope)) {
            asked.insert(ACTIVITY[0].to_owned());
        }
        let holder = Holder::User(self.server.user.clone());
        let held = holdings::of(tx, holder.clone(), HolderId::User(user))?;
        let mut may: BTreeSet<String> = held
            .roles
            .into_iter()
            .flat_map(|role| role.scopes)
            .collect();
        may.insert(Scope::Inherit.to_string());
        let granted = resolve_requested(
            catalogue,
            &asked,
            &may,
            &holder,
            &Client::Hub,
            tx,
            &mut Silent,
        )?;
        Ok(granted.allowed.into_iter().collect())
    }

    /// What visitors' tokens may at most be allowed (`Spawner._get_oauth_client_allowed_scopes`).
    fn client_scopes(&self, tx: &Tx<'_>) -> Result<Vec<String>> {
        let given = &self.provisions;
        let mut scopes: BTreeSet<String> = given.client_scopes.iter().cloned().collect();
        if scopes.is_empty() {
            for name in &given.client_roles {
                let Some((_, role)) = roles::get(tx, name)? else {
                    return Err(Error::unreachable(format!(
                        "`spawner.oauth_roles` names the role `{name}`, which does not exist"
                    )));
                };
                scopes.extend(role.scopes);
            }
        }
        scopes.insert(access_scope(&self.server));
        Ok(scopes.into_iter().collect())
    }
}

/// What the OAuth client of a server calls itself. Two servers can have the same name for it in 6.1.1 (`ada/x` and
/// the default server of `ada-x`): the second gets one of its own, as a client lets visitors in to whom it belongs to.
fn client_id(tx: &Tx<'_>, server: &ServerRef, id: SpawnerId) -> Result<String> {
    let mut client = oauth_client_id(server);
    while running::is_taken(tx, &client, id)? {
        client = format!("{client}-{}", id.0);
    }
    Ok(client)
}

/// A token that the server calls the hub with. Its note is what tells whose it is.
fn new_token(
    tx: &Tx<'_>,
    user: UserId,
    scopes: &[String],
    path: &str,
) -> Result<(TokenId, Secret)> {
    let value = Secret::new(tx.clock().uuid_hex());
    let row = NewRow {
        owner: HolderId::User(user),
        value: &value,
        salt: tx.clock().random(),
        scopes,
        note: &ServerRef::note(path),
        created: tx.clock().now(),
        expires_at: None,
    };
    Ok((tokens::insert(tx, &row)?, value))
}
