//! The page of tokens: what it offers, and what it refuses whatever is sent to it.

use crate::browser::Browser;
use crate::world::World;

/// Send the page's form, with these scopes chosen.
fn choose(browser: &mut Browser, scopes: &[&str]) -> (u16, String) {
    browser.get("/hub/token");
    let shown = browser.cookie("_xsrf").unwrap().to_owned();
    let mut form = vec![
        ("_xsrf", shown.as_str()),
        ("action", "make"),
        ("allows", "chosen"),
        ("expires_in", "3600"),
    ];
    form.extend(scopes.iter().map(|&scope| ("scopes", scope)));
    let answer = browser.post("/hub/token", &form);
    (answer.status, answer.body)
}

#[test]
fn what_somebody_may_not_do_is_neither_offered_nor_given() {
    let world = World::new();
    let mut lmata = world.signed_in("lmata");
    let page = lmata.get("/hub/token").body;
    assert!(page.contains("value=\"servers!user=lmata\""), "{page}");
    for others in ["admin:users", "shutdown", "value=\"servers\"", "user=eve"] {
        assert!(!page.contains(others), "{others}: {page}");
    }
    for others in [
        "admin:users",
        "servers",
        "servers!user=eve",
        "inherit nonsense",
    ] {
        let (status, body) = choose(&mut lmata, &[others]);
        assert!((400..500).contains(&status), "{others}: {status}");
        assert!(!body.contains("id=\"token-result\""), "{others}: {body}");
    }
    let (status, _) = choose(&mut lmata, &[]);
    assert_eq!(status, 400);
    let count = "SELECT count(*) FROM api_tokens";
    assert_eq!(world.database.stored(count), "0");
    let (status, body) = choose(&mut lmata, &["servers!user=lmata"]);
    assert_eq!(status, 200);
    assert!(body.contains("id=\"token-result\""), "{body}");
    let made = world.database.stored("SELECT scopes FROM api_tokens");
    assert_eq!(made, "[\"servers!user=lmata\"]");
    assert!(
        body.contains(r#"class="token-scope">servers!user=lmata<"#),
        "{body}"
    );
    let lasting = "SELECT expires_at > created AND expires_at < datetime(created, '+2 hours') FROM api_tokens";
    assert_eq!(world.database.stored(lasting), "1");
}

/// As a browser without scripts sends it when somebody ticks boxes, and leaves the choice above them as it was.
#[test]
fn what_was_ticked_is_no_token_for_everything() {
    let world = World::new();
    let mut lmata = world.signed_in("lmata");
    lmata.get("/hub/token");
    let shown = lmata.cookie("_xsrf").unwrap().to_owned();
    let form = [
        ("_xsrf", shown.as_str()),
        ("action", "make"),
        ("allows", "all"),
        ("scopes", "servers!user=lmata"),
    ];
    let refused = lmata.post("/hub/token", &form);
    assert_eq!(refused.status, 400);
    let ticked = "value=\"servers!user=lmata\" checked";
    for shown in ["say which of the two", "value=\"chosen\" checked", ticked] {
        let found = refused.body.to_lowercase().contains(shown);
        assert!(found, "{shown}: {}", refused.body);
    }
    let count = "SELECT count(*) FROM api_tokens";
    assert_eq!(world.database.stored(count), "0");
}

#[test]
fn applications_stand_apart_from_the_tokens_that_people_made() {
    let world = World::new();
    world
        .database
        .succeed("token new lmata --note mine --inherit");
    let mut lmata = world.signed_in("lmata");
    let apart = |page: &str| {
        let (own, applications) = page
            .split_once("oauth-clients-section")
            .unwrap_or((page, ""));
        let rows = |part: &str| part.matches("token-row").count();
        (rows(own), rows(applications))
    };
    assert_eq!(apart(&lmata.get("/hub/token").body), (1, 0));
    world.database.write(
        "INSERT INTO oauth_clients (identifier, description, allowed_scopes) VALUES ('service-board', 'The board', '[]');
         INSERT INTO api_tokens (user_id, client_id, session_id, hashed, prefix, scopes)
         SELECT id, 'service-board', 's', 'one', 'x', '[\"read:users:name!user\"]' FROM users WHERE name = 'lmata';
         INSERT INTO api_tokens (user_id, client_id, session_id, hashed, prefix, scopes)
         SELECT id, 'service-board', 't', 'two', 'x', '[\"read:users:name!user\"]' FROM users WHERE name = 'lmata'",
    );
    let page = lmata.get("/hub/token").body;
    assert_eq!(apart(&page), (1, 1));
    assert!(page.contains("The board"), "{page}");
    let (_, application) = page.split_once("oauth-clients-section").unwrap();
    let (_, id) = application.split_once("data-token-id=\"").unwrap();
    let id = id.split('"').next().unwrap();
    let shown = lmata.cookie("_xsrf").unwrap().to_owned();
    let form = [
        ("_xsrf", shown.as_str()),
        ("action", "revoke"),
        ("token", id),
    ];
    assert_eq!(lmata.post("/hub/token", &form).status, 303);
    assert_eq!(apart(&lmata.get("/hub/token").body), (1, 0));
    let left = "SELECT count(*) FROM api_tokens WHERE client_id = 'service-board'";
    assert_eq!(world.database.stored(left), "0");
}
