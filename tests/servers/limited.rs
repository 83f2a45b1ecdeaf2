//! How many servers there may be, and what they may be called.

use std::sync::Arc;

use hubctl::config::{Config, Limit};
use hubctl::spawn::fake::Fake;
use serde_json::{Value, json};

use crate::hub::{Asked, CREATED, Place, SLOW, script};

const NULL: Value = Value::Null;

fn limited(place: &Place, limit: impl FnOnce(&mut Config)) -> Asked<'_> {
    let mut config = place.config();
    limit(&mut config);
    place.hub_with(config, Arc::new(Fake::as_slow_as(SLOW)))
}

#[tokio::test]
async fn no_more_servers_start_at_a_time_than_may() {
    let place = Place::new();
    let hub = limited(&place, |config| {
        config.hub.concurrent_spawn_limit = Limit::new(1);
    });
    assert_eq!(
        hub.status("POST /users/bob/servers/one", script("slow"))
            .await,
        202
    );
    let answer = hub.admin("POST /users/bob/servers/two", NULL).await;
    assert_eq!(answer.status, 429);
    let retry: u64 = answer.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((30..=60).contains(&retry), "{retry}");
    assert!(
        answer.message().contains("too many servers are starting"),
        "{answer:?}"
    );
    hub.until("one", "ready").await;
    assert_eq!(
        hub.status("POST /users/bob/servers/two", NULL).await,
        CREATED
    );
}

#[tokio::test]
async fn no_more_servers_are_active_than_may() {
    let place = Place::new();
    let hub = limited(&place, |config| {
        config.hub.active_server_limit = Limit::new(1);
    });
    assert_eq!(hub.status("POST /users/bob/server", NULL).await, CREATED);
    let answer = hub.admin("POST /users/ada/server", NULL).await;
    assert_eq!(answer.status, 429);
    assert!(!answer.headers.contains_key("retry-after"));
    assert_eq!(hub.status("DELETE /users/bob/server", NULL).await, 204);
    assert_eq!(hub.status("POST /users/ada/server", NULL).await, CREATED);
}

#[tokio::test]
async fn nobody_has_more_named_servers_than_they_may() {
    let place = Place::new();
    let hub = place.hub();
    for name in ["a", "b", "c"] {
        assert_eq!(
            hub.status(&format!("PUT /users/bob/servers/{name}"), NULL)
                .await,
            CREATED
        );
    }
    for request in ["PUT /users/bob/servers/d", "POST /users/bob/servers/d"] {
        let answer = hub.admin(request, NULL).await;
        assert_eq!(answer.status, 400);
        assert_eq!(
            answer.message(),
            "user `bob` already has the maximum of 3 named servers"
        );
    }
    let renamed = hub
        .admin("PATCH /users/bob/server", json!({"name": "d"}))
        .await;
    assert_eq!(
        renamed.status, 400,
        "the default server would make room for another"
    );
    assert_eq!(
        hub.status("PATCH /users/bob/servers/a", json!({"name": "d"}))
            .await,
        200
    );
    assert_eq!(hub.status("POST /users/bob/server", NULL).await, CREATED);
}

#[tokio::test]
async fn where_there_are_no_named_servers_there_are_none() {
    let place = Place::new();
    let hub = limited(&place, |config| config.hub.allow_named_servers = false);
    for request in ["PUT", "POST", "DELETE"] {
        let answer = hub
            .admin(&format!("{request} /users/bob/servers/lab"), NULL)
            .await;
        assert_eq!(
            (answer.status, answer.message().as_str()),
            (400, "named servers are not enabled")
        );
    }
}

/// GHSA-93gc-h923-mp36: names that are no segment of a URL.
#[tokio::test]
async fn a_new_server_has_a_name_that_is_safe_everywhere() {
    let place = Place::new();
    let hub = place.hub();
    for name in [
        "BIG", "a%20b", "a%2Fb", "%2e%2e", "a%00b", "%3Cb%3E", "a%0Ab", "a--b", "2a",
    ] {
        for method in ["PUT", "POST"] {
            let answer = hub
                .admin(&format!("{method} /users/bob/servers/{name}"), NULL)
                .await;
            assert_eq!(answer.status, 400, "{name}");
            assert!(
                answer.message().ends_with("cannot name a new server"),
                "{answer:?}"
            );
        }
    }
    hub.admin("PUT /users/bob/servers/lab", NULL).await;
    for name in [json!("a/b"), json!(".."), json!("<b>"), json!(7)] {
        let answer = hub
            .admin("PATCH /users/bob/servers/lab", json!({ "name": name }))
            .await;
        assert_eq!(answer.status, 400, "{name}");
    }
}

#[tokio::test]
async fn servers_with_names_of_old_start_where_they_may() {
    let place = Place::new();
    place.sql(
        "INSERT INTO spawners (user_id, name) SELECT id, 'Old One' FROM users WHERE name = 'bob'",
    );
    let hub = place.hub();
    assert_eq!(
        hub.status("POST /users/bob/servers/Old%20One", NULL).await,
        CREATED
    );
    assert_eq!(hub.routes().await, ["/user/bob/Old%20One/"]);
    assert_eq!(
        hub.status("DELETE /users/bob/servers/Old%20One", NULL)
            .await,
        204
    );
    let strict = limited(&place, |config| {
        config.hub.allow_existing_invalid_named_servers = hubctl::config::InvalidNames::AllowDelete;
    });
    let answer = strict
        .admin("POST /users/bob/servers/Old%20One", NULL)
        .await;
    assert_eq!(answer.status, 400);
    let remove = strict.status(
        "DELETE /users/bob/servers/Old%20One",
        json!({"remove": true}),
    );
    assert_eq!(remove.await, 204);
}

#[tokio::test]
async fn new_names_of_users_are_what_the_pattern_allows() {
    let place = Place::new();
    let hub = limited(&place, |config| {
        config.auth.username_pattern = "[a-c].*".to_owned();
    });
    let add = |name: &str| json!({ "usernames": [name] });
    // As in 6.1.1 the pattern says how a name begins, once it is in lower case.
    assert_eq!(hub.admin("POST /users", add("Carol")).await.status, 201);
    assert_eq!(hub.admin("POST /users", add("dave")).await.status, 400);
    let renamed = hub.admin("PATCH /users/carol", json!({ "name": "xcarol" }));
    assert_eq!(renamed.await.status, 400);
}
