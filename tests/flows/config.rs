use std::fs;

use insta::assert_snapshot;

use crate::support::hub::Hub;

/// A hub with `file` as its `hubctl.toml`.
fn told(file: &str) -> Hub {
    let hub = Hub::fresh();
    fs::write(hub.path().with_file_name("hubctl.toml"), file).unwrap();
    hub
}

/// The lines of `shown` that say where an option comes from.
fn said(shown: &str) -> String {
    let lines = shown.lines().filter(|line| line.contains(" # "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let hub = told(
        r#"
[hub]
prot = 8000
proxy_class = "x"
cookie_secret = 12
load_roles = []
[JupyterHub]
[ConfigurableHTTPProxy]
"#,
    );
    assert_snapshot!(hub.run("config check"), @"
    ! error: hubctl.toml:3: there is no option `hub.prot` · did you mean `port`?
    ! error: hubctl.toml:4: there is no option `hub.proxy_class` · people's requests go through the hub itself: no proxy is started or told of routes
    ! error: hubctl.toml:5: `hub.cookie_secret` must be a string, not number
    ! error: hubctl.toml:6: there is no option `hub.load_roles` · that is `[[roles]]`
    ! error: hubctl.toml:7: there is no section `JupyterHub` · `c.JupyterHub` of JupyterHub is `[hub]` here
    ! error: hubctl.toml:8: there is no section `ConfigurableHTTPProxy` · `c.ConfigurableHTTPProxy` of JupyterHub is `[proxy]` here
    ! error: 6 things wrong with the configuration
    exit 2
    ");
}

#[test]
fn what_follows_from_options_is_checked_once_each_is_right() {
    let hub = told(
        r#"
[hub]
ssl_key = "key.pem"
extra_user_scopes = ["read:hubb"]
[[roles]]
name = "grader"
scopes = ["list:users!group=a", "read:user", "custom:grade:x"]
[[services]]
name = "cull"
api_token = "short"
[custom_scopes."custom:grade:read"]
description = "Read grades"
"#,
    );
    assert_snapshot!(hub.run("config check"), @"
    ! error: hubctl.toml:3: `hub.ssl_key` is given without `hub.ssl_cert`
    ! error: hubctl.toml:4: `hub.extra_user_scopes`: no scope named `read:hubb` · did you mean `read:hub`? · see `hubctl scopes list`
    ! error: hubctl.toml:5: the role `grader`: no scope named `read:user` · did you mean `read:users`? · see `hubctl scopes list`
    ! error: hubctl.toml:5: the role `grader`: no scope named `custom:grade:x` · did you mean `custom:grade:read`? · see `hubctl scopes list`
    ! error: hubctl.toml:8: the token of the service `cull` is shorter than 8 characters
    ! error: 5 things wrong with the configuration
    exit 2
    ");
    let hub = told(
        "[custom_scopes.\"custom:a\"]\ndescription = \"\"\n[custom_scopes.grade]\ndescription = \"Grade\"",
    );
    assert_snapshot!(hub.run("config check"), @"
    ! error: hubctl.toml:1: the custom scope `custom:a` has no description
    ! error: hubctl.toml:1: `custom:a` cannot name a custom scope · a custom scope is `custom:` and three or more lower-case letters, digits and `_-*:`, starting with a letter or digit and not ending with `-` or `:`
    ! error: 2 things wrong with the configuration
    exit 2
    ");
}

#[test]
fn a_sound_configuration_is_said_to_be_and_what_is_odd_is_warned_of() {
    assert_snapshot!(told("[auth]\nallow_all = true").run("config check"), @"! nothing is wrong");
    assert_snapshot!(told("[hub]\nbind_url = \"https://:443\"").run("config check"), @"! warning: `hub.bind_url` says `https`, but there is no `hub.ssl_cert`: the hub will serve HTTP");
    assert_snapshot!(told("[hub]\nbind_url = \"https://:443\"").run("config check -o json"), @r#"[{"severity":"warning","message":"`hub.bind_url` says `https`, but there is no `hub.ssl_cert`: the hub will serve HTTP","hints":[]}]"#);
}

#[test]
fn a_file_that_is_named_must_be_there() {
    assert_snapshot!(Hub::fresh().run("config check --config other.toml"), @"
    ! error: cannot read the configuration file `other.toml`: No such file or directory (os error 2)
    exit 2
    ");
}

#[test]
fn the_strongest_counts_and_says_where_it_comes_from() {
    let hub = told(
        "[hub]\nport = 1\nallow_named_servers = true\n[spawner]\nmem_limit = \"1G\"\n[log]\nlevel = \"debug\"\n",
    );
    assert_snapshot!(said(&hub.run("config show")), @r#"
    bind_url = "http://127.0.0.1:1/"                 # follows from other options
    port = 1                                         # hubctl.toml:2
    allow_named_servers = true                       # hubctl.toml:3
    mem_limit = 1073741824                           # hubctl.toml:5
    level = "debug"                                  # hubctl.toml:7
    "#);
    let variables = [
        ("HUBCTL_SPAWNER_MEM_LIMIT", "2G"),
        ("HUBCTL_AUTH_ALLOWED_USERS", r#"["ada"]"#),
        ("HUBCTL_HUB_BIND_URL", ":2"),
        ("HUBCTL_BIND", ":3"),
        ("HUBCTL_DB", "variable.sqlite"),
        ("JUPYTERHUB_METRICS_PREFIX", "hub"),
    ];
    assert_snapshot!(said(&hub.run_where(&variables, "config show")), @r#"
    bind_url = "http://:3/"                          # HUBCTL_BIND
    ip = ""                                          # follows from other options
    port = 3                                         # follows from other options
    db_url = "variable.sqlite"                       # HUBCTL_DB
    allow_named_servers = true                       # hubctl.toml:3
    allowed_users = ["ada"]                          # HUBCTL_AUTH_ALLOWED_USERS
    allow_all = false                                # follows from other options
    allow_existing_users = true                      # follows from other options
    mem_limit = 2147483648                           # HUBCTL_SPAWNER_MEM_LIMIT
    level = "debug"                                  # hubctl.toml:7
    prefix = "hub"                                   # JUPYTERHUB_METRICS_PREFIX
    "#);
    let line = "config show --bind :4 --set spawner.mem_limit=3G --set hub.port=5 --db flag.sqlite";
    assert_snapshot!(said(&hub.run_where(&variables, line)), @r#"
    bind_url = "http://:5/"                          # --bind
    ip = ""                                          # follows from other options
    port = 5                                         # --set
    db_url = "flag.sqlite"                           # --db
    allow_named_servers = true                       # hubctl.toml:3
    allowed_users = ["ada"]                          # HUBCTL_AUTH_ALLOWED_USERS
    allow_all = false                                # follows from other options
    allow_existing_users = true                      # follows from other options
    mem_limit = 3221225472                           # --set
    level = "debug"                                  # hubctl.toml:7
    prefix = "hub"                                   # JUPYTERHUB_METRICS_PREFIX
    "#);
    assert_snapshot!(hub.run_where(&variables, "config show -o name"), @"
    auth.allowed_users
    hub.allow_named_servers
    hub.bind_url
    hub.db_url
    log.level
    metrics.prefix
    spawner.mem_limit
    ");
}

#[test]
fn no_secret_is_shown() {
    let hub = told(
        r#"
[hub]
cookie_secret = "5ec1e75ec1e75ec1e75ec1e75ec1e75ec1e75ec1e75ec1e75ec1e75ec1e75ec1"
api_tokens = { "5ec1e7-of-ada" = "ada" }
[spawner]
environment = { KEY = "5ec1e7" }
[[services]]
name = "cull"
api_token = "5ec1e7-of-cull"
environment = { KEY = "5ec1e7" }
"#,
    );
    let variables = [("HUBCTL_CRYPT_KEYS", "5ec1e7")];
    for line in ["config show", "config show -o json", "config check"] {
        assert!(!hub.run(line).contains("5ec1e7"), "{line}");
        assert!(
            !hub.run_where(&variables, line).contains("5ec1e7"),
            "{line}"
        );
    }
    assert_snapshot!(hub.run("config show -o json --set hub.cookie_secret=5ec1e7"), @"
    ! error: `hub.cookie_secret` is a secret, and `--set` would show it to everybody on this machine · set the variable `HUBCTL_HUB_COOKIE_SECRET`, or write it into the file
    exit 2
    ");
}

#[test]
fn a_flag_or_variable_that_is_wrong_says_so() {
    let hub = told("");
    assert_snapshot!(hub.run("config check --set hub.prot=1 --set port=2 --set spawner.mem_limit=much"), @r#"
    ! error: there is no option `hub.prot` · did you mean `port`?
    ! error: there is no option `port` · write `section.option`, as in `hub.port`
    ! error: `spawner.mem_limit` must be a number of bytes, or one with `K`, `M`, `G` or `T` after it, as in "1.5G", not string "much"
    ! error: 3 things wrong with the configuration
    exit 2
    "#);
    assert_snapshot!(hub.run("config check --set hub.port --bind nowhere"), @"
    ! error: invalid value 'hub.port' for '--set <OPTION=VALUE>': write `section.option=value`, as in `hub.port=9000`
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(hub.run("config check --bind ftp://x --log-level loud"), @"
    ! error: `--bind`: `ftp://x` is nothing to listen on · write `http://127.0.0.1:8000`, `127.0.0.1:8000`, `:8000`, or `unix:/path/of/socket`
    ! error: `--log-level` cannot be `loud`: it is one of `critical`, `error`, `warn`, `warning`, `info`, `debug`, `trace`
    ! error: 2 things wrong with the configuration
    exit 2
    ");
    assert_snapshot!(hub.run_where(&[("HUBCTL_HUB_PROT", "1")], "config check"), @"
    ! error: the variable `HUBCTL_HUB_PROT` says no option · did you mean `HUBCTL_HUB_PORT`?
    exit 2
    ");
}

#[test]
fn what_is_shown_is_a_configuration_that_says_the_same() {
    let hub = told("[hub]\nip = \"::1\"\n[spawner]\nargs = [\"a\"]\n[[groups]]\nname = \"g\"\n");
    let shown = hub.run("config show");
    let warned = |line: &str| line.starts_with("! warning: ");
    let lines: Vec<_> = shown.lines().filter(|line| !warned(line)).collect();
    let again = told(&lines.join("\n"));
    assert_eq!(hub.json("config show"), again.json("config show"));
}

#[test]
fn the_example_of_the_documentation_is_sound() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/configuration.md");
    let page = fs::read_to_string(path).unwrap();
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    assert_snapshot!(told(example).run("config check"), @"! nothing is wrong");
}

#[test]
fn the_schema_knows_every_section() {
    let schema = Hub::fresh().json("config schema");
    let sections: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(
        sections,
        [
            "audit",
            "auth",
            "crypt",
            "custom_scopes",
            "groups",
            "hub",
            "log",
            "metrics",
            "proxy",
            "roles",
            "services",
            "spawner"
        ]
    );
}

#[test]
fn a_pattern_that_is_no_regular_expression_is_refused() {
    assert_snapshot!(told("[auth]\nusername_pattern = \"(?=a)\"").run("config check"), @"
    ! error: hubctl.toml:2: `auth.username_pattern` is not a regular expression · looking around and back-references are not supported
    exit 2
    ");
}
