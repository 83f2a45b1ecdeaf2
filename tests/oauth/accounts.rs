//! Accounts of the hub's own, as people meet them in a browser, programs over REST, and administrators on the command
//! line.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::served::Answer;
use crate::world::{LOGIN, World};

const GOOD: &str = "correct horse";
const BETTER: &str = "another horse";

/// Send a form from the page at `path`, as its own button does.
fn fill_in(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    browser.get(path);
    let xsrf = browser.cookie("_xsrf").unwrap_or_default().to_owned();
    browser.post(path, &[fields, &[("_xsrf", &xsrf)]].concat())
}

fn sign_in(world: &World, name: &str, password: &str) -> (Browser, Answer) {
    let mut browser = world.browser();
    let fields = [("username", name), ("password", password)];
    let answer = fill_in(&mut browser, "/hub/login", &fields);
    (browser, answer)
}

/// The path of a link for `name`.
fn invite(world: &World, name: &str) -> String {
    let (link, _) = world.database.succeed(&format!("users invite {name}"));
    let path = link.trim().split_once("/hub/invite/").unwrap().1;
    format!("/hub/invite/{path}")
}

/// Give `name` an account.
fn account(world: &World, name: &str) {
    let line = format!("users set-password {name}");
    let output = world.database.output(&line, &format!("{GOOD}\n"));
    assert!(output.status.success(), "{output:?}");
}

fn chosen<'a>(password: &'a str, again: &'a str) -> [(&'static str, &'a str); 2] {
    [("password", password), ("password_again", again)]
}

#[test]
fn an_invitation_opens_an_account_once_and_to_look_at_it_uses_nothing_up() {
    let world = World::new();
    let link = invite(&world, "lmata");
    let mut browser = world.browser();
    for _ in 0..2 {
        let page = browser.get(&link);
        assert_eq!(page.status, 200);
        assert!(page.body.contains("lmata"));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
    for (password, again, why) in [
        (GOOD, BETTER, "not typed the same twice"),
        ("short", "short", "8 characters"),
        ("password1", "password1", "many people have"),
    ] {
        let refused = fill_in(&mut browser, &link, &chosen(password, again));
        assert_eq!(refused.status, 400, "{why}");
        assert!(!refused.body.contains(&format!("value=\"{password}\"")));
    }
    let accepted = fill_in(&mut browser, &link, &chosen(GOOD, GOOD));
    assert_eq!(
        (accepted.status, accepted.header("location")),
        (302, Some("/hub/"))
    );
    assert!(browser.cookie(LOGIN).is_some(), "they are signed in");
    assert_eq!(browser.get("/hub/home").status, 200);
    let mut other = world.browser();
    assert_eq!(other.get(&link).status, 404);
    let again = fill_in(&mut other, &link, &chosen(BETTER, BETTER));
    assert!((400..500).contains(&again.status), "{}", again.status);
    assert_eq!(sign_in(&world, "lmata", BETTER).1.status, 403);
    assert_eq!(sign_in(&world, "lmata", GOOD).1.status, 302);
}

#[test]
fn a_link_is_of_no_use_after_its_time() {
    let world = World::new();
    let link = invite(&world, "lmata");
    world
        .database
        .write("UPDATE hubctl_links SET expires_at = '2020-01-01 00:00:00.000000'");
    let mut browser = world.browser();
    let page = browser.get(&link);
    assert_eq!(page.status, 404);
    assert!(page.body.contains("past its time"), "{}", page.body);
    let accepted = fill_in(&mut browser, &link, &chosen(GOOD, GOOD));
    assert!((400..500).contains(&accepted.status));
    assert_eq!(browser.cookie(LOGIN), None);
}

#[test]
fn a_password_is_changed_by_who_knows_it_and_other_browsers_are_signed_out() {
    let world = World::new();
    account(&world, "lmata");
    let (mut browser, _) = sign_in(&world, "lmata", GOOD);
    let (mut other, _) = sign_in(&world, "lmata", GOOD);
    let change = |browser: &mut Browser, old: &str, [new, again]: [&str; 2]| {
        let fields = [&[("old_password", old)], &chosen(new, again)[..]].concat();
        fill_in(browser, "/hub/change-password", &fields)
    };
    let wrong = change(&mut browser, "guess", [BETTER, BETTER]);
    assert_eq!(wrong.status, 403);
    assert!(wrong.body.contains("The present password is another."));
    assert_eq!(change(&mut browser, GOOD, [BETTER, GOOD]).status, 400);
    assert_eq!(change(&mut browser, GOOD, ["lmata", "lmata"]).status, 400);
    assert_eq!(change(&mut browser, GOOD, [BETTER, BETTER]).status, 200);
    assert_eq!(
        browser.get("/hub/home").status,
        200,
        "this browser stays signed in"
    );
    let (page, way) = other.visit("/hub/home");
    assert_eq!(
        (page.status, way.last().unwrap().starts_with("/hub/login")),
        (200, true)
    );
    assert_eq!(sign_in(&world, "lmata", GOOD).1.status, 403);
    assert_eq!(sign_in(&world, "lmata", BETTER).1.status, 302);
}

#[test]
fn whoever_asks_for_an_account_waits_and_comes_in_once_approved() {
    let world = World::configured("auth.enable_signup = true");
    let mut browser = world.browser();
    let fields = [&[("username", "Zoe")], &chosen(GOOD, GOOD)[..]].concat();
    let asked = fill_in(&mut browser, "/hub/signup", &fields);
    assert_eq!(asked.status, 200);
    assert_eq!(browser.cookie(LOGIN), None);
    assert_eq!(sign_in(&world, "zoe", GOOD).1.status, 403);
    let taken = fill_in(&mut browser, "/hub/signup", &fields);
    assert!((400..500).contains(&taken.status));
    world.database.succeed("users approve zoe");
    assert_eq!(sign_in(&world, "zoe", GOOD).1.status, 302);
    let closed = World::new();
    assert_eq!(closed.browser().get("/hub/signup").status, 404);
}

#[test]
fn a_form_that_lacks_a_field_is_a_bad_request_and_says_which() {
    let world = World::new();
    let mut browser = world.browser();
    for (fields, lacks) in [
        (&[][..], "username"),
        (&[("username", "ada")][..], "password"),
    ] {
        let answer = fill_in(&mut browser, "/hub/login", fields);
        assert_eq!(answer.status, 400);
        assert!(
            answer.body.contains("The form has no field"),
            "{}",
            answer.body
        );
        assert!(answer.body.contains(lacks));
    }
}

/// Ask for an invitation of `name` by a token of `whose`.
fn ask_to_invite(world: &World, token: &str, name: &str, body: &Value) -> (u16, Value) {
    let mut program = Browser::of_a_program(world.served.address())
        .saying("authorization", &format!("token {token}"));
    let path = format!("/hub/api/users/{name}/invitation");
    let answer = program.send("POST", &path, Some(("application/json", &body.to_string())));
    (
        answer.status,
        serde_json::from_str(&answer.body).unwrap_or_default(),
    )
}

#[test]
fn only_an_admin_invites_an_admin() {
    let world = World::new();
    world
        .database
        .succeed("roles create deputy --scope admin:users --scope tokens");
    world.database.succeed("roles grant deputy --user lmata");
    let token = |who: &str| {
        let (token, _) = world
            .database
            .succeed(&format!("token new {who} --inherit"));
        token.trim().to_owned()
    };
    let (deputy, admin) = (token("lmata"), token("ada"));
    let (status, invited) = ask_to_invite(&world, &deputy, "eve", &json!({}));
    assert_eq!(status, 201, "{invited}");
    assert!(
        invited["path"]
            .as_str()
            .unwrap()
            .starts_with("/hub/invite/")
    );
    assert_eq!(
        ask_to_invite(&world, &deputy, "ada", &json!({})).0,
        403,
        "who is an admin"
    );
    assert_eq!(
        ask_to_invite(&world, &deputy, "new", &json!({ "admin": true })).0,
        403
    );
    assert_eq!(
        ask_to_invite(&world, &admin, "new", &json!({ "admin": true })).0,
        201
    );
    assert_eq!(
        ask_to_invite(&world, &token("eve"), "lmata", &json!({})).0,
        403,
        "who may not"
    );
    let link = invited["path"].as_str().unwrap();
    assert_eq!(world.browser().get(link).status, 200);
}

#[test]
fn whoever_must_sign_in_anew_is_led_there_and_their_token_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let stale = folder.path().join("stale");
    fs::write(&stale, "#!/bin/sh\necho false\n").unwrap();
    fs::set_permissions(&stale, fs::Permissions::from_mode(0o755)).unwrap();
    let world = World::configured(&format!("auth.refresh_user = '{}'", stale.display()));
    let (_, way) = world.signed_in("lmata").visit("/hub/home");
    assert!(way.last().unwrap().starts_with("/hub/login"), "{way:?}");
    assert_eq!(world.signed_in("lmata").get("/hub/api/user").status, 403);
    let (token, _) = world.database.succeed("token new lmata --inherit");
    let mut program = Browser::of_a_program(world.served.address())
        .saying("authorization", &format!("token {}", token.trim()));
    assert_eq!(program.get("/hub/api/user").status, 200);
}

#[test]
fn an_invitation_is_a_line_or_json_and_a_rehearsal_makes_none() {
    let World { database, served } = World::new();
    served.stop();
    let links = || database.stored("SELECT count(*) FROM hubctl_links");
    let rehearsed = database.run("users invite lmata --dry-run");
    assert!(
        rehearsed.starts_with("! dry run, nothing was changed: would have invited `lmata`"),
        "{rehearsed}"
    );
    assert!(
        !rehearsed.contains("hub/invite/"),
        "a link of a rehearsal is good for nothing"
    );
    let before = links();
    let invited = database.json("users invite lmata");
    assert_eq!(invited["name"], "lmata");
    assert!(invited["link"].as_str().unwrap().starts_with("hub/invite/"));
    assert!(invited["expires_at"].is_string());
    assert_ne!(links(), before);
    let accounts = database.json("users accounts");
    assert_eq!(accounts[0]["name"], "lmata");
    assert!(accounts[0]["since"].is_null() && accounts[0]["invited_until"].is_string());
    assert_eq!(database.run("users accounts -o name"), "lmata\n");
}

#[test]
fn a_password_comes_from_stdin_and_is_never_an_argument() {
    let World { database, served } = World::new();
    served.stop();
    let kept = || database.stored("SELECT group_concat(password) FROM hubctl_accounts");
    let argument = database.run("users set-password lmata secret-word");
    assert!(
        argument.contains("unexpected argument") && argument.ends_with("exit 2\n"),
        "{argument}"
    );
    for (password, why) in [("short\n", "8"), ("password1\n", "many"), ("\n", "8")] {
        let refused = database.run_with("users set-password lmata", password);
        assert!(refused.ends_with("exit 2\n"), "{why}: {refused}");
    }
    let rehearsed = database.run_with("users set-password lmata --dry-run", GOOD);
    assert!(
        rehearsed.contains("dry run, nothing was changed"),
        "{rehearsed}"
    );
    assert_eq!(kept(), "NULL");
    let set = database.run_with("users set-password lmata", &format!("{GOOD}\n"));
    assert_eq!(set, "! set the password of `lmata`, and signed them out\n");
    assert!(kept().starts_with("$argon2id$"), "{}", kept());
    let logged = database.stored("SELECT group_concat(coalesce(became, '')) FROM hubctl_audit");
    assert!(
        !logged.contains(GOOD) && !logged.contains("argon2"),
        "{logged}"
    );
    let nobody = database.run_with("users set-password nobody", GOOD);
    assert!(nobody.ends_with("exit 3\n"), "{nobody}");
}

#[test]
fn those_who_ask_are_listed_approved_and_rejected() {
    let world = World::configured("auth.enable_signup = true");
    for name in ["zoe", "yan"] {
        let fields = [&[("username", name)], &chosen(GOOD, GOOD)[..]].concat();
        fill_in(&mut world.browser(), "/hub/signup", &fields);
    }
    let World { database, served } = world;
    served.stop();
    let waiting = || database.run("users accounts --waiting -o name");
    assert_eq!(waiting(), "zoe\nyan\n");
    assert_eq!(database.json("users accounts --waiting")[0]["name"], "zoe");
    let unasked = database.run("users reject yan");
    assert!(
        unasked.contains("say `--yes`") && unasked.ends_with("exit 2\n"),
        "{unasked}"
    );
    for rehearsal in ["users reject yan --dry-run", "users approve zoe --dry-run"] {
        assert!(database.run(rehearsal).contains("dry run"), "{rehearsal}");
    }
    assert_eq!(waiting(), "zoe\nyan\n");
    database.succeed("users reject yan --yes");
    database.succeed("users approve zoe");
    assert_eq!(waiting(), "");
    assert_eq!(database.json("users accounts")[0]["name"], "zoe");
}
