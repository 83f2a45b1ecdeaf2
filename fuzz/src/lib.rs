//! A hub to ask anything of, again and again.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hubctl::clock::Clock;
use hubctl::config::{Config, Seconds};
use hubctl::hub::Hub;
use hubctl::model::{Secret, Timestamp};
use hubctl::rbac::Catalogue;
use hubctl::spawn::fake::Fake;
use hubctl::store::Store;
use hyper_util::service::TowerToHyperService;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const COOKIE_ID: &str = "c0ffee";
const SESSION: &str = "5e55";
const INSTANT: Duration = Duration::from_millis(1);

/// A hub of the admin `ada` and the user `bob`, whose servers follow scripts.
pub struct World {
    /// What answers for it.
    pub router: TowerToHyperService<Router>,
    words: [(&'static str, String); 3],
    runtime: Runtime,
    _folder: TempDir,
}

impl World {
    /// A new one.
    ///
    /// # Panics
    /// Where the machine has no room for it.
    #[must_use]
    pub fn new() -> Self {
        // In memory where that can be had: a disk would be waited for at each write.
        let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new());
        let folder = folder.expect("a folder");
        let path = folder.path().join("hub.sqlite");
        let path = path.to_str().expect("a path of text");
        let clock = Clock::system();
        let now = clock.now();
        let config = config(path);
        Store::create(&config.hub.db_url, &clock).expect("a database");
        let spawner = Arc::new(Fake::as_slow_as(INSTANT));
        let hub = Hub::with_spawner(config, Catalogue::undefined(), Arc::new(clock), spawner);
        let hub = Arc::new(hub.expect("a hub"));
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        runtime.block_on(hub.start()).expect("a start");
        let database = Connection::open(path).expect("the hub's database");
        let known = format!("UPDATE users SET cookie_id = '{COOKIE_ID}' WHERE name = 'ada'");
        database.execute_batch(&known).expect("ada");
        Self {
            words: words(&hub, now),
            router: TowerToHyperService::new(hubctl::http::router(hub)),
            runtime,
            _folder: folder,
        }
    }

    /// `text` with what the hub accepts in the place of the words that stand for it.
    #[must_use]
    pub fn filled(&self, text: &[u8]) -> Vec<u8> {
        let mut filled = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some((first, others)) = rest.split_first() {
            let stands = |(word, _): &&(&str, String)| rest.starts_with(word.as_bytes());
            match self.words.iter().find(stands) {
                Some((word, meant)) => {
                    filled.extend(meant.as_bytes());
                    rest = &rest[word.len()..];
                }
                None => {
                    filled.push(*first);
                    rest = others;
                }
            }
        }
        filled
    }

    /// Do `work`, and what the hub does beside it.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

fn config(path: &str) -> Config {
    let mut config = Config::default();
    let hub = &mut config.hub;
    hub.db_url = path.parse().expect("the path of a database");
    hub.cookie_secret = Some(Secret::new("5e".repeat(32)));
    hub.allow_named_servers = true;
    let tokens = serde_json::json!({ TOKEN: "ada" });
    hub.api_tokens = serde_json::from_value(tokens).expect("a token and its owner");
    hub.tornado_settings.slow_spawn_timeout = Seconds::from(INSTANT);
    hub.tornado_settings.slow_stop_timeout = Seconds::from(INSTANT);
    config.auth.admin_users.insert("ada".into());
    config.auth.allowed_users.insert("bob".into());
    config
}

/// What stands for what in an input.
fn words(hub: &Hub, now: Timestamp) -> [(&'static str, String); 3] {
    let login = hub.login_cookie();
    let signed = |name, value: &str| hub.signer().sign(name, value, now);
    let login = format!(
        "{login}=\"{}\"; jupyterhub-session-id={SESSION}",
        signed(login, COOKIE_ID)
    );
    let xsrf = signed("_xsrf", &format!("{SESSION}:{COOKIE_ID}"));
    [
        ("{token}", TOKEN.to_owned()),
        ("{login}", login),
        ("{xsrf}", URL_SAFE_NO_PAD.encode(xsrf)),
    ]
}
