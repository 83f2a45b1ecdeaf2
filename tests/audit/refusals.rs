//! What is written down of what is refused.

use super::rows::{ADA, BOB, Hub};

#[test]
fn a_refusal_is_told_once_and_then_counted() {
    let hub = Hub::serve();
    let last = hub.last();
    for name in ["x", "y", "z"] {
        let refused = hub.ask(BOB, &format!("POST /users/{name}"), "");
        assert_eq!(refused.status, 403);
    }
    let refused = hub.ask(BOB, "DELETE /users/ada", "");
    assert_eq!(refused.status, 403);
    // What the hub writes at its end, it writes once a minute too.
    let row = |rows: &[super::rows::Row], at: usize| {
        let row = &rows[at];
        assert_eq!(row.who, "user=bob");
        assert!(row.refused.contains("admin:users") || row.refused.contains("delete:users"));
        (row.operation.clone(), row.target.clone(), row.left_out)
    };
    hub.new_rows(last);
    let folder = hub.stop();
    let mut rows = folder.rows(last);
    rows.sort_by(|a, b| (&a.operation, a.left_out).cmp(&(&b.operation, b.left_out)));
    assert_eq!(rows.len(), 3, "{rows:#?}");
    assert_eq!(
        row(&rows, 0),
        ("DELETE /users/{user}".to_owned(), "user=ada".to_owned(), 0)
    );
    assert_eq!(
        row(&rows, 1),
        ("POST /users/{user}".to_owned(), "user=x".to_owned(), 0)
    );
    assert_eq!(
        row(&rows, 2),
        ("POST /users/{user}".to_owned(), "user=z".to_owned(), 1)
    );
}

#[test]
fn what_is_only_found_not_permitted_in_the_doing_is_told_too() {
    let hub = Hub::serve();
    let body = r#"{"scopes": ["admin:users"]}"#;
    let token = super::rows::json(&hub.ask(ADA, "POST /users/ada/tokens", body))["token"].clone();
    let last = hub.last();
    // It may define roles, but none that does more than it may itself.
    let refused = hub.ask(
        token.as_str().unwrap(),
        "POST /roles/grader",
        r#"{"scopes": ["shutdown"]}"#,
    );
    assert_eq!(refused.status, 403, "{refused:?}");
    let rows = hub.new_rows(last);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].operation, "POST /roles/{role}");
    assert!(!rows[0].refused.is_empty());
}
