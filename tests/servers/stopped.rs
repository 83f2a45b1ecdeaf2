//! Stops, and servers that stop by themselves.

use serde_json::{Value, json};

use crate::hub::{CREATED, Place, script};

const NULL: Value = Value::Null;

#[tokio::test]
async fn a_server_that_stops_leaves_its_row_alone() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", NULL).await;
    let answer = hub.ask("bob", "DELETE /users/bob/server", NULL).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    assert_eq!(hub.phase("").await, "stopped");
    assert!(hub.routes().await.is_empty());
    let left = "SELECT name, server_id, state, started, oauth_client_id, last_activity NOT NULL \
        FROM spawners";
    assert_eq!(place.rows(left), " NULL {} NULL NULL 1");
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "0");
    assert_eq!(
        place.rows("SELECT count(*) FROM api_tokens WHERE note LIKE 'Server%'"),
        "0"
    );
    assert_eq!(
        hub.status("DELETE /users/bob/server", NULL).await,
        204,
        "it has stopped already"
    );
}

#[tokio::test]
async fn a_slow_stop_is_answered_at_once_and_goes_on() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", script("slow-stop"))
        .await;
    assert_eq!(hub.status("DELETE /users/bob/server", NULL).await, 202);
    assert_eq!(hub.phase("").await, "stop");
    assert!(
        hub.routes().await.is_empty(),
        "nobody is led to a server that stops"
    );
    assert_eq!(hub.status("DELETE /users/bob/server", NULL).await, 202);
    let answer = hub.admin("POST /users/bob/server", NULL).await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "server `bob/` is pending stop")
    );
    hub.until("", "stopped").await;
}

#[tokio::test]
async fn a_named_server_is_deleted_when_it_has_stopped() {
    let place = Place::new();
    let hub = place.hub();
    for (script, stopped) in [(script(""), 204), (script("slow-stop"), 202)] {
        assert_eq!(
            hub.status("POST /users/bob/servers/lab", script).await,
            CREATED
        );
        let remove = hub.status("DELETE /users/bob/servers/lab", json!({"remove": true}));
        assert_eq!(remove.await, stopped);
        for _ in 0..500 {
            if hub.status("GET /users/bob/servers/lab", NULL).await == 404 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert_eq!(
            place.rows("SELECT count(*) FROM spawners WHERE name = 'lab'"),
            "0"
        );
    }
    let answer = hub
        .admin("DELETE /users/bob/server", json!({"remove": true}))
        .await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "a default server cannot be deleted")
    );
}

#[tokio::test]
async fn a_server_that_cannot_be_stopped_goes_on_and_whoever_asked_is_told() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", script("stay")).await;
    let answer = hub.admin("DELETE /users/bob/server", NULL).await;
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (503, "told to stay")
    );
    assert_eq!(hub.phase("").await, "ready");
    assert_eq!(hub.routes().await, ["/user/bob/"]);
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "1");
}

#[tokio::test]
async fn a_server_found_dead_is_cleared() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", script("die")).await;
    hub.admin("POST /users/bob/servers/lab", NULL).await;
    assert_eq!(hub.phase("").await, "ready", "nobody has looked yet");
    hub.hub.look_at_servers().await;
    assert_eq!(
        (hub.phase("").await, hub.phase("lab").await),
        ("stopped".to_owned(), "ready".to_owned())
    );
    assert_eq!(hub.routes().await, ["/user/bob/lab/"]);
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "1");
}

#[tokio::test]
async fn a_server_found_dead_when_it_is_to_start_starts() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", script("die")).await;
    assert_eq!(
        hub.status("POST /users/bob/server", script("")).await,
        CREATED
    );
    assert_eq!(hub.phase("").await, "ready");
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "1");
}

#[tokio::test]
async fn a_server_of_which_nobody_can_tell_keeps_its_route() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", script("lost")).await;
    hub.hub.look_at_servers().await;
    assert_eq!(hub.phase("").await, "ready");
    assert_eq!(hub.routes().await, ["/user/bob/"]);
}

#[tokio::test]
async fn a_hub_that_ends_gives_up_starts_and_leaves_what_runs() {
    let place = Place::new();
    let hub = place.hub();
    hub.admin("POST /users/bob/server", NULL).await;
    hub.admin("POST /users/bob/servers/lab", script("hang"))
        .await;
    hub.hub.leave_servers(false).await;
    assert_eq!(
        (hub.phase("").await, hub.phase("lab").await),
        ("ready".to_owned(), "stopped".to_owned())
    );
    hub.hub.leave_servers(true).await;
    assert_eq!(hub.phase("").await, "stopped");
    assert_eq!(place.rows("SELECT count(*) FROM servers"), "0");
}
