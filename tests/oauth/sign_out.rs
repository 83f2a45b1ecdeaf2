//! Signing out: what ends, and what a kept copy of a cookie still opens.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use serde_json::Value;

use crate::browser::Browser;
use crate::world::{LOGIN, SESSION, World, signed};

fn who(browser: &mut Browser) -> Option<String> {
    let mut asking = browser.clone().saying("sec-fetch-mode", "navigate");
    let answer = asking.get("/hub/api/user");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    body["name"].as_str().map(str::to_owned)
}

/// Give `user` a token as OAuth gives one to the browser session `session`.
fn issue(world: &World, user: &str, session: &str) {
    world.database.write(&format!(
        "INSERT INTO oauth_clients (identifier, allowed_scopes) VALUES ('c-{session}', '[]');
         INSERT INTO api_tokens (user_id, client_id, session_id, hashed, prefix, scopes)
         SELECT id, 'c-{session}', '{session}', 'h-{session}', 'x', '[]' FROM users WHERE name = '{user}';
         INSERT INTO oauth_codes (client_id, code, expires_at, user_id, session_id)
         SELECT 'c-{session}', 'code', 9999999999, id, '{session}' FROM users WHERE name = '{user}'"
    ));
}

#[test]
fn after_signing_out_a_kept_copy_of_the_cookies_opens_nothing() {
    let world = World::new();
    let mut browser = world.signed_in("lmata");
    assert_eq!(who(&mut browser).as_deref(), Some("lmata"));
    let mut kept = browser.clone();
    let answer = browser.get("/hub/logout");
    assert_eq!(
        (answer.status, answer.header("location")),
        (302, Some("/hub/login"))
    );
    assert_eq!(
        (browser.cookie(LOGIN), browser.cookie(SESSION)),
        (None, None)
    );
    assert_eq!(who(&mut browser), None);
    assert_eq!(who(&mut kept), None);
    assert_eq!(who(&mut world.signed_in("lmata")).as_deref(), Some("lmata"));
}

/// GHSA-cw7p-q79f-m2v7
#[test]
fn signing_out_in_one_tab_ends_what_other_tabs_and_browsers_were_given() {
    let world = World::new();
    issue(&world, "lmata", "this-browser");
    issue(&world, "lmata", "another-browser");
    issue(&world, "eve", "eves-browser");
    let mut one = world.signed_in("lmata");
    let mut other = world.signed_in("lmata");
    one.get("/hub/logout");
    assert_eq!(who(&mut other), None);
    let left = "SELECT group_concat(session_id) FROM";
    assert_eq!(
        world.database.stored(&format!("{left} api_tokens")),
        "eves-browser"
    );
    assert_eq!(
        world.database.stored(&format!("{left} oauth_codes")),
        "eves-browser"
    );
    // Whoever asks without being signed in, as another site may have them do, ends nothing.
    other.get("/hub/logout");
    assert_eq!(who(&mut world.signed_in("eve")).as_deref(), Some("eve"));
}

#[test]
fn a_picture_of_another_site_signs_nobody_out() {
    let world = World::new();
    let mut browser = world.signed_in("lmata").saying("sec-fetch-mode", "no-cors");
    for site in ["cross-site", "same-site"] {
        let mut browser = browser.clone().saying("sec-fetch-site", site);
        assert_eq!(browser.get("/hub/logout").status, 403);
    }
    assert_eq!(who(&mut browser).as_deref(), Some("lmata"));
    assert_eq!(
        browser
            .saying("sec-fetch-site", "same-origin")
            .get("/hub/logout")
            .status,
        302
    );
}

#[test]
fn tokens_that_people_made_outlive_their_sign_ins() {
    let world = World::new();
    let made = world.database.json("token new lmata --inherit");
    let mut browser = world.signed_in("lmata");
    browser.get("/hub/logout");
    let program = Browser::at(world.served.address());
    let token = format!("token {}", made["token"].as_str().unwrap());
    assert_eq!(
        who(&mut program.saying("authorization", &token)).as_deref(),
        Some("lmata")
    );
}

#[test]
fn that_somebody_signed_out_is_in_the_audit_log() {
    let world = World::new();
    world.signed_in("lmata").get("/hub/logout");
    let row = world
        .database
        .row("SELECT who, door, target, became FROM hubctl_audit WHERE operation = 'sign out'");
    assert_eq!(
        row,
        "who lmata\ndoor api\ntarget user=lmata\nbecame {\"revoked_tokens\":0}\n"
    );
}

/// A service that answers every request with the cookies that reached it; where it is.
fn service_that_shows_cookies() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head = BufReader::new(stream.try_clone().unwrap()).lines();
            let head = head
                .map_while(Result::ok)
                .take_while(|line| !line.is_empty());
            let cookies: Vec<_> = head
                .filter(|line| line.to_ascii_lowercase().starts_with("cookie:"))
                .collect();
            let body = cookies.join("\n");
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    format!("http://{at}")
}

#[test]
fn a_service_with_a_client_of_another_name_is_kept_from_cookies_whose_tokens_are_no_more() {
    let url = service_that_shows_cookies();
    let world = World::configured(&format!(
        "[[services]]\nname = \"board\"\nurl = \"{url}\"\napi_token = \"the-token-of-the-board\"\n\
         oauth_client_id = \"service-notices\""
    ));
    let made = world.database.json("token new lmata --inherit");
    let good = made["token"].as_str().unwrap();
    let reaches = |token: &str| {
        let value = signed("service-notices", token);
        let mut browser = world.browser();
        browser.keep(
            "service-notices",
            "/services/board/",
            &format!("\"{value}\""),
        );
        browser.keep("other", "/services/board/", "1");
        let shown = browser.get("/services/board/").body;
        assert!(shown.contains("other=1"), "{shown}");
        shown.contains("service-notices")
    };
    assert!(reaches(good));
    assert!(!reaches("0123456789abcdef0123456789abcdef"));
}
