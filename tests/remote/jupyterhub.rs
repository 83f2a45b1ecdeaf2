//! Two real hubs, JupyterHub 6.1.1 and 5.5.4: what their APIs have is done, and what they have no place for is
//! said.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::scripted::{Person, told};
use crate::served::try_ask;
use crate::venv;
use crate::watch::{Watching, is_state, states};

/// A token that the hub is started with.
const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A proxy that only remembers where it would lead.
const NO_PROXY: &str = "
import os, sys
from jupyterhub.proxy import Proxy
class NoProxy(Proxy):
    should_start = False
    routes = {}
    async def add_route(self, routespec, target, data):
        self.routes[routespec] = {'routespec': routespec, 'target': target, 'data': data}
    async def delete_route(self, routespec):
        self.routes.pop(routespec, None)
    async def get_all_routes(self):
        return self.routes
";

/// What people's servers are here: something that answers.
const SERVER: &str = "
import http.server, os, urllib.parse
url = urllib.parse.urlsplit(os.environ['JUPYTERHUB_SERVICE_URL'])
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *args): pass
http.server.HTTPServer((url.hostname, url.port), Answer).serve_forever()
";

/// A JupyterHub that runs, with an admin `ada` and no proxy. Dropped, it is killed.
struct Running {
    child: Child,
    url: String,
    folder: TempDir,
}

impl Running {
    fn start(python: &std::path::Path) -> Self {
        let folder = TempDir::new().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        fs::write(folder.path().join("server.py"), SERVER).unwrap();
        let config = format!(
            "c.JupyterHub.hub_bind_url = 'http://127.0.0.1:{port}'\n\
             c.JupyterHub.spawner_class = 'simple'\n\
             c.JupyterHub.allow_named_servers = True\n\
             c.JupyterHub.tornado_settings = {{'slow_spawn_timeout': 0}}\n\
             c.Spawner.cmd = [sys.executable, os.path.abspath('server.py')]\n\
             c.JupyterHub.proxy_class = NoProxy\n\
             c.JupyterHub.authenticator_class = 'dummy'\n\
             c.Authenticator.admin_users = {{'ada'}}\n\
             c.Authenticator.allow_all = True\n\
             c.Authenticator.username_pattern = '(?!x)'\n\
             c.JupyterHub.services = [{{'name': 'tests', 'admin': True, 'api_token': '{TOKEN}'}}]\n"
        );
        let file = folder.path().join("jupyterhub_config.py");
        fs::write(&file, format!("{NO_PROXY}{config}")).unwrap();
        let child = Command::new(python)
            .args(["-m", "jupyterhub", "-f"])
            .arg(&file)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let running = Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
            folder,
        };
        let begun = Instant::now();
        while try_ask(&format!("127.0.0.1:{port}"), "GET /hub/api/ HTTP/1.1").is_none() {
            assert!(
                begun.elapsed() < Duration::from_mins(1),
                "it does not start"
            );
            thread::yield_now();
        }
        running
    }

    fn run(&self, line: &str) -> String {
        let variables = [("HUBCTL_HUB", self.url.as_str()), ("HUBCTL_TOKEN", TOKEN)];
        let mut command = Person::new().command(line);
        command.envs(variables).current_dir(self.folder.path());
        told(command.output().unwrap()).replace(&self.url, "URL")
    }

    /// What the direct door says, beside the hub.
    fn run_beside(&self, line: &str) -> String {
        let mut command = Person::new().command(line);
        let database = self.folder.path().join("jupyterhub.sqlite");
        command
            .env("HUBCTL_DB", database)
            .current_dir(self.folder.path());
        told(command.output().unwrap())
    }

    /// That `line` says so.
    fn expect(&self, line: &str, wanted: &str) {
        assert_eq!(self.run(line), wanted, "{line}");
    }

    /// That the API has no place for what `line` asks, and the command says so.
    fn lacks(&self, version: &str, line: &str, what: &str) {
        let wanted = format!(
            "! error: this hub is JupyterHub {version}, whose API {what} · use `--db` on the hub's machine\nexit 2\n"
        );
        self.expect(line, &wanted);
    }

    /// Ask the API itself.
    fn ask(&self, request: &str, body: &str) {
        let address = self.url.strip_prefix("http://").unwrap();
        let head = format!("{request} HTTP/1.1\nauthorization: token {TOKEN}\n\n{body}");
        let answer = try_ask(address, &head).unwrap();
        assert!((200..300).contains(&answer.status), "{answer:?}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is told alike by both releases, through the same commands as on a database.
fn flow(hub: &Running, version: &str) {
    people(hub, version);
    tokens(hub, version);
    servers(hub, version);
    if version.starts_with("6.1") {
        beside(hub);
    }
    shares_and_services(hub, version);
    described(hub, version);
    what_is_lacking(hub, version);
    pages(hub);
}

fn people(hub: &Running, version: &str) {
    hub.expect("whoami -o name", "tests\n");
    hub.expect(
        "users add grace o'hara -o name",
        "grace\no'hara\n! added 2 users\n",
    );
    hub.expect(
        "users add grace",
        "! error: a user named `grace` exists already\nexit 5\n",
    );
    hub.expect("users list -o name", "ada\ngrace\no'hara\n");
    hub.expect("users list --admin -o name", "ada\n");
    hub.expect(
        "users show grce",
        "! error: no user named `grce` · did you mean `grace`? · see `hubctl users list`\nexit 3\n",
    );
    hub.expect(
        "users rename o'hara ohara",
        "! renamed `o'hara` to `ohara`\n",
    );
    hub.expect(
        "users set-admin grace -o name",
        "grace\n! set the admin flag of 1 user\n",
    );
    hub.expect("groups add class -o name", "class\n! added 1 group\n");
    hub.expect(
        "groups add-user class grace ohara -o name",
        "class\n! added 2 users to `class`\n",
    );
    hub.expect("users list --group class -o name", "grace\nohara\n");
    hub.expect(
        "groups set-properties class tier=gold n=3",
        "NAME   USERS  ROLES  PROPERTIES\nclass  2             tier=\"gold\" n=3\n! set the properties of `class`\n",
    );
    hub.expect(
        "groups remove-user class ohara -o name",
        "class\n! removed 1 user from `class`\n",
    );
    hub.expect(
        "groups show clas",
        "! error: no group named `clas` · did you mean `class`? · see `hubctl groups list`\nexit 3\n",
    );
    hub.expect("groups list -o name", "class\n");
    hub.expect("groups delete class --yes", "! deleted 1 group\n");
    hub.expect("users delete ohara --yes", "! deleted 1 user\n");
    hub.expect(
        "users add eve --dry-run",
        &format!(
            "! error: JupyterHub {version} cannot rehearse a change · leave out `--dry-run`, or use `--db` on the hub's machine\nexit 2\n"
        ),
    );
    hub.expect("users list -o name", "ada\ngrace\n");
}

fn tokens(hub: &Running, version: &str) {
    let made = hub.run("token new grace --scope self --note of-tests --expires 1h");
    assert_eq!(made.trim_end().len(), 32, "{made}");
    let listed = hub.run("token list --user grace");
    assert!(
        listed.contains("of-tests") && listed.contains("servers!user=grace"),
        "{listed}"
    );
    let id = hub.run("token list --user grace -o name");
    hub.expect(
        "token revoke --user grace --yes",
        "! revoked 1 token of user `grace`\n",
    );
    hub.expect("token list --user grace -o name", "");
    let lacks = |line: &str, what: &str| {
        let said = hub.run(line);
        let wanted = format!("this hub is JupyterHub {version}, whose API {what}");
        assert!(
            said.contains(&wanted) && said.ends_with("exit 2\n"),
            "{line}: {said}"
        );
    };
    lacks("token list", "tells of the tokens of one user at a time");
    lacks(
        "token list --service tests",
        "tells nothing of the tokens of services",
    );
    lacks(
        &format!("token show {}", id.trim()),
        "knows a token by its user alone",
    );
    lacks("token diff a1 a2", "explains nothing");
}

fn servers(hub: &Running, version: &str) {
    let said = hub.run("servers start grace");
    assert!(said.starts_with("URL/user/grace/\n!   0% "), "{said}");
    assert!(said.ends_with("! started `grace/`\n"), "{said}");
    hub.expect("servers list --running -o name", "grace/\n");
    hub.expect("servers open grace --print", "URL/user/grace/\n");
    let shown = hub.run("servers show grace");
    assert!(
        shown.contains("/user/grace/") && shown.contains("token "),
        "{shown}"
    );
    hub.expect("routes list -o name", "/\n/user/grace/\n");
    let again = hub.run("servers start grace");
    hub.expect("servers start grace", &again);
    assert!(
        again.contains("`grace/` runs already") && again.ends_with("exit 5\n"),
        "{again}"
    );
    hub.expect("servers stop grace", "! stopped `grace/`\n");
    hub.expect("routes list -o name", "/\n");
    let said = hub.run("servers start grace/two --no-wait");
    assert!(said.contains("`grace/two` is starting"), "{said}");
    let said = hub.run("servers restart grace/two");
    assert!(said.contains("! started `grace/two`"), "{said}");
    hub.expect("servers delete grace/two --yes", "! deleted `grace/two`\n");
    hub.expect("servers list --running -o name", "");
    watched(hub, version);
    for line in [
        "servers start grce",
        "servers stop grce/two",
        "servers open grce",
        "servers delete grce/two",
    ] {
        let missing = "! error: no user named `grce` · did you mean `grace`? · see `hubctl users list`\nexit 3\n";
        hub.expect(line, missing);
    }
    let missing = hub.run("servers delete grace/twoo --dry-run");
    assert!(
        missing.starts_with("! error: no server named `grace/twoo`"),
        "{missing}"
    );
    hub.expect(
        "servers logs grace",
        &format!(
            "! error: this hub is JupyterHub {version}, whose API does not tell what servers print · see the hub's log on its machine\nexit 2\n"
        ),
    );
    hub.lacks(
        version,
        "servers env grace",
        "does not tell what servers are given",
    );
}

/// It tells of servers to whoever asks again, and not what is changed.
fn watched(hub: &Running, version: &str) {
    let variables = [("HUBCTL_HUB", hub.url.as_str()), ("HUBCTL_TOKEN", TOKEN)];
    let watching = Watching::begin("-o json --every 1", &variables);
    hub.run("servers start grace");
    let told = watching.until(|line| is_state(line, "grace/", "running"));
    assert_eq!(states(&told, "grace/").len(), told.len(), "{told:#?}");
    hub.run("servers stop grace");
    watching.until(|line| is_state(line, "grace/", "stopped"));
    hub.expect(
        "watch --only changes",
        &format!(
            "! error: this hub is JupyterHub {version}, whose API does not tell what is changed · it tells what becomes of servers\nexit 2\n"
        ),
    );
}

/// The direct door on the database that the hub has open: nothing strands a server that runs.
fn beside(hub: &Running) {
    let note = hub.run_beside("users add beside -o name");
    let begin = format!("beside\n! note: process {} (`", hub.child.id());
    assert!(note.starts_with(&begin), "{note}");
    assert!(note.contains("to ask it by `--hub URL` is safer"), "{note}");
    hub.expect("users delete beside --yes", "! deleted 1 user\n");
    hub.run("servers start grace");
    let token = hub.run_beside("token list --user grace -o name");
    let client = hub.run_beside("oauth-clients list --user grace -o name");
    for line in [
        "users delete grace --yes",
        "users rename grace other",
        &format!("token revoke {} --yes", token.trim()),
        &format!(
            "oauth-clients delete {} --yes",
            client.lines().next().unwrap()
        ),
    ] {
        let said = hub.run_beside(line);
        assert!(
            said.ends_with("exit 5\n") && said.contains("--force"),
            "{line}: {said}"
        );
    }
    hub.expect("servers list --running -o name", "grace/\n");
    hub.expect("servers stop grace", "! stopped `grace/`\n");
}

fn shares_and_services(hub: &Running, version: &str) {
    hub.ask("POST /hub/api/shares/grace/", r#"{"user": "ada"}"#);
    for of in ["--server grace/", "--owner grace", "--user ada"] {
        let listed = hub.run(&format!("shares list {of}"));
        assert!(
            listed.contains("access:servers!server=grace/"),
            "{of}: {listed}"
        );
    }
    let listed = hub.run("shares list");
    assert!(
        listed.contains("say `--owner`, `--server`, `--user` or `--group`"),
        "{listed}"
    );
    hub.lacks(version, "shares show sh_1", "has no ids of shares");
    hub.lacks(version, "shares revoke sh_1 --yes", "has no ids of shares");
    hub.expect("shares codes list --owner grace -o name", "");

    hub.expect("services list -o name", "tests\n");
    let shown = hub.run("services show tests");
    assert!(shown.contains("admin"), "{shown}");
    let info = hub.run("hub info");
    assert!(info.contains(&format!("JupyterHub {version}")), "{info}");
    hub.expect(
        "hub reload",
        &format!(
            "! error: this hub is JupyterHub {version}, which reads its configuration only when it starts · restart it\nexit 2\n"
        ),
    );
}

/// Users and groups are brought to what a file lists, one after the other.
fn described(hub: &Running, version: &str) {
    let file = |text: &str| fs::write(hub.folder.path().join("hub.toml"), text).unwrap();
    file(
        "[[users]]\nname = \"bob\"\nadmin = true\n[[groups]]\nname = \"staff\"\nusers = [\"bob\", \"kim\"]\n\
         properties = { room = \"B12\" }\n",
    );
    let plan = "+ user bob\n    admin: true\n+ user kim\n+ group staff\n    \
                properties: {\"room\":\"B12\"}\n    users: bob, kim\n";
    hub.expect("drift -f hub.toml", &format!("{plan}exit 1\n"));
    hub.expect(
        "apply -f hub.toml --dry-run",
        &format!("{plan}! dry run, nothing was changed: would have created 3\n"),
    );
    hub.expect("apply -f hub.toml", &format!("{plan}! created 3\n"));
    hub.expect("apply -f hub.toml", "! nothing to change\n");
    hub.expect("drift -f hub.toml", "! nothing to change\n");
    let exported = hub.run("export");
    assert!(
        exported.contains("users = [\"bob\", \"kim\"]"),
        "{exported}"
    );
    assert!(
        exported.contains("! note: roles are left out"),
        "{exported}"
    );
    hub.lacks(
        version,
        "apply -f hub.toml --prune",
        "remembers nothing of descriptions, so that none can be pruned",
    );
    half_way(hub);
    file("[[users]]\nname = \"lou\"\n[[roles]]\nname = \"grader\"\n");
    hub.lacks(
        version,
        "apply -f hub.toml",
        "knows no roles, and so takes a description of users and groups alone",
    );
    hub.expect("users list -o name", "ada\nbob\ngrace\nkim\n");
}

/// Its API does one thing after the other: what was refused in the middle says how far it came, and the same again does
/// the rest.
fn half_way(hub: &Running) {
    let file = |names: &[&str]| {
        let users = names
            .iter()
            .map(|name| format!("[[users]]\nname = \"{name}\"\n"));
        let text =
            users.collect::<String>() + "[[groups]]\nname = \"half\"\nusers = [\"mia\", \"zoe\"]\n";
        fs::write(hub.folder.path().join("half.toml"), text).unwrap();
    };
    file(&["mia", "xenia", "zoe"]);
    let said = hub.run("apply -f half.toml");
    assert!(
        said.contains("user `xenia`")
            && said.contains("· 1 of 4 steps are done: apply it again for the rest"),
        "{said}"
    );
    assert!(said.ends_with("exit 2\n"), "{said}");
    file(&["mia", "zoe"]);
    hub.expect(
        "apply -f half.toml",
        "+ user zoe\n+ group half\n    users: mia, zoe\n! created 2\n",
    );
    hub.expect("apply -f half.toml", "! nothing to change\n");
    hub.expect("users delete mia zoe --yes", "! deleted 2 users\n");
    hub.expect("groups delete half --yes", "! deleted 1 group\n");
}

fn what_is_lacking(hub: &Running, version: &str) {
    for (line, what) in [
        ("roles list", "knows no roles"),
        ("roles grant grader --user ada", "knows no roles"),
        ("groups rename staff people", "gives no group another name"),
        (
            "services edit tests --url http://127.0.0.1:1",
            "changes no services",
        ),
        ("can ada list:users", "explains nothing"),
        ("explain GET /users --as ada", "explains nothing"),
        ("scopes list", "tells nothing of scopes"),
        ("audit list", "has no audit log"),
        ("oauth-clients list", "tells nothing of OAuth clients"),
    ] {
        hub.lacks(version, line, what);
    }
    hub.expect(
        "users invite eve",
        &format!(
            "! error: this hub is JupyterHub {version}, which keeps no accounts: its authenticator knows people\nexit 2\n"
        ),
    );
}

/// More users than fit on a page.
fn pages(hub: &Running) {
    let names: Vec<_> = (0..250)
        .map(|number| format!("\"user-{number:03}\""))
        .collect();
    let body = format!("{{\"usernames\": [{}]}}", names.join(", "));
    hub.ask("POST /hub/api/users", &body);
    let listed = hub.run("users list -o name");
    assert_eq!(listed.lines().count(), 4 + 250);
    assert!(listed.ends_with("user-249\n"), "{listed}");
}

#[test]
fn jupyterhub_6_does_what_its_api_has() {
    let packages = ["jupyterhub==6.1.1", "sqlalchemy==2.1.9", "alembic==1.20.1"];
    if let Some(python) = venv::python("jupyterhub-6.1.1", &packages) {
        flow(&Running::start(&python), "6.1.1");
    }
}

#[test]
fn jupyterhub_5_does_what_its_api_has() {
    if let Some(python) = venv::python("jupyterhub-5.5.4", &["jupyterhub==5.5.4"]) {
        flow(&Running::start(&python), "5.5.4");
    }
}
