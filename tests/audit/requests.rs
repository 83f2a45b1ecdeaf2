//! What is written down of each request of the REST API.

use std::collections::BTreeSet;

use hubctl::ops::requests;

use super::rows::{ADA, BOB, Hub, Row, json};

/// A request, and what its row says: its operation, its target, and a part of what was and of what is.
type Step = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Each request that changes something, in an order in which each does. `TOKEN` and `CODE` are ids of what
/// was made before.
const STORY: &[Step] = &[
    (
        "POST /users",
        r#"{"usernames": ["eve", "zoë"]}"#,
        "POST /users",
        "",
        "",
        r#"{"users":["eve","zoë"]}"#,
    ),
    (
        "POST /users/kim",
        "",
        "POST /users/{user}",
        "user=kim",
        "",
        r#""name":"kim""#,
    ),
    (
        "PATCH /users/kim",
        r#"{"name": "lee"}"#,
        "PATCH /users/{user}",
        "user=kim",
        r#""name":"kim""#,
        r#""name":"lee""#,
    ),
    (
        "PATCH /users/eve",
        r#"{"admin": true}"#,
        "PATCH /users/{user}",
        "user=eve",
        r#""admin":false"#,
        r#""admin":true"#,
    ),
    (
        "DELETE /users/lee",
        "",
        "DELETE /users/{user}",
        "user=lee",
        r#""name":"lee""#,
        "",
    ),
    (
        "POST /users/bob/tokens",
        r#"{"note": "n"}"#,
        "POST /users/{user}/tokens",
        "user=bob",
        "",
        r#""note":"n""#,
    ),
    (
        "DELETE /users/bob/tokens/TOKEN",
        "",
        "DELETE /users/{user}/tokens/{token}",
        "user=bob",
        r#""note":"n""#,
        "",
    ),
    (
        "POST /groups",
        r#"{"groups": ["a", "b"], "users": ["bob"]}"#,
        "POST /groups",
        "",
        "",
        r#""groups":["a","b"]"#,
    ),
    (
        "POST /groups/c",
        r#"{"users": ["bob"]}"#,
        "POST /groups/{group}",
        "group=c",
        "",
        r#""users":["bob"]"#,
    ),
    (
        "POST /groups/c/users",
        r#"{"users": ["ada"]}"#,
        "POST /groups/{group}/users",
        "group=c",
        "",
        r#"{"users":["ada"]}"#,
    ),
    (
        "DELETE /groups/c/users",
        r#"{"users": ["ada"]}"#,
        "DELETE /groups/{group}/users",
        "group=c",
        r#"{"users":["ada"]}"#,
        "",
    ),
    (
        "PUT /groups/c/properties",
        r#"{"k": 1}"#,
        "PUT /groups/{group}/properties",
        "group=c",
        r#""properties":{}"#,
        r#""properties":{"k":1}"#,
    ),
    (
        "POST /services/s",
        r#"{"url": "http://127.0.0.1:9", "api_token": "a-secret-of-a-service"}"#,
        "POST /services/{service}",
        "service=s",
        "",
        r#""name":"s""#,
    ),
    (
        "POST /apply",
        r#"{"descriptions": [{"users": [{"name": "described"}]}]}"#,
        "POST /apply",
        "",
        "",
        r#""action":"create","kind":"user","name":"described""#,
    ),
    (
        "POST /roles/grader",
        r#"{"scopes": ["list:users"]}"#,
        "POST /roles/{role}",
        "role=grader",
        "",
        r#""scopes":["list:users"]"#,
    ),
    (
        "PATCH /roles/grader",
        r#"{"description": "d"}"#,
        "PATCH /roles/{role}",
        "role=grader",
        r#""description":null"#,
        r#""description":"d""#,
    ),
    (
        "PUT /roles/grader/users/bob",
        "",
        "PUT /roles/{role}/users/{user}",
        "user=bob",
        "",
        r#""role":"grader""#,
    ),
    (
        "DELETE /roles/grader/users/bob",
        "",
        "DELETE /roles/{role}/users/{user}",
        "user=bob",
        r#""role":"grader""#,
        "",
    ),
    (
        "PUT /roles/grader/groups/c",
        "",
        "PUT /roles/{role}/groups/{group}",
        "group=c",
        "",
        r#""role":"grader""#,
    ),
    (
        "DELETE /roles/grader/groups/c",
        "",
        "DELETE /roles/{role}/groups/{group}",
        "group=c",
        r#""role":"grader""#,
        "",
    ),
    (
        "PUT /roles/grader/services/s",
        "",
        "PUT /roles/{role}/services/{service}",
        "service=s",
        "",
        r#""role":"grader""#,
    ),
    (
        "DELETE /roles/grader/services/s",
        "",
        "DELETE /roles/{role}/services/{service}",
        "service=s",
        r#""role":"grader""#,
        "",
    ),
    (
        "DELETE /roles/grader",
        "",
        "DELETE /roles/{role}",
        "role=grader",
        r#""name":"grader""#,
        "",
    ),
    (
        "DELETE /services/s",
        "",
        "DELETE /services/{service}",
        "service=s",
        r#""name":"s""#,
        "",
    ),
    (
        "PUT /users/ada/servers/lab",
        "",
        "PUT /users/{user}/servers/{server}",
        "server=ada/lab",
        "",
        r#""name":"lab""#,
    ),
    (
        "PATCH /users/ada/servers/lab",
        r#"{"display_name": "L"}"#,
        "PATCH /users/{user}/servers/{server}",
        "server=ada/lab",
        r#""display_name":"lab""#,
        r#""display_name":"L""#,
    ),
    (
        "PATCH /users/ada/server",
        r#"{"user_options": {"cpu": 1}}"#,
        "PATCH /users/{user}/server",
        "server=ada/",
        "",
        r#""user_options":{"cpu":1}"#,
    ),
    (
        "POST /shares/ada/lab",
        r#"{"user": "bob"}"#,
        "POST /shares/{user}/{server}",
        "server=ada/lab",
        "",
        r#""user":{"name":"bob"}"#,
    ),
    (
        "PATCH /shares/ada/lab",
        r#"{"user": "bob"}"#,
        "PATCH /shares/{user}/{server}",
        "server=ada/lab",
        r#""user":{"name":"bob"}"#,
        "",
    ),
    (
        "POST /shares/ada/lab",
        r#"{"user": "bob"}"#,
        "POST /shares/{user}/{server}",
        "server=ada/lab",
        "",
        "access:servers",
    ),
    (
        "DELETE /users/bob/shared/ada/lab",
        "",
        "DELETE /users/{user}/shared/{owner}/{owned}",
        "server=ada/lab",
        "access:servers",
        "",
    ),
    (
        "POST /shares/ada/lab",
        r#"{"group": "c"}"#,
        "POST /shares/{user}/{server}",
        "server=ada/lab",
        "",
        r#""group":{"name":"c"}"#,
    ),
    (
        "DELETE /groups/c/shared/ada/lab",
        "",
        "DELETE /groups/{group}/shared/{owner}/{owned}",
        "server=ada/lab",
        r#""group":{"name":"c"}"#,
        "",
    ),
    (
        "POST /shares/ada/lab",
        r#"{"group": "c"}"#,
        "POST /shares/{user}/{server}",
        "server=ada/lab",
        "",
        "access:servers",
    ),
    (
        "DELETE /shares/ada/lab",
        "",
        "DELETE /shares/{user}/{server}",
        "server=ada/lab",
        "access:servers",
        "[]",
    ),
    (
        "POST /share-codes/ada/lab",
        "",
        "POST /share-codes/{user}/{server}",
        "server=ada/lab",
        "",
        "access:servers",
    ),
    (
        "DELETE /share-codes/ada/lab?id=CODE",
        "",
        "DELETE /share-codes/{user}/{server}",
        "server=ada/lab",
        r#"{"share_codes":["CODE"]}"#,
        r#"{"share_codes":[]}"#,
    ),
    (
        "DELETE /groups/c",
        "",
        "DELETE /groups/{group}",
        "group=c",
        r#""users":["bob"]"#,
        "",
    ),
    (
        "POST /users/ada/server",
        "",
        "POST /users/{user}/server",
        "server=ada/",
        r#""user_options":{"cpu":1}"#,
        r#""name":"""#,
    ),
    (
        "DELETE /users/ada/server",
        "",
        "DELETE /users/{user}/server",
        "server=ada/",
        "",
        "",
    ),
    (
        "POST /users/ada/servers/lab",
        "",
        "POST /users/{user}/servers/{server}",
        "server=ada/lab",
        r#""name":"lab""#,
        r#""name":"lab""#,
    ),
    (
        "DELETE /users/ada/servers/lab",
        r#"{"remove": true}"#,
        "DELETE /users/{user}/servers/{server}",
        "server=ada/lab",
        r#""name":"lab""#,
        "",
    ),
    (
        "PUT /users/bob/password",
        r#"{"password": "correct horse"}"#,
        "PUT /users/{user}/password",
        "user=bob",
        "",
        "",
    ),
    (
        "POST /users/bob/invitation",
        "",
        "POST /users/{user}/invitation",
        "user=bob",
        "",
        r#"{"link_until":"#,
    ),
    (
        "POST /sign-ups/carol",
        "",
        "POST /sign-ups/{user}",
        "user=carol",
        "",
        r#""name":"carol""#,
    ),
    (
        "DELETE /sign-ups/dave",
        "",
        "DELETE /sign-ups/{user}",
        "user=dave",
        "",
        "",
    ),
    ("POST /reload", "", "POST /reload", "", "", ""),
    ("POST /shutdown", "", "POST /shutdown", "", "", ""),
];

fn says(part: &str, text: &str) -> bool {
    if part.is_empty() {
        text.is_empty()
    } else {
        text.contains(part)
    }
}

#[test]
fn every_request_that_changes_something_leaves_one_row() {
    let hub = Hub::serve();
    let (mut token, mut code) = (String::new(), String::new());
    let mut secrets = vec![
        ADA.to_owned(),
        BOB.to_owned(),
        "a-secret-of-a-service".to_owned(),
        "correct horse".to_owned(),
    ];
    let asked = hub.sql().execute_batch(
        "INSERT INTO hubctl_sign_ups (name, password, since) VALUES \
         ('carol', '', '2026-01-01 00:00:00'), ('dave', '', '2026-01-01 00:00:00')",
    );
    asked.unwrap();
    let mut told = BTreeSet::new();
    for (request, body, operation, target, before, after) in STORY {
        let named = |text: &str| text.replace("TOKEN", &token).replace("CODE", &code);
        let last = hub.last();
        let answer = hub.ask(ADA, &named(request), body);
        assert!(answer.status < 300, "{request}: {answer:?}");
        let rows = hub.new_rows(last);
        let [row] = rows.as_slice() else {
            panic!("{request}: {rows:#?}");
        };
        let Row {
            refused, left_out, ..
        } = row;
        assert_eq!(
            (row.who.as_str(), refused.as_str(), *left_out),
            ("user=ada", "", 0)
        );
        assert_eq!(
            (row.operation.as_str(), row.target.as_str()),
            (*operation, *target)
        );
        assert!(says(&named(before), &row.before), "{request} was {row:#?}");
        assert!(says(after, &row.after), "{request} is {row:#?}");
        told.insert((*operation).to_owned());
        if *operation == "POST /users/{user}/tokens" {
            let made = json(&answer);
            made["id"].as_str().unwrap().clone_into(&mut token);
            secrets.push(made["token"].as_str().unwrap().to_owned());
        }
        if *operation == "POST /users/{user}/invitation" {
            secrets.push(json(&answer)["token"].as_str().unwrap().to_owned());
        }
        if *operation == "POST /share-codes/{user}/{server}" {
            let made = json(&answer);
            made["id"].as_str().unwrap().clone_into(&mut code);
            secrets.push(made["code"].as_str().unwrap().to_owned());
        }
    }
    let declared: BTreeSet<String> = requests()
        .filter(|request| request.recorded)
        .map(|request| format!("{} {}", request.method, request.path))
        .collect();
    assert_eq!(told, declared);
    let all = hub.all();
    for secret in secrets {
        assert!(!all.contains(&secret), "{secret} is in {all}");
    }
}

#[test]
fn what_changes_nothing_leaves_no_row() {
    let hub = Hub::serve();
    let last = hub.last();
    for (request, body, status) in [
        ("GET /users", "", 200),
        (
            "POST /users/bob/activity",
            r#"{"last_activity": "2020-01-01T00:00:00Z"}"#,
            200,
        ),
        ("POST /proxy", "", 200),
        ("POST /users/bob", "", 409),
        ("DELETE /users/nobody", "", 404),
        ("POST /groups/g", r#"{"users": ["nobody"]}"#, 400),
    ] {
        let answer = hub.ask(ADA, request, body);
        assert_eq!(answer.status, status, "{request}: {answer:?}");
    }
    assert_eq!(hub.rows(last), []);
}

#[test]
fn a_row_tells_by_which_token_and_in_which_request() {
    let hub = Hub::serve();
    let answer = hub.ask(ADA, "POST /users/eve", "");
    let id = answer.header("x-request-id").unwrap();
    let sql = "SELECT count(*) FROM hubctl_audit a JOIN api_tokens t ON t.id = a.token_id \
               JOIN users u ON u.id = t.user_id \
               WHERE u.name = 'ada' AND a.request_id = ?1 AND a.door = 'api'";
    let count: i64 = hub.sql().query_row(sql, [id], |row| row.get(0)).unwrap();
    assert_eq!(count, 1);
}

#[test]
fn the_log_is_shown_to_admins_by_the_page() {
    let hub = Hub::serve();
    for name in ["a", "b", "c"] {
        hub.ask(ADA, &format!("POST /users/{name}"), "");
    }
    let listed = json(&hub.ask(ADA, "GET /audit?operation=POST&limit=2", ""));
    let targets: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["target"])
        .collect();
    assert_eq!(targets, ["user=c", "user=b"]);
    let listed = json(&hub.ask(ADA, "GET /audit?target=user=a", ""));
    assert_eq!(listed[0]["who"]["name"], "ada");
    assert_eq!(listed[0]["allowed"], true);
    assert_eq!(hub.ask(BOB, "GET /audit", "").status, 403);
}
