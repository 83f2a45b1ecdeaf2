//! A hub of few names, so that everything overlaps, and somebody who tries to get more out of it.

use std::sync::LazyLock;

use hubctl::error::Result;
use hubctl::model::{ServiceSpec, TokenId, TokenOwner};
use hubctl::ops::groups::{AddGroup, ChangeMembers, MemberChange};
use hubctl::ops::operate;
use hubctl::ops::roles::{CreateRole, GrantRole};
use hubctl::ops::services::AddService;
use hubctl::ops::shares::{GrantShare, ShareWith};
use hubctl::ops::tokens::NewToken;
use hubctl::ops::users::AddUser;
use hubctl::rbac::{Caller, Holder};
use hubctl::store::Tx;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::desk::Desk;
use super::hub::Hub;

/// Who there may be. `new` is nobody yet; nor do the last group and service exist, or the role `delta`.
pub(crate) const USERS: [&str; 4] = ["mal", "bob", "root", "new"];
pub(crate) const GROUPS: [&str; 3] = ["class", "staff", "later"];
pub(crate) const SERVICES: [&str; 2] = ["grader", "later"];
pub(crate) const ROLES: [&str; 6] = ["alpha", "beta", "gamma", "delta", "user", "token"];
pub(crate) const SERVERS: [&str; 2] = ["mal/", "bob/lab"];

/// What can be shared of a server.
pub(crate) const OF_SERVERS: [&str; 6] = [
    "access:servers",
    "admin:server_state",
    "admin:servers",
    "delete:servers",
    "read:servers",
    "servers",
];

/// Scopes that give power over others or lead to it, more often than those that do not.
pub(crate) fn written() -> impl Strategy<Value = String> {
    let strong = select(&[
        "admin:users",
        "admin:groups",
        "admin:services",
        "groups",
        "tokens",
        "shares",
        "users",
        "delete:users",
        "access:servers",
        "servers",
        "admin:servers",
        "read:roles",
        "proxy",
        "read:tokens",
        "read:hub",
        "read:users:name",
        "read:groups:name",
        "custom:lab:read",
    ]);
    let filter = prop_oneof![
        5 => Just(String::new()),
        2 => select(&USERS).prop_map(|name| format!("!user={name}")),
        3 => select(&GROUPS).prop_map(|name| format!("!group={name}")),
        1 => select(&SERVERS).prop_map(|name| format!("!server={name}")),
        1 => select(&SERVICES).prop_map(|name| format!("!service={name}")),
        1 => select(&["!user", "!service"]).prop_map(str::to_owned),
    ];
    let scope = (strong, filter).prop_map(|(scope, filter)| format!("{scope}{filter}"));
    prop_oneof![
        12 => scope,
        1 => Just("self".to_owned()),
        1 => Just("inherit".to_owned()),
    ]
}

/// Somebody or something that roles are granted to.
pub(crate) fn holder() -> impl Strategy<Value = Holder> {
    prop_oneof![
        4 => select(&USERS).prop_map(|name| Holder::User(name.into())),
        4 => select(&GROUPS).prop_map(|name| Holder::Group(name.into())),
        1 => select(&SERVICES).prop_map(|name| Holder::Service(name.into())),
    ]
}

/// How a hub begins.
#[derive(Debug, Clone)]
pub(crate) struct World {
    roles: [Vec<String>; 3],
    grants: Vec<(&'static str, Holder)>,
    members: Vec<(&'static str, &'static str)>,
    shares: Vec<(&'static str, &'static str, String)>,
    token: Vec<String>,
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let roles = [(); 3].map(|()| vec(written(), 0..6));
    // Who has none of these is left with little to try.
    let powers = [
        "admin:users",
        "admin:groups",
        "admin:services",
        "shares",
        "tokens",
        "read:users:name",
        // A power over some of them, that must not reach the others.
        "groups!group=class",
        "tokens!user=bob",
    ];
    let powers = subsequence(powers.to_vec(), 3..7);
    let mals = Holder::User("mal".into());
    let first = select(&ROLES[..3]).prop_map(move |role| (role, mals.clone()));
    let others = vec((select(&ROLES[..3]), holder()), 0..5);
    let members = vec((select(&USERS[..3]), select(&GROUPS[..2])), 0..4);
    let given = select(&["access:servers", "servers", "admin:servers"]).prop_map(str::to_owned);
    let shares = vec((select(&SERVERS), select(&USERS[..3]), given), 0..2);
    let token = prop_oneof![
        5 => Just(vec!["inherit".to_owned()]),
        1 => vec(written(), 2..6),
    ];
    (roles, powers, first, others, members, shares, token).prop_map(
        |(mut roles, powers, first, mut grants, members, shares, token)| {
            let at = ROLES.iter().position(|role| *role == first.0).unwrap();
            roles[at].extend(powers.into_iter().map(str::to_owned));
            grants.push(first);
            World {
                roles,
                grants,
                members,
                shares,
                token,
            }
        },
    )
}

impl World {
    /// Make it, with a token in the hands of `mal`.
    pub(crate) fn begin(&self) -> Attack {
        static POPULATED: LazyLock<Hub> = LazyLock::new(|| {
            let desk = Desk::fresh();
            desk.within(populate).unwrap();
            desk.hub.write(
                "INSERT INTO spawners (user_id, name) SELECT id, '' FROM users WHERE name = 'mal'; \
                 INSERT INTO spawners (user_id, name) SELECT id, 'lab' FROM users WHERE name = 'bob'",
            );
            desk.hub
        });
        let desk = Desk::at(Hub::copy_at(&POPULATED.path()));
        let id = desk.within(|tx| self.hand_out(tx)).unwrap();
        // a token may ask for more than there is to have; what it has of it is less
        let scopes = serde_json::to_string(&self.token).unwrap();
        desk.hub.write(&format!(
            "UPDATE api_tokens SET scopes = '{scopes}' WHERE id = {}",
            id.0
        ));
        Attack {
            desk,
            tokens: vec![id],
        }
    }

    /// Grant what there is to grant; the token of `mal`.
    fn hand_out(&self, tx: &Tx<'_>) -> Result<TokenId> {
        for (name, scopes) in ROLES.iter().zip(&self.roles) {
            let role = CreateRole {
                name: (*name).into(),
                description: None,
                scopes: scopes.clone(),
                managed: false,
            };
            operate(role, tx)?;
        }
        for (role, to) in self.grants.iter().filter(|(_, to)| exists(to)) {
            let grant = GrantRole {
                role: (*role).into(),
                to: to.clone(),
                managed: false,
            };
            operate(grant, tx)?;
        }
        for (user, group) in &self.members {
            let put = ChangeMembers {
                group: (*group).into(),
                users: vec![(*user).into()],
                change: MemberChange::Add,
            };
            operate(put, tx)?;
        }
        for (server, with, scope) in &self.shares {
            let share = GrantShare {
                server: server.parse().unwrap(),
                with: ShareWith::User((*with).into()),
                scopes: vec![scope.clone()],
            };
            operate(share, tx)?;
        }
        let token = NewToken::of(TokenOwner::User("mal".into()));
        Ok(operate(token, tx)?.token.id)
    }
}

fn exists(holder: &Holder) -> bool {
    !["new", "later"].contains(&holder.name())
}

/// Add those who are there from the beginning.
fn populate(tx: &Tx<'_>) -> Result<()> {
    for name in &USERS[..3] {
        let name = (*name).into();
        operate(AddUser { name, admin: false }, tx)?;
    }
    for name in &GROUPS[..2] {
        let group = AddGroup {
            name: (*name).into(),
            users: Vec::new(),
            properties: serde_json::Map::new(),
        };
        operate(group, tx)?;
    }
    let service = AddService {
        name: SERVICES[0].into(),
        spec: ServiceSpec::default(),
        secret: None,
        token: None,
    };
    operate(service, tx).map(drop)
}

/// What somebody has made of it, and the tokens they have.
pub(crate) struct Attack {
    pub(crate) desk: Desk,
    pub(crate) tokens: Vec<TokenId>,
}

impl Attack {
    /// As whom the attacker acts with each token.
    pub(crate) fn callers(&self) -> Vec<Caller> {
        self.tokens
            .iter()
            .filter_map(|id| self.desk.token(*id))
            .collect()
    }
}
