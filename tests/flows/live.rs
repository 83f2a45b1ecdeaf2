//! The real JupyterHub 6.1.1 runs on a database that hubctl wrote, and answers its REST API as
//! hubctl said it would.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use hubctl::clock::Clock;
use hubctl::config::database::DbUrl;
use hubctl::model::TokenId;
use hubctl::ops::explain::ExplainRequest;
use hubctl::ops::request::Method;
use hubctl::ops::who::Who;
use hubctl::ops::{operate, requests};
use hubctl::store::{Access, Store};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::support::hub::Hub;
use crate::support::jupyterhub;

/// What an administrator does to the database. Roles are marked managed, so that they last.
const WRITES: [&str; 21] = [
    "services delete announce grader culler runtime-announce --yes",
    "roles edit grader-role --managed",
    "roles edit group-reader --managed",
    "roles edit managed-role --managed",
    "users delete never-active --yes",
    "users add grace doomed-1 doomed-2",
    "users add heidi␣h --admin",
    "users rename o'brien o.brien",
    "users set-admin ada-admin --remove",
    "groups add class of␣zoë",
    "groups add-user class plain doomed-1",
    "groups remove-user instructors zoë",
    "groups set-properties class tier=gold n=4",
    "roles create teaching --managed --scope read:users!group=class --scope servers!group=class --scope list:users!group=class",
    "roles create group-keeping --managed --scope admin:groups!group=class --scope list:groups --scope list:services",
    "roles create culling --managed --scope list:users --scope read:users:activity --scope servers --scope read:hub --scope custom:grades:read",
    "roles grant teaching --user grace --managed",
    "roles grant group-keeping --group instructors --managed",
    "services add cull --display",
    "roles grant culling --service cull --managed",
    "shares revoke sh_2 --yes",
];

/// Tokens of many kinds; all were made with these words.
const TOKENS: [&str; 19] = [
    "heidi␣h --inherit",
    "heidi␣h --role server",
    "heidi␣h --scope read:users!user=plain --scope tokens!group=class --scope proxy",
    "heidi␣h --scope users!group=class --scope shares!user=plain --scope delete:users!group=class",
    "heidi␣h --scope admin:services --scope read:services!service=cull --scope shutdown",
    "heidi␣h --scope groups!group=class --scope groups:shares --scope users:shares!user=zoë",
    "heidi␣h --scope servers!server=plain/stopped-named --scope users:activity!user=zoë",
    "heidi␣h --scope admin:users --scope delete:groups!group=class",
    "heidi␣h --scope read:roles:users!group=class --scope read:tokens --scope read:shares!server=plain/",
    "plain --inherit",
    "plain --scope self",
    "plain --role server",
    "plain --scope read:users:name!user",
    "zoë --inherit --expires 1h",
    "grace --inherit",
    "grace --scope read:users!group=class --scope start:servers!user=plain",
    "a@b.edu --inherit",
    "a@b.edu --scope list:groups --scope delete:groups!group=class",
    "--service cull --inherit",
];

/// A hub in which nothing runs, written to as an administrator does.
fn written() -> Hub {
    let hub = Hub::recorded();
    hub.write(
        "UPDATE spawners SET server_id = NULL, state = NULL, started = NULL;
         DELETE FROM servers WHERE id NOT IN (SELECT _server_id FROM services WHERE _server_id NOT NULL)",
    );
    for line in WRITES {
        hub.succeed(line);
    }
    hub
}

/// A token that hubctl made.
struct Made {
    words: &'static str,
    value: String,
    id: TokenId,
}

fn made(hub: &Hub, words: &'static str) -> Made {
    let (value, _) = hub.succeed(&format!("token new {words}"));
    let value = value.trim().to_owned();
    let id = hub.run_with("token show - -o name", &value);
    let id = id.trim().parse().unwrap();
    Made { words, value, id }
}

/// A request to the real hub.
#[derive(Serialize)]
struct Asking {
    method: String,
    path: String,
    token: String,
}

/// Its answer.
#[derive(Debug, Deserialize)]
struct Answer {
    status: u16,
    body: Value,
}

impl Answer {
    /// Whether scopes stood in the way: 403, or 404 where even that would tell too much.
    fn is_refusal(&self) -> bool {
        let message = self.body["message"].as_str().unwrap_or_default();
        self.status == 403
            || self.status == 404
                && message.contains("No access to resources or resources not found")
    }
}

/// What the hub, started on the database, answers to all of `asking`, in their order.
fn answers<'a>(python: &Path, hub: &Hub, asking: impl Iterator<Item = &'a Asking>) -> Vec<Answer> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/flows/live_hub.py");
    let mut child = Command::new(python)
        .args([Path::new(script), &hub.path()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let asking: Vec<_> = asking.collect();
    serde_json::to_writer(&mut stdin, &asking).unwrap();
    stdin.flush().unwrap();
    drop(stdin);
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

/// The paths that a declared one stands for here: about what some tokens reach, and what they do not.
fn paths(declared: &str, method: Method) -> BTreeSet<String> {
    let ends_user = method == Method::Delete && declared == "/users/{user}";
    let [users, groups] = if ends_user {
        [["doomed-1", "doomed-2"], ["", ""]]
    } else {
        [["plain", "zo%C3%AB"], ["class", "instructors"]]
    };
    let filled = |at: usize| {
        declared
            .replace("{user}", users[at])
            .replace("{owner}", "plain")
            .replace("{owned}", "stopped-named")
            .replace("{server}", "stopped-named")
            .replace("{group}", groups[at])
            .replace("{service}", ["cull", "nosuch"][at])
            .replace("{token}", "a1")
    };
    [filled(0), filled(1)].into()
}

/// One request by one token, and whether hubctl says that it may be made.
struct Case {
    asking: Asking,
    by: &'static str,
    allowed: bool,
}

impl Case {
    /// Whether the hub's answer is not what hubctl foretold.
    fn is_contradicted_by(&self, answer: &Answer) -> bool {
        self.allowed == answer.is_refusal()
    }

    /// After it, its path leads nowhere.
    fn is_end_of_path(&self) -> bool {
        self.allowed && self.asking.method == "DELETE" && self.asking.path.split('/').count() == 3
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Asking { method, path, .. } = &self.asking;
        let said = if self.allowed { "yes" } else { "no" };
        write!(f, "{method} {path} by the token of {}: {said}", self.by)
    }
}

/// All that the REST API can be asked, by each token. What changes the hub comes last: the deeper
/// paths first, and of what can be deleted once, only the first who may delete it.
fn cases(hub: &Hub, tokens: &[Made]) -> Vec<Case> {
    let url: DbUrl = hub.path().to_str().unwrap().parse().unwrap();
    let mut store = Store::open(&url, Access::Read).unwrap();
    let mut cases = Vec::new();
    for request in requests().filter(|request| !request.added) {
        for path in paths(request.path, request.method) {
            for token in tokens {
                let asked = ExplainRequest {
                    method: request.method,
                    path: path.clone(),
                    who: Who::Token(token.id),
                };
                let found = store
                    .read(&Clock::system(), |tx| operate(asked, tx))
                    .unwrap();
                cases.push(Case {
                    asking: Asking {
                        method: request.method.to_string(),
                        path: path.clone(),
                        token: token.value.clone(),
                    },
                    by: token.words,
                    allowed: found.verdict.allowed,
                });
            }
        }
    }
    let changes = |case: &Case| case.allowed && case.asking.method != "GET";
    cases.sort_by_key(|case| {
        let depth = case.asking.path.split('/').count();
        (changes(case), std::cmp::Reverse(depth))
    });
    let mut ended = BTreeSet::new();
    cases.retain(|case| !case.is_end_of_path() || ended.insert(case.asking.path.clone()));
    cases
}

/// Every request that hubctl knows, by tokens of many kinds: the hub refuses those that hubctl says
/// it will, and no others.
#[test]
fn the_hub_answers_as_explained() {
    let Some(python) = jupyterhub::python() else {
        return;
    };
    let hub = written();
    let tokens = TOKENS.map(|words| made(&hub, words));
    let cases = cases(&hub, &tokens);
    let answers = answers(python, &hub, cases.iter().map(|case| &case.asking));
    let wrong: Vec<_> = cases
        .iter()
        .zip(&answers)
        .filter(|(case, answer)| case.is_contradicted_by(answer))
        .map(|(case, answer)| format!("{case} → {answer:?}\n"))
        .collect();
    assert!(answers.len() == cases.len() && cases.len() > 1500);
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.concat()
    );
}

/// What hubctl lists is what the hub shows to one who may see all.
#[test]
fn the_hub_shows_what_was_written() {
    let Some(python) = jupyterhub::python() else {
        return;
    };
    let hub = written();
    hub.succeed("token new zoë --scope read:users:name!user --note for␣a␣script --expires 30d");
    hub.succeed("db purge");
    let listings = [
        ("/users", "users list"),
        ("/groups", "groups list"),
        ("/services", "services list"),
        ("/users/zo%C3%AB/tokens", "token list --user zoë --api"),
        ("/shares/a@b.edu", "shares list --owner a@b.edu"),
    ];
    let token = made(&hub, "heidi␣h --inherit");
    let ours = listings.map(|(_, line)| hub.json(line));
    let asking = listings.map(|(path, _)| Asking {
        method: String::from("GET"),
        path: path.to_owned(),
        token: token.value.clone(),
    });
    let theirs = answers(python, &hub, asking.iter());
    for ((path, theirs), ours) in asking.iter().map(|asked| &asked.path).zip(theirs).zip(ours) {
        let theirs = things(theirs.body);
        assert!(!theirs.is_empty(), "{path}");
        let ours = things(ours);
        assert_eq!(ours.len(), theirs.len(), "{path}");
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_shown(theirs, ours, path);
        }
    }
}

/// The things of a listing, in whatever it is wrapped, by their names or ids.
fn things(listing: Value) -> Vec<Value> {
    let mut things = match listing {
        Value::Array(things) => things,
        Value::Object(mut wrapped) => {
            match wrapped.remove("api_tokens").or(wrapped.remove("items")) {
                Some(things) => return self::things(things),
                None => wrapped.into_iter().map(|(_, thing)| thing).collect(),
            }
        }
        other => vec![other],
    };
    things.sort_by_key(|thing| (thing["name"].to_string(), thing["id"].to_string()));
    things
}

/// All that the hub shows of a thing is what hubctl shows, in whatever order it is.
fn assert_shown(theirs: &Value, ours: &Value, at: &str) {
    // The hub writes down who was active as it runs; where it is served, no running server tells here.
    let passing = |name: &str| name == "last_activity" || name == "url" && at.ends_with(" server");
    match theirs {
        Value::Object(fields) => {
            for (name, theirs) in fields.iter().filter(|(name, _)| !passing(name)) {
                assert_shown(theirs, &ours[name], &format!("{at} {name}"));
            }
        }
        Value::Array(_) => assert_eq!(in_order(theirs), in_order(ours), "{at}"),
        _ => assert_eq!(theirs, ours, "{at}"),
    }
}

fn in_order(list: &Value) -> BTreeSet<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .map(Value::to_string)
        .collect()
}
