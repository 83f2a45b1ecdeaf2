//! What an attacker may try.

use hubctl::error::Result;
use hubctl::model::{
    Described, DescribedGroup, DescribedRole, DescribedUser, Secret, ServiceSpec, TokenOwner,
};
use hubctl::ops::apply::Apply;
use hubctl::ops::groups::{AddGroup, ChangeMembers, DeleteGroup, MemberChange};
use hubctl::ops::roles::{CreateRole, DeleteRole, EditRole, GrantRole, RevokeRole};
use hubctl::ops::services::{AddService, DeleteService, EditService};
use hubctl::ops::shares::{GrantShare, RevokeScopes, ShareWith};
use hubctl::ops::tokens::{Allows, NewToken};
use hubctl::ops::users::{AddUser, DeleteUser, EditUser};
use hubctl::rbac::{Caller, Holder};
use hubctl::store::tokens;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::world::{Attack, GROUPS, OF_SERVERS, ROLES, SERVERS, SERVICES, USERS, holder, written};

/// Operations by some of the attacker's tokens, of which the first is done that is allowed: of one alone
/// most would be refused, and nothing come of it.
#[derive(Debug, Clone)]
pub(crate) struct Step(Vec<(Index, Act)>);

/// How many operations an attacker tries before giving up a step.
const TRIES: usize = 24;

/// A scope to write: any, or one that the attacker holds.
#[derive(Debug, Clone)]
enum Pick {
    Any(String),
    Held(Index),
}

type Picks = Vec<Pick>;

#[derive(Debug, Clone)]
enum Act {
    CreateRole(&'static str, Picks),
    EditRole(&'static str, Picks, Picks),
    DeleteRole(&'static str),
    Grant(&'static str, Holder),
    Revoke(&'static str, Holder),
    AddGroup(&'static str, Vec<&'static str>),
    DeleteGroup(&'static str),
    Members(&'static str, &'static str, MemberChange),
    NewToken(TokenOwner, Picks),
    TokenOfRole(TokenOwner, &'static str),
    Share(&'static str, ShareWith, Vec<&'static str>),
    Unshare(&'static str, ShareWith),
    AddService(&'static str, bool, Picks),
    EditService(&'static str, bool, Picks),
    DeleteService(&'static str),
    AddUser(&'static str, bool),
    SetAdmin(&'static str, bool),
    DeleteUser(&'static str),
    Apply(Described, Picks, bool),
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    vec((any::<Index>(), act()), TRIES).prop_map(Step)
}

fn act() -> impl Strategy<Value = Act> {
    let pick = || {
        prop_oneof![
            1 => written().prop_map(Pick::Any),
            2 => any::<Index>().prop_map(Pick::Held),
        ]
    };
    let scopes = move || vec(pick(), 0..3);
    let of_servers = || vec(select(&OF_SERVERS), 0..3);
    let (user, group, role) = (|| select(&USERS), || select(&GROUPS), || select(&ROLES));
    let (service, server) = (|| select(&SERVICES), || select(&SERVERS));
    let change = || select(&[MemberChange::Add, MemberChange::Add, MemberChange::Remove]);
    prop_oneof![
        2 => (role(), scopes()).prop_map(|(a, b)| Act::CreateRole(a, b)),
        3 => (role(), scopes(), scopes()).prop_map(|(a, b, c)| Act::EditRole(a, b, c)),
        1 => role().prop_map(Act::DeleteRole),
        4 => (role(), holder()).prop_map(|(a, b)| Act::Grant(a, b)),
        1 => (role(), holder()).prop_map(|(a, b)| Act::Revoke(a, b)),
        2 => (group(), vec(user(), 0..3)).prop_map(|(a, b)| Act::AddGroup(a, b)),
        1 => group().prop_map(Act::DeleteGroup),
        4 => (group(), user(), change()).prop_map(|(a, b, c)| Act::Members(a, b, c)),
        4 => (owner(), scopes()).prop_map(|(a, b)| Act::NewToken(a, b)),
        1 => (owner(), role()).prop_map(|(a, b)| Act::TokenOfRole(a, b)),
        4 => (server(), with(), of_servers()).prop_map(|(a, b, c)| Act::Share(a, b, c)),
        1 => (server(), with()).prop_map(|(a, b)| Act::Unshare(a, b)),
        2 => (service(), any::<bool>(), scopes()).prop_map(|(a, b, c)| Act::AddService(a, b, c)),
        1 => (service(), any::<bool>(), scopes()).prop_map(|(a, b, c)| Act::EditService(a, b, c)),
        1 => service().prop_map(Act::DeleteService),
        1 => (user(), any::<bool>()).prop_map(|(a, b)| Act::AddUser(a, b)),
        1 => (user(), any::<bool>()).prop_map(|(a, b)| Act::SetAdmin(a, b)),
        // Who deletes themselves ends the attack.
        1 => select(&USERS[1..]).prop_map(Act::DeleteUser),
        4 => (described(), scopes(), any::<bool>()).prop_map(|(a, b, c)| Act::Apply(a, b, c)),
    ]
}

/// A user, a group with a member, and a role with a holder; each may be left out.
fn described() -> impl Strategy<Value = Described> {
    let user = (select(&USERS), of(any::<bool>())).prop_map(|(name, admin)| DescribedUser {
        name: name.into(),
        admin,
    });
    let group = (select(&GROUPS), vec(select(&USERS), 0..2)).prop_map(|(name, users)| {
        let users = users.into_iter().map(Into::into).collect();
        DescribedGroup {
            name: name.into(),
            users,
            properties: None,
        }
    });
    let role = (select(&ROLES), vec(holder(), 0..2)).prop_map(|(name, holders)| {
        let mut role = DescribedRole {
            name: name.into(),
            description: None,
            scopes: None,
            users: Vec::new(),
            groups: Vec::new(),
            services: Vec::new(),
        };
        for holder in holders {
            match holder {
                Holder::User(name) => role.users.push(name),
                Holder::Group(name) => role.groups.push(name),
                Holder::Service(name) => role.services.push(name),
            }
        }
        role
    });
    (of(user), of(group), of(role)).prop_map(|(user, group, role)| Described {
        name: Some("attack".to_owned()),
        users: user.into_iter().collect(),
        groups: group.into_iter().collect(),
        roles: role.into_iter().collect(),
        services: Vec::new(),
    })
}

fn owner() -> impl Strategy<Value = TokenOwner> {
    prop_oneof![
        4 => select(&USERS).prop_map(|name| TokenOwner::User(name.into())),
        1 => select(&SERVICES).prop_map(|name| TokenOwner::Service(name.into())),
    ]
}

fn with() -> impl Strategy<Value = ShareWith> {
    prop_oneof![
        // What comes of a share, the attacker sees by their own tokens.
        2 => Just(ShareWith::User("mal".into())),
        1 => select(&USERS).prop_map(|name| ShareWith::User(name.into())),
        1 => select(&GROUPS).prop_map(|name| ShareWith::Group(name.into())),
    ]
}

impl Attack {
    /// Try `step`; whether anything was done.
    pub(crate) fn take(&mut self, step: &Step) -> bool {
        let callers = self.callers();
        if callers.is_empty() {
            return false;
        }
        let mut tried = step.0.iter();
        tried.any(|(by, act)| self.act(by.get(&callers), act.clone()).is_ok())
    }

    fn act(&mut self, caller: &Caller, act: Act) -> Result<()> {
        let read = |picks| written_by(caller, picks);
        let desk = &self.desk;
        match act {
            Act::CreateRole(name, scopes) => desk
                .ask(
                    caller,
                    CreateRole {
                        name: name.into(),
                        description: None,
                        scopes: read(scopes),
                        managed: false,
                    },
                )
                .map(drop),
            Act::EditRole(name, set, add) => {
                desk.ask(caller, edit(name, read(set), read(add))).map(drop)
            }
            Act::DeleteRole(name) => desk.ask(caller, DeleteRole(name.into())),
            Act::Grant(role, to) => desk
                .ask(
                    caller,
                    GrantRole {
                        role: role.into(),
                        to,
                        managed: false,
                    },
                )
                .map(drop),
            Act::Revoke(role, from) => {
                let role = role.into();
                desk.ask(caller, RevokeRole { role, from }).map(drop)
            }
            Act::NewToken(owner, scopes) => self.new_token(caller, owner, read(scopes), None),
            Act::TokenOfRole(owner, role) => self.new_token(caller, owner, Vec::new(), Some(role)),
            Act::AddService(name, admin, scopes) => {
                self.add_service(caller, name, admin, read(scopes))
            }
            Act::Apply(mut described, scopes, prune) => {
                let scopes = read(scopes);
                for role in &mut described.roles {
                    role.scopes = (!scopes.is_empty()).then(|| scopes.clone());
                }
                let apply = Apply {
                    described: vec![described],
                    prune,
                    ..Apply::of(Vec::new())
                };
                desk.ask(caller, apply).map(drop)
            }
            other => self.act_on_others(caller, other),
        }
    }

    fn act_on_others(&self, caller: &Caller, act: Act) -> Result<()> {
        let desk = &self.desk;
        match act {
            Act::AddGroup(name, users) => desk
                .ask(
                    caller,
                    AddGroup {
                        name: name.into(),
                        users: users.into_iter().map(Into::into).collect(),
                        properties: serde_json::Map::new(),
                    },
                )
                .map(drop),
            Act::DeleteGroup(name) => desk.ask(caller, DeleteGroup(name.into())),
            Act::Members(group, user, change) => desk
                .ask(
                    caller,
                    ChangeMembers {
                        group: group.into(),
                        users: vec![user.into()],
                        change,
                    },
                )
                .map(drop),
            Act::Share(server, with, scopes) => self.share(caller, server, with, scopes),
            Act::Unshare(server, with) => self.unshare(caller, server, with),
            Act::EditService(name, admin, scopes) => {
                let edit = EditService {
                    name: name.into(),
                    unset: Vec::new(),
                    change: spec(admin, written_by(caller, scopes)),
                    secret: None,
                };
                desk.ask(caller, edit).map(drop)
            }
            Act::DeleteService(name) => desk.ask(caller, DeleteService(name.into())).map(drop),
            Act::AddUser(name, admin) => {
                let name = name.into();
                desk.ask(caller, AddUser { name, admin }).map(drop)
            }
            Act::SetAdmin(name, admin) => {
                let edit = EditUser {
                    admin: Some(admin),
                    ..EditUser::of(name.into())
                };
                desk.ask(caller, edit).map(drop)
            }
            Act::DeleteUser(name) => {
                let name = name.into();
                desk.ask(caller, DeleteUser { name, force: true }).map(drop)
            }
            _ => unreachable!("the rest is done elsewhere"),
        }
    }

    fn share(
        &self,
        caller: &Caller,
        server: &str,
        with: ShareWith,
        scopes: Vec<&str>,
    ) -> Result<()> {
        let grant = GrantShare {
            server: server.parse().unwrap(),
            with,
            scopes: scopes.into_iter().map(str::to_owned).collect(),
        };
        self.desk.ask(caller, grant).map(drop)
    }

    fn unshare(&self, caller: &Caller, server: &str, with: ShareWith) -> Result<()> {
        let revoke = RevokeScopes {
            server: server.parse().unwrap(),
            with,
            scopes: Vec::new(),
        };
        self.desk.ask(caller, revoke).map(drop)
    }

    /// The attacker has the token then.
    fn new_token(
        &mut self,
        caller: &Caller,
        owner: TokenOwner,
        scopes: Vec<String>,
        role: Option<&str>,
    ) -> Result<()> {
        let made = self.desk.ask(
            caller,
            NewToken {
                allows: Some(Allows {
                    roles: role.into_iter().map(Into::into).collect(),
                    scopes,
                }),
                ..NewToken::of(owner)
            },
        )?;
        self.tokens.push(made.token.id);
        Ok(())
    }

    /// The attacker has the token of the service then.
    fn add_service(
        &mut self,
        caller: &Caller,
        name: &str,
        admin: bool,
        scopes: Vec<String>,
    ) -> Result<()> {
        let value = Secret::new(format!("value-{}-of-{name}", self.tokens.len()));
        self.desk.ask(
            caller,
            AddService {
                name: name.into(),
                spec: spec(admin, scopes),
                secret: None,
                token: Some(value.clone()),
            },
        )?;
        let id = self.desk.within(|tx| tokens::find_by_value(tx, &value))?;
        self.tokens.extend(id);
        Ok(())
    }
}

/// The scopes that `picks` stand for.
fn written_by(caller: &Caller, picks: Picks) -> Vec<String> {
    let Caller::Granted(granted) = caller else {
        return Vec::new();
    };
    let held: Vec<String> = granted.grants().unparse().into_iter().collect();
    let pick = |pick| match pick {
        Pick::Any(written) => Some(written),
        Pick::Held(_) if held.is_empty() => None,
        Pick::Held(index) => Some(index.get(&held).clone()),
    };
    picks.into_iter().filter_map(pick).collect()
}

fn edit(name: &str, set: Vec<String>, add: Vec<String>) -> EditRole {
    EditRole {
        name: name.into(),
        description: None,
        set_scopes: (!set.is_empty()).then_some(set),
        add_scopes: add,
        remove_scopes: Vec::new(),
        managed: None,
    }
}

fn spec(admin: bool, scopes: Vec<String>) -> ServiceSpec {
    ServiceSpec {
        admin: Some(admin),
        allowed_scopes: Some(scopes),
        ..ServiceSpec::default()
    }
}
