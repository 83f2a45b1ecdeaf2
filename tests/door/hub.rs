//! A hub that serves on a port of its own, and bytes asked of it.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hubctl::clock::Clock;
use hubctl::config::{Address, Bind, Config};
use hubctl::http::{Limits, Purpose, Server};
use hubctl::hub::Hub;
use hubctl::model::{Hashed, Secret, Timestamp};
use hubctl::rbac::{Catalogue, DEFAULT_ROLES};
use hubctl::spawn::Spawner;
use hubctl::spawn::fake::Fake;
use hubctl::store::Store;
use rusqlite::{Connection, Params, params};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A token of ada's, which the recorded hub did not need.
pub(crate) const ADAS_TOKEN: &str = "the-token-of-an-admin";

/// How long a test waits for bytes that do not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A hub of the user `ada`, an admin, and the service `watch`, as the recorded one is.
pub(crate) struct Serving {
    address: SocketAddr,
    _runtime: Runtime,
    folder: TempDir,
}

/// What the recorded hub was made of.
pub(crate) struct Seed<'a> {
    pub(crate) now: Timestamp,
    pub(crate) secret: &'a str,
    pub(crate) cookie_id: &'a str,
    pub(crate) token: &'a str,
}

impl Serving {
    pub(crate) fn new(seed: &Seed<'_>, configure: impl FnOnce(&mut Config)) -> Self {
        Self::with(
            seed,
            configure,
            Limits::of_this_process(Purpose::Hub),
            Arc::new(Fake::default()),
        )
    }

    /// A hub whose clients have and take no more than `limits`.
    pub(crate) fn with(
        seed: &Seed<'_>,
        configure: impl FnOnce(&mut Config),
        limits: Limits,
        spawner: Arc<dyn Spawner>,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("hub.sqlite");
        let mut config = Config::default();
        config.hub.db_url = path.to_str().unwrap().parse().unwrap();
        config.hub.cookie_secret = Some(Secret::new(seed.secret));
        // JupyterHub believes everybody what they say in the name of others.
        config.hub.trusted_downstream_ips = vec!["127.0.0.1".parse().unwrap()];
        configure(&mut config);
        let clock = Clock::fixed(seed.now);
        Store::create(&config.hub.db_url, &clock).unwrap();
        fill(&path, seed);
        let clock = Arc::new(clock);
        let hub = Hub::with_spawner(config, Catalogue::undefined(), clock, spawner).unwrap();
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(Server::listen(&Bind::loopback(0), 0o600, None));
        let server = server.unwrap().within(limits);
        let Address::Tcp { port, .. } = server.url().address else {
            panic!("it listens on a port");
        };
        let hub = Arc::new(hub);
        runtime.spawn(async move { server.serve(&hub).await });
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            _runtime: runtime,
            folder,
        }
    }

    /// Send a request of this first line and these headers; what comes back, as it came.
    pub(crate) fn ask(&self, line: &str, headers: &[(String, String)]) -> Reply {
        self.send(line, headers, "")
    }

    /// The same, with a body; its length is for `headers` to say.
    pub(crate) fn send(&self, line: &str, headers: &[(String, String)], body: &str) -> Reply {
        Reply::of(self.sent(line, headers, body))
    }

    /// The status of its answer, which may go on for ever.
    pub(crate) fn status(&self, line: &str, headers: &[(String, String)], body: &str) -> u16 {
        let mut first = String::new();
        let answer = self.sent(line, headers, body);
        BufReader::new(answer).read_line(&mut first).unwrap();
        first.split(' ').nth(1).unwrap().parse().unwrap()
    }

    fn sent(&self, line: &str, headers: &[(String, String)], body: &str) -> TcpStream {
        let mut text = format!("{line} HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n");
        for (name, value) in headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        text += "\r\n";
        text += body;
        let mut connection = self.connect();
        connection.write_all(text.as_bytes()).unwrap();
        connection
    }

    /// Write to its database, as another program would.
    #[expect(
        clippy::disallowed_methods,
        reason = "a test writes what the hub is to find, behind the back of the store"
    )]
    pub(crate) fn write(&self, sql: &str, params: impl Params) {
        let database = Connection::open(self.folder.path().join("hub.sqlite")).unwrap();
        database.execute(sql, params).unwrap();
    }

    /// Give ada a token of one scope.
    pub(crate) fn add_token(&self, value: &str, scope: &str) {
        let token = Secret::new(value);
        let hashed = Hashed::generated(&token, [7; 8]);
        let insert = "INSERT OR IGNORE INTO api_tokens (user_id, client_id, hashed, prefix, scopes)
            VALUES (1, 'jupyterhub', ?1, ?2, ?3)";
        let scopes = format!("[\"{scope}\"]");
        let row = params![hashed.as_str(), Hashed::prefix_of(&token), scopes];
        self.write(insert, row);
    }

    /// A connection, on which nothing is waited for in vain.
    pub(crate) fn connect(&self) -> TcpStream {
        let connection = TcpStream::connect(self.address).unwrap();
        connection.set_read_timeout(Some(PATIENCE)).unwrap();
        connection
    }
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    /// All that comes on `connection`, up to its end.
    pub(crate) fn of(mut connection: TcpStream) -> Self {
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).unwrap();
        Self::read(&String::from_utf8_lossy(&answer))
    }

    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap();
        Self {
            status: status.split(' ').nth(1).unwrap().parse().unwrap(),
            headers: lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test writes what the recorded hub has, behind the back of the store"
)]
fn fill(path: &Path, seed: &Seed<'_>) {
    let database = Connection::open(path).unwrap();
    let role =
        "INSERT INTO roles (name, description, scopes, managed_by_auth) VALUES (?1, '', ?2, 0)";
    for known in DEFAULT_ROLES {
        let scopes = serde_json::to_string(known.scopes).unwrap();
        database.execute(role, params![known.name, scopes]).unwrap();
    }
    let scopes = r#"["read:hub", "read:metrics", "list:users"]"#;
    database.execute(role, params!["watch", scopes]).unwrap();
    let hashed = |token| Hashed::generated(&Secret::new(token), [7; 8]);
    let prefix = |token| Hashed::prefix_of(&Secret::new(token));
    database
        .execute_batch(&format!(
            "INSERT INTO users (id, name, admin, cookie_id) VALUES (1, 'ada', 1, '{}');
             INSERT INTO user_role_map (user_id, role_id, managed_by_auth)
                SELECT 1, id, 0 FROM roles WHERE name IN ('user', 'admin');
             INSERT INTO services (id, name, admin, timeout) VALUES (1, 'watch', 0, 30);
             INSERT INTO service_role_map (service_id, role_id, managed_by_auth)
                SELECT 1, id, 0 FROM roles WHERE name = 'watch';
             INSERT INTO oauth_clients (identifier, allowed_scopes) VALUES ('jupyterhub', '[]');
             INSERT INTO api_tokens (service_id, client_id, hashed, prefix, scopes)
                VALUES (1, 'jupyterhub', '{}', '{}', '[\"inherit\"]');
             INSERT INTO api_tokens (user_id, client_id, hashed, prefix, scopes)
                VALUES (1, 'jupyterhub', '{}', '{}', '[\"inherit\"]');",
            seed.cookie_id,
            hashed(seed.token).as_str(),
            prefix(seed.token),
            hashed(ADAS_TOKEN).as_str(),
            prefix(ADAS_TOKEN),
        ))
        .unwrap();
}
