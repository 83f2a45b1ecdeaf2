//! Servers of a hub that runs, started, followed and stopped from the command line.

use std::process::Command;

use serde_json::{Value, json};

use crate::hub::Hub;
use crate::scripted::Person;
use crate::served::{Served, file};
use crate::venv::skipped;

/// What people's servers are here: something that answers, once the file `go` is there.
const SERVER: &str = "
import http.server, os, time, urllib.parse
while not os.path.exists(os.environ['GO']):
    time.sleep(0.05)
url = urllib.parse.urlsplit(os.environ['JUPYTERHUB_SERVICE_URL'])
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *args): pass
http.server.HTTPServer((url.hostname, url.port), Answer).serve_forever()
";

/// A hub whose servers come up when they are let, and an admin who asks it.
pub(crate) struct Running {
    pub(crate) served: Served,
    token: String,
    pub(crate) hub: Hub,
}

impl Running {
    fn start() -> Self {
        Self::start_at("127.0.0.1:0")
    }

    /// The same at an address of one's choice.
    pub(crate) fn start_at(address: &str) -> Self {
        let hub = Hub::fresh();
        hub.succeed("users add ada --admin");
        let folder = hub.path().parent().unwrap().to_owned();
        let server = file(&folder, "server.py", SERVER);
        file(
            &folder,
            "hubctl.toml",
            &format!(
                "[hub]\nauthenticator_class = \"dummy\"\nspawner_class = \"simple\"\nhub_port = 0\n\
                 allow_named_servers = true\n[auth]\nallow_all = true\n\
                 [spawner]\ncmd = [\"python3\", \"{}\"]\nenvironment = {{ GO = \"{}\" }}\n",
                server.display(),
                folder.join("go").display()
            ),
        );
        let (token, _) = hub.succeed("token new ada --inherit");
        Self {
            served: Served::start(&folder, &["--bind", address]),
            token: token.trim().to_owned(),
            hub,
        }
    }

    /// The hub is killed, and once `meanwhile` is over, another takes its place.
    pub(crate) fn begin_anew(self, meanwhile: impl FnOnce(&Hub)) -> Self {
        let address = self.served.address().to_owned();
        drop(self.served);
        meanwhile(&self.hub);
        let folder = self.hub.path().parent().unwrap().to_owned();
        Self {
            served: Served::start(&folder, &["--bind", &address]),
            ..self
        }
    }

    /// Let servers come up.
    pub(crate) fn go(&self) {
        file(self.hub.path().parent().unwrap(), "go", "");
    }

    pub(crate) fn variables(&self) -> [(&str, &str); 2] {
        [
            ("HUBCTL_HUB", self.served.url()),
            ("HUBCTL_TOKEN", &self.token),
        ]
    }

    pub(crate) fn run(&self, line: &str) -> String {
        Person::new().run(line, &self.variables())
    }

    /// How `line` goes at a terminal where this is typed.
    fn at_terminal(&self, line: &str, typed: &Value) -> String {
        let person = Person::new();
        let output = Command::new("python3")
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/tests/flows/terminal.py"
            ))
            .arg(typed.to_string())
            .arg(env!("CARGO_BIN_EXE_hubctl"))
            .args(line.split_whitespace())
            .envs(self.variables())
            .env("XDG_CONFIG_HOME", person.folder())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

pub(crate) fn has_python() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok();
    if !found {
        skipped("there is no Python 3");
    }
    found
}

/// What was done ends well, though whoever did it may see little of the hub.
#[test]
fn who_may_do_one_thing_is_not_refused_another_afterwards() {
    if !has_python() {
        return;
    }
    let hub = Running::start();
    hub.go();
    hub.hub.succeed("users add bob eve");
    hub.hub.succeed("groups add math");
    for (allowed, line) in [
        ("bob --inherit", "token new bob --inherit"),
        ("bob --inherit", "servers start bob"),
        ("bob --inherit", "servers stop bob"),
        ("ada --scope admin:users", "users add zoe"),
        ("ada --scope admin:users", "users set-admin zoe"),
        ("ada --scope admin:users", "users delete zoe --yes"),
        ("ada --scope admin:groups", "groups add bio"),
        ("ada --scope groups", "groups add-user math bob"),
        ("ada --scope groups", "groups remove-user math bob"),
        ("ada --scope admin:groups", "groups delete bio --yes"),
        ("ada --scope admin:services", "services add grader"),
        (
            "ada --scope admin:services",
            "services edit grader --url http://127.0.0.1:9",
        ),
        ("ada --scope admin:services", "services delete grader --yes"),
    ] {
        let (token, _) = hub.hub.succeed(&format!("token new {allowed}"));
        let [(_, url), _] = hub.variables();
        let variables = [("HUBCTL_HUB", url), ("HUBCTL_TOKEN", token.trim())];
        let said = Person::new().run(line, &variables);
        assert!(!said.contains("exit "), "`{line}` as {allowed}: {said}");
    }
}

#[test]
fn a_start_is_followed_to_its_end() {
    if !has_python() {
        return;
    }
    let hub = Running::start();
    hub.go();
    let said = hub.run("servers start ada");
    let url = format!("{}user/ada/", hub.served.url());
    assert!(
        said.starts_with(&url) && said.contains("! started `ada/`"),
        "{said}"
    );
    let said = hub.run("servers start ada");
    assert!(
        said.contains("`ada/` runs already") && said.ends_with("exit 5\n"),
        "{said}"
    );
    assert_eq!(hub.run("servers stop ada"), "! stopped `ada/`\n");
    let shown = hub.at_terminal("servers start ada/two", &json!([]));
    assert!(
        shown.contains("started `ada/two`") && shown.ends_with("exit 0\n"),
        "{shown}"
    );
    assert_eq!(
        hub.run("servers delete ada/two --yes"),
        "! deleted `ada/two`\n"
    );
    assert_eq!(hub.run("servers list --running -o name"), "");
}

#[test]
fn who_interrupts_a_start_is_asked_whether_to_cancel_it() {
    if !has_python() {
        return;
    }
    let hub = Running::start();
    let interrupt = |answer: &str| {
        let typed = json!([["%", "\u{3}"], ["[y/N]", answer]]);
        hub.at_terminal("servers start ada", &typed)
    };
    let shown = interrupt("n\n");
    assert!(
        shown.contains("Cancel the start of `ada/`? [y/N]"),
        "{shown}"
    );
    assert!(
        shown.contains("`ada/` goes on starting") && shown.ends_with("exit 0\n"),
        "{shown}"
    );
    hub.go();
    let said = hub.run("servers list -o name --running");
    assert_eq!(said, "ada/\n");

    let other = Running::start();
    let typed = json!([["%", "\u{3}"], ["[y/N]", "y\n"]]);
    let shown = other.at_terminal("servers start ada", &typed);
    assert!(shown.contains("cancelled the start of `ada/`"), "{shown}");
    assert!(shown.ends_with("exit 5\n"), "{shown}");
    // A stop waits for what it stops.
    other.run("servers stop ada");
    assert_eq!(other.run("servers list --running -o name"), "");
}
