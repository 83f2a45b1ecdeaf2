//! What of a user each scope shows.

use hubctl::ops::users::{ShowUser, Whoami};
use hubctl::rbac::Holder;
use serde::Serialize;
use serde_json::{Value, json};

use crate::hub::Hub;

/// The fields of `model`; of its servers, their names, with `+` where their state is shown.
fn shown(model: &impl Serialize) -> String {
    let Value::Object(model) = serde_json::to_value(model).unwrap() else {
        unreachable!("a model is an object")
    };
    let field = |(name, value): (&String, &Value)| match value.as_object() {
        Some(servers) if name == "servers" => {
            let state = |server: &Value| {
                if server.get("state").is_some() {
                    "+"
                } else {
                    ""
                }
            };
            let servers = servers
                .iter()
                .map(|(name, server)| format!("`{name}`{}", state(server)));
            format!("servers({})", servers.collect::<Vec<_>>().join(" "))
        }
        _ => name.clone(),
    };
    let mut fields: Vec<_> = model.iter().map(field).collect();
    fields.sort_unstable();
    fields.join(" ")
}

fn bob(scopes: &[&str], stopped_servers: bool) -> String {
    let name = "bob".into();
    let show = ShowUser {
        name,
        stopped_servers,
    };
    shown(&Hub::new().as_user("eve", scopes, show).unwrap())
}

#[test]
fn each_scope_shows_its_fields() {
    for (scopes, fields) in [
        (
            &["read:users"][..],
            "admin created groups kind last_activity name pending roles server user_info",
        ),
        (&["read:users:name"], "admin kind name user_info"),
        (&["read:users:groups"], "groups kind name"),
        (&["read:users:activity"], "kind last_activity name"),
        (&["read:roles:users"], "admin kind name roles"),
        (&["read:servers"], "admin kind name servers(``) user_info"),
        (
            &["admin:server_state", "read:servers"],
            "admin kind name servers(``+) user_info",
        ),
        (
            &["admin:auth_state", "read:users:groups"],
            "auth_state groups kind name",
        ),
        (
            &[
                "read:users:groups!group=class",
                "read:users:activity!user=bob",
            ],
            "groups kind last_activity name",
        ),
        (
            &[
                "read:users:groups",
                "read:users!user=eve",
                "read:roles:users!group=other",
            ],
            "groups kind name",
        ),
        (
            &["admin:users"],
            "admin auth_state created groups kind last_activity name pending roles server user_info",
        ),
    ] {
        assert_eq!(bob(scopes, false), fields, "{scopes:?}");
    }
}

#[test]
fn servers_are_shown_one_by_one() {
    for (scopes, fields) in [
        (&["read:servers"][..], "`` `lab`"),
        (
            &["read:users:activity", "read:servers!server=bob/lab"],
            "`lab`",
        ),
        (&["read:users:activity", "read:servers!server=eve/lab"], ""),
        (
            &[
                "read:servers!group=class",
                "admin:server_state!server=bob/lab",
            ],
            "`` `lab`+",
        ),
    ] {
        let all = bob(scopes, true);
        let servers = all.split_once("servers(").map_or("", |(_, rest)| rest);
        assert_eq!(servers.split(')').next(), Some(fields), "{scopes:?}");
    }
}

#[test]
fn everybody_has_a_default_server_where_stopped_ones_are_asked_for() {
    let hub = Hub::new();
    let show = ShowUser {
        name: "zoë".into(),
        stopped_servers: true,
    };
    let user = hub.as_user("eve", &["read:servers"], show).unwrap();
    let model = serde_json::to_value(user).unwrap();
    assert_eq!(
        model["servers"][""],
        json!({
            "name": "", "display_name": "", "full_name": "zoë/", "last_activity": null,
            "started": null, "pending": null, "ready": false, "stopped": true, "url": null,
            "user_options": null,
        })
    );
}

#[test]
fn the_operator_sees_what_the_database_has() {
    let show = ShowUser {
        name: "bob".into(),
        stopped_servers: true,
    };
    assert_eq!(
        shown(&Hub::new().operate(show)),
        "admin created groups kind last_activity name pending roles server servers(``+ `lab`+) \
         user_info"
    );
}

#[test]
fn who_asks_sees_their_name_and_groups_whatever_they_may() {
    let hub = Hub::new();
    let whoami = |user: &str, scopes: &[&str]| {
        let whoami = Whoami {
            token: Some(hubctl::model::TokenId(7)),
            session: None,
            stopped_servers: false,
        };
        serde_json::to_value(hub.as_user(user, scopes, whoami).unwrap()).unwrap()
    };
    assert_eq!(
        whoami("bob", &["read:hub"]),
        json!({
            "kind": "user", "name": "bob", "admin": false, "groups": ["class"],
            "user_info": {"mail": "b"}, "token_id": "a7", "session_id": null,
            "scopes": ["read:hub"],
        })
    );
    let own = whoami("bob", &["read:users:name!user"]);
    assert_eq!(own["scopes"], json!(["read:users:name!user=bob"]));
    assert_eq!(
        shown(&whoami("bob", &["self"])),
        "admin created groups kind last_activity name pending roles scopes server servers(``) \
         session_id token_id user_info"
    );
}

#[test]
fn a_service_that_asks_sees_its_name() {
    let hub = Hub::new();
    hub.sql("INSERT INTO services (name, admin, timeout) VALUES ('culler', 1, 30)");
    let caller = hub.caller(Holder::Service("culler".into()), &["list:users"]);
    let whoami = Whoami {
        token: None,
        session: None,
        stopped_servers: false,
    };
    let model = hub.by(&caller, whoami).unwrap();
    assert_eq!(
        serde_json::to_value(model).unwrap(),
        json!({
            "kind": "service", "name": "culler", "admin": true, "token_id": null,
            "session_id": null, "scopes": ["list:users", "read:users:name"],
        })
    );
}
