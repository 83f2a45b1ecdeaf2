//! People's servers on hosts of their own (`hub.subdomain_host`): a real `jupyterhub-singleuser` has a person sign in through the hub, which
//! is at another host.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::Path;

use crate::browser::Browser;
use crate::hub::Hub;
use crate::jupyterhub::venv;
use crate::served::{Answer, Served};
use crate::singleuser::{Ending, start};
use crate::world::{SECRET, World};

const PACKAGES: [&str; 2] = ["jupyterhub==6.1.1", "jupyter_server==2.21.1"];

/// A browser at each host, which has cookies of each.
struct Browsers(BTreeMap<String, Browser>);

impl Browsers {
    /// Look at `url`, and go where that leads; where it ended, and all the places on the way.
    fn visit(&mut self, address: &str, url: &str) -> (Answer, Vec<String>) {
        let mut way = vec![url.to_owned()];
        loop {
            assert!(way.len() < 12, "led around: {way:#?}");
            let here = url::Url::parse(way.last().unwrap()).unwrap();
            let host = format!("{}:{}", here.host_str().unwrap(), here.port().unwrap());
            let new = || Browser::at(address).called(&host);
            let browser = self.0.entry(host.clone()).or_insert_with(new);
            let answer = browser.get(&here[url::Position::BeforePath..]);
            let led = answer
                .header("location")
                .filter(|_| answer.status / 100 == 3);
            let Some(to) = led.map(|to| here.join(to).unwrap()) else {
                return (answer, way);
            };
            way.push(to.to_string());
        }
    }
}

/// A hub at `hub.localhost`, whose servers are `singleuser`.
fn configure(folder: &Path, port: u16, singleuser: &Path) {
    let config = format!(
        r#"
        [hub]
        cookie_secret = "{}"
        subdomain_host = "http://hub.localhost:{port}"
        spawner_class = "simple"
        hub_port = 0
        cleanup_servers = true
        [auth]
        allow_all = true
        [spawner]
        cmd = [{:?}]
        args = ["--allow-root"]
        http_timeout = 120
        home_dir_template = "{}/home/{{username}}"
        environment = {{ PATH = "/usr/bin:/bin" }}
        "#,
        "11".repeat(SECRET.len()),
        singleuser.display().to_string(),
        folder.display(),
    );
    fs::write(folder.join("hubctl.toml"), config).unwrap();
}

#[test]
fn a_server_on_its_persons_host_lets_in_whom_the_hub_does() {
    let Some(python) = venv::python("singleuser-6.1.1", &PACKAGES) else {
        return;
    };
    let database = Hub::fresh();
    database.succeed("users add lmata eve");
    let (token, _) = database.succeed("token new lmata --inherit");
    let folder = database.path().parent().unwrap().to_owned();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    configure(
        &folder,
        port,
        &python.with_file_name("jupyterhub-singleuser"),
    );
    let bind = format!("127.0.0.1:{port}");
    let served = Served::start(&folder, &["--bind", &bind]);
    let Ending(world) = &Ending(World { database, served });
    start(world, token.trim(), "server");
    fs::write(folder.join("home/lmata/hello.txt"), "hello").unwrap();
    let (hub, own) = (
        format!("hub.localhost:{port}"),
        format!("lmata.hub.localhost:{port}"),
    );
    let at_hub = |name: &str| {
        let browser = world.signed_in(name).called(&hub);
        Browsers(BTreeMap::from([(hub.clone(), browser)]))
    };
    let mut lmata = at_hub("lmata");
    let (answer, way) = lmata.visit(&bind, &format!("http://{hub}/user/lmata/files/hello.txt"));
    assert_eq!(answer.body, "hello", "{way:#?}\n{answer:?}");
    let passed = |way: &[String], begin: &str| way.iter().any(|at| at.starts_with(begin));
    assert!(
        passed(&way, &format!("http://{own}/user/lmata/files/")),
        "{way:#?}"
    );
    assert!(
        passed(&way, &format!("http://{hub}/hub/api/oauth2/authorize")),
        "{way:#?}"
    );
    assert!(
        passed(&way, &format!("http://{own}/user/lmata/oauth_callback")),
        "{way:#?}"
    );
    let told = lmata.visit(&bind, &format!("http://{own}/user/lmata/api/status"));
    assert_eq!(
        (told.0.status, told.1.len()),
        (200, 1),
        "signed in by now: {told:?}"
    );
    let (refused, way) =
        at_hub("eve").visit(&bind, &format!("http://{own}/user/lmata/files/hello.txt"));
    assert_eq!(refused.status, 403, "{way:#?}");
}
