//! Tokens, for callers over the API.

use chrono::TimeDelta;
use hubctl::error::{Kind, Result};
use hubctl::model::{Token, TokenId, TokenOwner};
use hubctl::ops::tokens::{
    Allows, ListTokens, MadeToken, NewToken, ResolveTokens, RevokeToken, ShowToken, TokenFilter,
};
use hubctl::rbac::Holder;
use rusqlite::types::Value;
use serde_json::json;

use crate::hub::{Hub, refused};

const TOKENS: &[&str] = &["tokens"];

fn of(user: &str) -> NewToken {
    NewToken::of(TokenOwner::User(user.into()))
}

fn make(hub: &Hub, who: &str, new: NewToken) -> Result<MadeToken> {
    hub.as_user(who, TOKENS, new)
}

fn allowing(scopes: &[&str], roles: &[&str]) -> Allows {
    Allows {
        roles: roles.iter().map(|role| (*role).into()).collect(),
        scopes: scopes.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_token_is_shown_as_jupyterhub_shows_it() {
    let hub = Hub::new();
    let made = make(
        &hub,
        "eve",
        NewToken {
            allows: Some(allowing(&["read:users:name!user"], &[])),
            ..of("bob")
        },
    );
    let mut model = serde_json::to_value(made.unwrap()).unwrap();
    let value = model["token"].take();
    assert_eq!(value.as_str().unwrap().len(), 32);
    assert_eq!(
        model,
        json!({
            "user": "bob", "id": "a1", "kind": "api_token", "roles": [],
            "scopes": ["read:users:groups!user=bob", "read:users:name!user=bob"],
            "created": "2026-03-01T12:00:00Z", "last_activity": null, "expires_at": null,
            "note": "Requested via api by user eve", "session_id": null,
            "oauth_client": "JupyterHub", "token": null,
        })
    );
}

#[test]
fn a_token_says_who_asked_for_it_unless_told_otherwise() {
    let hub = Hub::new();
    let note = |made: Result<MadeToken>| made.unwrap().token.note.unwrap();
    assert_eq!(note(make(&hub, "bob", of("bob"))), "Requested via api");
    let said = NewToken {
        note: Some("ci".to_owned()),
        ..of("bob")
    };
    assert_eq!(note(make(&hub, "eve", said)), "ci");
    let service = hub.caller(Holder::Service("culler".into()), TOKENS);
    assert_eq!(
        note(hub.by(&service, of("bob"))),
        "Requested via api by service culler"
    );
}

#[test]
fn a_token_of_which_nothing_is_said_allows_what_the_role_for_tokens_says() {
    let hub = Hub::new();
    let scopes = || hub.value("SELECT scopes FROM api_tokens ORDER BY id DESC LIMIT 1");
    make(&hub, "bob", of("bob")).unwrap();
    assert_eq!(scopes(), Value::Text(r#"["inherit"]"#.to_owned()));
    hub.sql("UPDATE roles SET scopes = '[\"read:users!user\", \"list:users!user\"]' WHERE name = 'token'");
    hub.sql("UPDATE roles SET scopes = '[\"self\", \"list:users!user\"]' WHERE name = 'user'");
    make(&hub, "bob", of("bob")).unwrap();
    assert_eq!(
        scopes(),
        Value::Text(r#"["list:users!user", "read:users!user"]"#.to_owned())
    );
    hub.sql("DELETE FROM roles WHERE name = 'token'");
    make(&hub, "bob", of("bob")).unwrap();
    assert_eq!(scopes(), Value::Text(r#"["inherit"]"#.to_owned()));
    make(
        &hub,
        "bob",
        NewToken {
            allows: Some(allowing(&[], &[])),
            ..of("bob")
        },
    )
    .unwrap();
    assert_eq!(scopes(), Value::Text("[]".to_owned()));
}

#[test]
fn a_token_exceeds_neither_its_owner_nor_what_there_is() {
    let hub = Hub::new();
    let asked = |scopes: &[&str], roles: &[&str]| {
        refused(make(
            &hub,
            "bob",
            NewToken {
                allows: Some(allowing(scopes, roles)),
                ..of("bob")
            },
        ))
        .0
    };
    assert_eq!(asked(&["admin:users"], &[]), Kind::Conflict);
    assert_eq!(asked(&["inherit", "read:users"], &[]), Kind::Conflict);
    assert_eq!(asked(&[], &["admin"]), Kind::Conflict);
    assert_eq!(asked(&["no:such"], &[]), Kind::Unresolved);
    assert_eq!(asked(&[], &["nobody"]), Kind::Unresolved);
}

/// GHSA-pvm9-48cg-w76j
#[test]
fn no_token_outlasts_the_longest_that_any_may() {
    let hub = Hub::new();
    let lasting = |expires_in: Option<i64>| {
        let new = NewToken {
            expires_in: expires_in.map(TimeDelta::seconds),
            longest: Some(TimeDelta::seconds(60)),
            ..of("bob")
        };
        make(&hub, "bob", new)
    };
    let end = |made: Result<MadeToken>| made.unwrap().token.expires_at.unwrap().to_string();
    assert_eq!(end(lasting(None)), "2026-03-01T12:01:00Z");
    assert_eq!(end(lasting(Some(60))), "2026-03-01T12:01:00Z");
    assert_eq!(end(lasting(Some(1))), "2026-03-01T12:00:01Z");
    for refused_span in [61, 0, -1, i64::from(i32::MAX)] {
        assert_eq!(
            refused(lasting(Some(refused_span))).0,
            Kind::Invalid,
            "{refused_span}"
        );
    }
}

/// Bob's tokens: of the hub (`a1`, `a2`), of a client (`a3`, `a4`), and one past its time (`a5`).
/// Eve's is `a6`.
fn with_tokens() -> Hub {
    let hub = Hub::new();
    hub.sql(
        "INSERT INTO oauth_clients (identifier, description, allowed_scopes)
            VALUES ('jupyterhub', 'JupyterHub', '[]'), ('x', '', '[]');
         INSERT INTO api_tokens (user_id, client_id, created, last_activity, expires_at, scopes) VALUES
            (2, 'jupyterhub', '2026-01-01 00:00:00.000000', '2026-02-09 00:00:00.000000', NULL, '[]'),
            (2, 'jupyterhub', '2026-01-02 00:00:00.000000', NULL, NULL, '[]'),
            (2, 'x', '2026-01-03 00:00:00.000000', '2026-02-08 00:00:00.000000', NULL, '[]'),
            (2, 'x', '2026-01-04 00:00:00.000000', NULL, '2026-03-01 12:00:00.000000', '[]'),
            (2, 'jupyterhub', '2026-01-05 00:00:00.000000', NULL, '2026-03-01 11:59:59.999999', '[]'),
            (3, 'x', '2026-01-06 00:00:00.000000', NULL, NULL, '[]');",
    );
    hub
}

fn ids(tokens: impl IntoIterator<Item = Token>) -> String {
    let ids: Vec<_> = tokens
        .into_iter()
        .map(|token| token.id.to_string())
        .collect();
    ids.join(" ")
}

fn all_of_bob() -> TokenFilter {
    TokenFilter {
        owner: Some(TokenOwner::User("bob".into())),
        lasting: true,
        by_use: true,
        ..TokenFilter::default()
    }
}

#[test]
fn tokens_are_listed_by_use_without_those_past_their_time() {
    let hub = with_tokens();
    let scopes = &["read:tokens!user=bob"];
    let listed = hub
        .as_user("eve", scopes, ResolveTokens(all_of_bob()))
        .unwrap();
    let listed: Vec<Token> = listed.collect::<Result<_>>().unwrap();
    assert!(
        listed
            .iter()
            .all(|token| token.raw_scopes.is_hidden() && token.scopes.is_some())
    );
    assert_eq!(listed[2].oauth_client.as_deref(), Some("x"));
    assert_eq!(ids(listed), "a2 a4 a3 a1");
    let denied = hub.as_user("eve", &["read:tokens!user=eve"], ListTokens(all_of_bob()));
    assert_eq!(refused(denied).0, Kind::OutOfReach);
}

#[test]
fn what_another_program_writes_is_in_the_next_listing() {
    let hub = with_tokens();
    let listed = || {
        ids(hub
            .as_user("eve", &["read:tokens"], ListTokens(all_of_bob()))
            .unwrap())
    };
    assert_eq!(listed(), "a2 a4 a3 a1");
    hub.sql("DELETE FROM api_tokens WHERE id = 2; UPDATE api_tokens SET user_id = 2 WHERE id = 6");
    assert_eq!(listed(), "a4 a6 a3 a1");
}

#[test]
fn a_token_is_shown_and_revoked_as_its_owners_alone() {
    let hub = with_tokens();
    let show = |user: &str, id| {
        let scopes = &["read:tokens"];
        hub.as_user("eve", scopes, ShowToken::Of(user.into(), TokenId(id)))
    };
    assert_eq!(show("bob", 1).unwrap().id, TokenId(1));
    for (user, id) in [("bob", 6), ("bob", 99), ("nobody", 1)] {
        assert_eq!(refused(show(user, id)).0, Kind::NotFound, "{user} {id}");
    }
    let other = RevokeToken::Of("bob".into(), TokenId(6));
    assert_eq!(refused(hub.as_user("eve", TOKENS, other)).0, Kind::NotFound);
}

#[test]
fn the_tokens_of_a_client_go_together() {
    let hub = with_tokens();
    let revoke = |id| hub.as_user("eve", TOKENS, RevokeToken::Of("bob".into(), TokenId(id)));
    assert_eq!(revoke(1).unwrap(), 1);
    assert_eq!(revoke(3).unwrap(), 2);
    let left = "SELECT group_concat(id, ' ') FROM (SELECT id FROM api_tokens ORDER BY id)";
    assert_eq!(hub.value(left), Value::Text("2 5 6".to_owned()));
}
