//! What files, environments and flags become.

use std::io::Write;

use super::*;

fn load(
    file: &str,
    environment: &[(&str, &str)],
    flags: &[(&'static str, &str)],
) -> Result<Loaded, Problems> {
    let mut written = tempfile::NamedTempFile::new().unwrap();
    written.write_all(file.as_bytes()).unwrap();
    let pairs = environment.iter();
    Config::load(&Given {
        file: Some(written.path().to_owned()),
        flags: flags
            .iter()
            .map(|(flag, value)| (*flag, (*value).to_owned()))
            .collect(),
        set: Vec::new(),
        environment: pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    })
}

/// What is wrong with `file`, without the folder that it is in.
fn wrong(file: &str) -> String {
    let problems = load(file, &[], &[]).expect_err("something is wrong with it");
    let lines = problems.iter().map(|error| {
        let error = error.to_string();
        match error.split_once(": ") {
            Some((place, rest)) if place.starts_with('/') => {
                format!("{}: {rest}", place.rsplit(':').next().unwrap_or_default())
            }
            _ => error,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn all_that_is_wrong_is_said_at_once_with_its_line() {
    insta::assert_snapshot!(wrong(r#"
port = 8000
[hub]
activ_server_limit = 3
port = "80a"
ip = 4
activity_resolution = -1
allow_named_servers = "yes"
admin_users = ["ada"]
bind_url = "ftp://x"
cookie_secret = 12345678
authenticator_class = "dumy"
[hub.tornado_settings]
header = { a = "b" }
[spawner]
mem_limit = "1 GB"
environment = { A = 5 }
[auth]
admin_users = ["a/b"]
[auht]
[[roles]]
name = "grader"
scope = ["x"]
[[roles]]
scopes = ["x"]
[[services]]
name = "x"
api_token = 12345678
"#), @r#"
    2: `port` stands in no section · write it below `[hub]`
    4: there is no option `hub.activ_server_limit` · did you mean `active_server_limit`?
    5: `hub.port` must be a whole number from 0 to 65535, not string "80a"
    6: `hub.ip` must be a string, not integer `4`
    7: `hub.activity_resolution` must be a number of seconds, 0 or more, not integer `-1`
    8: `hub.allow_named_servers` must be `true` or `false`, not string "yes"
    9: there is no option `hub.admin_users` · that is `auth.admin_users`
    10: `hub.bind_url`: `ftp://x` is nothing to listen on · write `http://127.0.0.1:8000`, `127.0.0.1:8000`, `:8000`, or `unix:/path/of/socket`
    11: `hub.cookie_secret` must be a string, not number
    12: `hub.authenticator_class` cannot be `dumy`: it is one of `native`, `default`, `pam`, `dummy`, `shared-password`, `null` · did you mean `dummy`?
    14: `hub.tornado_settings` has no `header` · did you mean `headers`?
    16: `spawner.mem_limit` must be a number of bytes, or one with `K`, `M`, `G` or `T` after it, as in "1.5G", not string "1 GB"
    17: `spawner.environment` must be a string, not number
    19: `auth.admin_users`: the user name `a/b` contains `/`
    20: there is no section `auht` · did you mean `auth`?
    23: an entry of `[[roles]]` has no `scope` · did you mean `scopes`?
    24: an entry of `[[roles]]` lacks `name`
    28: an entry of `[[services]]` must be a string, not number
    "#);
}

#[test]
fn what_is_wrong_with_one_of_several_entries_is_said_at_its_line() {
    insta::assert_snapshot!(wrong(r#"
[[roles]]
name = "grader"
[[roles]]
name = "grader"
[[services]]
name = "x"
[[services]]
name = "y"
api_token = "short"
[custom_scopes."custom:a"]
description = "a"
[custom_scopes."custom:b"]
description = ""
"#), @"
    4: the role `grader` is defined twice
    8: the token of the service `y` is shorter than 8 characters
    13: the custom scope `custom:b` has no description
    ");
}

#[test]
fn syntax_is_refused_with_its_line() {
    insta::assert_snapshot!(wrong("[hub\nport = 1\n"), @"1: unclosed table, expected `]`");
}

#[test]
fn nothing_given_is_jupyterhubs_defaults_on_loopback() {
    let hub = Config::load(&Given {
        file: Some("/dev/null".into()),
        ..Given::default()
    })
    .unwrap()
    .config
    .hub;
    assert_eq!(hub.bind_url.to_string(), "http://127.0.0.1:8000/");
    assert_eq!(hub.oauth_token_expires_in, Seconds::new(1_209_600));
    assert_eq!(hub.private_bind().to_string(), "http://127.0.0.1:8081/");
}

#[test]
fn flags_go_before_the_environment_which_goes_before_the_file() {
    let file = "[hub]\nbind_url = \"http://10.0.0.1:1/file\"\nport = 2\n";
    for (environment, flags, url) in [
        (None, None, "http://10.0.0.1:2/file/"),
        (
            Some("http://10.0.0.2:3/env"),
            None,
            "http://10.0.0.2:3/env/",
        ),
        (Some("http://10.0.0.2:3/env"), Some(":4"), "http://:4/"),
    ] {
        let environment: Vec<_> = environment
            .map(|url| ("HUBCTL_BIND", url))
            .into_iter()
            .collect();
        let flags: Vec<_> = flags.map(|url| ("--bind", url)).into_iter().collect();
        let hub = load(file, &environment, &flags).unwrap().config.hub;
        assert_eq!(hub.bind_url.to_string(), url);
    }
}

#[test]
fn what_jupyterhub_reads_from_the_environment_gives_way_to_the_file() {
    let environment = [
        ("JPY_COOKIE_SECRET", "aa".repeat(32)),
        (
            "JUPYTERHUB_CRYPT_KEY",
            format!("{};{}", "bb".repeat(32), "cc".repeat(32)),
        ),
    ];
    let environment: Vec<_> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let config = load("", &environment, &[]).unwrap().config;
    assert_eq!(
        config.hub.cookie_secret.as_ref().unwrap().reveal(),
        "aa".repeat(32)
    );
    assert_eq!(config.crypt.keys().unwrap(), [[0xbb; 32], [0xcc; 32]]);
    let file = format!("[hub]\ncookie_secret = \"{}\"", "dd".repeat(32));
    let config = load(&file, &environment, &[]).unwrap().config;
    assert_eq!(config.hub.cookie_secret.unwrap().reveal(), "dd".repeat(32));
}

#[test]
fn groups_of_the_machine_do_not_go_with_accounts_under_any_name() {
    for groups in [
        "allowed_groups = ['wheel']",
        "admin_groups = ['wheel']\nallow_all = true",
    ] {
        let open = wrong(&format!("[auth]\nopen_signup = true\n{groups}\n"));
        assert!(open.contains("anybody could take the name"), "{open}");
        let approved = load(
            &format!("[auth]\nenable_signup = true\n{groups}\n"),
            &[],
            &[],
        );
        assert!(approved.is_ok());
    }
}
