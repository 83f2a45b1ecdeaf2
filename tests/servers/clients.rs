//! What lets people in to a server is that server's alone.

use serde_json::Value;

use crate::hub::{CREATED, Place};

/// 6.1.1 would call the client of `bob/lab` and that of the default server of `bob-lab` the same.
#[tokio::test]
async fn servers_whose_oauth_clients_would_be_called_the_same_have_one_each() {
    let place = Place::new();
    let hub = place.hub();
    for (request, status) in [
        ("POST /users/bob-lab", CREATED),
        ("POST /users/bob-lab/server", CREATED),
        ("POST /users/bob/servers/lab", CREATED),
    ] {
        assert_eq!(hub.status(request, Value::Null).await, status, "{request}");
    }
    let clients = "SELECT c.redirect_uri, c.identifier FROM spawners p \
        JOIN oauth_clients c ON c.identifier = p.oauth_client_id ORDER BY c.redirect_uri";
    let rows = place.rows(clients);
    let rows: Vec<&str> = rows.lines().collect();
    let own = rows[0].strip_prefix("/user/bob-lab/oauth_callback ");
    let other = rows[1].strip_prefix("/user/bob/lab/oauth_callback ");
    assert_eq!(own, Some("jupyterhub-user-bob-lab"));
    assert!(
        other.unwrap().starts_with("jupyterhub-user-bob-lab-"),
        "{rows:?}"
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(
        hub.status("DELETE /users/bob/servers/lab", Value::Null)
            .await,
        204
    );
    assert!(
        place.rows(clients).contains("/user/bob-lab/"),
        "the other goes on"
    );
}
