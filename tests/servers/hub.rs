//! A hub that serves a database of its own, and people who ask it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use hubctl::clock::Clock;
use hubctl::config::{Config, Limit, OrCommand, Seconds};
use hubctl::http;
use hubctl::hub::Hub;
use hubctl::model::{Secret, TokenOwner, UserName};
use hubctl::ops::tokens::NewToken;
use hubctl::ops::users::AddUser;
use hubctl::ops::{Operation, operate};
use hubctl::rbac::{Catalogue, DEFAULT_ROLES};
use hubctl::spawn::Spawner;
use hubctl::spawn::fake::Fake;
use hubctl::store::{Access, Ending, Store};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

/// What takes its time takes this long.
pub(crate) const SLOW: Duration = Duration::from_millis(400);

/// How long a request is kept waiting for what takes its time.
const PATIENCE: Duration = Duration::from_millis(100);

/// A database with the users `ada`, an admin, and `bob`.
pub(crate) struct Place {
    folder: TempDir,
    tokens: [(&'static str, String); 2],
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let mut place = Self {
            folder,
            tokens: [("ada", String::new()), ("bob", String::new())],
        };
        let clock = Clock::system();
        Store::create(&place.path().parse().unwrap(), &clock).unwrap();
        for role in DEFAULT_ROLES {
            let scopes = serde_json::to_string(role.scopes).unwrap();
            place.sql(&format!(
                "INSERT INTO roles (name, description, scopes, managed_by_auth) \
                 VALUES ('{}', '', '{scopes}', 0)",
                role.name
            ));
        }
        for (name, token) in &mut place.tokens {
            let user = UserName::from(*name);
            let admin = *name == "ada";
            let path = place.folder.path().join("jupyterhub.sqlite");
            let done = |operation| write(path.to_str().unwrap(), &clock, operation);
            done(AddUser {
                name: user.clone(),
                admin,
            });
            let made = write(
                path.to_str().unwrap(),
                &clock,
                NewToken::of(TokenOwner::User(user)),
            );
            made.value.reveal().clone_into(token);
        }
        place
    }

    fn path(&self) -> String {
        let path = self.folder.path().join("jupyterhub.sqlite");
        path.to_str().unwrap().to_owned()
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn token(&self, who: &str) -> &str {
        &self.tokens.iter().find(|(name, _)| *name == who).unwrap().1
    }

    /// A configuration of which tests need not wait for long.
    pub(crate) fn config(&self) -> Config {
        let mut config = Config::default();
        config.hub.db_url = self.path().parse().unwrap();
        config.hub.cookie_secret = Some(Secret::new("5e".repeat(32)));
        config.hub.allow_named_servers = true;
        config.hub.named_server_limit_per_user = OrCommand::Value(Limit::new(3));
        config.hub.tornado_settings.slow_spawn_timeout = Seconds::from(PATIENCE);
        config.hub.tornado_settings.slow_stop_timeout = Seconds::from(PATIENCE);
        config.spawner.start_timeout = Seconds::from(SLOW * 3);
        config.spawner.http_timeout = Seconds::from(SLOW);
        config
    }

    /// A hub that starts servers as their scripts say.
    pub(crate) fn hub(&self) -> Asked<'_> {
        self.hub_with(self.config(), Arc::new(Fake::as_slow_as(SLOW)))
    }

    pub(crate) fn hub_with(&self, config: Config, spawner: Arc<dyn Spawner>) -> Asked<'_> {
        let clock = Arc::new(Clock::system());
        let hub = Hub::with_spawner(config, Catalogue::undefined(), clock, spawner).unwrap();
        Asked {
            place: self,
            hub: Arc::new(hub),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "what another program would read")]
    fn connection(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }

    pub(crate) fn sql(&self, statements: &str) {
        self.connection().execute_batch(statements).unwrap();
    }

    /// The rows that `sql` gives, a line each.
    pub(crate) fn rows(&self, sql: &str) -> String {
        let connection = self.connection();
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let cells =
                (0..columns).map(
                    |at| match row.get::<_, rusqlite::types::Value>(at).unwrap() {
                        rusqlite::types::Value::Null => "NULL".to_owned(),
                        rusqlite::types::Value::Integer(number) => number.to_string(),
                        rusqlite::types::Value::Text(text) => text,
                        other => format!("{other:?}"),
                    },
                );
            Ok(cells.collect::<Vec<_>>().join(" "))
        });
        rows.unwrap()
            .map(Result::unwrap)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn write<O: Operation>(path: &str, clock: &Clock, operation: O) -> O::Output {
    let mut store = Store::open(&path.parse().unwrap(), Access::Write).unwrap();
    store
        .write(clock, Ending::Commit, |tx| operate(operation, tx))
        .unwrap()
}

/// A hub to ask.
pub(crate) struct Asked<'a> {
    place: &'a Place,
    pub(crate) hub: Arc<Hub>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{self:?}"))
    }

    pub(crate) fn message(&self) -> String {
        self.json()["message"].as_str().unwrap().to_owned()
    }
}

/// Ask `hub` with `token`: `GET /users/bob/server`, below the API.
pub(crate) fn ask(
    hub: Arc<Hub>,
    token: &str,
    request: &str,
    body: &Value,
) -> impl Future<Output = Answer> + Send + use<> {
    let (method, path) = request.split_once(' ').unwrap();
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let request = Request::builder()
        .method(method)
        .uri(format!("/hub/api{path}"))
        .header("Authorization", format!("token {token}"))
        .body(Body::from(body))
        .unwrap();
    async move {
        let router = TowerToHyperService::new(http::router(hub));
        let (head, body) = router.call(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }
}

impl Asked<'_> {
    /// Ask as `who`: `GET /users/bob/server`, below the API.
    pub(crate) async fn ask(&self, who: &str, request: &str, body: Value) -> Answer {
        ask(Arc::clone(&self.hub), self.place.token(who), request, &body).await
    }

    /// Ask as an admin.
    pub(crate) async fn admin(&self, request: &str, body: Value) -> Answer {
        self.ask("ada", request, body).await
    }

    pub(crate) async fn status(&self, request: &str, body: Value) -> u16 {
        self.admin(request, body).await.status
    }

    /// What the model of bob's server `name` says: `ready`, `stopped`, or what is pending.
    pub(crate) async fn phase(&self, name: &str) -> String {
        let answer = self
            .admin(&format!("GET /users/bob/servers/{name}"), Value::Null)
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let model = answer.json();
        if let Some(pending) = model["pending"].as_str() {
            assert_eq!(
                (&model["ready"], &model["stopped"]),
                (&false.into(), &false.into())
            );
            return pending.to_owned();
        }
        assert_ne!(model["ready"], model["stopped"]);
        String::from(if model["ready"] == true {
            "ready"
        } else {
            "stopped"
        })
    }

    /// Wait until bob's server `name` is in `phase`.
    pub(crate) async fn until(&self, name: &str, phase: &str) {
        for _ in 0..500 {
            if self.phase(name).await == phase {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!(
            "bob's server `{name}` is {}, not {phase}",
            self.phase(name).await
        );
    }

    /// The routes of servers, as the API lists them.
    pub(crate) async fn routes(&self) -> Vec<String> {
        let routes = self.admin("GET /proxy", Value::Null).await.json();
        let routes = routes.as_object().unwrap().iter();
        routes
            .filter(|(_, route)| route["data"]["user"].is_string())
            .map(|(spec, _)| spec.clone())
            .collect()
    }
}

/// That a server of this script was asked for.
pub(crate) fn script(name: &str) -> Value {
    serde_json::json!({ "user_options": { "fake": name } })
}

pub(crate) const CREATED: u16 = StatusCode::CREATED.as_u16();
