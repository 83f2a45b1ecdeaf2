//! Descriptions over REST: what each change takes, what is told of, and what stays hidden.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::desk::Desk;
use super::served::{Served, file, folder};
use hubctl::error::Kind;
use hubctl::model::Described;
use hubctl::ops::apply::{Apply, Compare, Describe};
use hubctl::rbac::Caller;

const ADA: &str = "0123456789abcdef-of-ada";
const BOB: &str = "0123456789abcdef-of-bob";

const CONFIGURATION: &str = r#"
[hub]
api_tokens = { "0123456789abcdef-of-ada" = "ada", "0123456789abcdef-of-bob" = "bob" }
[auth]
admin_users = ["ada"]
username_pattern = "[a-z]+$"
[[roles]]
name = "configured"
scopes = ["read:hub"]
users = ["bob"]
"#;

struct Hub {
    _folder: TempDir,
    served: Served,
}

impl Hub {
    fn serve() -> Self {
        let folder = folder();
        file(folder.path(), "hubctl.toml", CONFIGURATION);
        let served = Served::start(folder.path(), &[]);
        Self {
            _folder: folder,
            served,
        }
    }

    fn ask(&self, token: &str, request: &str, body: &Value) -> (u16, Value) {
        let (method, path) = request.split_once(' ').unwrap();
        let head = format!(
            "{method} /hub/api{path} HTTP/1.1\nauthorization: token {token}\ncontent-type: application/json\n\n{body}"
        );
        let answer = self.served.ask(&head);
        (answer.status, serde_json::from_str(&answer.body).unwrap())
    }
}

#[test]
fn a_serving_hub_is_brought_to_what_is_described() {
    let hub = Hub::serve();
    let body = |more: Value| {
        let mut body = json!({ "descriptions": [{
            "name": "people",
            "users": [{ "name": "Eve" }],
            "groups": [{ "name": "class", "users": ["eve", "BOB"] }],
        }]});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    let (status, rehearsed) = hub.ask(ADA, "POST /apply", &body(json!({ "dry_run": true })));
    assert_eq!(status, 200, "{rehearsed}");
    let (_, compared) = hub.ask(ADA, "POST /compare", &body(json!({})));
    let (_, applied) = hub.ask(ADA, "POST /apply", &body(json!({})));
    assert_eq!(rehearsed, applied);
    assert_eq!(compared, applied);
    assert_eq!(applied["changes"][0]["name"], "eve");
    let (_, again) = hub.ask(ADA, "POST /apply", &body(json!({ "prune": true })));
    assert_eq!(again["changes"], json!([]));
    let (_, description) = hub.ask(ADA, "GET /description", &json!(null));
    assert_eq!(
        description["described"]["groups"][0]["users"],
        json!(["bob", "eve"])
    );
    let (status, pruned) = hub.ask(
        ADA,
        "POST /apply",
        &json!({ "descriptions": [{ "name": "people" }], "prune": true }),
    );
    assert_eq!(status, 200, "{pruned}");
    assert_eq!(hub.ask(ADA, "GET /users/eve", &json!(null)).0, 404);
}

#[test]
fn a_serving_hub_refuses_what_it_would_refuse_otherwise() {
    let hub = Hub::serve();
    let apply = |token, described: Value| {
        hub.ask(
            token,
            "POST /apply",
            &json!({ "descriptions": [described] }),
        )
    };
    assert_eq!(apply(BOB, json!({ "users": [{ "name": "kim" }] })).0, 403);
    assert_eq!(apply(ADA, json!({ "users": [{ "name": "k1m" }] })).0, 400);
    assert_eq!(apply(ADA, json!({ "people": [] })).0, 400);
    let (status, refusal) = apply(
        ADA,
        json!({ "roles": [{ "name": "configured", "scopes": [] }] }),
    );
    assert!((400..500).contains(&status), "{status}");
    let sentence = refusal["message"].as_str().unwrap();
    assert!(sentence.contains("the configuration's"), "{sentence}");
    assert_eq!(
        apply(ADA, json!({ "roles": [{ "name": "configured" }] })).0,
        200
    );
    assert_eq!(hub.ask(ADA, "GET /users/kim", &json!(null)).0, 404);
}

fn described(json: Value) -> Vec<Described> {
    vec![serde_json::from_value(json).unwrap()]
}

/// Apply as `caller`.
fn apply(desk: &Desk, caller: &Caller, json: Value, prune: bool) -> Result<usize, Kind> {
    let apply = Apply {
        described: described(json),
        prune,
        ..Apply::of(Vec::new())
    };
    let plan = desk.ask(caller, apply).map_err(|error| error.kind())?;
    Ok(plan.changes.len())
}

/// A hub of `ada`, who may do everything, and of `bob` and the group `class`.
fn desk() -> Desk {
    let desk = Desk::fresh();
    desk.hub.succeed("users add ada --admin");
    desk.hub.succeed("users add bob");
    desk.hub.succeed("groups add class staff");
    desk
}

#[test]
fn each_change_takes_what_it_takes_by_itself() {
    let desk = desk();
    let of_class = desk.with_token("ada", &["groups!group=class"]);
    let member =
        |group: &str, user: &str| json!({ "groups": [{ "name": group, "users": [user] }] });
    assert_eq!(
        apply(&desk, &of_class, member("class", "bob"), false),
        Ok(1)
    );
    assert_eq!(
        apply(&desk, &of_class, member("staff", "bob"), false),
        Err(Kind::Denied)
    );
    let missing = apply(&desk, &of_class, member("class", "nobody"), false);
    assert_eq!(missing, Err(Kind::Unresolved));
    let bob = json!({ "users": [{ "name": "bob" }] });
    assert_eq!(apply(&desk, &of_class, bob, false), Err(Kind::Denied));
    let adds_users = desk.with_token("ada", &["admin:users"]);
    let kim = json!({ "users": [{ "name": "kim" }] });
    assert_eq!(apply(&desk, &adds_users, kim, false), Ok(1));
    let role = json!({ "roles": [{ "name": "grader", "scopes": ["read:hub"] }] });
    assert_eq!(apply(&desk, &adds_users, role, false), Err(Kind::Denied));
}

#[test]
fn what_somebody_else_put_there_is_no_news_to_whoever_may_not_see_it() {
    let desk = desk();
    let ada = desk.user("ada");
    let secret = json!({ "name": "shared", "groups": [{ "name": "hidden", "users": ["bob"] }] });
    assert_eq!(apply(&desk, &ada, secret, false), Ok(1));
    let of_class = desk.with_token("ada", &["groups!group=class"]);
    let empty = || json!({ "name": "shared", "groups": [{ "name": "class" }] });
    assert_eq!(apply(&desk, &of_class, empty(), true), Ok(0));
    let compare = Compare {
        described: described(empty()),
        prune: false,
    };
    assert_eq!(
        desk.ask(&of_class, compare).unwrap().left,
        Vec::<String>::new()
    );
    assert_eq!(desk.hub.succeed("groups show hidden -o name").0, "hidden\n");
}

#[test]
fn a_description_shows_as_much_as_listings_do() {
    let desk = desk();
    let of_class = desk.with_token("ada", &["list:groups!group=class"]);
    let description = desk.ask(&of_class, Describe).unwrap();
    let names: Vec<_> = description
        .described
        .groups
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(names, ["class"]);
    assert!(description.described.users.is_empty());
    assert_eq!(description.notes.len(), 3, "{:?}", description.notes);
}
