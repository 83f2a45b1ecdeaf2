//! The environment of servers, as the real JupyterHub 6.1.1 gave it to them.
//!
//! `tests/golden/environment/record.py` recorded it, and the databases of the moment.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use hubctl::model::{Address, BaseUrl, Origin, Secret, ServerRef};
use hubctl::ops::environment::{Facts, HubFacts, SpawnerSettings, oauth_client_id, of_server};
use serde::Deserialize;
use serde_json::json;

use crate::support::hub::Hub;

type Variables = BTreeMap<String, String>;

#[derive(Deserialize)]
struct Recorded {
    hub: String,
    flags: BTreeMap<String, Vec<String>>,
    servers: Vec<Server>,
}

#[derive(Deserialize)]
struct Server {
    server: String,
    environment: Variables,
}

fn recorded() -> Vec<Recorded> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/environment/recorded.json"
    );
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What `hubctl servers env` says on each database of `moment`, beside what JupyterHub set.
fn foretold(moment: &str) -> Vec<(String, Variables, Variables)> {
    let mut pairs = Vec::new();
    for recorded in recorded() {
        let Some(flags) = recorded.flags.get(moment) else {
            continue;
        };
        let hub = Hub::copy_of(&format!(
            "golden/environment/{}.{moment}.sqlite",
            recorded.hub
        ));
        for Server {
            server,
            environment,
        } in recorded.servers
        {
            let word = server.replace(' ', "␣");
            let line = format!("servers env {word} {}", flags.join(" "));
            let told = serde_json::from_value(hub.json(&line)).unwrap();
            pairs.push((format!("{} {server}", recorded.hub), environment, told));
        }
    }
    pairs
}

/// The database has the scopes sorted, whatever their order in the configuration.
fn sort_allowed_scopes(variables: &mut Variables) {
    let name = "JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES";
    let scopes: BTreeSet<String> = serde_json::from_str(&variables[name]).unwrap();
    variables.insert(name.to_owned(), json!(scopes).to_string());
}

/// The port of a server that does not run yet is nobody's to know.
fn take_port(variables: &mut Variables) -> u16 {
    let url = &variables["JUPYTERHUB_SERVICE_URL"];
    let (origin, path) = url["http://".len()..].split_once('/').unwrap();
    let (host, port) = origin.rsplit_once(':').unwrap();
    let (portless, port) = (format!("http://{host}/{path}"), port.parse().unwrap());
    variables.insert("JUPYTERHUB_SERVICE_URL".to_owned(), portless);
    port
}

#[test]
fn the_environment_of_a_running_server_is_foretold_to_the_byte() {
    let pairs = foretold("running");
    assert_eq!(pairs.len(), 4 * 18);
    for (server, mut expected, mut told) in pairs {
        sort_allowed_scopes(&mut expected);
        sort_allowed_scopes(&mut told);
        assert_eq!(told, expected, "{server}");
    }
}

#[test]
fn the_environment_of_a_stopped_server_is_foretold_but_for_its_port() {
    let pairs = foretold("stopped");
    assert_eq!(pairs.len(), 2 * 18);
    for (server, mut expected, mut told) in pairs {
        take_port(&mut expected);
        assert_eq!(take_port(&mut told), 0, "{server}");
        assert_eq!(told, expected, "{server}");
    }
}

#[test]
fn what_a_hub_is_configured_with_reaches_its_servers() {
    let hubs = recorded();
    let configured = hubs.iter().find(|hub| hub.hub == "configured").unwrap();
    assert_eq!(configured.servers.len(), 18);
    for Server {
        server,
        environment,
    } in &configured.servers
    {
        let port = take_port(&mut environment.clone());
        assert_eq!(
            &configured_environment(server, port),
            environment,
            "{server}"
        );
    }
}

/// What `record.py` configures, as facts.
fn configured_environment(server: &str, port: u16) -> Variables {
    let server: ServerRef = server.parse().unwrap();
    let cookie_options = json!({"SameSite": "None", "Secure": true});
    let hub = HubFacts {
        base_url: BaseUrl::default(),
        hub: Origin::local(28084),
        public: None,
        cookie_options: cookie_options.as_object().unwrap().clone(),
        cookie_host_prefix: true,
        admin_access: true,
    };
    let settings = SpawnerSettings {
        mem_limit: Some(1 << 30),
        mem_guarantee: Some(512 << 20),
        cpu_limit: Some(2.0),
        cpu_guarantee: Some(0.5),
        notebook_dir: Some("/srv/{username}".to_owned()),
        default_url: Some("{base_url}lab".to_owned()),
        debug: true,
        disable_user_config: true,
        kept: Variables::from([("JUPYTERHUB_HOST".to_owned(), "lost".to_owned())]),
        overrides: Variables::from([
            ("JUPYTERHUB_SITE".to_owned(), "öst".to_owned()),
            ("JUPYTERHUB_USER".to_owned(), "somebody".to_owned()),
        ]),
    };
    let environment = of_server(&Facts {
        hub: &hub,
        server: &server,
        own_host: None,
        listen: &Address {
            proto: "http".to_owned(),
            ip: "127.0.0.1".to_owned(),
            port,
        },
        api_token: &Secret::new("of this server"),
        client_id: &oauth_client_id(&server),
        oauth_client_allowed_scopes: &[],
        certificates: None,
        settings: &settings,
    });
    environment
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_string()))
        .collect()
}

#[test]
fn the_server_itself_is_given_its_token() {
    let environment = of_server(&Facts {
        hub: &HubFacts::default(),
        server: &"ada".parse().unwrap(),
        own_host: None,
        listen: &Address {
            proto: "http".to_owned(),
            ip: "::1".to_owned(),
            port: 8888,
        },
        api_token: &Secret::new("t0ken"),
        client_id: "jupyterhub-user-ada",
        oauth_client_allowed_scopes: &[],
        certificates: None,
        settings: &SpawnerSettings::default(),
    });
    let reveal = |wanted: &str| {
        let (_, value) = environment
            .iter()
            .find(|(name, _)| *name == wanted)
            .unwrap();
        value.reveal().to_owned()
    };
    assert_eq!(reveal("JUPYTERHUB_API_TOKEN"), "t0ken");
    assert_eq!(reveal("JPY_API_TOKEN"), "t0ken");
    assert_eq!(
        reveal("JUPYTERHUB_SERVICE_URL"),
        "http://[::1]:8888/user/ada/"
    );
    assert!(!format!("{environment:?}").contains("t0ken"));
}
