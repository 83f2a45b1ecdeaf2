//! Servers that are added and changed, and users who are, with their servers.

use serde_json::{Value, json};

use crate::hub::{CREATED, Place, script};

const NULL: Value = Value::Null;

#[tokio::test]
async fn a_server_that_is_added_does_not_run() {
    let place = Place::new();
    let hub = place.hub();
    let made = hub.admin(
        "PUT /users/bob/servers/lab",
        json!({"display_name": "A & B", "user_options": {"a": 1}}),
    );
    let made = made.await;
    assert_eq!(made.status, CREATED);
    let model = made.json();
    assert_eq!(model["display_name"], "A & B");
    assert_eq!(model["user_options"], json!({"a": 1}));
    assert_eq!(model["stopped"], true);
    assert_eq!(hub.status("PUT /users/bob/servers/lab", NULL).await, 409);
    assert_eq!(hub.status("PUT /users/bob/server", NULL).await, 409);
    assert_eq!(
        hub.status("GET /users/bob/servers/lab/progress", NULL)
            .await,
        404
    );
    assert_eq!(
        hub.status("GET /users/bob/server/progress", NULL).await,
        400
    );
}

#[tokio::test]
async fn a_server_that_does_not_run_is_changed_and_another_is_not() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("PUT /users/bob/servers/lab", NULL).await;
    hub.admin("PUT /users/bob/servers/taken", NULL).await;
    let edit = json!({"name": "gpu", "display_name": "GPU", "user_options": {"gpu": 1}});
    let edited = hub.admin("PATCH /users/bob/servers/lab", edit).await;
    assert_eq!(edited.status, 200);
    let model = edited.json();
    assert_eq!(model["full_name"], "bob/gpu");
    assert_eq!(model["display_name"], "GPU");
    assert_eq!(hub.status("GET /users/bob/servers/lab", NULL).await, 404);
    for (body, status) in [
        (json!({}), 400),
        (json!({"x": 1}), 400),
        (json!([1]), 400),
        (json!({"user_options": null}), 400),
        (json!({"display_name": 7}), 400),
        (json!({"name": "taken"}), 409),
        (json!({"name": "gpu"}), 409),
        (json!({"display_name": ""}), 200),
    ] {
        assert_eq!(
            hub.status("PATCH /users/bob/servers/gpu", body.clone())
                .await,
            status,
            "{body}"
        );
    }
    assert_eq!(
        hub.status(
            "PATCH /users/bob/servers/nothing",
            json!({"display_name": "x"})
        )
        .await,
        404
    );
    for (script, phase) in [(script(""), "ready"), (script("slow"), "spawn")] {
        hub.admin("POST /users/bob/servers/gpu", script).await;
        assert_eq!(hub.phase("gpu").await, phase);
        let answer = hub
            .admin("PATCH /users/bob/servers/gpu", json!({"name": "x"}))
            .await;
        assert_eq!(
            (answer.status, answer.message().as_str()),
            (400, "server `bob/gpu` is active")
        );
        hub.admin("DELETE /users/bob/servers/gpu", NULL).await;
        hub.until("gpu", "stopped").await;
    }
    assert_eq!(
        hub.status("PATCH /users/bob/server", json!({"name": "first"}))
            .await,
        200
    );
    assert_eq!(hub.phase("first").await, "stopped");
    assert_eq!(
        hub.status("POST /users/bob/server", NULL).await,
        CREATED,
        "there is another then"
    );
}

#[tokio::test]
async fn a_user_is_deleted_when_all_their_servers_have_stopped() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", NULL).await;
    hub.admin("POST /users/bob/servers/lab", script("slow-stop"))
        .await;
    let answer = hub.admin("DELETE /users/bob", NULL).await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "a server of `bob` is in the process of stopping")
    );
    hub.until("lab", "stopped").await;
    hub.admin("POST /users/bob/server", NULL).await;
    assert_eq!(hub.status("DELETE /users/bob", NULL).await, 204);
    assert_eq!(place.rows("SELECT count(*) FROM spawners"), "0");
    assert_eq!(hub.hub.servers().active(), 0);
    assert!(hub.routes().await.is_empty());
}

#[tokio::test]
async fn nobody_stops_their_own_servers_by_failing_to_delete_themselves() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/ada/server", NULL).await;
    assert_eq!(hub.status("DELETE /users/ada", NULL).await, 400);
    assert_eq!(hub.hub.servers().active(), 1);
}

#[tokio::test]
async fn a_renamed_user_keeps_their_servers() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", script("slow")).await;
    assert_eq!(
        hub.status("PATCH /users/bob", json!({"name": "rob"})).await,
        400,
        "it is starting"
    );
    hub.until("", "ready").await;
    assert_eq!(
        hub.status("PATCH /users/bob", json!({"name": "rob"})).await,
        200
    );
    let model = hub.admin("GET /users/rob/server", NULL).await.json();
    assert_eq!(model["ready"], true);
    assert_eq!(hub.routes().await, ["/user/bob/"], "where it listens for");
    assert_eq!(hub.status("DELETE /users/rob/server", NULL).await, 204);
    assert!(hub.routes().await.is_empty());
}

#[tokio::test]
async fn a_hub_shows_the_routes_it_keeps_page_by_page() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", NULL).await;
    let mut routes = hub.admin("GET /proxy", NULL).await.json();
    for (_, route) in routes.as_object_mut().unwrap() {
        let data = route["data"].as_object_mut().unwrap();
        assert!(data.remove("last_activity").unwrap().is_string());
    }
    assert_eq!(routes["/"]["data"], json!({"hub": true}));
    assert_eq!(routes["/"]["target"], "http://127.0.0.1:8081");
    assert_eq!(
        routes["/user/bob/"]["data"],
        json!({"user": "bob", "server_name": ""})
    );
    let second = hub.admin("GET /proxy?offset=1&limit=1", NULL).await.json();
    assert_eq!(
        second.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["/user/bob/"]
    );
    assert_eq!(hub.status("POST /proxy", NULL).await, 200);
    assert_eq!(hub.status("PATCH /proxy", json!({})).await, 200);
    assert_eq!(hub.status("PATCH /proxy", json!([])).await, 400);
    assert_eq!(hub.status("PATCH /proxy", NULL).await, 400);
    assert_eq!(hub.ask("bob", "GET /proxy", NULL).await.status, 403);
}
