use hubctl::clock::Clock;
use hubctl::rbac::{Filters, Reach};
use hubctl::store::servers::{ServerFilter, list};
use hubctl::store::{Access, Store};
use insta::assert_snapshot;

use crate::both::Hub;

#[test]
fn servers_are_listed_with_where_they_are() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run_here("servers list"), @"
    NAME                 URL                   STARTED              LAST ACTIVITY        DISPLAY NAME  ADDRESS                 OAUTH CLIENT
    a@b.edu/             /user/a@b.edu/        2024-03-05 06:07:08  2024-03-05 11:07:08                http://127.0.0.1:41005  jupyterhub-user-444d06d6
    plain/               /user/plain/          2024-03-05 06:07:08  2024-03-05 06:07:08                http://:41000           jupyterhub-user-4462a0fa
    plain/gpu-box        /user/plain/gpu-box/  2024-03-05 06:07:08  2024-03-05 07:07:08  Dîsplay 1     http://127.0.0.1:41001  jupyterhub-user-92d6221d
    plain/stopped-named                                                                  Dîsplay 2
    with space/
    zoë/
    zoë/data-lab         /user/zoë/data-lab/   2024-03-05 06:07:08  2024-03-05 10:07:08  Dîsplay 4     http://:41004           jupyterhub-user-78e6907a
    ");
    assert_snapshot!(hub.run("servers list -o name"), @"
    a@b.edu/
    plain/
    plain/gpu-box
    plain/stopped-named
    with space/
    zoë/
    zoë/data-lab
    ");
    assert_snapshot!(hub.json_here("servers list --user zoë --running")[0], @r#"{"address":{"ip":"","port":41004,"proto":"http"},"display_name":"Dîsplay 4","full_name":"zoë/data-lab","last_activity":"2024-03-05T10:07:08.123456Z","name":"data-lab","oauth_client":{"allowed_scopes":["access:servers!server=zoë/data-lab","users:activity!user"],"identifier":"jupyterhub-user-78e6907a","redirect_uri":"/user/zoë/data-lab/oauth_callback"},"pending":null,"ready":true,"started":"2024-03-05T06:07:08.123456Z","state":{"pid":4100004,"ënv":["x",{"y":null}]},"stopped":false,"url":"/user/zoë/data-lab/","user_options":{"lst":[1,"a"],"n":4,"profile":"böx"}}"#);
}

#[test]
fn servers_are_listed_by_what_is_asked_of_them() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run_here("servers list --running -o name"), @"
    a@b.edu/
    plain/
    plain/gpu-box
    zoë/data-lab
    ");
    assert_snapshot!(hub.run_here("servers list --stopped -o name"), @"
    plain/stopped-named
    with space/
    zoë/
    ");
    assert_snapshot!(hub.run("servers list --user plain -o name"), @"
    plain/
    plain/gpu-box
    plain/stopped-named
    ");
    assert_snapshot!(hub.run_here("servers list --group étudiants --running -o name"), @"
    plain/
    plain/gpu-box
    ");
    assert_snapshot!(hub.run("servers list --active-since 2024-03-05T07:00:00Z -o name"), @"
    a@b.edu/
    plain/gpu-box
    zoë/data-lab
    ");
    assert_snapshot!(hub.run_here("servers list --running --inactive-since 2024-03-05T07:00:00Z -o name"), @"plain/");
    assert_snapshot!(hub.run_here("servers list --running --stopped"), @"
    ! error: the argument '--running' cannot be used with '--stopped'
    ! 
    ! Usage: hubctl servers list --running
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn a_server_is_shown_with_all_that_is_known_of_it() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("servers show plain"), @r#"
    name              plain/
    url               /user/plain/
    started           2024-03-05 06:07:08
    last activity     2024-03-05 06:07:08
    address           http://:41000
    oauth client      jupyterhub-user-4462a0fa
    allowed scopes    access:servers!server=plain/, users:activity!user
    access by any of  access:servers!server=plain/, access:servers!user=plain
    user options      {"profile":"böx","n":0,"lst":[1,"a"]}
    shared with       user zoë: access:servers!server=plain/
    shared with       group instructors: access:servers!server=plain/, read:servers!server=plain/
    "#);
    assert_snapshot!(hub.run_here("servers show plain/stopped-named"), @r#"
    name              plain/stopped-named
    display name      Dîsplay 2
    access by any of  access:servers!server=plain/stopped-named, access:servers!user=plain
    user options      {"profile":"böx","n":2,"lst":[1,"a"]}
    "#);
    assert_snapshot!(hub.run("servers show plain/ -o name"), @"plain/");
}

#[test]
fn the_state_of_a_server_is_for_programs_alone() {
    let hub = Hub::recorded();
    assert!(!hub.run("servers show plain").contains("4100000"));
    let shown = hub.json_here("servers show plain");
    assert_eq!(
        shown["state"],
        hub.json_here("users show plain")["servers"][""]["state"]
    );
    assert_eq!(shown["state"]["pid"], 4_100_000);
}

#[test]
fn a_server_is_shown_with_the_token_that_the_hub_made_for_it() {
    let hub = Hub::copy_of("golden/environment/prefixed.running.sqlite");
    assert_snapshot!(hub.run("servers show zoë"), @"
    name              zoë/
    url               /hubs/a/user/zo%C3%AB/
    started           2026-11-22 04:00:57
    last activity     2026-11-22 04:00:57
    address           http://127.0.0.1:42109
    oauth client      jupyterhub-user-zo%C3%AB
    allowed scopes    access:servers!server=zoë/, access:services, read:users:name
    access by any of  access:servers!server=zoë/, access:servers!user=zoë
    token             a5: access:servers!server=zoë/, users:activity!user
    ");
    assert_snapshot!(hub.json("servers show zoë/Dâta␣läb")["tokens"], @r#"[{"expires_at":null,"id":"a7","scopes":["access:servers!server=zoë/Dâta läb","users:activity!user"]}]"#);
}

#[test]
fn every_server_has_the_one_token_it_was_started_with() {
    for (database, tokens) in [
        ("prefixed.running", 1),
        ("user-in-base.running", 1),
        ("subdomains.running", 1),
        ("root.stopped", 0),
    ] {
        let hub = Hub::copy_of(&format!("golden/environment/{database}.sqlite"));
        for server in ["zoë", "zoë/lab-2", "o'brien/Dâta␣läb", "50%~+ü.日本"] {
            let shown = hub.json(&format!("servers show {server}"));
            let count = shown["tokens"].as_array().unwrap().len();
            assert_eq!(count, tokens, "{database}: {server}");
        }
    }
}

#[test]
fn a_misspelt_server_gets_a_guess() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("servers show plain/gpubox"), @"
    ! error: no server named `plain/gpubox` · did you mean `plain/gpu-box`? · see `hubctl servers list --user plain`
    exit 3
    ");
    assert_snapshot!(hub.run("servers show plian/gpu-box"), @"
    ! error: no user named `plian` · did you mean `plain`? · see `hubctl users list`
    exit 3
    ");
    assert_snapshot!(hub.run("servers env nobody"), @"
    ! error: no user named `nobody` · see `hubctl users list`
    exit 3
    ");
}

#[test]
fn the_environment_of_a_server_is_foretold() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run_here("servers env zoë/data-lab"), @r#"
    NAME                                    VALUE
    JPY_API_TOKEN                           …
    JUPYTERHUB_ACTIVITY_URL                 http://127.0.0.1:8081/hub/api/users/zo%C3%AB/activity
    JUPYTERHUB_API_TOKEN                    …
    JUPYTERHUB_API_URL                      http://127.0.0.1:8081/hub/api
    JUPYTERHUB_BASE_URL                     /
    JUPYTERHUB_CLIENT_ID                    jupyterhub-user-78e6907a
    JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED   0
    JUPYTERHUB_HOST
    JUPYTERHUB_OAUTH_ACCESS_SCOPES          ["access:servers!server=zo\u00eb/data-lab", "access:servers!user=zo\u00eb"]
    JUPYTERHUB_OAUTH_CALLBACK_URL           /user/zo%C3%AB/data-lab/oauth_callback
    JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES  ["users:activity!user"]
    JUPYTERHUB_OAUTH_SCOPES                 ["access:servers!server=zo\u00eb/data-lab", "access:servers!user=zo\u00eb"]
    JUPYTERHUB_PUBLIC_HUB_URL
    JUPYTERHUB_PUBLIC_URL
    JUPYTERHUB_SERVER_NAME                  data-lab
    JUPYTERHUB_SERVICE_PREFIX               /user/zo%C3%AB/data-lab/
    JUPYTERHUB_SERVICE_URL                  http://127.0.0.1:41004/user/zo%C3%AB/data-lab/
    JUPYTERHUB_USER                         zoë
    ! assumed, as the database does not say: hub URL `http://127.0.0.1:8081`, no public URL; what the hub's configuration adds is not shown
    "#);
    assert_snapshot!(hub.run_here("servers env zoë/data-lab -o name"), @"
    JPY_API_TOKEN
    JUPYTERHUB_ACTIVITY_URL
    JUPYTERHUB_API_TOKEN
    JUPYTERHUB_API_URL
    JUPYTERHUB_BASE_URL
    JUPYTERHUB_CLIENT_ID
    JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED
    JUPYTERHUB_HOST
    JUPYTERHUB_OAUTH_ACCESS_SCOPES
    JUPYTERHUB_OAUTH_CALLBACK_URL
    JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES
    JUPYTERHUB_OAUTH_SCOPES
    JUPYTERHUB_PUBLIC_HUB_URL
    JUPYTERHUB_PUBLIC_URL
    JUPYTERHUB_SERVER_NAME
    JUPYTERHUB_SERVICE_PREFIX
    JUPYTERHUB_SERVICE_URL
    JUPYTERHUB_USER
    ! assumed, as the database does not say: hub URL `http://127.0.0.1:8081`, no public URL; what the hub's configuration adds is not shown
    ");
}

#[test]
fn a_server_that_is_not_there_yet_has_an_environment_too() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("servers env zoë/gpu --base-url hubs/a --hub-url http://hub:8081/x --public-url https://hub.example.org"), @r#"
    NAME                                    VALUE
    JPY_API_TOKEN                           …
    JUPYTERHUB_ACTIVITY_URL                 http://hub:8081/hubs/a/hub/api/users/zo%C3%AB/activity
    JUPYTERHUB_API_TOKEN                    …
    JUPYTERHUB_API_URL                      http://hub:8081/hubs/a/hub/api
    JUPYTERHUB_BASE_URL                     /hubs/a/
    JUPYTERHUB_CLIENT_ID                    jupyterhub-user-zo%C3%AB-gpu
    JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED   0
    JUPYTERHUB_HOST                         https://hub.example.org
    JUPYTERHUB_OAUTH_ACCESS_SCOPES          ["access:servers!server=zo\u00eb/gpu", "access:servers!user=zo\u00eb"]
    JUPYTERHUB_OAUTH_CALLBACK_URL           /hubs/a/user/zo%C3%AB/gpu/oauth_callback
    JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES  []
    JUPYTERHUB_OAUTH_SCOPES                 ["access:servers!server=zo\u00eb/gpu", "access:servers!user=zo\u00eb"]
    JUPYTERHUB_PUBLIC_HUB_URL               https://hub.example.org/hubs/a/hub/
    JUPYTERHUB_PUBLIC_URL                   https://hub.example.org/hubs/a/user/zo%C3%AB/gpu/
    JUPYTERHUB_SERVER_NAME                  gpu
    JUPYTERHUB_SERVICE_PREFIX               /hubs/a/user/zo%C3%AB/gpu/
    JUPYTERHUB_SERVICE_URL                  http://127.0.0.1:0/hubs/a/user/zo%C3%AB/gpu/
    JUPYTERHUB_USER                         zoë
    ! there is no server `zoë/gpu` yet; this is what it would get
    ! assumed, as the database does not say: address `127.0.0.1`, a free port (shown as `0`), no `oauth_client_allowed_scopes`; what the hub's configuration adds is not shown
    "#);
    // A hub that runs knows where it is found itself.
    let known = hub.run_there("servers env zoë/data-lab");
    assert!(!known.contains("assumed"), "{known}");
    let fresh = Hub::copy_of("golden/environment/root.stopped.sqlite");
    assert_snapshot!(fresh.run("servers env zoë -o name").lines().last().unwrap(), @"! assumed, as the database does not say: base URL `/`, hub URL `http://127.0.0.1:8081`, no public URL, address `127.0.0.1`, a free port (shown as `0`), no `oauth_client_allowed_scopes`; what the hub's configuration adds is not shown");
}

#[test]
fn what_could_not_be_a_server_has_no_environment() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("servers env zoë/data_lab"), @"
    ! error: `data_lab` cannot name a new server · a server name has 1 to 30 lower-case letters, digits and single `-`, starts with a letter, and ends with a letter or digit · did you mean `zoë/data-lab`?
    exit 2
    ");
    assert_snapshot!(hub.run("servers env zoë --hub-url hub:8081"), @"
    ! error: invalid value 'hub:8081' for '--hub-url <URL>': `hub:8081` is not a URL · write it as in `http://hub.internal:8081`
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(hub.run("servers env zoë --base-url https://hub/"), @"
    ! error: invalid value 'https://hub/' for '--base-url <PATH>': `https://hub/` is not a path · a base URL is the path alone, as in `/hubs/a/`
    ! 
    ! For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn a_listing_goes_as_far_as_its_reader_reaches() {
    let hub = Hub::recorded();
    let mut store =
        Store::open(&hub.path().to_str().unwrap().parse().unwrap(), Access::Read).unwrap();
    let mut listed = |narrow: fn(&mut Filters)| {
        let mut only = Filters::default();
        narrow(&mut only);
        let found = store.read(&Clock::system(), |tx| {
            list(tx, &Reach::Only(only), &ServerFilter::default())
        });
        let names = found.unwrap().into_iter();
        let names: Vec<_> = names.map(|s| s.server.full_name.to_string()).collect();
        names.join(" ")
    };
    let of_servers = |only: &mut Filters| {
        only.servers = ["plain/gpu-box", "zoë"].map(|s| s.parse().unwrap()).into();
    };
    assert_snapshot!(listed(of_servers), @"plain/gpu-box zoë/");
    assert_snapshot!(listed(|only| only.users = ["zoë".into()].into()), @"zoë/ zoë/data-lab");
    assert_snapshot!(listed(|only| only.groups = ["étudiants".into()].into()), @"plain/ plain/gpu-box plain/stopped-named with space/");
    assert_snapshot!(listed(|_| ()), @"");
}

#[test]
fn the_shell_completes_servers() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.complete("servers show pl"), @"
    plain/
    plain/gpu-box
    plain/stopped-named
    ");
    assert_snapshot!(hub.complete("servers env plain/g"), @"plain/gpu-box");
    assert_snapshot!(hub.complete("servers env nob"), @"");
}

#[test]
fn a_server_that_does_not_run_is_deleted() {
    let hub = Hub::recorded();
    assert_snapshot!(hub.run("servers delete plain/stopped-named"), @"
    ! error: this asks first, and there is no terminal to ask on · say `--yes` to go ahead, or `--dry-run` to see what would happen
    exit 2
    ");
    assert_snapshot!(hub.run("servers delete plain/stopped-named --dry-run"), @"! dry run, nothing was changed: would have deleted `plain/stopped-named`");
    let stopped = "SELECT count(*) FROM spawners WHERE name = 'stopped-named'";
    assert_snapshot!(hub.query(stopped), @"1");
    assert_snapshot!(hub.run("servers delete plain/stopped-name"), @"
    ! error: no server named `plain/stopped-name` · did you mean `plain/stopped-named`? · see `hubctl servers list --user plain`
    exit 3
    ");
    assert_snapshot!(hub.run("servers delete plan/stopped-named"), @"
    ! error: no user named `plan` · did you mean `plain`? · see `hubctl users list`
    exit 3
    ");
    assert_snapshot!(hub.run("servers delete plain"), @"
    ! error: a default server cannot be deleted · stop it: `hubctl servers stop plain`
    exit 2
    ");
    assert_snapshot!(hub.run("servers delete plain/stopped-named --yes"), @"! deleted `plain/stopped-named`");
    assert_snapshot!(hub.query(stopped), @"0");
}

#[test]
fn a_server_that_runs_is_deleted_from_a_database_only_where_that_is_forced() {
    let hub = Hub::recorded();
    let running = "SELECT count(*) FROM spawners WHERE name = 'data-lab'";
    assert_snapshot!(hub.run_here("servers delete zoë/data-lab --yes"), @"
    ! error: `zoë/data-lab` runs, and cannot be deleted while it does · stop it in the hub first, or say `--force` if the hub is gone
    exit 5
    ");
    assert_snapshot!(hub.query(running), @"1");
    assert_snapshot!(hub.run_here("servers delete zoë/data-lab --yes --force"), @"! deleted `zoë/data-lab`");
    assert_snapshot!(hub.query(running), @"0");
    assert_snapshot!(hub.query("PRAGMA foreign_key_check"), @"");
}
