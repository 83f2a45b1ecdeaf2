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
    let lasting = "SELECT expires_at > created AND expires_at < datetime(created, '+2 hours') FROM api_tokens";
    assert_eq!(world.database.stored(lasting), "1");
}
