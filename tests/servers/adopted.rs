//! Servers that a hub finds running when it starts.

use std::sync::Arc;

use hubctl::config::Seconds;
use hubctl::spawn::fake::Fake;
use serde_json::{Value, json};

use crate::hub::{CREATED, Place, SLOW, script};

const NULL: Value = Value::Null;

#[tokio::test]
async fn the_next_hub_finds_what_the_last_one_started() {
    let place = Place::new();
    let fake = Arc::new(Fake::as_slow_as(SLOW));
    let last = place.hub_with(place.config(), fake.clone());
    last.admin("POST /users/bob/server", NULL).await;
    last.admin("POST /users/bob/servers/lab", NULL).await;
    last.admin("POST /users/ada/server", script("die")).await;
    drop(last);
    let next = place.hub_with(place.config(), fake);
    assert_eq!(next.hub.adopt_servers().unwrap().await, 3);
    assert_eq!(next.phase("").await, "ready");
    assert_eq!(next.routes().await, ["/user/bob/", "/user/bob/lab/"]);
    assert_eq!(
        place.rows("SELECT count(*) FROM servers"),
        "2",
        "that of the dead one is cleared"
    );
    assert_eq!(
        next.status("POST /users/bob/server", NULL).await,
        400,
        "it runs"
    );
    assert_eq!(next.status("DELETE /users/bob/server", NULL).await, 204);
    let tokens = "SELECT note FROM api_tokens WHERE note LIKE 'Server%'";
    assert_eq!(place.rows(tokens), "Server at /user/bob/lab/");
}

#[tokio::test]
async fn the_tokens_of_a_server_end_with_it_though_its_user_was_renamed() {
    let place = Place::new();
    let fake = Arc::new(Fake::as_slow_as(SLOW));
    let last = place.hub_with(place.config(), fake.clone());
    last.admin("POST /users/bob/server", NULL).await;
    let renamed = last
        .status("PATCH /users/bob", json!({"name": "rob"}))
        .await;
    assert_eq!(renamed, 200);
    drop(last);
    let next = place.hub_with(place.config(), fake);
    assert_eq!(next.hub.adopt_servers().unwrap().await, 1);
    assert_eq!(next.routes().await, ["/user/bob/"], "as it was started");
    let tokens = "SELECT note FROM api_tokens WHERE note LIKE 'Server%'";
    assert_eq!(place.rows(tokens), "Server at /user/bob/");
    assert_eq!(next.status("DELETE /users/rob/server", NULL).await, 204);
    assert_eq!(place.rows(tokens), "");
}

#[tokio::test]
async fn what_does_not_answer_is_not_adopted() {
    let place = Place::new();
    let fake = Arc::new(Fake::as_slow_as(SLOW));
    let mut config = place.config();
    config.spawner.http_timeout = Seconds::new(60);
    let last = place.hub_with(config, fake.clone());
    // It has started, as far as the last hub has written down.
    last.admin("POST /users/bob/server", script("mute")).await;
    last.admin("POST /users/ada/server", script("lost")).await;
    drop(last);
    let next = place.hub_with(place.config(), fake);
    let adopting = tokio::spawn(next.hub.adopt_servers().unwrap());
    assert_eq!(next.phase("").await, "check");
    let answer = next.admin("POST /users/bob/server", NULL).await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "server `bob/` is pending check")
    );
    assert_eq!(next.status("DELETE /users/bob/server", NULL).await, 400);
    assert_eq!(adopting.await.unwrap(), 2);
    assert_eq!(next.phase("").await, "stopped");
    assert_eq!(
        next.routes().await,
        ["/user/ada/"],
        "nobody can tell of ada's"
    );
    assert_eq!(
        next.status("POST /users/bob/server", script("")).await,
        CREATED
    );
}

#[tokio::test]
async fn a_server_of_a_blocked_user_is_stopped() {
    let place = Place::new();
    let fake = Arc::new(Fake::as_slow_as(SLOW));
    let last = place.hub_with(place.config(), fake.clone());
    last.admin("POST /users/bob/server", NULL).await;
    drop(last);
    let mut config = place.config();
    config.auth.blocked_users.insert("bob".into());
    let next = place.hub_with(config, fake);
    next.hub.adopt_servers().unwrap().await;
    assert_eq!(next.phase("").await, "stopped");
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "0");
}
