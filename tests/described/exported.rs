//! What is exported makes an equal hub of an empty one.

use insta::assert_snapshot;

use super::both::Hub;
use super::files::{COURSE, write};
use super::hub::Hub as Direct;
use super::meaning;

/// A new hub that was made what `text` describes.
fn made_of(text: &str, name: &str) -> Hub {
    let hub = Hub::fresh();
    hub.put(name, text);
    hub.succeed(&format!("apply -f {name}"));
    hub
}

#[test]
fn an_export_applied_to_an_empty_hub_makes_an_equal_one() {
    let hub = made_of(COURSE, "course.toml");
    hub.do_apart("roles edit user --add-scope list:services");
    hub.succeed("services add cull --timeout 7 --info {\"a\":[null]} --admin");
    for (format, name) in [("toml", "hub.toml"), ("yaml", "hub.yaml")] {
        let (text, _) = hub.succeed(&format!("export --format {format}"));
        let copy = made_of(&text, name);
        assert_eq!(meaning::of_both(&copy), meaning::of_both(&hub), "{text}");
        assert_eq!(copy.succeed(&format!("export --format {format}")).0, text);
    }
}

/// The same by the operator of a database, for what no hub lets anybody do from afar.
fn made_here(text: &str, name: &str) -> Direct {
    let hub = Direct::fresh();
    write(&hub, name, text);
    hub.succeed(&format!("apply -f {name}"));
    hub
}

#[test]
fn what_a_hub_starts_is_exported_for_the_operator() {
    let hub = made_here(COURSE, "course.toml");
    hub.succeed("services add cull --user nobody -- cull --every 5");
    let (text, _) = hub.succeed("export");
    let copy = made_here(&text, "hub.toml");
    assert_eq!(meaning::of(&copy), meaning::of(&hub), "{text}");
}

#[test]
fn a_hub_of_jupyterhubs_is_exported_and_made_again() {
    let hub = Direct::recorded();
    let copy = made_here(&hub.succeed("export").0, "hub.toml");
    let (ours, theirs) = (meaning::of(&copy), meaning::of(&hub));
    let differing = |one: &str, other: &str| -> Vec<String> {
        let lines = one
            .lines()
            .filter(|line| !other.lines().any(|o| o == *line));
        lines.map(str::to_owned).collect()
    };
    // Whoever made this client for a test called it otherwise, and did not let people in.
    let client = "service-runtime-announce|/services/runtime-announce/oauth_callback|";
    assert_eq!(
        differing(&theirs, &ours),
        [format!("{client}runtime|read:users:name")]
    );
    assert_eq!(differing(&ours, &theirs).len(), 1);
}

#[test]
fn what_is_secret_or_a_default_is_left_out() {
    let hub = made_of(COURSE, "course.toml");
    hub.succeed("services edit marks --env KEY=sesame --env OTHER=1");
    let printed = hub.run("export --name course");
    assert!(!printed.contains("sesame"));
    assert_snapshot!(printed, @r#"
    name = "course"

    [[users]]
    name = "ada"
    admin = true

    [[users]]
    name = "bob"

    [[users]]
    name = "eve"

    [[users]]
    name = "root"
    admin = true

    [[groups]]
    name = "class"
    users = ["bob", "eve"]
    properties = { room = "B12" }

    [[roles]]
    name = "grader"
    description = "Sees the servers of the class"
    scopes = ["read:servers!group=class"]
    users = ["bob"]
    groups = ["class"]
    services = ["marks"]

    [[services]]
    name = "marks"
    url = "http://127.0.0.1:10101"
    oauth_no_confirm = true
    ! note: the environment of the service `marks` is left out, as its values may be secrets: KEY, OTHER
    "#);
    assert_snapshot!(hub.run("export --format yaml"), @r#"
    users:
    - name: ada
      admin: true
    - name: bob
    - name: eve
    - name: root
      admin: true

    groups:
    - name: class
      users: [bob, eve]
      properties: { room: B12 }

    roles:
    - name: grader
      description: "Sees the servers of the class"
      scopes: ["read:servers!group=class"]
      users: [bob]
      groups: [class]
      services: [marks]

    services:
    - name: marks
      url: "http://127.0.0.1:10101"
      oauth_no_confirm: true
    ! note: the environment of the service `marks` is left out, as its values may be secrets: KEY, OTHER
    "#);
    assert_snapshot!(Direct::fresh().run("export"), @"");
}

#[test]
fn an_export_is_json_where_that_is_asked_for() {
    let hub = made_of(COURSE, "course.toml");
    let json = hub.json("export").to_string();
    let copy = made_of(&json, "hub.json");
    assert_eq!(meaning::of_both(&copy), meaning::of_both(&hub));
}
