//! A hub that serves people, with a proxy whose routes tests choose.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use hubctl::clock::Clock;
use hubctl::config::{Address, Bind, Config};
use hubctl::http::{Certificates, Limits, Purpose, Server};
use hubctl::hub::Hub;
use hubctl::model::Secret;
use hubctl::proxy::Data;
use hubctl::rbac::Catalogue;
use hubctl::spawn::fake::Fake;
use hubctl::store::Store;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::backend::{Backend, read, read_head};

/// How long a test waits for what does not come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A hub that serves.
pub(crate) struct Serving {
    pub(crate) hub: Arc<Hub>,
    runtime: Runtime,
    address: SocketAddr,
    _folder: TempDir,
}

impl Serving {
    pub(crate) fn new() -> Self {
        Self::with(|_, _| {}, None)
    }

    /// A hub whose server at `/user/ada/` is `backend`.
    pub(crate) fn of(backend: &Backend) -> Self {
        let hub = Self::new();
        hub.lead("/user/ada/", &backend.url());
        hub
    }

    /// A hub whose routes programs may change by its own API, with the token `secret`.
    pub(crate) fn with_routes_api() -> (Self, SocketAddr) {
        let configure = |config: &mut Config, _: &mut Limits| {
            config.proxy.auth_token = Some(Secret::new("secret"));
        };
        let hub = Self::with(configure, None);
        let api = listen(
            &hub.runtime,
            &hub.hub,
            Limits::of_this_process(Purpose::Routes),
            Purpose::Routes,
            None,
        );
        (hub, api)
    }

    pub(crate) fn with(
        configure: impl FnOnce(&mut Config, &mut Limits),
        certificates: Option<&Arc<Certificates>>,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("hub.sqlite");
        let mut config = Config::default();
        let mut limits = Limits::of_this_process(Purpose::People);
        config.hub.db_url = path.to_str().unwrap().parse().unwrap();
        config.hub.cookie_secret = Some(Secret::new("5e".repeat(32)));
        // Tests speak as a proxy before the hub, unless they say otherwise.
        config.hub.trusted_downstream_ips = vec!["127.0.0.1".parse().unwrap()];
        configure(&mut config, &mut limits);
        let clock = Arc::new(Clock::system());
        Store::create(&config.hub.db_url, &clock).unwrap();
        let spawner = Arc::new(Fake::default());
        let hub = Hub::with_spawner(config, Catalogue::undefined(), clock, spawner).unwrap();
        let runtime = Runtime::new().unwrap();
        let hub = Arc::new(hub);
        let address = listen(&runtime, &hub, limits, Purpose::People, certificates);
        Self {
            hub,
            address,
            runtime,
            _folder: folder,
        }
    }

    /// Lead requests to a server of ada's.
    pub(crate) fn lead(&self, spec: &str, target: &str) {
        let data = Data::Server {
            user: "ada".into(),
            server_name: "".into(),
        };
        let proxy = self.hub.servers().proxy();
        proxy.add(spec.parse().unwrap(), target, data);
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// A connection on which these lines were sent, and an empty one.
    pub(crate) fn send(&self, lines: &str) -> TcpStream {
        let mut stream = self.connect();
        let head = lines.trim().replace('\n', "\r\n");
        stream
            .write_all(format!("{head}\r\n\r\n").as_bytes())
            .unwrap();
        stream
    }

    /// All that comes back for these lines, up to the end of the connection.
    pub(crate) fn ask(&self, lines: &str) -> String {
        rest(&mut self.send(lines))
    }

    /// The head that a backend is sent for these lines.
    pub(crate) fn passed(&self, backend: &Backend, lines: &str) -> String {
        let mut stream = self.send(lines);
        let head = backend.heard();
        let _ = read_head(&mut stream);
        head
    }
}

/// Answer for `hub` on a port.
fn listen(
    runtime: &Runtime,
    hub: &Arc<Hub>,
    limits: Limits,
    purpose: Purpose,
    certificates: Option<&Arc<Certificates>>,
) -> SocketAddr {
    let server = runtime.block_on(Server::listen(&Bind::loopback(0), 0o600, certificates));
    let server = server.unwrap().within(limits).serving(purpose);
    let Address::Tcp { port, .. } = server.url().address else {
        panic!("it listens on a port");
    };
    let hub = Arc::clone(hub);
    runtime.spawn(async move { server.serve(&hub).await });
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// All that comes up to the end.
pub(crate) fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    String::from_utf8(all).unwrap()
}

/// The head of an answer, and its body of the length that it says.
pub(crate) fn answer(stream: &mut TcpStream) -> (String, String) {
    let head = read_head(stream).unwrap();
    let length = header(&head, "content-length").unwrap_or_default();
    let body = read(stream, length.parse().unwrap_or_default());
    (head, body)
}

/// What a header of a head says.
pub(crate) fn header(head: &str, name: &str) -> Option<String> {
    head.lines().skip(1).find_map(|line| {
        let (found, value) = line.split_once(": ")?;
        found.eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}
