//! Requests that other sites may have made: refused, with the cause and what mends it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::browser::Browser;
use crate::served::Answer;
use crate::world::{World, signed};

/// Report a broken policy, which is the least that a page can send.
const REPORT: &str = "/hub/security/csp-report";

/// The value that a page of the hub shows `browser`.
fn shown(browser: &mut Browser) -> String {
    browser.get(REPORT);
    browser.post(REPORT, &[]);
    browser.cookie("_xsrf").unwrap().to_owned()
}

fn post(browser: &mut Browser, shown: &str) -> Answer {
    browser.post(REPORT, &[("_xsrf", shown)])
}

/// Whether a line of the log has `words` in this field.
fn said(line: &Value, field: &str, words: &str) -> bool {
    line[field]
        .as_str()
        .is_some_and(|text| text.contains(words))
}

fn xsrf_of(id: &str) -> String {
    URL_SAFE_NO_PAD.encode(signed("_xsrf", id))
}

/// GHSA-m68r-v472-jgq9 (CVE-2026-40864)
#[test]
fn a_form_of_another_site_is_refused() {
    let world = World::new();
    let mut browser = world.signed_in("lmata");
    let value = shown(&mut browser);
    assert_eq!(post(&mut browser, &value).status, 200);
    let mut evil = browser
        .clone()
        .saying("origin", "https://evil.example")
        .saying("sec-fetch-site", "cross-site");
    let answer = evil.post(REPORT, &[]);
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("evil.example"), "{}", answer.body);
    assert_eq!(
        evil.send("DELETE", "/hub/api/users/lmata", None).status,
        403
    );
}

/// GHSA-7r3h-4ph8-w38g (CVE-2024-28233)
#[test]
fn a_cookie_that_a_sibling_site_tosses_is_of_no_use_to_it() {
    let world = World::new();
    let mut browser = world.signed_in("lmata");
    // What the hub signed for eve, in a session that eve knows.
    let eves = xsrf_of(&format!("eves-session:{}", world.cookie_id("eve")));
    browser.keep("_xsrf", "/hub/security/", &eves);
    assert_eq!(post(&mut browser, &eves).status, 403);
    let mut tossed = world.signed_in("lmata");
    tossed.keep("jupyterhub-session-id", "/hub/security/", "eves-session");
    tossed.keep("_xsrf", "/hub/security/", &eves);
    assert_eq!(post(&mut tossed, &eves).status, 403);
}

#[test]
fn a_page_from_before_another_sign_in_is_told_to_be_old() {
    let mut world = World::new();
    let mut browser = world.signed_in("lmata");
    let value = shown(&mut browser);
    let mut other_tab = world.signed_in("eve");
    other_tab.keep("_xsrf", "/hub/", &value);
    let answer = post(&mut other_tab, &value);
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("in another tab"), "{}", answer.body);
    let line = world
        .served
        .wait_until(|line| said(line, "why", "in another tab"));
    assert!(said(&line, "mend", "load the page anew"), "{line}");
}

#[test]
fn a_browser_that_blocks_cookies_is_told_so() {
    let world = World::new();
    let answer = world.browser().post(REPORT, &[("_xsrf", "x")]);
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("no cookies at all"), "{}", answer.body);
}

/// A configuration of nginx that many have copied: `X-Scheme $scheme`, behind another proxy that ends TLS.
#[test]
fn a_proxy_that_says_http_to_a_browser_at_https_is_told_of() {
    let mut world = World::configured("hub.trusted_downstream_ips = [\"127.0.0.1\"]");
    let host = world.served.address().to_owned();
    let mut browser = world
        .signed_in("lmata")
        .saying("origin", &format!("https://{host}"))
        .saying("x-scheme", "http")
        .saying("x-forwarded-proto", "https");
    let value = shown(&mut browser);
    let refused = post(&mut browser, "another value");
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("X-Scheme: http"), "{}", refused.body);
    assert!(
        refused.body.contains("proxy_set_header X-Scheme"),
        "{}",
        refused.body
    );
    world
        .served
        .wait_until(|line| said(line, "why", "X-Scheme: http"));
    // Where nothing is refused, the log tells even so: cookies would not be marked as secure.
    assert_eq!(post(&mut browser, &value).status, 200);
    let line = world
        .served
        .wait_for("the hub takes the scheme of a browser for another one");
    assert!(said(&line, "mend", "hub.public_url"), "{line}");
}

#[test]
fn a_proxy_that_the_hub_is_not_told_to_believe_is_named() {
    let world = World::new();
    let host = world.served.address().to_owned();
    let mut browser = world
        .signed_in("lmata")
        .saying("origin", &format!("https://{host}"))
        .saying("x-forwarded-proto", "https");
    let answer = post(&mut browser, "x");
    for words in ["the proxy at 127.0.0.1 says", "hub.trusted_downstream_ips"] {
        assert!(answer.body.contains(words), "{}", answer.body);
    }
}
