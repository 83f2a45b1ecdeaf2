//! The provider answers as that of JupyterHub 6.1.1: what was asked of the real one is asked of ours.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::browser::Browser;
use crate::hub::Hub;
use crate::served::Answer;
use crate::world::World;

/// What is answered otherwise, and how: there a client whose server is gone is an error of the hub's own.
const OTHERWISE: [(&str, u16); 1] = [("client orphan", 404)];

#[derive(Deserialize)]
struct Asked {
    people: Vec<String>,
    services: BTreeMap<String, Service>,
    servers: Vec<String>,
    clients: Vec<String>,
    worlds: BTreeMap<String, Vec<Step>>,
}

#[derive(Deserialize)]
struct Service {
    scopes: Vec<String>,
    unasked: bool,
    token: String,
    callback: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Step {
    Write { sql: String },
    Ask(Ask),
}

#[derive(Deserialize)]
struct Ask {
    name: String,
    by: Option<String>,
    #[serde(rename = "ask")]
    line: String,
    form: Option<Vec<(String, String)>>,
    json: Option<String>,
    #[serde(default)]
    show: bool,
}

fn read<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/oauth");
    serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
}

/// The hub that was recorded, but for being ours.
fn world(asked: &Asked, pkce: bool) -> World {
    let people = format!("{:?}", asked.people);
    let mut more = format!(
        "hub.allow_named_servers = true\nhub.oauth_require_pkce = {pkce}\n\
         auth.allowed_users = {people}\nauth.admin_users = [\"ada\"]\n\
         [[groups]]\nname = \"class\"\nusers = [\"gil\"]\n\
         [[roles]]\nname = \"visitor\"\nscopes = [\"access:services\"]\nusers = [\"lmata\"]\n"
    );
    for (name, service) in &asked.services {
        let _ = write!(
            more,
            "[[services]]\nname = {name:?}\napi_token = {:?}\noauth_redirect_uri = {:?}\n\
             oauth_no_confirm = {}\noauth_client_allowed_scopes = {:?}\n",
            service.token, service.callback, service.unasked, service.scopes
        );
    }
    let world = World::serving(Hub::fresh(), &more);
    world.database.write(&asked.servers.join(";"));
    world.database.write(&asked.clients.join(";"));
    world
}

/// What of an answer is compared (`told` of `record.py`).
fn told(answer: &Answer) -> Value {
    let mut told = Map::from_iter([("status".to_owned(), json!(answer.status))]);
    if let Some(location) = answer.header("location") {
        told.insert("location".to_owned(), json!(masked(location)));
    }
    if let Some(challenge) = answer.header("www-authenticate") {
        told.insert("challenge".to_owned(), json!(challenge));
    }
    if answer.header("content-type") == Some("application/json") && !answer.body.is_empty() {
        let mut body: Map<String, Value> = serde_json::from_str(&answer.body).unwrap();
        if let Some(token) = body.get("access_token").and_then(Value::as_str) {
            assert_eq!(token.len(), 30);
            body.insert("access_token".to_owned(), json!("TOKEN"));
            let scope = body["scope"].as_str().unwrap().to_owned();
            let mut scope: Vec<_> = scope.split(' ').collect();
            scope.sort_unstable();
            body.insert("scope".to_owned(), json!(scope));
        }
        body.retain(|name, _| !["message", "hint"].contains(&name.as_str()));
        told.insert("body".to_owned(), body.into());
        told.insert("cache".to_owned(), json!(answer.header("cache-control")));
    } else if let Some(scopes) = hidden(&answer.body) {
        told.insert("scopes".to_owned(), scopes);
    }
    told.into()
}

fn code_in(location: &str) -> Option<&str> {
    let code = location
        .split(['?', '&', '#'])
        .find_map(|part| part.strip_prefix("code="))?;
    (code.len() == 30).then_some(code)
}

fn masked(location: &str) -> String {
    match code_in(location) {
        Some(code) => location.replace(code, "CODE"),
        None => location.to_owned(),
    }
}

/// The scopes that a page would have somebody agree to.
fn hidden(page: &str) -> Option<Value> {
    let mut scopes: Vec<&str> = page
        .split("<input")
        .filter(|input| input.contains("name=\"scopes\""))
        .filter_map(|input| input.split_once("value=\"")?.1.split('"').next())
        .collect();
    scopes.sort_unstable();
    (!scopes.is_empty()).then(|| json!(scopes))
}

/// Ask what was asked; what is answered otherwise.
fn differences(world: &World, steps: &[Step], recorded: &Map<String, Value>) -> Vec<String> {
    let mut people: BTreeMap<String, Browser> = BTreeMap::new();
    let mut client = Browser::of_a_program(world.served.address());
    let mut code = "none".to_owned();
    let mut found = Vec::new();
    for step in steps {
        let ask = match step {
            Step::Write { sql } => {
                world.database.write(sql);
                continue;
            }
            Step::Ask(ask) => ask,
        };
        let browser = match &ask.by {
            Some(name) => people
                .entry(name.clone())
                .or_insert_with(|| world.signed_in(name)),
            None => &mut client,
        };
        let answer = sent(browser, ask, &code);
        if let Some(new) = answer.header("location").and_then(code_in) {
            new.clone_into(&mut code);
        }
        let (ours, theirs) = (told(&answer), &recorded[&ask.name]);
        if let Some((_, status)) = OTHERWISE.iter().find(|(name, _)| *name == ask.name) {
            assert_eq!(ours, json!({ "status": status }), "{}", ask.name);
        } else if ours != *theirs {
            found.push(format!("{}\n  ours   {ours}\n  theirs {theirs}", ask.name));
        }
    }
    found
}

fn sent(browser: &mut Browser, ask: &Ask, code: &str) -> Answer {
    let (method, path) = ask.line.split_once(' ').unwrap();
    if let Some(json) = &ask.json {
        return browser.send(method, path, Some(("application/json", json)));
    }
    let Some(form) = &ask.form else {
        return browser.send(method, path, None);
    };
    let shown = browser.cookie("_xsrf").unwrap_or_default().to_owned();
    let mut fields: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), if value == "CODE" { code } else { value }))
        .collect();
    if ask.show {
        fields.push(("_xsrf", &shown));
    }
    browser.post(path, &fields)
}

#[test]
fn what_was_asked_of_jupyterhub_is_answered_as_there() {
    let asked: Asked = read("asked.json");
    let recorded: BTreeMap<String, Map<String, Value>> = read("answered.json");
    for (name, steps) in &asked.worlds {
        let world = world(&asked, name == "pkce");
        let found = differences(&world, steps, &recorded[name]);
        assert!(
            found.is_empty(),
            "{name}: {}\n{}",
            found.len(),
            found.join("\n")
        );
    }
}
