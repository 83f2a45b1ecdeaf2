//! The page for administrators: who may open it, and that each thing on it takes the scope that it takes over REST.

use crate::browser::Browser;
use crate::served::Answer;
use crate::world::World;

/// Send a form of the page; the status.
fn send(browser: &mut Browser, fields: &[(&str, &str)]) -> u16 {
    let shown = browser.cookie("_xsrf").unwrap().to_owned();
    let form = [&[("_xsrf", shown.as_str())], fields].concat();
    browser.post("/hub/admin", &form).status
}

fn users(world: &World) -> String {
    let names = "SELECT group_concat(name || admin, ' ') FROM (SELECT * FROM users ORDER BY name)";
    world.database.stored(names)
}

#[test]
fn who_may_see_everybody_may_do_no_more_than_that() {
    let world = World::new();
    world
        .database
        .succeed("roles create looker --scope admin-ui --scope list:users --scope read:users:name");
    world.database.succeed("roles grant looker --user lmata");
    let mut eve = world.signed_in("eve");
    assert_eq!(eve.get("/hub/admin").status, 403);
    assert_eq!(eve.get("/hub/admin/groups").status, 403);
    let mut lmata = world.signed_in("lmata");
    let page = lmata.get("/hub/admin").body;
    for shown in ["data-user=\"ada\"", "data-user=\"eve\""] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("id=\"shutdown\""), "{page}");
    let before = users(&world);
    for fields in [
        &[("action", "delete"), ("name", "eve")][..],
        &[("action", "make-admin"), ("name", "lmata")],
        &[("action", "no-admin"), ("name", "ada")],
        &[
            ("action", "rename"),
            ("name", "eve"),
            ("new_name", "mallory"),
        ],
        &[("action", "add"), ("names", "mallory")],
        &[("action", "start"), ("name", "eve"), ("server", "")],
        &[("action", "stop"), ("name", "eve"), ("server", "")],
        &[("action", "shutdown")],
    ] {
        let sure = [fields, &[("sure", "yes")]].concat();
        assert!([403, 404].contains(&send(&mut lmata, &sure)), "{fields:?}");
    }
    assert_eq!(lmata.get("/hub/admin/groups").status, 403);
    assert_eq!(users(&world), before);
}

#[test]
fn nothing_is_destroyed_before_it_was_asked_about() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    assert!(ada.get("/hub/admin").body.contains("id=\"shutdown\""));
    for (action, name) in [
        ("delete", "eve"),
        ("make-admin", "eve"),
        ("rename", "eve"),
        ("shutdown", ""),
    ] {
        assert_eq!(send(&mut ada, &[("action", action), ("name", name)]), 200);
    }
    assert_eq!(users(&world), "ada1 eve0 lmata0");
    let unasked = [("action", "delete"), ("name", "eve"), ("sure", "yes")];
    assert_eq!(ada.clone().post("/hub/admin", &unasked).status, 403);
    assert_eq!(users(&world), "ada1 eve0 lmata0");
    assert_eq!(send(&mut ada, &unasked), 303);
    let herself = [("action", "delete"), ("name", "ada"), ("sure", "yes")];
    assert_eq!(send(&mut ada, &herself), 400);
    assert_eq!(users(&world), "ada1 lmata0");
}

/// Send a form that asks for another name for eve; the answer.
fn rename(browser: &mut Browser, new_name: &str) -> Answer {
    let shown = browser.cookie("_xsrf").unwrap().to_owned();
    let form = [
        ("_xsrf", shown.as_str()),
        ("action", "rename"),
        ("name", "eve"),
        ("new_name", new_name),
        ("sure", "yes"),
    ];
    browser.post("/hub/admin", &form)
}

#[test]
fn a_user_is_given_another_name_that_is_free_and_allowed() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    ada.get("/hub/admin");
    for (taken, why) in [("lmata", "lmata"), ("no/name", "contains"), ("", "name")] {
        let refused = rename(&mut ada, taken);
        assert!((400..500).contains(&refused.status), "{taken}: {refused:?}");
        let typed = format!("name=\"new_name\" value=\"{taken}\"");
        for shown in ["role=\"alert\"", why, &typed, "Rename eve"] {
            assert!(refused.body.contains(shown), "{shown}: {}", refused.body);
        }
    }
    assert_eq!(users(&world), "ada1 eve0 lmata0");
    let eve = world.cookie_id("eve");
    assert_eq!(rename(&mut ada, " Yve ").status, 303);
    assert_eq!(
        users(&world),
        "ada1 lmata0 yve0",
        "in small letters, as all names"
    );
    assert_eq!(world.cookie_id("yve"), eve, "whoever is signed in stays so");
}

/// The group `math` of this many members.
fn math(ada: &mut Browser, members: usize) {
    ada.get("/hub/admin");
    let shown = ada.cookie("_xsrf").unwrap().to_owned();
    let names: Vec<String> = (0..members)
        .map(|number| format!("pupil-{number:03}"))
        .collect();
    let names = names.join("\n");
    for (path, form) in [
        ("/hub/admin", [("action", "add"), ("names", &*names)]),
        ("/hub/admin/groups", [("action", "add"), ("names", "math")]),
        (
            "/hub/admin/groups/math",
            [("action", "add"), ("names", &names)],
        ),
    ] {
        let form = [&[("_xsrf", shown.as_str())], &form[..]].concat();
        assert_eq!(ada.post(path, &form).status, 303, "{path}");
    }
}

#[test]
fn a_large_group_is_shown_page_by_page_and_searched() {
    let world = World::new();
    let mut ada = world.signed_in("ada");
    math(&mut ada, 120);
    let mut shown = |query: &str| {
        let page = ada.get(&format!("/hub/admin/groups/math{query}")).body;
        let members = page.matches("class=\"remove-member").count();
        (members, page)
    };
    let (members, first) = shown("");
    assert_eq!(members, 50);
    assert!(
        first.contains("1 to 50 of 120") && first.contains("?offset=50\""),
        "{first}"
    );
    let (members, last) = shown("?offset=100");
    assert_eq!(members, 20);
    assert!(
        last.contains("101 to 120 of 120") && !last.contains("rel=\"next\""),
        "{last}"
    );
    let (members, found) = shown("?name_filter=PIL-11");
    assert_eq!(members, 10);
    assert!(
        found.contains("1 to 10 of 10") && found.contains("pupil-119"),
        "{found}"
    );
    let (members, none) = shown("?name_filter=mallory");
    assert_eq!(members, 0);
    assert!(none.contains("Nobody in it is called so."), "{none}");
}

#[test]
fn who_may_see_that_there_is_a_group_is_not_told_who_is_in_it() {
    let world = World::new();
    let roles = "roles create looker --scope admin-ui --scope read:groups:name --scope list:groups";
    world.database.succeed(roles);
    world.database.succeed("roles grant looker --user lmata");
    math(&mut world.signed_in("ada"), 3);
    let page = world.signed_in("lmata").get("/hub/admin/groups/math").body;
    assert!(page.contains("You may not see who is in it."), "{page}");
    assert!(!page.contains("pupil") && !page.contains(" of 3"), "{page}");
}
