//! The real `jupyterhub-singleuser` has people sign in through the hub, at its default and its named servers.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::browser::Browser;
use crate::hub::Hub;
use crate::jupyterhub::venv;
use crate::served::Served;
use crate::world::{SECRET, World};

/// A file of lmata's, at both servers. (The first page of a bare `jupyter_server` asks nobody who they are.)
const FILE: &str = "files/hello.txt";

#[test]
fn that_of_6_1_lets_in_whom_the_hub_does() {
    lets_in_whom_the_hub_does("6.1.1");
}

#[test]
fn that_of_5_5_lets_in_whom_the_hub_does() {
    lets_in_whom_the_hub_does("5.5.4");
}

#[test]
fn that_of_4_1_lets_in_whom_the_hub_does() {
    lets_in_whom_the_hub_does("4.1.6");
}

/// A hub whose servers are of that release; `lmata` has two that run, and `eve` has none.
fn world(release: &str) -> Option<Ending> {
    let packages = [&format!("jupyterhub=={release}"), "jupyter_server==2.21.1"];
    let python = venv::python(&format!("singleuser-{release}"), &packages)?;
    let database = Hub::fresh();
    database.succeed("users add lmata eve");
    database.succeed("roles create sharer --scope shares!user --scope read:users:name");
    database.succeed("roles grant sharer --user lmata");
    let (token, _) = database.succeed("token new lmata --inherit");
    let folder = database.path().parent().unwrap().to_owned();
    let served = serve(&folder, &python.with_file_name("jupyterhub-singleuser"));
    let world = Ending(World { database, served });
    for server in ["server", "servers/waiide"] {
        start(&world.0, token.trim(), server);
    }
    fs::write(folder.join("home/lmata/hello.txt"), "hello").unwrap();
    Some(world)
}

fn serve(folder: &Path, singleuser: &Path) -> Served {
    let config = folder.join("hubctl.toml");
    let said = format!(
        "[hub]\ncookie_secret = \"{}\"\nspawner_class = \"simple\"\nhub_port = 0\ncleanup_servers = true\nallow_named_servers = true\n\
         [auth]\nallow_all = true\n[spawner]\ncmd = [{:?}]\nargs = [\"--allow-root\", \"--HubOAuth.cache_max_age=1\"]\nhttp_timeout = 120\n\
         home_dir_template = \"{}/home/{{username}}\"\nenvironment = {{ PATH = \"/usr/bin:/bin\", JUPYTERHUB_ACTIVITY_INTERVAL = \"1\" }}\n",
        "11".repeat(SECRET.len()),
        singleuser.display().to_string(),
        folder.display(),
    );
    fs::write(&config, said).unwrap();
    Served::start(folder, &["--config", config.to_str().unwrap()])
}

/// Start a server of lmata's, and wait for that.
pub(crate) fn start(world: &World, token: &str, server: &str) {
    let mut program = Browser::of_a_program(world.served.address())
        .saying("authorization", &format!("token {token}"));
    let begun = program.send("POST", &format!("/hub/api/users/lmata/{server}"), None);
    assert!([201, 202].contains(&begun.status), "{begun:?}");
    let progress = program
        .get(&format!("/hub/api/users/lmata/{server}/progress"))
        .body;
    assert!(progress.contains(r#""ready": true"#), "{progress}");
}

/// What the server at `path` says it is asked by.
fn asked_by(browser: &mut Browser, path: &str) -> Option<String> {
    let answer = browser.get(&format!("{path}api/status"));
    (answer.status == 200).then_some(answer.body)
}

fn lets_in_whom_the_hub_does(release: &str) {
    let Some(Ending(world)) = &world(release) else {
        return;
    };
    let mut lmata = world.signed_in("lmata");
    for path in ["/user/lmata/", "/user/lmata/waiide/"] {
        let (answer, way) = lmata.visit(&format!("{path}{FILE}"));
        assert_eq!(answer.body, "hello", "{way:#?}\n{answer:?}");
        assert!(
            way.iter()
                .any(|at| at.starts_with("/hub/api/oauth2/authorize")),
            "{way:#?}"
        );
        assert!(
            way.iter()
                .any(|at| at.starts_with(&format!("{path}oauth_callback"))),
            "{way:#?}"
        );
        assert!(asked_by(&mut lmata, path).is_some());
    }
    assert_eq!(
        access_scopes("/user/lmata/waiide/"),
        [
            "access:servers!server=lmata/waiide",
            "access:servers!user=lmata"
        ]
    );
    reports_its_use(world, &mut lmata);
    is_a_stranger_until_it_is_shared(world);
    signing_out_ends_what_servers_let_in(world, lmata);
}

/// What each server tells of its use is written down.
fn reports_its_use(world: &World, lmata: &mut Browser) {
    let database = &world.database;
    database.write("UPDATE spawners SET last_activity = '2020-01-01 00:00:00.000000'");
    let reported = "SELECT count(*) FROM spawners WHERE last_activity > '2026'";
    let begun = Instant::now();
    while database.stored(reported) != "2" {
        assert!(
            begun.elapsed() < Duration::from_mins(1),
            "its activity is not written down"
        );
        for path in ["/user/lmata/", "/user/lmata/waiide/"] {
            // It tells of what it was asked since it last told.
            lmata.get(&format!("{path}{FILE}"));
        }
    }
}

/// By which scopes the server at `path` lets people in, as its process is told.
fn access_scopes(path: &str) -> Vec<String> {
    let variable = |environment: &[u8], name: &str| {
        let mut all = environment.split(|&byte| byte == 0);
        let value = all.find_map(|one| one.strip_prefix(format!("{name}=").as_bytes()))?;
        String::from_utf8(value.to_vec()).ok()
    };
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let mut environments = processes.filter_map(|one| fs::read(one.path().join("environ")).ok());
    let its = environments.find(|environment| {
        variable(environment, "JUPYTERHUB_SERVICE_PREFIX").as_deref() == Some(path)
    });
    let scopes = variable(&its.unwrap(), "JUPYTERHUB_OAUTH_ACCESS_SCOPES").unwrap();
    serde_json::from_str(&scopes).unwrap()
}

/// A hub that has its servers end with it, whatever becomes of the test.
pub(crate) struct Ending(pub(crate) World);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.served.signal("TERM");
        let begun = Instant::now();
        let process = format!("/proc/{}/fd", self.0.served.pid());
        while fs::read_dir(&process).is_ok_and(|mut open| open.next().is_some())
            && begun.elapsed() < Duration::from_secs(20)
        {
            thread::yield_now();
        }
    }
}

fn is_a_stranger_until_it_is_shared(world: &World) {
    let path = "/user/lmata/waiide/";
    let mut eve = world.signed_in("eve");
    let (answer, way) = eve.visit(&format!("{path}{FILE}"));
    assert_eq!(answer.status, 403, "{way:#?}");
    let needed = "access:servers!server=lmata/waiide";
    assert!(answer.body.contains(needed), "{}", answer.body);
    assert!(
        way.last().unwrap().starts_with("/hub/api/oauth2/authorize"),
        "{way:#?}"
    );
    share(world);
    let (asking, way) = eve.visit(&format!("{path}{FILE}"));
    assert!(
        asking.body.contains("name=\"scopes\""),
        "{way:#?}\n{asking:?}"
    );
    let xsrf = eve.cookie("_xsrf").unwrap().to_owned();
    let agreed = eve.post(way.last().unwrap(), &[("_xsrf", &xsrf), ("scopes", needed)]);
    let (answer, way) = eve.visit(agreed.header("location").unwrap());
    assert_eq!(answer.body, "hello", "{way:#?}\n{answer:?}");
    assert!(asked_by(&mut eve, path).is_some());
    assert!(asked_by(&mut eve, "/user/lmata/").is_none());
}

/// lmata shares the named server with eve.
fn share(world: &World) {
    let (token, _) = world.database.succeed("token new lmata --inherit");
    let mut program = Browser::of_a_program(world.served.address())
        .saying("authorization", &format!("token {}", token.trim()));
    let body = Some(("application/json", r#"{"user": "eve"}"#));
    let shared = program.send("POST", "/hub/api/shares/lmata/waiide", body);
    assert_eq!(shared.status, 200, "{shared:?}");
    let share: Value = serde_json::from_str(&shared.body).unwrap();
    assert_eq!(share["user"]["name"], "eve");
}

fn signing_out_ends_what_servers_let_in(world: &World, mut lmata: Browser) {
    let mut kept = lmata.clone();
    // From within a server: it forgets its own cookie, and leads to the hub.
    let (_, way) = lmata.visit("/user/lmata/waiide/logout");
    assert!(way.iter().any(|at| at == "/hub/logout"), "{way:#?}");
    let tokens = "SELECT count(*) FROM api_tokens t JOIN users u ON u.id = t.user_id \
                  WHERE u.name = 'lmata' AND t.session_id IS NOT NULL";
    assert_eq!(world.database.stored(tokens), "0");
    let (_, way) = kept.visit("/hub/home");
    assert!(way.last().unwrap().starts_with("/hub/login"), "{way:#?}");
    // Servers remember for a while whom the hub knew (`HubAuth.cache_max_age`), a second here.
    let begun = Instant::now();
    while asked_by(&mut kept, "/user/lmata/waiide/").is_some() {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "a copy goes on opening the server"
        );
        thread::yield_now();
    }
}
