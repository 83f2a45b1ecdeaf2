//! Hosts of people that a command names (`hub.subdomain_hook`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hubctl::config::{CommandLine, Config, OrCommand, Seconds};
use hubctl::spawn::fake::Fake;
use serde_json::{Value, json};

use crate::hub::{Asked, CREATED, Place, SLOW};

const NULL: Value = Value::Null;

/// Writes down what it is told, and says `NAME.people.test` as long as it works.
const COMMAND: &str = r#"
told=$(cat)
echo "$told" >> "$0/asked"
if [ -e "$0/broken" ]; then echo 'no answer from the register' >&2; exit 3; fi
if [ -e "$0/refuses" ]; then echo '{"error": "nobody of that name is in the register"}'; exit 0; fi
name=$(printf %s "$told" | sed 's/.*"name":"\([a-z]*\)".*/\1/')
if [ -e "$0/shared" ]; then name=everybody; fi
printf '"%s.People.test"' "$name"
"#;

fn config(place: &Place) -> Config {
    let mut config = place.config();
    let folder = place.folder().to_str().unwrap();
    config.hub.subdomain_host = Some("http://hub.test:8000".parse().unwrap());
    config.hub.subdomain_hook = OrCommand::Command {
        command: CommandLine::new(["sh", "-c", COMMAND, folder]),
    };
    config.hub.tornado_settings.slow_spawn_timeout = Seconds::new(20);
    config.auth.allow_all = true;
    config
}

fn hub<'a>(place: &'a Place, fake: &Arc<Fake>) -> Asked<'a> {
    place.hub_with(config(place), fake.clone())
}

/// What the command was told so far.
fn told(place: &Place) -> Vec<Value> {
    let asked = std::fs::read_to_string(place.folder().join("asked")).unwrap_or_default();
    let lines = asked.lines().map(serde_json::from_str);
    lines.map(Result::unwrap).collect()
}

fn switch(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, "").unwrap();
    path
}

#[tokio::test]
async fn a_command_is_asked_once_for_the_host_of_whoever_starts_a_server() {
    let place = Place::new();
    let hub = hub(&place, &Arc::new(Fake::as_slow_as(SLOW)));
    hub.admin("GET /users", NULL).await;
    hub.admin("GET /users/stranger", NULL).await;
    hub.admin("POST /users/stranger/server", NULL).await;
    assert_eq!(told(&place), Vec::<Value>::new(), "of strangers");
    for _ in 0..2 {
        let started = hub.admin("POST /users/bob/server", NULL).await;
        assert_eq!(started.status, CREATED, "{started:?}");
        assert_eq!(hub.routes().await, ["bob.people.test/user/bob/"]);
        let model = hub.admin("GET /users/bob/server", NULL).await.json();
        assert_eq!(model["url"], "http://bob.people.test:8000/user/bob/");
        assert_eq!(hub.status("DELETE /users/bob/server", NULL).await, 204);
        assert!(hub.routes().await.is_empty());
    }
    let wanted = json!({
        "option": "hub.subdomain_hook", "name": "bob", "domain": "hub.test", "kind": "user",
    });
    assert_eq!(told(&place), [wanted]);
    let client = "SELECT count(*) FROM oauth_clients WHERE redirect_uri LIKE '%people%'";
    assert_eq!(place.rows(client), "0", "it goes with the server");
}

#[tokio::test]
async fn a_start_fails_without_a_host_and_says_why() {
    for (how, wanted) in [
        (
            "broken",
            "the command of `hub.subdomain_hook` failed: exit status 3",
        ),
        ("refuses", "nobody of that name is in the register"),
        ("shared", "is that of user `ada`"),
    ] {
        let place = Place::new();
        let hub = hub(&place, &Arc::new(Fake::as_slow_as(SLOW)));
        let broken = switch(place.folder(), how);
        if how == "shared" {
            hub.admin("POST /users/ada/server", NULL).await;
        }
        let answer = hub.admin("POST /users/bob/server", NULL).await;
        assert_eq!(answer.status, 500, "{answer:?}");
        assert!(answer.message().contains(wanted), "{answer:?}");
        assert_eq!(hub.phase("").await, "stopped");
        std::fs::remove_file(broken).unwrap();
        let again = hub.admin("POST /users/bob/server", NULL).await;
        assert_eq!(again.status, CREATED, "what failed is asked again");
    }
}

#[tokio::test]
async fn a_hub_that_starts_knows_the_hosts_of_what_it_finds_or_does_not_start() {
    let place = Place::new();
    let fake = Arc::new(Fake::as_slow_as(SLOW));
    let last = hub(&place, &fake);
    last.admin("POST /users/bob/server", NULL).await;
    drop(last);
    let broken = switch(place.folder(), "broken");
    let next = hub(&place, &fake);
    let error = next.hub.start().await.unwrap_err();
    assert!(
        error.to_string().contains("the host of user `bob`"),
        "{error}"
    );
    assert_eq!(
        place.rows("SELECT count(*) FROM servers"),
        "1",
        "it runs on"
    );
    std::fs::remove_file(broken).unwrap();
    let next = hub(&place, &fake);
    next.hub.start().await.unwrap();
    next.hub.adopt_servers().unwrap().await;
    assert_eq!(next.phase("").await, "ready");
    assert_eq!(next.routes().await, ["bob.people.test/user/bob/"]);
}

#[tokio::test]
async fn services_have_the_hosts_that_are_told() {
    let place = Place::new();
    let mut config = config(&place);
    let service = "name = \"grader\"\nurl = \"http://127.0.0.1:9\"";
    config.services.push(toml::from_str(service).unwrap());
    let hub = place.hub_with(config, Arc::new(Fake::as_slow_as(SLOW)));
    hub.hub.start().await.unwrap();
    let routes = hub.admin("GET /proxy", NULL).await.json();
    let route = "grader.people.test/services/grader/";
    assert_eq!(routes[route]["data"]["service"], "grader", "{routes}");
    let redirect = "SELECT redirect_uri FROM oauth_clients WHERE identifier = 'service-grader'";
    assert_eq!(
        place.rows(redirect),
        "http://grader.people.test:8000/services/grader/oauth_callback"
    );
    let made = hub
        .admin(
            "POST /services/forms",
            json!({"url": "http://127.0.0.1:10"}),
        )
        .await;
    assert_eq!(made.status, CREATED, "{made:?}");
    let routes = hub.admin("GET /proxy", NULL).await.json();
    let route = "forms.people.test/services/forms/";
    assert_eq!(routes[route]["data"]["service"], "forms", "{routes}");
}
