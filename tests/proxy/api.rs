//! The API by which programs change the routes, as configurable-http-proxy has it.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};

use serde_json::{Value, json};

use crate::backend::Backend;
use crate::hub::{Serving, answer};

/// Ask the API with its token; the status, and what was answered.
fn ask(api: SocketAddr, line: &str, body: &str) -> (u16, Value) {
    ask_as("token secret", api, line, body)
}

fn ask_as(who: &str, api: SocketAddr, line: &str, body: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(api).unwrap();
    let length = body.len();
    let all = format!(
        "{line} HTTP/1.1\r\nHost: api\r\nAuthorization: {who}\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(all.as_bytes()).unwrap();
    let (head, body) = answer(&mut stream);
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(&body).unwrap_or_default())
}

#[test]
fn a_route_is_added_shown_and_removed() {
    let backend = Backend::answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
    let (hub, api) = Serving::with_routes_api();
    let body = json!({"target": backend.url(), "jupyterhub": true, "user": "zoë"}).to_string();
    assert_eq!(ask(api, "POST /api/routes/user/zo%C3%AB", &body).0, 201);
    let said = answer(&mut hub.send("GET /user/zo%C3%AB/x HTTP/1.1\nHost: hub")).1;
    assert_eq!(said, "a");
    let (status, all) = ask(api, "GET /api/routes", "");
    let route = &all["/user/zoë"];
    assert_eq!((status, &route["target"]), (200, &json!(backend.url())));
    assert_eq!(
        (&route["user"], &route["jupyterhub"]),
        (&json!("zoë"), &json!(true))
    );
    assert!(route["last_activity"].is_string());
    assert_eq!(&ask(api, "GET /api/routes/user/zo%C3%AB", "").1, route);
    assert_eq!(ask(api, "DELETE /api/routes/user/zo%C3%AB", "").0, 204);
    assert_eq!(ask(api, "DELETE /api/routes/user/zo%C3%AB", "").0, 404);
    assert_eq!(ask(api, "GET /api/routes/user/zo%C3%AB", "").0, 404);
}

#[test]
fn nobody_changes_routes_without_the_token() {
    let (hub, api) = Serving::with_routes_api();
    let body = r#"{"target": "http://127.0.0.1:9"}"#;
    for who in ["token wrong", "token ", "secret", "Bearer secret", ""] {
        assert_eq!(ask_as(who, api, "POST /api/routes/x", body).0, 403, "{who}");
        assert_eq!(ask_as(who, api, "GET /api/routes", "").0, 403, "{who}");
    }
    let everybody = hub.send("GET /api/routes HTTP/1.1\nHost: hub\nAuthorization: token secret");
    let mut everybody = everybody;
    assert!(
        !answer(&mut everybody).0.starts_with("HTTP/1.1 200"),
        "it is not among people's"
    );
}

#[test]
fn what_is_the_hubs_own_is_not_changed_there() {
    let (hub, api) = Serving::with_routes_api();
    hub.lead("/user/ada/", "http://127.0.0.1:9");
    let body = r#"{"target": "http://127.0.0.1:9"}"#;
    for path in ["/api/routes", "/api/routes/", "/api/routes/user/ada"] {
        assert_eq!(ask(api, &format!("POST {path}"), body).0, 409, "{path}");
        assert_eq!(ask(api, &format!("DELETE {path}"), "").0, 409, "{path}");
    }
}

#[test]
fn a_route_must_lead_somewhere() {
    let (_hub, api) = Serving::with_routes_api();
    for body in ["", "[]", "{}", r#"{"target": 7}"#] {
        assert_eq!(ask(api, "POST /api/routes/x", body).0, 400, "{body}");
    }
}

#[test]
fn routes_are_listed_by_when_they_were_last_used() {
    let (_hub, api) = Serving::with_routes_api();
    ask(
        api,
        "POST /api/routes/x",
        r#"{"target": "http://127.0.0.1:9"}"#,
    );
    for (since, listed) in [
        ("2000-01-01T00:00:00.000Z", false),
        ("2900-01-01T00:00:00Z", true),
    ] {
        let (_, all) = ask(api, &format!("GET /api/routes?inactiveSince={since}"), "");
        assert_eq!(all["/x"].is_object(), listed, "{since}");
    }
    assert_eq!(
        ask(api, "GET /api/routes?inactiveSince=yesterday", "").0,
        400
    );
}
