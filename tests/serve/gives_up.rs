//! A hub of which too many servers in a row do not start ends (`Spawner.consecutive_failure_limit`).

use crate::served::{Served, file, folder};

const CONFIG: &str = r#"
[hub]
authenticator_class = "null"
spawner_class = "fake"
allow_named_servers = true
hub_port = 0
[spawner]
consecutive_failure_limit = 2
[[services]]
name = "starter"
api_token = "a-token-of-this-test"
[[roles]]
name = "starter"
scopes = ["admin:servers", "admin:users", "list:users"]
services = ["starter"]
"#;

fn ask(hub: &Served, method: &str, path: &str, body: &str) -> u16 {
    let head = format!(
        "{method} /hub/api/users/ada{path} HTTP/1.1\nauthorization: token a-token-of-this-test\n\n{body}"
    );
    hub.ask(&head).status
}

#[test]
fn a_hub_ends_after_so_many_failures_in_a_row() {
    let folder = folder();
    file(folder.path(), "hubctl.toml", CONFIG);
    let hub = Served::start(folder.path(), &[]);
    assert_eq!(ask(&hub, "POST", "", ""), 201);
    let start = |name: &str, script: &str| {
        let body = format!("{{\"fake\": \"{script}\"}}");
        ask(&hub, "POST", &format!("/servers/{name}"), &body)
    };
    assert_eq!(start("a", "fail"), 500);
    assert_eq!(start("goes-on", ""), 201, "one that starts begins anew");
    assert_eq!(start("b", "fail"), 500);
    assert_eq!(
        start("c", "fail"),
        500,
        "whoever waits is told before it ends"
    );
    let (status, said) = hub.end();
    assert_eq!(status.code(), Some(6), "{said:#?}");
    let why = "2 starts of servers failed one after another";
    let told = said.iter().any(|line| {
        let error = line["error"].as_str().unwrap_or_default();
        line["message"] == "this hub stops" && error.starts_with(why)
    });
    assert!(told, "{said:#?}");
}
