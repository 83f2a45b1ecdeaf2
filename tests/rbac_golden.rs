//! What JupyterHub 6.1.1 answered to thousands of questions about scopes, answered again by hubctl.
//!
//! The cases are recorded by `tests/golden/rbac/record.py`, which says how.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use hubctl::model::{GroupName, UserName};
use hubctl::rbac::{
    Catalogue, Client, CustomScope, DEFAULT_ROLES, DefaultRole, Denied, Grant, Grants, HeldRole,
    HeldShare, Holder, Holdings, Membership, NoGroups, Requested, Scope, Silent, Target,
    TokenFacts, Via, decide, excess_of_token, resolve, resolve_requested,
};
use serde::Deserialize;

#[cfg(test)]
#[path = "support/jupyterhub.rs"]
mod jupyterhub;

const CASES: &str = include_str!("golden/rbac/cases.jsonl");

/// Kind and name, as in `["user", "ada"]`.
type Label = (String, String);

#[derive(Deserialize)]
#[serde(tag = "k", rename_all = "lowercase")]
enum Case {
    Jupyterhub {
        version: String,
    },
    Scope {
        name: String,
        subscopes: Vec<String>,
    },
    Role {
        name: String,
        description: String,
        scopes: Vec<String>,
    },
    Define {
        defs: BTreeMap<String, CustomScope>,
        ok: bool,
    },
    Fails {
        defs: BTreeMap<String, CustomScope>,
        taken: bool,
        scope: String,
        error: Option<String>,
    },
    Hub(Recorded),
    Check {
        scope: String,
        ok: bool,
    },
    Holder {
        of: Label,
        out: Vec<String>,
    },
    Token {
        owner: Label,
        client: String,
        own: Vec<String>,
        out: Vec<String>,
    },
    Excess {
        owner: Label,
        client: String,
        asked: Vec<String>,
        out: Vec<String>,
    },
    Request(Request),
    Expand {
        owner: Option<Label>,
        client: Option<String>,
        scopes: Vec<String>,
        out: Vec<String>,
    },
    Reduce {
        scopes: Vec<String>,
        out: Vec<String>,
    },
    Intersect {
        a: Vec<String>,
        b: Vec<String>,
        db: bool,
        out: Vec<String>,
    },
    Has {
        asked: String,
        have: Vec<String>,
        listing: bool,
        db: bool,
        out: bool,
    },
    Reach {
        scope: String,
        have: Vec<String>,
        on: Label,
        out: bool,
    },
    Needs {
        any_of: Vec<String>,
        on: Option<Label>,
        listing: bool,
        have: Vec<String>,
        out: u16,
    },
}

#[derive(Deserialize)]
struct Request {
    user: String,
    client: String,
    wanted: BTreeSet<String>,
    allowed: BTreeSet<String>,
    out: (BTreeSet<String>, BTreeSet<String>),
}

/// A hub as recorded.
#[derive(Deserialize, Default)]
struct Recorded {
    custom: BTreeMap<String, Vec<String>>,
    roles: BTreeMap<String, Vec<String>>,
    groups: BTreeMap<String, Held>,
    services: BTreeMap<String, Held>,
    users: BTreeMap<String, Held>,
}

#[derive(Deserialize, Default)]
struct Held {
    roles: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    shares: Vec<(String, Vec<String>)>,
}

/// The hub that the cases are about, as facts.
#[derive(Default)]
struct Hub {
    recorded: Recorded,
    catalogue: Catalogue,
    membership: BTreeMap<UserName, BTreeSet<GroupName>>,
}

impl From<Recorded> for Hub {
    fn from(recorded: Recorded) -> Self {
        let definition = |(name, subscopes): (&String, &Vec<String>)| {
            let description = "…".to_owned();
            let subscopes = subscopes.clone();
            (
                name.clone(),
                CustomScope {
                    description,
                    subscopes,
                },
            )
        };
        let groups_of = |(name, held): (&String, &Held)| {
            let groups = held.groups.iter().map(|name| name.as_str().into());
            (name.as_str().into(), groups.collect())
        };
        Self {
            catalogue: Catalogue::with_custom(recorded.custom.iter().map(definition)).unwrap(),
            membership: recorded.users.iter().map(groups_of).collect(),
            recorded,
        }
    }
}

impl Hub {
    fn holdings(&self, (kind, name): &Label) -> Holdings {
        let holder = holder((kind, name));
        let held = match holder {
            Holder::User(_) => &self.recorded.users[name],
            Holder::Group(_) => &self.recorded.groups[name],
            Holder::Service(_) => &self.recorded.services[name],
        };
        let mut holdings = Holdings {
            holder,
            roles: vec![],
            shares: vec![],
        };
        self.add(&mut holdings, held, &Via::Direct);
        for group in &held.groups {
            let via = Via::Group(group.as_str().into());
            self.add(&mut holdings, &self.recorded.groups[group], &via);
        }
        holdings
    }

    fn add(&self, holdings: &mut Holdings, held: &Held, via: &Via) {
        holdings
            .roles
            .extend(held.roles.iter().map(|name| HeldRole {
                name: name.as_str().into(),
                scopes: self.recorded.roles[name].clone(),
                via: via.clone(),
            }));
        holdings
            .shares
            .extend(held.shares.iter().map(|(server, scopes)| HeldShare {
                server: server.parse().unwrap(),
                scopes: scopes.clone(),
                via: via.clone(),
            }));
    }

    fn allows(&self, have: &[String], asked: &Grant, db: bool) -> bool {
        let (have, filter) = (grants(have), asked.filter.as_ref());
        if db {
            have.allows(&asked.scope, filter, &self.membership).unwrap()
        } else {
            have.allows(&asked.scope, filter, &NoGroups).unwrap()
        }
    }
}

fn holder((kind, name): (&str, &str)) -> Holder {
    match kind {
        "user" => Holder::User(name.into()),
        "group" => Holder::Group(name.into()),
        "service" => Holder::Service(name.into()),
        _ => panic!("{kind}"),
    }
}

fn client(identifier: &str) -> Client {
    match identifier.split_once(' ') {
        Some(("server", server)) => Client::Server(server.parse().unwrap()),
        Some(("service", name)) => Client::Service(name.into()),
        _ if identifier == "jupyterhub" => Client::Hub,
        _ => Client::Orphan,
    }
}

fn target((kind, name): &Label) -> Target {
    match kind.as_str() {
        "user" => Target::User(name.as_str().into()),
        "group" => Target::Group(name.as_str().into()),
        "server" => Target::Server(name.parse().unwrap()),
        "service" => Target::Service(name.as_str().into()),
        _ => panic!("{kind}"),
    }
}

/// A recorded set. 6.1.1 lists a scope narrowed to a shared server even beside the same scope on
/// everything; hubctl's sets are always in their least form.
fn grants(recorded: &[String]) -> Grants {
    Grants::parse(recorded).unwrap()
}

fn token(own: &[String], client_id: &str) -> TokenFacts {
    TokenFacts {
        scopes: own.to_vec(),
        client: client(client_id),
        server: None,
        expired: false,
    }
}

/// How our answer to a case compares to the recorded one.
enum Answer {
    /// The case is about something else.
    NotAsked,
    Same,
    Differs(String),
}
use Answer::NotAsked;

/// Replays the cases that `answer` knows, each on its hub, and reports all that differ at once.
fn replay(kind: &str, least: usize, answer: impl Fn(&Hub, &Case) -> Answer) {
    let mut hub = Hub::default();
    let (mut replayed, mut differ) = (0, Vec::new());
    for line in CASES.lines() {
        let case = serde_json::from_str(line).unwrap();
        match answer(&hub, &case) {
            NotAsked => {}
            Answer::Same => replayed += 1,
            Answer::Differs(how) => {
                replayed += 1;
                differ.push(format!("{line}{how}"));
            }
        }
        if let Case::Hub(recorded) = case {
            hub = recorded.into();
        }
    }
    assert!(replayed >= least, "only {replayed} cases of {kind}");
    let shown: Vec<_> = differ.iter().take(5).map(String::as_str).collect();
    assert!(
        differ.is_empty(),
        "{} of {replayed} cases of {kind} differ:\n{}",
        differ.len(),
        shown.join("\n")
    );
}

fn compare(ours: &Grants, theirs: &[String]) -> Answer {
    same(ours.unparse(), grants(theirs).unparse())
}

fn same<T: std::fmt::Debug + PartialEq>(ours: T, theirs: T) -> Answer {
    match [ours, theirs] {
        [ours, theirs] if ours == theirs => Answer::Same,
        [ours, theirs] => Answer::Differs(format!("\n  ours   {ours:?}\n  theirs {theirs:?}")),
    }
}

#[test]
fn the_cases_are_of_the_release_we_follow() {
    replay("version", 1, |_, case| match case {
        Case::Jupyterhub { version } => same(version.as_str(), "6.1.1"),
        _ => NotAsked,
    });
}

#[test]
fn the_cases_are_what_the_real_jupyterhub_answers() {
    let Some(python) = jupyterhub::python() else {
        return;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/rbac/record.py");
    let recorded = Command::new(python)
        .arg(script)
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .unwrap();
    let recorded = String::from_utf8(recorded.stdout).unwrap();
    let differs = recorded
        .lines()
        .zip(CASES.lines())
        .find(|(now, then)| now != then);
    assert_eq!(differs, None, "record the cases again");
    assert_eq!(recorded.lines().count(), CASES.lines().count());
}

#[test]
fn the_catalogue_is_the_same() {
    replay("scope", Scope::BUILTIN.len(), |hub, case| match case {
        Case::Scope { name, subscopes } => {
            let scope: Scope = name.parse().unwrap();
            let ours = hub.catalogue.subscopes(&scope);
            same(
                ours.iter().map(Scope::to_string).collect(),
                subscopes.clone(),
            )
        }
        _ => NotAsked,
    });
}

#[test]
fn the_default_roles_are_the_same() {
    replay("role", DEFAULT_ROLES.len(), |_, case| match case {
        Case::Role {
            name,
            description,
            scopes,
        } => {
            let ours = DefaultRole::named(name).unwrap();
            same(
                format!("{:?} {:?}", ours.description, ours.scopes),
                format!("{description:?} {scopes:?}"),
            )
        }
        _ => NotAsked,
    });
}

#[test]
fn the_same_definitions_of_custom_scopes_are_taken() {
    replay("define", 100, |_, case| match case {
        Case::Define { defs, ok } => same(Catalogue::with_custom(defs.clone()).is_ok(), *ok),
        _ => NotAsked,
    });
}

/// Where 6.1.1 fails at each use, hubctl goes without the scope that makes it fail, and refuses a
/// definition that does.
#[test]
fn what_fails_there_is_left_out_here() {
    replay("fails", 8, |_, case| match case {
        Case::Fails {
            defs,
            taken,
            scope,
            error,
        } => {
            assert!(*taken && error.is_some(), "6.1.1 fails on {scope}");
            let Ok(catalogue) = Catalogue::with_custom(defs.clone()) else {
                return same(error.as_deref(), Some("RecursionError"));
            };
            let written = [scope.as_str(), "read:hub"];
            compare(
                &resolve::expand(&catalogue, written, None, None),
                &["read:hub".to_owned()],
            )
        }
        _ => NotAsked,
    });
}

#[test]
fn the_same_scopes_may_be_written() {
    replay("check", 500, |hub, case| match case {
        // 6.1.1 takes these, and then fails at each use of the role or token
        Case::Check { scope, .. } if scope.ends_with("!user=") => {
            same(hub.catalogue.check(scope).is_ok(), false)
        }
        Case::Check { scope, ok } => same(hub.catalogue.check(scope).is_ok(), *ok),
        _ => NotAsked,
    });
}

#[test]
fn holders_may_do_the_same() {
    replay("holder", 1000, |hub, case| match case {
        Case::Holder { of, out } => compare(
            &resolve::holder(&hub.catalogue, &hub.holdings(of), &mut Silent),
            out,
        ),
        _ => NotAsked,
    });
}

#[test]
fn tokens_may_do_the_same() {
    replay("token", 1000, |hub, case| match case {
        Case::Token {
            owner,
            client,
            own,
            out,
        } => {
            let (owner, token) = (hub.holdings(owner), token(own, client));
            let ours = resolve::token(&hub.catalogue, &owner, &token, &hub.membership, &mut Silent);
            compare(&ours.unwrap(), out)
        }
        _ => NotAsked,
    });
}

#[test]
fn new_tokens_exceed_their_owner_by_the_same() {
    replay("excess", 500, |hub, case| match case {
        Case::Excess {
            owner,
            client: id,
            asked,
            out,
        } => {
            let (owner, client) = (hub.holdings(owner), client(id));
            let ours = excess_of_token(&hub.catalogue, &owner, asked, &client, &hub.membership);
            compare(&ours.unwrap(), out)
        }
        _ => NotAsked,
    });
}

#[test]
fn oauth_clients_get_the_same_of_what_they_request() {
    replay("request", 500, |hub, case| match case {
        Case::Request(Request {
            user,
            client: id,
            wanted,
            allowed,
            out,
        }) => {
            let user = Holder::User(user.as_str().into());
            let Requested {
                allowed,
                disallowed,
            } = resolve_requested(
                &hub.catalogue,
                wanted,
                allowed,
                &user,
                &client(id),
                &hub.membership,
                &mut Silent,
            )
            .unwrap();
            same(&(allowed, disallowed), out)
        }
        _ => NotAsked,
    });
}

#[test]
fn scopes_expand_to_the_same() {
    replay("expand", 500, |hub, case| match case {
        Case::Expand {
            owner,
            client: id,
            scopes,
            out,
        } => {
            let owner = owner.as_ref().map(|(kind, name)| holder((kind, name)));
            let client = id.as_deref().map(client);
            let scopes = scopes.iter().map(String::as_str);
            let ours = resolve::expand(&hub.catalogue, scopes, owner.as_ref(), client.as_ref());
            compare(&ours, out)
        }
        _ => NotAsked,
    });
}

#[test]
fn sets_reduce_to_the_same() {
    replay("reduce", 200, |_, case| match case {
        Case::Reduce { scopes, out } => {
            same(grants(scopes).unparse(), out.iter().cloned().collect())
        }
        _ => NotAsked,
    });
}

#[test]
fn sets_meet_in_the_same() {
    fn meet(a: &Grants, b: &Grants, membership: &impl Membership) -> Grants {
        a.intersect(b, membership).unwrap()
    }
    replay("intersect", 900, |hub, case| match case {
        Case::Intersect {
            a,
            b,
            db: true,
            out,
        } => compare(&meet(&grants(a), &grants(b), &hub.membership), out),
        Case::Intersect {
            a,
            b,
            db: false,
            out,
        } => compare(&meet(&grants(a), &grants(b), &NoGroups), out),
        _ => NotAsked,
    });
}

#[test]
fn sets_have_the_same_scopes() {
    replay("has", 700, |hub, case| match case {
        Case::Has {
            asked,
            have,
            listing: true,
            out,
            ..
        } => same(grants(have).holds(&asked.parse().unwrap()), *out),
        Case::Has {
            asked,
            have,
            db,
            out,
            ..
        } => same(hub.allows(have, &asked.parse().unwrap(), *db), *out),
        _ => NotAsked,
    });
}

/// The filter that names the server of a case without its user, if the case has one.
fn bare_name(scope: &str, (kind, name): &Label, have: &[String]) -> Option<String> {
    let (_, server) = name.split_once('/').filter(|_| kind == "server")?;
    let bare = format!("{scope}!server={server}");
    have.contains(&bare).then_some(bare)
}

#[test]
fn scopes_reach_the_same_things() {
    replay("reach", 400, |hub, case| match case {
        Case::Reach {
            scope,
            have,
            on,
            out,
        } if bare_name(scope, on, have).is_none() => {
            let asked = Grant {
                scope: scope.parse().unwrap(),
                filter: target(on).filter(),
            };
            same(hub.allows(have, &asked, true), *out)
        }
        _ => NotAsked,
    });
}

/// 6.1.1 shows the server `lab` of anybody to `read:servers!server=lab`, though it lets such a
/// scope do nothing. Here it shows nothing either.
#[test]
fn a_server_without_its_user_names_none() {
    replay("reach by bare name", 8, |hub, case| match case {
        Case::Reach {
            scope,
            have,
            on,
            out,
        } => {
            let Some(bare) = bare_name(scope, on, have) else {
                return NotAsked;
            };
            assert!(out, "6.1.1 shows {on:?} to {bare}");
            let asked = Grant {
                scope: scope.parse().unwrap(),
                filter: target(on).filter(),
            };
            let others: Vec<_> = have
                .iter()
                .filter(|other| **other != bare)
                .cloned()
                .collect();
            same(
                hub.allows(have, &asked, true),
                hub.allows(&others, &asked, true),
            )
        }
        _ => NotAsked,
    });
}

#[test]
fn requests_are_refused_alike() {
    replay("needs", 500, |hub, case| match case {
        Case::Needs {
            any_of,
            on,
            listing,
            have,
            out,
        } => {
            let any_of: Vec<Scope> = any_of.iter().map(|name| name.parse().unwrap()).collect();
            let target = match on {
                Some(on) => target(on),
                None if *listing => Target::Listing,
                None => Target::Anything,
            };
            let status = match decide(&grants(have), &any_of, &target, &hub.membership).unwrap() {
                None => 200,
                Some(Denied::NoScope) => 403,
                Some(Denied::OutOfReach) => 404,
            };
            same(status, *out)
        }
        _ => NotAsked,
    });
}
