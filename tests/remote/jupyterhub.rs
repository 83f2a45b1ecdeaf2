//! Two real hubs, JupyterHub 6.1.1 and 5.5.4: what their APIs have is done, and what they have no place for is
//! said.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::scripted::Person;
use crate::served::try_ask;
use crate::venv;

/// A token that the hub is started with.
const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A JupyterHub that runs, with an admin `ada` and no proxy. Dropped, it is killed.
struct Running {
    child: Child,
    url: String,
    _folder: TempDir,
}

impl Running {
    fn start(python: &std::path::Path) -> Self {
        let folder = TempDir::new().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let config = format!(
            "c.JupyterHub.hub_bind_url = 'http://127.0.0.1:{port}'\n\
             c.JupyterHub.proxy_class = NoProxy\n\
             c.JupyterHub.authenticator_class = 'dummy'\n\
             c.Authenticator.admin_users = {{'ada'}}\n\
             c.Authenticator.allow_all = True\n\
             c.JupyterHub.services = [{{'name': 'tests', 'admin': True, 'api_token': '{TOKEN}'}}]\n"
        );
        let no_proxy = "from jupyterhub.proxy import Proxy\n\
             class NoProxy(Proxy):\n    \
             should_start = False\n    \
             async def add_route(self, *args): pass\n    \
             async def delete_route(self, *args): pass\n    \
             async def get_all_routes(self): return {}\n";
        let file = folder.path().join("jupyterhub_config.py");
        fs::write(&file, format!("{no_proxy}{config}")).unwrap();
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
            _folder: folder,
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
        Person::new().run(line, &variables)
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
    let expect = |line: &str, wanted: &str| assert_eq!(hub.run(line), wanted, "{line}");
    expect("whoami -o name", "tests\n");
    expect(
        "users add grace o'hara -o name",
        "grace\no'hara\n! added 2 users\n",
    );
    expect(
        "users add grace",
        "! error: a user named `grace` exists already\nexit 5\n",
    );
    expect("users list -o name", "ada\ngrace\no'hara\n");
    expect("users list --admin -o name", "ada\n");
    expect(
        "users show grce",
        "! error: no user named `grce` · did you mean `grace`? · see `hubctl users list`\nexit 3\n",
    );
    expect(
        "users rename o'hara ohara",
        "! renamed `o'hara` to `ohara`\n",
    );
    expect(
        "users set-admin grace -o name",
        "grace\n! set the admin flag of 1 user\n",
    );
    expect("groups add class -o name", "class\n! added 1 group\n");
    expect(
        "groups add-user class grace ohara -o name",
        "class\n! added 2 users to `class`\n",
    );
    expect("users list --group class -o name", "grace\nohara\n");
    expect(
        "groups remove-user class ohara -o name",
        "class\n! removed 1 user from `class`\n",
    );
    expect("groups delete class --yes", "! deleted 1 group\n");
    expect("users delete ohara --yes", "! deleted 1 user\n");
    expect("services list -o name", "tests\n");
    expect("token list --user grace -o name", "");
    expect("servers list -o name", "");
    expect(
        "roles list",
        &format!(
            "! error: this hub is JupyterHub {version}, whose API knows no roles · use `--db` on the hub's machine\nexit 2\n"
        ),
    );
    expect(
        "users add eve --dry-run",
        &format!(
            "! error: JupyterHub {version} cannot rehearse a change · leave out `--dry-run`, or use `--db` on the hub's machine\nexit 2\n"
        ),
    );
    expect("users list -o name", "ada\ngrace\n");
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
