//! Which door a command goes through.

use insta::assert_snapshot;

use crate::hub::Hub;
use crate::scripted::{Person, Scripted, answer, root};
use crate::served::Served;

/// A hub that knows whoever asks as `ada`.
fn knows_ada() -> Scripted {
    Scripted::start(Box::new(|line, _, stream| {
        if !root(line, stream) {
            let me = r#"{"kind": "user", "name": "ada", "scopes": ["list:users"]}"#;
            answer(stream, "200 OK", "application/json", me);
        }
    }))
}

fn who(person: &Person, line: &str, variables: &[(&str, &str)]) -> String {
    person.run(&format!("whoami -o name {line}"), variables)
}

#[test]
fn a_notebook_asks_its_own_hub_with_no_configuration() {
    let hub = knows_ada();
    let api = format!("{}/hub/api", hub.url());
    let notebook = [
        ("JUPYTERHUB_API_URL", api.as_str()),
        ("JUPYTERHUB_API_TOKEN", "secret"),
    ];
    assert_eq!(who(&Person::new(), "", &notebook), "ada\n");
    // What the line says wins.
    let said = who(&Person::new(), "--db jupyterhub.sqlite", &notebook);
    assert!(!said.contains("ada"), "{said}");
    // Of its own hub, named as people name it, it has the token.
    assert_eq!(
        who(&Person::new(), &format!("--hub {}", hub.url()), &notebook),
        "ada\n"
    );
}

#[test]
fn two_doors_at_one_place_are_refused() {
    let person = Person::new();
    assert_snapshot!(who(&person, "--db x.sqlite --hub https://h.example", &[]), @"
    ! error: both `--db` and a hub are named · a command works on the one or asks the other
    exit 2
    ");
    let both = [
        ("HUBCTL_DB", "x.sqlite"),
        ("HUBCTL_HUB", "https://h.example"),
    ];
    assert_snapshot!(who(&person, "", &both), @"
    ! error: the environment names both a database and a hub · a command works on the one or asks the other
    exit 2
    ");
    let hub = knows_ada();
    let line = format!("--hub {}", hub.url());
    let variables = [("HUBCTL_DB", "x.sqlite"), ("HUBCTL_TOKEN", "secret")];
    assert_eq!(who(&person, &line, &variables), "ada\n");
}

#[test]
fn two_hubs_at_one_place_are_refused() {
    let person = Person::new();
    assert_snapshot!(who(&person, "--hub https://h.example --profile work", &[]), @"
    ! error: both `--hub` and `--profile` are said · a command asks one hub: leave one out
    exit 2
    ");
    let both = [
        ("HUBCTL_HUB", "https://h.example"),
        ("HUBCTL_PROFILE", "work"),
    ];
    assert_snapshot!(who(&person, "", &both), @"
    ! error: both `HUBCTL_HUB` and `HUBCTL_PROFILE` are set · a command asks one hub: leave one out
    exit 2
    ");
}

#[test]
fn the_line_goes_before_the_environment_and_that_before_the_profile_in_use() {
    let (used, other, notebook) = (knows_ada(), knows_ada(), knows_ada());
    let person = Person::new();
    for (name, hub) in [("other", &other), ("used", &used)] {
        let line = format!("login {} --with-token --name {name}", hub.url());
        person.run_with(&line, &format!("token-of-{name}"));
    }
    let asked = |line: &str, variables: &[(&str, &str)]| {
        for hub in [&used, &other, &notebook] {
            hub.forget();
        }
        let said = who(&person, line, variables);
        let hubs = [(&used, "used"), (&other, "other"), (&notebook, "notebook")];
        let asked =
            hubs.map(|(hub, name)| hub.token_heard().map(|token| format!("{name} by {token}")));
        let asked: Vec<_> = asked.into_iter().flatten().collect();
        if asked.is_empty() {
            said
        } else {
            asked.join(", ")
        }
    };
    let api = format!("{}/hub/api", notebook.url());
    let within = [
        ("JUPYTERHUB_API_URL", api.as_str()),
        ("JUPYTERHUB_API_TOKEN", "token-of-notebook"),
    ];
    assert_eq!(asked("", &within), "used by token-of-used");
    assert_eq!(
        asked("", &[("HUBCTL_PROFILE", "other")]),
        "other by token-of-other"
    );
    assert_eq!(
        asked("", &[("HUBCTL_HUB", other.url())]),
        "other by token-of-other"
    );
    let line = format!("--hub {}", used.url());
    assert_eq!(
        asked(&line, &[("HUBCTL_PROFILE", "other")]),
        "used by token-of-used"
    );
    assert_eq!(
        asked("--profile other", &[("HUBCTL_HUB", used.url())]),
        "other by token-of-other"
    );
    // A token beside a hub is for that hub, and is sent to no other.
    let both = [("HUBCTL_HUB", other.url()), ("HUBCTL_TOKEN", "secret")];
    assert_eq!(asked("", &both), "other by secret");
    assert_eq!(asked("--profile used", &both), "used by token-of-used");
    let line = format!("--hub {}", notebook.url());
    let said = asked(&line, &both);
    assert!(
        said.contains("there is no token for") && !said.contains("secret"),
        "{said}"
    );
    // Alone, it is for whichever hub is named.
    assert_eq!(asked("", &[("HUBCTL_TOKEN", "secret")]), "used by secret");
}

#[test]
fn without_a_token_no_hub_is_asked() {
    assert_snapshot!(who(&Person::new(), "--hub https://h.example", &[]), @"
    ! error: there is no token for `https://h.example` · `hubctl login https://h.example`, or put one into `HUBCTL_TOKEN`
    exit 4
    ");
}

#[test]
fn what_only_a_hub_can_do_names_the_way_to_one() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("servers start plain"), @"
    ! error: only a hub that runs can do this · name it by `--hub URL`, or sign in to it once by `hubctl login URL`
    exit 2
    ");
    let person = Person::new();
    let named = [
        ("HUBCTL_HUB", "https://h.example"),
        ("HUBCTL_TOKEN", "secret"),
    ];
    assert_snapshot!(person.run("db status", &named), @"
    ! error: this works on a database, and no hub does it · use `--db` on the hub's machine
    exit 2
    ");
}

#[test]
fn beside_a_hub_that_serves_the_direct_door_says_that_the_other_is_safer() {
    let hub = Hub::recorded();
    let served = Served::start(hub.path().parent().unwrap(), &[]);
    let said = hub
        .run("users add grace -o name")
        .replace(served.url(), "URL");
    assert_snapshot!(said, @"
    grace
    ! note: a hub serves this database at `URL`: to ask it by `--hub URL` is safer
    ! added 1 user
    ");
    served.stop();
    assert_snapshot!(hub.run("users add heidi -o name"), @"
    heidi
    ! added 1 user
    ");
}
