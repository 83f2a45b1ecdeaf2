//! Sign-ins, requests that other sites may have made, odd paths and headers.

use std::collections::BTreeMap;
use std::sync::Arc;

use hubctl::config::Config;
use hubctl::http::Limits;
use hubctl::spawn::Spawner;
use serde::Deserialize;
use serde_json::Value;

use crate::hub::{Reply, Seed, Serving};
use crate::lines;

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    First(First),
    Asked(Asked),
}

/// What the recorded hub was made of.
#[derive(Deserialize)]
struct First {
    now: i64,
    cookie_id: String,
    secret: String,
    token: String,
}

/// A request, and what JupyterHub answered.
#[derive(Deserialize)]
pub(crate) struct Asked {
    name: String,
    line: String,
    headers: Vec<(String, String)>,
    answer: BTreeMap<String, Value>,
}

fn recorded() -> (First, Vec<Asked>) {
    let mut lines = lines::<Line>("requests.jsonl").into_iter();
    let Some(Line::First(first)) = lines.next() else {
        panic!("the first line says what the hub was made of");
    };
    let asked = lines.map(|line| match line {
        Line::Asked(asked) => asked,
        Line::First(_) => panic!("only the first line says what the hub was made of"),
    });
    (first, asked.collect())
}

impl First {
    fn seed(&self) -> Seed<'_> {
        Seed {
            now: chrono::DateTime::from_timestamp(self.now, 0)
                .unwrap()
                .into(),
            secret: &self.secret,
            cookie_id: &self.cookie_id,
            token: &self.token,
        }
    }
}

pub(crate) fn serving(configure: impl FnOnce(&mut Config)) -> (Serving, String, Vec<Asked>) {
    let (first, asked) = recorded();
    let hub = Serving::new(&first.seed(), configure);
    (hub, first.token, asked)
}

/// A hub within `limits` that starts servers by `spawner`.
pub(crate) fn serving_within(limits: Limits, spawner: Arc<dyn Spawner>) -> Serving {
    let (first, _) = recorded();
    Serving::with(&first.seed(), |_| {}, limits, spawner)
}

/// How the answer is shown: as the script shows it.
fn shown(reply: &Reply) -> BTreeMap<String, Value> {
    const KEPT: [&str; 6] = [
        "content-type",
        "location",
        "access-control-allow-origin",
        "access-control-allow-headers",
        "content-security-policy",
        "x-jupyterhub-version",
    ];
    let mut shown = BTreeMap::from([("status".to_owned(), reply.status.into())]);
    for name in KEPT {
        if let Some(value) = reply.header(name) {
            shown.insert(name.to_owned(), value.into());
        }
    }
    let mut cookies: Vec<String> = reply
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, cookie)| attributes(cookie))
        .collect();
    cookies.sort();
    shown.insert("cookies".to_owned(), cookies.into());
    let json = reply.header("content-type") == Some("application/json");
    if reply.status >= 400 && json && !reply.body.is_empty() {
        let body: Value = serde_json::from_str(&reply.body).unwrap();
        shown.insert("message".to_owned(), body["message"].clone());
    }
    shown
}

/// A cookie without its value and date, its attributes in an order of their own.
fn attributes(cookie: &str) -> String {
    let mut parts = cookie.split("; ");
    let name = parts.next().unwrap().split('=').next().unwrap();
    let mut rest: Vec<&str> = parts
        .map(|part| {
            if part.starts_with("expires=") {
                "expires=…"
            } else {
                part
            }
        })
        .collect();
    rest.sort_unstable();
    format!("{name}=…; {}", rest.join("; "))
}

/// Bring what JupyterHub answered into the form of [`shown`].
fn expected(asked: &Asked) -> BTreeMap<String, Value> {
    let mut expected = asked.answer.clone();
    let cookies = expected["cookies"].as_array().unwrap().iter();
    let cookies: Vec<String> = cookies
        .map(|cookie| attributes(cookie.as_str().unwrap()))
        .collect();
    expected.insert("cookies".to_owned(), cookies.into());
    expected
}

/// What is different here, left out on purpose: JupyterHub says `null` where it has no message, and less
/// than is said here of what cannot be read; and a page here says its character set.
fn compared(asked: &Asked, reply: &Reply) -> Option<String> {
    let mut ours = shown(reply);
    let mut theirs = expected(asked);
    if theirs["status"] == 400 || theirs.get("message").is_some_and(Value::is_null) {
        theirs.remove("message");
        ours.remove("message");
    }
    for both in [&mut theirs, &mut ours] {
        let html = |value: &Value| {
            value
                .as_str()
                .is_some_and(|value| value.starts_with("text/"))
        };
        if both.get("content-type").is_some_and(html) {
            both.remove("content-type");
        }
    }
    (theirs != ours).then(|| format!("{}\n  there: {theirs:?}\n  here:  {ours:?}", asked.name))
}

#[test]
fn the_door_answers_as_that_of_jupyterhub() {
    // JupyterHub has no policy about scripts.
    let (hub, _, asked) = serving(|config| config.hub.allow_inline_scripts = true);
    let wrong: Vec<String> = asked
        .iter()
        .filter_map(|asked| compared(asked, &hub.ask(&asked.line, &asked.headers)))
        .collect();
    assert!(asked.len() > 100);
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn pages_load_what_is_the_hubs_alone() {
    let (hub, _, _) = serving(|_| {});
    let policy = |line| {
        let reply = hub.ask(line, &[]);
        reply.header("content-security-policy").unwrap().to_owned()
    };
    for line in ["GET /hub/login", "GET /hub/none", "GET /hub/static/none"] {
        let policy = policy(line);
        assert!(policy.contains("default-src 'self'"), "{line}: {policy}");
        assert!(!policy.contains("unsafe"), "{line}: {policy}");
    }
}

fn known(token: &str) -> (String, String) {
    ("Authorization".to_owned(), format!("token {token}"))
}

#[test]
fn configured_headers_come_before_those_of_the_hub() {
    let (hub, token, _) = serving(|config| {
        let headers = &mut config.hub.tornado_settings.headers;
        let mut set = |name: &str, value: &str| headers.insert(name.to_owned(), value.to_owned());
        set("content-security-policy", "frame-ancestors 'self'");
        set("Access-Control-Allow-Origin", "https://portal.example");
        set("X-Site", "one");
    });
    for line in [
        "GET /hub/api/",
        "GET /hub/api/info",
        "GET /hub/none",
        "GET /",
    ] {
        let reply = hub.ask(line, &[known(&token)]);
        assert_eq!(
            reply.header("content-security-policy"),
            Some("frame-ancestors 'self'"),
            "{line}"
        );
        assert_eq!(
            reply.header("access-control-allow-origin"),
            Some("https://portal.example")
        );
        assert_eq!(reply.header("x-site"), Some("one"));
    }
}

#[test]
fn a_client_is_not_sent_again_what_it_has() {
    let (hub, token, _) = serving(|_| {});
    let first = hub.ask("GET /hub/api/info", &[known(&token)]);
    let tag = (
        "If-None-Match".to_owned(),
        first.header("etag").unwrap().to_owned(),
    );
    let again = hub.ask("GET /hub/api/info", &[known(&token), tag]);
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(again.header("x-jupyterhub-version"), Some("6.1.1"));
}

#[test]
fn a_hub_below_a_base_url_answers_only_there() {
    let (hub, token, _) = serving(|config| config.hub.base_url = "/lab/".parse().unwrap());
    let status = |line: &str| hub.ask(line, &[known(&token)]).status;
    assert_eq!(status("GET /lab/hub/api/info"), 200);
    assert_eq!(status("GET /lab/hub/health"), 200);
    assert_eq!(
        hub.ask("GET /hub/api/info", &[]).header("location"),
        Some("/lab/hub/hub/api/info")
    );
    assert_eq!(hub.ask("GET /", &[]).header("location"), Some("/lab/hub/"));
}
