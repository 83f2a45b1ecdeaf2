//! The real JupyterHub 6.1.1, in the place of ours or before it.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long it may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(90);

/// What it is configured with; it needs no Node.js, as its proxy does nothing.
const CONFIG: &str = r#"
from jupyterhub.proxy import Proxy

class NoProxy(Proxy):
    should_start = False
    async def add_route(self, routespec, target, data): pass
    async def delete_route(self, routespec): pass
    async def get_all_routes(self): return {}

c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.hub_port = PORT
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.cleanup_servers = False
c.SimpleLocalProcessSpawner.home_dir_template = HOME
c.Spawner.cmd = SERVER
"#;

/// A running JupyterHub. Dropped, it is killed.
pub(crate) struct Theirs {
    process: Child,
    port: u16,
    folder: PathBuf,
}

impl Theirs {
    /// Start it in `folder`, with the database and the secret that are there; people's servers are `server`.
    pub(crate) fn start(python: &Path, folder: &Path, server: &Path) -> Self {
        let probe = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = probe.local_addr().unwrap().port();
        drop(probe);
        let home = folder.join("home/{username}");
        let (home, python_path, server) = (home.display(), python.display(), server.display());
        let head =
            format!("PORT, HOME, SERVER = {port}, \"{home}\", [\"{python_path}\", \"{server}\"]\n");
        fs::write(folder.join("jupyterhub_config.py"), head + CONFIG).unwrap();
        let log = File::create(folder.join("jupyterhub.log")).unwrap();
        let process = Command::new(python)
            .args(["-m", "jupyterhub"])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn();
        let theirs = Self {
            process: process.unwrap(),
            port,
            folder: folder.to_owned(),
        };
        let begun = Instant::now();
        while TcpStream::connect(theirs.address()).is_err() {
            assert!(begun.elapsed() < PATIENCE, "{}", theirs.log());
            thread::yield_now();
        }
        theirs
    }

    /// Where it is found.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What it said.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("jupyterhub.log")).unwrap_or_default()
    }

    /// Have it end, as an operator would, and wait for that.
    pub(crate) fn stop(mut self) {
        let pid = self.process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.unwrap().success());
        let begun = Instant::now();
        while self.process.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < PATIENCE, "{}", self.log());
            thread::yield_now();
        }
    }
}

impl Drop for Theirs {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
