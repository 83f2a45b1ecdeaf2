//! The page for administrators: who may open it, and that each thing on it takes the scope that it takes over REST.

use crate::browser::Browser;
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
    for (action, name) in [("delete", "eve"), ("make-admin", "eve"), ("shutdown", "")] {
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
