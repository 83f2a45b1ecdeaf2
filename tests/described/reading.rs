//! What is wrong with a file is said with its line, all at once, and alike of TOML and YAML.

use std::collections::BTreeSet;

use hubctl::config::Config;
use hubctl::model::Described;
use insta::assert_snapshot;
use serde_json::Value;

use super::files::write;
use super::hub::Hub;

fn refused(name: &str, text: &str) -> String {
    let hub = Hub::fresh();
    write(&hub, name, text);
    hub.run(&format!("apply -f {name}"))
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let toml = r#"
[hub]
bind_url = "http://:1"

[[user]]
name = "ada"

[[users]]
name = "ada"
admins = true

[[users]]
name = "a/b"

[[groups]]
users = ["ada"]

[[services]]
name = "x"
api_token = "sesame-sesame"
timeout = "long"

[[roles]]
name = "dated"
scopes = [1979-05-27]
"#;
    assert_snapshot!(refused("bad.toml", toml), @"
    ! error: bad.toml:2: a description has no `hub` · that belongs in the hub's configuration, `hubctl.toml`
    ! bad.toml:5: a description has no `user` · did you mean `users`?
    ! bad.toml:10: an entry of `[[users]]` has no `admins` · did you mean `admin`?
    ! bad.toml:13: an entry of `[[users]]`: the user name `a/b` contains `/`
    ! bad.toml:15: an entry of `[[groups]]` lacks `name`
    ! bad.toml:20: an entry of `[[services]]` has no `api_token` · secrets do not belong in a description: `hubctl services edit NAME --oauth-secret-file FILE`
    ! bad.toml:25: a date is no JSON · write it as text
    exit 2
    ");
    let yaml = r"
hub: {bind_url: 'http://:1'}
user:
- name: ada
users:
- name: ada
  admins: true
- name: a/b
- name: 12
groups:
- users: [ada]
services:
- name: x
  timeout: long
";
    assert_snapshot!(refused("bad.yaml", yaml), @"
    ! error: bad.yaml:2: a description has no `hub` · that belongs in the hub's configuration, `hubctl.toml`
    ! bad.yaml:3: a description has no `user` · did you mean `users`?
    ! bad.yaml:7: an entry of `users` has no `admins` · did you mean `admin`?
    ! bad.yaml:8: an entry of `users`: the user name `a/b` contains `/`
    ! bad.yaml:9: an entry of `users` must be a string, not integer `12`
    ! bad.yaml:11: an entry of `groups` lacks `name`
    ! bad.yaml:14: an entry of `services` must be a whole number, 0 or more, not string
    exit 2
    ");
}

#[test]
fn what_is_no_toml_or_yaml_is_said_with_its_line() {
    assert_snapshot!(refused("bad.toml", "name = \"x\"\n[[users]\n"), @"
    ! error: bad.toml:2: unclosed array table, expected `]`
    exit 2
    ");
    assert_snapshot!(refused("bad.yaml", "users:\n- name: [ada\n"), @"
    ! error: bad.yaml:3: that is no YAML: while parsing a flow sequence, expected ',' or ']'
    exit 2
    ");
    assert_snapshot!(refused("bad.yaml", "users:\n- name: ada\n  name: bob\n"), @"
    ! error: bad.yaml:3: `name` is said twice
    exit 2
    ");
    assert_snapshot!(refused("bad.yaml", "users:\n- &a {name: ada}\n- *a\n"), @"
    ! error: bad.yaml:3: aliases are not taken: write it out
    exit 2
    ");
    assert_snapshot!(refused("bad.yaml", "groups:\n- name: g\n  properties: {a: null}\n"), @"
    ! error: bad.yaml:3: nothing is said here · leave the key out, or write an object that holds `null` as a text in JSON
    exit 2
    ");
    assert_snapshot!(refused("bad.yaml", "a: 1\n---\nb: 2\n"), @"
    ! error: bad.yaml:2: a file holds one description, and this begins another
    exit 2
    ");
    assert_snapshot!(refused("bad.yaml", "- ada\n"), @"
    ! error: bad.yaml:1: a description is a table of `users`, `groups`, `roles` and `services`
    exit 2
    ");
    assert_snapshot!(refused("bad.toml", "users = 1\n"), @"
    ! error: bad.toml:1: `users` is a list of tables · write `[[users]]` before each
    exit 2
    ");
}

#[test]
fn yaml_reads_what_people_write() {
    let hub = Hub::fresh();
    let yaml = "# people\n---\nname: course\nusers:\n  - name: ada\n    admin: TRUE\n  - name: \"007\"\n\
        groups:\n  - name: class\n    properties:\n      n: 0x10\n      f: 1.50\n      long: >\n        a\n        b\n      yes: no\n      big: 12345678901234567890\n";
    write(&hub, "hub.yml", yaml);
    hub.succeed("apply -f hub.yml");
    let properties = hub.stored("SELECT properties FROM groups");
    let properties: Value = serde_json::from_str(&properties).unwrap();
    let expected = serde_json::json!({
        "n": 16, "f": 1.5, "long": "a b\n", "yes": "no", "big": "12345678901234567890"
    });
    assert_eq!(properties, expected);
    assert_eq!(
        hub.stored("SELECT group_concat(name) FROM (SELECT name FROM users ORDER BY 1)"),
        "007,ada"
    );
}

#[test]
fn an_empty_file_says_nothing() {
    for name in ["hub.toml", "hub.yaml"] {
        assert_eq!(refused(name, "# nothing yet\n"), "! nothing to change\n");
    }
}

/// The keys of a table in a schema.
fn keys(schema: &Value, table: &str) -> BTreeSet<String> {
    let items = &schema["properties"][table]["items"];
    let name = items["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
    let fields = schema["$defs"][name]["properties"].as_object().unwrap();
    fields.keys().cloned().collect()
}

#[test]
fn a_piece_of_the_configuration_is_a_piece_of_a_description() {
    let (configured, described) = (Config::schema(), Described::schema());
    for (table, left_out) in [
        ("groups", vec![]),
        ("roles", vec![]),
        // A secret, and what another key has taken the place of.
        ("services", vec!["api_token", "oauth_roles"]),
    ] {
        let mut there = keys(&configured, table);
        for key in left_out {
            assert!(there.remove(key), "{key}");
        }
        assert_eq!(keys(&described, table), there, "{table}");
    }
}
