//! Starts, and what they come to.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::hub::{CREATED, Place, SLOW, script};

const NULL: Value = Value::Null;

#[tokio::test]
async fn a_server_that_starts_has_all_that_jupyterhub_gives_it() {
    let place = Place::new();
    let hub = place.hub();
    let answer = hub.ask("bob", "POST /users/bob/server", NULL).await;
    assert_eq!((answer.status, answer.text.as_str()), (CREATED, ""));
    assert_eq!(answer.headers["content-type"], "text/plain");
    assert_eq!(hub.phase("").await, "ready");
    assert_eq!(hub.routes().await, ["/user/bob/"]);
    assert_snapshot!(
        place.rows(
            "SELECT s.name, s.display_name, s.state, s.user_options, s.oauth_client_id, \
             s.started = s.last_activity, v.proto, v.ip, v.base_url, v.cookie_name \
             FROM spawners s JOIN servers v ON v.id = s.server_id"
        ),
        @r#"  {"fake": "up"} {} jupyterhub-user-bob 1 http 127.0.0.1 /user/bob/ cookie"#
    );
    assert_snapshot!(
        place.rows("SELECT note, scopes, client_id, expires_at FROM api_tokens WHERE note LIKE 'Server%'"),
        @r#"Server at /user/bob/ ["access:servers!server=bob/", "users:activity!user"] jupyterhub NULL"#
    );
    assert_snapshot!(
        place.rows(
            "SELECT description, redirect_uri, allowed_scopes, secret LIKE 'sha512:%' \
             FROM oauth_clients WHERE identifier LIKE 'jupyterhub-user%'"
        ),
        @r#"Server at /user/bob/ /user/bob/oauth_callback ["access:servers!server=bob/"] 1"#
    );
}

#[tokio::test]
async fn a_slow_start_is_answered_at_once_and_goes_on() {
    let place = Place::new();
    let hub = place.hub();
    let answer = hub.admin("POST /users/bob/server", script("slow")).await;
    assert_eq!(answer.status, 202);
    assert_eq!(hub.phase("").await, "spawn");
    assert_eq!(
        hub.status("POST /users/bob/server", NULL).await,
        202,
        "it is the same start"
    );
    let told = hub.admin("GET /users/bob/server/progress", NULL).await;
    assert_eq!(told.headers["content-type"], "text/event-stream");
    assert_eq!(told.headers["cache-control"], "no-cache");
    assert_snapshot!(told.text, @r#"
    data: {"progress": 0, "message": "Server requested"}

    data: {"progress": 50, "message": "half way"}

    data: {"progress": 100, "ready": true, "message": "Server ready at /user/bob/", "html_message": "Server ready at <a href=\"/user/bob/\">/user/bob/</a>", "url": "/user/bob/"}
    "#);
    assert_eq!(hub.phase("").await, "ready");
    let told = hub.admin("GET /users/bob/server/progress", NULL).await;
    assert_snapshot!(told.text, @r#"data: {"progress": 100, "ready": true, "message": "Server ready at /user/bob/", "html_message": "Server ready at <a href=\"/user/bob/\">/user/bob/</a>", "url": "/user/bob/"}"#);
}

#[tokio::test]
async fn who_comes_late_hears_all_that_was_told() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", script("slow")).await;
    tokio::time::sleep(SLOW / 4).await;
    let path = "GET /users/bob/server/progress";
    let (first, second) = tokio::join!(hub.admin(path, NULL), hub.admin(path, NULL));
    assert_eq!(first.text, second.text);
    assert!(first.text.contains("Server requested"), "{}", first.text);
}

#[tokio::test]
async fn a_start_that_fails_says_why_and_leaves_nothing() {
    let place = Place::new();
    let hub = place.hub();
    let answer = hub.admin("POST /users/bob/server", script("fail")).await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (500, "told to fail")
    );
    assert_eq!(hub.phase("").await, "stopped");
    let told = hub.admin("GET /users/bob/server/progress", NULL).await;
    assert_snapshot!(told.text, @r#"data: {"progress": 100, "failed": true, "message": "Spawn failed: told to fail"}"#);
    assert_left_nothing(&place);
    assert_eq!(*hub.hub.servers().failures().borrow(), 1);
    assert_eq!(
        hub.status("POST /users/bob/server", json!({"user_options": {}}))
            .await,
        CREATED
    );
    assert_eq!(
        *hub.hub.servers().failures().borrow(),
        0,
        "one that succeeds ends the row"
    );
}

#[tokio::test]
async fn a_start_that_never_ends_is_given_up_after_its_time() {
    let place = Place::new();
    let hub = place.hub();
    assert_eq!(
        hub.status("POST /users/bob/server", script("hang")).await,
        202
    );
    let told = hub.admin("GET /users/bob/server/progress", NULL).await;
    assert!(
        told.text.contains("it did not start in 1.2 seconds"),
        "{}",
        told.text
    );
    assert_eq!(hub.phase("").await, "stopped");
    assert_left_nothing(&place);
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_after_its_time() {
    let place = Place::new();
    let hub = place.hub();
    assert_eq!(
        hub.status("POST /users/bob/server", script("mute")).await,
        202
    );
    let told = hub.admin("GET /users/bob/server/progress", NULL).await;
    assert!(
        told.text.contains("it did not answer at http://127.0.0.1:"),
        "{}",
        told.text
    );
    assert_left_nothing(&place);
}

#[tokio::test]
async fn a_start_goes_on_when_whoever_asked_for_it_is_gone() {
    let place = Place::new();
    let hub = place.hub();
    let asked = hub.admin("POST /users/bob/server", script("slow"));
    let gone = tokio::time::timeout(Duration::from_millis(50), asked).await;
    assert!(gone.is_err(), "nobody waits any more");
    hub.until("", "ready").await;
}

#[tokio::test]
async fn a_start_that_is_stopped_ends_at_once_and_leaves_nothing() {
    let place = Place::new();
    let hub = place.hub();
    for at in ["slow", "hang", "mute"] {
        assert_eq!(hub.status("POST /users/bob/server", script(at)).await, 202);
        assert_eq!(
            hub.status("DELETE /users/bob/server", NULL).await,
            204,
            "{at}"
        );
        assert_eq!(hub.phase("").await, "stopped");
        assert_eq!(
            hub.status("GET /users/bob/server/progress", NULL).await,
            400
        );
        assert_left_nothing(&place);
        assert_eq!(
            (hub.hub.servers().active(), hub.hub.servers().starting()),
            (0, 0)
        );
    }
    let starting = hub.admin("POST /users/bob/server", script("slow")).await;
    assert_eq!(starting.status, 202);
    let follow = hub.admin("GET /users/bob/server/progress", NULL);
    let (told, stopped) = tokio::join!(follow, hub.status("DELETE /users/bob/server", NULL));
    assert_eq!(stopped, 204);
    assert!(
        told.text
            .contains(r#""failed": true, "message": "Spawn cancelled""#),
        "{}",
        told.text
    );
}

#[tokio::test]
async fn what_runs_is_not_started_again() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", NULL).await;
    let answer = hub.admin("POST /users/bob/server", NULL).await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "server `bob/` is already running")
    );
}

#[tokio::test]
async fn many_at_once_start_one_server() {
    let place = Place::new();
    let hub = place.hub();
    let path = "POST /users/bob/server";
    let (a, b, c) = tokio::join!(
        hub.status(path, script("slow")),
        hub.status(path, script("slow")),
        hub.status(path, script("slow")),
    );
    assert_eq!([a, b, c], [202; 3]);
    hub.until("", "ready").await;
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "1");
    assert_eq!(
        place.rows("SELECT count(*) FROM api_tokens WHERE note LIKE 'Server%'"),
        "1"
    );
}

#[tokio::test]
async fn options_are_kept_for_the_next_start() {
    let place = Place::new();
    let hub = place.hub();
    let options = "SELECT user_options FROM spawners WHERE name = 'lab'";
    for (body, kept) in [
        (json!({"image": "r"}), r#"{"image": "r"}"#),
        (NULL, r#"{"image": "r"}"#),
        (json!({"user_options": null}), r#"{"image": "r"}"#),
        (json!({"display_name": "Lab"}), r#"{"image": "r"}"#),
        (json!({"user_options": {"cpu": 2}}), r#"{"cpu": 2}"#),
    ] {
        assert_eq!(
            hub.status("POST /users/bob/servers/lab", body.clone())
                .await,
            CREATED,
            "{body}"
        );
        assert_eq!(place.rows(options), kept, "{body}");
        assert_eq!(hub.status("DELETE /users/bob/servers/lab", NULL).await, 204);
    }
}

/// GHSA-hx46-2cv3-mh6g: options that are none made a server that could never be started again.
#[tokio::test]
async fn what_are_no_options_are_refused() {
    let place = Place::new();
    let hub = place.hub();
    for body in [
        json!([1]),
        json!("x"),
        json!(7),
        json!({"user_options": [1]}),
        json!({"user_options": "x"}),
        json!({"user_options": 0}),
        json!({"display_name": 7}),
        json!({"display_name": null}),
        json!({"display_name": "a\nb"}),
    ] {
        for request in ["POST /users/bob/servers/lab", "PUT /users/bob/servers/lab"] {
            assert_eq!(
                hub.status(request, body.clone()).await,
                400,
                "{request} {body}"
            );
        }
    }
    assert_eq!(place.rows("SELECT count(*) FROM spawners"), "0");
}

fn assert_left_nothing(place: &Place) {
    let left = "SELECT (SELECT count(*) FROM servers), \
        (SELECT count(*) FROM oauth_clients WHERE identifier LIKE 'jupyterhub-user%'), \
        (SELECT count(*) FROM api_tokens WHERE note LIKE 'Server%'), \
        (SELECT count(*) FROM spawners WHERE started IS NOT NULL OR state <> '{}')";
    assert_eq!(place.rows(left), "0 0 0 0");
}
