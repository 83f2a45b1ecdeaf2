use insta::assert_snapshot;

use crate::both::Hub;

#[test]
fn services_are_listed_by_what_is_asked_of_them() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("services list"), @"
    NAME              ADMIN  ROLES                      URL                     SOURCE         COMMAND
    announce                 grader-role, group-reader                          configuration
    culler                   reaper-role                                        configuration
    grader                                              http://127.0.0.1:10101  configuration
    runtime-announce                                    http://127.0.0.1:10202  runtime
    ");
    assert_snapshot!(hub.run("services list --source runtime -o name"), @"runtime-announce");
    assert_snapshot!(hub.run("services list --role grader-role -o name"), @"announce");
    assert_snapshot!(hub.run("services list --admin"), @"NAME  ADMIN  ROLES  URL  SOURCE  COMMAND");
    assert_snapshot!(hub.run("services list --managed"), @"NAME  ADMIN  ROLES  URL  SOURCE  COMMAND");
}

#[test]
fn values_of_an_environment_are_shown_only_where_asked_for() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("services show runtime-announce"), @r#"
    name            runtime-announce
    source          runtime
    url             http://127.0.0.1:10202
    prefix          /services/runtime-announce/
    shown on pages  yes
    info            {"ï":[1]}
    oauth client    service-runtime-announce
    allowed scopes  read:users:name
    directory       /srv/ü
    environment     K=…
    system user     nobody
    timeout         45 s
    "#);
    assert_snapshot!(hub.json("services show runtime-announce"), @r#"{"admin":false,"command":[],"cwd":"/srv/ü","display":true,"environment":{"K":"…"},"info":{"ï":[1]},"kind":"service","name":"runtime-announce","oauth_client_allowed_scopes":["read:users:name"],"oauth_client_id":"service-runtime-announce","oauth_no_confirm":false,"pid":0,"prefix":"/services/runtime-announce/","roles":[],"source":"runtime","timeout":45,"url":"http://127.0.0.1:10202","user":"nobody"}"#);
    assert_snapshot!(hub.run_there("services show runtime-announce --show-secrets"), @"
    ! error: a hub tells nobody the values of a service's environment · use `--db` on its machine
    exit 2
    ");
    assert_snapshot!(hub.json_here("services show runtime-announce --show-secrets")["environment"], @r#"{"K":"v"}"#);
    assert_snapshot!(hub.json("services list")[3]["environment"], @r#"{"K":"…"}"#);
    assert_snapshot!(hub.run("services show graders"), @"
    ! error: no service named `graders` · did you mean `grader`? · see `hubctl services list`
    exit 3
    ");
}

#[test]
fn a_service_is_added_with_the_rows_that_jupyterhub_makes() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run(
        "services add web --url http://127.0.0.1:10303/x --allowed-scope read:users:name --admin"
    ), @"
    NAME  ADMIN  ROLES  URL                       SOURCE   COMMAND
    web   yes    admin  http://127.0.0.1:10303/x  runtime
    ! added `web`
    ! a hub takes this up at its next start, and keeps it
    ! nobody can sign in to `web` until the hub knows its API token · `hubctl services edit web --oauth-secret-file FILE`
    ");
    assert_snapshot!(hub.row("SELECT s.* FROM services s WHERE name = 'web'"), @r#"
    id Integer(5)
    name web
    admin Integer(1)
    url http://127.0.0.1:10303/x
    oauth_client_allowed_scopes ["read:users:name"]
    timeout Integer(30)
    from_config Integer(0)
    _server_id Integer(7)
    oauth_client_id service-web
    "#);
    assert_snapshot!(hub.row(
        "SELECT v.* FROM servers v JOIN services s ON s._server_id = v.id WHERE s.name = 'web'"
    ), @"
    id Integer(7)
    proto http
    ip 127.0.0.1
    port Integer(10303)
    base_url /services/web/
    cookie_name service-web
    ");
    assert_snapshot!(hub.row("SELECT * FROM oauth_clients WHERE identifier = 'service-web'"), @r#"
    id Integer(9)
    identifier service-web
    description JupyterHub service web
    secret 
    redirect_uri /services/web/oauth_callback
    allowed_scopes ["access:services!service=web", "read:users:name"]
    "#);
    assert_snapshot!(hub.json("services show web")["roles"], @r#"["admin"]"#);
}

#[test]
fn pages_of_a_service_are_below_the_base_url_of_the_hub() {
    let hub = Hub::recorded();
    hub.write("UPDATE servers SET base_url = '/sub' || base_url");
    hub.run("services add web --url https://web.example");
    assert_eq!(
        hub.json("services show web")["prefix"],
        "/sub/services/web/"
    );
    hub.write("UPDATE services SET _server_id = NULL");
    hub.run("services edit web --url http://web.example");
    assert_eq!(
        hub.json("services show web")["prefix"],
        "/sub/services/web/"
    );
}

#[test]
fn what_cannot_be_a_service_is_refused() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("services add grader"), @"
    ! error: a service named `grader` exists already
    exit 5
    ");
    assert_snapshot!(hub.run("services add a/b"), @"
    ! error: `a/b` cannot name a service · a service name has no `/`, no `%`, no space at its ends, and is not only dots
    exit 2
    ");
    assert_snapshot!(hub.run("services add other --url ftp://x"), @"
    ! error: that is no URL of a service · write `http://host:port` or `https://host:port`
    exit 2
    ");
    assert_snapshot!(hub.run("services add other --allowed-scope read:user"), @"
    ! error: no scope named `read:user` · did you mean `read:users`? · see `hubctl scopes list`
    exit 3
    ");
    assert_snapshot!(hub.run("services add other --oauth-no-confirm"), @"
    ! error: people who sign in to a service without a URL must be sent back somewhere · say where with `--redirect-uri`, in a configuration with `oauth_redirect_uri`
    exit 2
    ");
    assert_snapshot!(hub.run("services show other"), @"
    ! error: no service named `other` · see `hubctl services list`
    exit 3
    ");
}

#[test]
fn the_secret_of_a_service_is_its_token_hashed() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run_with(
        "services edit runtime-announce --oauth-secret-file - -o name",
        "0123456789abcdef\n"
    ), @"
    runtime-announce
    ! changed `runtime-announce`
    ! a hub takes this up at its next start, and keeps it
    ");
    let hashed = "SELECT substr(secret, 1, 13) FROM oauth_clients \
                  WHERE identifier = 'service-runtime-announce'";
    assert_eq!(hub.stored(hashed), "sha512:16384:");
    assert_snapshot!(hub.run_with(
        "services edit runtime-announce --oauth-secret-file -",
        "short\n"
    ), @"
    ! error: a token has 8 to 64 characters, and what was given has 5
    exit 2
    ");
    hub.succeed("services add quiet");
    assert_snapshot!(hub.run_with(
        "services edit quiet --oauth-secret-file -",
        "0123456789abcdef\n"
    ), @"
    ! error: nobody signs in to this service, so there is no secret to set · say where it listens with `--url`, or who it is with `--redirect-uri`
    exit 5
    ");
    assert_snapshot!(hub.run("services edit culler --oauth-secret-file missing"), @"
    ! error: `missing` could not be read: No such file or directory (os error 2)
    exit 2
    ");
}

#[test]
fn a_new_service_inherits_no_secret_of_an_old_one() {
    let hub = Hub::recorded();
    hub.write(
        "DELETE FROM oauth_codes; \
        UPDATE oauth_clients SET identifier = 'service-tool' WHERE identifier = 'external-tool'",
    );
    assert_snapshot!(hub.run("services add tool --redirect-uri https://tool.example/cb -o name"), @"
    tool
    ! added `tool`
    ! a hub takes this up at its next start, and keeps it
    ! nobody can sign in to `tool` until the hub knows its API token · `hubctl services edit tool --oauth-secret-file FILE`
    ");
    assert_eq!(
        hub.stored("SELECT secret FROM oauth_clients WHERE identifier = 'service-tool'"),
        ""
    );
    hub.write(
        "INSERT INTO oauth_clients (identifier) VALUES ('service-other'); \
        UPDATE services SET oauth_client_id = 'service-other' WHERE name = 'tool'",
    );
    assert_snapshot!(hub.run("services add other --redirect-uri https://tool.example/cb"), @"
    ! error: the OAuth client `service-other` belongs to another: service tool · choose another name for this service
    exit 5
    ");
}

#[test]
fn what_defines_a_service_is_changed_part_by_part() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("services edit runtime-announce --env A=1 --no-display --unset user"), @"
    NAME              ADMIN  ROLES  URL                     SOURCE   COMMAND
    runtime-announce                http://127.0.0.1:10202  runtime
    ! changed `runtime-announce`
    ! a hub takes this up at its next start, and keeps it
    ");
    assert_snapshot!(hub.run_here("services show runtime-announce --show-secrets"), @r#"
    name            runtime-announce
    source          runtime
    url             http://127.0.0.1:10202
    prefix          /services/runtime-announce/
    info            {"ï":[1]}
    oauth client    service-runtime-announce
    allowed scopes  read:users:name
    directory       /srv/ü
    environment     A=1 K=v
    timeout         45 s
    "#);
    assert_snapshot!(
        hub.run("services edit runtime-announce --unset url --unset env --dry-run -o name"), @"
    runtime-announce
    ! dry run, nothing was changed: would have changed `runtime-announce`
    ! a hub takes this up at its next start, and keeps it
    ");
    assert_snapshot!(hub.run("services edit runtime-announce --unset url --unset env -o name"), @"
    runtime-announce
    ! changed `runtime-announce`
    ! a hub takes this up at its next start, and keeps it
    ");
    assert_snapshot!(hub.run("services show runtime-announce"), @r#"
    name            runtime-announce
    source          runtime
    info            {"ï":[1]}
    allowed scopes  read:users:name
    directory       /srv/ü
    timeout         45 s
    "#);
    assert_snapshot!(hub.run("oauth-clients show service-runtime-announce"), @"
    ! error: no OAuth client named `service-runtime-announce` · did you mean `service-grader`? · see `hubctl oauth-clients list`
    exit 3
    ");
    assert_eq!(
        hub.stored("SELECT count(*) FROM servers WHERE base_url LIKE '/services/%'"),
        "1"
    );
    assert_snapshot!(hub.run_here("services edit culler --timeout 5 -- python3 -m cull --every 60"), @"
    NAME    ADMIN  ROLES        URL  SOURCE         COMMAND
    culler         reaper-role       configuration  python3 -m cull --every 60
    ! changed `culler`
    ! `culler` comes from the hub's configuration, which puts it back at the next start
    ");
    assert_snapshot!(hub.run_here("services edit runtime-announce -- sleep 1"), @"
    NAME              ADMIN  ROLES  URL  SOURCE   COMMAND
    runtime-announce                     runtime  sleep 1
    ! changed `runtime-announce`
    ! a hub takes this up at its next start, and keeps it
    ! a hub starts it without an API token · to give it one, define it in the hub's `services` instead
    ");
}

#[test]
fn a_deleted_service_takes_all_that_was_its_own() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("services delete runtime-announce"), @"
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run_with("services delete - --yes", "runtime-announce\n"), @"! deleted 1 service");
    assert_snapshot!(hub.run_there("services delete grader --yes"), @"
    ! error: the hub's configuration defines the service `grader` · change it there
    exit 5
    ");
    assert_snapshot!(hub.run_here("services delete grader --yes"), @"
    ! deleted 1 service
    ! `grader` comes back at the hub's next start, unless its configuration lets it go too
    ");
    assert_snapshot!(hub.run("services list -o name"), @"
    announce
    culler
    ");
    for left in [
        "servers WHERE base_url LIKE '/services/%'",
        "oauth_clients WHERE identifier LIKE 'service-%'",
        "api_tokens WHERE service_id IN (2, 4)",
    ] {
        assert_eq!(
            hub.stored(&format!("SELECT count(*) FROM {left}")),
            "0",
            "{left}"
        );
    }
    assert_snapshot!(hub.complete("services show a"), @"announce");
}

#[test]
fn who_was_not_asked_is_acted_for_by_what_the_configuration_lets_alone() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run_there(
        "services add quiet --url http://127.0.0.1:10303 --oauth-no-confirm --allowed-scope read:users:name"
    ), @"
    ! error: only the configuration can let a service act for people who were not asked · leave out `oauth_no_confirm`, or `oauth_client_allowed_scopes`
    exit 2
    ");
    assert_snapshot!(hub.run_there("services edit runtime-announce --oauth-no-confirm"), @"
    ! error: only the configuration can let a service act for people who were not asked · leave out `oauth_no_confirm`, or `oauth_client_allowed_scopes`
    exit 2
    ");
    let unasked = "SELECT count(*) AS unasked FROM services \
        WHERE oauth_no_confirm AND name IN ('quiet', 'runtime-announce')";
    assert_eq!(hub.row(unasked).trim(), "unasked Integer(0)");
}
