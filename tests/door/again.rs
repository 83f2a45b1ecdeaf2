//! One question asked again and again: the hub remembers what it answered, and nobody can tell.

use crate::hub::{Reply, Serving};
use crate::requests::serving;

const TOKEN: &str = "the-token-that-asks-again";

fn hub() -> Serving {
    let proxy = "127.0.0.1".parse().unwrap();
    let (hub, ..) = serving(|config| config.hub.trusted_downstream_ips = vec![proxy]);
    hub.add_token(TOKEN, "list:groups");
    hub
}

fn ask(hub: &Serving, path: &str, more: &[(&str, &str)]) -> Reply {
    let mut headers = vec![("authorization".to_owned(), format!("token {TOKEN}"))];
    headers.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    hub.ask(&format!("GET /hub/api{path}"), &headers)
}

#[test]
fn what_another_program_writes_is_in_the_next_answer() {
    let hub = hub();
    for name in ["one", "two", "three"] {
        let before = ask(&hub, "/groups", &[]);
        assert_eq!(ask(&hub, "/groups", &[]).body, before.body);
        hub.write(
            "INSERT INTO groups (name, properties) VALUES (?1, '{}')",
            [name],
        );
        let after = ask(&hub, "/groups", &[]);
        assert!(after.body.contains(name), "{}", after.body);
        assert_ne!(after.header("etag"), before.header("etag"));
    }
}

#[test]
fn what_a_token_may_no_more_it_is_not_told_from_memory() {
    let hub = hub();
    assert_eq!(ask(&hub, "/groups", &[]).status, 200);
    hub.write(
        "UPDATE api_tokens SET scopes = '[\"read:hub\"]' WHERE user_id = 1",
        [],
    );
    assert_eq!(ask(&hub, "/groups", &[]).status, 403);
    hub.write("DELETE FROM api_tokens WHERE user_id = 1", []);
    assert_eq!(ask(&hub, "/groups", &[]).status, 403);
}

#[test]
fn questions_that_differ_in_what_the_answer_hangs_on_are_not_one() {
    let hub = hub();
    for name in ["one", "two"] {
        hub.write(
            "INSERT INTO groups (name, properties) VALUES (?1, '{}')",
            [name],
        );
    }
    let pages = ("accept", "application/jupyterhub-pagination+json");
    let all = ask(&hub, "/groups", &[]);
    let page = ask(&hub, "/groups?limit=1", &[pages]);
    let elsewhere = ask(
        &hub,
        "/groups?limit=1",
        &[pages, ("x-forwarded-proto", "https")],
    );
    let second = ask(&hub, "/groups?limit=1&offset=1", &[pages]);
    assert!(
        page.body
            .contains("http://hub/hub/api/groups?limit=1&offset=1")
    );
    assert!(
        elsewhere
            .body
            .contains("https://hub/hub/api/groups?limit=1&offset=1")
    );
    assert!(second.body.contains("two") && !second.body.contains("one"));
    assert_eq!(ask(&hub, "/groups", &[]).body, all.body);
    assert_eq!(ask(&hub, "/groups?limit=1", &[pages]).body, page.body);
}

#[test]
fn two_callers_are_told_apart() {
    let hub = hub();
    let told = ask(&hub, "/user", &[]);
    assert_eq!(ask(&hub, "/user", &[]).body, told.body);
    let other = hub.ask(
        "GET /hub/api/user",
        &[(
            "authorization".to_owned(),
            format!("token {}", crate::hub::ADAS_TOKEN),
        )],
    );
    assert_ne!(other.body, told.body);
}
