//! Signing in to a hub, and out of it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;

use crate::hub::Hub;
use crate::scripted::{Person, Scripted, root};
use crate::served::Served;

/// A hub that serves, and the token of an admin there.
fn served() -> (Hub, Served, String) {
    let hub = Hub::recorded();
    let (token, _) = hub.succeed("token new ada-admin --inherit");
    let served = Served::start(hub.path().parent().unwrap(), &[]);
    (hub, served, token.trim().to_owned())
}

#[test]
fn who_signs_in_is_known_from_then_on_and_forgotten_after() {
    let (_hub, served, token) = served();
    let person = Person::new();
    let line = format!("login {} --with-token --name work", served.url());
    let folder = person.folder().to_str().unwrap();
    let said = person.run_with(&line, &token);
    let said = said
        .replace(folder, "CONFIG")
        .replace(served.url().trim_end_matches('/'), "URL");
    assert_snapshot!(said, @"
    ! signed in to `URL` as user `ada-admin`; it is the profile `work`, in use from now on
    ! no keyring can be used here: the token is in `CONFIG/hubctl/tokens.toml`, which only you can read
    ");
    let kept = person.folder().join("hubctl/tokens.toml");
    let mode = fs::metadata(&kept).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(person.run("whoami -o name", &[]), "ada-admin\n");
    assert_eq!(person.run("users show plain -o name", &[]), "plain\n");
    assert_eq!(person.run("profiles list -o name", &[]), "work\n");

    let said = person.run("logout --revoke", &[]);
    let said = said.replace(served.url().trim_end_matches('/'), "URL");
    assert_snapshot!(said, @"
    ! `URL` does not take the token any more
    ! forgot the profile `work` and its token
    ");
    assert!(!fs::read_to_string(&kept).unwrap().contains(&token));
    let variables = [("HUBCTL_HUB", served.url()), ("HUBCTL_TOKEN", &token)];
    let said = person.run("users list", &variables);
    assert!(
        said.contains("it is wrong, expired or revoked") && said.ends_with("exit 4\n"),
        "{said}"
    );
    assert!(!said.contains(&token));
}

#[test]
fn a_token_that_is_not_taken_is_not_kept() {
    let (hub, served, _) = served();
    let person = Person::new();
    let line = format!("login {} --with-token", served.url());
    let (expired, _) = hub.succeed("token new ada-admin --inherit --expires 1h");
    hub.write("UPDATE api_tokens SET expires_at = '2020-01-01 00:00:00.000000' WHERE expires_at IS NOT NULL");
    for token in ["nonsense", expired.trim()] {
        let said = person.run_with(&line, token);
        assert!(said.contains("it is wrong, expired or revoked"), "{said}");
        assert!(
            said.ends_with("exit 4\n") && !said.contains(token),
            "{said}"
        );
    }
    assert_eq!(person.run("profiles list -o name", &[]), "");
}

#[test]
fn a_profile_is_chosen_by_name() {
    let (_hub, served, token) = served();
    let person = Person::new();
    for name in ["one", "two"] {
        person.run_with(
            &format!("login {} --with-token --name {name}", served.url()),
            &token,
        );
    }
    assert_eq!(
        person.run("whoami --profile one -o name", &[]),
        "ada-admin\n"
    );
    assert_snapshot!(person.run("whoami --profile on", &[]), @"
    ! error: no profile named `on` · did you mean `one`? · see `hubctl profiles list`
    exit 3
    ");
    assert_snapshot!(person.run("profiles use one", &[]), @"! `one` is in use from now on");
    assert_snapshot!(person.run("profiles use --none", &[]), @"! no hub is in use any more");
    let said = person.run("users list", &[]);
    assert!(said.contains("jupyterhub.sqlite"), "{said}");
}

#[test]
fn a_token_is_asked_for_only_where_somebody_can_answer() {
    assert_snapshot!(Person::new().run("login https://h.example", &[]), @"
    ! error: there is no terminal to ask for a token on · give it on stdin: `hubctl login URL --with-token < FILE`
    exit 2
    ");
}

#[test]
fn a_jupyterhub_says_where_a_token_is_made() {
    let hub = Scripted::start(Box::new(|line, _, stream| {
        root(line, stream);
    }));
    let said = Person::new().run(&format!("login {} --browser", hub.url()), &[]);
    assert_snapshot!(said.replace(hub.url(), "URL"), @"
    ! error: this hub is JupyterHub 6.1.1, which signs nobody in to a command line by a browser · make a token at URL/hub/token, and give it to `hubctl login URL`
    exit 2
    ");
}
